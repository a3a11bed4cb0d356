//! Answers every reference of every page, or says why it leads nowhere.

use super::entries::{Registered, entry};
use super::headings::HeadingIds;
use super::meant;
use super::names::{NamedPage, Names};
use crate::base::address::{Local, decoded, encoded, followed, fragment};
use crate::base::fold::composed;
use crate::base::picture;
use crate::base::slug::{RESERVED, slug};
use crate::base::source::{Sources, Span};
use crate::base::suggest::Guesses;
use crate::diag::{Diagnostic, Problem};
use crate::model::addresses::{Address, What};
use crate::model::document::{Document, Reference, Target};
use crate::model::links::DocumentLinks;
use crate::model::links::Linked;
use crate::model::links::Resolved;
use crate::model::page::{PageId, Role};
use crate::model::registry::Article;
use crate::model::site::Site;
use crate::parse::target::{Class, classify};
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// The page whose references are being answered.
struct Here<'a> {
    /// The page; none for the site's settings.
    id: Option<PageId>,
    /// Folder of its file below `content/`.
    folder: &'a str,
    /// Suggestions for what leads nowhere.
    guesses: &'a Guesses,
}

/// Answers references from what the site is known to have.
pub(super) struct Resolver<'a> {
    site: &'a Site,
    names: &'a Names,
    registered: &'a Registered,
    /// By page.
    heading_ids: &'a [HeadingIds],
    /// Published files by path below `content/`.
    assets: HashMap<&'a str, usize>,
    /// The anchors of each page, once one is asked for: a page may be asked for thousands.
    anchors: Vec<OnceLock<Anchors<'a>>>,
}

/// The fragment that every page has, in any case: its top.
const TOP: &str = "top";

/// Whether every page has this anchor, whatever its text says.
fn is_of_frame(anchor: &str) -> bool {
    anchor.eq_ignore_ascii_case(TOP) || anchor == RESERVED[0]
}

/// The ids of a body's headings: its own, or those that it was given.
fn heading_ids<'a>(body: &'a Document, given: &'a [String]) -> impl Iterator<Item = &'a str> {
    let own = body.headings.iter().map(|heading| &heading.id);
    let own = own.skip(if given.is_empty() { 0 } else { usize::MAX });
    given.iter().chain(own).map(String::as_str)
}

/// What `#…` can name on a page.
struct Anchors<'a> {
    ids: HashSet<&'a str>,
    /// The id of the first heading with these words, as an id would have them.
    by_words: HashMap<String, &'a str>,
    /// What names the page's title, which is where the page begins.
    title: &'a [String],
}

impl<'a> Anchors<'a> {
    /// Those of a body whose headings have these ids, where it does not give them itself.
    fn of(body: &'a Document, given: &'a [String]) -> Self {
        let headings: Vec<&str> = heading_ids(body, given).collect();
        let mut by_words = HashMap::new();
        for (heading, id) in body.headings.iter().zip(&headings) {
            by_words.entry(slug(body.heading_text(heading))).or_insert(*id);
        }
        let ids = headings.into_iter().chain(body.ids.iter().map(String::as_str)).collect();
        Self { ids, by_words, title: &body.title_ids }
    }

    /// The id that `wanted`, an id or a heading's words, stands for.
    fn find(&self, wanted: &str) -> Option<String> {
        let by_id = self.ids.get(wanted).copied();
        let found = by_id.or_else(|| self.by_words.get(&slug(wanted)).copied());
        let of_title = || self.title.iter().any(|id| id == wanted || *id == slug(wanted));
        found.or_else(|| of_title().then_some(TOP)).map(str::to_owned)
    }
}

impl<'a> Resolver<'a> {
    /// A resolver for a site whose table of addresses is made.
    pub(super) fn new(
        site: &'a Site,
        names: &'a Names,
        registered: &'a Registered,
        heading_ids: &'a [HeadingIds],
    ) -> Self {
        let anchors = site.pages.iter().map(|_| OnceLock::new()).collect();
        Self { site, names, registered, heading_ids, assets: assets(site), anchors }
    }

