// How a bundle comes to its search: the index is in the file, without the texts of the pages. These are
// read where they stand, and searched by the same terms.

import { createSearch } from "./client.js";
import { FLOOR, LENGTH, LEVELS, SATURATION } from "./constants.js";
import { foldWithOrigin, places } from "./excerpt.js";
import { isExact } from "./query.js";

// What a page says: first its answer. Around it stand only names of other pages.
const SAID = [".answer p:last-child", ".prose, .before"];
// What an entry of a registry says.
const TOLD = "p:not(.call), dd";
const UNSAID = "template, .contents";
const BLOCKS = "p, li, dt, dd, th, td, h2, h3, h4, h5, h6, pre, figcaption, caption, summary, blockquote, div";

/** The text of a page or of an entry, block by block. */
function blocksOf(url) {
  const place = url && document.getElementById(decodeURIComponent(url.slice(1)));
  if (!place) return [];
  if (!place.matches(".sheet")) return [...place.querySelectorAll(TOLD)].slice(0, 1).map((told) => told.textContent.trim());
  const said = SAID.flatMap((one) => [...place.querySelectorAll(one)]);
  return said.flatMap(linesOf).map((text) => text.replace(/\s+/g, " ").trim()).filter(Boolean);
}

function linesOf(said) {
  const lines = [];
  const walker = document.createTreeWalker(said, NodeFilter.SHOW_TEXT);
  let last = null;
  for (let node; (node = walker.nextNode()); ) {
    if (node.parentElement.closest(UNSAID)) continue;
    const block = node.parentElement.closest(BLOCKS);
    if (block === last) lines[lines.length - 1] += node.nodeValue;
    else lines.push(node.nodeValue);
    last = block;
  }
  return lines;
}

/** The answer of a page, and its headings. */
function leadsOf(url) {
  const place = document.getElementById(decodeURIComponent(url.slice(1)));
  const leads = place ? place.querySelectorAll(".answer p:last-child, .prose h2, .prose h3, .prose h4") : [];
  return Array.from(leads, (lead) => lead.textContent);
}

/** What one occurrence of so many says on a page: the twin of src/index/impact.rs. */
function levelOf(weight, length) {
  const impact = weight / (weight + SATURATION * (1 - LENGTH + LENGTH * length));
  return Math.max(0, ((impact - FLOOR) / (1 - FLOOR)) * (LEVELS - 1));
}

/** The texts of the pages of an index. */
class Texts {
  constructor() {
    this.blocks = new Map();
    this.folded = null;
  }

  /** A record with the text of its page. */
  complete(record) {
    const { url } = record;
    if (!this.blocks.has(url)) this.blocks.set(url, blocksOf(url));
    return { ...record, blocks: record.blocks.concat(this.blocks.get(url)) };
  }

  /** Adds to the postings of each term what the texts have of it. */
  async add(found, index) {
    this.folded = this.folded || this.fold(index);
    const pages = await this.folded;
    const terms = found.map(({ term }) => term);
    const lists = terms.map(() => ({ exact: [], alike: [] }));
    pages.forEach((page, number) => {
      places(terms, page, index.sounds).forEach((at, i) => {
        if (!at.length) return;
        const [first] = at[0];
        const second = terms[i].type === "two" ? page.numbers[first + 1] : 0;
        const exact = terms[i].type === "word" || isExact(terms[i], page.numbers[first], second);
        const list = exact ? lists[i].exact : lists[i].alike;
        list.push([number, levelOf(at.length, page.folded.length / index.mean), 0]);
      });
    });
    lists.forEach(({ exact, alike }, i) => {
      if (exact.length) found[i].exact.push({ count: exact.length, list: exact });
      if (alike.length) found[i].alike.push({ count: alike.length, list: alike });
    });
  }

  async fold(index) {
    const records = await Promise.all(index.recordsOf(Array.from({ length: index.pages }, (_, page) => page)));
    return records.map(({ url, blocks }) => {
      // As in the index, what leads a page counts twice.
      const text = blocks.concat(leadsOf(url)).join("\n");
      const { folded, numbers } = foldWithOrigin(text, index.fold, index.sounds);
      return { folded, numbers };
    });
  }
}

const bytesOf = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

/** Opens the search with the index in the file. */
export async function openSearch() {
  const files = JSON.parse(document.getElementById("search-index").textContent);
  const load = async (name) => new Response(bytesOf(files[name]));
  return createSearch(location.href, load, undefined, new Texts());
}

/** The page of results is in the same file, and finds itself. */
export const openResults = () => false;
