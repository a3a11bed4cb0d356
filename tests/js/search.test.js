// Searches the small index that tests/it/search_promise.rs builds, through the public interface.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createSearch } from "../../themes/default/js/client.js";
import { askSample, sendsRanges, Shelf } from "../../themes/default/js/shards.js";
import { isJoined } from "../../themes/default/js/tokenize.js";

const whole = new URL("../search/index/", import.meta.url);
// The same pages, with the lists of more than two pages cut in two.
const cut = new URL("../search/index-cut/", import.meta.url);
const corpus = JSON.parse(readFileSync(new URL("../search/corpus.json", import.meta.url), "utf8"));

/** Files as a server gives them out; `ranges: false` for one that knows no ranges. */
function server({ ranges = true, folder = whole } = {}) {
  const asked = [];
  const load = async (name, { headers = {}, signal } = {}) => {
    asked.push(name);
    if (load.broken) throw new TypeError("no network");
    let bytes;
    try {
      bytes = readFileSync(new URL(load.renamed && name.endsWith(".bin") ? "gone" : name, folder));
    } catch {
      return { ok: false, status: 404 };
    }
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(headers.Range || "") || [];
    const part = ranges && from ? bytes.subarray(+from, +to + 1) : bytes;
    return {
      ok: true, status: ranges && from ? 206 : 200,
      json: async () => JSON.parse(bytes),
      arrayBuffer: async () => part.buffer.slice(part.byteOffset, part.byteOffset + part.length),
    };
  };
  return Object.assign(load, { asked });
}

const { search, entries } = createSearch("", server());
const first = async (query, options) => ((await search(query, options))[0] || {}).url;

const FIRST = {
  花呗: "/platforms/huabei/",
  花唄: "/platforms/huabei/",
  huabei: "/platforms/huabei/",
  hb: "/platforms/huabei/",
  huabe: "/platforms/huabei/",
  花贝: "/platforms/huabei/",
  花被: "/platforms/huabei/",
  mayihuabei: "/platforms/huabei/",
  电话轰炸: "/methods/calls/",
  電話轟炸: "/methods/calls/",
  dianhua打个不停: "/methods/calls/",
  "22": "/methods/calls/",
  信用记录: "/rights/credit-record/",
  zhengxin: "/rights/credit-record/",
  逾期利息: "/rights/penalty/",
  罰息: "/rights/penalty/",
  罚息余额: "/rights/penalty/",
  apr: "/rights/penalty/",
  ap: "/rights/penalty/",
  停息挂账: "/strategies/negotiate/",
  xieshanghuankuan: "/strategies/negotiate/",
  信用报告: "/rights/credit-record/",
};

for (const [query, url] of Object.entries(FIRST)) {
  test(`${query} finds ${url} first`, async () => assert.equal(await first(query), url));
}

test("what stands in brackets belongs to a name, and what stands behind a space is another thing", async () => {
  const { search, ready } = createSearch("", server());
  const apart = async (query) => (await ready()).understand((await ready()).fold(query)).apart;
  assert.equal(await apart("蚂蚁（花呗）"), false);
  assert.equal(await apart("蚂蚁 花呗"), true);
  const [{ url, named }] = await search("《蚂蚁（花呗）》");
  assert.deepEqual([url, named], ["/platforms/huabei/", true]);
});

const misses = JSON.parse(readFileSync(new URL("../search/misses.json", import.meta.url), "utf8"));

for (const query of misses.near) {
  test(`${query}: its words are on no page, which is said of all that is near`, async () => {
    const found = await search(query);
    assert.ok(found.length > 0);
    assert.ok(found.every(({ near }) => near));
  });
}

for (const query of misses.none) {
  test(`${query}: nothing is found`, async () => assert.deepEqual(await search(query), []));
}

for (const query of misses.said) {
  test(`${query}: its words are on a page, and nobody is told that they are not`, async () => {
    const found = await search(query);
    assert.ok(found.length > 0);
    assert.ok(found.every(({ near }) => near === false));
  });
}

for (const [name, folder] of Object.entries({ whole, cut })) {
  test(`any two neighbouring characters of a block find its page, in either script: lists ${name}`, async () => {
    const { search, ready } = createSearch("", server({ folder }));
    const { sounds } = await ready();
    const others = new Map();
    for (const [variant, simple] of sounds.simple) others.set(simple, [...(others.get(simple) || []), variant]);
    let checked = 0;
    for (const doc of corpus.docs.filter(({ number }) => number === undefined)) {
      for (const block of [doc.title, doc.answer, ...doc.blocks]) {
        const chars = Array.from(block);
        for (let i = 0; i + 1 < chars.length; i++) {
          if (!isJoined(chars[i]) || !isJoined(chars[i + 1])) continue;
          for (const a of [chars[i], ...(others.get(chars[i]) || [])]) {
            const found = await search(a + chars[i + 1], { limit: 1000 });
            assert(found.some(({ url }) => url === "/" + doc.url), `${a}${chars[i + 1]} in ${doc.url}`);
            checked += 1;
          }
        }
      }
    }
    assert(checked > 300);
  });
}

