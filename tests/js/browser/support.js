// What browser tests share: the shipped site, built once; a server of static files with the policy a
// real host sends; a browser. Nothing here knows what is being tested.
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';

export const repository = new URL('../../../', import.meta.url).pathname;

/** One page of every kind. */
export const pages = [
  '/',
  '/methods/',
  '/methods/phone-calls/',
  '/platforms/huabei/',
  '/rights/red-lines/',
  '/strategies/safe-now/',
  '/basics/annual-rate/',
  '/basics/borrow-wisely/',
  '/flows/call/',
  '/letters/',
  '/letters/object-payment-order/',
  '/tags/',
  '/tags/evidence/',
  '/laws/',
  '/laws/civil-code/',
  '/contacts/',
  '/glossary/',
  '/search/',
  '/about/',
  '/matrix/',
  '/privacy/',
  '/404.html',
];

const types = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
};

/** Gives the shipped site, served, and a browser to the tests of a file, and takes both back. */
export function withSite(give) {
  let folder, site, browser;
  before(async () => {
    folder = buildSite();
    site = await serve(folder);
    browser = await launch();
    give(site, browser);
  });
  after(async () => {
    await browser?.close();
    await site?.close();
    if (folder) remove(folder);
  });
}

/** Builds the site in `root` and returns the folder. */
export function buildSite(root = repository) {
  const output = join(mkdtempSync(join(tmpdir(), 'mingbai-')), 'public');
  execFileSync(binary(), ['build', '--root', root, '--output', output, '--quiet', '--at', '2026-11-22']);
  return output;
}

/** The program that is tested. */
export function binary() {
  return process.env.MINGBAI ?? join(targetFolder(), 'debug', 'mingbai');
}

function targetFolder() {
  const args = ['metadata', '--format-version', '1', '--no-deps', '--locked'];
  const metadata = execFileSync('cargo', args, { cwd: repository, maxBuffer: 1 << 26 });
  return JSON.parse(metadata).target_directory;
}

/** Serves a folder on a free port; `fail` may be set to make chosen addresses fail. No `policy`: none is sent.
 * `answer` may send a file in its own way: it is given the request, the bytes and the response. */
export async function serve(folder, { policy = "default-src 'self'", answer = () => false } = {}) {
  const site = { folder, asked: [], fail: () => false };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    site.asked.push(request.url);
    if (site.fail(path)) return request.socket.destroy();
    let file = join(folder, path);
    try {
      if (statSync(file).isDirectory()) file = join(file, 'index.html');
      const bytes = readFileSync(file);
      if (answer(request, bytes, response)) return;
      response.writeHead(200, headers(file, policy)).end(bytes);
    } catch {
      response.writeHead(404, headers('404.html', policy)).end(readFileSync(join(folder, '404.html')));
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  site.url = `http://127.0.0.1:${server.address().port}`;
  site.close = () => new Promise((closed) => server.close(closed).closeAllConnections());
  return site;
}

function headers(file, policy) {
  return {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    ...(policy && { 'content-security-policy': policy }),
    'x-content-type-options': 'nosniff',
  };
}

/** A browser without a network of its own. */
export function launch(executablePath = process.env.MINGBAI_BROWSER ?? '/usr/bin/chromium', more = ['--disable-gpu']) {
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-sync', ...more],
  });
}

/** A page that remembers everything it complained about. */
export async function open(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) page.complaints.push(message.text());
  });
  page.on('pageerror', (error) => page.complaints.push(error.message));
  await page.goto(address);
  return page;
}

/** Removes what `buildSite` made. */
export function remove(output) {
  rmSync(join(output, '..'), { recursive: true, force: true });
}
