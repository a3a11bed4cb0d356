// A letter as readers use it: filled in by tap and by keyboard, copied, printed, saved, and without a
// script. What they write stays with them.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { open, repository, withSite } from './support.js';

let site, browser;
withSite((...given) => ([site, browser] = given));

const path = '/letters/ask-for-breakdown/';
const phone = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };
const clipboard = { permissions: ['clipboard-read', 'clipboard-write'] };

/** Every letter of the shipped site. */
const letters = readdirSync(join(repository, 'content/letters'))
  .filter((name) => name !== 'index.md')
  .map((name) => `/letters/${name.replace('.md', '')}/`);

const field = (page, words) => page.getByLabel(words, { exact: true });
const copied = (page) => page.evaluate(() => navigator.clipboard.readText());
const letter = (page) => page.evaluate(() => document.querySelector('[data-letter]').innerText);

/** The file beside a letter, as whoever opens it reads it. */
const file = (address) => readFileSync(join(site.folder, address, 'letter.txt'), 'utf8').replace('\ufeff', '').trimEnd();

/** How many pages a printed page takes. */
async function sheets(page) {
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
  return pdf.match(/\/Type\s*\/Page\b/g).length;
}

const nothing = { cookies: '', local: 0, session: 0, databases: 0, caches: 0, state: null };
const kept = (page) => page.evaluate(async () => ({
  cookies: document.cookie,
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  state: history.state,
}));

test('what is filled in stands everywhere at once, and is copied, cleared and gone after a reload', async () => {
  const page = await open(browser, site.url + '/letters/object-payment-order/', { ...phone, ...clipboard });
  await field(page, '姓名').tap();
  await page.keyboard.type('张 三');
  await field(page, '案号').fill('（2026）某 1 号');
  await field(page, '具体事实，比如哪天已经还过多少').fill('三月还过。\n四月也还过。');
  const seen = await letter(page);
  assert.equal(seen.split('张 三').length, 3, seen);
  assert.match(seen, /三月还过。\n四月也还过。/);
  await page.getByRole('button', { name: '复制全文' }).tap();
  await page.getByText('已复制').waitFor();
  assert.match(await page.locator('[role=status]').innerText(), /还有 \d+ 处没填/);
  const words = await copied(page);
  assert.match(words, /异议人：张 三，住【住址】/);
  assert.match(words, /三月还过。\n四月也还过。/);
  assert.ok(!words.includes('【姓名】'), words);
  await page.getByRole('button', { name: '全部清空' }).tap();
  assert.ok(!(await letter(page)).includes('张'));
  await field(page, '姓名').fill('张三');
  await page.reload();
  assert.equal(await field(page, '姓名').inputValue(), '');
  assert.ok(!(await letter(page)).includes('张三'));
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('what is written is neither sent nor stored, and nothing could send it', async () => {
  const page = await open(browser, site.url + path, { ...phone, ...clipboard });
  const sent = [];
  page.on('request', (request) => sent.push(request.url()));
  site.asked.length = 0;
  for (const input of await page.locator('[data-fill] input, [data-fill] textarea').all()) {
    await input.fill('某某');
    await input.press('Enter');
  }
  for (const name of ['复制全文', '存成文字文件', '全部清空']) await page.getByRole('button', { name }).tap();
  const known = (address) => /\/icon\.svg$/.test(address) || address.startsWith(`blob:${site.url}`);
  assert.deepEqual(sent.filter((address) => !known(address)), []);
  assert.deepEqual(site.asked.filter((address) => !known(address)), []);
  assert.equal(page.url(), site.url + path);
  assert.deepEqual(await kept(page), nothing);
  const fields = await page.evaluate(() =>
    [...document.querySelectorAll('[data-fill] input, [data-fill] textarea')].map((one) => [one.name, one.autocomplete, one.spellcheck, one.form]));
  assert.ok(fields.length >= 5);
  fields.forEach((one) => assert.deepEqual(one, ['', 'off', false, null]));
  assert.deepEqual(page.complaints, []);
  // The page's own policy, whatever its host says.
  const tried = await page.evaluate(async () => {
    const refused = [];
    document.addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective));
    await fetch('/feed.xml').catch(() => {});
    try { navigator.sendBeacon('/feed.xml', 'x'); } catch { /* refused as well */ }
    const form = document.createElement('form');
    form.action = '/feed.xml';
    form.method = 'post';
    document.body.append(form);
    form.submit();
    await new Promise((done) => setTimeout(done, 300));
    return refused;
  });
  assert.ok(tried.includes('connect-src') && tried.includes('form-action'), String(tried));
  assert.deepEqual(site.asked.filter((address) => !known(address)), []);
  await page.context().close();
});