test("lists that are cut answer as whole ones when all is asked for", async () => {
  const other = createSearch("", server({ folder: cut }));
  const index = await other.ready();
  assert.equal(index.long, 2);
  const all = { limit: 1000 };
  for (const query of [...Object.keys(FIRST), "还款", "保存", "的", "银行协议"]) {
    assert.deepEqual(await other.search(query, all), await search(query, all), query);
  }
  for (const options of [{ kind: "right" }, { tag: "征信" }]) {
    assert.deepEqual(await other.search("还", { ...all, ...options }), await search("还", { ...all, ...options }));
  }
});

test("a page comes first by its name, however many names share its words with it", async () => {
  // The heads of lists name two pages only.
  const { search } = createSearch("", server({ folder: cut }));
  for (const { title, url, number } of corpus.docs) {
    if (number === undefined) assert.equal((await search(title))[0].url, "/" + url, title);
  }
});

test("a manifest that was asked for early is not asked for again", async () => {
  const load = server();
  const { search } = createSearch("", load, [load("manifest.json"), load("sample.bin")]);
  assert.equal((await search("花呗"))[0].url, "/platforms/huabei/");
  assert.deepEqual(load.asked.slice(0, 3).filter((name) => !/^\w{12}-/.test(name)), ["manifest.json", "sample.bin"]);
  const failed = () => Promise.reject(new TypeError("no network"));
  const { search: again } = createSearch("", server(), [failed(), failed()]);
  await assert.rejects(again("花呗"));
  assert.equal((await again("花呗"))[0].url, "/platforms/huabei/");
});

test("an excerpt shows the words as the page has them, marked", async () => {
  const [{ excerpt, marks }] = await search("罚息余额还清");
  assert(marks.length > 0);
  assert.match(marks.map(([start, end]) => excerpt.slice(start, end)).join(" "), /餘額還清/);
});

test("a character is marked in the word that was asked for, and in no other", async () => {
  const found = (await search("还款")).filter(({ marks }) => marks.length);
  assert(found.length > 0);
  for (const { excerpt, marks } of found) {
    for (const [start, end] of marks) assert.match(excerpt.slice(start, end), /还款/);
  }
  const [one] = await search("谈");
  assert(one.marks.length > 0, "a character that was asked for alone is marked");
});

test("what readers type is found and never shown", async () => {
  const results = await search("呼死你");
  assert.equal(results[0].url, "/methods/calls/");
  for (const { title, excerpt } of results) assert.doesNotMatch(title + excerpt, /呼死你/);
});

test("words that mean the same find the page, and what it says is marked", async () => {
  for (const [query, url, said] of [["讲价", "/strategies/negotiate/", /协议/], ["講價", "/strategies/negotiate/", /协议/], ["催命", "/methods/calls/", /催收/]]) {
    const [found] = await search(query);
    assert.equal(found.url, url);
    if (url !== "/methods/calls/") assert.match(found.marks.map(([start, end]) => found.excerpt.slice(start, end)).join(" "), said);
  }
});

const ENTRIES = {
  民法典680: "laws/civil-code/#art-680",
  "民法典 680": "laws/civil-code/#art-680",
  民法典第680条: "laws/civil-code/#art-680",
  第六百八十条: "laws/civil-code/#art-680",
  "６８０条": "laws/civil-code/#art-680",
  刑法第二百九十三条之一: "laws/criminal-law/#art-293-1",
  民法典: "laws/civil-code/",
  minfadian: "laws/civil-code/",
  "12378": "contacts/#12378",
  "123-78": "contacts/#12378",
  投诉热线: "contacts/#12378",
  罰息: "glossary/#fei-xi",
  faxi: "glossary/#fei-xi",
};

for (const [query, url] of Object.entries(ENTRIES)) {
  test(`${query} is the name of ${url}`, async () => {
    const found = await entries(query, { edition: "zh-hant" });
    assert.deepEqual(found.map(({ url }) => url), ["/zh-hant/" + url]);
    assert(found[0].text && found[0].title);
  });
}

