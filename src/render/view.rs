//! What templates see. These structs are the theme's public interface: a field here is a promise.
//!
//! Everything is ready to print: addresses carry the base path, dates are text, HTML fields end in
//! `_html` and are safe. Templates escape the rest themselves.

use super::template::Made;
use serde::Serialize;
use std::collections::BTreeMap;

/// What every template sees as `site`, `t` (interface words) and `options`.
#[derive(Debug, Serialize)]
pub(crate) struct Global {
    pub site: SiteView,
    pub t: BTreeMap<String, String>,
    pub options: BTreeMap<String, OptionView>,
}

/// What is chosen for one of the theme's options.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum OptionView {
    /// Neither the site nor the theme says anything.
    None,
    Text(String),
    Flag(bool),
    File(FileView),
}

/// A file that an option names.
#[derive(Debug, Serialize)]
pub(crate) struct FileView {
    pub url: String,
    /// In pixels, if it is a picture.
    pub width: Option<usize>,
    pub height: Option<usize>,
}

/// The picture that stands for a page where its address is shared.
#[derive(Debug, Serialize)]
pub(crate) struct ImageView {
    /// The whole address.
    pub url: String,
    pub width: usize,
    pub height: usize,
    pub alt: String,
}

/// The site as a whole.
#[derive(Debug, Serialize)]
pub(crate) struct SiteView {
    pub title: String,
    pub description: String,
    pub language: String,
    /// `/`, or `/name/` when the site does not live at the root.
    pub base: String,
    /// The whole address with a final `/`, or empty.
    pub base_url: String,
    pub home: String,
    pub menu: Vec<LinkView>,
    pub footer_menu: Vec<LinkView>,
    pub folders: Vec<FolderLink>,
    pub footer_contacts: Vec<ContactView>,
    /// Whom people in danger are told to call.
    pub crisis_contacts: Vec<ContactView>,
    /// The page for them.
    pub crisis_page: Option<LinkView>,
    /// Whether search shows them to whoever types certain words.
    pub crisis_words: bool,
    pub feedback: Option<String>,
    pub publisher: Option<String>,
    pub license: Option<String>,
    pub icp: Option<String>,
    pub police_filing: Option<String>,
    /// Address of the folder with the theme's files, with a final `/`.
    pub assets: String,
    /// What tags say of the stylesheets and scripts they load, by path below `assets`.
    pub integrity: BTreeMap<String, String>,
    /// Whether this is a further edition, made from the author's.
    pub further_edition: bool,
    /// Whether addresses are relative, so that the folder can be opened from a disk.
    pub relative: bool,
    /// The policy that every page says of itself, for hosts that send none.
    pub policy: Option<String>,
    /// Whether the page will stand in one file with others.
    pub bundle: bool,
    /// Whether that file is a part of the site: most of what a page names besides its text is not in it.
    pub bundle_part: bool,
    pub has_tags: bool,
    pub has_laws: bool,
    pub has_contacts: bool,
    pub has_glossary: bool,
    /// Whether there is a page of what has changed.
    pub has_changes: bool,
    /// Plain pages such as about and privacy, for the footer.
    pub plain: Vec<LinkView>,
    pub day: String,
    pub guides: usize,
}

/// What `bundle.html` sees: the file around the pages.
#[derive(Debug, Serialize)]
pub(crate) struct BundleView {
    pub head: HeadView,
    /// The policy for its `meta` element.
    pub policy: String,
    pub style: String,
    pub scripts: Vec<String>,
    /// What the script searches, as JSON.
    pub index: String,
    /// The last day on which nothing has to be said of its age.
    pub fresh_until: String,
    /// Whether it is the whole site.
    pub whole: bool,
    /// What stands on the home page, in a whole site.
    pub home_html: Option<String>,
    /// Its pages as a list of contents.
    pub contents: Vec<BundleGroup>,
    pub pages: Vec<BundlePage>,
}

/// What stands together in the contents of a bundle.
#[derive(Debug, Serialize)]
pub(crate) struct BundleGroup {
    pub label: String,
    pub links: Vec<LinkView>,
}

/// A page of a bundle.
#[derive(Debug, Serialize)]
pub(crate) struct BundlePage {
    pub id: String,
    pub title: String,
    pub html: String,
}

/// A link.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LinkView {
    pub label: String,
    pub url: String,
}

/// A folder in menus and on the home page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FolderLink {
    pub label: String,
    pub url: String,
    pub kind: String,
    pub description: String,
    pub count: usize,
}

