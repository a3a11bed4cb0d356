// What axe finds against WCAG 2.2 AA and its own good practice: nothing, on every kind of page, light
// and dark, and with everything open that a reader can open.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { open, pages, withSite } from './support.js';

let site, browser;
withSite((...given) => ([site, browser] = given));

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What is wrong with a page as it stands, each with its place. */
async function faults(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await window.axe.run({ runOnly: { type: 'tag', values: tags } });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`));
  });
}

const phone = { viewport: { width: 360, height: 740 }, colorScheme: 'light' };
const desk = { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' };

for (const path of pages) {
  test(`${path} is accessible, light on a phone and dark on a desk`, async () => {
    for (const options of [phone, desk]) {
      const page = await open(browser, site.url + path, options);
      await page.evaluate(() => document.querySelectorAll('main details').forEach((one) => (one.open = true)));
      assert.deepEqual(await faults(page), [], JSON.stringify(options));
      await page.context().close();
    }
  });
}

const opened = {
  'the menu': async (page) => page.click('.menu summary'),
  'the box with answers': async (page) => {
    await page.click('[data-search], input[role=combobox]');
    await page.keyboard.type('花呗');
    await page.waitForSelector('[role=option]');
    await page.keyboard.press('ArrowDown');
  },
  'the box with the card for people in danger': async (page) => {
    await page.click('[data-search], input[role=combobox]');
    await page.keyboard.type('不想活了');
    await page.waitForSelector('.drop .crisis');
    await page.waitForSelector('[role=option]');
  },
};

for (const [what, show] of Object.entries(opened)) {
  test(`${what} is accessible`, async () => {
    for (const options of [phone, desk]) {
      const page = await open(browser, site.url + '/methods/phone-calls/', options);
      await show(page);
      assert.deepEqual(await faults(page), [], JSON.stringify(options));
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    }
  });
}

for (const query of ['支付令', '12378', '想死', '鱻']) {
  test(`the results for ${query} are accessible, and fit the narrowest phones`, async () => {
    for (const options of [phone, desk]) {
      const page = await open(browser, `${site.url}/search/#q=${encodeURIComponent(query)}`, options);
      await page.waitForFunction(() => /\d|没找到/.test(document.querySelector('[data-search-page] > [role=status]').textContent) ||
        document.querySelector('[data-search-results] .pages'));
      assert.deepEqual(await faults(page), [], JSON.stringify(options));
      await page.setViewportSize({ width: 320, height: 568 });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 320, `${width} px wide`);
      await page.context().close();
    }
  });
}
