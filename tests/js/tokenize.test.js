// The cutting rule, held to the table that the index's side runs too.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { numbersIn } from "../../themes/default/js/numbers.js";
import { stem } from "../../themes/default/js/stem.js";
import { makeFold, runs } from "../../themes/default/js/tokenize.js";

const table = JSON.parse(readFileSync(new URL("../search/tokenize.json", import.meta.url), "utf8"));
const chars = Array.from(table.fold);
const simple = new Map(chars.flatMap((c, i) => (i % 2 ? [] : [[c, chars[i + 1]]])));

for (const { text, tokens: expected } of table.cases) {
  test(`cuts ${JSON.stringify(text)}`, () => {
    assert.deepEqual(tokens(makeFold(simple)(text)), expected);
  });
}

const { stems, alike, apart } = JSON.parse(readFileSync(new URL("../search/stems.json", import.meta.url), "utf8"));

test("words are looked up as the table says", () => {
  for (const [word, expected] of Object.entries(stems)) assert.equal(stem(word), expected, word);
  const stemsOf = (group) => new Set(group.split(" ").map(stem));
  for (const group of alike) assert.equal(stemsOf(group).size, 1, group);
  for (const group of apart) assert.equal(stemsOf(group).size, 2, group);
});

const { cases } = JSON.parse(readFileSync(new URL("../search/numbers.json", import.meta.url), "utf8"));

for (const { text, numbers: expected } of cases) {
  test(`numbers of ${JSON.stringify(text)}`, () => {
    const folded = makeFold(simple)(text);
    const found = numbersIn(folded);
    assert.deepEqual(found.map(({ word }) => word), expected);
    for (const { from, to } of found) assert.match(folded.slice(from, to), /^第?[^a-z]+条?$/);
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
