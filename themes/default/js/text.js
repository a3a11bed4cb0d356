// Reads the records: what a result shows of a page. The twin of src/index/huffman.rs and records.rs.

import { Bits } from "./bits.js";

const LONGEST = 20;

/** Makes the function that reads the records of a group. */
export function makeReader(symbols, widths) {
  const bySize = Array.from({ length: LONGEST + 1 }, () => []);
  const escape = widths.length - 1;
  for (let at = 0; at <= escape; at++) {
    const width = parseInt(widths[at], 36);
    if (width) bySize[width].push(at);
  }
  const first = [];
  let next = 0;
  for (let width = 1; width <= LONGEST; width++) {
    first[width] = next;
    next = (next + bySize[width].length) << 1;
  }
  const character = (bits) => {
    let code = 0;
    for (let width = 1; width <= LONGEST; width++) {
      code = (code << 1) | bits.bit();
      const at = bySize[width][code - first[width]];
      if (at === escape) return String.fromCodePoint(bits.take(21));
      if (at !== undefined) return symbols[at];
    }
    throw new Error("search: a record cannot be read");
  };
  return (bytes, count) => {
    const bits = new Bits(bytes);
    const records = [];
    for (let i = 0; i < count; i++) {
      let text = "";
      for (let c = character(bits); c !== "\0"; c = character(bits)) text += c;
      bits.at = (bits.at + 7) & ~7;
      const [url, title, kind, tags, flags, ...blocks] = text.split("\n");
      blocks.pop();
      records.push({ url, title, kind, tags: tags ? tags.split("\t") : [], crisis: flags === "!", blocks });
    }
    return records;
  };
}