    /// What the references and pictures of one page's texts lead to.
    pub(super) fn page(
        &self,
        id: PageId,
        sources: &Sources,
        guesses: &Guesses,
        out: &mut Vec<Diagnostic>,
    ) -> Linked {
        let page = self.site.page(id);
        let path = &sources.get(page.source).path;
        let folder = path.strip_prefix("content/").unwrap_or(path);
        let folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder);
        let here = Here { id: Some(id), folder, guesses };
        let answer = page.meta.answer.as_ref().map(|answer| self.document(&here, answer, out));
        let body = self.document(&here, &self.site.bodies[id.index()], out);
        let ids = self.heading_ids[id.index()].clone();
        let mut linked = Linked { answer: answer.unwrap_or_default(), body, uses: Vec::new() };
        (linked.answer.heading_ids, linked.body.heading_ids) = (ids.answer, ids.body);
        linked
    }

    /// What an address in the settings leads to.
    pub(super) fn of_settings(
        &self,
        target: &Target,
        span: Span,
        guesses: &Guesses,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Resolved> {
        let here = Here { id: None, folder: "", guesses };
        let found = self.target(&here, target, None);
        found.map_err(|problem| out.push(Diagnostic::at(span, problem))).ok()
    }

    fn document(
        &self,
        here: &Here<'_>,
        document: &Document,
        out: &mut Vec<Diagnostic>,
    ) -> DocumentLinks {
        let references = document.references.iter();
        let images = document.images.iter();
        DocumentLinks {
            resolved: references.map(|r| self.reference(here, r, out)).collect(),
            images: images.map(|image| self.image(here, &image.url, image.span, out)).collect(),
            ..DocumentLinks::default()
        }
    }

    fn reference(
        &self,
        here: &Here<'_>,
        reference: &Reference,
        out: &mut Vec<Diagnostic>,
    ) -> Resolved {
        self.target(here, &reference.target, reference.words.as_deref()).unwrap_or_else(|problem| {
            out.push(Diagnostic::at(reference.span, problem));
            Resolved::Words(reference.target.words().to_owned())
        })
    }

    fn target(
        &self,
        here: &Here<'_>,
        target: &Target,
        words: Option<&str>,
    ) -> Result<Resolved, Problem> {
        match target {
            Target::External(url) => Ok(Resolved::External(url.clone())),
            Target::Blank(id) => Ok(Resolved::Words(id.clone())),
            Target::Inert(scheme) => {
                Err(Problem::DeadLink { target: format!("{scheme}:"), nearest: None })
            }
            Target::Anchor(anchor) => self.anchor(here, anchor),
            Target::Wiki { page, heading } => {
                let (found, heading) = self.names.wiki(page, heading.as_deref(), here.guesses)?;
                let id = self.shown(found, page)?;
                let anchor = heading.map(|h| self.heading(here, id, h)).transpose()?;
                Ok(Resolved::Page(id, anchor))
            }
            Target::File { path, query: Some(query), anchor } => {
                let local =
                    Local { path: path.clone(), query: Some(query), fragment: anchor.as_deref() };
                self.file_with_query(here, &local)
            }
            Target::File { path, query: None, anchor } => self.file(
                here,
                &Local { path: path.clone(), query: None, fragment: anchor.as_deref() },
            ),
            Target::Path(path) => self.path(here, path),
            Target::Entry { scheme, id } => {
                entry(&self.site.registry, self.registered, *scheme, id, words, here.guesses)
            }
        }
    }

    fn shown(&self, found: NamedPage, target: &str) -> Result<PageId, Problem> {
        match found {
            NamedPage::Shown(id) => Ok(id),
            NamedPage::Hidden => {
                Err(Problem::HiddenTarget { target: target.to_owned(), picture: false })
            }
        }
    }

    fn anchor(&self, here: &Here<'_>, anchor: &str) -> Result<Resolved, Problem> {
        match here.id {
            // `#` is the top, says the HTML standard; an address of nothing but `#` reads as a mistake.
            _ if anchor.is_empty() => Ok(Resolved::Anchor(TOP.to_owned())),
            Some(page) => self.heading(here, page, anchor).map(Resolved::Anchor),
            None if is_of_frame(anchor) => Ok(Resolved::Anchor(anchor.to_owned())),
            _ => Err(Problem::DeadLink { target: anchor.to_owned(), nearest: None }),
        }
    }

    /// A heading of a page, by its id or its words, or another id on it.
    fn heading(&self, here: &Here<'_>, page: PageId, wanted: &str) -> Result<String, Problem> {
        let (body, given) = (&self.site.bodies[page.index()], &self.heading_ids[page.index()].body);
        let anchors = self.anchors[page.index()].get_or_init(|| Anchors::of(body, given));
        let of_frame = || is_of_frame(wanted).then(|| wanted.to_owned());
        anchors.find(wanted).or_else(of_frame).ok_or_else(|| {
            let known = heading_ids(body, given);
            Problem::DeadAnchor {
                target: self.site.page(page).name().to_owned(),
                anchor: wanted.to_owned(),
                nearest: here.guesses.nearest("dead-anchor", wanted, known),
            }
        })
    }

    /// A file whose name has a `?`, else one that is asked for with a query.
    fn file_with_query(&self, here: &Here<'_>, local: &Local<'_>) -> Result<Resolved, Problem> {
        let name = format!("{}?{}", local.path, decoded(local.query.unwrap_or_default()));
        let named = Local { path: name, query: None, fragment: local.fragment };
        let full = join(here.folder, &named.path);
        let is_name = full.is_some_and(|full| {
            self.names.by_path(&full).is_some() || self.assets.contains_key(full.as_str())
        });
        self.file(here, if is_name { &named } else { local })
    }

    /// A file by its path, as it is named where it stands.
    fn file(&self, here: &Here<'_>, local: &Local<'_>) -> Result<Resolved, Problem> {
        let path = local.path.as_str();
        let full = join(here.folder, path);
        let found = full.as_ref().and_then(|full| self.names.by_path(full));
        if let Some(found) = found {
            let id = self.shown(found, path)?;
            let anchor = local.fragment.map(|a| self.heading(here, id, a)).transpose()?;
            return Ok(match local.query {
                None => Resolved::Page(id, anchor),
                Some(_) => with_tail(&self.site.page(id).url, local, anchor, false),
            });
        }
        if let Some(asset) = full.as_ref().and_then(|full| self.assets.get(full.as_str())) {
            return Ok(match (local.query, local.fragment) {
                (None, None) => Resolved::Asset(*asset),
                (_, fragment) => {
                    let fragment = fragment.map(str::to_owned);
                    with_tail(self.site.asset_url(*asset), local, fragment, true)
                }
            });
        }
        // A twin's address ends like a file's name.
        if let Some(address) = full.as_ref().filter(|_| path.starts_with('/'))
            && let Some(address) = self.site.addresses.find(address)
        {
            return self.at(here, address, &Local { path: address.path.clone(), ..local.clone() });
        }
        if full.as_ref().is_some_and(|full| self.names.is_hidden(full)) {
            return Err(Problem::HiddenTarget { target: path.to_owned(), picture: false });
        }
        let cut = local.fragment.and_then(|rest| self.cut_off(here, path, rest));
        Err(Problem::DeadLink {
            target: path.to_owned(),
            nearest: cut.or_else(|| {
                meant::file(self.site, self.names, here.guesses, here.folder, path, full.as_deref())
            }),
        })
    }

    /// The file whose name has a `#`, where its name was written as it is.
    fn cut_off(&self, here: &Here<'_>, path: &str, rest: &str) -> Option<String> {
        let name = format!("{path}#{rest}");
        let full = join(here.folder, &name)?;
        let known = self.names.by_path(&full).is_some() || self.assets.contains_key(full.as_str());
        known.then(|| encoded(&name))
    }

    /// An address of the site, which is right if something will be published there.
    fn path(&self, here: &Here<'_>, written: &str) -> Result<Resolved, Problem> {
        let dead = |nearest| Problem::DeadLink { target: written.to_owned(), nearest };
        let Some(local) = Local::parse(written) else { return Err(dead(None)) };
        let Some(address) = self.site.addresses.find(&local.path) else {
            if self.names.is_hidden(&local.path) {
                return Err(Problem::HiddenTarget { target: written.to_owned(), picture: false });
            }
            let cut = local.fragment.map(|rest| format!("{}#{}", local.path, decoded(rest)));
            let cut = cut.filter(|whole| self.site.addresses.find(whole).is_some());
            let cut = cut.map(|whole| format!("/{}", encoded(&whole)));
            let near = || meant::address(self.site, here.guesses, &local.path);
            return Err(dead(cut.or_else(near)));
        };
        self.at(here, address, &local)
    }

    /// Something at an address that there is, with the anchor that is asked for there.
    fn at(
        &self,
        here: &Here<'_>,
        address: &Address,
        local: &Local<'_>,
    ) -> Result<Resolved, Problem> {
        let anchor = local.fragment.map(decoded).filter(|anchor| !anchor.is_empty());
        let on_page =
            |page: PageId| anchor.as_deref().map(|a| self.heading(here, page, a)).transpose();
        let tail = match address.what {
            What::Page(page) if local.query.is_none() => {
                return Ok(Resolved::Page(page, on_page(page)?));
            }
            What::SiteFile(asset) if local.query.is_none() && anchor.is_none() => {
                return Ok(match local.path == address.path {
                    true => Resolved::Asset(asset),
                    false => with_tail(&local.path, local, None, true),
                });
            }
            What::Page(page) => on_page(page)?,
            What::Home => self.introduced(here, self.home(), local, anchor.as_deref())?,
            What::Folder { folder, .. } => {
                self.introduced(here, self.site.folders[folder].section, local, anchor.as_deref())?
            }
            what => self.entry_anchor(here, what, anchor.as_deref())?,
        };
        // What other pages do with a fragment is theirs: the search page reads a query there.
        let tail = match (tail, local.query) {
            (Some(id), None) if local.fragment.map(decoded).as_ref() != Some(&id) => fragment(&id),
            _ => local.tail(),
        };
        let shared = address.what.is_shared();
        // A file of the site's own may go by its folder's name.
        let path =
            if matches!(address.what, What::SiteFile(_)) { &local.path } else { &address.path };
        Ok(Resolved::Path { address: encoded(path) + &tail, shared })
    }

    /// The anchor on a list that may have an introduction.
    fn introduced(
        &self,
        here: &Here<'_>,
        introduction: Option<PageId>,
        local: &Local<'_>,
        anchor: Option<&str>,
    ) -> Result<Option<String>, Problem> {
        let Some(wanted) = anchor else { return Ok(None) };
        match introduction {
            Some(page) => self.heading(here, page, wanted).map(Some),
            None if self.names.is_hidden(&local.path) && !is_of_frame(wanted) => {
                Err(Problem::HiddenTarget {
                    target: format!("/{}#{wanted}", local.path),
                    picture: false,
                })
            }
            None => Ok(Some(wanted.to_owned())),
        }
    }

    fn home(&self) -> Option<PageId> {
        self.site.iter().find(|(_, page)| page.role == Role::Home).map(|(id, _)| id)
    }

    /// The anchor of an entry on its registry's page.
    fn entry_anchor(
        &self,
        here: &Here<'_>,
        what: What,
        anchor: Option<&str>,
    ) -> Result<Option<String>, Problem> {
        let Some(wanted) = anchor else { return Ok(None) };
        let registry = &self.site.registry;
        let (target, anchors): (&str, Vec<String>) = match what {
            What::Law(law) => {
                let law = &registry.laws[law];
                (&law.short, law.articles.iter().map(Article::anchor).collect())
            }
            What::Contacts => {
                ("/contacts/", registry.contacts.iter().map(|c| c.anchor.clone()).collect())
            }
            What::Glossary => {
                ("/glossary/", registry.terms.iter().map(|t| t.anchor.clone()).collect())
            }
            _ => return Ok(Some(wanted.to_owned())),
        };
        if anchors.iter().any(|a| a == wanted) || is_of_frame(wanted) {
            return Ok(Some(wanted.to_owned()));
        }
        Err(Problem::DeadAnchor {
            target: target.to_owned(),
            anchor: wanted.to_owned(),
            nearest: here.guesses.nearest(
                "dead-anchor",
                wanted,
                anchors.iter().map(String::as_str),
            ),
        })
    }

    fn image(
        &self,
        here: &Here<'_>,
        url: &str,
        span: Span,
        out: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        let target = classify(Class::Plain, url);
        let found = match &target {
            Target::External(_) => return None,
            Target::Inert(scheme) if scheme.eq_ignore_ascii_case("data") => return None,
            Target::File { .. } | Target::Path(_) => match self.target(here, &target, None) {
                Ok(Resolved::Path { .. }) => self.target(here, &without_tail(&target), None),
                found => found,
            },
            _ => Err(Problem::NotAPicture { target: url.to_owned() }),
        };
        let found = found.map_err(|problem| match problem {
            Problem::HiddenTarget { target, .. } => Problem::HiddenTarget { target, picture: true },
            other => other,
        });
        let asset = found.and_then(|found| match found {
            Resolved::Asset(asset) if self.is_picture(asset) => Ok(asset),
            _ => Err(Problem::NotAPicture { target: url.to_owned() }),
        });
        // A picture that is not there leaves a hole, whyever it is not.
        asset.map_err(|problem| out.push(Diagnostic::at(span, problem))).ok()
    }

    /// Whether a browser may show a file as a picture, by its name: what is in it is not looked at.
    pub(super) fn is_picture(&self, asset: usize) -> bool {
        picture::is_named_like_one(&self.site.assets[asset].path)
    }
}

