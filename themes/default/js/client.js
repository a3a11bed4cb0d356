// The search of a site, as pages and other programs use it through /search/client.js.

import { EXACT, FORMAT, NAME, SMALL, STEP } from "./constants.js";
import { cut, foldWithOrigin, places, placesOfMeant } from "./excerpt.js";
import { bare, candidates, entries, naming, SOUNDING } from "./names.js";
import { plainArticles } from "./numbers.js";
import { parse, Sounds } from "./query.js";
import { choose, closeness, first, guess, isStrange, likeness, look, missed, says, score } from "./rank.js";
import { characters, makeLists, rising, strings, wordsOf } from "./lists.js";
import { askSample, failure, makeReader, sendsRanges, Shelf, unpack } from "./shards.js";
import { makeFold } from "./tokenize.js";

// Nobody types more than this; a pasted page is cut.
const LONGEST_QUERY = 240;
// So many pages are looked at more closely, whatever is asked for. Where they are short it may be
// more, for a long question: each of its terms is one more chance to tell them apart.
const POOL = 10;
const MORE = 20;
const PER_TERM = 2.5;
const BRIEF = 256;
// With the next letter most of the same pages are looked at again: so many are kept as they are weighed.
const KEPT = 64;

/**
 * What a search may be asked.
 * @typedef {{ limit?: number, kind?: string, tag?: string, edition?: string, signal?: AbortSignal }} Options
 */

/** A search over the index in this folder. `load` fetches a file of it: a page that carries its index
 * inside hands in its own. `early` may be the answers to requests for the manifest and for the sample that
 * were sent while this module was still on its way. `apart` has the texts of the pages where the index is without them. */
export function createSearch(folder, load = (name, options) => fetch(new URL(name, folder), options), early, apart) {
  let index = null;
  const open = (fresh) => {
    const [asked, sample] = early || [load("manifest.json", { cache: fresh ? "reload" : "no-cache" }), askSample(load)];
    const ranges = sendsRanges(sample);
    const opening = readManifest(asked).then((manifest) => new Index(load, rooted(manifest, folder), ranges, apart));
    early = null;
    opening.catch(() => {
      if (index === opening) index = null;
    });
    return (index = opening);
  };

  /** Asks the index, and once more if it is not the one that is published any more. */
  async function ask(what, asked, options = {}) {
    const { signal } = options;
    const query = String(asked);
    stopIf(signal);
    if (!query.trim()) return [];
    try {
      return await (await (index || open()))[what](query, options);
    } catch (error) {
      stopIf(signal);
      // A new site was published while this page was open: its manifest names other files.
      if (!error.stale) throw error;
      return (await open(true))[what](query, options);
    }
  }

  open();
  return {
    /** The pages for a query, the best first. */
    search: (query, options) => ask("search", query, options),
    /** The laws, articles, contacts and words of the glossary that are called so. */
    entries: (query, options) => ask("entries", query, options),
    ready: () => index || open(),
  };
}

/** A manifest whose base is an address; it may be written as a way from the folder of the index. */
const rooted = (manifest, folder) =>
  manifest.base.startsWith(".") ? { ...manifest, base: new URL(manifest.base, folder).pathname } : manifest;

/** The names of packs, which stand one after another. */
const packNames = (row) => strings(new Array(row.length / NAME).fill(NAME), [...row]);

function stopIf(signal) {
  if (signal && signal.aborted) throw new DOMException("superseded", "AbortError");
}

/**
 * The manifest, as docs/search-format.md describes it.
 * @typedef {object} Manifest
 * @property {string} base
 * @property {number} file
 * @property {number} format
 * @property {number} group
 * @property {[string, string][]} kinds
 * @property {string} lists
 * @property {number} long
 * @property {number} mean
 * @property {number[]} packs
 * @property {number} pages
 * @property {string} terms
 * @property {string} texts
 * @property {number[]} units
 */

