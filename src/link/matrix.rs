//! The matrices that pages ask for: guides of one kind against those of another, a mark where one of
//! the two names the other by a relation of its kind.
//!
//! A mark says no more than the relation does, and has no source of its own. So kinds that are about
//! companies are refused: who does what is said on a company's page, with a source, or not at all.

use crate::base::source::Spanned;
use crate::base::suggest::nearest;
use crate::diag::{Diagnostic, Problem};
use crate::model::config::Config;
use crate::model::kind::{FieldType, Kind};
use crate::model::links::Resolved;
use crate::model::links::{Links, Matrix};
use crate::model::page::{Axes, PageId, Role};
use crate::model::site::Site;
use std::collections::{BTreeSet, HashMap};

/// More columns than this fit no screen, more rows no reader's patience.
const COLUMNS: usize = 30;
const ROWS: usize = 200;

/// Draws every page's matrix.
pub(super) fn draw(site: &Site, links: &mut [Links], out: &mut Vec<Diagnostic>) {
    for (i, page) in site.pages.iter().enumerate() {
        if let Some(axes) = &page.meta.matrix
            && let Some((rows, columns)) = kinds(&site.config, axes, out)
        {
            let matrix = matrix(site, links, rows, columns);
            if matrix.lines.len() > ROWS || matrix.heads.len() > COLUMNS {
                let (rows, columns) = (matrix.lines.len(), matrix.heads.len());
                out.push(Diagnostic::at(axes.rows.span, Problem::MatrixSize { rows, columns }));
            } else if !matrix.lines.is_empty() {
                links[i].matrix = Some(matrix);
            }
        }
    }
}

/// The two kinds, if they are known and a matrix may show them.
fn kinds(config: &Config, axes: &Axes, out: &mut Vec<Diagnostic>) -> Option<(usize, usize)> {
    let mut kind = |id: &Spanned<String>| {
        let found = config.kinds.iter().position(|k| k.id == id.value);
        let problem = match found {
            None => {
                let nearest = nearest(&id.value, config.kinds.iter().map(|k| k.id.as_str()));
                Problem::UnknownKind { kind: id.value.clone(), nearest }
            }
            Some(i) if config.kinds[i].company => Problem::CompanyMatrix { kind: id.value.clone() },
            Some(_) => return found,
        };
        out.push(Diagnostic::at(id.span, problem));
        None
    };
    let (rows, columns) = (kind(&axes.rows), kind(&axes.columns));
    let (rows, columns) = (rows?, columns?);
    if !related(&config.kinds[rows], &config.kinds[columns]) {
        let others = config.kinds.iter().filter(|k| !k.company);
        let related = others.filter(|k| related(&config.kinds[rows], k)).map(|k| k.id.clone());
        let problem = Problem::Unrelated {
            rows: axes.rows.value.clone(),
            columns: axes.columns.value.clone(),
            related: related.collect(),
        };
        out.push(Diagnostic::at(axes.columns.span, problem));
        return None;
    }
    Some((rows, columns))
}

/// Whether one of two kinds has a field for guides of the other.
fn related(a: &Kind, b: &Kind) -> bool {
    let names = |kind: &Kind, other: &Kind| {
        let to_other = |ty: &FieldType| matches!(ty, FieldType::Ref(to) | FieldType::Refs(to) if *to == other.id);
        kind.fields.iter().any(|field| to_other(&field.ty))
    };
    names(a, b) || names(b, a)
}

/// Guides without a single mark are left out: there is nothing to read off them.
fn matrix(site: &Site, links: &[Links], rows: usize, columns: usize) -> Matrix {
    let mut marks: BTreeSet<(PageId, PageId)> = BTreeSet::new();
    for page in guides(site, rows) {
        marks.extend(named(site, links, page, columns).map(|other| (page, other)));
    }
    for page in guides(site, columns) {
        marks.extend(named(site, links, page, rows).map(|other| (other, page)));
    }
    let marked: BTreeSet<PageId> = marks.iter().map(|(_, column)| *column).collect();
    let heads: Vec<PageId> = guides(site, columns).filter(|page| marked.contains(page)).collect();
    let place: HashMap<PageId, usize> = heads.iter().enumerate().map(|(i, p)| (*p, i)).collect();
    let lines = guides(site, rows).filter_map(|page| {
        let mut line = vec![false; heads.len()];
        let all = (page, PageId(0))..=(page, PageId(u32::MAX));
        marks.range(all).filter_map(|(_, to)| place.get(to)).for_each(|i| line[*i] = true);
        line.contains(&true).then_some((page, line))
    });
    Matrix { rows, columns, lines: lines.collect(), heads }
}

/// The guides of a kind, in the order of their folders.
fn guides(site: &Site, kind: usize) -> impl Iterator<Item = PageId> + '_ {
    let of_kind = move |id: &PageId| {
        let page = site.page(*id);
        page.kind == kind && page.role == Role::Guide
    };
    site.folders.iter().flat_map(|folder| &folder.pages).copied().filter(of_kind)
}

/// The guides of a kind that a page names by its own fields.
fn named<'s>(
    site: &'s Site,
    links: &'s [Links],
    page: PageId,
    kind: usize,
) -> impl Iterator<Item = PageId> + 's {
    let relations = links[page.index()].relations.iter();
    let named = relations.flat_map(|(_, to)| to).filter_map(Resolved::page);
    named.filter(move |other| site.page(*other).kind == kind)
}
