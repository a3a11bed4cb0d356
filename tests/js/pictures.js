// Takes the pictures that README shows, and the one that stands for the shipped site where its links are
// shared: `node tests/js/pictures.js`, after `tests/run` has set things up.
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

// The shared picture says what the site's own head says, in the theme's colours.
const home = await open(browser, `${site.url}/`, {});
const [title, said] = await home.evaluate(() => [
  document.title,
  document.querySelector('meta[name=description]').content.split('。'),
]);
const card = await open(browser, 'about:blank', { viewport: { width: 1200, height: 630 } });
await card.setContent(`<style>
  body { margin: 0; height: 630px; box-sizing: border-box; padding: 96px; background: #fbf0d3; color: #1f2628;
    font: 500 44px/1.5 sans-serif }
  b { display: flex; align-items: center; gap: 32px; font-size: 112px; line-height: 1.2; margin-bottom: 48px }
  b::before { content: ""; width: 96px; height: 96px; border-radius: 50%;
    background: radial-gradient(circle at 66% 34%, #d98f16 29%, transparent 30% 43%, #0a5a53 44%) }
  p { margin: 0 0 12px }
  p + p { color: #575e60; font-size: 36px }
</style><b lang="zh-Hans">${title}</b><p lang="zh-Hans">${said[0]}。</p><p lang="zh-Hans">${said[1]}。</p>`);
writeFileSync(`${repository}content/static/share.png`, await card.screenshot());
await browser.close();
await site.close();
remove(output);
