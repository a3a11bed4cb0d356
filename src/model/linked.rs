//! A document as its readers see it: the author's text together with what it was linked to.
//!
//! Nothing is stored twice: a text in which the labels of references are missing is completed when it is
//! asked for.

use crate::model::document::{Document, Heading, Hole, Image, Reference};
use crate::model::links::{DocumentLinks, Matrix, Resolved};
use crate::model::page::PageId;
use crate::model::site::Site;
use std::borrow::Cow;
use std::ops::Range;

/// A page's short answer, or its body.
#[derive(Clone, Copy)]
pub struct LinkedDocument<'s> {
    /// The site that it belongs to.
    site: &'s Site,
    /// What the author wrote.
    pub document: &'s Document,
    /// What completes it.
    pub links: &'s DocumentLinks,
}

impl<'s> LinkedDocument<'s> {
    /// A page's short answer, if it has one.
    pub fn answer(site: &'s Site, page: PageId) -> Option<Self> {
        let document = site.page(page).meta.answer.as_deref()?;
        Some(Self::new(site, document, &site.linked[page.index()].answer))
    }

    /// A page's body.
    pub fn body(site: &'s Site, page: PageId) -> Self {
        let n = page.index();
        Self::new(site, &site.bodies[n], &site.linked[n].body)
    }

    /// Both of a page, in the order in which they are read.
    pub fn all(site: &'s Site, page: PageId) -> impl Iterator<Item = Self> {
        Self::answer(site, page).into_iter().chain([Self::body(site, page)])
    }

    /// The plain texts of a page's body, block by block, and of what its calculators and the rows of its matrix
    /// say.
    pub fn texts(site: &'s Site, page: PageId) -> impl Iterator<Item = Cow<'s, str>> {
        let matrix = site.links_of(page).matrix.as_ref();
        let rows = matrix.map_or_else(Vec::new, |matrix| rows(site, matrix));
        let body = Self::body(site, page);
        let shown = body.links.resolved.iter().flat_map(move |to| match to {
            Resolved::Entry(entry) => site.registry.shown_with(*entry),
            _ => Vec::new(),
        });
        body.block_texts().chain(shown.map(Cow::Borrowed)).chain(rows.into_iter().map(Cow::Owned))
    }

    /// A document with its links, of a site whose names and registries are known.
    pub fn new(site: &'s Site, document: &'s Document, links: &'s DocumentLinks) -> Self {
        Self { site, document, links }
    }

    /// Every reference with what it leads to: the author's, then those that were put in.
    pub fn references(self) -> impl Iterator<Item = (&'s Reference, &'s Resolved)> {
        let all = self.document.references.iter().chain(&self.links.automatic);
        all.zip(&self.links.resolved)
    }

    /// Every image with the asset that it is; `None` for an address outside.
    pub fn images(self) -> impl Iterator<Item = (&'s Image, Option<usize>)> {
        self.document.images.iter().zip(self.links.images.iter().copied())
    }

    /// A reference by its number in the holes.
    pub fn reference(&self, number: u32) -> &'s Reference {
        let written = &self.document.references;
        match (number as usize).checked_sub(written.len()) {
            Some(automatic) => &self.links.automatic[automatic],
            None => &written[number as usize],
        }
    }

    /// What a reader sees of a reference: the author's words, else the name of what it leads to.
    pub fn words(&self, reference: &'s Reference, resolved: &Resolved) -> Cow<'s, str> {
        match reference.words.as_deref().filter(|words| !words.is_empty()) {
            Some(words) => Cow::Borrowed(words),
            None => Cow::Owned(self.site.label(resolved)),
        }
    }

    /// Whether it is the body of this page.
    pub fn is_body_of(&self, page: PageId) -> bool {
        let body = self.site.bodies.get(page.index());
        body.is_some_and(|body| std::ptr::eq(&raw const **body, self.document))
    }

    /// Where something is missing from the markup, in order.
    pub fn holes(&self) -> &'s [Hole] {
        match self.links.automatic.is_empty() {
            true => &self.document.shown.holes,
            false => &self.links.holes,
        }
    }

