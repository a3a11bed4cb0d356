// Finds the words of a query in a text and cuts the most telling part of it.

const LENGTH = 96;
const LEAD = 24;

/** Folds a text and remembers which character of it each folded one came from. */
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
  return { chars, origin };
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
export function cut(text, folded, terms, found) {
  const hits = [];
  found.forEach((list, i) => list.forEach(([start, end]) => hits.push({ start, end, term: i })));
  hits.sort((a, b) => a.start - b.start || b.end - a.end);
  let best = { weight: 0, from: 0 };
  for (let i = 0; i < hits.length; i++) {
    const seen = new Set();
    let weight = 0;
    for (let j = i; j < hits.length && hits[j].end - hits[i].start <= LENGTH - LEAD; j++) {
      if (seen.has(hits[j].term)) continue;
      seen.add(hits[j].term);
      weight += (terms[hits[j].term].rarity || 0.1) * terms[hits[j].term].weight;
    }
    if (weight > best.weight + 1e-9) best = { weight, from: hits[i].start };
  }
  const { origin } = folded;
  if (!origin.length) return { excerpt: "", marks: [] };
  let from = best.from <= LEAD ? 0 : best.from - LEAD;
  // Better a little early than in the middle of a sentence.
  for (let back = best.from; back > from; back--) {
    if (/[。！？；\n]/.test(folded.chars[back - 1])) {
      from = back;
      break;
    }
  }
  const to = Math.min(from + LENGTH, origin.length);
  const start = origin[from][0];
  const end = origin[to - 1][1];
  const before = from > 0 ? "…" : "";
  const after = to < origin.length ? "…" : "";
  const marks = [];
  for (const hit of hits) {
    if (hit.start < from || hit.end > to) continue;
    const range = [origin[hit.start][0] - start + before.length, origin[hit.end - 1][1] - start + before.length];
    const last = marks[marks.length - 1];
    if (last && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
    else marks.push(range);
  }
  return { excerpt: before + text.slice(start, end).replace(/\n/g, " ") + after, marks };
}
