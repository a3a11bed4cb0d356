// Turns what was typed into what is looked up: a row of units (a character, a syllable, a word) and
// from their neighbourhood the terms, each with the ways it may be written in the index.

import { numbers } from "./shards.js";
import { runs } from "./tokenize.js";

// What a term weighs beside a pair of telling characters.
const SINGLE = 1.2;
const ASKED = 0.8;
const PARTICLE = 0.5;
const PARTICLES = new Set("的了吗呢啊呀吧我你他么在就也都把被给着过上下里个");
const ASKING = new Set(
  "怎么 么办 什么 为什 如何 请问 可以 能不 不能 是不 哪些 哪里 多少 是什 有什 么样 怎样 会怎".split(" "));

// What it costs to leave a letter out of every syllable, as the logarithm of a probability.
const MISFIT = 16;

const GROUP = /([a-z]+)([^a-z]+)/g;

const characters = (steps) => {
  let code = 0;
  return steps.map((step) => String.fromCodePoint((code += step)));
};

/** What a character, or two side by side, say beside a telling pair. */
export const heft = (a, b) => (PARTICLES.has(a) || PARTICLES.has(b) ? PARTICLE : 1);

/** Reads the alphabet of a manifest. Characters and syllables count from 1; 0 is "none". */
export class Sounds {
  constructor({ sounds, counts, chars, variants, of, readings, rarities }) {
    const steps = numbers(chars);
    const sizes = numbers(counts);
    this.chars = [];
    this.numbers = new Map();
    this.syllables = new Map();
    this.syllableOf = [0];
    this.readings = new Map();
    this.weights = [0];
    this.shares = [0];
    sounds.split(" ").forEach((sound, i) => {
      const group = i + 1;
      const from = this.chars.length;
      let weight = 0;
      for (const c of characters(steps.slice(from, from + sizes[i]))) {
        const share = Math.pow(2, -parseInt(rarities[this.chars.length], 36));
        this.shares.push(share);
        weight += share;
        this.chars.push(c);
        this.numbers.set(c, this.chars.length);
        this.syllableOf.push(group);
      }
      this.syllables.set(sound, group);
      this.weights.push(weight);
      this.readings.set(sound, [{ group, only: null }]);
    });
    const simple = numbers(of).map((number) => this.chars[number - 1]);
    this.simple = new Map(characters(numbers(variants)).map((c, i) => [c, simple[i]]));
    this.count = this.weights.length;
    for (const [, sound, members] of readings.matchAll(GROUP)) {
      const sounds = this.readings.get(sound) || [];
      const byGroup = new Map();
      for (const c of members) {
        const number = this.numbers.get(c);
        const at = this.syllableOf[number];
        if (!byGroup.has(at)) byGroup.set(at, new Set());
        byGroup.get(at).add(number);
      }
      for (const [at, only] of byGroup) sounds.push({ group: at, only });
      this.readings.set(sound, sounds);
    }
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