test("what is only about an entry does not show it, and no entry is among the pages", async () => {
  for (const query of ["", "680", "罚息上限", "1237", "民法", "法典680", "高利放贷"]) assert.deepEqual(await entries(query), [], query);
  const pages = await search("投诉热线12378罚息民法典680", { limit: 100 });
  assert(pages.length > 0 && pages.every(({ kind }) => !["law", "contact", "term"].includes(kind)));
  assert.equal((await entries("12378"))[0].number, "123-78");
});

test("a page for readers in danger says so", async () => {
  assert.equal((await search("不想活了"))[0].crisis, true);
  assert.equal((await search("花呗"))[0].crisis, false);
});

test("kind and tag narrow the answers", async () => {
  const rights = await search("逾期", { kind: "right", limit: 10 });
  assert(rights.length > 0 && rights.every(({ kind }) => kind === "right"));
  const tagged = await search("还清", { tag: "征信" });
  assert(tagged.length > 0 && tagged.every(({ tags }) => tags.includes("征信")));
  assert.deepEqual(await search("还清", { tag: "没有这个" }), []);
});

test("addresses lead to the reader's edition", async () => {
  assert.equal(await first("花呗", { edition: "zh-hant" }), "/zh-hant/platforms/huabei/");
});

test("limit, and nothing for nothing", async () => {
  assert.equal((await search("逾期还款", { limit: 2 })).length, 2);
  assert.deepEqual(await search(""), []);
  assert.deepEqual(await search(" \n"), []);
  assert.deepEqual(await search("龘龘"), []);
});

test("whatever is typed, the search answers", async () => {
  for (const query of ["，。！", "𠮷", "a".repeat(5000), "还".repeat(5000), "\ud800", "'hb", "=kind:right", "***", "\0"]) {
    assert(Array.isArray(await search(query)), query.slice(0, 9));
  }
});

test("a superseded search rejects and shows nothing", async () => {
  const control = new AbortController();
  const running = search("花呗", { signal: control.signal });
  control.abort();
  await assert.rejects(running, { name: "AbortError" });
});

test("a server without ranges will do", async () => {
  const results = await createSearch("", server({ ranges: false })).search("花呗");
  assert.equal(results[0].url, "/platforms/huabei/");
});

/** Files of so many bytes each, as one of several kinds of server sends them; what was sent is noted. */
function files(kind, length = 9000) {
  const bytes = Uint8Array.from({ length }, (_, i) => i);
  const sent = [];
  const load = async (name, { headers = {}, cache } = {}) => {
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(headers.Range || "") || [];
    const isRange = from && kind !== "whole";
    sent.push(isRange ? `${name} ${from}-${to}` : name);
    const whole = { ok: true, status: 200, cache, arrayBuffer: async () => bytes.slice().buffer };
    if (!isRange) return whole;
    if (kind === "short" && +to > 4000) return { ok: false, status: 416 };
    const arrayBuffer = async () => {
      if (kind === "unreadable") throw new TypeError("no such encoding");
      return bytes.slice(+from, kind === "compressed" ? +from + 20 : +to + 1).buffer;
    };
    return { ok: true, status: 206, arrayBuffer };
  };
  const shelf = (sizes, file = 1 << 20, pack = 1 << 20, server = { ranges: Promise.resolve(true) }) =>
    new Shelf(load, ["pack", "other"], sizes, [pack, file], server);
  return { bytes, sent, shelf };
}

for (const kind of ["whole", "compressed", "unreadable", "short"]) {
  test(`a server that turns out to send ranges ${kind} is asked for the file, and for no range any more`, async () => {
    const { bytes, sent, shelf } = files(kind);
    const parts = shelf([3000, 3000, 3000]);
    const [one] = await parts.read([0]);
    assert.deepEqual([...one], [...bytes.subarray(0, 3000)]);
    const [two, three] = await parts.read([1, 2]);
    assert.deepEqual([...two], [...bytes.subarray(3000, 6000)]);
    assert.deepEqual([...three], [...bytes.subarray(6000)]);
    assert.equal(sent.filter((name) => name === "pack-0.bin").length, 1, String(sent));
    assert.ok(sent.length <= 3, String(sent));
  });
}

for (const lost of ["answer", "body"]) {
  test(`a range whose ${lost} is lost on its way is read with its file, and the next ones as ranges`, async () => {
    const { bytes, sent, shelf } = files("range");
    const parts = shelf([3000, 3000, 3000], 3000);
    const { load } = parts;
    parts.load = async (name, options) => {
      parts.load = load;
      sent.push("lost");
      if (lost === "answer") throw new TypeError("no network");
      return { ok: true, status: 206, arrayBuffer: async () => { throw new TypeError("no network"); } };
    };
    await parts.read([0]);
    const [two] = await parts.read([1]);
    assert.deepEqual([...two], [...bytes.subarray(0, 3000)]);
    assert.deepEqual(sent, ["lost", "pack-0.bin", "pack-1.bin 0-2999"]);
  });
}