/// A page in a list; other views have it as [`Made`].
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CardView {
    pub title: String,
    pub name: String,
    /// What a button that leads to it says, where the author wrote that.
    pub action: Option<String>,
    pub url: String,
    /// The whole address, for paper, or empty when the site does not know its own.
    pub whole_url: String,
    pub kind: String,
    pub kind_label: String,
    /// The short answer as plain text.
    pub answer: String,
    /// Of its words, when it differs from the site's.
    pub lang: Option<String>,
    pub crisis: bool,
}

/// What the head of every page needs.
#[derive(Debug, Serialize)]
pub(crate) struct HeadView {
    pub title: String,
    pub description: String,
    /// Below the base, without a first `/`.
    pub path: String,
    /// The whole address, or empty when the site does not know its own.
    pub canonical: String,
    /// Address of the same page as Markdown.
    pub twin: Option<String>,
    /// The page in every edition, for search engines; empty when there is only one.
    pub alternates: Vec<AlternateView>,
    /// The page in the other editions, for links on it.
    pub other_editions: Vec<AlternateView>,
    /// The page's first picture, else the site's.
    pub image: Option<ImageView>,
    /// Blocks of structured data, safe inside `<script type="application/ld+json">`.
    pub json_ld: Vec<String>,
    /// Of the page's own text, when it differs from the site's.
    pub lang: Option<String>,
    pub noindex: bool,
    /// The feed of what the page lists, besides the site's.
    pub feed: Option<LinkView>,
    /// What stands on the page and has a stylesheet or a script of its own: `parts:` of theme.yaml.
    pub parts: Vec<&'static str>,
}

/// A page in another edition.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct AlternateView {
    pub lang: String,
    /// What the edition calls itself.
    pub label: String,
    pub url: String,
}

/// A guide or plain page.
#[derive(Debug, Serialize)]
pub(crate) struct PageView {
    pub head: HeadView,
    pub title: String,
    /// The same, with places for its lines to end; a clause that is longer than a line is a `<span>`.
    pub title_html: String,
    pub name: String,
    pub url: String,
    pub kind: String,
    pub kind_label: String,
    pub breadcrumbs: Vec<LinkView>,
    pub answer_html: Option<String>,
    pub body_html: String,
    pub headings: Vec<HeadingView>,
    /// The headings of the second level, when there are enough of them for a table of contents.
    pub contents: Vec<HeadingView>,
    pub applies_to: Vec<String>,
    pub not_for: Vec<String>,
    pub as_of: Option<String>,
    pub date: Option<String>,
    pub updated: Option<String>,
    pub reviewed: Option<String>,
    /// In which role somebody reviewed it, where the site declares one; never a name.
    pub reviewed_by: Option<String>,
    /// What the page says of its own age, by day; those still to come are for a script to show.
    pub notices: Vec<NoticeView>,
    pub next: Vec<Made>,
    pub not_you: Vec<Made>,
    /// The same in other languages.
    pub translations: Vec<TranslationView>,
    /// What a translation says whose original has changed since.
    pub behind: Option<String>,
    pub related: Vec<Made>,
    /// The kind's own fields, in order.
    pub facts: Vec<FieldView>,
    /// Relations of other guides that name this one.
    pub inverse: Vec<FieldView>,
    /// Letters that the guide names or that name it, each once.
    pub letters: Vec<LetterLinkView>,
    /// What a letter has besides; nothing on other pages.
    pub letter: Option<LetterView>,
    pub tags: Vec<LinkView>,
    /// Contacts that the text names, each once.
    pub contacts: Vec<ContactView>,
    /// Laws that the text cites, each once.
    pub laws: Vec<LawLink>,
    pub sources: Vec<SourceView>,
    pub backlinks: Vec<UseView>,
    pub changes: Vec<ChangeView>,
    pub previous: Option<Made>,
    pub following: Option<Made>,
    pub characters: usize,
    pub minutes: usize,
    pub crisis: bool,
    /// Whom people in danger are told to call, in the page's own order.
    pub urgent: Vec<ContactView>,
    pub draft: bool,
    /// Where corrections of this page go.
    pub feedback: Option<ReplyView>,
    /// Where its file is edited, where the site says so.
    pub edit_url: Option<String>,
}

/// A page that says the same in another language.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TranslationView {
    pub title: String,
    pub url: String,
    pub lang: String,
}

/// An address to which a reader answers.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ReplyView {
    pub url: String,
    pub label: String,
}

/// A heading of the body.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct HeadingView {
    pub level: u8,
    pub id: String,
    pub text: String,
}

/// One of a kind's own fields with its value.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FieldView {
    pub name: String,
    pub label: String,
    /// `text`, `date`, `url`, `phone`, `money`, `list`, or `refs`.
    pub ty: &'static str,
    pub text: Option<String>,
    pub items: Vec<String>,
    pub links: Vec<LinkView>,
    /// Whether the links are letters, which the page lists as `letters`.
    pub letters: bool,
}

