// The header. Its search box: turns the links marked `data-search` into a field with a list of answers
// (the combobox of the ARIA authoring practices), and asks for the search itself only when somebody
// types. The results page adds search-page.js. Without JavaScript the links lead to the list of
// everything. Its menu: closes as menus do; in one file with the search, since that is one request.

import { WORDS } from "./danger-words.js";
import { makeAlarm } from "./danger.js";
import { openResults, openSearch } from "./open.js";

const link = document.querySelector("[data-search]");
export const words = link ? link.dataset : {};
const folder = link ? new URL(words.index || link.href, location.href) : null;
const LISTED = 8;
// More entries of one name are no answer.
const CARDS = 3;
// Where the field stands in the header from the start.
const WIDE = "(min-width: 48rem)";
// So many milliseconds are a moment.
const PATIENCE = 300;
let client;
let count = 0;

/** The search, loaded once; a failed attempt may be repeated. */
function opening() {
  client = client || openSearch(folder);
  client.catch(() => (client = null));
  return client;
}

/** The pages for a query, and before them what is called so in the registries. */
export async function search(query, options) {
  const asked = { edition: words.edition, ...options };
  const { search, entries } = await opening();
  const [results, found] = await Promise.all([search(query, asked), entries(query, asked)]);
  // A page of that name explains more than the glossary does.
  const cards = results.length && results[0].called ? found.filter(({ kind }) => kind !== "term") : found;
  return { results, cards: cards.slice(0, CARDS) };
}

/** Where an entry leads: to the telephone, or to where it stands. */
export const doorOf = ({ number, url }) => (number ? "tel:" + number.replace(/[ -]/g, "") : url);

/** What an entry is called. */
export const nameOf = ({ number, title }) => (number ? [make("b", null, number), " " + title] : [make("b", null, title)]);

/** The index that is searched, once it is open. */
export async function opened() {
  return (await client).ready();
}

/** The address that shows the results for a query. */
export function addressOf(query, filters = {}) {
  const hash = new URLSearchParams({ q: query });
  for (const name of ["kind", "tag"]) if (filters[name]) hash.set(name, filters[name]);
  return link.pathname + "#" + hash;
}

/** An element with attributes and children. */
export function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** A text with its marked ranges. */
export function marked({ excerpt, marks }) {
  let at = 0;
  const parts = marks.flatMap(([start, end]) => {
    const before = excerpt.slice(at, start);
    at = end;
    return [before, make("mark", null, excerpt.slice(start, end))];
  });
  return [...parts, excerpt.slice(at)];
}

/** Whether the words of a query are on no page, and what was found is only the nearest. */
export const isNear = ({ results, cards }) => !cards.length && results.length > 0 && results[0].near;

/** Says how it went; on a failure the last words are a button to try again. */
export function say(status, found, again) {
  status.replaceChildren(found === "near" ? words.near
    : typeof found === "number" ? (found ? words.found.replace("{n}", found) : words.none)
    : words.error.replace(words.retry, ""));
  if (!again) return;
  const button = make("button", { type: "button" }, words.retry);
  button.addEventListener("click", again);
  status.append(" ", button);
}

/** Says that the search goes on, if it does so for longer than a moment; gives what takes that back. */
export function wait(status) {
  const timer = setTimeout(() => status.replaceChildren(words.wait), PATIENCE);
  return () => clearTimeout(timer);
}

const inDanger = makeAlarm(WORDS);

/** Whom to call, if these are the words of somebody in danger; else nothing. */
export function alarm(query) {
  const card = document.getElementById("crisis-card");
  return card && inDanger(query) ? [card.content.cloneNode(true)] : [];
}

/** A search form; `submit` is told of a query that was sent off. */
export function makeForm(submit) {
  const id = "search-list-" + (count += 1);
  const input = make("input", {
    type: "search", name: "q", role: "combobox", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
    enterkeyhint: "search", placeholder: words.hint, "aria-label": words.label, "aria-autocomplete": "list",
    "aria-expanded": "false", "aria-controls": id,
  });
  const help = make("div", { "aria-live": "polite" });
  // Browsers put what scrolls among the stops of Tab, but its answers are chosen with arrows.
  const list = make("div", { id, role: "listbox", tabindex: "-1", "aria-label": words.label, hidden: "" });
  const status = make("p", { role: "status" });
  const form = make("form", { class: "search", role: "search", action: link.pathname },
    input, make("button", { type: "submit" }, words.label), make("div", { class: "drop" }, help, list, status));
  attach(form, input, help, list, status, submit);
  return form;
}

