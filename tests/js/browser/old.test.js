// The pages in a browser of 2020, Chromium 88, beside today's: what old Android web views and WeChat
// on old phones show. It comes in a package of npm's; where that cannot be had, the test says so.

import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliDecompressSync } from 'node:zlib';
import { launch, withSite } from './support.js';

let site, browser, old, now, then, folder, missing;
withSite((...given) => ([site, browser] = given));

before(async () => {
  try {
    if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('it runs on Linux and x64 alone');
    const packed = join(dirname(createRequire(import.meta.url).resolve('chrome-aws-lambda/package.json')), 'bin');
    folder = mkdtempSync(join(tmpdir(), 'mingbai-old-'));
    writeFileSync(join(folder, 'chromium'), brotliDecompressSync(readFileSync(join(packed, 'chromium.br'))));
    chmodSync(join(folder, 'chromium'), 0o755);
    execFileSync('tar', ['xf', '-', '-C', folder], { input: brotliDecompressSync(readFileSync(join(packed, 'swiftshader.tar.br'))) });
    old = await launch(join(folder, 'chromium'), ['--use-gl=swiftshader', '--single-process', '--no-zygote']);
  } catch (error) {
    missing = `Chromium 88 cannot be had here: ${String(error.message).split('\n')[0]}`;
    console.error(missing);
  }
});

after(async () => {
  await old?.close().catch(() => {});
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const pages = [
  '/',
  '/methods/',
  '/methods/phone-calls/',
  '/platforms/huabei/',
  '/rights/red-lines/',
  '/strategies/safe-now/',
  '/basics/annual-rate/',
  '/tags/',
  '/tags/evidence/',
  '/laws/',
  '/laws/civil-code/',
  '/contacts/',
  '/glossary/',
  '/search/',
  '/search/#q=%E8%8A%B1%E5%91%97',
  '/about/',
  '/matrix/',
  '/404.html',
];

const properties = [
  'display', 'position', 'color', 'background-color', 'font-size', 'font-weight', 'line-height', 'text-align',
  'padding-top', 'padding-left', 'margin-top', 'border-top-width', 'border-top-color', 'border-top-left-radius',
  'list-style-type', 'grid-auto-flow',
];

// The driver asks old browsers in vain whether something can be seen.
const present = (selector) => document.querySelector(selector);

// Letters are drawn a little otherwise; a page without its stylesheet is much farther away.
const APART = 12;

// What only newer browsers do with the lines of a text, so that the two can be laid side by side.
const level = '* { text-wrap: initial !important; text-spacing-trim: space-all !important; text-autospace: no-autospace !important; hanging-punctuation: none !important; scroll-behavior: auto !important } li:has(> .card:only-child) { margin-inline-start: 0 !important; list-style: inherit !important }';

/** One page in each for all tests: a browser of one process ends with its first context. */
async function both() {
  const options = { bypassCSP: true };
  then = then ?? (await (await old.newContext(options)).newPage());
  now = now ?? (await (await browser.newContext(options)).newPage());
}

/** What a page looks like: properties of every element that is seen, and a picture of the first screen. */
async function look(page, path, viewport) {
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.setViewportSize(viewport);
  await page.goto('about:blank');
  await page.goto(site.url + path);
  if (path.includes('#q=')) await page.waitForFunction(present, '[data-search-results] li');
  await page.addStyleTag({ content: level });
  const styles = await page.evaluate((properties) =>
    [...document.querySelectorAll('body, body *')].map((element) => {
      const style = getComputedStyle(element);
      const seen = element.getClientRects().length && !element.closest('details:not([open]) > :not(summary)');
      const name = element.localName + (element.className && '.' + element.className) + ' ';
      const value = (property) => style.getPropertyValue(property);
      // Browsers' own: how the summary of details is made, what the beginning of a line and a text of so
      // many lines are called, and the colour of a border that there is not.
      const own = (property) => (element.localName === 'summary' && /^(display|list)/.test(property)) ||
        (property === 'border-top-color' && value('border-top-width') === '0px');
      const values = properties.map((property) => (own(property) ? '' : value(property).replace(/^start$/, 'left').replace(/^-webkit-box$/, 'flow-root')));
      return name + (seen ? values.join('|') : '');
    }), properties);
  const picture = (await page.screenshot()).toString('base64');
  return { styles, picture, complaints };
}

/** How far two pictures are from each other: the mean difference of squares of 8 pixels, of 255. */
async function difference(one, other, { width, height }) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const mean = await page.evaluate(async ([pictures, width, height]) => {
    const [columns, rows] = [Math.ceil(width / 8), Math.ceil(height / 8)];
    const [a, b] = await Promise.all(pictures.map(async (picture) => {
      const image = new Image();
      image.src = 'data:image/png;base64,' + picture;
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: columns, height: rows });
      const context = canvas.getContext('2d');
      context.imageSmoothingQuality = 'high';
      context.drawImage(image, 0, 0, columns, rows);
      return context.getImageData(0, 0, columns, rows).data;
    }));
    return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;
  }, [[one, other], width, height]);
  await context.close();
  return mean;
}