class Index {
  /**
   * @param {(name: string, options?: RequestInit) => Promise<Response>} load
   * @param {Manifest} manifest
   * @param {Promise<boolean>} ranges whether the server sends them
   * @param {{ add: Function, complete: Function }} [apart]
   */
  constructor(load, manifest, ranges, apart) {
    const { base, file, group, kinds, lists, long, mean, pages, packs, terms, texts, units } = manifest;
    this.apart = apart;
    this.base = base;
    this.group = group;
    this.kinds = kinds;
    this.long = long;
    this.mean = mean;
    const next = makeLists(lists);
    this.sounds = new Sounds(next);
    this.fold = makeFold(this.sounds.simple);
    const symbols = this.sounds.chars.concat([...this.sounds.simple.keys()], characters(rising(next())));
    symbols.push(...strings(next(), next().map((number) => symbols[number])));
    const widths = [...next(), ...next(), ...next()];
    this.sounds.weigh(symbols, widths);
    this.read = makeReader(symbols, widths);
    this.words = wordsOf(next);
    this.keys = rising(next());
    const sizes = (unit) => next().map((size) => size * unit);
    const shards = sizes(units[0]).concat(sizes(units[1]));
    const parts = shards.concat(sizes(1));
    const groups = sizes(units[2]);
    this.lengths = next().flatMap((count, length) => new Array(count).fill(length > EXACT ? EXACT + 1 + (length - EXACT - 1) * STEP : length));
    this.all = pages;
    this.pages = this.lengths.length;
    const text = groups.reduce((a, b) => a + b, 0);
    const small = parts.reduce((a, b) => a + b, text) < SMALL;
    this.most = text < BRIEF * pages ? MORE : POOL;
    this.tails = shards.length;
    const server = { ranges: small ? false : ranges };
    /** @type {Map<number, Promise<any>>} */
    this.kept = new Map();
    this.terms = new Shelf(load, packNames(terms), parts, [packs[0], file], server);
    this.records = new Shelf(load, packNames(texts), groups, [packs[1], file], server);
  }

  /**
   * @param {string} query
   * @param {Options} options
   */
  async search(query, { limit = 10, kind, tag, edition, signal } = {}) {
    const asked = this.understand(this.fold(query.slice(0, LONGEST_QUERY)));
    const { terms, chosen } = asked;
    const most = Math.max(limit, POOL, Math.min(this.most, Math.ceil(PER_TERM * chosen.length)));
    const [allowed, ...found] = await Promise.all([this.allowed(kind, tag), ...chosen.map((term) => this.find(term))]);
    if (this.apart) await this.apart.add(found, this);
    stopIf(signal);
    const rank = () => this.rank(found, chosen, asked, most, allowed);
    let ranked = rank();
    if (ranked.length < most && (await this.readTails(found))) ranked = rank();
    const pages = this.textsOf(ranked.map(({ page }) => page));
    // What has come is weighed while the rest is on its way.
    const weighing = ranked.map(async ({ page, score }, i) => this.weigh(page, await pages[i], score, asked));
    const weighed = (await Promise.all(weighing)).filter(({ score }) => score);
    stopIf(signal);
    // Of which no page has a word, and none is called so: what was found is only near.
    const near = isStrange(terms) && !weighed.some(({ found, page, named }) => named || says(terms, found, page));
    return weighed
      .sort((a, b) => b.score - a.score)
      .slice(0, limit)
      .map((one) => ({ ...this.result(one, asked, edition), near }));
  }

  /**
   * The entries with just this name.
   * @param {string} query
   * @param {Options} options
   */
  async entries(query, { edition, signal } = {}) {
    if (this.all === this.pages) return [];
    const asked = this.understand(plainArticles(this.fold(query.slice(0, LONGEST_QUERY))));
    const found = await Promise.all(asked.chosen.map((term) => this.find(term)));
    const named = new Uint32Array(this.all);
    score(found, this, named, named);
    const numbers = entries(asked.chosen, named, this.pages).slice(0, POOL);
    const records = await Promise.all(this.recordsOf(numbers));
    stopIf(signal);
    const called = records.filter((record) => naming(this.namesOf(record), asked, this.sounds) >= SOUNDING);
    return called.map(({ url, title, kind, tags, blocks }) => ({
      url: this.addressOf(url, edition), title, kind, number: tags[0] || "", text: blocks[0] || "",
    }));
  }

  /** What a folded query asks for. */
  understand(folded) {
    const asked = { folded, letters: bare(folded), ...parse(folded, this.sounds) };
    for (const term of asked.terms) term.rarity = guess(term, this.pages, this.mean);
    return { ...asked, chosen: choose(asked.terms, this.mean) };
  }

  addressOf(url, edition) {
    return this.base + (edition ? edition + "/" : "") + url;
  }

