// What a query costs a reader: `node benches/search.mjs public query…` asks the published search of a built site, as a
// browser would, and prints how many requests and bytes each query takes after the manifest, and how long the
// reader's own processor works on it.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const [site, ...queries] = process.argv.slice(2);
const folder = pathToFileURL(`${site}/search/`);
const door = readFileSync(new URL("client.js", folder), "utf8");
const client = new URL(/import\("([^"]+)"\)/.exec(door)[1], folder);
const { createSearch } = await import(client);

let requests = 0;
let bytes = 0;
async function load(name, { headers = {} } = {}) {
  const whole = readFileSync(new URL(name, folder));
  const [, from, to] = /bytes=(\d+)-(\d+)/.exec(headers.Range || "") || [];
  const part = from ? whole.subarray(+from, +to + 1) : whole;
  requests += 1;
  bytes += part.length;
  return {
    ok: true, status: from ? 206 : 200,
    json: async () => JSON.parse(whole),
    arrayBuffer: async () => part.buffer.slice(part.byteOffset, part.byteOffset + part.length),
  };
}

const manifest = readFileSync(new URL("manifest.json", folder));
console.log(`manifest: ${manifest.length} bytes, ${gzipSync(manifest).length} compressed`);
for (const query of queries) {
  const { search } = createSearch("", load);
  await search("一");
  requests = bytes = 0;
  const start = performance.now();
  const found = await search(query);
  const took = performance.now() - start;
  console.log(`${query}: ${requests} requests, ${bytes} bytes, ${took.toFixed(0)} ms, ${found.length} found`);
}