/// A letter that belongs to a guide.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LetterLinkView {
    pub page: CardView,
    /// When it is the right one.
    pub use_when: Vec<String>,
}

/// What a letter has besides what every guide has.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LetterView {
    /// The address of its plain text.
    pub text: String,
}

/// A day after which a page may no longer be right.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NoticeView {
    /// The last day on which nothing has to be said.
    pub day: String,
    pub text: String,
    /// Whether it is said on the day that the site speaks for.
    pub shown: bool,
}

/// What `parts/matrix.html` sees: guides of one kind against those of another.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MatrixView {
    /// What it is called, from the names of the two kinds.
    pub caption: String,
    /// What the kind of the rows is called.
    pub rows_label: String,
    pub columns: Vec<LinkView>,
    pub rows: Vec<MatrixRow>,
}

/// A guide's row: for each column its link, or nothing where the two are not related.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MatrixRow {
    pub label: String,
    pub url: String,
    pub cells: Vec<Option<LinkView>>,
}

/// A public note of a change.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ChangeView {
    pub date: String,
    pub note: String,
    pub ty: Option<String>,
}

/// A use of a page or entry.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct UseView {
    pub title: String,
    pub url: String,
    pub sentence: String,
    /// Of both, when it differs from the site's.
    pub lang: Option<String>,
}

/// A law in a list or as a card.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LawLink {
    pub short: String,
    pub title: String,
    pub url: String,
    pub force: &'static str,
    pub force_label: String,
    pub binding: bool,
    pub report: bool,
    /// Not repealed, and not to come.
    pub in_force: bool,
    /// `in-force` since a day that is known, `undated`, `to-come`, `repealed`.
    pub status: &'static str,
    pub article: Option<ArticleView>,
    /// `《民法典》第680条`.
    pub label: String,
}

/// An article.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ArticleView {
    pub key: String,
    pub anchor: String,
    pub label: String,
    pub title: Option<String>,
    pub gist: String,
    pub quote: Option<String>,
    pub was: Option<String>,
    pub uses: Vec<UseView>,
}

/// A law's own page.
#[derive(Debug, Serialize)]
pub(crate) struct LawView {
    pub head: HeadView,
    pub law: LawLink,
    pub issuer: Option<String>,
    pub number: Option<String>,
    pub issued: Option<String>,
    pub effective: Option<String>,
    pub repealed: Option<String>,
    pub superseded_by: Option<LinkView>,
    pub source: Option<String>,
    pub covers: Option<String>,
    pub not_covers: Option<String>,
    pub articles: Vec<ArticleView>,
    pub uses: Vec<UseView>,
}

/// Whom to call.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ContactView {
    pub id: String,
    pub name: String,
    pub number: Option<String>,
    /// `tel:12378`, or the address of a site.
    pub href: String,
    pub scope: String,
    /// The heading that it stands under on the page of contacts.
    pub group: Option<String>,
    pub note: Option<String>,
    /// Its place on the page of contacts.
    pub url: String,
    pub verified: Option<String>,
    pub uses: Vec<UseView>,
}

/// A registered value.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FactView {
    pub value: String,
    pub label: String,
    pub note: Option<String>,
    pub as_of: Option<String>,
    pub law: Option<LawLink>,
    pub source: Option<SourceView>,
}

/// A calculator.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CalculatorView {
    pub label: String,
    /// The formula in words.
    pub how: String,
    pub note: Option<String>,
    /// Up to when its days of rest are known.
    pub rest_known: Option<String>,
    /// What readers are asked for, with the numbers of the example.
    pub inputs: Vec<InputView>,
    /// What the example comes to.
    pub outputs: Vec<OutputView>,
    pub chart: Option<ChartView>,
    pub table: Option<SumTable>,
    /// Facts that the result is set beside.
    pub compare: Vec<FactView>,
    /// What its script is told, as JSON.
    pub script: String,
}

/// A number that a calculator asks for.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct InputView {
    pub name: &'static str,
    /// `money`, `rate`, `periods`, `days`, `day` or `payments`.
    pub quantity: &'static str,
    pub label: String,
    pub unit: String,
    /// The number of the example, as it is typed.
    pub typed: String,
    /// The same as it is read.
    pub text: String,
    pub least: String,
    pub most: String,
}

/// A number that a calculator gives.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OutputView {
    pub name: &'static str,
    /// `money`, `rate` or `day`.
    pub quantity: &'static str,
    pub label: String,
    pub text: String,
}

/// What is still owed after each payment: stairs, 320 wide and 96 high.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ChartView {
    /// The data of one path.
    pub path: String,
    pub caption: String,
}

