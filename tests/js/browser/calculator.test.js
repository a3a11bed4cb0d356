// A calculator as readers use it: their own numbers, by touch and by keyboard, on narrow screens and on
// paper, and without a script. What they type stays in the page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, withSite } from './support.js';

let site, browser;
withSite((...given) => ([site, browser] = given));

const phone = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };
const desk = { viewport: { width: 1280, height: 800 } };

const calculator = (page, name) => page.locator('.calc', { has: page.getByText(name, { exact: true }) });
const results = (calc) => calc.locator('dd').allInnerTexts();

/** Three lines of tests/calculators/vectors.json, as a reader would type them. */
const vectors = [
  {
    path: '/basics/annual-rate/',
    name: '按每期实际付的钱，算年化',
    typed: { received: '9,700', payments: '888.49x12' },
    read: ['10,661.88 元', '961.88 元', '17.83%', '19.36%'],
  },
  {
    path: '/basics/borrow-wisely/',
    name: '提前结清：每期还一样多、按余额计息的',
    typed: { amount: '12000', monthly: '1％', periods: '１２', paid: '6', penalty: '0' },
    read: ['6,179.05 元', '6,397.11 元', '6,179.05 元', '218.06 元', '3.53%', '12.00%', '12.68%'],
  },
  {
    path: '/strategies/negotiate-repayment/',
    name: '一个还款方案，总共多付多少',
    typed: { owed: '20000', payment: '17000', periods: '1' },
    read: ['17,000.00 元', '−3,000.00 元', '没有', '没有'],
  },
];

for (const { path, name, typed, read } of vectors) {
  test(`${name}: a reader's own numbers are reckoned in the page, and neither sent nor kept`, async () => {
    const page = await open(browser, site.url + path, phone);
    const calc = calculator(page, name);
    const sent = [];
    // The browser asks for the site's icon when it likes, perhaps only now.
    page.on('request', (request) => request.url().endsWith('/icon.svg') || sent.push(request.url()));
    for (const [field, text] of Object.entries(typed)) await calc.locator(`[data-in=${field}]`).fill(text);
    await page.waitForFunction(
      ([label, wanted]) => {
        const one = [...document.querySelectorAll('.calc')].find((calc) => calc.getAttribute('aria-label') === label);
        return [...one.querySelectorAll('dd')].map((dd) => dd.textContent).join() === wanted.join();
      },
      [name, read],
    );
    assert.equal(await calc.locator('[aria-invalid=true]').count(), 0);
    assert.deepEqual(sent, [], 'nothing is sent');
    const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie, location.search, location.hash]);
    assert.deepEqual(kept, [0, 0, '', '', '']);
    assert.equal(await page.evaluate(() => [...document.querySelectorAll('.calc [name], .calc form')].length), 0);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 320, `the page is ${wide} wide`);
    await page.reload();
    const last = Object.keys(typed).at(-1);
    assert.notEqual(await calculator(page, name).locator(`[data-in=${last}]`).inputValue(), typed[last]);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test('what stands there before anybody types is what the build reckoned', async () => {
  const without = await open(browser, site.url + '/basics/annual-rate/', { ...desk, javaScriptEnabled: false });
  const calc = calculator(without, '分期的真实年化');
  assert.equal(await calc.locator('input').locator('visible=true').count(), 0);
  const built = await results(calc);
  assert.deepEqual(built, ['1,090.00 元', '13,080.00 元', '1,080.00 元', '16.22%', '17.48%']);
  const rows = await calc.locator('tbody tr').allInnerTexts();
  assert.equal(rows[3].replace(/\s+/g, ' '), '1% 17.9% 20.3% 21.5% 21.6%');
  const drawn = await calc.locator('path').getAttribute('d');
  const page = await open(browser, site.url + '/basics/annual-rate/', desk);
  const same = calculator(page, '分期的真实年化');
  assert.equal(await same.locator('.calc-given').isVisible(), false);
  await same.locator('[data-in=amount]').fill('12001');
  await page.waitForFunction(() => document.querySelector('.calc dd').textContent !== '1,090.00 元');
  await same.locator('[data-in=amount]').fill('12000');
  await page.waitForFunction(() => document.querySelector('.calc dd').textContent === '1,090.00 元');
  assert.deepEqual(await results(same), built);
  assert.equal(await same.locator('path').getAttribute('d'), drawn);
  await without.context().close();
  await page.context().close();
});

test('a number that is none is said, by words and not by colour, and gives no result', async () => {
  const page = await open(browser, site.url + '/strategies/appeal/', desk);
  const calc = calculator(page, '期限的最后一天');
  await calc.locator('[data-in=start]').fill('2026-02-10');
  await page.waitForFunction(() => document.querySelector('[data-out=last]').textContent.startsWith('2026-02-25'));
  await calc.locator('[data-in=days]').focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('半个月');
  await page.waitForFunction(() => document.querySelector('.calc-wrong').textContent !== '');
  assert.equal(await calc.locator('.calc-wrong').innerText(), '“期限几日”要填 1 到 3660。');
  assert.deepEqual(await results(calc), ['—', '—']);
  await page.keyboard.press('Enter');
  assert.equal(new URL(page.url()).search, '');
  await page.context().close();
});

test('on paper stand the numbers that were typed, and the result', async () => {
  const page = await open(browser, site.url + '/strategies/appeal/', desk);
  await page.emulateMedia({ media: 'print' });
  const calc = calculator(page, '期限的最后一天');
  assert.equal(await calc.locator('[data-in=days]').isVisible(), true);
  assert.equal(await calc.locator('dl').isVisible(), true);
  assert.equal(await calc.locator('.table').isVisible(), true);
  await page.context().close();
});
