// The formulas of calculators against the table that the program is held to as well.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { decimal, reckon, stairs } from "../../themes/default/js/formulas.js";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const table = JSON.parse(read("../calculators/vectors.json"));

const near = (is, wanted, what) =>
  wanted === null
    ? assert.equal(is, null, what)
    : assert.ok(Math.abs(is - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)), `${what}: ${is}, not ${wanted}`);

test("every formula gives what the table says", () => {
  assert.ok(table.vectors.length > 40);
  for (const { name, formula, given, wanted, shown } of table.vectors) {
    const found = reckon(formula, { ...given, year: table.year });
    if (wanted === null) {
      assert.equal(found, null, name);
      continue;
    }
    for (const [key, value] of Object.entries(wanted || {})) near(found[key], value, `${name}: ${key}`);
    for (const [key, value] of Object.entries(shown || {})) {
      assert.equal(`${decimal(found[key] * 100, 1)}%`, value, `${name}: ${key}`);
    }
  }
});

test("numbers and stairs are shown as the program shows them", () => {
  for (const [number, places, shown] of table.decimals) assert.equal(decimal(number, places), shown);
  for (const [values, path] of table.stairs) assert.equal(stairs(values), path);
});
