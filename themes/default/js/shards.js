// Reads the files of the index: shards of postings and groups of records, in ranges of packs where
// the server answers 206, as whole packs where it does not. What has been read is kept for the life
// of the page. The twin of src/index/{shards,bits,huffman,records,packs}.rs.

/** Thrown when the index was replaced by a new one while the page was open. */
export class Stale extends Error {
  get stale() {
    return true;
  }
}

// Reading this much between two wanted parts is cheaper than asking once more.
const GAP = 1024;

const bodyOf = (response) => response.arrayBuffer().then((buffer) => new Uint8Array(buffer));

/** A row of parts that lie in packs, each read at most once. */
export class Shelf {
  constructor(load, names, sizes, limit, small) {
    this.small = small;
    this.fetch = load;
    this.names = names;
    this.parts = [];
    this.whole = new Map();
    this.held = new Map();
    let pack = 0;
    let at = 0;
    for (const size of sizes) {
      if (at > 0 && at + size > limit) {
        pack += 1;
        at = 0;
      }
      this.parts.push({ pack, at, size });
      at += size;
    }
  }

  /** The bytes of these parts, in the same order. */
  async read(numbers) {
    const wanted = [...new Set(numbers)].filter((n) => !this.held.has(n)).sort((a, b) => a - b);
    for (const batch of this.batches(wanted)) {
      const loading = this.load(batch);
      for (const n of batch) {
        this.held.set(n, loading.then((bytes) => bytes.get(n)));
        this.held.get(n).catch(() => this.held.delete(n));
      }
    }
    return Promise.all(numbers.map((n) => this.held.get(n)));
  }

  async ask(pack, options) {
    const response = await this.fetch(this.names[pack] + ".bin", options);
    if (response.status === 404 || response.status === 416) throw new Stale("search: the index has moved");
    if (!response.ok) throw new Error("search: " + response.status);
    return response;
  }

  /** Remembers a whole pack, unless it could not be read. */
  keep(pack, loading) {
    this.whole.set(pack, loading);
    loading.catch(() => this.whole.delete(pack));
    return loading;
  }

  /** Puts parts together that lie close to each other in one pack. */
  batches(wanted) {
    const batches = [];
    let end = null;
    for (const n of wanted) {
      const { pack, at, size } = this.parts[n];
      if (end && end.pack === pack && at - end.at <= GAP) batches[batches.length - 1].push(n);
      else batches.push([n]);
      end = { pack, at: at + size };
    }
    return batches;
  }

  async load(batch) {
    const { pack, at } = this.parts[batch[0]];
    const last = this.parts[batch[batch.length - 1]];
    const end = last.at + last.size;
    let start = 0;
    if (this.small && !this.whole.has(pack)) this.keep(pack, this.ask(pack).then(bodyOf));
    let bytes = await this.whole.get(pack);
    if (!bytes) {
      // A browser's cache lets only one request at a time at a file: ranges of one would queue up.
      const response = await this.ask(pack, { headers: { Range: "bytes=" + at + "-" + (end - 1) }, cache: "no-store" });
      bytes = await bodyOf(response);
      if (response.status === 206) start = at;
      else this.keep(pack, Promise.resolve(bytes));
    }
    if (bytes.length < end - start) throw new Error("search: a part is missing");
    return new Map(batch.map((n) => {
      const part = this.parts[n];
      return [n, bytes.subarray(part.at - start, part.at - start + part.size)];
    }));
  }
}

export const LEVELS = 8;
const WIDTH = 3;
const FEW = 3;
const FLOOR = 0.25;

/** What a level stands for; the twin of src/index/impact.rs. */
export const impact = (level) => FLOOR + ((1 - FLOOR) * level) / (LEVELS - 1);

/** The terms of a shard that are `wanted`, still packed; `read` takes the name of one, nothing at the
 * padding. A list of more than `long` pages says where its tail is. */
