//! What stands around the steps of a decision flow: a section for each, its number, which step an answer
//! leads to, and the way back to the first one.
//!
//! All of it is there without a stylesheet; the theme hides what is not needed where browsers show one
//! step at a time.

use super::entries::Views;
use super::highlight::escaped;
use crate::model::document::HoleKind;
use crate::model::flow::{Flow, Way};
use crate::model::linked::LinkedDocument;
use std::fmt::Write as _;

/// Whether it is a hole that [`fill`] fills.
pub(super) fn is_of_step(hole: HoleKind) -> bool {
    matches!(
        hole,
        HoleKind::Step(_) | HoleKind::StepNumber(_) | HoleKind::StepEnd(_) | HoleKind::StepOf(_)
    )
}

/// Fills a hole of a flow.
pub(super) fn fill(
    views: Views<'_>,
    linked: LinkedDocument<'_>,
    flow: &Flow<'_>,
    hole: HoleKind,
    html: &mut String,
) {
    let _ = match hole {
        HoleKind::Step(_) => write!(html, "<section class=\"step\">"),
        HoleKind::StepNumber(step) => {
            let number = escaped(&numbered(views, "step", step as usize));
            write!(html, "<span class=\"nth\">{number}</span> ")
        }
        HoleKind::StepEnd(0) => write!(html, "</section>"),
        HoleKind::StepEnd(_) => {
            let (first, words) = (escaped(flow.anchor(0)), escaped(&views.word("start_again")));
            write!(html, "<p class=\"again\"><a href=\"#{first}\">{words}</a></p>\n</section>")
        }
        HoleKind::StepOf(reference) => {
            let to = linked.links.resolved.get(reference as usize);
            let Some(Way::Step(step)) = to.map(|to| flow.way(to)) else { return };
            let words = escaped(&numbered(views, "go_to_step", step));
            write!(html, " <span class=\"nth\">{words}</span>")
        }
        _ => Ok(()),
    };
}

/// A word of the interface with the number of a step, counted from 1.
pub(super) fn numbered(views: Views<'_>, word: &str, step: usize) -> String {
    views.word(word).replace("{n}", &(step + 1).to_string())
}
