//! An edition: the same site for readers of another script. Which there are, where each lives, and
//! how a run of words is written in it.
//!
//! Pure, and blind to mark-up: what may be converted in a finished page is `render`'s question.

use crate::base::chars::{KEEP_CLOSE, KEEP_OPEN};
use crate::base::fold::CONVERTER;
use crate::model::config::Config;
use crate::model::editions::prefix;
use crate::model::registry::Registry;
use opencc_fmmseg::OpenccConfig;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// One edition of a site.
#[derive(Debug)]
pub struct Edition<'s> {
    /// Its language tag.
    pub language: String,
    /// What stands between the site's address and its own: nothing, or `zh-hant/`.
    pub prefix: String,
    /// The path in front of its addresses.
    pub base: String,
    /// Its whole address, or nothing when the site does not know where it lives.
    pub base_url: String,
    /// How its words are made from the author's; `None` for the author's own edition.
    script: Option<Script<'s>>,
}

/// How words are converted.
#[derive(Debug)]
struct Script<'s> {
    table: OpenccConfig,
    registry: &'s Registry,
    /// Made when something is converted.
    words: OnceLock<Matcher>,
}

fn table(language: &str) -> Option<OpenccConfig> {
    match language {
        "zh-Hant" | "zh-Hant-TW" => Some(OpenccConfig::S2twp),
        "zh-Hant-HK" => Some(OpenccConfig::S2hk),
        _ => None,
    }
}

impl<'s> Edition<'s> {
    /// All editions of a site, the author's own first.
    pub fn all(config: &Config, registry: &'s Registry) -> Vec<Self> {
        let own = Self {
            language: config.language.clone(),
            prefix: String::new(),
            base: config.base_path().to_owned(),
            base_url: config.base_url.clone(),
            script: None,
        };
        let others = config.editions.iter().filter(|l| **l != config.language);
        let others = others.filter_map(|language| {
            let table = table(language)?;
            let prefix = prefix(language);
            let whole = |url: &str| match url {
                "" => String::new(),
                url => format!("{url}{prefix}"),
            };
            Some(Self {
                language: language.clone(),
                base: whole(config.base_path()),
                base_url: whole(&config.base_url),
                prefix,
                script: Some(Script { table, registry, words: OnceLock::new() }),
            })
        });
        std::iter::once(own).chain(others).collect()
    }

    /// Whether this is a further edition, not the author's own.
    pub fn is_further(&self) -> bool {
        self.script.is_some()
    }

    /// All that decides how it is written, as a text: the same for two editions that write alike.
    pub fn written(&self) -> String {
        let rules = self.script.as_ref().map(|script| {
            let words: BTreeMap<_, _> = script.words().by_first.iter().collect();
            (script.table, words)
        });
        format!("{:?}", (&self.language, &self.prefix, rules))
    }

    /// A run of words as this edition writes it.
    pub fn write(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        self.write_into(text, &mut out);
        out
    }

    /// The same, appended to `out`.
    pub fn write_into(&self, text: &str, out: &mut String) {
        let Some(script) = self.script.as_ref().filter(|_| !text.is_ascii()) else {
            out.push_str(text);
            return;
        };
        let mut marks = Marks::of(text);
        while let Some((part, kept)) = marks.next_part() {
            match kept {
                true => out.push_str(part),
                false => script.write(part, out),
            }
        }
    }

    /// Words with the marks that let them stand as they are, where anything is converted at all.
    pub fn kept(&self, text: String) -> String {
        match self.is_further() && !text.is_ascii() {
            true => format!("{KEEP_OPEN}{text}{KEEP_CLOSE}"),
            false => text,
        }
    }
}

/// A text in parts: what stands between the marks, and what does not. Marks may stand inside others;
/// one that nothing closes is none.
#[derive(Debug)]
pub struct Marks<'t> {
    rest: &'t str,
    /// How many marks are open.
    open: usize,
    /// How many closing marks there are in the rest.
    closing: usize,
}

impl<'t> Marks<'t> {
    /// The parts of a text that begins outside of all marks.
    pub fn of(text: &'t str) -> Self {
        Self { rest: text, open: 0, closing: text.matches(KEEP_CLOSE).count() }
    }

    /// The next part, without marks, and whether it is kept.
    pub fn next_part(&mut self) -> Option<(&'t str, bool)> {
        if self.rest.is_empty() {
            return None;
        }
        let kept = self.open > 0;
        let at = self.rest.find([KEEP_OPEN, KEEP_CLOSE]).unwrap_or(self.rest.len());
        let (part, rest) = self.rest.split_at(at);
        self.rest = match rest.strip_prefix(KEEP_CLOSE) {
            Some(rest) => {
                self.open = self.open.saturating_sub(1);
                self.closing -= 1;
                rest
            }
            None => {
                self.open += usize::from(self.open < self.closing && !rest.is_empty());
                rest.strip_prefix(KEEP_OPEN).unwrap_or(rest)
            }
        };
        Some((part, kept))
    }
}

