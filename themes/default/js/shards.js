// Reads the files of the index: shards of postings and groups of records, in ranges of packs where
// the server answers 206, as whole packs where it does not. What has been read is kept for the life
// of the page. The twin of src/index/{shards,bits,huffman,records,packs}.rs.

import { CODE_POINT, FEW, FLOOR, LEVELS, LEVEL_BITS, LONGEST_CODE } from "./constants.js";

/** Says that the search cannot go on; `stale` if the index was replaced by a new one meanwhile. */
export const failure = (what, stale = false) => Object.assign(new Error("search: " + what), { stale });

// Reading this much between two wanted parts is cheaper than asking once more.
const GAP = 1024;

const bodyOf = (response) => response.arrayBuffer().then((buffer) => new Uint8Array(buffer));

/**
 * Where a part lies: the pack by its number, and between which of its bytes.
 * @typedef {{ pack: number, at: number, end: number }} Part
 */

/** A row of parts that lie in packs, each read at most once. */
export class Shelf {
  /**
   * @param {(name: string, options?: RequestInit) => Promise<Response>} load
   * @param {string[]} names
   * @param {number[]} sizes
   * @param {number} limit
   * @param {boolean} small
   */
  constructor(load, names, sizes, limit, small) {
    this.load = load;
    this.names = names;
    this.small = small;
    /** @type {Map<number, Promise<Uint8Array>>} */
    this.held = new Map();
    /** @type {Map<number, Promise<Uint8Array>>} */
    this.whole = new Map();
    let pack = 0;
    let at = 0;
    /** @type {Part[]} */
    this.parts = sizes.map((size) => {
      if (at > 0 && at + size > limit) {
        pack += 1;
        at = 0;
      }
      at += size;
      return { pack, at: at - size, end: at };
    });
  }

  /**
   * The bytes of these parts, in the same order.
   * @param {number[]} numbers
   */
  async read(numbers) {
    const wanted = [...new Set(numbers)].filter((n) => !this.held.has(n)).sort((a, b) => a - b);
    for (const batch of this.batches(wanted)) {
      const reading = this.range(batch);
      for (const n of batch.numbers) {
        this.held.set(n, reading.then((bytesOf) => bytesOf(this.parts[n])));
        this.held.get(n).catch(() => this.held.delete(n));
      }
    }
    return Promise.all(numbers.map((n) => this.held.get(n)));
  }

  /** Puts parts together that lie close to each other in one pack. */
  batches(wanted) {
    const batches = [];
    let last = null;
    for (const n of wanted) {
      const { pack, at, end } = this.parts[n];
      if (!last || last.pack !== pack || at - last.end > GAP) batches.push((last = { pack, at, end, numbers: [] }));
      last.numbers.push(n);
      last.end = end;
    }
    return batches;
  }

  /**
   * Reads a range of a pack, or all of it, and gives a function that cuts parts out.
   * @param {Part} part
   * @returns {Promise<(part: Part) => Uint8Array>}
   */
  async range({ pack, at, end }) {
    let start = 0;
    if (this.small && !this.whole.has(pack)) this.keep(pack, this.ask(pack).then(bodyOf));
    let bytes = await this.whole.get(pack);
    if (!bytes) {
      // A browser's cache lets only one request at a time at a file: ranges of one would queue up.
      const response = await this.ask(pack, { headers: { Range: `bytes=${at}-${end - 1}` }, cache: "no-store" });
      if (response.status === 206) {
        bytes = await bodyOf(response);
        start = at;
      } else {
        // A server that knows no ranges sends all of the pack to every request: one is enough.
        if (!this.whole.has(pack)) this.keep(pack, bodyOf(response));
        else if (response.body) response.body.cancel().catch(() => {});
        bytes = await this.whole.get(pack);
      }
    }
    if (bytes.length < end - start) throw failure("damaged");
    return (part) => bytes.subarray(part.at - start, part.end - start);
  }

  async ask(pack, options) {
    const response = await this.load(this.names[pack] + ".bin", options);
    if (!response.ok) throw failure(response.status, response.status === 404 || response.status === 416);
    return response;
  }

  /** Remembers a whole pack, unless it could not be read. */
  keep(pack, loading) {
    this.whole.set(pack, loading);
    loading.catch(() => this.whole.delete(pack));
  }
}

/** What a level stands for; the twin of src/index/impact.rs. */
export const impact = (level) => FLOOR + ((1 - FLOOR) * level) / (LEVELS - 1);

/**
 * A term as a shard has it: two characters by their numbers, or a word; on how many pages it is; its
 * postings, still packed; for a list of more than `long` pages, the number of the tail and the tail itself
 * once it was read.
 * @typedef {object} Entry
 * @property {number} [first]
 * @property {number} [second]
 * @property {string} [word]
 * @property {number} count
 * @property {Uint8Array} bytes
 * @property {number} [tail]
 * @property {Uint8Array} [rest]
 * @property {[number, number, number][]} [list] of what was found in texts: its postings, not packed
 */

/** The terms of a shard that are `wanted`, still packed; `read` takes the name of one, nothing at the
 * padding. A list of more than `long` pages says where its tail is.
 * @param {Uint8Array} bytes
 * @param {(input: Bits) => any} read
 * @param {number} long
 * @param {(entry: Entry) => boolean} wanted
 * @returns {Entry[]} */
export function termsOf(bytes, read, long, wanted) {
  const input = new Bits(bytes);
  const terms = [];
  for (let term; (term = read(input)); ) {
    term.count = input.varint();
    if (term.count > long) term.tail = input.varint();
    term.bytes = input.slice(input.varint());
    if (wanted(term)) terms.push(term);
  }
  return terms;
}