for (const path of pages) {
  test(`${path} looks in an old browser as in a new one`, async (t) => {
    if (missing) return t.skip(missing);
    await both();
    for (const viewport of [{ width: 360, height: 740 }, { width: 1280, height: 800 }]) {
      const [before, today] = [await look(then, path, viewport), await look(now, path, viewport)];
      assert.deepEqual(before.complaints, []);
      assert.equal(before.styles.length, today.styles.length);
      const other = today.styles.flatMap((style, i) => (style === before.styles[i] ? [] : [[before.styles[i], style]]));
      assert.deepEqual(other.slice(0, 3), [], `${other.length} elements differ at ${viewport.width}`);
      const apart = await difference(before.picture, today.picture, viewport);
      t.diagnostic(`${viewport.width}: ${today.styles.length} elements alike, pictures ${apart.toFixed(2)} apart`);
      assert.ok(apart < APART, `pictures are ${apart} apart at ${viewport.width}`);
    }
  });
}

test('a page that lost its stylesheet would be told', async (t) => {
  if (missing) return t.skip(missing);
  await both();
  const viewport = { width: 360, height: 740 };
  const context = await browser.newContext({ bypassCSP: true });
  await context.route('**/style.css', (route) => route.abort());
  const page = await context.newPage();
  const [naked, dressed] = [await look(page, '/', viewport), await look(now, '/', viewport)];
  const other = dressed.styles.filter((style, i) => style !== naked.styles[i]).length;
  assert.ok(other > dressed.styles.length / 2, `${other} of ${dressed.styles.length} elements`);
  const apart = await difference(naked.picture, dressed.picture, viewport);
  assert.ok(apart > 1.5 * APART, `${apart}`);
  await context.close();
});

test('in an old browser every step of a flow stands there with its number', async (t) => {
  if (missing) return t.skip(missing);
  await both();
  await then.setViewportSize({ width: 360, height: 740 });
  await then.goto(site.url + '/flows/call/#who');
  const steps = await then.evaluate(() => [...document.querySelectorAll('.step')].map((step) => step.innerText));
  assert.ok(steps.length > 5);
  steps.forEach((text, n) => assert.ok(text.startsWith(`第 ${n + 1} 步`), text));
  assert.match(steps[0], /有人堵门，或者要动手\s*去第 6 步/);
  assert.equal(await then.evaluate(() => document.activeElement.id), 'who');
});

test('an old browser finds a guide by typing', async (t) => {
  if (missing) return t.skip(missing);
  await both();
  await then.setViewportSize({ width: 360, height: 740 });
  await then.goto(site.url + '/');
  await then.evaluate(() => document.querySelector('[data-search]').click());
  await then.keyboard.type('huabei');
  await then.waitForFunction(present, '[role=option]');
  assert.match(await then.evaluate(() => document.querySelector('[role=option]').textContent), /花呗/);
});
