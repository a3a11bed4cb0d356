//! Where something is defined, and all places that name it.

use super::mentions::{self, Named};
use super::workspace::Workspace;
use crate::base::source::Span;
use crate::commands::{flow_test, search_test};
use crate::model::impact::{self, Subject};
use crate::model::linked::LinkedDocument;
use crate::model::page::PageId;
use gen_lsp_types::{Location, Range};
use std::collections::HashSet;

/// Where it is written what something is.
pub(super) fn definition(workspace: &Workspace, named: &Named) -> Option<Location> {
    let site = &workspace.now.site;
    match named {
        Named::Asset(asset) => {
            let uri = workspace.folder.uri_of(&site.assets[*asset].path)?;
            Some(Location { uri, range: Range::default() })
        }
        Named::Heading(page, heading) => {
            let span = heading_span(workspace, *page, heading);
            workspace.location(span.unwrap_or_else(|| site.page(*page).head()))
        }
        _ => workspace.location(declaration(workspace, named)?),
    }
}

/// The place at which something has its id; of a page that goes by its file's name the title.
pub(super) fn declaration(workspace: &Workspace, named: &Named) -> Option<Span> {
    let (site, registry) = (&workspace.now.site, &workspace.now.site.registry);
    match named {
        Named::Subject(Subject::Page(page)) => Some(site.page(*page).head()),
        Named::Subject(Subject::Entry(entry)) => Some(match entry.article {
            Some(article) => registry.laws[entry.index].articles[article].span,
            None => registry.entry(*entry).span(),
        }),
        Named::Tag(tag) => {
            let id = &site.tags[*tag].id;
            registry.tags.iter().find(|listed| listed.id == *id).map(|listed| listed.span)
        }
        Named::Heading(page, heading) => heading_span(workspace, *page, heading),
        Named::Asset(_) => None,
    }
}

fn heading_span(workspace: &Workspace, page: PageId, heading: &str) -> Option<Span> {
    let body = LinkedDocument::body(&workspace.now.site, page);
    let mut headings = body.document.headings.iter().enumerate();
    headings.find(|(n, _)| body.heading_id(*n) == heading).map(|(_, heading)| heading.span)
}

/// Every place that names something, in the order of files: of a page or an entry those of `impact`,
/// and besides them those of the site's own tests.
pub(super) fn uses(workspace: &Workspace, named: &Named) -> Vec<Span> {
    let (site, sources) = (&workspace.now.site, &workspace.now.sources);
    let mut spans: Vec<Span> = Vec::new();
    if let Named::Subject(subject) = named {
        spans.extend(impact::uses(site, sources, *subject).into_iter().map(|usage| usage.span));
    }
    let files = sources.files.iter().filter(|source| match named {
        Named::Subject(Subject::Page(_)) => {
            [search_test::FILE, flow_test::FILE].contains(&source.path.as_str())
        }
        Named::Subject(Subject::Entry(_)) => source.path.starts_with("content/data/"),
        _ => source.path.starts_with("content/"),
    });
    let declared = declaration(workspace, named);
    for source in files {
        let found = mentions::all(workspace, source).into_iter();
        let found = found.filter(|mention| mention.of == *named && Some(mention.span) != declared);
        spans.extend(found.map(|mention| mention.span));
    }
    spans.sort_by_key(|span| sources.order(*span));
    let mut seen = HashSet::new();
    spans.retain(|span| seen.insert(*span));
    spans
}
