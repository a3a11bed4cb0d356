// Finds the words of a query in a text and cuts the most telling part of it.

import { numbersIn } from "./numbers.js";
import { fits, isExact } from "./query.js";
import { stem } from "./stem.js";
import { isJoined, isLetter } from "./tokenize.js";

const EXCERPT = 96;
const LEAD = 24;

/** Whether a folded character ends a sentence; folding has made wide marks narrow. */
export const endsSentence = (c) => "。!?;\n".includes(c);

/** Folds a page's title and text (the first line, and all others) and remembers the number in the alphabet
 * of each folded character, at which place the one stands that it came from, and where the text starts.
 * In `folded` every character is one unit long. */
export function foldWithOrigin(text, fold, sounds) {
  const { known } = fold;
  const codes = [];
  const numbers = [];
  const from = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (known[code]) {
      codes.push(known[code] & 0xffff);
      numbers.push(known[code] >>> 16);
      from.push(at);
      continue;
    }
    const start = at;
    const char = String.fromCodePoint(text.codePointAt(at));
    const folded = Array.from(fold(char));
    for (const one of folded) {
      codes.push(one.length > 1 ? 0xfffd : one.charCodeAt(0));
      numbers.push(sounds.numbers.get(one) || 0);
      from.push(start);
    }
    if (char.length > 1) at += 1;
    else if (folded.length === 1) known[code] = (numbers[numbers.length - 1] << 16) | codes[codes.length - 1];
  }
  const folded = new TextDecoder("utf-16le").decode(new Uint16Array(codes));
  return { text, folded, numbers, from, start: folded.indexOf("\n") + 1 };
}

/** Where each term stands: for every term a list of [start, end] in folded characters. */
export function places(terms, { folded, numbers }, sounds) {
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
        const end = endOf(folded, at, term);
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
function endOf(folded, from, { key, open }) {
  const isPart = (c) => c && isLetter(c) && !isJoined(c);
  if (isPart(folded[from - 1])) return 0;
  let to = from;
  while (isPart(folded[to])) to += 1;
  if (open) return Math.min(to, from + key.length) || 0;
  return stem(folded.slice(from, to)) === key ? to : 0;
}

/** The part of the text with the weightiest terms, and the ranges in it to mark. */
export function cut({ text, folded, from: starts, start }, terms, found) {
  if (start === folded.length) return { excerpt: "", marks: [] };
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
    if (endsSentence(folded[back - 1])) from = back;
  }
  const to = Math.min(from + EXCERPT, folded.length);
  const before = from > start ? "…" : "";
  const shift = before.length - starts[from];
  // Where the character behind which a range ends has come from.
  const endOf = (last) => {
    const origin = starts[last];
    while (starts[last] === origin) last += 1;
    return last < starts.length ? starts[last] : text.length;
  };
  const marks = [];
  const telling = [];
  for (const hit of hits) {
    if (hit.from < from || hit.to > to) continue;
    const tells = terms[hit.term].weight >= 1;
    const [start, end] = [starts[hit.from] + shift, endOf(hit.to - 1) + shift];
    const last = marks[marks.length - 1];
    if (last && start <= last[1]) {
      last[1] = Math.max(last[1], end);
      telling[marks.length - 1] = telling[marks.length - 1] || tells;
    } else {
      marks.push([start, end]);
      telling.push(tells);
    }
  }
  // What is in every sentence, as 不上 of 还不上, is marked with its neighbours only.
  const shown = marks.filter((_, i) => telling[i]);
  const excerpt = before + text.slice(starts[from], endOf(to - 1)).replace(/\n/g, " ") + (to < folded.length ? "…" : "");
  return { excerpt, marks: shown.length ? shown : marks };
}
