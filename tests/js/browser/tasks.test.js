// Six things that people come for, on a phone: from the home page by a link or by search, and then the
// first thing to do stands on the first screen.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, withSite } from './support.js';

let site, browser;
withSite((...given) => ([site, browser] = given));

const tasks = [
  { task: 'someone called my mother', link: '他们打给我家人', query: '催收打给我家人', page: '/methods/third-party-contacts/' },
  { task: 'an SMS from a court', link: '收到法院的短信或文书', query: '收到法院短信', page: '/methods/court-papers/' },
  { task: 'a debt after five years', link: '多年前的老账又来催', query: '五年前的老账又来催', page: '/strategies/old-debt-again/' },
  { task: 'we make your debt go away', link: '有人说能帮我消债', query: '债务优化公司靠谱吗', page: '/strategies/avoid-scams/' },
  { task: 'I want to negotiate', link: '我还不上了', query: '还不上了怎么协商还款', page: '/strategies/negotiate-repayment/' },
  { task: "I don't want to live", link: '我快撑不住了', query: '不想活了', page: '/strategies/pressure-help/', card: true },
];

const phone = { viewport: { width: 360, height: 740 } };

/** Where the first thing to tap behind the answer ends: a number for people in danger, else the next step. */
const firstAction = (page) =>
  page.evaluate(() => {
    const first = document.querySelector('.lead .crisis a, .lead .button');
    return first.getBoundingClientRect().bottom;
  });

for (const { task, link, query, page: path, card } of tasks) {
  test(`${task}: by a link of the home page`, async () => {
    const page = await open(browser, site.url + '/', phone);
    await page.click(`.situations a:text-is("${link}")`);
    assert.equal(new URL(page.url()).pathname, path);
    assert.ok((await firstAction(page)) <= 740, `the first action ends at ${await firstAction(page)}`);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test(`${task}: by search`, async () => {
    const page = await open(browser, site.url + '/', phone);
    await page.click('a.ask');
    await page.keyboard.type(query);
    if (card) {
      const number = page.locator('.drop .crisis a').first();
      await number.waitFor();
      // The page scrolls smoothly.
      await page.waitForTimeout(600);
      const box = await number.boundingBox();
      assert.ok(box.y + box.height <= 370, 'the first number stands above the keyboard');
    }
    await page.waitForSelector('[role=option]');
    const found = await page.$$eval('[role=option]', (all) => all.slice(0, 3).map((a) => new URL(a.href).pathname));
    assert.ok(found.includes(path), `${query}: ${found}`);
    await page.click(`[role=option][href="${path}"]`);
    await page.waitForURL(site.url + path);
    assert.ok((await firstAction(page)) <= 740, `the first action ends at ${await firstAction(page)}`);
    await page.context().close();
  });
}