impl Script<'_> {
    fn words(&self) -> &Matcher {
        self.words.get_or_init(|| Matcher::new(self.registry, self.table))
    }

    fn write(&self, mut text: &str, out: &mut String) {
        while let Some((at, from, to)) = self.words().first_in(text) {
            self.convert(&text[..at], out);
            out.push_str(to);
            text = &text[at + from.len()..];
        }
        self.convert(text, out);
    }

    fn convert(&self, text: &str, out: &mut String) {
        if text.is_ascii() {
            out.push_str(text);
        } else {
            out.push_str(&CONVERTER.convert_with_config(text, self.table, false));
        }
    }
}

/// The words that the tables do not decide, by their first character, the longest first.
#[derive(Debug)]
struct Matcher {
    by_first: HashMap<char, Vec<(String, String)>>,
}

impl Matcher {
    fn new(registry: &Registry, table: OpenccConfig) -> Self {
        let words = &registry.words;
        let mut by_first: HashMap<char, Vec<(String, String)>> = HashMap::new();
        let kept = words.keep.iter().map(|word| (word, word.clone()));
        let given = words.write.iter().map(|(from, to)| (from, to.clone()));
        // A law's name is written in other characters, never in other words.
        let letters = match table {
            OpenccConfig::S2twp => OpenccConfig::S2tw,
            other => other,
        };
        let laws = registry.laws.iter().flat_map(|law| [&law.title, &law.short]);
        let laws = laws.map(|name| (name, CONVERTER.convert_with_config(name, letters, false)));
        for (from, to) in kept.chain(given).chain(laws) {
            if let Some(first) = from.chars().next() {
                by_first.entry(first).or_default().push((from.clone(), to));
            }
        }
        // The longest first; of equals the one that the site gave.
        by_first.values_mut().for_each(|list| list.sort_by_key(|(from, _)| Reverse(from.len())));
        Self { by_first }
    }

    /// The first of the words in `text`, and where.
    fn first_in<'t>(&self, text: &'t str) -> Option<(usize, &'t str, &str)> {
        if self.by_first.is_empty() {
            return None;
        }
        text.char_indices().find_map(|(at, c)| {
            let (from, to) =
                self.by_first.get(&c)?.iter().find(|(from, _)| text[at..].starts_with(from))?;
            Some((at, &text[at..at + from.len()], to.as_str()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::registry::Words;

    fn taiwan(registry: &Registry) -> Edition<'_> {
        let config = Config {
            base_url: "https://a.b/c/".to_owned(),
            editions: vec!["zh-Hant".to_owned()],
            ..Config::default()
        };
        Edition::all(&config, registry).remove(1)
    }

    #[test]
    fn an_edition_lives_below_the_site() {
        let registry = Registry::default();
        let edition = taiwan(&registry);
        assert_eq!(edition.base, "/c/zh-hant/");
        assert_eq!(edition.base_url, "https://a.b/c/zh-hant/");
    }

    #[test]
    fn the_sites_own_words_come_before_the_tables() {
        let words = Words {
            keep: vec!["软件园".to_owned()],
            write: vec![("面条和面子".to_owned(), "麵條和面子".to_owned())],
            ..Words::default()
        };
        let registry = Registry { words, ..Registry::default() };
        let edition = taiwan(&registry);
        assert_eq!(edition.write("软件、软件园、面条和面子"), "軟體、软件园、麵條和面子");
    }

    #[test]
    fn each_region_has_its_own_words() {
        let config = Config {
            editions: vec!["zh-Hant".to_owned(), "zh-Hant-HK".to_owned()],
            ..Config::default()
        };
        let registry = Registry::default();
        let editions = Edition::all(&config, &registry);
        let written: Vec<String> = editions.iter().map(|e| e.write("网络程序")).collect();
        assert_eq!(written, ["网络程序", "網路程式", "網絡程序"]);
        assert_eq!(editions[2].prefix, "zh-hant-hk/");
    }

    #[test]
    fn what_is_kept_is_never_converted_twice() {
        let registry = Registry::default();
        let edition = taiwan(&registry);
        let text = format!("这份{KEEP_OPEN}文件{KEEP_CLOSE}的头发");
        assert_eq!(edition.write(&text), "這份文件的頭髮");
        assert_eq!(edition.write("a stray \u{FDD0} mark 发"), "a stray  mark 發");
        assert_eq!(edition.write("\u{FDD1}发"), "發", "a stray closing mark is gone, too");
        let inner = format!("{KEEP_OPEN}头{KEEP_OPEN}发{KEEP_CLOSE}头{KEEP_CLOSE}发");
        assert_eq!(edition.write(&inner), "头发头發", "marks within marks");
    }
}
