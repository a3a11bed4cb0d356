// Finds the words of a query in a text and cuts the most telling part of it.

const EXCERPT = 96;
const LEAD = 24;
export const SENTENCE_END = /[。！？；\n]/;

/** Folds a page's title and text (the first line, and all others) and remembers which character each
 * folded one came from, and where the text starts. */
export function foldWithOrigin(text, fold) {
  const chars = [];
  const origin = [];
  let at = 0;
  for (const c of text) {
    let one = fold.known.get(c);
    if (one === undefined) fold.known.set(c, (one = fold(c)));
    for (const folded of one) {
      chars.push(folded);
      origin.push([at, at + c.length]);
    }
    at += c.length;
  }
  return { text, chars, origin, start: chars.indexOf("\n") + 1 };
}

/** Where each term stands: for every term a list of [start, end] in folded characters. */
export function places(terms, { chars }, sounds) {
  const numbers = chars.map((c) => sounds.numbers.get(c) || 0);
  const text = chars.join("");
  return terms.map((term) => {
    const found = [];
    if (term.type === "word") {
      if (term.key[0] === "'") return found;
      for (let at = text.indexOf(term.key); at >= 0; at = text.indexOf(term.key, at + 1)) found.push([at, at + term.key.length]);
      return found;
    }
    // What only sounds alike counts where the word itself is missing: a slip of the keyboard.
    const alike = [];
    const two = term.type === "two";
    for (let i = 0; i + (two ? 1 : 0) < numbers.length; i++) {
      if (!numbers[i] || (two && !numbers[i + 1])) continue;
      const key = sounds.key(numbers[i], two ? numbers[i + 1] : 0);
      for (const way of term.ways) {
        if (way.key !== key) continue;
        const exact = term.exact && term.exact[0] === numbers[i] && (!two || term.exact[1] === numbers[i + 1]);
        if (term.exact && !exact) {
          if (two) alike.push([i, i + 2]);
          continue;
        }
        if ((way.first && !way.first.has(numbers[i])) || (way.second && !way.second.has(numbers[i + 1]))) continue;
        found.push([i, i + (two ? 2 : 1)]);
      }
    }
    return found.length ? found : alike;
  });
}

/** The part of the text with the weightiest terms, and the ranges in it to mark. */
export function cut({ text, chars, origin, start }, terms, found) {
  if (start === chars.length) return { excerpt: "", marks: [] };
  const hits = [];
  found.forEach((places, term) => places.forEach(([from, to]) => from >= start && hits.push({ from, to, term })));
  hits.sort((a, b) => a.from - b.from || b.to - a.to);
  let best = { weight: 0, from: start };
  for (let i = 0; i < hits.length; i++) {
    const seen = new Set();
    let weight = 0;
    for (let j = i; j < hits.length && hits[j].to - hits[i].from <= EXCERPT - LEAD; j++) {
      if (seen.has(hits[j].term)) continue;
      seen.add(hits[j].term);
      weight += (terms[hits[j].term].rarity || 0.1) * terms[hits[j].term].weight;
    }
    if (weight > best.weight + 1e-9) best = { weight, from: hits[i].from };
  }
  let from = Math.max(start, best.from - LEAD);
  // Better a little early than in the middle of a sentence.
  for (let back = best.from; back > from; back--) {
    if (SENTENCE_END.test(chars[back - 1])) from = back;
  }
  const to = Math.min(from + EXCERPT, chars.length);
  const before = from > start ? "…" : "";
  const shift = before.length - origin[from][0];
  const marks = [];
  for (const hit of hits) {
    if (hit.from < from || hit.to > to) continue;
    const range = [origin[hit.from][0] + shift, origin[hit.to - 1][1] + shift];
    const last = marks[marks.length - 1];
    if (last && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
    else marks.push(range);
  }
  const excerpt = before + text.slice(origin[from][0], origin[to - 1][1]).replace(/\n/g, " ") + (to < chars.length ? "…" : "");
  return { excerpt, marks };
}
