// A site in one file, opened from the disk as a volunteer's friend opens it: read, searched, filled in, with
// and without JavaScript, and nothing is asked for.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { binary, launch, open, repository } from './support.js';

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const desk = { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' };

let folder, whole, part, browser;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mingbai-'));
  const bundle = (name, ...more) => {
    const file = join(folder, name);
    const args = ['bundle', '--root', repository, '--output', file, '--quiet', '--at', '2026-11-28'];
    execFileSync(binary(), [...args, ...more]);
    return pathToFileURL(file).href;
  };
  whole = bundle('全部.html');
  part = bundle('part.html', '--only', '他们打给我家人');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** A page that also remembers all that it asked for. */
async function opened(address, options) {
  const page = await open(browser, 'about:blank', options);
  page.asked = [];
  page.on('request', (request) => page.asked.push(request.url()));
  await page.goto(address);
  return page;
}

/** Nothing went wrong, and nothing was asked for but the file. */
async function quiet(page) {
  const strange = page.asked.filter((url) => !url.startsWith('file:') || new URL(url).pathname !== new URL(page.url()).pathname);
  assert.deepEqual(strange, []);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
}

const sheets = (page) => page.locator('.sheet').locator('visible=true');

/** Waits until one of these is to be seen: what a tap changes comes a moment after it, with scripts or without. */
async function one(found) {
  for (let tries = 0; tries < 60 && (await found.count()) !== 1; tries++) await new Promise((done) => setTimeout(done, 50));
  assert.equal(await found.count(), 1);
}

/** Types a query and gives the titles of the answers, once they are there. */
async function answers(page, query) {
  await page.goto(page.url().split('#')[0] + '#' + new URLSearchParams({ q: query }));
  await page.locator('.results [role=status]', { hasText: /\d/ }).waitFor();
  return page.locator('[data-search-results] li a').allInnerTexts();
}

test('the shipped site stays within what a message may carry', () => {
  const bytes = readFileSync(new URL(whole));
  assert.ok(gzipSync(bytes, { level: 9 }).length <= 400 * 1024, `${gzipSync(bytes).length} bytes`);
  assert.ok(statSync(new URL(part)).size <= 300_000);
});

test('questions are answered from the disk, whatever they are written in', async () => {
  const page = await opened(whole, phone);
  assert.match((await answers(page, '打给我家人'))[0], /打给家人/);
  assert.match((await answers(page, '被起訴了怎麼辦'))[0], /被起诉了/);
  assert.ok((await answers(page, 'cuishou')).length > 5);
  // A sentence that stands in a text alone.
  assert.match((await answers(page, '传票上没有案号，查不到承办人'))[0], /法院短信和传票/);
  await answers(page, '民法典680');
  assert.match(await page.locator('[data-search-results] .card').first().innerText(), /第680条/);
  await page.locator('[data-search-results] .card a').first().tap();
  await page.waitForURL(/#\/laws\/civil-code\/:art-680$/);
  await one(sheets(page));
  await quiet(page);
});

test('whoever may be in danger sees whom to call before anything else', async () => {
  const page = await opened(whole, phone);
  const cover = page.locator('.cover .crisis');
  assert.ok((await cover.boundingBox()).y < (await page.locator('h1').first().boundingBox()).y);
  await page.locator('.find').tap();
  await page.keyboard.type('不想活了');
  await page.locator('.drop .crisis a[href^="tel:"]').first().waitFor();
  await quiet(page);
});

test('one page is seen at a time, by link, by the box, and by the button back', async () => {
  const page = await opened(whole, desk);
  await one(sheets(page));
  await page.locator('.situations a', { hasText: '电话打个不停' }).click();
  await page.waitForFunction(() => document.title.includes('催收电话打个不停') && scrollY === 0);
  await page.locator('.crumbs a').locator('visible=true').last().click();
  await page.waitForURL('**#/methods/');
  await page.goBack();
  await page.waitForFunction(() => document.title.includes('催收电话打个不停'));
  await page.locator('input[role=combobox]').locator('visible=true').fill('花呗');
  await page.locator('[role=option]').first().click();
  await page.waitForURL(/#\/platforms\/huabei\/$/);
  await one(sheets(page));
  await quiet(page);
});

test('a file that is opened at a page begins with the menu above it', async () => {
  const page = await opened(`${whole}#/methods/phone-calls/`, phone);
  await one(sheets(page));
  assert.equal(await page.evaluate(() => new Promise((done) => setTimeout(() => done(scrollY), 300))), 0);
  await quiet(page);
});

test('a letter is filled in and copied, and no other is', async () => {
  const page = await opened(`${whole}#/letters/object-payment-order/`, { ...phone, permissions: ['clipboard-read', 'clipboard-write'] });
  const sheet = sheets(page);
  await sheet.getByLabel('姓名', { exact: true }).fill('张三');
  await sheet.getByRole('button', { name: '复制全文' }).tap();
  await sheet.getByText('已复制').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /异议人：张三/);
  const filled = await page.evaluate(() => [...document.querySelectorAll('[data-letter]')].filter((one) => one.textContent.includes('张三')).length);
  assert.equal(filled, 1);
  assert.ok((await page.locator('[data-letter]').count()) > 5);
  await quiet(page);
});

test('a calculator reckons', async () => {
  const page = await opened(`${whole}#/basics/annual-rate/`, desk);
  const calc = sheets(page).locator('[data-calc]').first();
  const before = await calc.locator('dl').innerText();
  await calc.locator('input').first().fill('12345');
  await page.waitForFunction((was) => document.querySelector('.sheet:not([hidden]) [data-calc] dl').innerText !== was, before);
  await quiet(page);
});

for (const javaScriptEnabled of [true, false]) {
  test(`a flow is taken, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const page = await opened(`${whole}#/flows/call/`, { ...phone, javaScriptEnabled });
    const steps = sheets(page).locator('.step').locator('visible=true');
    await one(steps);
    await page.locator('.answers a', { hasText: '安全，只是不知道怎么办' }).locator('visible=true').tap();
    await steps.filter({ hasText: '是你借的吗' }).waitFor();
    await one(steps);
    await one(sheets(page));
    await quiet(page);
  });
}

test('without JavaScript everything stands there, and links choose', async () => {
  const page = await opened(whole, { ...phone, javaScriptEnabled: false });
  assert.ok((await sheets(page).count()) > 120);
  const steps = page.locator('.step');
  assert.equal(await steps.locator('visible=true').count(), await steps.count());
  const text = await page.locator('main').innerText();
  for (const words of ['资料截至 2026-11-28', '冒充国家机关工作人员招摇撞骗', '欠钱不丢人']) assert.ok(text.includes(words), words);
  await page.locator('.situations a', { hasText: '有人找上门了' }).tap();
  await one(sheets(page));
  await page.locator('.crumbs a').locator('visible=true').first().tap();
  assert.equal(await page.locator('.cover').locator('visible=true').count(), 1);
  await quiet(page);
});

test('a part leads to the rest where the site is, and is searched too', async () => {
  const page = await opened(part, phone);
  assert.match((await answers(page, '打给单位'))[0], /家人/);
  const away = await page.locator('main a[href^="https://mingbai.example.org/"]').count();
  assert.ok(away > 5, `${away} links`);
  await quiet(page);
});

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What is wrong with a page as it stands. */
async function faults(page, tags) {
  await page.evaluate(axe);
  return page.evaluate(async (tags) => {
    const { violations } = await window.axe.run({ runOnly: { type: 'tag', values: tags } });
    return violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ target }) => `${id}: ${target}`));
  }, tags);
}

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
// What stands on a page is tried on the site; here, what the file adds.
const places = () => [whole, whole + '#q=花呗', part, part + '#/methods/third-party-contacts/', part + '#/letters/stop-third-party/'];

test('its pages are accessible, light on a phone and dark on a desk', async () => {
  for (const options of [phone, desk]) {
    for (const place of places()) {
      const page = await opened(place, options);
      if (place.includes('q=')) await page.locator('.results [role=status]', { hasText: /\d/ }).waitFor();
      assert.deepEqual(await faults(page, [...wcag, 'best-practice']), [], place);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, place);
      await quiet(page);
    }
  }
});

test('all of them at once are, where no script runs', async () => {
  // What looks for faults is a script itself, so the file's own ones are taken out instead.
  const text = readFileSync(new URL(part), 'utf8').replace(/<script[\s\S]*?<\/script>/g, '');
  const plain = join(folder, 'plain.html');
  writeFileSync(plain, text);
  const page = await opened(pathToFileURL(plain).href, phone);
  assert.deepEqual(await faults(page, wcag), []);
  await quiet(page);
});