test('a letter is filled in and copied by keyboard alone', async () => {
  const page = await open(browser, site.url + path, { viewport: { width: 1280, height: 800 }, ...clipboard });
  await field(page, '放款机构全称').focus();
  const labels = ['放款机构全称', '合同编号', '答复日期', '我的邮箱或地址', '姓名', '日期'];
  for (const words of labels) {
    const here = await page.evaluate(() => document.activeElement.labels?.[0].textContent);
    assert.equal(here, words);
    await page.keyboard.type(`甲${words}`);
    await page.keyboard.press('Tab');
  }
  while ((await page.evaluate(() => document.activeElement.dataset.do)) !== 'copy') await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('已复制').waitFor();
  const words = await copied(page);
  labels.forEach((label) => assert.ok(words.includes(`甲${label}`), words));
  assert.ok(!words.includes('【'), words);
  assert.equal(await page.locator('[data-say=left]').isVisible(), false);
  await page.context().close();
});

test('the saved file is the letter, and what is copied of an empty one is the file beside it', async () => {
  for (const address of letters) {
    const page = await open(browser, site.url + address, { ...phone, ...clipboard });
    await page.getByRole('button', { name: '复制全文' }).tap();
    await page.getByText('已复制').waitFor();
    assert.equal(await copied(page), file(address), address);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '存成文字文件' }).tap()]);
    assert.match(download.suggestedFilename(), /\.txt$/);
    assert.equal(readFileSync(await download.path(), 'utf8'), `\ufeff${file(address)}\n`);
    await page.context().close();
  }
});

test('without a clipboard the letter is copied by selection', async () => {
  const page = await open(browser, site.url + path, { ...phone, ...clipboard });
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true }));
  await field(page, '姓名').fill('李四');
  await page.getByRole('button', { name: '复制全文' }).tap();
  await page.getByText('已复制').waitFor();
  assert.equal(await page.locator('[data-fill] textarea').count(), 0);
  await page.evaluate(() => delete navigator.clipboard);
  assert.match(await copied(page), /李四/);
  await page.context().close();
});

test('every letter is printed on one page, and nothing but the letter, with and without a script', async () => {
  for (const address of letters) {
    for (const javaScriptEnabled of [true, false]) {
      const page = await open(browser, site.url + address, { viewport: { width: 1280, height: 800 }, javaScriptEnabled });
      assert.equal(await sheets(page), 1, address);
      await page.emulateMedia({ media: 'print' });
      const shown = await page.evaluate(() => {
        const letter = document.querySelector('[data-letter]');
        return [...document.body.querySelectorAll('*')]
          .filter((one) => one.getClientRects().length > 0 && !one.contains(letter) && !letter.contains(one))
          .map((one) => one.outerHTML.slice(0, 60));
      });
      assert.deepEqual(shown, [], address);
      await page.context().close();
    }
  }
});

test('without a script there are lines with words, the text to copy, and no dead button', async () => {
  const page = await open(browser, site.url + path, { ...phone, javaScriptEnabled: false });
  assert.equal(await page.locator('main button').locator('visible=true').count(), 0);
  assert.equal(await page.locator('[data-fill]').isVisible(), false);
  assert.match(await page.locator('.blank').first().innerText(), /放款机构全称/);
  await page.locator('a[href$="letter.txt"]').tap();
  await page.waitForURL('**/letter.txt');
  assert.match(await page.locator('body').innerText(), /致【放款机构全称】/);
  await page.context().close();
});

test('every letter is three steps from the home page, and the search box leads to the search page', async () => {
  const page = await open(browser, site.url + '/', { ...phone, javaScriptEnabled: false });
  await page.locator('main a[href$="/letters/"]').first().tap();
  await page.waitForURL('**/letters/');
  for (const address of letters) assert.ok((await page.locator(`main a[href$="${address}"]`).count()) > 0, address);
  await page.locator(`main a[href$="${path}"]`).first().tap();
  await page.waitForURL(`**${path}`);
  await page.locator('.find').tap();
  await page.waitForURL('**/search/');
  await page.context().close();
});

test('fields are large enough to tap, and nothing is wider than the narrowest phones', async () => {
  for (const address of letters) {
    for (const width of [320, 360]) {
      const page = await open(browser, site.url + address, { ...phone, viewport: { width, height: 568 } });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${address} is ${wide} px wide`);
      const low = await page.evaluate(() =>
        [...document.querySelectorAll('[data-fill] input, [data-fill] textarea, .send button, .send a')]
          .filter((one) => !one.hidden && one.getBoundingClientRect().height < 44)
          .map((one) => one.outerHTML));
      assert.deepEqual(low, []);
      await page.context().close();
    }
  }
});

test('a guide leads to its letters, and says when to use which', async () => {
  const page = await open(browser, site.url + '/methods/third-party-contacts/', { ...phone, javaScriptEnabled: false });
  const card = page.locator('.prose .card', { hasText: '他们打给家人单位，怎么写信？' });
  assert.match(await card.innerText(), /催收打给了父母、亲友、同事/);
  await card.locator('a').tap();
  await page.waitForURL('**/letters/stop-third-party/');
  await page.context().close();
});
