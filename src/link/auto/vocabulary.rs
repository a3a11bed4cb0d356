//! The words that are linked by themselves, in one matcher: the terms of the glossary and the other
//! names of guides.
//!
//! What only looks as if it held one of them is in it too and leads nowhere: what an author lists in
//! `not_in`, other words for a term, the names of laws, offices and guides. The longest word at a
//! place is the one that was meant, so nothing is found inside another.

use super::Goal;
use crate::base::cjk::is_cjk;
use crate::base::fold;
use crate::model::page::{Page, Role};
use crate::model::site::Site;
use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};
use std::collections::HashMap;
use std::ops::Range;

/// The shortest and the longest name that is linked, in characters: one character is part of too
/// many words, and more than this is a sentence.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=40;

/// How many bytes of words a matcher may have that is fast rather than small.
const FAST: usize = 32 * 1024;

/// For each byte of a word, making a fast matcher takes about as long as a small one takes longer to look through so
/// many bytes of text.
const MAKING: usize = 500;

/// Every word, ready to be looked for.
#[derive(Debug)]
pub(in crate::link) struct Vocabulary {
    matcher: AhoCorasick,
    words: Vec<Word>,
}

/// A word and what it may mean.
#[derive(Debug, Default)]
pub(super) struct Word {
    /// Each way to write it that differs in capitals.
    written: Vec<String>,
    /// What it is a name of, with the language of each.
    goals: Vec<(Goal, Box<str>)>,
}

/// A word that was found.
pub(super) struct WordMatch<'v> {
    pub(super) range: Range<usize>,
    pub(super) word: &'v Word,
}

impl Vocabulary {
    /// The words of a site; `None` where nothing is to be linked.
    pub(in crate::link) fn new(site: &Site) -> Option<Self> {
        if !site.config.autolink {
            return None;
        }
        let mut words = Words { scripts: has_scripts(site), ..Words::default() };
        for (n, term) in site.registry.terms.iter().enumerate().filter(|(_, t)| t.autolink) {
            let goal = (Goal::Term(n), primary(&site.config.language));
            words.add(&term.term, Some(goal));
            term.traditional.iter().for_each(|word| words.add(word, Some(goal)));
        }
        let named = |page: &Page| matches!(page.role, Role::Guide | Role::Plain);
        for (id, page) in site.iter().filter(|(_, page)| named(page)) {
            let goal = (Goal::Page(id), language(site, page));
            page.meta.names.iter().for_each(|name| words.add(name, Some(goal)));
        }
        if words.list.is_empty() {
            return None;
        }
        let registry = &site.registry;
        let terms = registry.terms.iter();
        let terms = terms.flat_map(|t| std::iter::once(&t.term).chain(&t.not_in).chain(&t.aka));
        let pages = site.pages.iter().flat_map(|p| p.meta.not_in.iter().chain(&p.meta.name));
        let laws = registry.laws.iter().flat_map(|law| [&law.title, &law.short]);
        let contacts = registry.contacts.iter().map(|contact| &contact.name);
        terms.chain(pages).chain(laws).chain(contacts).for_each(|word| words.add(word, None));
        words.build(site.bodies.iter().map(|body| body.text.len()).sum())
    }

    /// The first word in `text` that begins at `from` or later, and of those there the longest.
    pub(super) fn next(&self, text: &str, from: usize) -> Option<WordMatch<'_>> {
        let found = self.matcher.find(Input::new(text).range(from.min(text.len())..))?;
        let word = self.words.get(found.pattern().as_usize())?;
        Some(WordMatch { range: found.range(), word })
    }
}

impl Word {
    /// What the word means on a page in `language`; nothing when it is the name of several things.
    pub(super) fn goal(&self, language: &str) -> Option<Goal> {
        let mut goals = self.goals.iter().filter(|(_, own)| own.eq_ignore_ascii_case(language));
        let (goal, _) = goals.next()?;
        goals.next().is_none().then_some(*goal)
    }

    /// Whether it may be written like this: capitals count where the author gave them, so that the
    /// abbreviation IT is not every "it".
    pub(super) fn is_written(&self, words: &str) -> bool {
        let loose = |form: &String| !form.contains(char::is_uppercase);
        self.written.iter().any(|form| form == words || loose(form))
    }
}

/// Words by how they are looked for: with small letters.
#[derive(Default)]
struct Words {
    by_letters: HashMap<String, usize>,
    list: Vec<Word>,
    /// Whether a page is in the other script.
    scripts: bool,
}

