// Finds the pages that are called what was typed: first by the index alone, which marks the terms that
// stand in a page's names and numbers pages by how long their shortest name is, about; then by the names
// themselves.

import { EXACT, STEP } from "./constants.js";
import { inChinese } from "./numbers.js";
import { INITIALS } from "./query.js";
import { isLetter } from "./tokenize.js";

// A mask has a bit for each term.
const MOST = 31;
// So many pages whose name is a part of a question are looked at.
const PARTS = 3;
// A name of fewer characters is another one as soon as one of them is wrong.
const SLIP = 4;
// A name in pinyin with fewer letters is another one, too; so many pages with such initials are looked at.
const SPELT = 5;
const MISSPELT = 5;
// In a longer question one character more or less is no slip of the hand.
const WORDY = 12;
// What a name adds to a score, by how it was met; more than all words together.
const NAMED = 10000;
const WHOLE = 4;
export const SOUNDING = 3 * NAMED;
const PART = 2;
const SLIPPED = 1;
// What each character more takes away from a name of which the query is a part.
const CHARACTER = 100;
const COUNTED = 64;

/** The letters and digits of a folded text. */
export const bare = (folded) => Array.from(folded).filter(isLetter);

/** What is asked of the names: which terms must stand in one, in which of its readings a word. */
function demand(chosen) {
  const words = new Map();
  const pairs = [];
  let rest = 0;
  let unknown = 0;
  let spelt = 0;
  let syllables = 1;
  chosen.slice(0, MOST).forEach((term, i) => {
    // What a number means stands beside how it is written.
    if (term.type === "one" || term.meant) return;
    if (term.crowded) unknown |= 1 << i;
    if (term.spelt) {
      spelt |= 1 << i;
      syllables += 1;
      return;
    }
    if (term.type === "two" && !term.numeral) pairs.push({ at: term.at, bit: 1 << i });
    if (!term.word) return (rest |= 1 << i);
    const readings = words.get(term.word) || {};
    readings[term.reading] |= 1 << i;
    words.set(term.word, readings);
  });
  // Letters may be read in many ways: beside them only what is known counts.
  if (words.size) unknown = 0;
  return { rest, unknown, spelt, syllables, words: [...words.values()].map(Object.values), pairs: pairs.sort((a, b) => a.at - b.at) };
}

/** The pages that may be called so, those with the shortest names first, and then some whose names
 * the query contains. `named` and `alike` tell for each page which of the terms stand in its names,
 * or sound like what does; `lengths` how long its shortest name is, at least; `scores` what it scores by its
 * words. */
export function candidates(chosen, { letters, apart }, named, alike, lengths, scores) {
  const { rest, unknown, words, pairs, spelt, syllables } = demand(chosen);
  if (!rest && !words.length) return { called: [], parts: [] };
  const called = [];
  const slips = [];
  const parts = [];
  const misspelt = [];
  const size = leastLike(letters.length);
  for (let page = 0; page < lengths.length; page++) {
    if (!(named[page] | alike[page])) continue;
    const mask = named[page] | unknown;
    const all = mask | alike[page];
    const more = lengths[page] - size;
    if (hasAll(mask, rest, words) && (!apart || !more)) called.push(page);
    else if (!apart && Math.abs(more) < 2 && (more ? size >= SLIP && isNearly(all, pairs) : hasAll(all, rest, words) || (size >= SLIP && isNearly(all, pairs)))) slips.push(page);
    else if (longest(mask, pairs) >= lengths[page]) parts.push(page);
    else if (spelt && (mask & spelt) === spelt && lengths[page] <= syllables) misspelt.push(page);
  }
  called.sort((a, b) => lengths[a] - lengths[b] || scores[b] - scores[a]);
  return { called: called.concat(slips, called.length ? [] : misspelt.slice(-MISSPELT)), parts: parts.slice(-PARTS) };
}

/** The least of the lengths that are one with this. */
const leastLike = (length) => (length > EXACT ? length - ((length - EXACT - 1) % STEP) : length);

/** The entries behind the pages, as many as `named` has more, that may be called so. */
export function entries(chosen, named, pages) {
  const { rest, unknown, words } = demand(chosen);
  const found = [];
  for (let entry = pages; (rest || words.length) && entry < named.length; entry++) {
    if (named[entry] && hasAll(named[entry] | unknown, rest, words)) found.push(entry);
  }
  return found;
}

