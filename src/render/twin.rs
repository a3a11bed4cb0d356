//! A guide as Markdown, for programs that read rather than browse, and `llms.txt`, their way in.
//!
//! A twin is written from the public fields named here and from the author's text with every
//! reference of theirs turned into a plain link or value; a name that was linked by itself stays a
//! name. Front matter is never copied, and what readers of
//! the page do not see — comments, definitions of link targets — is cut out.

use super::calculator;
use super::entries::Views;
use super::guide;
use super::inert::inert;
use super::letter;
use super::matrix;
use super::steps::numbered;
use super::view::LetterLinkView;
use crate::base::address::ascii;
use crate::base::chars::{clean, has_any};
use crate::base::offset::bytes;
use crate::base::source::Sources;
use crate::model::addresses::{Address, TWIN, What};
use crate::model::document::{Reference, Target};
use crate::model::flow::{Flow, Way};
use crate::model::linked::LinkedDocument;
use crate::model::links::{Matrix, Resolved};
use crate::model::page::PageId;
use crate::model::registry::Scheme;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::ops::Range;

/// A guide's twin. Of a page that is somebody else's nothing is mark-up, whoever reads it.
pub(super) fn twin(views: Views<'_>, sources: &Sources, id: PageId) -> String {
    let twin = whole_twin(views, sources, id);
    if views.site.page(id).meta.untrusted { inert(&twin) } else { twin }
}

fn whole_twin(views: Views<'_>, sources: &Sources, id: PageId) -> String {
    let (page, links) = (views.site.page(id), views.site.links_of(id));
    let word = |key: &str| views.word(key);
    let own = |words: &str| views.own(id, words);
    let mut out = format!("# {}\n\n", own(&escaped(&page.meta.title)));
    if let Some(answer) = LinkedDocument::answer(views.site, id) {
        let _ = writeln!(out, "> {}\n", own(&line(answer.text().trim()).replace('\n', "\n> ")));
    }
    let (colon, semicolon) = (word("colon"), word("semicolon"));
    let mut fact = |label: &str, values: &[String]| {
        if !values.is_empty() {
            let _ = writeln!(out, "- {label}{colon}{}", values.join(&semicolon));
        }
    };
    let each =
        |texts: &[String]| -> Vec<String> { texts.iter().map(|t| own(&escaped(t))).collect() };
    fact(&word("applies_to"), &each(&page.meta.applies_to));
    fact(&word("not_for"), &each(&page.meta.not_for));
    if views.site.kind_of(page).letter {
        // What must be known before a letter is sent stands before it.
        for own in &page.meta.own {
            let label = &views.site.kind_of(page).fields[own.field].label;
            fact(&escaped(label), &each(own.value.texts()));
        }
    }
    let tags: Vec<String> =
        links.tags.iter().map(|t| escaped(&views.site.tags[*t].label)).collect();
    fact(&word("tags"), &tags);
    if let Some(day) = page.meta.as_of {
        let _ = writeln!(out, "- {}", word("as_of").replace("{d}", &day.to_string()));
    }
    if let Some(day) = page.meta.reviewed {
        let _ = writeln!(out, "- {}", escaped(&guide::reviewed(views, page, day)));
    }
    for notice in guide::notices(views, page).iter().filter(|notice| notice.shown) {
        let _ = writeln!(out, "- {}", notice.text);
    }
    let _ = writeln!(out, "- <{}>\n", address(views, &page.url));
    out.push_str(&own(body(views, sources, id).trim()));
    out.push('\n');
    if let Some(matrix) = &links.matrix {
        out.push_str(&related(views, matrix));
    }
    out.push_str(&letters(views, id));
    if !links.sources.is_empty() {
        let _ = writeln!(out, "\n## {}\n", word("sources"));
        for source in &links.sources {
            let source = views.source(*source);
            let link = link(&source.title, source.url.as_deref().unwrap_or_default());
            let rest: Vec<String> = source.publisher.into_iter().chain(source.date).collect();
            let rest =
                if rest.is_empty() { String::new() } else { format!(" · {}", rest.join(" · ")) };
            let _ = writeln!(out, "- {link}{rest}");
        }
    }
    let _ = writeln!(out, "\n{}", word("not_advice"));
    out
}

