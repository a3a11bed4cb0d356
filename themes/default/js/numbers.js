// What numbers mean, beside the words that they are written in: telephone numbers without hyphens,
// amounts in digits, articles of laws. The twin of src/index/numbers.rs; both sides are held to
// tests/search/numbers.json.

import { HIGHEST_AMOUNT, LONGEST_AMOUNT, LONGEST_PHONE, SHORTEST_PHONE } from "./constants.js";

const VALUES = { 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 十: 10, 百: 100, 千: 1000, 万: 1e4, 亿: 1e8 };
const PHONES = /\d+(?:[-‐– ]\d+)+/g;
const AMOUNTS = /(第?)(?:(?:(\d{1,3}(?:,\d{3}(?!\d))+|\d+)(?:\.(\d+))?([十百千万亿]*))|([零〇一二两三四五六七八九十百千万亿]+))(条?)/g;

/** Every number of a folded text that is written in parts or in words: what it means, and where it
 * stands. */
export function numbersIn(text) {
  const found = [];
  for (const { 0: whole, index } of text.matchAll(PHONES)) {
    const word = whole.replace(/\D/g, "");
    if (word.length >= SHORTEST_PHONE && word.length <= LONGEST_PHONE) found.push({ word, from: index, to: index + whole.length });
  }
  for (const { 0: whole, 1: ordinal, 2: digits, 3: decimals = "", 4: units, 5: words, 6: article, index } of text.matchAll(AMOUNTS)) {
    const number = digits ? amount(digits.replace(/,/g, "") + decimals, decimals.length, units) : wordy(words);
    if (number === null) continue;
    const plain = digits ? !decimals && !units && !digits.includes(",") : words.length === 1;
    const add = (word, from, to) => found.push({ word, from, to });
    const from = index + ordinal.length;
    const to = index + whole.length;
    if (article && (ordinal || (digits && plain))) add("第" + number, index, to);
    if (!plain && number > 9) add(String(number), from, to - article.length);
  }
  return found;
}

/** A folded text in which every article of a law is written in the same way: 680条. */
export function plainArticles(text) {
  const articles = numbersIn(text).filter(({ word }) => word[0] === "第").reverse();
  return articles.reduce((text, { word, from, to }) => text.slice(0, from) + word.slice(1) + "条" + text.slice(to), text);
}

const DIGITS = "零一二三四五六七八九";
const NUMERAL = /(\p{Script=Han}[^\p{Alphabetic}\p{N}]*)(\d{1,2})(?![\p{Alphabetic}\d])/gu;

/** A folded name in which numbers of one or two digits behind a Chinese character are Chinese, too: what
 * the index has beside the digits (src/index/joints.rs). */
export const inChinese = (name) => name.replace(NUMERAL, (_, before, number) => {
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  return before + (tens > 1 ? DIGITS[tens] : "") + (tens ? "十" : "") + (ones ? DIGITS[ones] : "");
});

function amount(text, decimals, units) {
  const factor = Array.from(units).reduce((product, c) => product * VALUES[c], 1);
  const whole = text * factor;
  const parts = 10 ** decimals;
  return text.length > LONGEST_AMOUNT || whole > HIGHEST_AMOUNT || whole % parts ? null : whole / parts;
}

function wordy(text) {
  const values = Array.from(text, (c) => VALUES[c]);
  if (values.length > LONGEST_AMOUNT) return null;
  if (values.every((value) => value < 10)) return Number(values.join(""));
  let whole = 0;
  let part = 0;
  let last = 0;
  for (const value of values) {
    if (!value) continue;
    if (value < 10) {
      if (last) return null;
      last = value;
    } else if (value < 1e4) {
      if (!last && value > 10) return null;
      part += (last || 1) * value;
      last = 0;
    } else {
      part += last;
      last = 0;
      if (!part && !whole) return null;
      whole = value > 1e4 ? (whole + part) * value : whole + part * value;
      part = 0;
      if (whole > HIGHEST_AMOUNT) return null;
    }
  }
  return whole + part + last;
}
