//! Names for addresses: heading ids and page slugs, readable in Chinese and stable.

use super::cjk::is_letter;
use super::fold::composed;
use rustc_hash::FxHashMap;

/// The id of a heading: its letters and digits in NFC and lower case, everything else a hyphen
/// between them. `section` when nothing is left.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in composed(text).chars() {
        match c {
            // Nearly all of a Chinese heading, and none of it has case.
            '\u{4E00}'..='\u{9FFF}' => slug.push(c),
            _ => c.to_lowercase().for_each(|c| add(c, &mut slug)),
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "section".to_owned() } else { slug.to_owned() }
}

fn add(c: char, slug: &mut String) {
    if is_letter(c) || c == '_' || unicode_normalization::char::is_combining_mark(c) {
        slug.push(c);
    } else if (c.is_whitespace() || c == '-') && !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
}

/// The ids of the default theme's own elements. A page's text gives them to nothing else.
pub const RESERVED: [&str; 2] = ["main", "crisis-card"];

/// Ids of one page, each given out once. Remembers the last number of every name, so that ten
/// thousand equal headings take linear time.
#[derive(Debug, Default)]
pub struct Ids {
    used: FxHashMap<String, usize>,
}

impl Ids {
    /// The ids of a page in its frame.
    pub fn in_frame() -> Self {
        let mut ids = Self::default();
        RESERVED.iter().for_each(|id| ids.reserve(id));
        ids
    }

    /// Gives `id` to nothing.
    pub fn reserve(&mut self, id: &str) {
        self.used.entry(id.to_owned()).or_insert(1);
    }

    /// `wanted`, or `wanted-2`, `wanted-3` … when it is taken.
    pub fn take(&mut self, wanted: &str) -> String {
        let Some(mut n) = self.used.get(wanted).copied() else {
            self.used.insert(wanted.to_owned(), 1);
            return wanted.to_owned();
        };
        let id = loop {
            n += 1;
            let id = format!("{wanted}-{n}");
            if !self.used.contains_key(&id) {
                break id;
            }
        };
        self.used.insert(wanted.to_owned(), n);
        self.used.insert(id.clone(), 1);
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_what_can_be_read() {
        for (text, expected) in [
            ("几点不能打，一天几次算多？", "几点不能打一天几次算多"),
            ("What is APR?", "what-is-apr"),
            ("  A  --  B ", "a-b"),
            ("《民法典》第680条", "民法典第680条"),
            ("？！", "section"),
            ("Ｕ", "ｕ"),
        ] {
            assert_eq!(slug(text), expected);
        }
    }

    #[test]
    fn equal_ids_are_numbered_without_collisions() {
        let mut ids = Ids::default();
        let taken: Vec<String> =
            ["a", "a", "a-2", "a", "a-2"].iter().map(|w| ids.take(w)).collect();
        assert_eq!(taken, ["a", "a-2", "a-2-2", "a-3", "a-2-3"]);
    }
}