/** The characters of a term. */
export function readPair(input) {
  const first = input.varint();
  return first && { first, second: input.varint() };
}

/** The word of a term. */
export function readWord(input) {
  const length = input.varint();
  return length && { word: new TextDecoder().decode(input.slice(length)) };
}

/** Calls `each(page, level, named)` for every page of a term; of a long one, for the weightiest.
 * `named` says that the term stands in what the page is called; a single character never tells.
 * @param {Entry} entry
 * @param {number} pages
 * @param {number} long
 * @param {(page: number, level: number, named: number) => void} each */
export function unpack({ count, bytes, tail, rest, second, list }, pages, long, each) {
  if (list) return list.forEach(([page, level, named]) => each(page, level, named));
  unpackList(bytes, tail === undefined ? count : long, pages, second !== 0, each);
  if (rest) unpackList(rest, count - long, pages, second !== 0, each);
}

function unpackList(bytes, count, pages, marked, each) {
  const bits = new Bits(bytes);
  const found = [];
  const levels = [];
  const named = new Uint8Array(count);
  if (count <= FEW) {
    bits.rising(count, 0, pages, (page) => found.push(page));
    found.sort((a, b) => a - b).forEach(() => levels.push(bits.take(LEVEL_BITS)));
    if (marked) found.forEach((page, i) => (named[i] = bits.take(1)));
  } else {
    for (let level = LEVELS - 1; level >= 0; level--) {
      bits.rising(bits.gamma() - 1, 0, pages, (page) => levels.push(level) && found.push(page));
    }
    if (marked) bits.rising(bits.gamma() - 1, 0, count, (i) => (named[i] = 1));
  }
  found.forEach((page, i) => each(page, levels[i], named[i]));
}

const list = (text) => (text ? text.split("\t") : []);

/**
 * A page as the index tells of it.
 * @typedef {object} PageRecord
 * @property {string} url
 * @property {string} title
 * @property {string} kind
 * @property {string[]} tags
 * @property {string[]} names
 * @property {string[]} means rows of a word of the page and what readers type for it
 * @property {boolean} crisis
 * @property {string[]} blocks
 */

/**
 * Makes the function that reads the records of a group.
 * @param {string[]} symbols
 * @param {number[]} widths
 * @returns {(bytes: Uint8Array, count: number) => PageRecord[]}
 */
export function makeReader(symbols, widths) {
  const escape = widths.length - 1;
  // The symbol and the width of the code that any LONGEST_CODE bits begin with: codes rise with their
  // widths, so those of one width follow those of the width before.
  const codes = new Int32Array(1 << LONGEST_CODE);
  let next = 0;
  for (let width = 1; width <= LONGEST_CODE; width++) {
    widths.forEach((of, at) => {
      if (of === width) codes.fill((at << 4) | width, next, (next += 1 << (LONGEST_CODE - width)));
    });
  }
  const read = (bits) => {
    let text = "";
    for (;;) {
      const code = codes[bits.glance(LONGEST_CODE)];
      if (!code || bits.done) throw failure("damaged");
      bits.at += code & 15;
      const at = code >> 4;
      const symbol = at === escape ? String.fromCodePoint(bits.take(CODE_POINT)) : symbols[at];
      if (symbol === "\0") return text;
      text += symbol;
    }
  };
  return (bytes, count) => {
    const bits = new Bits(bytes);
    const records = [];
    for (let i = 0; i < count; i++) {
      const [url, title, kind, tags, flags, names, means, ...blocks] = read(bits).split("\n");
      bits.at = (bits.at + 7) & ~7;
      blocks.pop();
      records.push({ url, title, kind, tags: list(tags), names: list(names), means: list(means), crisis: flags === "!", blocks });
    }
    return records;
  };
}

/** Reads bits from bytes, the highest first; behind the end there are zeros. */
export class Bits {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  get done() {
    return this.at >= this.bytes.length * 8;
  }

  /** The next bits, 1 to 25 of them, without taking them. */
  glance(width) {
    const { bytes } = this;
    const i = this.at >> 3;
    const four = (bytes[i] << 24) | (bytes[i + 1] << 16) | (bytes[i + 2] << 8) | bytes[i + 3];
    return (four << (this.at & 7)) >>> (32 - width);
  }

  take(width) {
    const value = width && this.glance(width);
    this.at += width;
    return value;
  }

  /** A number in groups of seven bits, the lowest first. */
  varint() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.take(8);
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  }

  /** So many whole bytes. */
  slice(length) {
    const from = this.at >> 3;
    this.at += length * 8;
    return this.bytes.subarray(from, from + length);
  }

  gamma() {
    let zeros = 0;
    while (zeros < 24 && !this.take(1)) zeros += 1;
    return (1 << zeros) | this.take(zeros);
  }

  /** A number below `range`. */
  below(range) {
    const digits = 31 - Math.clz32(range);
    const short = 2 ** (digits + 1) - range;
    const value = this.take(digits);
    return value < short ? value : ((value << 1) | this.take(1)) - short;
  }

  /** Calls `each` for `count` numbers from `low` to below `high`, in no order. */
  rising(count, low, high, each) {
    if (high - low === count) {
      while (low < high) each(low++);
    } else if (count > 0) {
      const middle = count >> 1;
      const number = low + middle + this.below(high - low - count + 1);
      each(number);
      this.rising(middle, low, number, each);
      this.rising(count - middle - 1, number + 1, high, each);
    }
  }
}
