// The search box and the results page as a reader uses them: by keyboard alone, by address, by
// history, on a failing network, on a narrow phone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, withSite } from './support.js';

let site, browser;
withSite((...given) => ([site, browser] = given));

const options = '[role=option]';

// Words before an arrow are put in at once: the answer to a later letter would take the choice back.

test('the keyboard alone finds a guide from the header', async () => {
  const page = await open(browser, site.url + '/');
  await page.focus('[data-search]');
  await page.keyboard.press('Enter');
  const input = page.locator('input[role=combobox]');
  await page.keyboard.insertText('huabei');
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

test('a number, an article, a word are answers by themselves', async () => {
  const page = await open(browser, site.url + '/', { viewport: { width: 1200, height: 800 } });
  await page.focus('input[role=combobox]');
  await page.keyboard.type('12378');
  // Answers to fewer digits may come first.
  await page.locator(`${options}[href="tel:12378"]`).first().waitFor();
  assert.equal(await page.locator(options).first().getAttribute('href'), 'tel:12378');
  for (const [query, href] of [['12378', 'tel:12378'], ['民法典680', '/laws/civil-code/#art-680'], ['110', 'tel:110']]) {
    await page.goto(site.url + '/search/#q=' + encodeURIComponent(query));
    const card = page.locator('[data-search-results] .card a').first();
    await card.waitFor();
    assert.equal(await card.getAttribute('href'), href);
    await page.goto('about:blank');
  }
  assert.deepEqual(page.complaints, []);
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

test('whose words are on no page is told so, and offered what is near', async () => {
  const page = await open(browser, site.url + '/search/#q=' + encodeURIComponent('红烧肉的做法'));
  const status = page.locator('[data-search-page] > [role=status]');
  await status.filter({ hasText: '没有一页写着这些词' }).waitFor();
  assert.ok(await page.locator('[data-search-results] li a').count() > 0, 'what is near');
  assert.ok(await page.locator('[data-search-index]').isVisible(), 'the list of everything stays');
  await page.goto(site.url + '/search/#q=' + encodeURIComponent('红烧肉的合同怎么办'));
  await status.filter({ hasText: '找到' }).waitFor();
  assert.ok(await page.locator('[data-search-index]').isHidden());
  await page.goto(site.url + '/');
  await page.click('[data-search]');
  await page.keyboard.insertText('红烧肉的做法');
  await page.locator('.drop [role=status]', { hasText: '没有一页写着这些词' }).waitFor();
  assert.ok(await page.locator('[role=option]').count() > 0);
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

test('the page shows no fewer results than the box', async () => {
  const page = await open(browser, site.url + '/search/');
  for (const query of ['花呗', '白条', '民法典', '支付令', '怎么投诉', '紧急联系人', '罚息', '以贷养贷', '延期还款', 'lfq', '限高']) {
    await page.fill('input[role=combobox]', query);
    await page.waitForFunction(() => document.querySelector('.drop [role=status]').textContent.match(/\d|没找到/));
    const box = await page.locator('[role=option]:has(span)').count();
    await page.keyboard.press('Enter');
    await page.waitForFunction((query) => decodeURIComponent(location.hash) === '#q=' + query &&
      document.querySelector('[data-search-page] > [role=status]').textContent.match(/\d/), query);
    const shown = await page.locator('[data-search-results] .pages li').count();
    assert.ok(shown >= box && box > 0, `${query}: ${box} in the box, ${shown} on the page`);
    await page.goto(site.url + '/search/');
    await page.reload();
  }
  await page.context().close();
});

test('nothing of a list stays when it closes, and an arrow opens it again', async () => {
  const page = await open(browser, site.url + '/', { viewport: { width: 1200, height: 800 } });
  const status = page.locator('.drop [role=status]');
  const list = page.locator('.drop [role=listbox]');
  await page.focus('input[role=combobox]');
  await page.keyboard.insertText('征信');
  await page.waitForSelector(options);
  await page.keyboard.press('Escape');
  assert.equal(await status.textContent(), '');
  await page.keyboard.press('ArrowDown');
  assert.ok(await list.isVisible(), 'it opens again');
  assert.equal(await page.locator('[aria-selected=true]').count(), 0);
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.locator('[aria-selected=true]').count(), 1);
  await page.keyboard.press('Tab');
  assert.equal(await list.isVisible(), false);
  assert.equal(await status.textContent(), '');
  await page.context().close();
});

test('a list that is cut leads to all results', async () => {
  const page = await open(browser, site.url + '/', { viewport: { width: 1200, height: 800 } });
  await page.focus('input[role=combobox]');
  await page.keyboard.insertText('催收');
  const all = page.locator(options, { hasText: '查看全部' });
  await all.waitFor();
  await page.keyboard.press('ArrowUp');
  assert.equal(await all.getAttribute('aria-selected'), 'true', 'it is the last one');
  await page.keyboard.press('Enter');
  await page.waitForURL(/search\/#q=/);
  await page.waitForSelector('[data-search-results] li');
  await page.context().close();
});

test('on a phone the answers stand above the keyboard', async () => {
  for (const path of ['/', '/strategies/keep-evidence/']) {
    const page = await open(browser, site.url + path, { viewport: { width: 360, height: 740 } });
    await page.click('a.ask, [data-search]');
    await page.keyboard.type('花呗');
    await page.waitForSelector(options);
    await page.waitForTimeout(600);
    const box = await page.locator(options).first().boundingBox();
    assert.ok(box.y > 0 && box.y + box.height < 370, `${path}: the first answer is at ${box.y}`);
    await page.context().close();
  }
});

test('a long search says that it goes on', async () => {
  const page = await open(browser, site.url + '/');
  await page.route('**/search/*.bin', async (route) => {
    await new Promise((done) => setTimeout(done, 900));
    await route.continue();
  });
  await page.click('[data-search]');
  await page.keyboard.type('花呗');
  await page.locator('.drop [role=status]', { hasText: '正在找' }).waitFor();
  await page.waitForSelector(options);
  assert.match(await page.locator('.drop [role=status]').textContent(), /\d/);
  await page.context().close();
});

test('on the results page there is one field, nothing jumps, and a filter keeps the focus', async () => {
  for (const viewport of [{ width: 360, height: 740 }, { width: 1280, height: 800 }]) {
    const page = await open(browser, 'about:blank', { viewport });
    await page.addInitScript(() => {
      window.shift = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shift += entry.value)))
        .observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(site.url + '/search/');
    await page.waitForSelector('input[role=combobox]');
    await page.waitForTimeout(300);
    assert.ok((await page.evaluate(() => window.shift)) <= 0.001, `the empty page shifts by ${await page.evaluate(() => window.shift)}`);
    await page.goto('about:blank');
    await page.goto(site.url + '/search/#q=' + encodeURIComponent('催收电话'));
    const field = await page.locator('input[role=combobox]').boundingBox();
    await page.waitForSelector('[data-search-results] li');
    await page.waitForTimeout(300);
    assert.ok((await page.evaluate(() => window.shift)) <= 0.02, `shifts by ${await page.evaluate(() => window.shift)}`);
    assert.deepEqual(await page.locator('input[role=combobox]').boundingBox(), field);
    assert.equal(await page.locator('.find').isVisible(), false);
    const filters = page.locator('.filters button');
    const tops = await filters.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    assert.ok(tops.length > 2 && tops.every((top) => top === tops[0]), 'one row');
    await filters.nth(1).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/kind=/);
    await page.waitForFunction(() => document.querySelector('.filters [aria-pressed=true]')?.previousElementSibling);
    assert.ok(await page.evaluate(() => document.activeElement.matches('.filters button')), 'the focus stays');
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= viewport.width);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test('no file of the results page waits for another', async () => {
  const page = await open(browser, 'about:blank');
  const asked = [];
  let late = '';
  const all = ['style.css', 'search-box.js', 'search-page.js', 'client.js', 'manifest.json'];
  const waiting = new Promise((done) => {
    page.on('request', (request) => {
      asked.push(new URL(request.url()).pathname.split('/').pop());
      if (all.every((name) => asked.includes(name))) done();
    });
  });
  // The scripts are answered when all of them were asked for.
  await page.route(/\.js$|manifest\.json$/, async (route) => {
    const over = new Promise((done) => setTimeout(() => done(String(asked)), 5000));
    late = late || (await Promise.race([waiting, over])) || '';
    await route.continue();
  });
  await page.goto(site.url + '/search/#q=' + encodeURIComponent('支付令'));
  await page.waitForSelector('[data-search-results] li');
  const before = asked.slice(0, asked.findIndex((name) => name.endsWith('.bin')));
  assert.equal(late, '', 'all are asked for before one of them has come');
  // As many as a host without HTTP/2 answers at once; whoever comes from another page has its stylesheet.
  const had = ['icon.svg', 'style.css'];
  const first = before.slice(before.indexOf('') + 1).filter((name) => !had.includes(name));
  assert.ok(first.length <= 6 && new Set(first).size === first.length, String(first));
  await page.context().close();
});

test('few results need no filters', async () => {
  const page = await open(browser, site.url + '/search/#q=' + encodeURIComponent('吃药了'));
  await page.waitForSelector('[data-search-results] li');
  const found = await page.locator('[data-search-results] .pages li').count();
  assert.ok(found < 6, `${found} results`);
  assert.equal(await page.locator('.filters button').count(), 0);
  await page.context().close();
});

test('marked words are seen where the reader chose the colours', async () => {
  const page = await open(browser, site.url + '/search/#q=' + encodeURIComponent('花呗'), { forcedColors: 'active' });
  await page.waitForSelector('[data-search-results] mark');
  const [ink, ground] = await page.locator('[data-search-results] mark').first().evaluate((mark) => {
    const { color, backgroundColor } = getComputedStyle(mark);
    return [color, backgroundColor].map((one) => one.match(/[\d.]+/g).slice(0, 3).map(Number));
  });
  const apart = Math.max(...ink.map((value, i) => Math.abs(value - ground[i])));
  assert.ok(apart > 128, `${ink} on ${ground}`);
  const [pressed, other] = await page.$$eval('.filters button', ([...all]) =>
    [true, false].map((is) => getComputedStyle(all.find((one) => one.matches('[aria-pressed=true]') === is)).backgroundColor));
  assert.notEqual(pressed, other, 'the chosen filter differs from the others');
  await page.context().close();
});
