//! What is wrong, as data: a problem, how bad it is, and where. Sentences are in [`message`],
//! printing in [`report`].

mod finding;
pub mod message;
pub mod report;

pub use finding::{Finding, Foreign, Personal, RULES, Unbalanced, Unreachable};

use crate::base::source::Span;

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Should be mended; the site is published all the same.
    Warning,
    /// Must be mended; nothing is published.
    Error,
}

impl Severity {
    /// The word printed, never translated.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing that is wrong with the site's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong.
    pub problem: Problem,
    /// How much it matters.
    pub severity: Severity,
    /// Where; `None` only when no file can be named.
    pub place: Option<Place>,
    /// Another place that helps to understand, such as the first of two equal ids.
    pub other: Option<Span>,
}

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A range of a text file that was read.
    Span(Span),
    /// A file that could not be read as text, or lies outside `content/`, with line and column.
    File {
        /// Path below the site's folder, or `theme:default/…` for an embedded template.
        path: String,
        /// 1-based line.
        line: usize,
        /// 1-based column in characters.
        column: usize,
        /// The line's text, for the excerpt; empty where there is none to show.
        excerpt: String,
        /// How many characters the mark covers.
        width: usize,
    },
}

impl Diagnostic {
    /// A problem at `span`, as severe as its kind usually is.
    pub fn at(span: Span, problem: Problem) -> Self {
        let severity = problem.severity();
        Self { problem, severity, place: Some(Place::Span(span)), other: None }
    }

    /// A problem with a whole file.
    pub fn in_file(path: impl Into<String>, problem: Problem) -> Self {
        let place =
            Place::File { path: path.into(), line: 1, column: 1, excerpt: String::new(), width: 1 };
        Self { severity: problem.severity(), problem, place: Some(place), other: None }
    }

    /// The same, pointing at a second place as well.
    #[must_use]
    pub fn and(mut self, other: Span) -> Self {
        self.other = Some(other);
        self
    }
}

/// Whether any of these stops publication.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

/// Every kind of problem there is. The stable code of each is in [`Problem::code`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant's sentence in message.rs is its documentation")]
pub enum Problem {
    // Files
    NotUtf8,
    Unreadable { reason: String },
    OutsideSite,
    NotRegular,
    TooLarge { limit_kib: usize },
    NoSettings,
    PageName { name: String },
    DraftsFolder { folder: String },
    FrontMatterFile { name: Option<String> },
    // Front matter and registries
    FrontMatterOpen,
    FrontMatterSize { limit_kib: usize },
    FrontMatterAstray { looks: Looks },
    YamlSyntax { message: String },
    DuplicateKey { key: String },
    NotAMapping,
    NotAList,
    UnknownKey { key: String, nearest: Option<String>, kinds: Vec<String> },
    ForeignKey { key: String, instead: Option<[&'static str; 2]>, times: usize },
    WrongType { key: String, expected: Expected },
    EmptyValue { key: String },
    LooseValue { key: String, read: Read },
    MissingTitle { used: String },
    MissingField { key: String },
    TooLong { key: String, limit: usize, length: usize },
    UnknownKind { kind: String, nearest: Option<String> },
    Paired { key: String, other: String },
    BadId { id: String },
    BadBaseUrl { fault: BaseFault },
    // The site as a whole
    DuplicateId { id: String },
    AmbiguousId { id: String, first: String, second: String },
    DuplicateUrl { url: String, by: Option<String> },
    AlikeUrls { url: String, other: String },
    FileAndFolder { url: String },
    ReservedUrl { url: String },
    UnknownTag { tag: String, nearest: Option<String> },
    AmbiguousTag { tag: String, first: String, second: String },
    DanglingId { key: String, id: String, nearest: Option<String> },
    WrongKind { id: String, expected: String, found: String },
    FutureDate { date: String },
    Unrelated { rows: String, columns: String, related: Vec<String> },
    CompanyMatrix { kind: String },
    MatrixSize { rows: usize, columns: usize },
    GoneUrl { url: String },
    NoHistory { shallow: bool },
    // References
    DeadLink { target: String, nearest: Option<String> },
    NotAPicture { target: String },
    DeadAnchor { target: String, anchor: String, nearest: Option<String> },
    DeadWiki { target: String, nearest: Option<String> },
    AmbiguousWiki { target: String, first: String, second: String },
    DeadReference { scheme: &'static str, target: String, nearest: Option<String> },
    ReportArticle { law: String, id: String },
    DeadArticle { law: String, article: String, nearest: Option<String> },
    FactWords { fact: String, value: String, words: String },
    HiddenTarget { target: String },
    // Pictures
    BrokenPicture { reason: String },
    LargePicture { width: usize, height: usize, limit: u64 },
    // The site's own search tests
    SearchTest { miss: SearchMiss },
    // What `check` looks for
    Rule { finding: Finding },
    // Themes
    Template { message: String },
    MissingTemplate { name: String },
    MissingTheme { name: String },
    MissingWords { language: String, used: String, file: String },
    FaintColour { key: String, colour: String, ratio: String, used: String },
}

/// How a value is read that should be written in another way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// As this day; a time of day may be lost.
    Day {
        /// As it is written here.
        day: String,
        /// Whether a time stood there.
        timed: bool,
    },
    /// As a list of these.
    List {
        /// The items.
        items: Vec<String>,
    },
    /// As if the key were not there.
    Nothing,
}

/// What front matter looks like that is not where it is read, or not as it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// It begins below the first line, behind empty lines, comments, or what nobody sees.
    Below,
    /// A second block behind the first.
    Second,
    /// Further down in the text.
    Middle,
    /// Between lines of pluses.
    Toml,
    /// An object, or a block between semicolons.
    Json,
    /// Of Org mode.
    Org,
    /// Between other lines than three hyphens.
    Fence,
    /// Between no lines at all.
    Bare,
    /// In a code block at the head of the file.
    Code,
    /// In a comment.
    Comment,
}

/// What a query was expected to find and did not, or the other way round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchMiss {
    /// What was expected: `first`, `top_three` or `never`.
    pub key: &'static str,
    /// What was typed.
    pub query: String,
    /// The page that it is about.
    pub page: String,
    /// Where that page came, counted from 1.
    pub place: Option<usize>,
    /// The first pages that came, each with the words it was found by.
    pub came: Vec<String>,
}

