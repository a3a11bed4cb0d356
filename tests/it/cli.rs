//! The command line as typed and as printed: every file in `tests/cli` is a transcript.
//!
//! `UPDATE=1 cargo test cli` accepts what the commands print now.

use crate::support::update;

#[test]
fn commands_print_what_the_transcripts_say() {
    let cases = trycmd::TestCases::new();
    cases.env("LC_ALL", "C.UTF-8").env("NO_COLOR", "1").env("SOURCE_DATE_EPOCH", "1795284000");
    if update() {
        cases.env("TRYCMD", "overwrite");
    }
    cases.case("tests/cli/*.md");
}
