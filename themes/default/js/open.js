// How the pages of a site come to its search: the client and the index are files beside them. In a bundle
// stands inside.js in its place.

/** Loads the search, the manifest of its index, and a sample of how the server sends ranges, side by side. */
export function openSearch(folder) {
  const early = [
    fetch(new URL("manifest.json", folder), { cache: "no-cache" }),
    fetch(new URL("sample.bin", folder), { cache: "no-store", headers: { Range: "bytes=255-256" } }),
  ];
  // Whoever opens the index hears of it.
  for (const answer of early) answer.catch(() => {});
  return import("./client.js").then(({ createSearch }) => createSearch(folder, undefined, early));
}

/** Leaves the search to the page of results, if this is it. */
export const openResults = () => document.querySelector("[data-search-page]") && import("./search-page.js");