function attach(form, input, help, list, status, submit) {
  let current = null;
  let running = null;
  let timer = 0;
  let shown = "";

  const warn = () => {
    // Said once, not at every letter.
    const card = alarm(input.value);
    if (!card.length || !help.children.length) help.replaceChildren(...card);
  };
  const close = () => {
    list.hidden = true;
    choose(null);
    input.setAttribute("aria-expanded", "false");
    status.replaceChildren();
  };
  const leave = () => {
    stop();
    close();
    help.replaceChildren();
  };
  const choose = (option) => {
    if (current) current.setAttribute("aria-selected", "false");
    current = option;
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };
  const option = (i, href, ...children) =>
    make("a", { role: "option", id: list.id + "-" + i, href, tabindex: "-1", "aria-selected": "false" }, ...children);
  const show = ({ results, cards }) => {
    const options = cards.map((card, i) => option(i, doorOf(card), ...nameOf(card), make("span", null, card.text)));
    for (const result of results) {
      options.push(option(options.length, result.url, make("b", null, result.title), make("span", null, ...marked(result))));
    }
    if (results.length === LISTED) options.push(option(options.length, addressOf(input.value.trim()), make("b", null, words.all)));
    list.replaceChildren(...options);
    shown = input.value;
    open();
    // Who needs help is not told that nothing was found.
    const near = isNear({ results, cards });
    if (help.children.length && (near || !options.length)) status.replaceChildren();
    else say(status, near ? "near" : results.length || cards.length);
  };
  const open = () => {
    choose(null);
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };
  const stop = () => {
    clearTimeout(timer);
    if (running) running.abort();
  };
  const run = async () => {
    stop();
    const mine = (running = new AbortController());
    warn();
    if (!input.value.trim()) return close();
    const done = wait(status);
    try {
      const found = await search(input.value, { limit: LISTED, signal: mine.signal });
      if (!mine.signal.aborted) show(found);
    } catch (error) {
      if (mine.signal.aborted) return;
      close();
      say(status, null, () => {
        input.focus();
        run();
      });
    } finally {
      done();
    }
  };
  const move = (step) => {
    if (list.hidden) {
      if (shown && shown === input.value) {
        open();
        warn();
      } else run();
      return true;
    }
    const options = [...list.children];
    const at = options.indexOf(current) + step;
    choose(at === -1 || at >= options.length ? null : options[at < 0 ? options.length - 1 : at]);
    return true;
  };

  input.addEventListener("focus", () => search("").catch(() => {}));
  input.addEventListener("input", (event) => {
    if (event.isComposing) return;
    warn();
    clearTimeout(timer);
    timer = setTimeout(run, 80);
    // On a phone the list would open behind the keyboard.
    if (!matchMedia(WIDE).matches) form.scrollIntoView({ block: "start" });
  });
  input.addEventListener("compositionend", run);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (input.value.trim() && move(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
    } else if (event.key === "Enter" && current) {
      event.preventDefault();
      current.click();
      // It may lead to where the reader is already.
      leave();
    } else if (event.key === "Escape") {
      if (list.hidden) input.value = "";
      else event.preventDefault();
      leave();
    }
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) leave();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave();
    if (input.value.trim()) submit(input.value.trim());
  });
  // A press on an answer must not move the focus away before the click arrives.
  form.querySelector(".drop").addEventListener("mousedown", (event) => event.preventDefault());
}

/** Puts the field in the place of a link; with `focus` ready to type in. */
function replace(place, focus) {
  const form = makeForm((query) => location.assign(addressOf(query)));
  place.parentElement.classList.add("asking");
  place.replaceWith(form);
  if (focus) form.elements.q.focus();
}

function start() {
  if (openResults()) return;
  for (const place of document.querySelectorAll("[data-search], a.ask")) {
    if (matchMedia(WIDE).matches && place === link) replace(place, false);
    else place.addEventListener("click", (event) => {
      event.preventDefault();
      replace(place, true);
    });
  }
}

/** Closes a menu on Escape and when the reader goes on elsewhere; it opens and closes without us, too. */
function makeMenu(menu) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open || event.defaultPrevented || event.isComposing) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  // Where nothing takes over the focus, the reader is in another window or pressed on plain ground.
  menu.addEventListener("focusout", ({ relatedTarget: next }) => {
    if (next && !menu.contains(next)) menu.open = false;
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (!menu.contains(target)) menu.open = false;
  });
}

document.querySelectorAll("details.menu").forEach(makeMenu);
if (link) start();
