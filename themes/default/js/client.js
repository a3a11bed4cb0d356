// The search of a site, as pages and other programs use it through /search/client.js.

import { cut, foldWithOrigin, places } from "./excerpt.js";
import { parse, Sounds } from "./query.js";
import { choose, closeness, guess, likeness, look, missed, score } from "./rank.js";
import { makeReader, numbers, Shelf, unpack } from "./shards.js";
import { makeFold, runs } from "./tokenize.js";

// Nobody types more than this; a pasted page is cut.
const LONGEST_QUERY = 240;
// So many pages are looked at more closely, whatever is asked for; more where they are short.
const POOL = 10;
const MORE = 16;
const BRIEF = 256;
// More than all words together can add to a score.
const NAMED = 1000;

// A smaller index is read as a whole: then not even the ranges that are asked for hint at words.
const SMALL = 64 * 1024;
// The format of docs/search-format.md that this client reads.
const FORMAT = 2;

/** Fetches a file of the search folder; a page that carries its index inside hands in its own. */
function fetchFrom(folder) {
  return (name, options) => fetch(new URL(name, folder), options);
}

/** A search over the index in this folder. */
export function createSearch(folder, load = fetchFrom(folder)) {
  let index = null;
  const open = (fresh) => {
    const opening = Index.open(load, fresh);
    opening.catch(() => {
      if (index === opening) index = null;
    });
    return (index = opening);
  };

  /** The pages for a query, the best first. */
  async function search(query, options = {}) {
    const { signal } = options;
    stopIf(signal);
    if (!String(query).trim()) return [];
    try {
      return await (await (index || open())).search(String(query), options);
    } catch (error) {
      stopIf(signal);
      // A new site was published while this page was open: its manifest names other files.
      if (!error.stale) throw error;
      return (await open(true)).search(String(query), options);
    }
  }

  open();
  return { search, ready: () => index || open() };
}

function stopIf(signal) {
  if (signal && signal.aborted) throw new DOMException("The search was superseded.", "AbortError");
}

class Index {
  static async open(load, fresh) {
    return new Index(load, await readManifest(load, fresh));
  }

  constructor(load, manifest) {
    this.manifest = manifest;
    this.pages = manifest.pages;
    this.sounds = new Sounds(manifest);
    this.fold = makeFold(this.sounds.simple);
    let key = 0;
    this.keys = numbers(manifest.keys).map((step) => (key += step));
    const sizes = numbers(manifest.sizes).concat(numbers(manifest.word_sizes)).map((size) => size * manifest.step);
    const groups = numbers(manifest.groups).map((size) => size * manifest.unit);
    const text = groups.reduce((a, b) => a + b, 0);
    this.pool = text < BRIEF * this.pages ? MORE : POOL;
    const small = sizes.reduce((a, b) => a + b, text) < SMALL;
    this.terms = new Shelf(load, manifest.terms, sizes, manifest.pack, small);
    this.records = new Shelf(load, manifest.texts, groups, manifest.pack, small);
    const symbols = this.sounds.chars.concat(
      [...this.sounds.simple.keys()], Array.from(manifest.extra), manifest.pieces ? manifest.pieces.split("\t") : []);
    this.read = makeReader(symbols, manifest.widths);
  }

  async search(query, { limit = 10, kind, tag, edition, signal } = {}) {
    const folded = this.fold(query.slice(0, LONGEST_QUERY));
    const terms = parse(folded, this.sounds);
    for (const term of terms) term.rarity = guess(term, this.pages, this.manifest.mean);
    const chosen = choose(terms);
    const [found, allowed] = await Promise.all([
      Promise.all(chosen.map((term) => this.find(term))),
      this.allowed(kind, tag),
    ]);
    stopIf(signal);
    let ranked = score(found, this.pages);
    if (allowed) ranked = ranked.filter(({ page }) => allowed.has(page));
    ranked = ranked.slice(0, Math.max(limit, this.pool));
    const records = await this.recordsOf(ranked);
    stopIf(signal);
    return ranked
      .map(({ score }, i) => this.result(records[i], score + this.naming(folded, records[i]), terms, chosen, edition))
      .sort((a, b) => b.score - a.score)
      .slice(0, limit);
  }

  /** The postings of a term. */
  async find(term) {
    const numbers = term.type === "word" ? [this.shardOfWord(term.key)] : term.ways.map(({ key }) => shardOf(this.keys, key));
    if (numbers.some((n) => n < 0)) return { term, exact: [], alike: [] };
    return { term, ...look(term, await this.terms.read(numbers), this.sounds) };
  }

  shardOfWord(word) {
    const at = shardOf(this.manifest.words, word);
    return at < 0 ? at : this.keys.length + at;
  }

  /** The pages of a kind and with a tag; null for all. */
  async allowed(kind, tag) {
    let pages = null;
    for (const key of [kind && "=kind:" + kind, tag && "=tag:" + this.fold(tag)]) {
      if (!key) continue;
      const before = pages;
      pages = new Set();
      for (const entry of (await this.find({ type: "word", key })).exact) {
        unpack(entry, this.pages, (page) => (!before || before.has(page)) && pages.add(page));
      }
    }
    return pages;
  }

  async recordsOf(ranked) {
    const { group } = this.manifest;
    const groups = await this.records.read(ranked.map(({ page }) => Math.floor(page / group)));
    return ranked.map(({ page }, i) => this.read(groups[i], (page % group) + 1)[page % group]);
  }

  /** Whoever types the whole name of a page wants that page. */
  naming(folded, { title, names }) {
    const bare = (text) => runs(text).map(({ chars, letters }) => (chars || [letters]).join("")).join(" ");
    const asked = bare(folded);
    return [title, ...names].some((name) => bare(this.fold(name)) === asked) ? NAMED : 0;
  }

  /** What a page's text adds to its score, and what the reader sees of it. */
  result(record, base, terms, chosen, edition) {
    const { mean } = this.manifest;
    const page = foldWithOrigin(record.title + "\n" + record.blocks.join("\n"), this.fold);
    const found = places(terms, page, this.sounds);
    let score = base + closeness(terms, found, mean);
    terms.forEach((term, i) => {
      if (!chosen.includes(term)) score += missed(term, found[i], page, mean);
    });
    score *= 1 + likeness(terms, found, page, mean);
    const { url, title, kind, tags, crisis } = record;
    return { url: this.manifest.base + (edition ? edition + "/" : "") + url, title, kind, tags, crisis, ...cut(page, terms, found), score };
  }
}

async function readManifest(load, fresh) {
  const response = await load("manifest.json", { cache: fresh ? "reload" : "no-cache" });
  if (!response.ok) throw new Error("search: no manifest (" + response.status + ")");
  const manifest = await response.json();
  if (manifest.format !== FORMAT) throw new Error("search: the index is in another format");
  return manifest;
}

/** The last of some ascending keys that is not above this one; -1 if all are. */
function shardOf(keys, key) {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle] <= key) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
