// The results page: shows what /search/#q=… asks for. The words stay behind the `#`, so that no
// server sees them; every query is an entry of the browser's history.

import { near } from "./near.js";
import { addressOf, make, makeForm, marked, opened, say, search } from "./search-box.js";

const LISTED = 30;
// What scores so much less than the best is not an answer any more.
const WORTH = 0.3;

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
  if (!query.trim()) return empty();
  try {
    const found = await search(query, { limit: LISTED, kind, tag, signal: mine.signal });
    const index = await opened();
    if (mine.signal.aborted) return;
    render(query, { kind, tag }, found.filter(({ score }) => score >= found[0].score * WORTH), index);
  } catch (error) {
    if (mine.signal.aborted) return;
    empty();
    say(status, null, show);
  }
}

function empty() {
  status.replaceChildren();
  filters.replaceChildren();
  results.replaceChildren();
  results.hidden = true;
  everything.hidden = false;
}

function render(query, chosen, found, index) {
  const card = document.getElementById("crisis-card");
  const crisis = card && found.slice(0, 3).some((result) => result.crisis);
  const similar = found.length ? [] : linksNear(query, index);
  results.replaceChildren(
    ...similar,
    ...(crisis ? [card.content.cloneNode(true)] : []),
    make("ol", { class: "pages" }, ...found.map((result) =>
      make("li", null, make("a", { href: result.url }, result.title), make("p", null, ...marked(result))))));
  results.hidden = !found.length && !similar.length;
  everything.hidden = !!found.length;
  say(status, found.length);
  renderFilters(query, chosen, found, new Map(index.kinds));
}

/** The tags and titles that look like what was typed, above the list of everything. */
function linksNear(query, index) {
  const links = new Map(Array.from(everything.querySelectorAll("a"), (link) => [link.textContent, link.href]));
  const labels = near(query, Array.from(links.keys()), index);
  const items = labels.map((label) => make("li", null, make("a", { href: links.get(label) }, label)));
  return items.length ? [make("ul", { class: "index" }, ...items)] : [];
}

function renderFilters(query, chosen, found, names) {
  const button = (label, pressed, filter) => {
    const one = make("button", { type: "button", "aria-pressed": String(pressed) }, label);
    one.addEventListener("click", () => location.assign(addressOf(query, filter)));
    return one;
  };
  // Plain pages are of no kind that a reader would choose.
  const here = new Set(found.map(({ kind }) => kind).filter((kind) => names.get(kind)).concat(chosen.kind || []));
  const tags = new Map();
  for (const tag of found.flatMap((result) => result.tags).concat(chosen.tag || [])) tags.set(tag, (tags.get(tag) || 0) + 1);
  const often = [...tags].sort((a, b) => (b[0] === chosen.tag) - (a[0] === chosen.tag) || b[1] - a[1]).slice(0, 5);
  const { all } = filters.dataset;
  const narrowed = chosen.kind || chosen.tag;
  if (!found.length && !narrowed) return filters.replaceChildren();
  filters.replaceChildren(
    button(all, !narrowed, {}),
    ...[...here].map((kind) => button(names.get(kind) || kind, kind === chosen.kind, { ...chosen, kind: kind === chosen.kind ? "" : kind })),
    ...often.map(([tag]) => button(tag, tag === chosen.tag, { ...chosen, tag: tag === chosen.tag ? "" : tag })));
}

/** A query in the address proper would reach the server's log the next time: it goes behind the #. */
function hideQuery() {
  const query = new URLSearchParams(location.search).get("q");
  if (query !== null) history.replaceState(null, "", addressOf(query));
}

hideQuery();
filters.dataset.all = document.querySelector("[data-search]").dataset.kinds || "";
place.append(form, status, filters);
addEventListener("hashchange", () => {
  form.elements.q.value = asked().query;
  show();
});
show();