/// What a formula gives for several numbers.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SumTable {
    pub caption: String,
    pub corner: String,
    pub columns: Vec<String>,
    pub rows: Vec<TableRow>,
}

/// A row of it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TableRow {
    pub label: String,
    pub cells: Vec<String>,
}

/// A word of the glossary.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TermView {
    pub term: String,
    pub anchor: String,
    pub definition: String,
    pub url: String,
    pub uses: Vec<UseView>,
}

/// A source of facts.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SourceView {
    pub title: String,
    pub publisher: Option<String>,
    pub date: Option<String>,
    pub tier: &'static str,
    pub tier_label: String,
    pub url: Option<String>,
}

/// The home page.
#[derive(Debug, Serialize)]
pub(crate) struct HomeView {
    pub head: HeadView,
    pub title: String,
    pub body_html: String,
    pub situations: Vec<LinkView>,
    pub contacts: Vec<ContactView>,
    pub folders: Vec<FolderView>,
    pub tags: Vec<TagView>,
}

/// A folder's own page, or one of its pages.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FolderView {
    pub label: String,
    pub url: String,
    pub kind: String,
    pub description: String,
    pub intro_html: String,
    pub pages: Vec<Made>,
    pub count: usize,
}

/// A list of pages with a head: a folder, a tag.
#[derive(Debug, Serialize)]
pub(crate) struct ListView {
    pub head: HeadView,
    pub breadcrumbs: Vec<LinkView>,
    pub title: String,
    pub intro_html: String,
    pub kind: String,
    pub pages: Vec<Made>,
    pub paging: Option<Paging>,
    pub crisis: bool,
}

/// Where one stands among the pages of a list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Paging {
    pub current: usize,
    pub last: usize,
    pub previous: Option<String>,
    pub following: Option<String>,
}

/// A tag in a list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TagView {
    pub label: String,
    pub url: String,
    pub count: usize,
}

/// A page whose lists belong to the whole site: tags, laws, contacts, glossary, search, 404.
#[derive(Debug, Serialize)]
pub(crate) struct IndexView {
    pub head: HeadView,
    pub title: String,
    pub breadcrumbs: Vec<LinkView>,
    pub tags: Vec<TagView>,
    pub laws: Vec<LawLink>,
    pub contacts: Vec<ContactView>,
    pub terms: Vec<TermView>,
    pub folders: Vec<FolderView>,
    pub situations: Vec<LinkView>,
}

/// What has changed, the newest first.
#[derive(Debug, Serialize)]
pub(crate) struct ChangesView {
    pub head: HeadView,
    pub title: String,
    pub breadcrumbs: Vec<LinkView>,
    pub changes: Vec<SiteChangeView>,
    /// Whether older ones stand only on their pages.
    pub more: bool,
}

/// Something that changed.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SiteChangeView {
    pub date: String,
    /// `correction`, `update`, `law` or nothing as the page's author says; `entry`, `repealed`.
    pub ty: Option<String>,
    /// The same in words.
    pub ty_label: Option<String>,
    /// The page or entry.
    pub title: String,
    pub url: String,
    /// What the author says, or what the entry says now.
    pub note: String,
    /// Of title and note, when it differs from the site's.
    pub lang: Option<String>,
}

/// An old address.
#[derive(Debug, Serialize)]
pub(crate) struct RedirectView {
    pub title: String,
    pub to: String,
    pub canonical: String,
}

/// A feed.
#[derive(Debug, Serialize)]
pub(crate) struct FeedView {
    pub base_url: String,
    pub title: String,
    /// The whole address of the page that it is the feed of.
    pub url: String,
    /// Its own whole address.
    pub feed_url: String,
    pub updated: String,
    /// When that day begins in the site's time zone, by RFC 3339.
    pub updated_at: String,
    pub entries: Vec<FeedEntry>,
}

/// A part of a sitemap.
#[derive(Debug, Serialize)]
pub(crate) struct SitemapView {
    pub entries: Vec<SitemapEntry>,
}

/// A page in a sitemap. There are many of them, all at once: nothing stands here that no sitemap has.
#[derive(Debug, Serialize)]
pub(crate) struct SitemapEntry {
    pub url: String,
    pub updated: Option<String>,
}

/// The list of a sitemap's parts.
#[derive(Debug, Serialize)]
pub(crate) struct SitemapIndexView {
    /// Their whole addresses.
    pub parts: Vec<String>,
}

/// A page in a feed.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FeedEntry {
    /// What no other entry has and what stays.
    pub id: String,
    pub title: String,
    pub url: String,
    pub updated: Option<String>,
    /// When that day begins in the site's time zone, by RFC 3339.
    pub updated_at: Option<String>,
    pub published: Option<String>,
    pub published_at: Option<String>,
    pub summary: String,
}
