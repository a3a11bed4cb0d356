// Pages that are somebody else's, opened without the policy that would stop a script: nothing on them
// runs, whatever field of whatever file it was written in.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { binary, launch, serve } from './support.js';
import { addresses, texts } from './vectors.js';

const quoted = (text) => JSON.stringify(text).replaceAll('\u007f', '\\x7f');

/** A guide with a text in every field and in every place of its body. */
const guide = (n, text) => `---
title: ${quoted(`甲${n} ${text}`)}
name: ${quoted(`名${n} ${text}`)}
answer: ${quoted(text)}
description: ${quoted(text)}
names: [${quoted(`别${n} ${text}`)}]
aka: [${quoted(text)}]
applies_to: [${quoted(text)}]
not_for: [${quoted(text)}]
date: 2026-01-01
changes: [{date: 2026-01-02, note: ${quoted(text)}}]
---
${text}

字${text}字 **${text}** [${text.replaceAll(/[[\]\n]/g, '')}](https://a.invalid/)

| ${text.replaceAll(/[|\n]/g, '')} |
|---|
| ${text.replaceAll(/[|\n]/g, '')} |

## ${text.replaceAll('\n', ' ')}

> [!WARNING]
> ${text.replaceAll('\n', ' ')}

<term:t${n}> <contact:c${n}> <source:s${n}>

- <contact:c${n}>
`;

const led = (n, address) => `---
title: 乙${n}
date: 2026-01-01
answer: ${quoted(`[字](${address})`)}
---
[一](${address}) [二](<${address}>) ![三](${address}) <${address}> [四][a]

<a href="${address}">五</a>

[a]: ${address}
`;

function writeSite() {
  const put = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  put('content/site.yaml', `title: ${quoted(texts[0])}\ndescription: ${quoted(texts[1])}\nbase_url: https://example.org/\nuntrusted: true\neditions: [zh-Hant]\n` +
    `publisher: ${quoted(texts[2])}\nlicense: ${quoted(texts[3])}\nicp: ${quoted(texts[4])}\nfeedback: ${quoted(texts[5])}\nmenu: [{label: ${quoted(texts[6])}, url: /strategies/}]\n`);
  texts.forEach((text, n) => put(`content/strategies/t${n}.md`, guide(n, text)));
  addresses.forEach((address, n) => put(`content/rights/a${n}.md`, led(n, address)));
  const list = (entry) => texts.map((text, n) => entry(n, quoted(text))).join('');
  put('content/data/glossary.yaml', list((n, text) => `- {term: t${n}, definition: ${text}}\n`));
  put('content/data/contacts.yaml', list((n, text) => `- {id: c${n}, name: ${text}, number: "1${n}", scope: ${text}, note: ${text}}\n`));
  put('content/data/sources.yaml', list((n, text) => `- {id: s${n}, title: ${text}, publisher: ${text}, tier: media, url: "https://a.invalid/", note: ${text}}\n`));
}

/** Files with errors are refused and taken away; everything else is built. */
function build() {
  const run = (...args) => spawnSync(binary(), [...args, '--root', root, '--at', '2026-11-22'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  for (let round = 0; round < 3; round += 1) {
    const found = JSON.parse(run('check', '--format', 'json').stdout);
    const wrong = new Set(found.filter(({ severity }) => severity === 'error').map(({ path }) => path));
    if (wrong.size === 0) break;
    for (const path of wrong) {
      assert.match(path, /^content\/(strategies|rights)\//, `a registry is refused: ${path}`);
      rmSync(join(root, path), { force: true });
    }
  }
  const output = join(root, 'public');
  execFileSync(binary(), ['build', '--root', root, '--output', output, '--quiet', '--at', '2026-11-22'], { stdio: 'ignore' });
  return output;
}

/** Opens a page, touches everything on it, and says what ran. */
async function ran(page, address) {
  const before = await page.evaluate(() => 0).then(() => page.ran.length);
  await page.goto(address, { waitUntil: 'load' });
  await page.evaluate(() => {
    addEventListener('click', (event) => event.preventDefault(), true);
    addEventListener('submit', (event) => event.preventDefault(), true);
    const names = ['click', 'dblclick', 'auxclick', 'contextmenu', 'mouseover', 'mouseenter', 'mousedown', 'mouseup', 'pointerover', 'pointerdown',
      'focus', 'focusin', 'blur', 'keydown', 'keyup', 'input', 'change', 'select', 'copy', 'cut', 'paste', 'drag', 'drop', 'toggle', 'wheel',
      'touchstart', 'scroll', 'load', 'error', 'submit', 'reset', 'begin', 'animationstart', 'transitionend'];
    for (const element of document.querySelectorAll('*')) {
      for (const name of names) element.dispatchEvent(new Event(name, { bubbles: false, cancelable: true }));
    }
  });
  return page.ran.slice(before);
}

let root, site, browser;
before(async () => {
  root = mkdtempSync(join(tmpdir(), 'mingbai-untrusted-'));
  writeSite();
  site = await serve(build(), { policy: null });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site?.close();
  rmSync(root, { recursive: true, force: true });
});

test('nothing runs on any page, whatever field it was written in', async (t) => {
  assert.ok(texts.length + addresses.length >= 200, `${texts.length + addresses.length} vectors`);
  const context = await browser.newContext();
  await context.route((url) => !url.href.startsWith(site.url), (route) => route.abort());
  const page = await context.newPage();
  page.ran = [];
  await page.exposeFunction('ranHere', (where) => page.ran.push(where));
  await page.addInitScript(() => {
    for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = () => window.top.ranHere(location.href);
  });
  const paths = (folder) => readdirSync(join(root, 'public', folder), { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => `/${folder}/${e.name}/`);
  const guides = [...paths('strategies'), ...paths('rights')];
  t.diagnostic(`${texts.length} texts, ${addresses.length} addresses, ${guides.length} guides opened`);
  assert.ok(guides.length >= 180, `${guides.length} guides were built`);
  const wrong = [];
  for (const path of ['/', '/strategies/', '/contacts/', '/glossary/', '/search/', '/zh-hant/', ...guides]) {
    if ((await ran(page, site.url + path)).length > 0) wrong.push(path);
    const bad = await page.$$eval('main a[href], main img, main [src], footer a, header a', (all) =>
      all.map((e) => e.getAttribute('href') ?? e.getAttribute('src') ?? '').filter((a) => /^[\s\0-\x1f]*(javascript|vbscript|data|blob|file|filesystem)/i.test(a.replaceAll(/[\t\n\r]/g, ''))));
    if (bad.length > 0) wrong.push(`${path} ${bad}`);
    const forbidden = await page.$$eval('main script, main iframe, main object, main embed, main form:not([role=search]), main style, main base, main meta, main [style]', (all) => all.map((e) => e.outerHTML.slice(0, 80)));
    if (path !== '/search/' && forbidden.length > 0) wrong.push(`${path} ${forbidden}`);
  }
  assert.deepEqual(wrong, []);
  await context.close();
});
