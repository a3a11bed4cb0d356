// What looks like letters that found nothing, by the readings of an index.

import assert from "node:assert/strict";
import { test } from "node:test";
import { near } from "../../themes/default/js/near.js";

const syllables = new Map([["zheng", 1], ["xin", 2], ["xiao", 3], ["mi", 4], ["hua", 5], ["bei", 6]]);
const sounds = {
  syllables,
  numbers: new Map([..."征信小米花呗"].map((c, i) => [c, i + 1])),
  syllableOf: [0, 1, 2, 3, 4, 5, 6],
};
const index = { fold: (text) => text.toLowerCase().replace("徵", "征"), sounds };
const labels = ["征信", "徵信报告", "小米贷款", "花呗", "App"];

const NEAR = [
  ["zhengxing", ["征信", "徵信报告"]],
  ["zheng xing", ["征信", "徵信报告"]],
  ["Xiaomj", ["小米贷款"]],
  ["huabie", ["花呗"]],
  ["apps", ["App"]],
  ["hua", []],
  ["qqqqqqqq", []],
  ["鱻鱻鱻鱻", []],
  ["<b>x</b>", []],
  ["", []],
];

for (const [typed, wanted] of NEAR) {
  test(`near ${JSON.stringify(typed)}`, () => {
    assert.deepEqual(near(typed, labels, index), wanted);
  });
}

test("no more than five, the nearest first", () => {
  const many = ["小迷", "小米", "小米一", "小米二", "小米三", "小米四", "小米五"];
  assert.deepEqual(near("xiaomi", many, index), many.slice(1, 6));
});
