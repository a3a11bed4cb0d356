//! Alerts that are none: a name that is not one of the five, text behind it, full-width brackets, a
//! quotation mark that was forgotten.

use super::at;
use crate::base::source::Source;
use crate::base::suggest::nearest;
use crate::diag::{Diagnostic, Slip};
use crate::model::document::Run;

/// The names of alerts.
const ALERTS: [&str; 5] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];

/// Looks at words that stand at the start of a line.
pub(super) fn at_start(source: &Source, words: &str, run: &Run, out: &mut Vec<Diagnostic>) {
    let Some((mark, name)) = mark(words) else { return };
    let known = ALERTS.into_iter().find(|a| a.eq_ignore_ascii_case(name.trim()));
    let start = run.start.get();
    let rest = &words[mark.len()..];
    let plain = mark.starts_with("[!") && mark.ends_with(']') && name == name.trim();
    if let Some(name) = known.filter(|_| plain && run.quoted() && !rest.trim().is_empty()) {
        let finding = Slip::AlertText { name: name.to_owned() };
        out.push(at(source.span(start..start + words.len()), finding));
        return;
    }
    // Outside a quotation only what is certain: somebody may write of `[!x]`.
    if !run.quoted() && (known.is_none() || !rest.trim().is_empty()) {
        return;
    }
    let meant = known.map(str::to_owned).or_else(|| {
        let upper = name.trim().to_ascii_uppercase();
        nearest(&upper, ALERTS).or_else(|| Some(alert(name.trim()).to_owned()))
    });
    let finding = Slip::UnknownAlert { written: mark.to_owned(), meant };
    out.push(at(source.span(start..start + mark.len()), finding));
}

/// `[!name]` in brackets of either width, and the name.
fn mark(words: &str) -> Option<(&str, &str)> {
    let inside = words.strip_prefix(['[', '【', '［'])?;
    let name = inside.strip_prefix(['!', '！'])?;
    let end = name.find([']', '】', '］'])?;
    let close = name[end..].chars().next()?.len_utf8();
    let fits = !name[..end].trim().is_empty() && end <= 40;
    let length = words.len() - name.len() + end + close;
    fits.then(|| (&words[..length], &name[..end]))
}

/// The alert that comes nearest to a container of this name.
pub(crate) fn alert(name: &str) -> &'static str {
    match name.to_lowercase().as_str() {
        "tip" | "hint" | "success" | "check" | "done" | "提示" | "技巧" | "建议" => "TIP",
        "important" | "重要" | "要点" => "IMPORTANT",
        "warning" | "warn" | "attention" | "警告" | "注意" | "小心" => "WARNING",
        "danger" | "error" | "caution" | "failure" | "fail" | "missing" | "bug" | "危险"
        | "错误" => "CAUTION",
        _ => "NOTE",
    }
}
