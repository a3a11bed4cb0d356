// Orders pages. First by the index alone: how rare each term is, how weighty on the page, and how
// much of the question the page covers; a term that is missing never excludes a page. Then, among
// the first of them, by how close together the words stand in the text.

import { LENGTH, SATURATION, TITLE } from "./constants.js";
import { endsSentence } from "./excerpt.js";
import { ASKING, fits, GENERAL, heft, isExact } from "./query.js";
import { impact, readPair, readWord, termsOf, unpack } from "./shards.js";

const IDF_POWER = 0.8;
const HOMOPHONE = 0.3;
// Two characters that only meet by chance, the last of one word and the first of the next, tell half of
// what a word does. A word is on so many times more pages than chance would bring it to.
const CHANCE = 0.5;
const WORD = 4;
const PAIRS = 10;
// Of long pages, pairs that tell less than this, beside the most telling, need not be asked for if there are
// some others: their lists are the longest of all, and the texts of the first pages show where they stand.
const LEAST = 0.4;
const ENOUGH = 4;
const NEAR = 0.6;
const NEAR_REACH = 60;
// On pages of up to SHORT characters (the mean, weighted) everything is close, and a sentence that
// says the same tells most; on pages of LONG and more it is the closeness of the words.
const SHORT = 120;
const LONG = 520;
const longness = (mean) => Math.min(1, Math.max(0, (mean - SHORT) / (LONG - SHORT)));

/** @typedef {import("./query.js").Term} Term */
/** @typedef {import("./shards.js").Entry} Entry */

/**
 * The terms that are worth asking for: the most telling, as far as the alphabet knows.
 * @param {Term[]} terms
 * @param {number} mean
 */
export function choose(terms, mean) {
  const known = terms.filter((term) => term.type === "word" || term.ways.length);
  const value = (/** @type {Term} */ { weight, rarity = 0 }) => weight * rarity;
  const pairs = known.filter((term) => term.type === "two" && !term.numeral).sort((a, b) => value(b) - value(a));
  // Of pinyin each pair is needed, for so many characters sound so, and how one asks is how guides begin.
  const isNeeded = (term, i) => longness(mean) < 1 || i < ENOUGH || !term.exact || ASKING.has(term.text) || value(term) > LEAST * value(pairs[0]);
  const others = known.filter(({ type, cover, numeral }) => type === "word" || numeral || (type === "one" && cover));
  return pairs.slice(0, PAIRS).filter(isNeeded).concat(others);
}

/**
 * Reads the postings of a term from its shards: exact spellings, and what sounds alike.
 * @param {Term} term
 * @param {Uint8Array[]} shards
 * @param {import("./query.js").Sounds} sounds
 * @param {number} long
 */
export function look(term, shards, sounds, long) {
  if (term.type === "word") {
    const entries = termsOf(shards[0], readWord, long, ({ word }) => word.startsWith(term.key));
    const exact = entries.filter(({ word }) => word === term.key);
    return { exact: exact.length || !term.open ? exact : entries, alike: [] };
  }
  const exact = [];
  const alike = [];
  shards.forEach((bytes, i) => {
    const way = term.ways[i];
    /** @param {Entry} entry */
    const wanted = ({ first, second }) => sounds.key(first, second) === way.key && fits(way, first, second);
    for (const entry of termsOf(bytes, readPair, long, wanted)) {
      (isExact(term, entry.first, entry.second) ? exact : alike).push(entry);
    }
  });
  return { exact, alike };
}

/** What each page scores by its words, 0 where it has none; `found` pairs each term with its postings. Notes
 * in `named` and `alikes` which of the terms, or what sounds like them, stand in the names of each page.
 * @param {{ term: Term, exact: Entry[], alike: Entry[] }[]} found
 * @param {{ pages: number, long: number, mean: number }} index
 * @param {Uint32Array} named
 * @param {Uint32Array} alikes */
export function score(found, { pages, long, mean }, named, alikes) {
  // Behind the pages stand entries, which are found by their names alone.
  const all = named.length;
  const scores = new Float64Array(pages);
  const covers = new Float64Array(pages);
  const best = new Float64Array(pages);
  const touched = new Uint32Array(pages);
  let size = 0;
  let whole = 0;
  // Says whether a term stands in the names of more pages than are known.
  const gather = (entries, masks, bit) => {
    let crowded = false;
    for (const entry of entries) {
      let names = 0;
      unpack(entry, all, long, (page, level, isNamed) => {
        if (isNamed) {
          masks[page] |= bit;
          names += 1;
        }
        if (page >= pages) return;
        if (!best[page]) touched[size++] = page;
        const value = impact(level);
        if (value > best[page]) best[page] = value;
      });
      crowded = crowded || (names === long && entry.count > long && !entry.rest);
    }
    return crowded;
  };
  found.forEach(({ term, exact, alike }, i) => {
    size = 0;
    term.crowded = gather(exact, named, 1 << i);
    const unread = exact.reduce((sum, { count, tail, rest }) => sum + (tail === undefined || rest ? 0 : count - long), 0);
    // The pages it is known of, where there are more.
    term.head = unread ? touched.slice(0, size) : null;
    const count = Math.min(pages, size + unread);
    const expected = term.type === "two" && term.exact ? chance(term, pages, mean) : 0;
    term.rarity = rarity(pages, count) * (expected ? wordness(count, expected) : 1);
    term.stands = count > expected;
    const cover = term.cover * term.rarity;
    const add = (weight, cover) => {
      for (let k = 0; k < size; k++) {
        scores[touched[k]] += weight * best[touched[k]];
        covers[touched[k]] += cover;
      }
    };
    whole += cover;
    add(term.weight * term.rarity, cover);
    if (term.exact && term.type === "two") {
      gather(alike, alikes, 1 << i);
      add(HOMOPHONE * term.weight * rarity(pages, size), 0);
    }
    for (let k = 0; k < size; k++) best[touched[k]] = 0;
  });
  for (let page = 0; page < pages; page++) {
    if (scores[page]) scores[page] *= Math.sqrt(0.3 + (whole ? covers[page] / whole : 1));
  }
  return scores;
}

