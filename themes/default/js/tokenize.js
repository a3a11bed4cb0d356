// Folds text (width, case, script) and cuts it into what is looked up. The twin of src/index/fold.rs
// and tokenize.rs; both sides are held to tests/search/tokenize.json.

const INVISIBLE = /[\u00AD\u200B-\u200F\u2060\uFE00-\uFE0F\uFEFF\u{E0100}-\u{E01EF}]/gu;

/** Takes a map from Traditional to Simplified characters and gives the function that folds a text. */
export function makeFold(simple) {
  const fold = (text) => {
    const lower = text.normalize("NFKC").toLowerCase();
    let folded = "";
    for (const c of lower.replace(INVISIBLE, "")) folded += simple.get(c) || c;
    return folded;
  };
  // What single characters were folded to, for whoever folds whole pages one by one.
  fold.known = new Map();
  return fold;
}

const LONGEST_WORD = 32;
const LETTER = /[\p{Alphabetic}\p{N}]/u;

/** Whether the script of a character puts no spaces between words: Han, kana, Hangul. */
export function isJoined(c) {
  const n = c.codePointAt(0);
  return (
    (n >= 0x3400 && n <= 0x4dbf) || (n >= 0x4e00 && n <= 0x9fff) || (n >= 0x20000 && n <= 0x3ffff) ||
    (n >= 0x2e80 && n <= 0x2fdf) || (n >= 0x3005 && n <= 0x3007) || (n >= 0x3021 && n <= 0x3029) ||
    (n >= 0x3038 && n <= 0x303b) || (n >= 0x3041 && n <= 0x3096) || (n >= 0x30a1 && n <= 0x30fa) ||
    n === 0x30fc || (n >= 0xac00 && n <= 0xd7a3) || (n >= 0xf900 && n <= 0xfaff)
  );
}

/** The parts of a text without a gap, each a list of characters (joined) or one word. */
export function runs(folded) {
  const found = [];
  let joined = null;
  let word = null;
  for (const c of folded) {
    if (isJoined(c)) {
      word = null;
      if (joined) joined.chars.push(c);
      else found.push((joined = { chars: [c], touching: found.touching }));
      found.touching = true;
    } else if (LETTER.test(c)) {
      joined = null;
      if (word) word.letters.push(c);
      else found.push((word = { letters: [c], touching: found.touching }));
      found.touching = true;
    } else {
      joined = word = null;
      found.touching = false;
    }
  }
  return found.map(({ chars, letters, touching }) =>
    chars ? { chars, touching: !!touching } : { word: letters.slice(0, LONGEST_WORD).join(""), letters: letters.join(""), touching: !!touching });
}
