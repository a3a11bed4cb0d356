// What a reader sees: every kind of page, on a small phone and a desk, light and dark, with and
// without JavaScript.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { open, pages, withSite } from './support.js';

let site, browser;
withSite((...given) => ([site, browser] = given));

for (const path of pages) {
  test(`${path} fits a narrow phone and keeps to the policy`, async () => {
    const page = await open(browser, site.url + path, { viewport: { width: 320, height: 568 } });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 320, `${width} px wide`);
    assert.equal(await page.locator('h1').count(), 1);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test('nothing is asked of anybody else', async () => {
  const page = await open(browser, 'about:blank');
  const strangers = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(site.url)) strangers.push(request.url());
  });
  for (const path of pages) await page.goto(site.url + path, { waitUntil: 'networkidle' });
  assert.deepEqual(strangers, []);
  await page.context().close();
});

test('the answer and its exception end on the first screen of a phone', async () => {
  for (const path of pages.slice(2, 7)) {
    const page = await open(browser, site.url + path);
    const bottom = await page.evaluate(() => document.querySelector('.answer').getBoundingClientRect().bottom);
    assert.ok(bottom <= 560, `${path}: the answer ends at ${bottom}`);
    await page.context().close();
  }
});

/** The characters behind which lines of headings end that are made of clauses, but in clauses longer than a line. */
const lineEnds = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('h1.whole, .prose .whole')].map((heading) => {
      const ends = [];
      let [top, before] = [null, ''];
      const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
      for (let text = walker.nextNode(); text; text = walker.nextNode()) {
        const long = text.parentNode.parentNode === heading && text.parentNode.localName === 'span';
        for (let i = 0; i < text.length; i += 1) {
          const range = document.createRange();
          range.setStart(text, i);
          range.setEnd(text, i + 1);
          const box = range.getBoundingClientRect();
          if (top !== null && box.top > top + 5 && !(long && i)) ends.push(before);
          [top, before] = [box.top, text.data[i]];
        }
      }
      return [heading.textContent, ends];
    }));

test('the lines of headings end behind a clause where it is shorter than a line', async () => {
  const page = await open(browser, site.url, { viewport: { width: 320, height: 568 } });
  const guides = new Set();
  for (const folder of ['methods', 'platforms', 'rights', 'strategies', 'basics']) {
    await page.goto(`${site.url}/${folder}/`);
    for (const path of await page.$$eval('.pages a', (all) => all.map((a) => a.pathname))) guides.add(path);
  }
  let wrapped = 0;
  for (const path of guides) {
    await page.goto(site.url + path);
    for (const width of [320, 360]) {
      await page.setViewportSize({ width, height: 740 });
      for (const [heading, ends] of await lineEnds(page)) {
        wrapped += ends.length > 0;
        for (const end of ends) assert.match(end, /[\p{P}\s]/u, `${width}: ${path}: ${heading}`);
      }
    }
  }
  assert.ok(wrapped > 40, `${wrapped} headings wrap`);
  await page.context().close();
});

test('the one step that comes next is said as what to do', async () => {
  const page = await open(browser, `${site.url}/methods/phone-calls/`);
  assert.match(await page.locator('.lead .button').innerText(), /^下一步\s+核实是谁在催$/);
  await page.goto(`${site.url}/zh-hant/methods/phone-calls/`);
  assert.match(await page.locator('.lead .button').innerText(), /^下一步\s+核實是誰在催$/);
  await page.context().close();
});

test('the contents stand beside the text on a desk, and are folded on a phone and absent on paper', async () => {
  const page = await open(browser, `${site.url}/methods/phone-calls/`);
  const seen = async () => [await page.locator('.contents').isVisible(), await page.locator('.beside').isVisible()];
  assert.deepEqual(await seen(), [true, false]);
  await page.setViewportSize({ width: 1280, height: 800 });
  assert.deepEqual(await seen(), [false, true]);
  const [beside, folded] = await page.evaluate(() => ['.beside', '.contents'].map((nav) =>
    [...document.querySelectorAll(`${nav} a`)].map((a) => a.hash + a.textContent)));
  assert.ok(beside.length > 2);
  assert.deepEqual(beside, folded);
  await page.emulateMedia({ media: 'print' });
  assert.deepEqual(await seen(), [false, false]);
  await page.context().close();
});

test('the header of a phone is one line, however long the name of the site and of its menu', async () => {
  const page = await open(browser, site.url);
  await page.evaluate(() => {
    document.querySelector('.brand').textContent = 'Plain Ground for Everybody';
    document.querySelector('.find').textContent = 'Search';
    document.querySelector('.menu summary').textContent = 'Menu';
  });
  const [brand, find, menu] = await Promise.all(['.brand', '.find', '.menu'].map((one) => page.locator(one).boundingBox()));
  assert.ok(brand.x + brand.width <= find.x && find.x + find.width <= menu.x, 'beside each other');
  assert.ok(menu.x + menu.width <= 360);
  await page.click('.find');
  const field = await page.locator('.top .search').boundingBox();
  assert.ok(field.width > 300 && field.y >= menu.y + menu.height, 'the field has a line of its own');
  await page.context().close();
});

test('words of a table stay whole', async () => {
  const page = await open(browser, `${site.url}/basics/annual-rate/`, { viewport: { width: 320, height: 568 } });
  const broken = await page.evaluate(() => {
    const cell = document.querySelector('.table td');
    cell.textContent = 'explanation';
    const range = document.createRange();
    range.selectNodeContents(cell);
    return new Set([...range.getClientRects()].map(({ top }) => top)).size;
  });
  assert.equal(broken, 1);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320);
  await page.context().close();
});

