// Reads shards: finds a term in one and unpacks the pages that have it.

import { Bits, Bytes } from "./bits.js";

export const LEVELS = 8;
const WIDTH = 3;
const SHORT = 3;
const FLOOR = 0.15;

/** What a level stands for; the twin of src/index/impact.rs. */
export const impact = (level) => FLOOR + ((1 - FLOOR) * level) / (LEVELS - 1);

/** The characters' shard as a list of terms, still packed. */
export function readPairs(bytes) {
  const input = new Bytes(bytes);
  const terms = [];
  while (!input.done) {
    const first = input.varint();
    if (!first) break;
    const second = input.varint();
    terms.push({ first, second, count: input.varint(), bytes: input.slice(input.varint()) });
  }
  return terms;
}

/** The words' shard, likewise. */
export function readWords(bytes) {
  const input = new Bytes(bytes);
  const decoder = new TextDecoder();
  const terms = [];
  while (!input.done) {
    const word = decoder.decode(input.slice(input.varint()));
    if (!word) break;
    terms.push({ word, count: input.varint(), bytes: input.slice(input.varint()) });
  }
  return terms;
}

/** Calls `each(page, level)` for every page of a term. */
export function unpack({ count, bytes }, pages, each) {
  const bits = new Bits(bytes);
  if (count <= SHORT) {
    const found = [];
    bits.rising(count, 0, pages, (page) => found.push(page));
    found.sort((a, b) => a - b).forEach((page) => each(page, bits.take(WIDTH)));
    return;
  }
  for (let level = LEVELS - 1; level >= 0; level--) {
    bits.rising(bits.gamma() - 1, 0, pages, (page) => each(page, level));
  }
}