/// An address of the site with the query that was asked for and an anchor there.
fn with_tail(url: &str, local: &Local<'_>, anchor: Option<String>, shared: bool) -> Resolved {
    let query = Local { path: String::new(), query: local.query, fragment: None }.tail();
    let anchor = anchor.map_or_else(String::new, |anchor| fragment(&anchor));
    Resolved::Path { address: encoded(url) + &query + &anchor, shared }
}

/// The same file, whatever part of it is asked for.
fn without_tail(target: &Target) -> Target {
    match target {
        Target::File { path, .. } => Target::File { path: path.clone(), query: None, anchor: None },
        Target::Path(path) => {
            let end = path.find(['?', '#']).unwrap_or(path.len());
            Target::Path(path[..end].to_owned())
        }
        other => other.clone(),
    }
}

/// Joins a relative path to a folder; `None` when it climbs out of the content.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    let (start, path) = match path.strip_prefix('/') {
        Some(below) => ("", below),
        None => (folder, path),
    };
    let start = start.split('/').filter(|p| !p.is_empty()).collect();
    let parts = followed(start, path)?;
    // Files are known by their composed names.
    Some(composed(&parts.join("/")))
}

/// Published files by path below `content/`.
fn assets(site: &Site) -> HashMap<&str, usize> {
    let files = site.assets.iter().zip(site.asset_urls.iter()).enumerate();
    let published = files.filter(|(_, (_, url))| url.is_some());
    published
        .map(|(i, (asset, _))| (asset.path.strip_prefix("content/").unwrap_or(&asset.path), i))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn paths_join_and_never_climb_out() {
        assert_eq!(join("rights", "../methods/x.md").as_deref(), Some("methods/x.md"));
        assert_eq!(join("", "x.md").as_deref(), Some("x.md"));
        assert_eq!(join("a/b", "/c/./d.md").as_deref(), Some("c/d.md"));
        assert_eq!(join("a", "../../x.md"), None);
    }
}