test('every page can be reached and read without JavaScript', async () => {
  const page = await open(browser, site.url, { javaScriptEnabled: false });
  const seen = new Set();
  const waiting = ['/'];
  while (waiting.length > 0) {
    const path = waiting.pop();
    if (seen.has(path)) continue;
    seen.add(path);
    const answer = await page.goto(site.url + path);
    assert.equal(answer.status(), 200, path);
    const links = await page.$$eval('a[href]', (all) => all.map((a) => [a.href, a.offsetParent !== null]));
    for (const [href] of links) {
      const url = new URL(href);
      if (url.origin === site.url && !seen.has(url.pathname)) waiting.push(url.pathname);
    }
  }
  for (const path of pages.filter((p) => p !== '/404.html')) assert.ok(seen.has(path), `${path} is reached`);
  await page.context().close();
});

test('a page that is opened as a file says that the folder must be served, and a served one does not', async () => {
  const page = await open(browser, pathToFileURL(`${site.folder}/methods/phone-calls/index.html`).href);
  const line = page.locator('.unserved');
  await page.waitForFunction(() => document.querySelector('.unserved').complete);
  assert.match(await line.getAttribute('alt'), /mingbai serve/);
  // The words are laid out as a line, not as a small picture.
  const { width, height } = await line.boundingBox();
  assert.ok(width > 250 && height > 30, `${width} × ${height}`);
  await page.goto(`${site.url}/methods/phone-calls/`);
  assert.equal(await line.isVisible(), false);
  await page.context().close();
});

test('dark means dark, and paper is white', async () => {
  const lightness = (page) =>
    page.evaluate(() => {
      const rgb = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number);
      return rgb.length > 3 && rgb[3] === 0 ? 255 : (rgb[0] + rgb[1] + rgb[2]) / 3;
    });
  const page = await open(browser, `${site.url}/methods/phone-calls/`, { colorScheme: 'dark' });
  assert.ok((await lightness(page)) < 60);
  await page.emulateMedia({ media: 'print' });
  assert.ok((await lightness(page)) > 240);
  const navigation = await page.$$eval('nav, .find', (all) => all.filter((n) => n.offsetParent).length);
  assert.equal(navigation, 0, 'no navigation on paper');
  await page.context().close();
});

test('what is printed is dark, since grounds are not printed, and says where the next step is', async () => {
  for (const path of ['/strategies/safe-now/', '/contacts/', '/laws/civil-code/', '/basics/annual-rate/']) {
    const page = await open(browser, site.url + path, { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    const faint = await page.evaluate(() => {
      const found = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let text = walker.nextNode(); text; text = walker.nextNode()) {
        const element = text.parentElement;
        const rgb = getComputedStyle(element).color.match(/[\d.]+/g).slice(0, 3).map(Number);
        if (text.data.trim() && element.getClientRects().length && Math.max(...rgb) > 96) found.push(`${text.data.trim()}: ${rgb}`);
      }
      return found;
    });
    assert.deepEqual(faint, [], path);
    const said = await page.evaluate(() => ({
      foot: document.querySelector('.foot').getClientRects().length,
      head: getComputedStyle(document.querySelector('.top'), '::after').content,
      next: getComputedStyle(document.querySelector('.button') || document.body, '::after').content,
    }));
    assert.equal(said.foot, 0, 'the foot would take a page of its own');
    assert.match(said.head, /110 .*12356 .*不是法律意见.*https:\/\/mingbai\.example\.org\//);
    if (path.startsWith('/strategies')) assert.match(said.next, /\(https:\/\/mingbai\.example\.org\/strategies\//);
    await page.context().close();
  }
});

test('what belongs to what is a list on a phone and a table on a desk', async () => {
  const page = await open(browser, `${site.url}/matrix/`);
  const seen = () =>
    page.evaluate(() => {
      const region = document.querySelector('.matrix');
      const words = region.querySelector('td a span').getBoundingClientRect();
      return {
        words: words.width > 16,
        head: region.querySelector('thead').offsetParent !== null || region.querySelector('thead').offsetHeight > 0,
        empty: [...region.querySelectorAll('td:empty')].some((cell) => cell.offsetHeight > 0),
        small: [...region.querySelectorAll('a')]
          .map((a) => a.getBoundingClientRect())
          .filter((box) => box.height > 0 && (box.height < 24 || box.width < 24)).length,
      };
    });
  assert.deepEqual(await seen(), { words: true, head: false, empty: false, small: 0 });
  await page.setViewportSize({ width: 1280, height: 800 });
  assert.deepEqual(await seen(), { words: false, head: true, empty: true, small: 0 });
  // Whoever cannot see the dot hears the column's name, and the row's from the table.
  const link = page.locator('.matrix td a').first();
  assert.equal(await link.getAttribute('href'), await page.locator('.matrix thead a').first().getAttribute('href'));
  assert.notEqual((await link.textContent()).trim(), '');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a page says by itself that its day has passed', async () => {
  const at = async (day) => {
    const context = await browser.newContext({ viewport: { width: 360, height: 640 } });
    const page = await context.newPage();
    const complaints = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.clock.setFixedTime(new Date(`${day}T12:00:00`));
    await page.goto(`${site.url}/rights/privacy/`, { waitUntil: 'networkidle' });
    const notice = page.locator('.notice');
    const said = { due: await notice.getAttribute('data-day'), shown: await notice.isVisible() };
    assert.deepEqual(complaints, []);
    await context.close();
    return said;
  };
  const { due, shown } = await at('2026-11-22');
  assert.equal(shown, false);
  assert.equal((await at(due)).shown, false, 'the day itself is still in time');
  const next = new Date(`${due}T12:00:00`);
  next.setDate(next.getDate() + 1);
  assert.equal((await at(next.toLocaleDateString('sv'))).shown, true);
});
