//! A list of what can be written, cut to what begins as the author has begun.

use crate::commands::lsp::text::Lines;
use crate::commands::lsp::workspace::Workspace;
use gen_lsp_types as lsp;

/// How many are shown at once; with more letters there are other ones.
const MANY: usize = 200;

/// Something that can be written.
pub(super) struct Item<'i> {
    /// What is shown, and inserted.
    pub(super) word: &'i str,
    /// What is shown beside it.
    pub(super) detail: &'i str,
    /// Further words that find it.
    pub(super) aka: &'i str,
    /// What is inserted behind it, if it does not stand there already.
    pub(super) closing: &'i str,
    pub(super) kind: lsp::CompletionItemKind,
}

impl<'i> Item<'i> {
    /// A word with what it stands for.
    pub(super) fn new(word: &'i str, detail: &'i str, kind: lsp::CompletionItemKind) -> Self {
        Self { word, detail, aka: "", closing: "", kind }
    }
}

/// The list.
pub(super) struct Items<'w> {
    pub(super) workspace: &'w Workspace,
    text: &'w str,
    offset: usize,
    position: lsp::Position,
    /// What the author has typed of it, and where that begins.
    typed: String,
    start: lsp::Position,
    list: Vec<lsp::CompletionItem>,
    more: bool,
}

impl<'w> Items<'w> {
    pub(super) fn new(workspace: &'w Workspace, text: &'w str, offset: usize) -> Self {
        let position = Lines::of(text, workspace.encoding).position(offset);
        let (typed, start) = (String::new(), position);
        Self { workspace, text, offset, position, typed, start, list: Vec::new(), more: false }
    }

    /// What stands before the cursor of the word that is to be written.
    pub(super) fn begin(&mut self, typed: &str) {
        let lines = Lines::of(self.text, self.workspace.encoding);
        self.start = lines.position(self.offset.saturating_sub(typed.len()));
        self.typed = typed.to_lowercase();
    }

    /// Adds what fits to what is typed.
    pub(super) fn add(&mut self, item: &Item<'_>) {
        let filter = format!("{} {} {}", item.word, item.detail, item.aka);
        if !fits(&self.typed, &filter) {
            return;
        }
        if self.list.len() == MANY {
            self.more = true;
            return;
        }
        let closed = self.text[self.offset..].starts_with(item.closing);
        let new_text = match closed {
            true => item.word.to_owned(),
            false => format!("{}{}", item.word, item.closing),
        };
        let range = lsp::Range { start: self.start, end: self.position };
        let details = lsp::CompletionItemLabelDetails {
            detail: None,
            description: Some(item.detail.to_owned()).filter(|detail| !detail.is_empty()),
        };
        self.list.push(lsp::CompletionItem {
            label: item.word.to_owned(),
            detail: details.description.clone(),
            label_details: Some(details),
            kind: Some(item.kind),
            filter_text: Some(filter),
            text_edit: Some(lsp::TextEdit { range, new_text }.into()),
            ..lsp::CompletionItem::default()
        });
    }

    /// Adds a whole text under a name of its own; a snippet has a place for the cursor in it.
    pub(super) fn add_text(&mut self, name: &str, detail: &str, text: &str, snippet: bool) {
        let before = self.list.len();
        self.add(&Item::new(name, detail, lsp::CompletionItemKind::Snippet));
        let range = lsp::Range { start: self.start, end: self.position };
        for item in self.list.iter_mut().skip(before) {
            let new_text = text.to_owned();
            item.text_edit = Some(lsp::TextEdit { range, new_text }.into());
            item.insert_text_format = snippet.then_some(lsp::InsertTextFormat::Snippet);
        }
    }

    /// All of them; first what begins with what is typed.
    pub(super) fn finish(mut self) -> lsp::CompletionList {
        self.list.sort_by_key(|item| !item.label.to_lowercase().starts_with(&self.typed));
        for (place, item) in self.list.iter_mut().enumerate() {
            item.sort_text = Some(format!("{place:04}"));
        }
        let mut list = lsp::CompletionList::default();
        (list.is_incomplete, list.items) = (self.more, self.list);
        list
    }
}

/// Whether the letters that are typed occur in this order, as editors have it.
fn fits(typed: &str, words: &str) -> bool {
    let mut rest = words.chars().flat_map(char::to_lowercase);
    typed.chars().all(|c| rest.any(|other| other == c))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn letters_fit_in_their_order() {
        assert!(fits("hb", "huabei 花呗") && fits("花呗", "huabei 花呗") && fits("", "x"));
        assert!(!fits("bh", "huabei") && !fits("花花", "huabei 花呗"));
    }
}
