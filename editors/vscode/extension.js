// Starts `mingbai lsp` and hands it to the editor. Everything else is the program's.
"use strict";

const { execFile } = require("node:child_process");
const { promisify } = require("node:util");
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

function command() {
  const settings = vscode.workspace.getConfiguration("mingbai");
  const language = settings.get("language");
  return { path: settings.get("path") || "mingbai", args: language ? ["--lang", language] : [] };
}

async function start() {
  const { path, args } = command();
  const selector = ["markdown", "yaml"].map((language) => ({
    scheme: "file",
    language,
    pattern: "**/{content,themes}/**",
  }));
  client = new LanguageClient(
    "mingbai",
    "Mingbai",
    { command: path, args: [...args, "lsp"] },
    { documentSelector: selector },
  );
  try {
    await client.start();
  } catch (error) {
    vscode.window.showErrorMessage(`Mingbai: ${path} lsp: ${error.message}`);
  }
}

// What the YAML extension has to be told, as `mingbai schema` prints it.
async function schemas() {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) return;
  const { path, args } = command();
  const options = { cwd: folder.uri.fsPath };
  const { stdout } = await promisify(execFile)(path, [...args, "schema", "--output", ".vscode/schemas"], options);
  const settings = vscode.workspace.getConfiguration("yaml", folder.uri);
  const known = settings.inspect("schemas")?.workspaceValue ?? {};
  const merged = { ...known, ...JSON.parse(stdout)["yaml.schemas"] };
  await settings.update("schemas", merged, vscode.ConfigurationTarget.Workspace);
}

exports.activate = async (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand("mingbai.schemas", schemas),
    vscode.commands.registerCommand("mingbai.restart", async () => {
      await client?.dispose();
      await start();
    }),
  );
  await start();
};

exports.deactivate = () => client?.stop();
