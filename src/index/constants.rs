//! The numbers that the index and the script that reads it share. They are declared where the index is
//! written; `themes/default/js/constants.js` repeats them for the browser, as this module writes it.

use super::{encoding, huffman, impact, lists, manifest, numbers, order, packs, shards, tokenize};

/// The browser's module. `UPDATE=1 cargo test --test it constants` writes it.
pub fn script() -> String {
    let lines = shared()
        .map(|(about, name, value)| format!("\n// {about}\nexport const {name} = {value};\n"));
    HEAD.to_owned() + &lines.concat()
}

const HEAD: &str = "\
// The numbers that this script shares with the index. Written by src/index/constants.rs: change them
// there, then `UPDATE=1 cargo test --test it constants`.
";

/// What each is, what it is called, its value.
fn shared() -> [(&'static str, &'static str, f64); 21] {
    let exact = |number: u64| number as f64;
    [
        ("The format of the index.", "FORMAT", manifest::FORMAT.into()),
        ("The names of packs have so many digits.", "NAME", exact(packs::NAME as u64)),
        ("A smaller index is read as a whole.", "SMALL", exact(packs::SMALL as u64)),
        ("So many levels has a weight.", "LEVELS", impact::LEVELS.into()),
        ("They are written in so many bits.", "LEVEL_BITS", impact::LEVELS.ilog2().into()),
        ("What the lowest of them stands for.", "FLOOR", impact::FLOOR.into()),
        (
            "Lists of up to this many pages carry a level with each page.",
            "FEW",
            exact(shards::SHORT as u64),
        ),
        ("How soon further occurrences stop to matter.", "SATURATION", impact::SATURATION.into()),
        ("How much a long page is held against it.", "LENGTH", rounded(impact::LENGTH.into())),
        ("What a title weighs.", "TITLE", impact::field::TITLE.into()),
        ("No code of a record has more bits.", "LONGEST_CODE", huffman::LONGEST.into()),
        ("A character without a code has so many.", "CODE_POINT", encoding::CODE_POINT.into()),
        (
            "Names of up to so many letters and digits are told apart by their lengths;",
            "EXACT",
            exact(order::EXACT as u64),
        ),
        ("of longer ones so many lengths are one.", "STEP", exact(order::STEP as u64)),
        ("Words are cut here.", "LONGEST_WORD", exact(tokenize::LONGEST_WORD as u64)),
        (
            "Telephone numbers have so many digits at least,",
            "SHORTEST_PHONE",
            exact(*numbers::PHONE.start() as u64),
        ),
        ("and so many at most.", "LONGEST_PHONE", exact(*numbers::PHONE.end() as u64)),
        ("No amount is higher,", "HIGHEST_AMOUNT", exact(numbers::HIGHEST)),
        ("and none has more digits.", "LONGEST_AMOUNT", exact(numbers::LONGEST as u64)),
        (
            "Leading digits of a list's numbers have contexts of their own up to here.",
            "KNOWN",
            exact(lists::KNOWN as u64),
        ),
        (
            "A context that has seen so many bits forgets the oldest.",
            "MEMORY",
            lists::MEMORY.into(),
        ),
    ]
}

/// A fraction as it is written: 0.6 is not quite 0.6 in the index.
fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}
