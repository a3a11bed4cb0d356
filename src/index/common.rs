//! The commonest Chinese characters in the order of their readings: level 1 of GB 2312, which every
//! browser carries in its decoder. A manifest need only say which of them a site has.

use encoding_rs::GBK;
use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// The rows of the table, as the first byte of a character.
const ROWS: RangeInclusive<u8> = 0xB0..=0xD7;
/// The places in a row, as its second byte.
const PLACES: RangeInclusive<u8> = 0xA1..=0xFE;

/// A character's place in the order; none for what is not among the commonest.
pub(crate) fn place(c: char) -> Option<usize> {
    TABLE.get(&c).copied()
}

static TABLE: LazyLock<HashMap<char, usize>> = LazyLock::new(|| {
    let bytes: Vec<u8> = ROWS.flat_map(|row| PLACES.flat_map(move |place| [row, place])).collect();
    decode(&bytes).chars().enumerate().map(|(place, c)| (c, place)).collect()
});

/// Reads text in the encoding that the order comes from, as a browser does.
pub(crate) fn decode(bytes: &[u8]) -> String {
    GBK.decode_without_bom_handling(bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_characters_stand_in_the_order_of_their_readings() {
        let places = ["啊", "阿", "把", "催", "债", "座"].map(|c| place(c.chars().next().unwrap()));
        assert!(places.is_sorted() && places[0] == Some(0), "{places:?}");
        assert_eq!(place('鑫'), None);
    }
}
