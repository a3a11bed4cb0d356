//! Characters that no text may hold: copied along from elsewhere, unseen in an editor, and never
//! published.

use super::at;
use crate::base::chars::{GUARD, MARK_CLOSE, MARK_OPEN, is_forbidden, may_be_foul};
use crate::base::source::{Source, Sources};
use crate::diag::{Diagnostic, Slip};

/// Looks at what a file's author wrote; of several in a row at the first.
pub(super) fn check(source: &Source, sources: &Sources, out: &mut Vec<Diagnostic>) {
    let written = sources.written(source.id);
    if !may_be_foul(written) {
        return;
    }
    let foul = |c: char| is_forbidden(c) || matches!(c, GUARD | MARK_OPEN | MARK_CLOSE);
    let mut end = None;
    for (i, c) in written.match_indices(foul).filter_map(|(i, s)| Some((i, s.chars().next()?))) {
        let follows = end == Some(i);
        end = Some(i + c.len_utf8());
        if !follows {
            let finding = Slip::ControlCharacter { code: u32::from(c) };
            out.push(at(source.span(i..i + c.len_utf8()), finding));
        }
    }
}
