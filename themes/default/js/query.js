// Turns what was typed into what is looked up: a row of units (a character, a syllable, a word) and
// from their neighbourhood the terms, each with the ways it may be written in the index.

import { characters, rising, wandering, wordsOf } from "./lists.js";
import { inChinese, numbersIn } from "./numbers.js";
import { stem } from "./stem.js";
import { runs } from "./tokenize.js";

// What a term weighs beside a pair of telling characters.
const SINGLE = 1.3;
const ASKED = 0.8;
const PARTICLE = 0.5;
const PARTICLES = new Set("的了吗呢啊呀吧我你他么在就也都把被给着过上下里个");
export const ASKING = new Set(
  "怎么 么办 什么 为什 如何 请问 可以 能不 不能 是不 哪些 哪里 多少 是什 有什 么样 怎样 会怎".split(" "));

// Words of any question: whoever has only these in common with a page does not talk about the same.
export const GENERAL = new Set("时候 原因 意思 做法 方法 办法 问题 情况 事情 东西 知道 需要 应该 可能 没有 一个 这个 现在 介绍".split(" "));

// What may be the first letters of a name: of a long one, if it cannot be a word.
export const INITIALS = /^(?:[a-z]{2,5}|[^aeiou\W\d_]{6,8})$/;

// What it costs to leave a letter out of every syllable, as the logarithm of a probability.
const MISFIT = 16;
// A name in pinyin of more syllables is a sentence.
const SYLLABLES = 4;

/** What a character, or two side by side, say beside a telling pair. */
export const heft = (a, b) => (PARTICLES.has(a) || PARTICLES.has(b) ? PARTICLE : 1);

/** The commonest characters in the order of their readings: the first rows of GB 2312. */
function common() {
  const bytes = [];
  for (let row = 0xb0; row < 0xd8; row++) for (let place = 0xa1; place < 0xff; place++) bytes.push(row, place);
  return Array.from(new TextDecoder("gb2312").decode(new Uint8Array(bytes)));
}

/** Whether two characters, by their numbers, are among those that a way allows.
 * @param {{ first: Set<number> | null, second: Set<number> | null }} way
 * @param {number} a
 * @param {number} b */
export const fits = ({ first, second }, a, b) => !(first && !first.has(a)) && !(second && !second.has(b));

/** Whether two characters are what was typed; whoever typed pinyin means all that sounds so.
 * @param {Term} term
 * @param {number} a
 * @param {number} b */
export const isExact = ({ exact }, a, b) => !exact || (exact[0] === a && exact[1] === b);

/** Reads the alphabet of a manifest. Characters and syllables count from 1; 0 is "none". */
export class Sounds {
  constructor(next) {
    const table = common();
    this.names = wordsOf(next);
    const counts = next();
    const places = wandering(next());
    const others = next();
    const codes = characters(wandering(next()));
    this.chars = [];
    this.numbers = new Map();
    this.syllables = new Map();
    this.syllableOf = [0];
    this.readings = new Map();
    this.names.forEach((sound, i) => {
      for (const c of [...places.splice(0, counts[i]).map((place) => table[place]), ...codes.splice(0, others[i])]) {
        this.chars.push(c);
        this.numbers.set(c, this.chars.length);
        this.syllableOf.push(i + 1);
      }
      this.syllables.set(sound, i + 1);
      this.readings.set(sound, [{ group: i + 1, only: null }]);
    });
    this.count = this.syllables.size + 1;
    this.readMore(rising(next()), next());
    const ordered = this.chars.slice().sort((a, b) => a.codePointAt() - b.codePointAt());
    const simple = rising(next()).map((place) => ordered[place]);
    this.simple = new Map(characters(wandering(next())).map((c, i) => [c, simple[i]]));
  }

  /** Adds the other readings of common characters: the number of one, and of its syllable. */
  readMore(numbers, syllables) {
    const all = [...this.readings.values()];
    numbers.forEach((number, i) => {
      const ways = all[syllables[i] - 1];
      const group = this.syllableOf[number];
      let way = ways.find((other) => other.only && other.group === group);
      if (!way) ways.push((way = { group, only: new Set() }));
      way.only.add(number);
    });
  }

  /** Learns how often each character occurs from the widths of the codes of `symbols`, which are
   * their probabilities: those of the alphabet, of what is folded to it, of longer strings. */
  weigh(symbols, widths) {
    const weights = new Float64Array(this.chars.length + 1);
    symbols.forEach((symbol, at) => {
      // Marks and Latin letters are not in the alphabet; they go to 0, which is none of it.
      for (const c of symbol) weights[this.numbers.get(this.simple.get(c) || c) || 0] += widths[at] && 2 ** -widths[at];
    });
    weights[0] = 0;
    const whole = weights.reduce((a, b) => a + b);
    this.shares = weights.map((weight) => weight / whole);
    this.weights = new Float64Array(this.count);
    this.shares.forEach((share, number) => (this.weights[this.syllableOf[number]] += share));
  }

  /** The key of the shard order for one character, or for two. */
  key(first, second) {
    return this.syllableOf[first] * this.count + this.syllableOf[second];
  }

