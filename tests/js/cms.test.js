// The settings for editors in a web page are what Sveltia CMS takes, by the schema that it publishes.

import Ajv from "ajv";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import test from "node:test";

const ROOT = new URL("../../", import.meta.url).pathname;
const MINGBAI = process.env.MINGBAI ?? `${ROOT}target/debug/mingbai`;
const SCHEMA = new URL("node_modules/@sveltia/cms/schema/sveltia-cms.json", import.meta.url);

function settings(repository, ...more) {
  const words = ["schema", "--root", ROOT, "--cms", repository, ...more];
  const { status, stdout, stderr } = spawnSync(MINGBAI, words, { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

const validate = new Ajv({ allErrors: true, logger: false, unknownFormats: "ignore" }).compile(
  JSON.parse(readFileSync(SCHEMA, "utf8")),
);

for (const repository of ["owner/name", "gitlab:group/sub/name", "test"]) {
  for (const language of ["en", "zh"]) {
    test(`${repository}, ${language}: what the schema takes`, () => {
      const made = settings(repository, "--lang", language);
      assert.ok(validate(made), JSON.stringify(validate.errors?.slice(0, 5), null, 1));
    });
  }
}

test("the schema refuses what is no field", () => {
  const made = settings("test");
  made.collections[0].fields[0].widgets = "string";
  assert.ok(!validate(made));
});

test("kinds are collections with their own fields, and relations are picked from what they name", () => {
  const made = settings("owner/name");
  const named = (list, name) => list.find((one) => one.name === name);
  const method = named(made.collections, "method");
  assert.equal(method.folder, "content/methods");
  assert.deepEqual(named(method.fields, "rights").collection, "right");
  assert.equal(named(method.fields, "rights").multiple, true);
  assert.deepEqual(named(method.fields, "body").modes, ["raw"]);
  assert.ok(named(method.fields, "title").required && !named(method.fields, "order").required);
  assert.ok(named(made.collections, "basics"), "a kind of the site's own");
  const data = named(made.collections, "data");
  const files = data.files.map((file) => file.file);
  assert.ok(files.includes("content/data/contacts.yaml") && files.includes("content/data/tags.yaml"));
  // Such an editor would spoil what it has no field for.
  assert.ok(!JSON.stringify(made).match(/data\/(laws|calculators)/), "they are left out");
  const tags = named(method.fields, "tags");
  assert.deepEqual([tags.collection, tags.file, tags.value_field], ["data", "tags", "entries.*.id"]);
  // Every relation leads to a collection, and to a field of it.
  for (const collection of made.collections) {
    for (const field of collection.fields ?? []) {
      if (field.widget !== "relation") continue;
      const to = named(made.collections, field.collection);
      assert.ok(to, `${collection.name}: ${field.name}`);
      if (field.file === undefined) continue;
      const entries = named(to.files, field.file).fields[0].fields;
      assert.ok(named(entries, field.value_field.split(".").pop()), field.name);
    }
  }
});
