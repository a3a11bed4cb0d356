// Takes the pictures that README shows: `node tests/js/pictures.js`, after `tests/run` has set things up.
import { writeFileSync } from 'node:fs';
import { buildSite, launch, open, remove, repository, serve } from './browser/support.js';

const shots = [
  ['/', 'light'],
  ['/methods/phone-calls/', 'light'],
  ['/strategies/safe-now/', 'dark'],
];

const output = buildSite();
const site = await serve(output);
const browser = await launch();
const pictures = [];
for (const [path, colorScheme] of shots) {
  const page = await open(browser, site.url + path, { colorScheme, viewport: { width: 360, height: 720 } });
  await page.waitForLoadState('networkidle');
  pictures.push((await page.screenshot()).toString('base64'));
  await page.context().close();
}
const sheet = await open(browser, 'about:blank', { viewport: { width: 1176, height: 768 } });
const images = pictures.map((data) => `<img src="data:image/png;base64,${data}">`).join('');
await sheet.setContent(`<style>
  body { margin: 0; padding: 24px; display: flex; gap: 24px; background: #e9e4d8 }
  img { width: 360px; height: 720px; border-radius: 16px; box-shadow: 0 2px 12px #0003 }
</style>${images}`);
writeFileSync(`${repository}docs/pictures/site.png`, await sheet.screenshot());
await browser.close();
await site.close();
remove(output);
