// Makes one of the forms of an English word. The twin of src/index/stem.rs; both sides are held to
// tests/search/stems.json.

/** What a word in small Latin letters is looked up as; any other word is what it is. */
export function stem(word) {
  if (!/^[a-z]{4,}$/.test(word)) return word;
  let stem = singular(word);
  const [, rest = ""] = /^(.*)(?:ing|ed)$/.exec(stem) || [];
  if (/..ied$/.test(stem)) stem = stem.slice(0, -3) + "y";
  else if (rest.length > 1 && /[aeiouy]/.test(rest) && !/[^e]e$/.test(rest)) stem = base(rest);
  else if (/...[st]ion$/.test(stem)) stem = stem.slice(0, -3);
  if (/[aeiouy].*eed$|^freed$/.test(stem)) stem = stem.slice(0, -1);
  return stem.length > 4 ? stem.replace(/e$/, "") : stem;
}

function base(rest) {
  if (/^(?:..|[^aeiou][aeiou][^aeiouwxy])$/.test(rest)) return rest + "e";
  return rest.replace(/(..)([^aeioulsz])\2$/, "$1$2");
}

function singular(word) {
  if (/(?:[sui]s|[^s])$/.test(word)) return word;
  if (/..ies$/.test(word)) return word.slice(0, -3) + "y";
  return word.slice(0, /(?:ss|x|ch|sh|zz)es$/.test(word) ? -2 : -1);
}
