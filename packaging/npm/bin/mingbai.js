#!/usr/bin/env node
// Starts the program that the package for this machine holds, and ends as it ends.
"use strict";

const { spawn } = require("node:child_process");

/** The name of the package with the program for this machine. */
function platformPackage() {
  return `@mingbai/${process.platform}-${process.arch}`;
}

/** Where the program is; nothing where no package has it. */
function find() {
  const name = process.platform === "win32" ? "mingbai.exe" : "mingbai";
  try {
    return require.resolve(`${platformPackage()}/bin/${name}`);
  } catch {
    return undefined;
  }
}

const program = find();
if (program === undefined) {
  console.error(
    `mingbai: the package ${platformPackage()} is not installed.\n` +
      "Install without --omit=optional (npm) or --no-optional; if there is no package for this machine,\n" +
      "build the program with cargo: see the README.",
  );
  process.exit(2);
}

const child = spawn(program, process.argv.slice(2), { stdio: "inherit" });
// Whoever ends this process means that one.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
child.on("error", (error) => {
  console.error(`mingbai: ${program} cannot be started: ${error.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => {
  if (signal === null) {
    process.exit(code);
  }
  // Ended by a signal: end by the same one, as shells expect.
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
