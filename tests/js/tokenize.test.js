// The cutting rule, held to the table that the index's side runs too.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { makeFold, runs } from "../../themes/default/js/tokenize.js";

const table = JSON.parse(readFileSync(new URL("../search/tokenize.json", import.meta.url), "utf8"));
const chars = Array.from(table.fold);
const simple = new Map(chars.flatMap((c, i) => (i % 2 ? [] : [[c, chars[i + 1]]])));

for (const { text, tokens: expected } of table.cases) {
  test(`cuts ${JSON.stringify(text)}`, () => {
    assert.deepEqual(tokens(makeFold(simple)(text)), expected);
  });
}

/** Every token in reading order, as the index has them. */
function tokens(folded) {
  const found = [];
  for (const run of runs(folded)) {
    if (run.word) found.push(run.word);
    else run.chars.forEach((c, i) => {
      if (i) found.push(run.chars[i - 1] + c);
      found.push(c);
    });
  }
  return found;
}
