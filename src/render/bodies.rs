//! Fills a document's holes: links, cards, code, images, the titles of alerts.

use super::calculator;
use super::entries::Views;
use super::highlight::{Highlighter, escaped};
use super::letter;
use super::matrix;
use super::sanitize::sanitized;
use super::steps;
use super::template::Engine;
use crate::diag::Diagnostic;
use crate::model::document::{Hole, HoleKind, Image, Target};
use crate::model::flow::Flow;
use crate::model::linked::LinkedDocument;
use crate::model::links::Resolved;
use crate::model::page::PageId;
use crate::model::registry::{EntryId, Scheme};
use serde::Serialize;
use std::fmt::Write as _;

/// What filling needs besides the document.
pub(super) struct BodyRenderer<'a> {
    /// The site, as templates see it.
    pub(super) views: Views<'a>,
    /// The templates.
    pub(super) engine: &'a Engine<'a>,
    /// Highlighted code.
    pub(super) highlighter: &'a Highlighter,
}

impl BodyRenderer<'_> {
    /// A page's short answer as HTML, without the paragraph around it.
    pub(super) fn answer(&self, page: PageId, out: &mut Vec<Diagnostic>) -> Option<String> {
        let html = self.html(LinkedDocument::answer(self.views.site, page)?, out);
        let html = self.finished(page, html);
        let inner = html.trim();
        let bare = inner.strip_prefix("<p>").and_then(|h| h.strip_suffix("</p>"));
        Some(self.views.own(page, bare.filter(|h| !h.contains("<p>")).unwrap_or(inner)))
    }

    /// A page's body as HTML.
    pub(super) fn body(&self, page: PageId, out: &mut Vec<Diagnostic>) -> String {
        let site = self.views.site;
        let mut html = self.html(LinkedDocument::body(site, page), out);
        if let Some(matrix) = &site.links_of(page).matrix {
            let view = MatrixOf { matrix: matrix::view(self.views, matrix) };
            self.template("parts/matrix.html", &view, &mut html, out);
        }
        self.views.own(page, &self.finished(page, html))
    }

    /// The last thing that is done to a text: whatever filled its holes, a stranger's page holds nothing
    /// that runs.
    fn finished(&self, page: PageId, html: String) -> String {
        match self.views.site.page(page).meta.untrusted {
            true => sanitized(&html),
            false => html,
        }
    }

    fn html(&self, linked: LinkedDocument<'_>, out: &mut Vec<Diagnostic>) -> String {
        let markup = linked.document.markup();
        let flow = Flow::in_text(linked);
        let mut html = String::with_capacity(markup.len() * 3 / 2);
        let mut open = Vec::new();
        let mut from = 0;
        for Hole { at, what } in linked.holes() {
            html.push_str(&markup[from..at.get()]);
            from = at.get();
            match &flow {
                Some(flow) if steps::is_of_step(*what) => {
                    steps::fill(self.views, linked, flow, *what, &mut html);
                }
                _ => self.fill(linked, *what, &mut html, &mut open, out),
            }
        }
        html.push_str(&markup[from..]);
        html
    }

    fn fill(
        &self,
        linked: LinkedDocument<'_>,
        what: HoleKind,
        html: &mut String,
        open: &mut Vec<usize>,
        out: &mut Vec<Diagnostic>,
    ) {
        let resolved = |n: u32| &linked.links.resolved[n as usize];
        match what {
            HoleKind::LinkOpen(_) => open.push(html.len()),
            HoleKind::LinkClose(n) => {
                let words = html.split_off(open.pop().unwrap_or(html.len()));
                let reference = linked.reference(n);
                match &reference.target {
                    Target::Blank(id) => {
                        let alone = linked.is_all_of_its_block(reference);
                        html.push_str(&letter::blank(self.views, id, &words, alone));
                    }
                    _ if reference.automatic => self.automatic(resolved(n), words, html, out),
                    _ => self.inline(resolved(n), Some(words), html, out),
                }
            }
            HoleKind::Inline(n) => self.inline(resolved(n), None, html, out),
            HoleKind::Card(n) => {
                self.card(resolved(n), linked.reference(n).words.as_deref(), html, out);
            }
            HoleKind::Code(n) => {
                let code = &linked.document.shown.codes[n as usize];
                let inside = self.highlighter.html(code.language.as_deref(), &code.text);
                let _ = write!(html, "<pre tabindex=\"0\"><code>{inside}</code></pre>");
            }
            HoleKind::Image(n) => {
                let asset = linked.links.images.get(n as usize).copied().flatten();
                self.image(&linked.document.images[n as usize], asset, html);
            }
            HoleKind::Address(n) => html.push_str(&escaped(&self.views.url(resolved(n)))),
            HoleKind::HeadingId(n) => {
                html.push_str(&escaped(linked.heading_id(n as usize)));
            }
            // Holes of a flow, which is filled by another.
            HoleKind::Step(_)
            | HoleKind::StepNumber(_)
            | HoleKind::StepEnd(_)
            | HoleKind::StepOf(_) => {}
            HoleKind::Notes => html.push_str(&escaped(&self.views.word("footnotes"))),
            HoleKind::WayBack { note, n } => {
                let place = if n == 1 { note.to_string() } else { format!("{note}-{n}") };
                let label = self.views.word("footnote_back").replace("{n}", &place);
                html.push_str(&escaped(&label));
            }
            HoleKind::Alert(alert) => {
                let key = format!("alert_{}", alert.name());
                let title = self.views.words.get(&key).map_or(alert.name(), String::as_str);
                let _ = write!(html, "<p class=\"alert-title\">{}</p>", escaped(title));
            }
        }
    }

    /// A picture with the room it takes, so that nothing moves when it arrives.
    fn image(&self, image: &Image, asset: Option<usize>, html: &mut String) {
        let address = |path: &str| self.views.shared(path);
        match asset.and_then(|asset| self.views.pictures.html(asset, &image.alt, &address)) {
            Some(picture) => html.push_str(&picture),
            None => {
                let (url, alt) = (escaped(&image.url), escaped(&image.alt));
                let _ = write!(html, "<img src=\"{url}\" alt=\"{alt}\" loading=\"lazy\">");
            }
        }
    }

    /// A reference inside a sentence. `words` are the author's own, as HTML.
    fn inline(
        &self,
        resolved: &Resolved,
        words: Option<String>,
        html: &mut String,
        out: &mut Vec<Diagnostic>,
    ) {
        let label = || words.clone().unwrap_or_else(|| escaped(&self.views.label(resolved)));
        let mut lang = None;
        match resolved {
            Resolved::Words(_) => {
                html.push_str(&label());
                return;
            }
            Resolved::External(address) => {
                let _ = write!(
                    html,
                    "<a href=\"{}\" rel=\"external\">{}</a>",
                    escaped(address),
                    label()
                );
                return;
            }
            Resolved::Page(page, _) => {
                // The page's own name is in its language, the author's words are in the text's.
                lang = self.views.lang(*page).filter(|_| words.is_none());
            }
            Resolved::Anchor(_) | Resolved::Path { .. } | Resolved::Asset(_) => {}
            entry => return self.entry("inline", entry, Some(label()), html, out),
        }
        let address = self.views.url(resolved);
        let lang = lang.map_or_else(String::new, |l| format!(" lang=\"{}\"", escaped(&l)));
        let _ = write!(html, "<a href=\"{}\"{lang}>{}</a>", escaped(&address), label());
    }

    /// A name that was linked by itself.
    fn automatic(
        &self,
        resolved: &Resolved,
        words: String,
        html: &mut String,
        out: &mut Vec<Diagnostic>,
    ) {
        match resolved {
            Resolved::Page(page, _) => {
                let view = PageOf { page: self.views.card(*page), words_html: words };
                self.template("auto/page.html", &view, html, out);
            }
            entry => self.entry("auto", entry, Some(words), html, out),
        }
    }

    /// A reference that stands alone.
    fn card(
        &self,
        resolved: &Resolved,
        words: Option<&str>,
        html: &mut String,
        out: &mut Vec<Diagnostic>,
    ) {
        let words = words.map(escaped);
        match resolved {
            Resolved::Page(page, _) => {
                let mut page = self.views.card_view(*page);
                page.url = self.views.url(resolved);
                let view = CardOf { page, words };
                self.template("cards/page.html", &view, html, out);
            }
            entry @ Resolved::Entry(_) => self.entry("cards", entry, words, html, out),
            other => {
                html.push_str("<p>");
                self.inline(other, words, html, out);
                html.push_str("</p>");
            }
        }
    }

    fn entry(
        &self,
        form: &str,
        resolved: &Resolved,
        words_html: Option<String>,
        html: &mut String,
        out: &mut Vec<Diagnostic>,
    ) {
        let Resolved::Entry(EntryId { scheme, index, article }) = *resolved else {
            html.push_str(&words_html.unwrap_or_default());
            return;
        };
        let name = format!("{form}/{}.html", scheme.name());
        let rendered = match scheme {
            Scheme::Law => self.of(&name, self.views.law(index, article), words_html),
            Scheme::Contact => self.of(&name, self.views.contact(index), words_html),
            Scheme::Fact => self.of(&name, self.views.fact(index), words_html),
            Scheme::Term => self.of(&name, self.views.term(index), words_html),
            Scheme::Source => self.of(&name, self.views.source(index), words_html),
            Scheme::Calculator => self.of(&name, calculator::view(self.views, index), words_html),
        };
        match rendered {
            Ok(rendered) => html.push_str(rendered.trim()),
            Err(diagnostic) => out.push(*diagnostic),
        }
    }

    fn of(
        &self,
        name: &str,
        entry: impl Serialize,
        words_html: Option<String>,
    ) -> Result<String, Box<Diagnostic>> {
        self.engine.render(name, &EntryOf { entry, words_html })
    }

    fn template(
        &self,
        name: &str,
        view: &impl Serialize,
        html: &mut String,
        out: &mut Vec<Diagnostic>,
    ) {
        match self.engine.render(name, view) {
            Ok(rendered) => html.push_str(rendered.trim()),
            Err(diagnostic) => out.push(*diagnostic),
        }
    }
}

/// What the templates in `inline/` and `cards/`, and `auto/term.html`, see.
#[derive(Serialize)]
struct EntryOf<E> {
    entry: E,
    words_html: Option<String>,
}

/// What `parts/matrix.html` sees.
#[derive(Serialize)]
struct MatrixOf {
    matrix: super::view::MatrixView,
}

/// What `auto/page.html` sees.
#[derive(Serialize)]
struct PageOf {
    page: super::template::Made,
    words_html: String,
}

/// What `cards/page.html` sees.
#[derive(Serialize)]
struct CardOf {
    page: super::view::CardView,
    words: Option<String>,
}
