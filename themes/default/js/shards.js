// Reads the files of the index: shards of postings and groups of records, in ranges of files where
// the server answers 206, as whole files where it does not. What has been read is kept for the life
// of the page. The twin of src/index/{shards,bits,huffman,records,packs}.rs.

import { CODE_POINT, FEW, FLOOR, LEVELS, LEVEL_BITS, LONGEST_CODE } from "./constants.js";

/** Says that the search cannot go on; `stale` if the index was replaced by a new one meanwhile. */
export const failure = (what, stale = false) => Object.assign(new Error("search: " + what), { stale });

// Reading this much between two wanted parts is cheaper than asking once more.
const GAP = 1024;
// Who has read much of a shelf will want more of it: with a share `s` of it, whole blocks of `s²` times this
// are read. Early questions fetch nothing ahead, and neither does any of a large index.
const AHEAD = 64 * 1024;

// These bytes of a file that every index has are asked for first.
const SAMPLE = "sample.bin";
const FROM = 255;
const EXPECTED = "255,0";

const bodyOf = (response) => response.arrayBuffer().then((buffer) => new Uint8Array(buffer));

/**
 * Where a part lies: in which file, and between which of its bytes.
 * @typedef {{ file: string, at: number, end: number }} Part
 *
 * What is known of the server: whether it sends ranges of files as they are.
 * @typedef {{ ranges: boolean | Promise<boolean> }} Server
 */

/** Asks the server for a range of a file that is the same on all sites; a browser would cut it out of a file
 * that it has. */
export const askSample = (load) => load(SAMPLE, { cache: "no-store", headers: { Range: `bytes=${FROM}-${FROM + 1}` } });

/**
 * Whether the server sends ranges of files as they are, by its answer. A browser refuses what a server
 * compresses without being asked to.
 * @param {Promise<Response>} asked
 */
export async function sendsRanges(asked) {
  try {
    const answer = await asked;
    return answer.status === 206 && String(await bodyOf(answer)) === EXPECTED;
  } catch {
    return false;
  }
}

/** A row of parts that lie in files, each read at most once. */
export class Shelf {
  /**
   * @param {(name: string, options?: RequestInit) => Promise<Response>} load
   * @param {string[]} names of the packs
   * @param {number[]} sizes of the parts
   * @param {number[]} limits of a pack, and of a file
   * @param {Server} server
   */
  constructor(load, names, sizes, [pack, file], server) {
    this.load = load;
    this.server = server;
    /** @type {Map<number, Promise<Uint8Array>>} */
    this.held = new Map();
    /** @type {Map<string, Promise<Uint8Array>>} */
    this.whole = new Map();
    this.size = sizes.reduce((a, b) => a + b, 0);
    this.taken = 0;
    this.parts = divide(names, sizes, pack, file);
  }

  /**
   * The bytes of these parts, in the same order.
   * @param {number[]} numbers
   */
  read(numbers) {
    return Promise.all(this.request(numbers));
  }

  /**
   * The bytes of these parts, each as soon as it is there.
   * @param {number[]} numbers
   * @returns {Promise<Uint8Array>[]}
   */
  request(numbers) {
    const wanted = new Set(numbers.filter((n) => !this.held.has(n)));
    const block = AHEAD * (this.taken / this.size) ** 2;
    for (const n of [...wanted]) for (const one of this.around(n, block)) wanted.add(one);
    for (const batch of this.batches([...wanted].sort((a, b) => a - b))) {
      const reading = this.range(batch);
      for (const n of batch.numbers) {
        this.held.set(n, reading.then((bytesOf) => bytesOf(this.parts[n])));
        this.held.get(n).then(() => (this.taken += this.parts[n].end - this.parts[n].at), () => this.held.delete(n));
      }
    }
    return numbers.map((n) => this.held.get(n));
  }

  /** The parts between a part and the ends of its block, or those before them that were read already. */
  around(n, block) {
    const around = [];
    const blockOf = ({ file, at }) => file + Math.floor(at / block);
    const isNear = (other) => this.parts[other] && !this.held.has(other) && blockOf(this.parts[other]) === blockOf(this.parts[n]);
    if (block > this.parts[n].end - this.parts[n].at) {
      for (let other = n - 1; isNear(other); other--) around.push(other);
      for (let other = n + 1; isNear(other); other++) around.push(other);
    }
    return around;
  }

