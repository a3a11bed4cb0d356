// People in danger: who helps is shown at once to whoever types that they need it, and to nobody else;
// in the box while typing, on the results page, before the index has come and where it never comes.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { open, repository, withSite } from './support.js';

let site, browser;
withSite((...given) => ([site, browser] = given));

const { shown, not } = JSON.parse(readFileSync(`${repository}tests/search/danger.json`, 'utf8'));
const phone = { viewport: { width: 360, height: 740 } };
const card = '.crisis';

/** The numbers of a card that can be tapped, in order, with their sizes. */
const numbers = (page, within) =>
  page.$$eval(`${within} a[href^="tel:"]`, (all) =>
    all.map((a) => ({ tel: a.getAttribute('href'), height: a.getBoundingClientRect().height, bottom: a.getBoundingClientRect().bottom })));

test('the box shows who helps while one types, and only then', async () => {
  const page = await open(browser, site.url + '/', phone);
  await page.click('[data-search]');
  const wrong = [];
  for (const [queries, wanted] of [[shown, true], [not, false]]) {
    for (const query of queries) {
      await page.fill('input[role=combobox]', query);
      const is = await page.locator(`.drop ${card}`).isVisible();
      if (is !== wanted) wrong.push(query);
    }
  }
  assert.deepEqual(wrong, []);
  await page.fill('input[role=combobox]', '想死');
  await page.waitForSelector('[role=option]');
  const [first, last] = await Promise.all([page.locator(`.drop ${card}`).boundingBox(), page.locator('[role=option]').first().boundingBox()]);
  assert.ok(first.y + first.height <= last.y, 'it stands before the answers');
  assert.deepEqual((await numbers(page, '.drop')).map(({ tel }) => tel), ['tel:110', 'tel:120', 'tel:12356']);
  assert.ok((await numbers(page, '.drop')).every(({ height }) => height >= 44));
  await page.keyboard.press('Tab');
  for (let i = 0; i < 5 && !(await page.evaluate(() => document.activeElement.matches('.drop a[href^="tel:"]'))); i += 1) await page.keyboard.press('Tab');
  assert.ok(await page.locator(`.drop ${card}`).isVisible(), 'it is reached with Tab');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

for (const path of ['/search/', '/zh-hant/search/']) {
  test(`the results of ${path} begin with who helps, and only then`, async () => {
    const page = await open(browser, site.url + path, phone);
    const wrong = [];
    for (const [queries, wanted] of [[shown, true], [not, false]]) {
      for (const query of queries) {
        await page.goto(`${site.url}${path}#q=${encodeURIComponent(query)}`);
        await page.waitForFunction((wanted) => document.querySelector('[data-search-page] > [role=status]').textContent.match(/\d|没找到|沒找到|最接近/) ||
          (wanted && document.querySelector('[data-search-results] .pages')), wanted);
        const first = await page.evaluate(() => document.querySelector('[data-search-results]').firstElementChild?.className);
        const is = first === 'crisis' && (await page.locator(`[data-search-results] ${card}`).isVisible());
        if (is !== wanted) wrong.push(query);
        await page.evaluate(() => {
          document.querySelector('[data-search-page] > [role=status]').replaceChildren();
          document.querySelector('[data-search-results]').replaceChildren();
        });
      }
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test('who helps is shown before the index has come, and where it never comes', async () => {
  site.fail = (path) => path.includes('/search/') && /\.(json|bin|js)$/.test(path);
  try {
    const page = await open(browser, site.url + '/', phone);
    await page.click('[data-search]');
    await page.keyboard.type('不想活了');
    await page.locator(`.drop ${card}`).waitFor();
    assert.ok((await numbers(page, '.drop'))[0].bottom < 740);
    await page.locator('[role=status] button').waitFor();
    assert.ok(await page.locator(`.drop ${card}`).isVisible(), 'it stays when the search fails');
    await page.goto(`${site.url}/search/#q=${encodeURIComponent('跳楼')}`);
    await page.locator(`[data-search-results] ${card}`).waitFor();
    await page.locator('[data-search-page] > [role=status] button').waitFor();
    assert.ok(await page.locator(`[data-search-results] ${card}`).isVisible(), 'it stays when the search fails');
    await page.context().close();
  } finally {
    site.fail = () => false;
  }
});

// Whoever may be dying needs an ambulance first, whoever is beaten the police: as the page itself names them.
const first = { '/strategies/safe-now/': '110', '/strategies/pressure-help/': '120', '/methods/home-visit/': '110', '/rights/safety/': '110' };
for (const [path, number] of Object.entries(first)) {
  test(`${path} has numbers to tap above its next step`, async () => {
    const page = await open(browser, site.url + path, phone);
    const found = await numbers(page, `.lead ${card}`);
    const second = number === '110' ? '120' : '110';
    assert.deepEqual(found.map(({ tel }) => tel), [`tel:${number}`, `tel:${second}`, 'tel:12356']);
    const grounds = await page.$$eval(`.lead ${card} a`, (all) => all.map((a) => getComputedStyle(a).backgroundColor));
    assert.equal(grounds[0], grounds[1], 'both are for right now');
    assert.notEqual(grounds[1], grounds[2]);
    assert.ok(found.every(({ height }) => height >= 44), JSON.stringify(found));
    const next = await page.locator('.lead .button').boundingBox();
    assert.ok(found.every(({ bottom }) => bottom <= next.y));
    await page.context().close();
  });
}

test('on paper the numbers are black on white, whether grounds are printed or not', async () => {
  const page = await open(browser, site.url + '/strategies/pressure-help/', phone);
  await page.emulateMedia({ media: 'print' });
  const found = await page.$$eval(`.lead ${card} a`, (all) => all.map((a) => [getComputedStyle(a).backgroundColor, getComputedStyle(a).color]));
  assert.equal(found.length, 3);
  for (const pair of found) assert.deepEqual(pair, ['rgba(0, 0, 0, 0)', 'rgb(0, 0, 0)']);
  await page.context().close();
});

test('an open box fits on the narrowest screen', async () => {
  const page = await open(browser, site.url + '/', { viewport: { width: 320, height: 640 } });
  await page.click('[data-search]');
  await page.keyboard.type('不想活了');
  await page.locator(`.drop ${card}`).waitFor();
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.equal(over, 0, 'nothing has to be scrolled to sideways');
  await page.context().close();
});

for (const path of ['/', '/zh-hant/', '/404.html']) {
  test(`${path} has the two numbers, and what is worst, on the first screen of a phone`, async () => {
    const page = await open(browser, site.url + path, phone);
    for (const guide of ['pressure-help', 'home-violence']) {
      const situation = await page.locator(`.situations a[href$="/${guide}/"]`).boundingBox();
      assert.ok(situation.y + situation.height <= 740, `${guide} ends at ${situation.y + situation.height}`);
    }
    const found = (await numbers(page, '.lead')).slice(0, 2);
    assert.deepEqual(found.map(({ tel }) => tel), ['tel:110', 'tel:12356']);
    assert.ok(found.every(({ bottom, height }) => bottom <= 740 && height >= 24), JSON.stringify(found));
    await page.context().close();
  });
}