  /** A character of a query, with the group of the alphabet in which it stands. */
  unit(char) {
    const number = this.numbers.get(char) || 0;
    const group = this.syllableOf[number];
    return { char, number, ways: group ? [{ group, only: null, share: this.shares[number] }] : [] };
  }

  /** Whether a character, by its number, may be read as a unit is. */
  isRead({ ways }, number) {
    return ways.some(({ group, only }) => group === this.syllableOf[number] && (!only || only.has(number)));
  }

  /** How characters are read. */
  spell(numbers) {
    return numbers.map((number) => this.names[this.syllableOf[number] - 1] || "?");
  }

  /** The groups in which a syllable may stand, each with the characters it may be. */
  ways(sound) {
    return this.readings.get(sound).map(({ group, only }) => ({
      group, only,
      share: only ? [...only].reduce((sum, n) => sum + this.shares[n], 0) : this.weights[group],
    }));
  }

  /** Cuts letters into syllables that occur, the likeliest way, with null for letters that fit
   * nowhere; null if most of them do not. */
  cut(letters) {
    const best = [{ score: 0 }];
    for (let end = 1; end <= letters.length; end++) {
      best[end] = { score: best[end - 1].score - MISFIT, sound: null, from: end - 1 };
      for (let from = Math.max(0, end - 6); from < end; from++) {
        const sound = letters.slice(from, end);
        if (!this.readings.has(sound)) continue;
        const score = best[from].score + Math.log(this.weights[this.syllables.get(sound)] || 1e-5);
        if (score > best[end].score) best[end] = { score, sound, from };
      }
    }
    const syllables = [];
    let misfits = 0;
    for (let end = letters.length; end > 0; end = best[end].from) {
      syllables.unshift(best[end].sound);
      if (!best[end].sound) misfits += 1;
    }
    return misfits * 4 > letters.length ? null : syllables;
  }
}

/**
 * What a character or a syllable may be: the group of the alphabet in which it stands, only these characters
 * of it (null for all), how much of all text that is.
 * @typedef {{ group: number, only: Set<number> | null, share?: number }} Way
 *
 * What is looked up: `one` character, `two` side by side, a `word`.
 * @typedef {object} Term
 * @property {"one" | "two" | "word"} type
 * @property {number} weight what it tells beside a telling pair
 * @property {number} cover what it counts when it is asked how much of the query a page covers
 * @property {number} share how much of all text it would be if characters met by chance
 * @property {number} [rarity] set when it is known
 * @property {number} [at] where its first unit stands in the query
 * @property {string} [text] its characters, if they were typed as such
 * @property {string} [word] the word that was typed, of which it is a reading
 * @property {"sound" | "word" | "initials"} [reading]
 * @property {{ key: number, first: Set<number> | null, second: Set<number> | null }[]} [ways] of characters
 * @property {number[] | null} [exact] their numbers; null where whatever sounds so is meant
 * @property {string} [key] of a word: how the index has it
 * @property {string} [typed] of a word: how it was typed
 * @property {boolean} [open] whether the word may not be finished yet
 * @property {boolean} [meant] whether it is what a number means
 * @property {boolean} [numeral] whether it is a part of the number of a name
 * @property {boolean} [spelt] whether it is the initials of a name that may be misspelt
 * @property {boolean} [stands] of one that was looked up: whether pages have it, and not by chance
 * @property {Uint32Array | null} [head] the pages that it is known of, where there are more
 * @property {boolean} [crowded] whether it stands in the names of more pages than are known
 */

// What stands behind a character that is looked up alone.
const NOTHING = { number: 0, ways: [{ group: 0, only: null, share: 1 }] };

// A number with which a name ends, or that it has in brackets.
const LAST_NUMBER = /(\p{Script=Han})\s+(?=[([]?(?:\d{1,4}|[一二三四五六七八九十]{1,3})[^\p{Alphabetic}\p{N}]*$)/u;
const NAME_NUMBER = /(\p{Script=Han})([^\p{Alphabetic}\p{N}]*)([一二三四五六七八九十]{1,3})(?=[)\]]|[^\p{Alphabetic}\p{N}]*$)/gu;

/** Reads a folded query: its terms, its units one by one, and whether it is several things side by
 * side and not one name: Chinese has no spaces. `sounds` is the site's alphabet.
 * @param {string} query
 * @param {Sounds} sounds */
export function parse(query, sounds) {
  // A number behind a space belongs to the name before it.
  const folded = query.replace(LAST_NUMBER, "$1");
  const segments = [];
  for (const run of runs(folded)) {
    if (!run.touching) segments.push([]);
    const segment = segments[segments.length - 1];
    if (run.chars) for (const char of run.chars) segment.push(sounds.unit(char));
    else addWord(segment, run, sounds);
  }
  /** @type {Term[]} */
  const terms = [];
  let at = 0;
  for (const segment of segments) {
    for (const unit of segment) unit.at = at++;
    addTerms(terms, segment, sounds.count);
    at += 1;
  }
  if (segments.length === 1) addInitials(terms, segments[0]);
  // The last word may not be finished yet.
  for (const term of terms) term.open = term.type === "word" && folded.endsWith(term.typed);
  addNumbers(terms, folded);
  addNumerals(terms, folded, sounds);
  const units = segments.flat().flatMap((unit) => {
    if (!unit.word) return unit.ways ? [unit] : [{ char: "?" }];
    return unit.read ? [] : Array.from(unit.word, (char) => ({ char, ways: [] }));
  });
  const apart = /\S\s+\S/.test(folded) && terms.some(({ type }) => type !== "word");
  return { terms, units, apart };
}

