// What looks most like letters that found nothing: `zhengxing` is near 征信, `xiaomj` near 小米.
// Pure: labels in, labels out; the readings are those of the search's own index.

const NEAREST = 5;
// Fewer letters are near to everything; in more, one of so many may be wrong.
const SHORTEST = 4;

/** Of `labels`, those that contain nearly what was typed, the nearest first. `fold` and `sounds` are
 * those of an opened index. */
export function near(query, labels, { fold, sounds }) {
  const typed = fold(query).replace(/[\s'-]/g, "");
  if (typed.length < SHORTEST || !/^[a-z]+$/.test(typed)) return [];
  const names = Array.from(sounds.syllables.keys());
  const spelt = (label) => Array.from(fold(label), (c) => names[sounds.syllableOf[sounds.numbers.get(c)] - 1] || c).join("");
  const allowed = Math.floor(typed.length / SHORTEST);
  const weighed = labels.map((label) => ({ label, slips: slips(typed, spelt(label)) }));
  const found = weighed.filter(({ slips }) => slips <= allowed).sort((a, b) => a.slips - b.slips);
  return found.slice(0, NEAREST).map(({ label }) => label);
}

/** How many letters must be put in, left out, replaced or swapped with the next one to find `typed`
 * somewhere in `text`: optimal string alignment, with both ends of the text free. */
function slips(typed, text) {
  let before = null;
  let above = new Array(text.length + 1).fill(0);
  for (let i = 1; i <= typed.length; i++) {
    const row = [i];
    for (let j = 1; j <= text.length; j++) {
      const same = typed[i - 1] === text[j - 1];
      const swapped = i > 1 && j > 1 && typed[i - 1] === text[j - 2] && typed[i - 2] === text[j - 1];
      row.push(Math.min(above[j - 1] + (same ? 0 : 1), above[j] + 1, row[j - 1] + 1,
        swapped ? before[j - 2] + 1 : Infinity));
    }
    [before, above] = [above, row];
  }
  return Math.min(...above);
}