export function termsOf(bytes, read, long, wanted) {
  const input = new Bytes(bytes);
  const terms = [];
  for (let term; !input.done && (term = read(input)); ) {
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
  return first ? { first, second: input.varint() } : null;
}

/** The word of a term. */
export function readWord(input) {
  const length = input.varint();
  return length ? { word: new TextDecoder().decode(input.slice(length)) } : null;
}

/** Calls `each(page, level)` for every page of a term; of a long one, for the weightiest. */
export function unpack({ count, bytes, tail, rest }, pages, long, each) {
  unpackList(bytes, tail === undefined ? count : long, pages, each);
  if (rest) unpackList(rest, count - long, pages, each);
}

function unpackList(bytes, count, pages, each) {
  const bits = new Bits(bytes);
  if (count <= FEW) {
    const found = [];
    bits.rising(count, 0, pages, (page) => found.push(page));
    found.sort((a, b) => a - b).forEach((page) => each(page, bits.take(WIDTH)));
    return;
  }
  for (let level = LEVELS - 1; level >= 0; level--) {
    bits.rising(bits.gamma() - 1, 0, pages, (page) => each(page, level));
  }
}

const LONGEST = 20;
// So many bits are looked up at once.
const GLANCE = 10;

const list = (text) => (text ? text.split("\t") : []);

/** Makes the function that reads the records of a group. */
export function makeReader(symbols, widths) {
  const bySize = Array.from({ length: LONGEST + 1 }, () => []);
  const escape = widths.length - 1;
  widths.forEach((width, at) => width && bySize[width].push(at));
  // The codes of each width follow each other; those of up to GLANCE bits are also looked up by all
  // numbers that begin with them.
  const first = [];
  const glance = new Int32Array(1 << GLANCE).fill(-1);
  let next = 0;
  for (let width = 1; width <= LONGEST; width++) {
    first[width] = next;
    const free = GLANCE - width;
    if (free >= 0) bySize[width].forEach((at, i) => glance.fill((at << 5) | width, (next + i) << free, (next + i + 1) << free));
    next = (next + bySize[width].length) << 1;
  }
  const symbol = (bits) => {
    const seen = glance[bits.glance(GLANCE)];
    if (seen >= 0) {
      bits.at += seen & 31;
      return seen >> 5;
    }
    let code = bits.take(GLANCE);
    for (let width = GLANCE + 1; width <= LONGEST; width++) {
      code = (code << 1) | bits.take(1);
      const at = bySize[width][code - first[width]];
      if (at !== undefined) return at;
    }
    throw new Error("search: a record cannot be read");
  };
  const text = (bits) => {
    let text = "";
    for (;;) {
      const at = symbol(bits);
      const c = at === escape ? String.fromCodePoint(bits.take(21)) : symbols[at];
      if (c === "\0") return text;
      text += c;
    }
  };
  return (bytes, count) => {
    const bits = new Bits(bytes);
    const records = [];
    for (let i = 0; i < count; i++) {
      const [url, title, kind, tags, flags, names, ...blocks] = text(bits).split("\n");
      bits.at = (bits.at + 7) & ~7;
      blocks.pop();
      records.push({ url, title, kind, tags: list(tags), names: list(names), crisis: flags === "!", blocks });
    }
    return records;
  };
}

/** Reads bits from bytes, the highest first. */
export class Bits {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at * 8;
  }

  /** The next bits, up to 25, without taking them; zeros behind the end. */
  glance(width) {
    const { bytes } = this;
    const i = this.at >> 3;
    const four = (bytes[i] << 24) | (bytes[i + 1] << 16) | (bytes[i + 2] << 8) | bytes[i + 3];
    return width ? (four << (this.at & 7)) >>> (32 - width) : 0;
  }

  take(width) {
    const value = this.glance(width);
    this.at += width;
    return value;
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

/** Reads bytes one after another. */
export class Bytes {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  get done() {
    return this.at >= this.bytes.length;
  }

  varint() {
    let value = 0;
    let shift = 0;
    let byte;
    do {
      byte = this.bytes[this.at++];
      value |= (byte & 127) << shift;
      shift += 7;
    } while (byte > 127);
    return value;
  }

  slice(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}
