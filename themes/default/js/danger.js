// Whether words may come from somebody in danger. By a list, apart from all ranking, and before any
// index has come. Pure: the list and the words in, yes or no out.

// The syllables of pinyin as one types them: `wangu` is wan gu, `wangan` wan gan.
const SYLLABLE = /(?:[zcs]h?|[bpmfdtnlgkhjqxryw])?(?:(?:iang|iong|uang|ang|eng|ing|ong|ian|uan|an|en|in|un|er)(?![aeiouv])|iao|uai|ai|ei|ao|ou|ia|ie|iu|ua|uo|ui|ue|ve|[aoeiuv])/g;

/** Takes the list as a build writes it (src/index/danger.rs); gives the function that judges. */
export function makeAlarm(list) {
  const [words, others, pairs, readings] = list.split("|").map((part) => part || "");
  if (!words) return () => false;
  const simple = new Map((pairs.match(/../gu) || []).map((pair) => Array.from(pair)));
  const sounds = new Map((readings.match(/[^a-z][a-z]+/gu) || []).map((one) => [Array.from(one)[0], one.replace(/^[^a-z]+/u, "")]));
  const known = words.split(" ");
  const spell = (word) => Array.from(word, (c) => sounds.get(c) || "?").join(" ");
  const spelt = known.filter((word) => Array.from(word).length > 1).map(spell).filter((sound) => !sound.includes("?"));
  return (query) => {
    const folded = Array.from(query.normalize("NFKC").toLowerCase(), (c) => simple.get(c) || c).join("");
    const bare = folded.replace(/[^\p{L}\p{N}]/gu, "");
    const text = (others ? others.split(" ") : []).reduce((text, other) => text.split(other).join(" "), bare);
    if (known.some((word) => text.includes(word))) return true;
    if (!/^[a-z ]+$/.test(text)) return false;
    const typed = " " + (text.match(SYLLABLE) || []).join(" ") + " ";
    return spelt.some((sound) => typed.includes(" " + sound + " "));
  };
}
