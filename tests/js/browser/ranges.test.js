// The search on hosts of several kinds: those that send ranges of files, those that ignore them, those that
// compress the files of the index on their way.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { buildSite, launch, open, remove, serve } from './support.js';

const kept = { 'content-type': 'application/octet-stream', 'cache-control': 'public, max-age=31536000, immutable' };
const first = '逾期三个月了会不会被起诉';
const second = '催收打我公司的电话怎么办';

/** How a host sends a file of the index: the bytes, and between which of them, if it was asked for a range. */
const hosts = {
  'sends ranges': (bytes, range) =>
    range ? [206, { 'content-range': `bytes ${range[0]}-${range[1]}/${bytes.length}` }, bytes.subarray(range[0], range[1] + 1)] : [200, {}, bytes],
  'ignores ranges': (bytes) => [200, {}, bytes],
  'compresses files and ignores ranges': (bytes) => [200, { 'content-encoding': 'gzip' }, gzipSync(bytes)],
  'sends ranges of compressed files': (bytes, range) => {
    const packed = gzipSync(bytes);
    if (!range) return [200, { 'content-encoding': 'gzip' }, packed];
    if (range[0] >= packed.length) return [416, {}, ''];
    const part = packed.subarray(range[0], range[1] + 1);
    return [206, { 'content-encoding': 'gzip', 'content-range': `bytes ${range[0]}-${range[0] + part.length - 1}/${packed.length}` }, part];
  },
};

let folder, browser, expected;
before(async () => {
  folder = buildSite();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  if (folder) remove(folder);
});

for (const [kind, send] of Object.entries(hosts)) {
  test(`a host that ${kind} gives the same answers, and no file twice`, async () => {
    // What was sent as a whole, whether the browser took it or not: it refuses what is compressed though it
    // asked for a range.
    const whole = [];
    const ranges = [];
    let bytes = 0;
    const site = await serve(folder, {
      answer(request, file, response) {
        if (!request.url.endsWith('.bin')) {
          bytes += gzipSync(file).length;
          return false;
        }
        const asked = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '');
        const [status, headers, body] = send(file, asked && [Number(asked[1]), Math.min(Number(asked[2]), file.length - 1)]);
        if (status === 200 && !request.url.endsWith('/sample.bin')) whole.push(request.url);
        if (asked) ranges.push(request.url);
        bytes += body.length;
        response.writeHead(status, { ...kept, ...headers, 'content-length': body.length }).end(body);
        return true;
      },
    });
    const page = await open(browser, site.url + '/');
    bytes = 0;
    await page.click('[data-search]');
    await page.keyboard.insertText(first);
    await page.waitForSelector('[role=option]');
    const titles = await page.locator('[role=option] b').allTextContents();
    assert.ok(bytes < 250_000, `the first answer takes ${bytes} bytes`);
    for (const query of [first, second]) {
      await page.goto(site.url + '/search/#q=' + encodeURIComponent(query));
      await page.waitForSelector('[data-search-results] li a');
      titles.push(...await page.locator('[data-search-results] li a').allTextContents());
      await page.goto('about:blank');
    }
    expected ??= titles;
    assert.deepEqual(titles, expected);
    assert.equal(new Set(whole).size, whole.length, String(whole));
    const sends = kind === 'sends ranges';
    assert.equal(whole.length > 0, !sends);
    assert.equal(ranges.some((url) => !url.endsWith('/sample.bin')), sends, 'only the sample tells');
    await page.context().close();
    await site.close();
  });
}
