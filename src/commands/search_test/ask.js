// Stands in for a browser: the files come from memory, and answers go back as JSON.

globalThis.TextDecoder = class {
  constructor(encoding = "utf-8") {
    this.encoding = encoding;
  }

  decode(data) {
    if (this.encoding === "utf-16le") return Array.from(data, (unit) => String.fromCharCode(unit)).join("");
    return decoded(this.encoding, Array.from(data));
  }
};

async function load(name) {
  const found = textOf(name) !== undefined;
  return {
    ok: found,
    status: found ? 200 : 404,
    json: async () => JSON.parse(textOf(name)),
    arrayBuffer: async () => Uint8Array.from(bytesOf(name)).buffer,
  };
}

(createSearch) => {
  const { search, entries } = createSearch("", load);
  return async (query) => {
    const pages = await search(query, { limit: 10 });
    const cards = await entries(query);
    return JSON.stringify({
      pages: pages.map(({ url, excerpt, marks }) => {
        const terms = marks.map(([start, end]) => excerpt.slice(start, end));
        return { url, terms: [...new Set(terms)] };
      }),
      cards: cards.map(({ url }) => url),
    });
  };
};
