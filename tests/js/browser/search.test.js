// The search box and the results page as a reader uses them: by keyboard alone, by address, by
// history, on a failing network, on a narrow phone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, withSite } from './support.js';

let site, browser;
withSite((...given) => ([site, browser] = given));

const options = '[role=option]';

test('the keyboard alone finds a guide from the header', async () => {
  const page = await open(browser, site.url + '/');
  await page.focus('[data-search]');
  await page.keyboard.press('Enter');
  const input = page.locator('input[role=combobox]');
  await page.keyboard.type('huabei');
  await page.waitForSelector(options);
  assert.equal(await input.getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('ArrowDown');
  const chosen = page.locator('[aria-selected=true]');
  assert.equal(await input.getAttribute('aria-activedescendant'), await chosen.getAttribute('id'));
  assert.match(await page.locator('[role=status]').textContent(), /\d/);
  const address = await chosen.getAttribute('href');
  await page.keyboard.press('Enter');
  await page.waitForURL(site.url + address);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('escape closes the list, then empties the field', async () => {
  const page = await open(browser, site.url + '/', { viewport: { width: 1200, height: 800 } });
  await page.focus('input[role=combobox]');
  await page.keyboard.type('征信');
  await page.waitForSelector(options);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator(options).first().isVisible(), false);
  assert.equal(await page.inputValue('input[role=combobox]'), '征信');
  await page.keyboard.press('Escape');
  assert.equal(await page.inputValue('input[role=combobox]'), '');
  await page.context().close();
});

test('the words never reach the server', async () => {
  const page = await open(browser, site.url + '/search/?q=huabei');
  await page.waitForSelector('[data-search-results] li');
  assert.equal(new URL(page.url()).search, '');
  assert.match(page.url(), /#q=huabei$/);
  const asked = site.asked.length;
  await page.fill('input[role=combobox]', 'zhengxin');
  await page.keyboard.press('Enter');
  await page.waitForURL(/#q=zhengxin$/);
  await page.waitForFunction(() => document.querySelector('[data-search-results] mark')?.textContent.includes('征信'));
  assert(site.asked.slice(asked).every((address) => !address.includes('zhengxin')));
  await page.goBack();
  await page.waitForFunction(() => document.querySelector('[data-search-results] mark')?.textContent.includes('花呗'));
  assert.equal(await page.inputValue('input[role=combobox]'), 'huabei');
  await page.context().close();
});

test('results fit a narrow phone and can be narrowed by kind', async () => {
  const page = await open(browser, site.url + '/search/#q=' + encodeURIComponent('催收电话'));
  await page.waitForSelector('[data-search-results] li');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert(wide <= 360, `${wide} pixels wide`);
  const all = await page.locator('[data-search-results] li').count();
  await page.locator('.filters button').nth(1).click();
  await page.waitForURL(/kind=/);
  await page.waitForFunction((all) => document.querySelectorAll('[data-search-results] li').length !== all ||
    document.querySelector('.filters button:nth-child(2)').getAttribute('aria-pressed') === 'true', all);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('when nothing is found, what looks like it and the ways in are offered', async () => {
  const page = await open(browser, site.url + '/search/#q=zhengxing');
  const near = page.locator('[data-search-results] a');
  await near.first().waitFor();
  assert.match((await near.allTextContents()).join(' '), /征信/);
  assert.ok(await page.locator('[data-search-index]').isVisible(), 'the list of everything stays');
  await page.goto(site.url + '/search/#q=鱻');
  await page.reload();
  await page.locator('[role=status]', { hasText: '没找到' }).waitFor();
  assert.equal(await near.count(), 0);
  assert.ok(await page.locator('[data-search-index]').isVisible(), 'the list of everything stays');
  await page.context().close();
});

test('a failing network is said, and the next try works', async () => {
  const page = await open(browser, site.url + '/');
  site.fail = (path) => path.startsWith('/search/');
  await page.click('[data-search]');
  await page.keyboard.type('花呗');
  const again = page.locator('[role=status] button');
  await again.waitFor();
  site.fail = () => false;
  await again.click();
  await page.waitForSelector(options);
  await page.context().close();
});

test('only the last typing is answered', async () => {
  const page = await open(browser, site.url + '/');
  await page.click('[data-search]');
  await page.keyboard.type('征信');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('huabei', { delay: 30 });
  await page.waitForFunction(() => document.querySelector('[role=option] mark')?.textContent.includes('花呗'));
  await page.waitForTimeout(300);
  assert.match(await page.locator(options).first().textContent(), /花呗/);
  await page.context().close();
});
