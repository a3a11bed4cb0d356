// The results page: shows what /search/#q=… asks for. The words stay behind the `#`, so that no
// server sees them; every query is an entry of the browser's history.

import { near } from "./near.js";
import { addressOf, alarm, doorOf, isNear, make, makeForm, marked, nameOf, opened, say, search, wait, words } from "./search-box.js";

const SHOWN = 30;
// The box shows so many, and the page no fewer; of the others, what is not called so and scores so much
// less than the best of its kind is not an answer any more.
const BOX = 8;
const WORTH = 0.3;
// Fewer need no filters.
const MANY = 6;

const place = document.querySelector("[data-search-page]");
const results = document.querySelector("[data-search-results]");
const everything = document.querySelector("[data-search-index]");
const status = make("p", { role: "status" });
const filters = make("div", { class: "filters", role: "group" });
const form = makeForm((query) => {
  if (addressOf(query) === location.pathname + location.hash) show();
  else location.assign(addressOf(query));
});
let running = null;

function asked() {
  const hash = new URLSearchParams(location.hash.slice(1));
  return { query: hash.get("q") || "", kind: hash.get("kind") || "", tag: hash.get("tag") || "" };
}

async function show() {
  const { query, kind, tag } = asked();
  if (running) running.abort();
  const mine = (running = new AbortController());
  if (document.activeElement !== form.elements.q || !form.elements.q.value) form.elements.q.value = query;
  if (!query.trim()) {
    // Whoever came here is going to ask.
    search("").catch(() => {});
    return empty([]);
  }
  // Whom to call is known before the index has come, and whatever it finds.
  const help = alarm(query);
  if (help.length) {
    results.replaceChildren(...help);
    results.hidden = false;
  }
  const done = wait(status);
  try {
    const { results: found, cards } = await search(query, { limit: SHOWN, kind, tag, signal: mine.signal });
    const index = await opened();
    if (mine.signal.aborted) return;
    render(query, { kind, tag }, found.filter(worth(found)), kind || tag ? [] : cards, index);
  } catch (error) {
    if (mine.signal.aborted) return;
    empty(alarm(query));
    say(status, null, show);
  } finally {
    done();
  }
}

/** Whether a result is worth showing. */
function worth(found) {
  const best = found.find(({ named }) => !named);
  return ({ score, named }, i) => i < BOX || named || score >= best.score * WORTH;
}

function empty(help) {
  status.replaceChildren();
  filters.replaceChildren();
  results.replaceChildren(...help);
  results.hidden = !help.length;
  everything.hidden = false;
  document.documentElement.classList.remove("asked");
}

function render(query, chosen, found, cards, index) {
  const help = alarm(query);
  const strange = isNear({ results: found, cards });
  const similar = found.length || cards.length ? [] : linksNear(query, index);
  const names = new Map(index.kinds);
  const kindOf = ({ kind }) => (names.get(kind) ? [" ", make("span", { class: "count" }, names.get(kind))] : []);
  results.replaceChildren(
    ...help,
    ...similar,
    ...cards.map(cardOf),
    make("ol", { class: "pages" }, ...found.map((result) =>
      make("li", null, make("a", { href: result.url }, result.title), ...kindOf(result), make("p", null, ...marked(result))))));
  const some = found.length || cards.length;
  results.hidden = !some && !similar.length && !help.length;
  everything.hidden = !!some && !strange;
  document.documentElement.classList.remove("asked");
  // Who needs help is not told that nothing was found.
  if (help.length && (strange || !some)) status.replaceChildren();
  else say(status, strange ? "near" : some);
  renderFilters(query, chosen, found, names);
}

/** A law, a number to call, a word of the glossary: an answer by itself. */
function cardOf(entry) {
  const link = make("a", { href: doorOf(entry) }, ...nameOf(entry));
  return make("div", { class: "card" }, make("p", entry.number ? { class: "call" } : null, link), make("p", null, entry.text));
}

/** The tags and titles that look like what was typed, above the list of everything. */
function linksNear(query, index) {
  const links = new Map(Array.from(everything.querySelectorAll("a"), (link) => [link.textContent, link.href]));
  const labels = near(query, Array.from(links.keys()), index);
  const items = labels.map((label) => make("li", null, make("a", { href: links.get(label) }, label)));
  return items.length ? [make("ul", { class: "index" }, ...items)] : [];
}

function renderFilters(query, chosen, found, names) {
  const had = [...filters.children].indexOf(document.activeElement);
  const kinds = found.map(({ kind }) => kind);
  // Plain pages are of no kind that a reader would choose.
  const here = [...new Set(kinds)].filter((kind) => names.get(kind));
  const narrowed = chosen.kind || chosen.tag;
  if (!narrowed && (found.length < MANY || here.length < 2)) return filters.replaceChildren();
  if (chosen.kind && !here.includes(chosen.kind)) here.push(chosen.kind);
  const button = (label, pressed, filter) => {
    const one = make("button", { type: "button", "aria-pressed": String(pressed) }, label);
    one.addEventListener("click", () => location.assign(addressOf(query, filter)));
    return one;
  };
  filters.replaceChildren(
    button(filters.dataset.all, !narrowed, {}),
    ...(chosen.tag ? [button(chosen.tag, true, { kind: chosen.kind })] : []),
    ...here.map((kind) => button(names.get(kind) || kind, kind === chosen.kind, { tag: chosen.tag, kind: kind === chosen.kind ? "" : kind })));
  // The reader stays where they pressed.
  const pressed = filters.querySelector("[aria-pressed=true]:last-of-type, [aria-pressed=true]");
  if (had >= 0) (filters.children[had] || pressed).focus();
}

/** A query in the address proper would reach the server's log the next time: it goes behind the #. */
function hideQuery() {
  const query = new URLSearchParams(location.search).get("q");
  if (query !== null) history.replaceState(null, "", addressOf(query));
}

hideQuery();
filters.dataset.all = words.kinds || "";
place.replaceChildren(form, status, filters);
addEventListener("hashchange", () => {
  form.elements.q.value = asked().query;
  show();
});
show();
