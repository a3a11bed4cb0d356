// Which characters there are, how they sound, and how unspaced pinyin is cut into syllables.

// What it costs to leave a letter out of every syllable, as the logarithm of a probability.
const MISFIT = 16;

const GROUP = /([a-z-]+)([^a-z-]+)/g;
const OTHER = "'";

/** Reads the alphabet of a manifest. Characters and syllables count from 1; 0 is "none". */
export class Sounds {
  constructor({ chars, readings, rarities }) {
    this.chars = [];
    this.simple = new Map();
    this.numbers = new Map();
    this.syllables = new Map();
    this.syllableOf = [0];
    this.readings = new Map();
    this.weights = [0];
    this.shares = [0];
    let group = 0;
    for (const [, sound, members] of chars.matchAll(GROUP)) {
      group += 1;
      this.syllables.set(sound, group);
      let weight = 0;
      let other = false;
      for (const c of members) {
        if (other) this.simple.set(c, this.chars[this.chars.length - 1]);
        else if (c !== OTHER) {
        const share = Math.pow(2, -parseInt(rarities[this.chars.length], 36));
        this.shares.push(share);
        weight += share;
        this.chars.push(c);
        this.numbers.set(c, this.chars.length);
        this.syllableOf.push(group);
        }
        other = c === OTHER;
      }
      this.weights.push(weight);
      this.readings.set(sound, [{ group, only: null }]);
    }
    this.count = group + 1;
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

  /** How common a character is, as a share of all text. */
  share(number) {
    return this.shares[number];
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
