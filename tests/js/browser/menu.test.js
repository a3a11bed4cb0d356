// The header's menu as a reader without a mouse uses it, and as one who presses beside it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, withSite } from './support.js';

let site, browser;
withSite((...given) => ([site, browser] = given));

const isOpen = (page) => page.evaluate(() => document.querySelector('details.menu').open);

/** What has the focus: its element's name and whether it is in the menu. */
const focused = (page) =>
  page.evaluate(() => {
    const { activeElement } = document;
    return activeElement.localName + (activeElement.closest('details.menu') ? ' of the menu' : '');
  });

/** A page whose menu was opened by keyboard alone. */
async function opened(path, options) {
  const page = await open(browser, site.url + path, options);
  for (let i = 0; i < 20 && (await focused(page)) !== 'summary of the menu'; i += 1) {
    await page.keyboard.press('Tab');
  }
  assert.equal(await focused(page), 'summary of the menu', 'the menu is reached with Tab');
  await page.keyboard.press('Enter');
  assert.equal(await isOpen(page), true);
  return page;
}

for (const path of ['/', '/methods/phone-calls/', '/contacts/']) {
  test(`escape closes the menu of ${path} and gives the focus back`, async () => {
    const page = await opened(path);
    await page.keyboard.press('Escape');
    assert.equal(await isOpen(page), false);
    assert.equal(await focused(page), 'summary of the menu');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'a of the menu');
    assert.equal(await isOpen(page), true, 'it stays while the focus moves in it');
    await page.keyboard.press('Escape');
    assert.equal(await isOpen(page), false);
    assert.equal(await focused(page), 'summary of the menu');
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test('the menu closes when the focus leaves it, forwards and backwards', async () => {
  const page = await opened('/methods/phone-calls/');
  const links = await page.locator('details.menu a').count();
  assert.ok(links > 3);
  for (let i = 0; i < links; i += 1) await page.keyboard.press('Tab');
  assert.equal(await isOpen(page), true, 'the last link is still in it');
  await page.keyboard.press('Tab');
  assert.equal(await isOpen(page), false);
  assert.doesNotMatch(await focused(page), /menu/, 'the focus goes on where the reader went');
  await page.keyboard.press('Shift+Tab');
  assert.equal(await focused(page), 'summary of the menu');
  await page.keyboard.press('Enter');
  assert.equal(await isOpen(page), true);
  await page.keyboard.press('Shift+Tab');
  assert.equal(await isOpen(page), false);
  await page.context().close();
});

test('the menu closes when somebody presses beside it, and not when in it', async () => {
  const page = await opened('/', { viewport: { width: 1280, height: 800 } });
  const box = await page.locator('details.menu nav').boundingBox();
  await page.mouse.click(box.x + 2, box.y + box.height - 2);
  assert.equal(await isOpen(page), true, 'its own ground');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height + 40);
  assert.equal(await isOpen(page), false);
  await page.context().close();
});

test('escape in the search list leaves a closed menu closed', async () => {
  const page = await opened('/', { viewport: { width: 1280, height: 800 } });
  await page.focus('input[role=combobox]');
  assert.equal(await isOpen(page), false);
  await page.keyboard.type('征信');
  await page.waitForSelector('[role=option]');
  await page.keyboard.press('Escape');
  assert.equal(await isOpen(page), false);
  assert.equal(await focused(page), 'input', 'the search keeps the focus');
  await page.context().close();
});

test('without JavaScript the menu opens and closes by its own button', async () => {
  const page = await open(browser, site.url, { javaScriptEnabled: false });
  const nav = page.locator('details.menu nav');
  assert.equal(await nav.isVisible(), false);
  await page.locator('details.menu summary').press('Enter');
  assert.equal(await nav.isVisible(), true);
  await page.locator('details.menu summary').press('Enter');
  assert.equal(await nav.isVisible(), false);
  await page.context().close();
});