/// The letters that belong to a guide, and when each is the right one.
fn letters(views: Views<'_>, id: PageId) -> String {
    let letters = letter::of_guide(views, id);
    if letters.is_empty() {
        return String::new();
    }
    let (colon, semicolon) = (views.word("colon"), views.word("semicolon"));
    let mut out = format!("\n## {}\n\n", views.word("letters"));
    for LetterLinkView { page, use_when } in letters {
        let when = use_when.iter().map(|when| escaped(when)).collect::<Vec<_>>().join(&semicolon);
        let colon = if when.is_empty() { "" } else { &colon };
        let _ = writeln!(out, "- {}{colon}{when}", link(&page.title, &whole(views, &page.url)));
    }
    out
}

/// A matrix as a list: each row with what is marked in it.
fn related(views: Views<'_>, matrix: &Matrix) -> String {
    let (colon, comma) = (views.word("colon"), views.word("comma"));
    let page = |id: PageId| {
        let page = views.site.page(id);
        link(&views.own(id, page.name()), &address(views, &page.url))
    };
    let title = matrix::caption(views, matrix);
    let mut out = format!("\n## {title}\n\n");
    for (row, line) in &matrix.lines {
        let marked = matrix.heads.iter().zip(line).filter(|(_, mark)| **mark);
        let marked: Vec<String> = marked.map(|(head, _)| page(*head)).collect();
        let _ = writeln!(out, "- {}{colon}{}", page(*row), marked.join(&comma));
    }
    out
}

/// The list of all twins.
pub(super) fn llms(views: Views<'_>) -> String {
    let site = views.site;
    let mut out = format!("# {}\n", site.config.title);
    if !site.config.description.is_empty() {
        let _ = writeln!(out, "\n> {}", site.config.description);
    }
    // A plain page has no twin, whichever folder it is in.
    let twins: HashSet<PageId> = site.addresses.list().iter().filter_map(twin_of).collect();
    for folder in site.folders.iter() {
        let shown = |id: &&PageId| {
            let meta = &site.page(**id).meta;
            !meta.noindex && !meta.draft && twins.contains(*id)
        };
        let mut guides = folder.pages.iter().filter(shown).peekable();
        if guides.peek().is_some() {
            let _ = writeln!(out, "\n## {}\n", views.folder_label(folder));
        }
        for id in guides {
            let page = site.page(*id);
            let twin = address(views, &format!("{}{TWIN}", page.url));
            let link = link(&views.own(*id, &page.meta.title), &twin);
            let summary = views.summary(*id);
            let colon = if summary.is_empty() { "" } else { ": " };
            let _ = writeln!(out, "- {link}{colon}{}", escaped(&summary).replace('\n', " "));
        }
    }
    out
}

fn twin_of(address: &Address) -> Option<PageId> {
    match address.what {
        What::Twin(id) => Some(id),
        _ => None,
    }
}

/// The author's text with everything that needs the site replaced, and everything private removed.
fn body(views: Views<'_>, sources: &Sources, id: PageId) -> String {
    let linked = LinkedDocument::body(views.site, id);
    let body = linked.document;
    let Some(span) = body.span else { return String::new() };
    let text = sources.get(views.site.page(id).source).text.as_str();
    let mut edits: Vec<(Range<usize>, String)> =
        body.unseen.iter().map(|r| (bytes(r), String::new())).collect();
    for (reference, resolved) in linked.references().filter(|(r, _)| !r.automatic) {
        let range = reference.span.range();
        if let Some(index) = calculator_of(resolved) {
            let indent = indent(text, range.start);
            edits.push((range, calculator::markdown(views, index, &indent, escaped)));
            continue;
        }
        edits.extend(plain(views, reference, resolved, &text[range.clone()]).map(|p| (range, p)));
    }
    for (image, asset) in linked.images() {
        let url = match asset {
            Some(asset) => views.shared_whole(views.site.asset_url(asset)),
            None => image.url.clone(),
        };
        edits.push((image.span.range(), format!("!{}", link(&image.alt, &url))));
    }
    if let Some(flow) = Flow::in_text(linked) {
        edits.extend(numbers(views, &flow, text));
    }
    // Outer things come before what stands inside them, which goes with them.
    edits.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut out = String::with_capacity(span.range().len());
    let mut from = span.range().start;
    for (range, plain) in edits {
        if range.start >= from {
            out.push_str(&clean(&text[from..range.start]));
            out.push_str(&plain);
            from = range.end;
        }
    }
    out.push_str(&clean(&text[from..span.range().end]));
    out.trim_start().to_owned()
}

