//! The browser's copy of the numbers that it shares with the index.

use crate::support::repository;
use mingbai::index::constants;
use std::{env, fs};

#[test]
fn the_script_knows_the_numbers_of_the_index() {
    let path = repository("themes/default/js/constants.js");
    let script = constants::script();
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, &script).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap(), script, "UPDATE=1 writes it");
}
