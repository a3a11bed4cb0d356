//! `docs/rules.md` has a table for each family of rules and one for all other problems, between `<!-- rules: FAMILY -->` and
//! `<!-- end -->`, that is written from their entries in `src/diag`; the words around them are kept by hand.
//! `UPDATE=1 cargo test rules` rewrites the tables.

use crate::support::{repository, update};
use mingbai::diag::Problem;
use mingbai::diag::rules::FAMILIES;
use mingbai::diag::table::Rule;
use std::fs;

const OPEN: &str = "<!-- rules: ";
const CLOSE: &str = " -->\n";
const END: &str = "<!-- end -->\n";

#[test]
fn the_documented_rules_are_those_that_there_are() {
    let path = repository("docs/rules.md");
    let told = fs::read_to_string(&path).expect("readable");
    let (written, families) = with_tables(&told);
    let all: Vec<&str> = tables().map(|(family, _)| family).collect();
    assert_eq!(families, all, "every family has a table, in their order");
    if update() {
        fs::write(&path, written).expect("writable");
    } else {
        assert!(told == written, "UPDATE=1 rewrites docs/rules.md; read what changed");
    }
}

/// What there are tables of, by name.
fn tables() -> impl Iterator<Item = (&'static str, &'static [Rule])> {
    FAMILIES.iter().copied().chain([("problems", Problem::RULES)])
}

/// The text with its tables as they should be, and the families that have one.
fn with_tables(text: &str) -> (String, Vec<&str>) {
    let (mut written, mut families) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let (family, after) = after.split_once(CLOSE).expect("a name and nothing else");
        let (_, after) = after.split_once(END).expect("an end");
        let (_, rules) = tables()
            .find(|(known, _)| *known == family)
            .unwrap_or_else(|| panic!("there is no family {family}"));
        written += &format!("{before}{OPEN}{family}{CLOSE}{}{END}", table(rules));
        families.push(family);
        rest = after;
    }
    (written + rest, families)
}

/// One line for each code; what `--fix` mends has a column where there is any.
fn table(rules: &[Rule]) -> String {
    let mended = rules.iter().any(|rule| !rule.fix.is_empty());
    let line = |cells: [&str; 4]| {
        let cells = &cells[..if mended { 4 } else { 3 }];
        // A bar in a cell would divide it.
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        format!("| {} |\n", cells.join(" | ")).replace("|  |", "| |")
    };
    let head = line(["code", "level", "what it finds", "`--fix`"]);
    let rule = if mended { "|---|---|---|---|\n" } else { "|---|---|---|\n" };
    let lines = rules.chunk_by(|one, next| one.code == next.code).map(|same| {
        let (code, level) = (format!("`{}`", same[0].code), same[0].level.words());
        let finds: Vec<&str> = same.iter().map(|rule| rule.finds).collect();
        line([&code, &level, &finds.join("; "), same[0].fix])
    });
    format!("{head}{rule}{}", lines.collect::<String>())
}