impl Words {
    /// Adds a word in each of its forms. One that is a name already stays one.
    fn add(&mut self, word: &str, goal: Option<(Goal, &str)>) {
        let half = fold::width(word);
        if !LENGTH.contains(&half.chars().count()) || half.contains(char::is_control) {
            return;
        }
        self.add_form(fold::full_width(&half), goal);
        if self.scripts {
            fold::scripts(&half).into_iter().for_each(|form| self.add_form(form, goal));
        }
        self.add_form(half, goal);
    }

    fn add_form(&mut self, form: String, goal: Option<(Goal, &str)>) {
        let known = self.by_letters.get(&form.to_ascii_lowercase()).copied();
        let n = known.unwrap_or_else(|| {
            self.by_letters.insert(form.to_ascii_lowercase(), self.list.len());
            self.list.push(Word::default());
            self.list.len() - 1
        });
        let word = &mut self.list[n];
        if let Some(goal) = goal {
            let (goal, language) = goal;
            if !word.goals.iter().any(|(g, l)| (*g, &**l) == (goal, language)) {
                word.goals.push((goal, language.into()));
            }
            if !word.written.contains(&form) {
                word.written.push(form);
            }
        }
    }

    /// The matcher of these words for so many bytes of text.
    fn build(self, texts: usize) -> Option<Vocabulary> {
        let mut patterns = vec![""; self.list.len()];
        self.by_letters.iter().for_each(|(letters, n)| patterns[*n] = letters);
        let size: usize = patterns.iter().map(|p| p.len()).sum();
        let matcher = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .kind(Some(match size <= FAST && texts >= size * MAKING {
                true => AhoCorasickKind::DFA,
                false => AhoCorasickKind::ContiguousNFA,
            }))
            .build(patterns);
        // Only more words than numbers can count make it fail.
        Some(Vocabulary { matcher: matcher.ok()?, words: self.list })
    }
}

/// The language of a page, without script and region.
pub(super) fn language<'s>(site: &'s Site, page: &'s Page) -> &'s str {
    primary(page.meta.lang.as_deref().unwrap_or(&site.config.language))
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// Whether a page may be in another script than the site's own: in its language, but with another tag.
fn has_scripts(site: &Site) -> bool {
    let own = site.config.language.as_str();
    let mut tags = site.pages.iter().filter_map(|page| page.meta.lang.as_deref());
    tags.any(|tag| tag != own && primary(tag).eq_ignore_ascii_case(primary(own)))
}

/// Whether a word stands by itself. Chinese is written without gaps; what is not, is cut where a
/// letter or digit stands beside one, or beyond the dot of an address.
pub(super) fn is_whole(text: &str, word: &Range<usize>) -> bool {
    let (inside, before, after) = (&text[word.clone()], &text[..word.start], &text[word.end..]);
    let (first, last) = (inside.chars().next(), inside.chars().next_back());
    let cut_before = first.is_some_and(is_letter) && continues(before.chars().rev());
    let cut_after = last.is_some_and(is_letter) && continues(after.chars());
    !cut_before && !cut_after
}

/// Whether a word goes on with these characters.
fn continues(mut beside: impl Iterator<Item = char>) -> bool {
    match beside.next() {
        Some('.' | '@' | '_' | '\'' | '’') => beside.next().is_some_and(is_letter),
        Some(c) => is_letter(c),
        None => false,
    }
}

/// A letter or digit of a script that is written with gaps.
fn is_letter(c: char) -> bool {
    let full_width = matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    c.is_alphanumeric() && (!is_cjk(c) || full_width)
}

#[cfg(test)]
mod tests {
    use super::is_whole;

    #[test]
    fn words_with_gaps_are_whole_or_not_there() {
        for (text, whole) in [
            ("的APR是", true),
            ("APR", true),
            ("APR。", true),
            ("APR/IRR", true),
            ("(APR).", true),
            ("APRIL", false),
            ("xAPR", false),
            ("2APR", false),
            ("APR2", false),
            ("APR.org", false),
            ("me@APR", false),
            ("＿ＸAPR", false),
        ] {
            let at = text.find("APR").expect("there");
            assert_eq!(is_whole(text, &(at..at + 3)), whole, "{text}");
        }
        assert!(is_whole("反复利用", &(3..9)), "Chinese has no gaps to go by");
    }
}
