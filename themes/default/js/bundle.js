// One page at a time: shows the page of the file that the address names, as a site would. Without this
// script all of them stand one below the other.

const sheets = [...document.querySelectorAll(".sheet")];
const [cover] = sheets;
const file = document.title;
let shown = null;

/** What the address names: a page, a part of one, or a query, which the page of results answers. */
function named() {
  const hash = location.hash.slice(1);
  if (new URLSearchParams(hash).get("q") !== null) return document.querySelector("[data-search-page]");
  try {
    return document.getElementById(decodeURIComponent(hash)) || cover;
  } catch {
    return cover;
  }
}

function turn() {
  const place = named();
  const sheet = place.closest(".sheet");
  // Something outside of all pages: the reader stays where they are.
  if (!sheet) return shown || turnTo(cover, cover);
  if (sheet !== shown) turnTo(sheet, place);
}

function turnTo(sheet, place) {
  const first = !shown;
  shown = sheet;
  for (const one of sheets) one.hidden = one !== sheet;
  document.title = sheet.dataset.title ? `${sheet.dataset.title} · ${file}` : file;
  for (const menu of document.querySelectorAll("details.menu[open]")) menu.removeAttribute("open");
  // There the page has a field of its own.
  for (const form of document.querySelectorAll(".top form")) form.hidden = !!sheet.querySelector("[data-search-page]");
  if (first && sheet === cover) return;
  if (place === sheet || sheet.querySelector("[data-search-page]")) scrollTo(0, 0);
  else place.scrollIntoView();
  // Who hears the page hears that it is another one; who types a question goes on typing.
  if (!first && !(document.activeElement && document.activeElement.closest("form"))) sheet.focus({ preventScroll: true });
}

document.documentElement.classList.add("turned");
addEventListener("hashchange", turn);
turn();