/** What numbers mean tells more than the parts that they are written in. */
function addNumbers(terms, folded) {
  const words = terms.filter(({ type }) => type === "word");
  for (const { word, from, to } of numbersIn(folded)) {
    const written = folded.slice(from, to);
    for (const part of words) if (written.includes(part.typed)) Object.assign(part, { weight: PARTICLE, cover: 0 });
    terms.push({ type: "word", weight: 1, cover: 1, key: word, share: 0, meant: true });
  }
}

/** The number of a name, as the index has it: 案四 for 案（四） and 案4. */
function addNumerals(terms, folded, sounds) {
  for (const { 1: before, 3: number } of inChinese(folded).matchAll(NAME_NUMBER)) {
    const row = Array.from(before + number, (char) => sounds.unit(char));
    row.slice(1).forEach((unit, i) => {
      if (terms.some(({ text }) => text === row[i].char + unit.char)) return;
      const [key, exact] = [sounds.key(row[i].number, unit.number), [row[i].number, unit.number]];
      terms.push({ type: "two", weight: 0, cover: 0, share: 0, ways: [{ key, first: null, second: null }], exact, numeral: true });
    });
    for (const term of terms) if (term.typed && inChinese(before + term.typed) === before + number) term.meant = true;
  }
}

function addWord(segment, { word = "", letters = "" }, sounds) {
  const parts = letters.match(/[a-z]+|[^a-z]+/g);
  const cuts = parts.map((part) => (/^[a-z]/.test(part) ? sounds.cut(part) : null));
  segment.push({ word, read: cuts.some(Boolean), sounds: parts.length > 1 ? [] : cuts[0] || [] });
  parts.forEach((part, i) => {
    if (!cuts[i] && parts.length > 1) segment.push({ word: part, part: word });
    // Letters that fit nowhere leave a gap.
    for (const sound of cuts[i] || []) segment.push({ ways: sound && sounds.ways(sound), part: word });
  });
}

/** The first letters of a name that is typed in pinyin: they are right where another letter is wrong. */
function addInitials(terms, segment) {
  const [unit, ...others] = segment;
  const letters = (unit.sounds || []).filter(Boolean).map(([letter]) => letter);
  if (letters.length > SYLLABLES || others.some(({ word }) => word)) return;
  letters.slice(1).forEach((letter, i) =>
    terms.push({ type: "word", weight: 0, cover: 0, key: "'" + letters[i] + letter, share: 0, spelt: true }));
}

/** `count` is how many syllables there are. */
function addTerms(terms, segment, count) {
  const single = segment.filter(({ word }) => !word).length === 1;
  segment.forEach((unit, i) => {
    if (unit.word) return addWordTerms(terms, unit.word, !unit.read, unit.part);
    if (!unit.ways) return;
    // 万 of 3万 says little, and what is typed as pinyin is not a word.
    const alone = single && (!unit.char || segment.length === 1);
    const add = (type, weight, cover, next) => terms.push({
      type, weight, cover,
      at: unit.at,
      text: unit.char && next.char && unit.char + next.char,
      word: unit.part || next.part,
      reading: "sound",
      ways: unit.ways.flatMap((a) => next.ways.map((b) => ({ key: a.group * count + b.group, first: a.only, second: b.only }))),
      share: shareOf(unit) * shareOf(next),
      exact: unit.number >= 0 && next.number >= 0 ? [unit.number, next.number] : null,
    });
    if (unit.char || alone) add("one", alone ? 1 : SINGLE * heft(unit.char), alone ? 1 : 0, NOTHING);
    const next = segment[i + 1];
    if (!next || !next.ways) return;
    const weight = (ASKING.has(unit.char + next.char) ? ASKED : 1) * heft(unit.char, next.char);
    add("two", weight, weight, next);
  });
}

const shareOf = ({ ways }) => ways.reduce((sum, { share }) => sum + share, 0);

function addWordTerms(terms, word, unread, part) {
  const add = (weight, cover, key) => terms.push({
    type: "word", weight, cover, key, share: 0,
    typed: word,
    word: part || word,
    reading: part ? "sound" : key[0] !== "'" ? "word" : "initials",
  });
  add(1, unread ? 1 : 0, stem(word));
  if (!INITIALS.test(word)) return;
  for (let i = 0; i + 1 < word.length; i++) add(unread ? 0.7 : 0.1, unread ? 0.5 : 0, "'" + word.slice(i, i + 2));
}