/** The pages that score most, up to `count` of them, the best first; of equals those that come first.
 * @param {Float64Array} scores
 * @param {number} count
 * @param {(page: number) => boolean} allowed */
export function first(scores, count, allowed) {
  const found = [];
  let least = 0;
  scores.forEach((score, page) => {
    if (score <= least || !allowed(page)) return;
    let at = found.length;
    while (at && scores[found[at - 1]] < score) at -= 1;
    found.splice(at, 0, page);
    if (found.length > count) found.pop();
    if (found.length === count) least = scores[found[count - 1]];
  });
  return found;
}

/** How rare a term is among so many pages that `count` have it. */
export const rarity = (pages, count) =>
  Math.log(1 + (pages - count + 0.5) / ((count || 0.5) + 0.5)) ** IDF_POWER;

/** How rare a term must be that was not asked for, by the share of its characters in all text. */
export const guess = (term, pages, mean) => rarity(pages, chance(term, pages, mean));

/** On how many pages a term would be if characters stood beside each other by chance. */
const chance = ({ share }, pages, mean) => pages * (1 - Math.exp(-share * mean));

/**
 * Whether a term says what is asked for, and not how.
 * @param {Term} term
 */
const tells = ({ weight, cover, text }) => weight >= 1 && cover >= 1 && !GENERAL.has(text);

/** Whether Chinese was typed of which the index has nothing: no two characters side by side on more pages
 * than chance would bring them to, no word, no number.
 * @param {Term[]} terms */
export function isStrange(terms) {
  const telling = terms.filter(tells);
  return telling.some(({ text }) => text) && !telling.some(({ stands }) => stands);
}

/** Whether a page has something of such a query all the same: two characters that the index was not asked
 * for, or three that at least sound like it.
 * @param {Term[]} terms */
export function says(terms, found, { numbers }) {
  const pairs = terms.map((term, i) => ({ term, at: found[i].map(([start]) => start) }))
    .filter(({ term }) => term.type === "two" && tells(term));
  return pairs.some(({ term, at }, i) => {
    const next = pairs[i + 1];
    const asked = term.stands !== undefined;
    return (!asked && at.some((start) => isExact(term, numbers[start], numbers[start + 1]))) ||
      (next && next.term.at === term.at + 1 && at.some((start) => next.at.includes(start + 1)));
  });
}

/** How much two characters on so many pages are a word, and not two that met by chance. */
function wordness(count, expected) {
  const times = (count + 0.5) / (expected + 0.5);
  return CHANCE + (1 - CHANCE) * Math.min(1, Math.max(0, Math.log(times) / Math.log(WORD)));
}

/**
 * What a term that was not asked for adds to a page, whose text shows where it has it.
 * @param {Term} term
 */
export function missed(term, places, { folded, start }, mean) {
  const weight = places.reduce((sum, [at]) => sum + (at < start ? TITLE : 1), 0);
  const length = (TITLE * start + folded.length - start) / mean;
  return weight ? (term.weight * term.rarity * weight) / (weight + SATURATION * (1 - LENGTH + LENGTH * length)) : 0;
}

/** What the sentence most like the question has in common with it, up to 1: what they share, of all
 * that either says. */
export function likeness(terms, found, { folded }, mean) {
  if (longness(mean) === 1) return 0;
  const singles = terms.some(({ type }) => type === "one");
  const sentences = [];
  const sentenceAt = Array.from(folded, (c, i) => {
    if (endsSentence(c)) return -1;
    if (!i || endsSentence(folded[i - 1])) sentences.push({ size: 0, shared: 0 });
    else sentences[sentences.length - 1].size += heft(folded[i - 1], c);
    if (singles) sentences[sentences.length - 1].size += heft(c, c);
    return sentences.length - 1;
  });
  let asked = 0;
  terms.forEach(({ weight }, i) => {
    asked += weight;
    for (const at of new Set(found[i].map(([start]) => sentenceAt[start]))) if (at >= 0) sentences[at].shared += weight;
  });
  const like = sentences.map(({ size, shared }) => shared / (size + asked - shared));
  return Math.max(0, ...like) * (1 - longness(mean));
}

/** What the closeness of the words in a text adds to a page's score. */
export function closeness(terms, found, mean) {
  const pairs = terms.map((term, i) => ({ term, at: found[i].map(([start]) => start) })).filter(({ term }) => term.type !== "one");
  let sum = 0;
  for (let i = 0; i < pairs.length; i++) {
    for (let j = i + 1; j < pairs.length && j <= i + 4; j++) {
      const distance = nearest(pairs[i].at, pairs[j].at);
      if (distance < NEAR_REACH) {
        sum += Math.min(pairs[i].term.rarity * pairs[i].term.weight, pairs[j].term.rarity * pairs[j].term.weight) * (1 - distance / NEAR_REACH);
      }
    }
  }
  return sum * NEAR * longness(mean);
}

function nearest(these, those) {
  let best = Infinity;
  let k = 0;
  for (const at of these) {
    while (k + 1 < those.length && Math.abs(those[k + 1] - at) <= Math.abs(those[k] - at)) k += 1;
    if (those.length) best = Math.min(best, Math.abs(those[k] - at));
  }
  return Math.max(0, best - 1);
}