  /** The first pages by their words, before them those that may be called so. */
  rank(found, chosen, asked, most, allowed) {
    const named = new Uint32Array(this.all);
    const alike = new Uint32Array(this.all);
    const scores = score(found, this, named, alike);
    const may = (page) => !allowed || allowed.has(page);
    const { called, parts } = candidates(chosen, asked, named, alike, this.lengths, scores);
    const pool = [...new Set(called.filter(may).concat(first(scores, most, may)))].slice(0, most);
    // The initials of a name are no words of its page.
    return [...new Set(pool.concat(parts.filter(may)))].map((page) => ({ page, score: scores[page] }));
  }

  /** The postings of a term. */
  async find(term) {
    const numbers = term.type === "word" ? [this.shardOfWord(term.key)] : term.ways.map(({ key }) => shardOf(this.keys, key));
    if (numbers.some((n) => n < 0)) return { term, exact: [], alike: [] };
    return { term, ...look(term, await this.terms.read(numbers), this.sounds, this.long) };
  }

  /** Reads what the shards of long lists leave out; says whether there was any. */
  async readTails(found) {
    const entries = found.flatMap(({ exact, alike }) => exact.concat(alike)).filter(({ tail }) => tail !== undefined);
    const tails = await this.terms.read(entries.map(({ tail }) => this.tails + tail));
    entries.forEach((entry, i) => (entry.rest = tails[i]));
    return entries.length > 0;
  }

  shardOfWord(word) {
    const at = shardOf(this.words, word);
    return at < 0 ? at : this.keys.length + at;
  }

  /** The pages of a kind and with a tag; null for all. */
  async allowed(kind, tag) {
    let pages = null;
    for (const key of [kind && "=kind:" + kind, tag && "=tag:" + this.fold(tag)]) {
      if (!key) continue;
      const before = pages;
      pages = new Set();
      const found = await this.find({ type: "word", key });
      await this.readTails([found]);
      for (const entry of found.exact) {
        unpack(entry, this.all, this.long, (page) => (!before || before.has(page)) && pages.add(page));
      }
    }
    return pages;
  }

  /** The records of these pages, each as soon as it is there. */
  recordsOf(pages) {
    const { group, apart } = this;
    const groups = this.records.request(pages.map((page) => Math.floor(page / group)));
    return pages.map(async (page, i) => {
      const record = this.read(await groups[i], (page % group) + 1)[page % group];
      return apart ? apart.complete(record) : record;
    });
  }

  namesOf({ title, names }) {
    return [title, ...names].map(this.fold);
  }

  /** The records of these pages with their texts and names folded, each as soon as it is there. */
  textsOf(pages) {
    const { kept } = this;
    const fresh = pages.filter((page) => !kept.has(page));
    this.recordsOf(fresh).forEach((reading, i) => {
      const text = reading.then((record) => {
        const page = foldWithOrigin(record.title + "\n" + record.blocks.join("\n"), this.fold, this.sounds);
        return { record, page, names: this.namesOf(record) };
      });
      kept.set(fresh[i], text);
      text.catch(() => kept.delete(fresh[i]));
    });
    const texts = pages.map((page) => kept.get(page));
    // Those that were asked for last stand at the end.
    pages.forEach((page, i) => kept.delete(page) && kept.set(page, texts[i]));
    for (const page of [...kept.keys()].slice(0, -KEPT)) kept.delete(page);
    return texts;
  }

  /** What a page's text and its names add to its score: whoever types the name of a page wants that page. */
  weigh(number, { record, page, names }, base, asked) {
    const { folded, terms, chosen } = asked;
    const found = places(terms, page, this.sounds);
    placesOfMeant(terms, found, record.means, folded, page);
    let score = base + closeness(terms, found, this.mean);
    terms.forEach((term, i) => {
      const read = chosen.includes(term) && (!term.head || term.head.includes(number));
      if (!read) score += missed(term, found[i], page, this.mean);
    });
    const named = naming(names, asked, this.sounds);
    return { record, page, found, named, score: score * (1 + likeness(terms, found, page, this.mean)) + named };
  }

  /** What the reader sees of a page. */
  result({ record: { url, title, kind, tags, crisis }, page, found, named, score }, { terms }, edition) {
    return { url: this.addressOf(url, edition), title, kind, tags, crisis, named: named > 0, called: named >= SOUNDING, ...cut(page, terms, found), score };
  }
}

/** @returns {Promise<Manifest>} */
async function readManifest(asked) {
  const response = await asked;
  if (!response.ok) throw failure(response.status);
  const manifest = await response.json();
  if (manifest.format !== FORMAT) throw failure("format");
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
