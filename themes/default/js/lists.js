// Reads the lists of numbers of a manifest: a binary range coder that learns what each list is like
// while reading it. The twin of src/index/lists.rs.

import { KNOWN, MEMORY } from "./constants.js";

const NARROW = 2 ** 24;

/** Gives a function that reads the next list of a text. */
export function makeLists(text) {
  let at = 0;
  let code = 0;
  let range = 2 ** 30;
  let zeros, seen;
  const shift = () => {
    const letter = text.charCodeAt(at++) || 35;
    code = (code << 6) | (letter - (letter > 92 ? 36 : 35));
  };
  const bit = (context) => {
    const bound = (range >> 12) * ((zeros[context] >> 4) | 1);
    const one = code >= bound ? 1 : 0;
    code -= one * bound;
    range = one ? range - bound : bound;
    zeros[context] += ((one ? 0 : 65536) - zeros[context]) / (seen[context] + 2);
    if (seen[context] < MEMORY) seen[context] += 1;
    for (; range < NARROW; range *= 64) shift();
    return one;
  };
  const number = () => {
    let size = 0;
    while (bit(size)) size += 1;
    let value = 1;
    while (size--) value = value * 2 + bit(32 + Math.min(value, KNOWN));
    return value - 1;
  };
  for (let i = 0; i < 5; i++) shift();
  return () => {
    zeros = new Int32Array(33 + KNOWN).fill(32768);
    seen = new Uint8Array(33 + KNOWN);
    return Array.from({ length: number() }, number);
  };
}

/** The numbers of a list that holds the steps up to each. */
export function rising(steps) {
  let number = 0;
  return steps.map((step) => (number += step));
}

/** The numbers of a list of steps up and down, written as 0, 1, 2, 3 … for 0, -1, 1, -2 …. */
export const wandering = (steps) => rising(steps.map((step) => (step % 2 ? -(step + 1) / 2 : step / 2)));

/** Characters by their numbers in Unicode. */
export const characters = (codes) => codes.map((code) => String.fromCodePoint(code));

/** The words that three lists spell: what each shares with the one before, how many characters more, these. */
export function wordsOf(next) {
  const shared = next();
  let last = "";
  return strings(next(), characters(next())).map((rest, i) => (last = Array.from(last).slice(0, shared[i]).join("") + rest));
}

/** Cuts a row of characters into strings of so many. */
export const strings = (sizes, row) => sizes.map((size) => row.splice(0, size).join(""));