  /** Puts parts together that lie close to each other in one file. */
  batches(wanted) {
    const batches = [];
    let last = null;
    for (const n of wanted) {
      const { file, at, end } = this.parts[n];
      if (!last || last.file !== file || at - last.end > GAP) batches.push((last = { file, at, end, numbers: [] }));
      last.numbers.push(n);
      last.end = end;
    }
    return batches;
  }

  /**
   * Reads a range of a file, or all of it, and gives a function that cuts parts out.
   * @param {Part} part
   * @returns {Promise<(part: Part) => Uint8Array>}
   */
  async range({ file, at, end }) {
    const { server, whole } = this;
    if ((await server.ranges) && !whole.has(file)) {
      const bytes = await this.part(file, at, end);
      if (bytes) return (part) => bytes.subarray(part.at - at, part.end - at);
    }
    if (!whole.has(file)) this.keep(file, this.ask(file));
    const bytes = await whole.get(file);
    if (bytes.length < end) throw failure("damaged");
    return (part) => bytes.subarray(part.at, part.end);
  }

  /** A range of a file; null if it does not come. If something else does, none is asked for any more. */
  async part(file, at, end) {
    const response = await this.load(file, { headers: { Range: `bytes=${at}-${end - 1}` } }).catch(() => null);
    if (!response || !response.ok) return null;
    if (response.status === 206) {
      const bytes = await bodyOf(response).catch(() => null);
      if (!bytes || bytes.length === end - at) return bytes;
    } else if (!this.whole.has(file)) this.keep(file, bodyOf(response));
    this.server.ranges = false;
    return null;
  }

  async ask(file) {
    const response = await this.load(file);
    if (!response.ok) throw failure(response.status, response.status === 404);
    return bodyOf(response);
  }

  /** Remembers a whole file, unless it could not be read. */
  keep(file, loading) {
    this.whole.set(file, loading);
    loading.catch(() => this.whole.delete(file));
  }
}

/** Where each part lies: a file ends before it would be longer than `file` bytes, a pack of files before it
 * would be longer than `pack`.
 * @returns {Part[]} */
function divide(names, sizes, pack, file) {
  let name = 0;
  let number = 0;
  let before = 0;
  let at = 0;
  return sizes.map((size) => {
    if (before + at && before + at + size > pack) {
      name += 1;
      number = before = at = 0;
    } else if (at && at + size > file) {
      number += 1;
      before += at;
      at = 0;
    }
    at += size;
    return { file: `${names[name]}-${number}.bin`, at: at - size, end: at };
  });
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
  const found = new Uint32Array(count);
  const levels = new Uint8Array(count);
  const named = new Uint8Array(count);
  if (count <= FEW) {
    bits.rising(count, 0, pages, found, 0);
    found.sort().forEach((_, i) => (levels[i] = bits.take(LEVEL_BITS)));
    if (marked) found.forEach((_, i) => (named[i] = bits.take(1)));
  } else {
    let at = 0;
    for (let level = LEVELS - 1; level >= 0; level--) {
      const end = bits.rising(bits.gamma() - 1, 0, pages, found, at);
      levels.fill(level, at, end);
      at = end;
    }
    if (marked) {
      const places = new Uint32Array(bits.gamma() - 1);
      bits.rising(places.length, 0, count, places, 0);
      for (const i of places) named[i] = 1;
    }
  }
  for (let i = 0; i < count; i++) each(found[i], levels[i], named[i]);
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

  /** A number in groups of seven bits, the lowest first, at a whole byte. */
  varint() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at >> 3];
      this.at += 8;
      value |= (byte & 127) << shift;
      if (!(byte > 127)) return value;
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
    const short = (2 << digits) - range;
    const value = this.glance(digits + 1);
    const few = value >> 1 < short;
    this.at += few ? digits : digits + 1;
    return few ? value >> 1 : value - short;
  }

  /** Puts `count` numbers from `low` to below `high`, in no order, into `out` from `at` on; says where they
   * end. */
  rising(count, low, high, out, at) {
    while (count > 0) {
      if (high - low === count) {
        while (low < high) out[at++] = low++;
        break;
      }
      const middle = count >> 1;
      const number = low + middle + this.below(high - low - count + 1);
      out[at++] = number;
      at = this.rising(middle, low, number, out, at);
      count -= middle + 1;
      low = number + 1;
    }
    return at;
  }
}