const hasAll = (mask, rest, words) =>
  (mask & rest) === rest && words.every((readings) => readings.some((bits) => (mask & bits) === bits));

/** Whether one wrong character could be why the others are missing: it is in two pairs at most. */
function isNearly(mask, pairs) {
  let from = -1;
  let has = false;
  for (const { at, bit } of pairs) {
    if (mask & bit) has = true;
    else if (from < 0) from = at;
    else if (at - from > 1) return false;
  }
  return has;
}

/** How many characters side by side stand in a page's names. */
function longest(mask, pairs) {
  let most = 0;
  let length = 0;
  let last = -1;
  for (const { at, bit } of pairs) {
    if (!(mask & bit)) length = 0;
    else length = length && at === last + 1 ? length + 1 : 2;
    last = at;
    if (length > most) most = length;
  }
  return most;
}

/** What a page's names, folded, add to its score. */
export function naming(names, query, sounds) {
  return Math.max(0, ...names.map((name) => valueOf(name, query, sounds)));
}

function valueOf(name, { folded, letters, units, apart }, sounds) {
  const chars = bare(name);
  const typed = letters.join("");
  const text = chars.join("");
  if (text === typed) return WHOLE * NAMED;
  const numbers = chars.map((c) => sounds.numbers.get(c) || 0);
  const fits = (i, at) => units[i].char === chars[at] || (!units[i].char && sounds.isRead(units[i], numbers[at]));
  const from = (at) => units.every((unit, i) => fits(i, at + i));
  if (units.length === chars.length && from(0)) return SOUNDING;
  const rows = [[rowOf(name), rowOf(folded)], [rowOf(inChinese(name)), rowOf(inChinese(folded))]];
  if (rows.some(([name, query]) => name === query)) return SOUNDING;
  if (INITIALS.test(typed) && sounds.spell(numbers).map(([initial]) => initial).join("") === typed) return SOUNDING;
  if (apart) return 0;
  if (letters.length > 1) {
    // Where a part of a word would do, any word would.
    const isRead = units.some(({ char }) => !char) && !units.some(({ char }) => char && /[a-z0-9]/.test(char));
    let at = isRead ? chars.length - units.length : -1;
    while (at >= 0 && !from(at)) at -= 1;
    if (at >= 0 || rows.some(([name, query]) => name.includes(query))) return PART * NAMED - CHARACTER * Math.min(chars.length, COUNTED);
  }
  const isNear = units.length < WORDY && isSlip(units, chars, numbers, sounds);
  return isNear || isMisspelt(typed, sounds.spell(numbers).join("")) ? SLIPPED * NAMED : 0;
}

/** Whether a name in pinyin has one letter wrong, missing or too much, or two in the wrong order. */
function isMisspelt(typed, spelt) {
  const more = spelt.length - typed.length;
  if (!/^[a-z]+$/.test(typed) || typed.length < SPELT || Math.abs(more) > 1) return false;
  let head = 0;
  while (head < typed.length && typed[head] === spelt[head]) head += 1;
  const goesOn = (from, to) => typed.slice(from) === spelt.slice(to);
  if (more < 0) return goesOn(head + 1, head);
  if (more > 0) return goesOn(head, head + 1);
  return goesOn(head + 1, head + 1) || (typed[head] === spelt[head + 1] && typed[head + 1] === spelt[head] && goesOn(head + 2, head + 2));
}

/** The words and numbers of a folded name, and its other characters one by one. */
const rowOf = (name) => ` ${(name.match(/[a-z0-9]+|[零〇一二两三四五六七八九十百千万亿]+|[\p{Alphabetic}\p{N}]/gu) || []).join(" ")} `;

/** Whether all sounds alike, or one character is wrong, missing, or too much. */
function isSlip(units, chars, numbers, sounds) {
  const same = (i, at) => units[i].char === chars[at];
  const alike = (i, at) => same(i, at) || (units[i].ways && sounds.isRead(units[i], numbers[at]));
  if (units.length === chars.length && units.length > 1 && units.every((unit, i) => alike(i, i))) return true;
  if (Math.min(units.length, chars.length) < SLIP || Math.abs(units.length - chars.length) > 1) return false;
  let head = 0;
  while (head < units.length && head < chars.length && alike(head, head)) head += 1;
  let tail = 0;
  const most = Math.min(units.length, chars.length) - head;
  while (tail < most && alike(units.length - 1 - tail, chars.length - 1 - tail)) tail += 1;
  return Math.max(units.length, chars.length) - head - tail <= 1;
}