    /// The id of a heading, by its number.
    pub fn heading_id(&self, heading: usize) -> &'s str {
        let own = || self.document.headings.get(heading).map(|heading| &heading.id);
        self.links.heading_ids.get(heading).or_else(own).map_or("", String::as_str)
    }

    /// The words of a heading.
    pub fn heading_text(&self, heading: &Heading) -> Cow<'s, str> {
        self.block_text(heading.block as usize)
    }

    /// The whole plain text.
    pub fn text(&self) -> Cow<'s, str> {
        self.completed(0..self.document.text.len())
    }

    /// The plain text of a block.
    pub fn block_text(&self, block: usize) -> Cow<'s, str> {
        let block = self.document.blocks.get(block);
        block.map_or(Cow::Borrowed(""), |b| self.completed(b.range()))
    }

    /// The plain texts of all blocks.
    pub fn block_texts(self) -> impl Iterator<Item = Cow<'s, str>> {
        self.document.blocks.iter().map(move |block| self.completed(block.range()))
    }

    /// What stands in a reference's block before where it begins and behind: no more than the `reach`
    /// characters that are nearest, for a block may be as long as its file and hold thousands of references.
    pub fn around(&self, reference: &Reference, reach: usize) -> (String, String) {
        let Some(block) = self.document.blocks.get(reference.block as usize) else {
            return Default::default();
        };
        let (text, at) = (&self.document.text, reference.at.max(block.start).get());
        let holes = &self.document.text_holes;
        let of_block = holes.partition_point(|(place, _)| *place < block.start);
        let here = holes.partition_point(|(place, _)| place.get() < at).max(of_block);
        let label = |hole: u32| self.site.label(&self.links.resolved[hole as usize]);
        let (mut before, mut from) = (Nearest::new(reach), at);
        for (place, hole) in holes[of_block..here].iter().rev() {
            if before.is_full() {
                break;
            }
            before.push_front(&text[place.get()..from]);
            before.push_front(&label(*hole));
            from = place.get();
        }
        before.push_front(&text[block.start.get()..from]);
        let (mut behind, mut from) = (Nearest::new(reach), at);
        for (place, hole) in holes[here..].iter().take_while(|(place, _)| *place <= block.end) {
            if behind.is_full() {
                break;
            }
            behind.push_back(&text[from..place.get()]);
            behind.push_back(&label(*hole));
            from = place.get();
        }
        behind.push_back(&text[from..block.end.get()]);
        (before.text, behind.text)
    }

    /// Whether a reference's block says nothing but the reference: its words, or its label alone.
    pub fn is_all_of_its_block(&self, reference: &Reference) -> bool {
        let Some(block) = self.document.blocks.get(reference.block as usize) else { return false };
        let text = &self.document.text[block.range()];
        let holes = self.holes_of_text(&block.range()).take(2).count();
        match &reference.words {
            Some(words) => {
                // Of a long text it would take long to say that it is not these words.
                let near = text.len() <= words.len() + 64;
                holes == 0 && near && text.trim() == words.trim()
            }
            None => holes == 1 && text.chars().all(char::is_whitespace),
        }
    }

    /// A stretch of the text with the labels of the references in it.
    fn completed(&self, range: Range<usize>) -> Cow<'s, str> {
        let text = &self.document.text;
        let mut holes = self.holes_of_text(&range).peekable();
        if holes.peek().is_none() {
            return Cow::Borrowed(&text[range]);
        }
        let (mut whole, mut from) = (String::with_capacity(range.len() + 24), range.start);
        for (at, resolved) in holes {
            whole.push_str(&text[from..at]);
            whole.push_str(&self.site.label(resolved));
            from = at;
        }
        whole.push_str(&text[from..range.end]);
        Cow::Owned(whole)
    }

    /// Where labels are missing from a stretch of the text, both ends included, and what each is of.
    fn holes_of_text(
        self,
        range: &Range<usize>,
    ) -> impl Iterator<Item = (usize, &'s Resolved)> + use<'s> {
        let resolved = &self.links.resolved;
        let holes = self.document.text_holes_in(range);
        holes.map(|(at, reference)| (at, &resolved[reference as usize]))
    }
}

/// Text put together from one place on, up to a number of characters.
struct Nearest {
    text: String,
    /// How many characters there is room for.
    room: usize,
}

impl Nearest {
    fn new(reach: usize) -> Self {
        Self { text: String::new(), room: reach }
    }

    fn is_full(&self) -> bool {
        self.room == 0
    }

    fn push_front(&mut self, text: &str) {
        let mut from = text.len();
        for c in text.chars().rev().take(self.room) {
            from -= c.len_utf8();
            self.room -= 1;
        }
        self.text.insert_str(0, &text[from..]);
    }

    fn push_back(&mut self, text: &str) {
        for c in text.chars().take(self.room) {
            self.text.push(c);
            self.room -= 1;
        }
    }
}

/// Each row of a matrix as the words that a reader sees in it.
fn rows(site: &Site, matrix: &Matrix) -> Vec<String> {
    let name = |id: &PageId| site.page(*id).name();
    let lines = matrix.lines.iter().map(|(page, line)| {
        let marked = matrix.heads.iter().zip(line).filter(|(_, mark)| **mark);
        std::iter::once(page).chain(marked.map(|(head, _)| head)).map(name).collect::<Vec<_>>()
    });
    lines.map(|names| names.join(" · ")).collect()
}