fn calculator_of(resolved: &Resolved) -> Option<usize> {
    match resolved {
        Resolved::Entry(entry) if entry.scheme == Scheme::Calculator => Some(entry.index),
        _ => None,
    }
}

/// What begins each further line of something that begins here: marks of quotations stay, those of lists are
/// room.
fn indent(text: &str, at: usize) -> String {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let before = text[line..at].chars();
    before.map(|c| if c == '>' || c == '\t' { c } else { ' ' }).collect()
}

/// The numbers of a flow's steps, before their names and behind the answers that lead to them.
fn numbers(views: Views<'_>, flow: &Flow<'_>, text: &str) -> Vec<(Range<usize>, String)> {
    let mut edits = Vec::new();
    for step in 0..flow.steps().len() {
        let heading = flow.span(step).range();
        let marks = text[heading.clone()].find(|c: char| c != '#' && !c.is_whitespace());
        let at = heading.start + marks.unwrap_or(0);
        edits.push((at..at, format!("{}{}", numbered(views, "step", step), views.word("colon"))));
        for answer in flow.answers(step) {
            if let Way::Step(to) = answer.to {
                let at = answer.span.range().end;
                edits.push((at..at, format!(" → {}", numbered(views, "step", to))));
            }
        }
    }
    edits
}

/// A reference as Markdown that needs no site: a link with a whole address, or words. `None` when
/// it is that already.
fn plain(
    views: Views<'_>,
    reference: &Reference,
    resolved: &Resolved,
    written: &str,
) -> Option<String> {
    if reference.attribute {
        return Some(whole(views, &views.url(resolved)).replace('&', "&amp;"));
    }
    let words = reference.words.clone().filter(|w| !w.is_empty());
    let label = words.unwrap_or_else(|| views.label(resolved));
    if matches!(reference.target, Target::Blank(_)) {
        return Some(views.word("blank").replace("{a}", &escaped(&label)));
    }
    let url = match resolved {
        // Elsewhere a bare address does not end before Chinese.
        Resolved::External(url) if *url == label && written == label => {
            return Some(format!("<{url}>"));
        }
        Resolved::External(_) if written.starts_with('<') || written.ends_with(')') => return None,
        Resolved::External(url)
            if matches!(reference.target, Target::External(_)) && *url == label =>
        {
            return None;
        }
        Resolved::External(url) => url.clone(),
        other => whole(views, &views.url(other)),
    };
    Some(link(&label, &url))
}

/// Words that are only words: a `<` in a title opens nothing, and no bracket leads anywhere.
fn escaped(words: &str) -> String {
    if !has_any(words, b"<]") {
        return words.to_owned();
    }
    words.replace('<', "\\<").replace("](", "]\\(")
}

/// Words on a line of their own, that begin nothing but words.
fn line(words: &str) -> String {
    let words = escaped(words);
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let at = match words.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => digits,
        Some(b'#' | b'>' | b'-' | b'+' | b'*' | b'=' | b'|' | b'`' | b'~' | b'[' | b':')
            if digits == 0 =>
        {
            0
        }
        _ => return words,
    };
    format!("{}\\{}", &words[..at], &words[at..])
}

/// Words with an address, or the words alone.
fn link(label: &str, url: &str) -> String {
    if url.is_empty() {
        return escaped(label);
    }
    let (mut label, mut url) = (escaped(label), Cow::Borrowed(url));
    if has_any(&label, b"[]") {
        label = label.replace('[', "\\[").replace(']', "\\]");
    }
    if has_any(&url, b"() ") {
        url = url.replace('(', "%28").replace(')', "%29").replace(' ', "%20").into();
    }
    ["[", &label, "](", &url, ")"].concat()
}

/// The whole of a printed address, if the site knows where it lives.
fn whole(views: Views<'_>, url: &str) -> String {
    let config = &views.site.config;
    match url.strip_prefix(config.base_path()) {
        Some(below) if !config.base_url.is_empty() => config.base_url.clone() + &ascii(below),
        _ => url.to_owned(),
    }
}

/// The whole address, or as much of it as is known.
fn address(views: Views<'_>, path: &str) -> String {
    let whole = views.whole(path);
    if whole.is_empty() { views.local(path) } else { whole }
}
