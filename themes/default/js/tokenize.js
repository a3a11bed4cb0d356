// Folds text (width, case, script) and cuts it into what is looked up. The twin of src/index/fold.rs
// and tokenize.rs; both sides are held to tests/search/tokenize.json.

import { LONGEST_WORD } from "./constants.js";

const INVISIBLE = /[\u00AD\u200B-\u200F\u2060\uFE00-\uFE0F\uFEFF\u{E0100}-\u{E01EF}]/gu;

/** Takes a map from Traditional to Simplified characters and gives the function that folds a text. */
export function makeFold(simple) {
  const fold = (text) => {
    const lower = text.normalize("NFKC").toLowerCase();
    let folded = "";
    for (const c of lower.replace(INVISIBLE, "")) folded += simple.get(c) || c;
    return folded;
  };
  // What characters were folded to, and their numbers in the alphabet above it, for whoever folds whole pages
  // one by one.
  fold.known = new Uint32Array(1 << 16);
  return fold;
}

const LETTER = /[\p{Alphabetic}\p{N}]/u;

// Scripts that put no spaces between words: Han, kana, Hangul.
const JOINED = new RegExp("[\\u2e80-\\u2fdf\\u3005-\\u3007\\u3021-\\u3029\\u3038-\\u303b\\u3041-\\u3096\\u30a1-\\u30fa\\u30fc" +
  "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3\\uf900-\\ufaff\\u{20000}-\\u{3ffff}]", "u");

/** Whether a character is looked up alone and with its neighbour. */
export const isJoined = (c) => JOINED.test(c);

/** Whether a character is a letter or a digit of any script. */
export const isLetter = (c) => LETTER.test(c);

/** The parts of a text without a gap, each a list of characters (joined) or one word; `touching` if
 * nothing stands between it and the part before. */
export function runs(folded) {
  const found = [];
  let last = null;
  for (const c of folded) {
    const joined = isJoined(c);
    if (!joined && !LETTER.test(c)) {
      last = null;
      continue;
    }
    if (!last || last.joined !== joined) found.push((last = { joined, chars: [], touching: !!last }));
    last.chars.push(c);
  }
  return found.map(({ joined, chars, touching }) =>
    joined ? { chars, touching } : { word: chars.slice(0, LONGEST_WORD).join(""), letters: chars.join(""), touching });
}
