// Makes the npm packages: one with the launcher, one for each platform with a program.
//
//   node packaging/npm/make.mjs OUT linux-x64=target/dist/mingbai [darwin-arm64=… …]
//
// Each program becomes OUT/mingbai-PLATFORM-VERSION.tgz; the launcher names all platforms there are, and
// npm installs the one that fits. Nothing is fetched.

import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Every platform that a release has, by its name in npm: what npm asks of a machine. */
export const PLATFORMS = {
  "linux-x64": { os: ["linux"], cpu: ["x64"], libc: ["glibc"] },
  "linux-arm64": { os: ["linux"], cpu: ["arm64"], libc: ["glibc"] },
  "darwin-x64": { os: ["darwin"], cpu: ["x64"] },
  "darwin-arm64": { os: ["darwin"], cpu: ["arm64"] },
};

/** The texts that go with every package. */
const LICENCES = ["LICENSE-MIT", "LICENSE-APACHE", "packaging/THIRD-PARTY.txt"];

/** The list of the crates in a program, which stands beside it. */
const CRATES = "mingbai.cyclonedx.json";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");

/** The version of Cargo.toml, which is that of every package. */
export function version() {
  const manifest = readFileSync(join(root, "Cargo.toml"), "utf8");
  return /^version = "([^"]+)"/m.exec(manifest)[1];
}

/** What all packages say of themselves. */
function common(name, description) {
  return { name, version: version(), description, license: "MIT OR Apache-2.0" };
}

/** The package.json of the launcher. */
export function launcher() {
  const names = Object.keys(PLATFORMS).map((platform) => [`@mingbai/${platform}`, version()]);
  return {
    ...common("mingbai", "A static knowledge-site generator for consumer-finance guides, in Chinese first"),
    keywords: ["static-site", "markdown", "chinese", "search", "guidance"],
    bin: { mingbai: "bin/mingbai.js" },
    files: ["bin", ...LICENCES.map((licence) => basename(licence))],
    engines: { node: ">=18" },
    optionalDependencies: Object.fromEntries(names),
  };
}

/** The package.json of a platform's package. */
export function platform(name) {
  return {
    ...common(`@mingbai/${name}`, `The program mingbai for ${name}; install the package mingbai`),
    ...PLATFORMS[name],
    files: ["bin", CRATES, ...LICENCES.map((licence) => basename(licence))],
    preferUnplugged: true,
  };
}

/** Packs a package with these files into `out`; gives the name of the archive. */
function pack(out, manifest, files) {
  const folder = mkdtempSync(join(tmpdir(), "mingbai-npm-"));
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const licence of LICENCES) {
    copyFileSync(join(root, licence), join(folder, basename(licence)));
  }
  for (const [from, to] of files) {
    copyFileSync(from, join(folder, to));
    chmodSync(join(folder, to), to.startsWith("bin/") ? 0o755 : 0o644);
  }
  const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", out], { cwd: folder });
  const name = packed.toString().trim();
  // Node compresses a program to some percent more.
  execFileSync("python3", [join(here, "../squeeze"), join(out, name)]);
  return name;
}

function main([out, ...programs]) {
  if (out === undefined || programs.length === 0) {
    console.error("usage: node packaging/npm/make.mjs OUT PLATFORM=PROGRAM …");
    return 2;
  }
  mkdirSync(out, { recursive: true });
  console.log(pack(out, launcher(), [[join(here, "bin/mingbai.js"), "bin/mingbai.js"]]));
  for (const given of programs) {
    const [name, program] = given.split("=");
    if (!(name in PLATFORMS)) {
      console.error(`there is no platform ${name}; there are ${Object.keys(PLATFORMS).join(", ")}`);
      return 2;
    }
    const file = name.startsWith("win32") ? "bin/mingbai.exe" : "bin/mingbai";
    const crates = join(dirname(program), CRATES);
    console.log(pack(out, platform(name), [[program, file], [crates, CRATES]]));
  }
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exit(main(process.argv.slice(2)));
}
