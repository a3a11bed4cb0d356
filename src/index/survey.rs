//! What all pages together say: which characters there are, how long a page is, and which words of the
//! thesaurus tell pages apart.

use super::corpus::Corpus;
use super::impact;
use super::order;
use super::readings::Readings;
use super::tally::Tally;
use super::thesaurus::{self, Thesaurus};

/// What all pages together say.
#[derive(Debug, Default)]
pub struct Survey {
    /// How often each character that is searched occurs.
    pub chars: Tally,
    /// How often each character occurs in the texts of records, as they are written.
    pub(crate) written: Tally,
    /// The mean weighted length of a page, as far as it matters. Entries do not count.
    pub(crate) mean: f32,
    /// Of each word of the thesaurus whether it tells pages apart.
    pub(crate) tells: Vec<bool>,
}

/// Puts together what was read of all pages.
pub fn survey(corpus: &Corpus<'_>, readings: &Readings) -> Survey {
    let words = corpus.thesaurus.map(Thesaurus::words).unwrap_or_default();
    let (mut said, mut shown) = (vec![0; words.len()], vec![0; words.len()]);
    let (mut chars, mut written) = (Tally::default(), Tally::default());
    for mut totals in readings.totals() {
        totals.counts(|c, count| chars.add(char::from_u32(c).unwrap_or_default(), count));
        totals.counts(|c, count| written.add(char::from_u32(c).unwrap_or_default(), count));
        totals.counts(|word, count| said[word as usize] += count);
        totals.counts(|word, count| shown[word as usize] += count as usize);
    }
    let pages = order::pages(corpus).len();
    let tells: Vec<bool> = shown.into_iter().map(|by| thesaurus::tells(by, pages)).collect();
    for (number, word) in words.iter().enumerate() {
        // Whatever a page means can be typed.
        let typed = word.finding(tells[number]).flat_map(|(_, typed)| typed.word.chars());
        typed.for_each(|c| chars.add(c, said[number]));
    }
    let lengths = (0..pages).map(|page| readings.page(page).length() as f32);
    Survey { chars, written, mean: impact::settled_mean(lengths.sum(), pages), tells }
}
