// Makes spellings of one word equal: width, case and script. The twin of src/index/fold.rs, which
// sends the pairs of characters that the site's text needs.

const INVISIBLE = /[\u00AD\u200B-\u200F\u2060\uFE00-\uFE0F\uFEFF\u{E0100}-\u{E01EF}]/gu;

/** Takes a map from Traditional to Simplified characters and gives the function that folds a text. */
export function makeFold(simple) {
  return (text) => {
    const lower = text.normalize("NFKC").toLowerCase();
    let folded = "";
    for (const c of lower.replace(INVISIBLE, "")) folded += simple.get(c) || c;
    return folded;
  };
}
