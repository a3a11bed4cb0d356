// How the pages of a site come to its search: the client and the index are files beside them. In a bundle
// stands inside.js in its place.

/** Loads the search and the manifest of its index side by side. */
export function openSearch(folder) {
  const manifest = fetch(new URL("manifest.json", folder), { cache: "no-cache" });
  // Whoever opens the index hears of it.
  manifest.catch(() => {});
  return import("./client.js").then(({ createSearch }) => createSearch(folder, undefined, manifest));
}

/** Leaves the search to the page of results, if this is it. */
export const openResults = () => document.querySelector("[data-search-page]") && import("./search-page.js");
