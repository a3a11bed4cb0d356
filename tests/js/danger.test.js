// Which words call for help at once: the rule. The shipped list is tried in browser/danger.test.js.

import assert from "node:assert/strict";
import { test } from "node:test";
import { makeAlarm } from "../../themes/default/js/danger.js";

const alarm = makeAlarm("想死 自杀 killmyself|死账 想死你 zijin|殺杀賬账著着|死si想xiang杀sha自zi");

test("words are found in either script, with gaps and in pinyin", () => {
  for (const query of ["我想死", "自殺", "自 殺！", "xiangsi", "wo xiang si", "zi'sha", "I will kill myself"]) assert.ok(alarm(query), query);
  for (const query of ["", " ", "死賬", "想死你了", "zijin", "xiangshi", "zishang", "fangan", "自己杀价"]) assert.ok(!alarm(query), query);
});

test("without words nothing is found", () => {
  for (const list of ["", "|||"]) assert.ok(!makeAlarm(list)("想死"));
});

test("a pasted page is judged at once", () => {
  const long = "还款".repeat(100_000);
  const before = Date.now();
  assert.ok(!alarm(long));
  assert.ok(alarm(long + "想死"));
  assert.ok(!alarm("wangan".repeat(20_000)));
  assert.ok(Date.now() - before < 2000);
});
