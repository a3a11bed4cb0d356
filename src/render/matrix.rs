//! The view of a page's matrix.

use super::entries::Views;
use super::view::{LinkView, MatrixRow, MatrixView};
use crate::model::links::Matrix;
use crate::model::page::PageId;

/// Everything the template sees.
pub(super) fn view(views: Views<'_>, matrix: &Matrix) -> MatrixView {
    let rows = matrix.lines.iter().map(|(page, line)| {
        let cells =
            matrix.heads.iter().zip(line).map(|(head, mark)| mark.then(|| link(views, *head)));
        let LinkView { label, url } = link(views, *page);
        MatrixRow { label, url, cells: cells.collect() }
    });
    MatrixView {
        caption: caption(views, matrix),
        rows_label: views.site.config.kinds[matrix.rows].label.clone(),
        columns: matrix.heads.iter().map(|head| link(views, *head)).collect(),
        rows: rows.collect(),
    }
}

/// What the matrix is called.
pub(super) fn caption(views: Views<'_>, matrix: &Matrix) -> String {
    let kind = |kind: usize| views.site.config.kinds[kind].label.as_str();
    let words = views.word("matrix");
    words.replace("{a}", kind(matrix.rows)).replace("{b}", kind(matrix.columns))
}

fn link(views: Views<'_>, id: PageId) -> LinkView {
    let page = views.site.page(id);
    LinkView { label: views.own(id, page.name()), url: views.local(&page.url) }
}
