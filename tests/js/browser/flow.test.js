// A decision flow as readers take it: by tap and by keyboard, back and again, on paper and without a
// script. What they choose stays with them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, withSite } from './support.js';

let site, browser;
withSite((...given) => ([site, browser] = given));

const path = '/flows/call/';
const phone = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };

/** The headings of the steps that are seen, without their numbers. */
const shown = (page) => page.evaluate(() => {
  const seen = [...document.querySelectorAll('.step')].filter((step) => step.getClientRects().length > 0);
  const without = (heading) => heading.textContent.slice(heading.querySelector('.nth').textContent.length).trim();
  return seen.map((step) => without(step.querySelector('h2')));
});

/** What a reader reads of all steps, as it is seen. */
const texts = (page) => page.evaluate(() => [...document.querySelectorAll('.step')].map((step) => step.innerText));

const focused = (page) => page.evaluate(() => document.activeElement.id);

const choose = (page, words) => page.locator('.answers a', { hasText: words }).locator('visible=true');

for (const javaScriptEnabled of [true, false]) {
  test(`a flow is taken by tap, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const page = await open(browser, site.url + path, { ...phone, javaScriptEnabled });
    const heading = () => page.locator('.step h2').locator('visible=true').last();
    assert.equal(await page.locator('.step').locator('visible=true').count(), 1);
    await choose(page, '安全，只是不知道怎么办').tap();
    assert.match(await heading().innerText(), /是你借的吗/);
    await choose(page, '不是我借的').tap();
    assert.match(await heading().innerText(), /说清“不是我借的”/);
    assert.equal(await page.locator('.step').locator('visible=true').count(), 1);
    await page.locator('.step a', { hasText: '不是我借的，怎么也来催我' }).locator('visible=true').tap();
    await page.waitForURL('**/strategies/not-my-loan/');
    await page.goBack();
    assert.match(await heading().innerText(), /说清“不是我借的”/);
    await page.locator('.again a').locator('visible=true').tap();
    assert.match(await heading().innerText(), /你现在安全吗/);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test('a flow is taken by keyboard, and the focus is where the reader is', async () => {
  const page = await open(browser, site.url + path, { viewport: { width: 1280, height: 800 } });
  await choose(page, '安全，只是不知道怎么办').focus();
  await page.keyboard.press('Enter');
  assert.deepEqual(await shown(page), ['他们要的钱，是你借的吗？']);
  assert.equal(await focused(page), 'mine');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.firstChild.textContent.trim()), '这两年借的');
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'who');
  const place = await page.evaluate(() => document.activeElement.getBoundingClientRect());
  assert.ok(place.top >= 0 && place.bottom <= 800, `the heading stands at ${place.top}`);
  await page.goBack();
  assert.deepEqual(await shown(page), ['他们要的钱，是你借的吗？']);
  await page.goBack();
  assert.deepEqual(await shown(page), ['你现在安全吗？']);
  await page.goForward();
  await page.reload();
  assert.deepEqual(await shown(page), ['他们要的钱，是你借的吗？']);
  await page.context().close();
});

test('what is chosen is neither sent nor stored', async () => {
  const page = await open(browser, site.url + path, phone);
  const sent = [];
  page.on('request', (request) => sent.push(request.url()));
  site.asked.length = 0;
  await choose(page, '安全，只是不知道怎么办').tap();
  await choose(page, '这两年借的').tap();
  await choose(page, '自称法院、公安').tap();
  assert.deepEqual(await shown(page), ['挂断，自己打法院电话核实']);
  // A browser may ask for the icon again, which a host lets it keep for ever.
  const known = (address) => /\/assets\/\w+\/icon\.svg$/.test(address);
  assert.deepEqual(sent.filter((address) => !known(address)), []);
  assert.deepEqual(site.asked.filter((address) => !known(address)), []);
  const kept = await page.evaluate(async () => ({
    cookies: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    state: history.state,
  }));
  assert.deepEqual(kept, { cookies: '', local: 0, session: 0, databases: 0, state: null });
  // Where the flow leads to is asked for without a word of how the reader came there.
  await page.locator('.step .card a').locator('visible=true').first().tap();
  await page.waitForURL((address) => address.pathname !== path);
  const told = [...site.asked, ...sent, await page.evaluate(() => document.referrer)].join(' ');
  assert.ok(!told.includes('#') && !/who|mine/.test(told), told);
  await page.context().close();
});

test('paper shows every step with its number and where each answer leads', async () => {
  const page = await open(browser, `${site.url}${path}#who`, { viewport: { width: 800, height: 800 } });
  await page.emulateMedia({ media: 'print' });
  const all = await texts(page);
  assert.equal((await shown(page)).length, all.length);
  all.forEach((text, n) => assert.ok(text.startsWith(`第 ${n + 1} 步`), text));
  assert.match(all[0], /有人堵门，或者要动手\s*去第 6 步/);
  assert.ok(!all.join('').includes('从头再来'));
  await page.context().close();
});

test('every flow is printed on one page', async () => {
  for (const address of ['call', 'court', 'offer', 'pay'].map((name) => `/flows/${name}/`)) {
    const page = await open(browser, site.url + address, { viewport: { width: 1280, height: 800 } });
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    assert.equal(pdf.match(/\/Type\s*\/Page\b/g).length, 1, address);
    await page.context().close();
  }
});

test('a link to what is no step shows them all', async () => {
  const page = await open(browser, `${site.url}${path}#main`, phone);
  assert.deepEqual(await shown(page), ['你现在安全吗？'], 'the frame of the page is no choice');
  await page.evaluate(() => document.querySelector('.prose').insertAdjacentHTML('beforeend', '<p id="note">1</p>'));
  await page.evaluate(() => (location.hash = '#note'));
  assert.ok((await shown(page)).length > 5);
  await page.context().close();
});

test('every flow is three steps from the home page', async () => {
  const page = await open(browser, site.url + '/', { ...phone, javaScriptEnabled: false });
  await page.locator('main a[href$="/flows/"]').first().tap();
  await page.waitForURL('**/flows/');
  assert.ok((await page.locator('main a[href*="/flows/"]').count()) >= 4);
  await page.locator('main a', { hasText: '接到催收电话，现在怎么办' }).tap();
  await page.waitForURL(`**${path}`);
  await page.context().close();
});
