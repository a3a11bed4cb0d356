// How names answer a query: the whole one, one that sounds so, one of which the query is a part, one
// with a slip, and none.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createSearch } from "../../themes/default/js/client.js";
import { bare, candidates, naming } from "../../themes/default/js/names.js";
import { parse } from "../../themes/default/js/query.js";
import { score } from "../../themes/default/js/rank.js";

const folder = new URL("../search/index/", import.meta.url);
const load = async (name) => {
  const bytes = readFileSync(new URL(name, folder));
  const arrayBuffer = async () => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  return { ok: true, status: 200, json: async () => JSON.parse(bytes), arrayBuffer };
};
const { fold, sounds } = await createSearch("", load).ready();

const read = (query) => ({ folded: fold(query), letters: bare(fold(query)), ...parse(fold(query), sounds) });
const worth = (query, ...names) => naming(names.map(fold), read(query), sounds);

/** Each list from the best name for the query to the worst; the last is not meant at all. */
const ORDERS = {
  花呗: ["花呗", "花呗还款", "蚂蚁花呗还款", "花贝", "协商还款"],
  花唄: ["花唄", "还花呗", "协商还款"],
  "花呗？": ["花呗", "花呗还款", "还款"],
  huabei: ["huabei", "花呗", "花呗还款", "电话"],
  huabie: ["花呗", "电话"],
  huabe: ["花呗", "还款"],
  huabeii: ["花呗", "还款"],
  hauebi: ["花呗"],
  hb: ["hb", "花呗", "还款"],
  csdhhz: ["催收电话轰炸", "协商还款"],
  催收电话: ["催收电话", "催收电话打个不停", "催收的电话", "还款电话"],
  催收店话: ["催收电话", "协商还款"],
  收催电话: ["电话轰炸"],
  "APR 24%": ["APR 24%", "24%"],
  还款案四: ["还款案四", "还款案（4）", "还款案（四）上限", "还款案十四", "协商还款"],
  还款案4: ["还款案4", "还款案（四）", "还款案（4）的上限", "还款案14", "协商还款"],
  "还款案 十一": ["还款案十一", "还款案11", "还款案（十一）上限", "还款案一", "协商还款"],
  "24": ["24", "超过 24% 的", "APR 124%"],
};

for (const [query, names] of Object.entries(ORDERS)) {
  test(`“${query}” means ${names.join(", ")}, in this order`, () => {
    const values = names.map((name) => worth(query, name));
    for (let i = 1; i < values.length; i++) assert(values[i - 1] > values[i], `${names[i - 1]} ${values[i - 1]}, ${names[i]} ${values[i]}`);
    assert.equal(values[values.length - 1], 0);
  });
}

test("of several names the best counts", () => {
  assert.equal(worth("花呗", "协商还款", "花呗还款", "花呗"), worth("花呗", "花呗"));
});

test("several words side by side are not one name, unless it is all of it", () => {
  assert.equal(worth("花呗 还款", "花呗还款日"), 0);
  assert.equal(worth("花呗 还款", "花呗还款"), worth("花呗还款", "花呗还款"));
});

/** The candidates among pages whose names are given by the terms that stand in them. */
function among(query, pages) {
  const asked = read(query);
  const chosen = asked.terms.filter(({ type }) => type !== "one");
  const maskOf = (name) => {
    const inside = parse(fold(name), sounds).terms;
    return chosen.reduce((mask, term, i) => mask | (inside.some((other) =>
      (term.exact ? String(other.exact) === String(term.exact) : other.key && other.key === term.key)) ? 1 << i : 0), 0);
  };
  const lengths = pages.map((name) => bare(fold(name)).length);
  const { called, parts } = candidates(chosen, asked, pages.map(maskOf), pages.map(() => 0), lengths, pages.map(() => 0));
  const names = (numbers) => numbers.map((page) => pages[page]);
  return { called: names(called), parts: names(parts) };
}

test("who may be meant is known before a name is read", () => {
  const pages = ["花呗", "信用报告", "花呗还款", "还款花呗上限", "我的花呗还款要协商"];
  assert.deepEqual(among("花呗还款", pages).called, ["花呗还款", "我的花呗还款要协商"]);
  assert.deepEqual(among("花呗要协商还款", pages).parts, ["花呗"]);
  assert.deepEqual(among("信用报高", pages).called, ["信用报告"]);
  assert.deepEqual(among("的", pages), { called: [], parts: [] });
});

test("letters are looked up as initials if they are few, or more that are no word", () => {
  const initials = (query) => read(query).terms.map(({ key }) => String(key)).filter((key) => key[0] === "'");
  assert.deepEqual(initials("hkdh"), ["'hk", "'kd", "'dh"]);
  assert.deepEqual(initials("csdhhz"), ["'cs", "'sd", "'dh", "'hh", "'hz"]);
  assert.deepEqual(initials("deposit").length, 0);
  assert.deepEqual(initials("csdhhzcsd").length, 0);
});

test("a name in pinyin with a wrong letter is known by its initials, if none is spelt so", () => {
  const inside = { 花呗: ["'hb"], 还款: ["'hk"], 我的花呗: ["'wd", "'dh", "'hb"] };
  const pages = Object.keys(inside);
  const calledBy = (query) => {
    const asked = read(query);
    const chosen = asked.terms.filter(({ type }) => type !== "one");
    const maskOf = (name) => chosen.reduce((mask, { key }, i) => mask | (inside[name].includes(key) ? 1 << i : 0), 0);
    const { called } = candidates(chosen, asked, pages.map(maskOf), pages.map(() => 0), pages.map((name) => name.length), pages.map(() => 0));
    return called.map((page) => pages[page]);
  };
  assert.deepEqual(calledBy("huanbei"), ["花呗"]);
  assert.deepEqual(calledBy("kuanbei"), []);
  // Several words are no name.
  assert.deepEqual(calledBy("huanbei huankuan"), []);
});

test("a page that is called so is found among more names with the same words than are known", () => {
  // 花呗 stands in the names of five pages, of which the index tells two before all are read.
  const calledBy = (query, known, rest) => {
    const asked = read(query);
    const chosen = asked.terms.filter(({ type }) => type === "two");
    const found = chosen.map((term) => {
      const list = known(term).map((page) => [page, 7, 1]);
      return { term, exact: [term.text === "花呗" ? { count: 5, tail: 0, rest, list } : { count: list.length, list }], alike: [] };
    });
    const [named, alike] = [new Uint32Array(6), new Uint32Array(6)];
    const scores = score(found, { pages: 6, long: 2, mean: 100 }, named, alike);
    return candidates(chosen, asked, named, alike, new Array(6).fill(20), scores).called;
  };
  const known = ({ text }) => ({ 花呗: [0, 1], 还款: [2, 3, 4] })[text] || [2, 3];
  assert.deepEqual(calledBy("花呗还款", known).sort(), [2, 3]);
  assert.deepEqual(calledBy("花呗还款", known, new Uint8Array(1)), []);
  // What is typed in letters may be read in so many ways that this would let in too many.
  assert.deepEqual(calledBy("花呗huankuan", known), []);
});