/// What a value should have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it; the words are in message.rs")]
pub enum Expected {
    Text,
    TextList,
    Date,
    Number,
    Bool,
    Mapping,
    List,
    Url,
    Phone,
    Duration,
    Colour,
    OneOf(&'static str),
}

/// Why an address cannot be that of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it; the words are in message.rs")]
pub enum BaseFault {
    Space,
    Character,
    Scheme,
    Host,
    User,
    EmptyPart,
    Query,
    Fragment,
}

impl Problem {
    /// Whether a site with it has a file that cannot be written, so that nothing makes it harmless.
    pub fn forbids_a_file(&self) -> bool {
        matches!(
            self,
            Self::DuplicateUrl { .. }
                | Self::AlikeUrls { .. }
                | Self::FileAndFolder { .. }
                | Self::ReservedUrl { .. }
        )
    }

    /// The stable code printed in brackets and used in settings.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotUtf8 => "not-utf8",
            Self::Unreadable { .. } => "unreadable",
            Self::OutsideSite => "outside-site",
            Self::NotRegular => "not-a-file",
            Self::TooLarge { .. } => "too-large",
            Self::NoSettings => "no-settings",
            Self::PageName { .. } => "page-name",
            Self::DraftsFolder { .. } => "drafts-folder",
            Self::FrontMatterFile { .. } => "front-matter-file",
            Self::FrontMatterOpen => "front-matter-open",
            Self::FrontMatterSize { .. } => "front-matter-size",
            Self::FrontMatterAstray { .. } => "front-matter-astray",
            Self::YamlSyntax { .. } => "yaml-syntax",
            Self::DuplicateKey { .. } => "duplicate-key",
            Self::NotAMapping => "not-a-mapping",
            Self::NotAList => "not-a-list",
            Self::UnknownKey { .. } | Self::ForeignKey { .. } => "unknown-key",
            Self::WrongType { .. } => "wrong-type",
            Self::EmptyValue { .. } => "empty-value",
            Self::LooseValue { .. } => "loose-value",
            Self::MissingTitle { .. } => "missing-title",
            Self::MissingField { .. } => "missing-field",
            Self::TooLong { .. } => "too-long",
            Self::UnknownKind { .. } => "unknown-kind",
            Self::Paired { .. } => "paired-keys",
            Self::BadId { .. } => "bad-id",
            Self::BadBaseUrl { .. } => "bad-base-url",
            Self::DuplicateId { .. } => "duplicate-id",
            Self::AmbiguousId { .. } => "ambiguous-id",
            // Two of one address, whatever makes them one.
            Self::DuplicateUrl { .. } | Self::AlikeUrls { .. } | Self::FileAndFolder { .. } => {
                "duplicate-url"
            }
            Self::ReservedUrl { .. } => "reserved-url",
            Self::UnknownTag { .. } => "unknown-tag",
            Self::AmbiguousTag { .. } => "ambiguous-tag",
            Self::DanglingId { .. } => "dangling-id",
            Self::WrongKind { .. } => "wrong-kind",
            Self::FutureDate { .. } => "future-date",
            Self::Unrelated { .. } => "unrelated-kinds",
            Self::CompanyMatrix { .. } => "company-matrix",
            Self::MatrixSize { .. } => "matrix-size",
            Self::GoneUrl { .. } => "gone-url",
            Self::NoHistory { .. } => "no-history",
            Self::DeadLink { .. } | Self::NotAPicture { .. } => "dead-link",
            Self::DeadAnchor { .. } => "dead-anchor",
            Self::DeadWiki { .. } => "dead-wiki",
            Self::AmbiguousWiki { .. } => "ambiguous-wiki",
            Self::DeadReference { .. } => "dead-reference",
            Self::ReportArticle { .. } => "report-article",
            Self::DeadArticle { .. } => "dead-article",
            Self::FactWords { .. } => "fact-words",
            Self::HiddenTarget { .. } => "hidden-target",
            Self::BrokenPicture { .. } => "broken-picture",
            Self::LargePicture { .. } => "large-picture",
            Self::SearchTest { .. } => "search-test",
            Self::Rule { finding } => finding.code(),
            Self::Template { .. } => "template",
            Self::MissingTemplate { .. } => "missing-template",
            Self::MissingTheme { .. } => "missing-theme",
            Self::MissingWords { .. } => "missing-words",
            Self::FaintColour { .. } => "faint-colour",
        }
    }

    fn severity(&self) -> Severity {
        match self {
            Self::Rule { finding } => finding.severity(),
            Self::FaintColour { .. } | Self::LooseValue { .. } => Severity::Note,
            Self::MissingTitle { .. }
            | Self::FutureDate { .. }
            | Self::MissingWords { .. }
            | Self::GoneUrl { .. }
            | Self::NoHistory { .. }
            | Self::MatrixSize { .. }
            | Self::BrokenPicture { .. }
            | Self::NotRegular => Severity::Warning,
            _ => Severity::Error,
        }
    }
}