const SAMPLE = Uint8Array.from({ length: 2048 }, (_, i) => i);
const answers = {
  "the bytes": [true, () => ({ ok: true, status: 206, arrayBuffer: async () => SAMPLE.slice(255, 257).buffer })],
  "the file": [false, () => ({ ok: true, status: 200, arrayBuffer: async () => SAMPLE.slice().buffer })],
  "other bytes": [false, () => ({ ok: true, status: 206, arrayBuffer: async () => Uint8Array.from([31, 139]).buffer })],
  "what can't be read": [false, () => ({ ok: true, status: 206, arrayBuffer: async () => { throw new TypeError("no such encoding"); } })],
  "what a browser refuses": [false, () => { throw new TypeError("refused"); }],
  "an error": [false, () => ({ ok: false, status: 416 })],
};

for (const [what, [expected, answer]] of Object.entries(answers)) {
  test(`a server that answers ${what} for two bytes of the sample ${expected ? "sends" : "does not send"} ranges`, async () => {
    const asked = [];
    const load = async (...request) => {
      asked.push(request);
      return answer();
    };
    assert.equal(await sendsRanges(askSample(load)), expected);
    assert.deepEqual(asked, [["sample.bin", { cache: "no-store", headers: { Range: "bytes=255-256" } }]]);
  });
}

test("a server that does not send ranges is not asked for one, and for no file twice", async () => {
  const { sent, shelf } = files("whole");
  const parts = shelf([3000, 3000, 3000], 1 << 20, 1 << 20, { ranges: Promise.resolve(false) });
  await Promise.all([parts.read([0, 2]), parts.read([1])]);
  assert.deepEqual(sent, ["pack-0.bin"]);
});

test("parts lie in files, and files in packs", async () => {
  const { sent, shelf } = files("range");
  await shelf([100, 200, 50, 400, 20, 290], 300, 720).read([0, 1, 2, 3, 4, 5]);
  assert.deepEqual(sent, ["pack-0.bin 0-299", "pack-1.bin 0-49", "other-0.bin 0-399", "other-1.bin 0-19", "other-2.bin 0-289"]);
});

test("early reads take nothing beside what is asked for, late ones whole blocks, and none takes a byte twice", async () => {
  const { sent, shelf } = files("range", 40 * 1000);
  const parts = shelf(new Array(40).fill(1000));
  const taken = () => sent.map((range) => range.split(" ")[1].split("-").map(Number));
  const size = () => taken().reduce((sum, [from, to]) => sum + to + 1 - from, 0);
  await parts.read([7]);
  assert.equal(size(), 1000);
  for (let n = 0; n < 40; n += 4) await parts.read([n]);
  assert.ok(size() > 11 * 1000, "what lies beside the later parts was read ahead");
  for (let n = 0; n < 40; n += 1) await parts.read([n]);
  assert.equal(size(), 40 * 1000);
  assert.ok(sent.length < 30, String(sent.length));
});

test("a failing network rejects, and the next search works again", async () => {
  const load = server();
  load.broken = true;
  const { search } = createSearch("", load);
  await assert.rejects(search("花呗"));
  load.broken = false;
  assert.equal((await search("花呗"))[0].url, "/platforms/huabei/");
});

test("after a deploy the manifest is read once more, and only once", async () => {
  const load = server();
  const client = createSearch("", load);
  await client.ready();
  load.renamed = true;
  await assert.rejects(client.search("花呗"));
  assert.equal(load.asked.filter((name) => name === "manifest.json").length, 2);
  load.renamed = false;
  assert.equal((await client.search("花呗"))[0].url, "/platforms/huabei/");
});

test("a small index is read as a whole, each file once", async () => {
  const load = server();
  const client = createSearch("", load);
  for (const query of ["花呗", "还清之日", "hb"]) await client.search(query);
  assert.equal(new Set(load.asked).size, load.asked.length);
  assert.equal(load.asked.filter((name) => /^\w{12}-/.test(name)).length, 2);
});

test("what has been read is not asked for again", async () => {
  const load = server();
  const client = createSearch("", load);
  await client.search("花呗");
  const before = load.asked.length;
  await client.search("花呗");
  assert.equal(load.asked.length, before);
});
