// Turns what was typed into what is looked up: a row of units (a character, a syllable, a word) and
// from their neighbourhood the terms, each with the ways it may be written in the index.

import { rising, wandering } from "./lists.js";
import { runs } from "./tokenize.js";

// What a term weighs beside a pair of telling characters.
const SINGLE = 1.3;
const ASKED = 0.8;
const PARTICLE = 0.5;
const PARTICLES = new Set("的了吗呢啊呀吧我你他么在就也都把被给着过上下里个");
const ASKING = new Set(
  "怎么 么办 什么 为什 如何 请问 可以 能不 不能 是不 哪些 哪里 多少 是什 有什 么样 怎样 会怎".split(" "));

// What it costs to leave a letter out of every syllable, as the logarithm of a probability.
const MISFIT = 16;

/** What a character, or two side by side, say beside a telling pair. */
export const heft = (a, b) => (PARTICLES.has(a) || PARTICLES.has(b) ? PARTICLE : 1);

/** The commonest characters in the order of their readings: the first rows of GB 2312. */
function common() {
  const bytes = [];
  for (let row = 0xb0; row < 0xd8; row++) for (let place = 0xa1; place < 0xff; place++) bytes.push(row, place);
  return Array.from(new TextDecoder("gb2312").decode(new Uint8Array(bytes)));
}

const order = (a, b) => a.codePointAt() - b.codePointAt();
const characters = (codes) => codes.map((code) => String.fromCodePoint(code));

/** Reads the alphabet of a manifest. Characters and syllables count from 1; 0 is "none". */
export class Sounds {
  constructor(sounds, next) {
    const table = common();
    const counts = next();
    const places = wandering(next());
    const others = next();
    const codes = characters(wandering(next()));
    this.chars = [];
    this.numbers = new Map();
    this.syllables = new Map();
    this.syllableOf = [0];
    this.readings = new Map();
    sounds.split(" ").forEach((sound, i) => {
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
    const ordered = this.chars.slice().sort(order);
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
    this.shares = new Float64Array(this.chars.length + 1);
    this.weights = new Float64Array(this.count);
    let whole = 0;
    symbols.forEach((symbol, at) => {
      if (!widths[at]) return;
      for (const c of symbol) {
        const number = this.numbers.get(this.simple.get(c) || c);
        if (!number) continue;
        const share = Math.pow(2, -widths[at]);
        this.shares[number] += share;
        whole += share;
      }
    });
    this.shares.forEach((share, number) => {
      this.shares[number] = share / whole;
      this.weights[this.syllableOf[number]] += share / whole;
    });
  }

  /** The key of the shard order for one character, or for two. */
  key(first, second) {
    return this.syllableOf[first] * this.count + this.syllableOf[second];
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

/** Reads a folded query. `sounds` is the site's alphabet. */
export function parse(folded, sounds) {
  const segments = [];
  for (const run of runs(folded)) {
    if (!run.touching || !segments.length) segments.push([]);
    const segment = segments[segments.length - 1];
    if (run.chars) for (const char of run.chars) segment.push({ char, number: sounds.numbers.get(char) || 0 });
    else addWord(segment, run, sounds);
  }
  const terms = [];
  segments.forEach((segment) => addTerms(terms, segment, sounds));
  // The last word may not be finished yet.
  for (const term of terms) term.open = term.type === "word" && folded.endsWith(term.key);
  return terms;
}

function addWord(segment, { word, letters }, sounds) {
  const parts = letters.match(/[a-z]+|[^a-z]+/g);
  const cuts = parts.map((part) => (/^[a-z]/.test(part) ? sounds.cut(part) : null));
  segment.push({ word, read: cuts.some(Boolean) });
  parts.forEach((part, i) => {
    if (!cuts[i] && parts.length > 1) segment.push({ word: part });
    for (const sound of cuts[i] || []) segment.push(sound ? { sound } : { gap: true });
  });
}

function addTerms(terms, segment, sounds) {
  segment.forEach((unit, i) => {
    if (unit.word) return addWordTerms(terms, unit.word, !unit.read);
    if (unit.gap) return;
    const next = segment[i + 1];
    const pair = next && !next.word && !next.gap;
    const alone = segment.filter((other) => !other.word).length === 1;
    const ways = waysOf(unit, sounds);
    const rank = ways.reduce((sum, way) => sum + way.share, 0);
    if (unit.char || alone) {
      terms.push({ type: "one", weight: alone ? 1 : SINGLE * heft(unit.char), cover: alone ? 1 : 0, ways: pairWays(ways, null, sounds), share: rank, exact: unit.char ? [unit.number, 0] : null });
    }
    if (!pair) return;
    const after = waysOf(next, sounds);
    const known = unit.char && next.char;
    const weight = (known && ASKING.has(unit.char + next.char) ? ASKED : 1) * heft(unit.char, next.char);
    const share = rank * after.reduce((sum, way) => sum + way.share, 0);
    terms.push({ type: "two", weight, cover: weight, ways: pairWays(ways, after, sounds), share, exact: known ? [unit.number, next.number] : null });
  });
}

function addWordTerms(terms, word, unread) {
  terms.push({ type: "word", weight: 1, cover: unread ? 1 : 0, key: word, share: 0 });
  if (/^[a-z]{2,5}$/.test(word)) {
    for (let i = 0; i + 1 < word.length; i++) {
      terms.push({ type: "word", weight: unread ? 0.7 : 0.1, cover: unread ? 0.5 : 0, key: "'" + word.slice(i, i + 2), share: 0 });
    }
  }
}

/** The groups of the alphabet in which a unit may stand, each with the characters it may be. */
function waysOf(unit, sounds) {
  if (unit.char) return [{ group: sounds.syllableOf[unit.number], only: null, share: sounds.shares[unit.number] }];
  return (sounds.readings.get(unit.sound) || []).map(({ group, only }) => ({
    group, only,
    share: only ? [...only].reduce((sum, n) => sum + sounds.shares[n], 0) : sounds.weights[group],
  }));
}

/** The keys under which one unit, or two side by side, may be found. */
function pairWays(first, second, sounds) {
  const ways = [];
  for (const a of first) {
    if (!a.group) continue;
    if (!second) ways.push({ key: a.group * sounds.count, first: a.only, second: null });
    else for (const b of second) if (b.group) ways.push({ key: a.group * sounds.count + b.group, first: a.only, second: b.only });
  }
  return ways;
}
