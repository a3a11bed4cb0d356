// The search of a site: what /search/client.js gives to pages and to other programs.

import { digits } from "./bits.js";
import { unpack } from "./postings.js";
import { cut, foldWithOrigin, places } from "./excerpt.js";
import { makeFold } from "./fold.js";
import { parse } from "./query.js";
import { choose, closeness, guess, look, missed, score, TITLE } from "./rank.js";
import { fetchManifest, Shelf, Stale } from "./shards.js";
import { Sounds } from "./sounds.js";
import { makeReader } from "./text.js";

// Shards are as long as so many bytes, times the number in the manifest.
const UNIT = 16;

// Nobody types more than this; a pasted page is cut.
const LONGEST_QUERY = 240;

// So many pages are looked at more closely, whatever is asked for.
const POOL = 10;

/** A search over the index in this folder. */
export function createSearch(folder, manifest = fetchManifest) {
  let index = open();
  index.catch(() => {});

  async function open(fresh) {
    return new Index(folder, await manifest(folder, fresh));
  }

  /** The pages for a query, the best first. */
  async function search(query, options = {}) {
    if (!String(query).trim()) return [];
    try {
      return await (await index).search(String(query), options);
    } catch (error) {
      if (options.signal && options.signal.aborted) throw error;
      // A new site was published while this page was open, or the network failed: begin anew once.
      index = open(error instanceof Stale);
      index.catch(() => {});
      if (!(error instanceof Stale)) throw error;
      return (await index).search(String(query), options);
    }
  }

  return { search, ready: () => index };
}

class Index {
  constructor(folder, manifest) {
    this.pages = manifest.pages;
    this.mean = manifest.mean;
    this.base = manifest.base;
    this.kinds = manifest.kinds;
    this.group = manifest.group;
    this.sounds = new Sounds(manifest);
    this.fold = makeFold(this.sounds.simple);
    let key = 0;
    this.keys = digits(manifest.keys).map((step) => (key += step));
    this.words = manifest.words;
    this.terms = new Shelf(folder, manifest.terms, [...digits(manifest.sizes), ...digits(manifest.word_sizes)].map((size) => size * UNIT), manifest.pack);
    const groups = digits(manifest.groups).map((size) => size * manifest.unit);
    this.records = new Shelf(folder, manifest.texts, groups, manifest.pack);
    this.meanRecord = groups.reduce((a, b) => a + b, 0) / (this.pages || 1);
    const symbols = [...this.sounds.chars, ...this.sounds.simple.keys(), ...Array.from(manifest.extra), ...manifest.pieces.split("\t")];
    this.read = makeReader(symbols, manifest.widths);
  }

  async search(query, { limit = 10, kind, tag, edition, signal } = {}) {
    const check = () => {
      if (signal && signal.aborted) throw signal.reason || new DOMException("Aborted", "AbortError");
    };
    check();
    const terms = parse(this.fold(query.slice(0, LONGEST_QUERY)), this.sounds).terms;
    for (const term of terms) term.rarity = guess(term, this.pages, this.mean);
    const chosen = choose(terms);
    const [found, allowed] = await Promise.all([
      Promise.all(chosen.map((term) => this.find(term))),
      this.allowed(kind, tag),
    ]);
    check();
    let ranked = score(found, this.pages);
    if (allowed) ranked = ranked.filter(({ page }) => allowed.has(page));
    ranked = ranked.slice(0, Math.max(limit, POOL));
    const records = await this.recordsOf(ranked.map(({ page }) => page));
    check();
    const share = Math.pow(Math.min(1, this.meanRecord / 400), 2);
    const results = ranked.map(({ score: base }, i) => this.result(records[i], base, terms, chosen, share, edition));
    return results.sort((a, b) => b.score - a.score).slice(0, limit);
  }

  /** The postings of a term. */
  async find(term) {
    const numbers = term.type === "word" ? [this.shardOfWord(term.key)] : term.ways.map(({ key }) => this.shardOf(key));
    if (numbers.some((n) => n < 0)) return { term, exact: [], alike: [] };
    return { term, ...look(term, await this.terms.read(numbers), this.sounds) };
  }

  shardOf(key) {
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.keys[middle] <= key) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  shardOfWord(word) {
    let at = -1;
    while (at + 1 < this.words.length && this.words[at + 1] <= word) at += 1;
    return at < 0 ? -1 : this.keys.length + at;
  }

  /** The pages of a kind and with a tag; null for all. */
  async allowed(kind, tag) {
    const wanted = [];
    if (kind) wanted.push("=kind:" + kind);
    if (tag) wanted.push("=tag:" + this.fold(tag));
    let pages = null;
    for (const key of wanted) {
      const { exact } = await this.find({ type: "word", key });
      const set = new Set();
      for (const entry of exact) unpack(entry, this.pages, (page) => (!pages || pages.has(page)) && set.add(page));
      pages = set;
    }
    return pages;
  }

  async recordsOf(pages) {
    const groups = await this.records.read(pages.map((page) => Math.floor(page / this.group)));
    return pages.map((page, i) => this.read(groups[i], this.group)[page % this.group]);
  }

  result(record, base, terms, chosen, share, edition) {
    const body = record.blocks.join("\n");
    const text = record.title + "\n" + body;
    const folded = foldWithOrigin(text, this.fold);
    const found = places(terms, folded, this.sounds);
    const near = share ? closeness(terms, found.map((list) => list.map(([start]) => start)), share) : 0;
    const skip = Array.from(record.title).length;
    const inBody = { chars: folded.chars.slice(skip + 1), origin: folded.origin.slice(skip + 1).map(([a, b]) => [a - record.title.length - 1, b - record.title.length - 1]) };
    const shifted = found.map((list) => list.filter(([start]) => start > skip).map(([start, end]) => [start - skip - 1, end - skip - 1]));
    const length = (TITLE * skip + inBody.chars.length) / this.mean;
    let more = 0;
    terms.forEach((term, i) => {
      if (!chosen.includes(term)) more += missed(term, found[i].length - shifted[i].length, shifted[i].length, length);
    });
    return {
      url: this.base + (edition ? edition + "/" : "") + record.url,
      title: record.title, kind: record.kind, tags: record.tags, crisis: record.crisis,
      ...cut(body, inBody, terms, shifted),
      score: base + near + more,
    };
  }
}
