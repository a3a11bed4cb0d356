// Finds the words of a query in a text and cuts the most telling part of it.

import { numbersIn } from "./numbers.js";
import { fits, isExact } from "./query.js";
import { stem } from "./stem.js";
import { isJoined, isLetter } from "./tokenize.js";

const EXCERPT = 96;
const LEAD = 24;

/** Whether a character ends a sentence. */
export const endsSentence = (c) => "。！？；\n".includes(c);

/** Folds a page's title and text (the first line, and all others) and remembers at which place the
 * character stands that each folded one came from, its number in the alphabet, and where the text
 * starts. In `folded` every character is one unit long, so that places in it are those of `chars`. */
export function foldWithOrigin(text, fold, sounds) {
  const chars = [];
  const numbers = [];
  const from = [];
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at);
    let folded = fold.known.get(code);
    if (!folded) {
      folded = Array.from(fold(String.fromCodePoint(code)), (one) => ({ one, number: sounds.numbers.get(one) || 0 }));
      fold.known.set(code, folded);
    }
    for (let i = 0; i < folded.length; i++) {
      chars.push(folded[i].one);
      numbers.push(folded[i].number);
      from.push(at);
    }
    at += code > 0xffff ? 2 : 1;
  }
  const folded = chars.join("").replace(/[\u{10000}-\u{10ffff}]/gu, "\ufffd");
  return { text, chars, folded, numbers, from, start: chars.indexOf("\n") + 1 };
}

/** Where each term stands: for every term a list of [start, end] in folded characters. */
export function places(terms, { chars, folded, numbers }, sounds) {
  const found = terms.map(() => []);
  // What only sounds alike counts where the word itself is missing: a slip of the keyboard.
  const alike = terms.map(() => []);
  const byKey = new Map();
  const begins = new Uint8Array(sounds.count);
  const meant = terms.some(({ meant }) => meant) ? numbersIn(folded) : [];
  terms.forEach((term, i) => {
    if (term.type === "word") {
      const { key } = term;
      if (key[0] === "'") return;
      for (let at = folded.indexOf(key); at >= 0; at = folded.indexOf(key, at + 1)) {
        const end = endOf(chars, at, term);
        if (end) found[i].push([at, end]);
      }
      if (!term.meant) return;
      for (const { word, from, to } of meant) if (word === key) found[i].push([from, to]);
      found[i].sort(([a], [b]) => a - b);
      return;
    }
    for (const way of term.ways) {
      begins[Math.floor(way.key / sounds.count)] = 1;
      const others = byKey.get(way.key);
      if (others) others.push([i, way]);
      else byKey.set(way.key, [[i, way]]);
    }
  });
  const see = (first, second, range) => {
    for (const [i, way] of byKey.get(sounds.key(first, second)) || []) {
      if (!fits(way, first, second)) continue;
      if (isExact(terms[i], first, second)) found[i].push(range);
      else if (second) alike[i].push(range);
    }
  };
  for (let at = 0; at < numbers.length; at++) {
    const first = numbers[at];
    if (!first || !begins[sounds.syllableOf[first]]) continue;
    see(first, 0, [at, at + 1]);
    const second = numbers[at + 1];
    if (second) see(first, second, [at, at + 2]);
  }
  return found.map((places, i) => (places.length ? places : alike[i]));
}

/** Adds to what is not found where the page says it in other words: `means` are rows of a word of the
 * page and those that readers type for it. */
export function placesOfMeant(terms, found, means, query, { folded }) {
  for (const row of means) {
    const [said, ...others] = row.split(" ");
    const typed = others.filter((word) => query.includes(word));
    if (!typed.length) continue;
    const at = [];
    for (let from = folded.indexOf(said); from >= 0; from = folded.indexOf(said, from + 1)) at.push([from, from + said.length]);
    terms.forEach(({ text, typed: word }, i) => {
      const asked = text || word;
      if (asked && !found[i].length && typed.some((word) => word.includes(asked))) found[i] = at;
    });
  }
}

/** Where the word ends that begins here, if it is a form of this one; one that is still being typed may
 * go on. */
function endOf(chars, from, { key, open }) {
  const isPart = (c) => c && isLetter(c) && !isJoined(c);
  if (isPart(chars[from - 1])) return 0;
  let to = from;
  while (isPart(chars[to])) to += 1;
  if (open) return Math.min(to, from + key.length) || 0;
  return stem(chars.slice(from, to).join("")) === key ? to : 0;
}

/** The part of the text with the weightiest terms, and the ranges in it to mark. */
export function cut({ text, chars, from: starts, start }, terms, found) {
  if (start === chars.length) return { excerpt: "", marks: [] };
  const hits = [];
  terms.forEach(({ type, cover }, term) => {
    // A character of a word that was asked for says nothing where it stands in another word.
    if (type === "one" && !cover) return;
    for (const [from, to] of found[term]) if (from >= start) hits.push({ from, to, term });
  });
  hits.sort((a, b) => a.from - b.from || b.to - a.to);
  // A window that slides over the places and knows how often it has each term.
  const weigh = ({ term }) => terms[term].rarity * terms[term].weight;
  const held = terms.map(() => 0);
  let best = { weight: 0, from: start };
  let weight = 0;
  let end = 0;
  for (const hit of hits) {
    for (; end < hits.length && hits[end].to - hit.from <= EXCERPT - LEAD; end++) {
      if (!held[hits[end].term]++) weight += weigh(hits[end]);
    }
    if (weight > best.weight + 1e-9) best = { weight, from: hit.from };
    if (!--held[hit.term]) weight -= weigh(hit);
  }
  let from = Math.max(start, best.from - LEAD);
  // Better a little early than in the middle of a sentence.
  for (let back = best.from; back > from; back--) {
    if (endsSentence(chars[back - 1])) from = back;
  }
  const to = Math.min(from + EXCERPT, chars.length);
  const before = from > start ? "…" : "";
  const shift = before.length - starts[from];
  // Where the character behind which a range ends has come from.
  const endOf = (last) => {
    const origin = starts[last];
    while (starts[last] === origin) last += 1;
    return last < starts.length ? starts[last] : text.length;
  };
  const marks = [];
  for (const hit of hits) {
    if (hit.from < from || hit.to > to) continue;
    const [start, end] = [starts[hit.from] + shift, endOf(hit.to - 1) + shift];
    const last = marks[marks.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else marks.push([start, end]);
  }
  const excerpt = before + text.slice(starts[from], endOf(to - 1)).replace(/\n/g, " ") + (to < chars.length ? "…" : "");
  return { excerpt, marks };
}
