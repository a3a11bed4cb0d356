// The theme's stylesheets and scripts, read against what the oldest browsers of our readers know:
// Chromium 87 (WeChat and old Android web views), Safari 15, Firefox 100. What a newer browser
// makes better may be used where an older one only goes without it; such things are listed here.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import browserslist from "browserslist";
import DoIUse from "doiuse/lib/DoIUse.js";
import { ESLint } from "eslint";
import compat from "eslint-plugin-compat";
import postcss from "postcss";

const browsers = browserslist(["chrome 87", "safari 15", "ios_saf 15.0-15.1", "firefox 100"]);
const theme = new URL("../../themes/default/", import.meta.url);
const read = (folder) => readdirSync(new URL(folder, theme)).map((name) => [name, readFileSync(new URL(folder + name, theme), "utf8")]);

// Features of the data that are used all the same, and what is seen without them.
const WITHOUT = {
  "css-clip-path": "shapes are known, only references to drawings are not",
  "css-focus-visible": ":focus shows the ring to everybody, see base.css",
  "css-gradients": "two colour stops at once are known, only colour spaces are not",
  "css-hanging-punctuation": "marks stay in the line",
  "css-has": "a card in a list keeps its bullet, all steps of a flow are shown",
  "css-logical-props": "the ones in use are known, see LOGICAL",
  "css-marker-pseudo": "the colour of markers is known",
  "css-masks": "counted for clip-path",
  "css-not-sel-list": "lists are not used: the pseudo-class takes one selector",
  "css-overflow": "only `clip` and two values are unknown",
  "css-resize": "a field keeps its size",
  "css-paged-media": "the printer's own margins",
  "css-scroll-behavior": "the page jumps",
  "css-appearance": "the prefix is written, too",
  multicolumn: "breaks between columns are not avoided",
  "text-decoration": "the parts one by one are known, see below",
  "text-emphasis": "the prefix is written, too",
  "text-size-adjust": "the prefix is written, too; others do not enlarge text",
};

const LOGICAL = /^(inset|(margin|padding|border|inset)-(inline|block)(-(start|end))?(-(color|style|width))?)$/;

/** What the data say of a stylesheet, and what they do not know: properties and values of which older
 * browsers drop more than one would think. */
async function complaints(css, name) {
  const found = [];
  const say = (node, what) => found.push(`${name}:${node.source.start.line}: ${what}`);
  const onFeatureUsage = ({ feature, usage, featureData }) => {
    if (!WITHOUT[feature]) say(usage, `${feature}: ${featureData.missing || featureData.partial}`);
  };
  const { root } = await postcss([new DoIUse({ browsers, onFeatureUsage })]).process(css, { from: name });
  root.walkDecls((decl) => {
    const { prop, value, parent } = decl;
    const before = decl.prev();
    if (prop === "text-decoration" && /\s/.test(value)) say(decl, "Safari reads a text-decoration of one word alone");
    if (value === "anywhere" && !(before?.prop === prop && before.value === "break-word")) say(decl, "`break-word` comes first");
    if (/-(inline|block)(-|$)/.test(prop) && !LOGICAL.test(prop) && !/^(contain|scroll)/.test(prop)) say(decl, prop);
    if (/^(translate|rotate|scale|aspect-ratio|content-visibility|field-sizing)$/.test(prop)) say(decl, prop);
    if (/\b\d+[sld]v[hwib]\b|\b\d+cq\w\b|\b(light-dark|color-mix|oklch|lab|round|mod)\(/.test(value)) say(decl, value);
    if (/^(text-emphasis|appearance)/.test(prop) && before?.prop !== `-webkit-${prop}` &&
      !parent.nodes.some((other) => other.prop === `-webkit-${prop}`)) say(decl, `-webkit-${prop} is missing`);
  });
  root.walkRules((rule) => {
    const lone = rule.selectors.length === 1;
    if (!lone && /:(focus-visible|has|is|where|user-valid|popover-open|open)\b/.test(rule.selector)) say(rule, "one unknown selector drops the others: a rule of its own");
    if (/:(is|where)\(/.test(rule.selector)) say(rule, "Chromium 87 knows no :is() and :where()");
  });
  root.walkAtRules("media", (rule) => {
    if (/[<>]/.test(rule.params)) say(rule, "comparisons in media queries are unknown");
  });
  return found;
}

const linter = new ESLint({
  overrideConfigFile: true,
  overrideConfig: [{
    ...compat.configs["flat/recommended"],
    languageOptions: { ecmaVersion: 2020, sourceType: "module", globals: { document: false, location: false, fetch: false } },
    settings: { browsers, lintAllEsApis: true },
  }],
});

/** What is wrong with a script: syntax of after 2020, or something that one of the browsers lacks. */
async function scriptComplaints(text, name) {
  const [{ messages }] = await linter.lintText(text, { filePath: name });
  const found = messages.map(({ line, message }) => `${name}:${line}: ${message}`);
  // Methods of values are beyond the data, and so is what patterns may say.
  const late = /\.(at|findLast|findLastIndex|toSorted|toReversed|toSpliced|with|groupBy|hasOwn|withResolvers|showPopover|checkVisibility)\(|\(\?<[=!]|\/[a-z]*v[a-z]*[.;,)]/g;
  for (const [words] of text.matchAll(late)) found.push(`${name}: ${words}`);
  return found;
}

for (const [name, css] of read("css/")) {
  test(`${name} is read by old browsers`, async () => assert.deepEqual(await complaints(css, name), []));
}

for (const [name, script] of read("js/")) {
  test(`${name} runs in old browsers`, async () => assert.deepEqual(await scriptComplaints(script, name), []));
}

// What must not come back is found where it is put in.
for (const css of [
  "@layer base { a { color: red } }",
  "a { text-decoration: underline dotted red }",
  "a { overflow-wrap: anywhere }",
  "a, b:focus-visible { color: red }",
  "li:has(a), p { color: red }",
  "a:where(.b) { color: red }",
  ".a { &:hover { color: red } }",
  "@container (width > 1px) { a { color: red } }",
  "@media (width >= 40rem) { a { color: red } }",
  "a { height: 100dvh }",
  "a { color: oklch(0 0 0) }",
  "a { translate: 1px }",
  "a { text-emphasis: dot }",
]) {
  test(`finds ${css}`, async () => assert.notDeepEqual(await complaints(css, "planted"), []));
}

for (const script of [
  "[1].at(-1);",
  "structuredClone({});",
  "class A { static { } }",
  "a ||= 1;",
  "class A { #b = 1 }",
  "Object.groupBy([], String);",
  "new URLPattern({});",
  "navigation.navigate('/');",
  "Promise.withResolvers();",
  "await 1;",
  "/(?<=a)b/.test('ab');",
]) {
  test(`finds ${script}`, async () => assert.notDeepEqual(await scriptComplaints(script, "planted.js"), []));
}
