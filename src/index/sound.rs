//! How characters are read, without tones: what makes homophones neighbours in the index and lets
//! pinyin find Chinese.

use pinyin::{ToPinyin, ToPinyinMulti};

/// Readings that the tables put second but that the words of this field use first.
const FIRST: &[(char, &str)] = &[('还', "huan"), ('行', "hang"), ('重', "chong"), ('调', "tiao")];

/// Rare readings are as good as typing errors: only this many are kept.
const KEPT: usize = 3;

/// The reading under which a character stands in the index; none for kana and the like.
pub(crate) fn main(c: char) -> Option<&'static str> {
    FIRST
        .iter()
        .find(|(known, _)| *known == c)
        .map(|(_, sound)| *sound)
        .or_else(|| c.to_pinyin().map(|reading| plain(reading.plain())))
}

/// Its other readings.
pub(crate) fn others(c: char) -> Vec<&'static str> {
    let main = main(c);
    let mut found = Vec::new();
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        let sound = plain(reading.plain());
        if Some(sound) != main && !found.contains(&sound) && found.len() < KEPT {
            found.push(sound);
        }
    }
    found
}

/// Syllables as a keyboard without umlauts types them.
fn plain(sound: &'static str) -> &'static str {
    match sound {
        "lü" => "lv",
        "nü" => "nv",
        "lüe" => "lve",
        "nüe" => "nve",
        "ê" => "e",
        sound if sound.is_ascii() => sound,
        _ => "e",
    }
}
