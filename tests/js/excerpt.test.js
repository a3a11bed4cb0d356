// What a result shows of a page: the part that says why, with the words of the query marked.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createSearch } from "../../themes/default/js/client.js";
import { cut, foldWithOrigin, places } from "../../themes/default/js/excerpt.js";

const folder = new URL("../search/index/", import.meta.url);
const load = async (name) => {
  const bytes = readFileSync(new URL(name, folder));
  return { ok: true, status: 200, json: async () => JSON.parse(bytes), arrayBuffer: async () => new Uint8Array(bytes).buffer };
};

/** What is shown of a text for a query, and what is marked in it. */
async function shown(query, text) {
  const index = await createSearch("", load).ready();
  const page = foldWithOrigin("标题\n" + text, index.fold, index.sounds);
  const { terms } = index.understand(index.fold(query));
  const { excerpt, marks } = cut(page, terms, places(terms, page, index.sounds));
  return { excerpt, marked: marks.map(([start, end]) => excerpt.slice(start, end)) };
}

const filler = "这里说的是另外一件事，和问题没有关系，只是占一些地方。".repeat(8);

test("a whole question shows the sentence that answers it, from its beginning", async () => {
  const answer = "催收打电话给家人的，可以要求平台停止，并保留通话记录。";
  for (const text of [filler + answer + filler, answer + filler, filler + "电话。" + filler + answer]) {
    const { excerpt, marked } = await shown("催收打电话给家人怎么办", text);
    assert.ok(excerpt.includes(answer.slice(0, 20)), excerpt);
    assert.ok(/^…?催收打电话/.test(excerpt), excerpt);
    assert.ok(marked.join("").includes("催收打电话给"), String(marked));
  }
});

test("an excerpt begins behind whatever ends a sentence", async () => {
  for (const end of "。！？；!?;") {
    const { excerpt } = await shown("催收打电话给家人怎么办", filler + "先看清楚对方是谁" + end + "催收打电话给家人的，可以要求平台停止。" + filler);
    assert.ok(excerpt.startsWith("…催收打电话"), excerpt);
  }
});

test("a character beyond the first plane moves no mark", async () => {
  const { excerpt, marked } = await shown("deposit 电话", "😀𠮷 Keep the 😀 deposit，𠮷打电话。");
  assert.equal(excerpt, "😀𠮷 Keep the 😀 deposit，𠮷打电话。");
  assert.deepEqual(marked, ["deposit", "电话"]);
});

test("what is written wide or as one sign is marked as it is written", async () => {
  const { marked } = await shown("deposit 电话", "㎡ ㎡ ＤＥＰＯＳＩＴ ㎡ 電話 ㎡");
  assert.deepEqual(marked, ["ＤＥＰＯＳＩＴ", "電話"]);
});

test("what stands in every sentence is marked with its neighbours, not inside another word", async () => {
  assert.deepEqual((await shown("花呗还不上", "花呗暂时用不上，先放着。")).marked, ["花呗"]);
  assert.deepEqual((await shown("花呗还不上", "花呗还不上，先打电话。")).marked, ["花呗还不上"]);
  assert.deepEqual((await shown("花呗还不上", "暂时用不上，先放着。")).marked, ["不上"], "better than nothing");
});
