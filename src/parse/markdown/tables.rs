//! Tables: without the inline styles that the parser's library writes, and scrolling by themselves.

use super::Builder;
use pulldown_cmark::Alignment;

/// The table being read.
#[derive(Default)]
pub(super) struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    has_body: bool,
}

impl Builder<'_> {
    pub(super) fn table(&mut self, alignments: &[Alignment]) {
        self.end_block();
        let alignments = alignments.to_vec();
        self.table = Table { alignments, in_head: true, ..Table::default() };
        // Wide tables scroll by themselves, by keyboard too, instead of widening the page.
        self.push_html("<div class=\"table\" tabindex=\"0\"><table>\n");
    }

    pub(super) fn table_row(&mut self) {
        self.table.column = 0;
        if !std::mem::replace(&mut self.table.has_body, true) {
            self.push_html("<tbody>\n");
        }
        self.push_html("<tr>");
    }

    pub(super) fn end_table_head(&mut self) {
        self.table.in_head = false;
        self.push_html("</tr></thead>\n");
    }

    pub(super) fn end_table_cell(&mut self) {
        self.end_block();
        self.push_html(if self.table.in_head { "</th>" } else { "</td>" });
    }

    pub(super) fn end_table(&mut self) {
        let body = if self.table.has_body { "</tbody>" } else { "" };
        self.push_html(format!("{body}</table></div>\n"));
    }

    pub(super) fn table_cell(&mut self) {
        self.end_block();
        let alignment = self.table.alignments.get(self.table.column).copied();
        self.table.column += 1;
        let class = match alignment.unwrap_or(Alignment::None) {
            Alignment::None | Alignment::Left => "",
            Alignment::Center => " class=\"center\"",
            Alignment::Right => " class=\"right\"",
        };
        let cell = if self.table.in_head { "<th scope=\"col\"" } else { "<td" };
        self.push_html([cell, class, ">"].concat());
    }
}
