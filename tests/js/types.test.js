// The scripts of the theme have no types of their own: what they hand to each other is described in
// comments, and read here as a compiler would. Nothing is compiled for readers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const here = fileURLToPath(new URL(".", import.meta.url));
const { options, fileNames } = ts.parseJsonConfigFileContent(ts.readConfigFile(here + "tsconfig.json", ts.sys.readFile).config, ts.sys, here);

/** What is wrong with the scripts, if `change` is made to their texts before they are read. */
function wrong(change = (_name, text) => text) {
  const host = ts.createCompilerHost(options);
  const { readFile } = host;
  host.readFile = (name) => change(name.slice(name.lastIndexOf("/") + 1), readFile(name));
  const program = ts.createProgram(fileNames, options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${file && file.fileName.slice(here.length)}:${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
}

test("the scripts hold to the shapes that their comments describe", () => {
  assert.deepEqual(wrong(), []);
});

// A slip of the pen in each of the shapes that modules share.
const SLIPS = {
  "rank.js": ["term.rarity = ", "term.rarety = "],
  "client.js": ["base + (edition", "bass + (edition"],
  "shards.js": ["records.push({ url, title,", "records.push({ url, titel: title,"],
  "query.js": ["type, weight, cover,", "type, wait: weight, cover,"],
};

for (const [file, [right, slip]] of Object.entries(SLIPS)) {
  test(`a slip in ${file} is seen`, () => {
    const found = wrong((name, text) => {
      if (name !== file) return text;
      assert(text.includes(right), `${file} says ${right}`);
      return text.replace(right, slip);
    });
    assert(found.some((line) => line.includes(file)), found.join("\n"));
  });
}
