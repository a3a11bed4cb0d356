// Fetches the index, and nothing else does: ranges of packs where the server answers 206, whole
// packs where it does not. Everything that has been read is kept for the life of the page.

/** Thrown when the index was replaced by a new one while the page was open. */
export class Stale extends Error {}

/** Reads the manifest of a search folder. */
export async function fetchManifest(folder, fresh) {
  const response = await fetch(new URL("manifest.json", folder), { cache: fresh ? "reload" : "no-cache" });
  if (!response.ok) throw new Error("search: no manifest (" + response.status + ")");
  return response.json();
}

// Reading this much between two wanted parts is cheaper than asking once more.
const GAP = 1024;

/** A row of parts that lie in packs, each read at most once. */
export class Shelf {
  constructor(folder, names, sizes, limit) {
    this.folder = folder;
    this.names = names;
    this.parts = [];
    this.whole = new Map();
    this.held = new Map();
    let pack = 0;
    let at = 0;
    for (const size of sizes) {
      if (at > 0 && at + size > limit) {
        pack += 1;
        at = 0;
      }
      this.parts.push({ pack, at, size });
      at += size;
    }
  }

  /** The bytes of these parts, in the same order. */
  async read(numbers) {
    const wanted = [...new Set(numbers)].filter((n) => !this.held.has(n)).sort((a, b) => a - b);
    for (const batch of this.batches(wanted)) {
      const loading = this.load(batch);
      for (const n of batch) {
        this.held.set(n, loading.then((bytes) => bytes.get(n)));
        this.held.get(n).catch(() => this.held.delete(n));
      }
    }
    return Promise.all(numbers.map((n) => this.held.get(n)));
  }

  /** Puts parts together that lie close to each other in one pack. */
  batches(wanted) {
    const batches = [];
    let end = null;
    for (const n of wanted) {
      const { pack, at, size } = this.parts[n];
      if (end && end.pack === pack && at - end.at <= GAP) batches[batches.length - 1].push(n);
      else batches.push([n]);
      end = { pack, at: at + size };
    }
    return batches;
  }

  async load(batch) {
    const { pack, at } = this.parts[batch[0]];
    const last = this.parts[batch[batch.length - 1]];
    const end = last.at + last.size;
    let bytes = this.whole.get(pack);
    let start = 0;
    if (!bytes) {
      const response = await fetch(new URL(this.names[pack] + ".bin", this.folder), {
        headers: { Range: "bytes=" + at + "-" + (end - 1) },
      });
      if (response.status === 404 || response.status === 416) throw new Stale("search: the index has moved");
      if (!response.ok) throw new Error("search: " + response.status);
      bytes = new Uint8Array(await response.arrayBuffer());
      if (response.status === 206) start = at;
      else this.whole.set(pack, bytes);
    }
    if (bytes.length < end - start) throw new Error("search: a part is missing");
    return new Map(batch.map((n) => {
      const part = this.parts[n];
      return [n, bytes.subarray(part.at - start, part.at - start + part.size)];
    }));
  }
}
