// The npm packages: what they say of themselves, and that the launcher starts the program and ends as it does.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { launcher, platform, PLATFORMS, version } from "../../packaging/npm/make.mjs";

const ROOT = new URL("../../", import.meta.url).pathname;

/** A folder in which the launcher is installed, and perhaps a stand-in for the program. */
function installed(script) {
  const folder = mkdtempSync(join(tmpdir(), "mingbai-test-"));
  const modules = join(folder, "node_modules");
  cpSync(join(ROOT, "packaging/npm/bin"), join(modules, "mingbai/bin"), { recursive: true });
  writeFileSync(join(modules, "mingbai/package.json"), JSON.stringify(launcher()));
  if (script !== undefined) {
    const own = join(modules, `@mingbai/${process.platform}-${process.arch}`);
    mkdirSync(join(own, "bin"), { recursive: true });
    writeFileSync(join(own, "package.json"), JSON.stringify({ name: "own", version: "0.0.0" }));
    writeFileSync(join(own, "bin/mingbai"), script);
    chmodSync(join(own, "bin/mingbai"), 0o755);
  }
  return join(modules, "mingbai/bin/mingbai.js");
}

function start(script, ...words) {
  return spawnSync(process.execPath, [installed(script), ...words], { encoding: "utf8" });
}

test("the launcher passes words on and ends as the program ends", () => {
  const { status, stdout } = start('#!/bin/sh\necho "$# $2"\nexit 7\n', "a", "b c");
  assert.equal(stdout, "2 b c\n");
  assert.equal(status, 7);
});

test("the launcher ends by the signal that ended the program", () => {
  const { signal } = start("#!/bin/sh\nkill -TERM $$\n");
  assert.equal(signal, "SIGTERM");
});

test("a machine without its package is told what to do", () => {
  const { status, stderr } = start(undefined);
  assert.equal(status, 2);
  assert.match(stderr, /@mingbai\/.*is not installed/);
  assert.match(stderr, /optional/);
});

test("the launcher asks for every platform, each in its own version", () => {
  const asked = launcher().optionalDependencies;
  assert.deepEqual(Object.keys(asked), Object.keys(PLATFORMS).map((name) => `@mingbai/${name}`));
  for (const name of Object.keys(PLATFORMS)) {
    assert.equal(asked[`@mingbai/${name}`], platform(name).version);
    assert.equal(platform(name).version, version());
  }
});

test("a platform's package holds the list of its crates, the launcher has none", () => {
  assert.ok(platform("linux-x64").files.includes("mingbai.cyclonedx.json"));
  assert.ok(!launcher().files.includes("mingbai.cyclonedx.json"));
});

test("a release makes a package for every platform, and no other", () => {
  const workflow = readFileSync(join(ROOT, ".github/workflows/release.yml"), "utf8");
  const named = [...workflow.matchAll(/npm: ([a-z0-9-]+)/g)].map((found) => found[1]);
  assert.deepEqual(named.toSorted(), Object.keys(PLATFORMS).toSorted());
});
