//! What `check` finds in well-formed files: slips of the hand, and what an editor would ask for.

use super::Severity;

/// One finding. Its code is a rule whose level a site may set.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each variant's sentence in message/finding.rs is its documentation"
)]
pub enum Finding {
    // Slips of the hand
    FullwidthColon { key: String },
    FullwidthComma { key: String },
    CutValue { key: String },
    HeadingSpace { certain: bool },
    ListSpace { marker: String },
    HeadingAttributes { written: String, full: bool },
    SecondTitle,
    AlertText { name: String },
    UnknownAlert { written: String, meant: Option<String> },
    TableBar,
    DroppedReference { written: String },
    DroppedLink,
    DroppedPicture,
    NestedLink,
    UndefinedReference { label: String, footnote: bool },
    DefinitionColon { label: String },
    DuplicateDefinition { label: String },
    LostDefinition { label: String },
    UnusedFootnote { label: String },
    DuplicateAnchor { id: String, reserved: bool },
    UnbalancedHtml { what: Unbalanced, name: String },
    OpenFence,
    ForeignSyntax { what: Foreign, written: String },
    ForeignComment { written: String },
    ControlCharacter { code: u32 },
    UnreadFile { nearest: Option<String>, read: Vec<String> },
    SecondIntroduction { used: String },
    // What a guide should have
    Required { key: String },
    NoNext,
    NoSources,
    Orphan,
    NoAka,
    NoReview,
    LongTitle { length: usize, limit: usize },
    NearTag { tag: String, other: String },
    // How it is written
    Promise { words: String },
    TypedFact { fact: String, value: String },
    TypedNumber { contact: String, number: String },
    PersonalData { what: Personal },
    MissingAlt,
    HeadingJump { from: u8, to: u8 },
    LongSentence { length: usize, limit: usize },
    // What time has done to it
    RepealedLaw { law: String, date: String, heading: String, successor: Option<String> },
    StaleEntry { id: String, since: String },
    OverdueReview { since: String },
    ExpiredPage { date: String },
    // What is behind addresses elsewhere
    GoneLink { url: String, status: u16 },
    MovedLink { url: String, to: String },
    UnreachableLink { url: String, why: Unreachable },
    // What was allowed
    BadAllowance,
    UnknownRule { code: String, nearest: Option<String> },
    ExpiredAllowance { code: String, date: String },
}

/// What is unbalanced about HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unbalanced {
    /// An element that nothing closes.
    Opening,
    /// A closing tag that closes nothing.
    Closing,
    /// A comment that never ends.
    Comment,
}

/// Mark-up of other programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Foreign {
    /// `:::tip` and `!!! note`: the alert that it becomes, or nothing at its end.
    Container(Option<&'static str>),
    /// `{{< … >}}`, `{% … %}`, `<% … %>`.
    Template,
    /// `![[…]]`.
    Embed,
    /// `==…==`.
    Highlight,
    /// `{: .class}`.
    Attributes,
    /// `[toc]`.
    Contents,
    /// `<Component>`.
    Component,
}

/// Data about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it; the words are in message/finding.rs")]
pub enum Personal {
    Mobile,
    IdNumber,
    BankCard,
    Location,
}

/// Why nobody can say what is behind an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it; the words are in message/finding.rs")]
pub enum Unreachable {
    Address,
    Local,
    Host,
    Connection,
    Certificate,
    Timeout,
    Redirects,
    Status(u16),
}

impl Unreachable {
    /// Whether another attempt may go better.
    pub fn may_pass(self) -> bool {
        self.is_silence() || matches!(self, Self::Status(429 | 500..=599))
    }

    /// Whether nobody answered at all.
    pub fn is_silence(self) -> bool {
        matches!(self, Self::Host | Self::Connection | Self::Timeout)
    }
}

/// The codes of all findings, as settings and allowances name them.
pub const RULES: [&str; 51] = [
    "fullwidth-colon",
    "fullwidth-comma",
    "cut-value",
    "heading-space",
    "list-space",
    "heading-attributes",
    "second-title",
    "alert-text",
    "unknown-alert",
    "table-bar",
    "dropped-reference",
    "dropped-link",
    "nested-link",
    "undefined-reference",
    "definition-colon",
    "duplicate-definition",
    "lost-definition",
    "unused-footnote",
    "duplicate-anchor",
    "unbalanced-html",
    "open-fence",
    "foreign-syntax",
    "foreign-comment",
    "control-character",
    "unread-file",
    "second-introduction",
    "required-field",
    "missing-next",
    "missing-sources",
    "orphan",
    "missing-aka",
    "missing-review",
    "long-title",
    "near-tag",
    "promise",
    "typed-fact",
    "typed-number",
    "personal-data",
    "missing-alt",
    "heading-jump",
    "long-sentence",
    "repealed-law",
    "stale-entry",
    "overdue-review",
    "expired-page",
    "gone-link",
    "moved-link",
    "unreachable-link",
    "bad-allowance",
    "unknown-rule",
    "expired-allowance",
];

impl Finding {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::FullwidthColon { .. } => "fullwidth-colon",
            Self::FullwidthComma { .. } => "fullwidth-comma",
            Self::CutValue { .. } => "cut-value",
            Self::HeadingSpace { .. } => "heading-space",
            Self::ListSpace { .. } => "list-space",
            Self::HeadingAttributes { .. } => "heading-attributes",
            Self::SecondTitle => "second-title",
            Self::AlertText { .. } => "alert-text",
            Self::UnknownAlert { .. } => "unknown-alert",
            Self::TableBar => "table-bar",
            Self::DroppedReference { .. } => "dropped-reference",
            Self::DroppedLink | Self::DroppedPicture => "dropped-link",
            Self::NestedLink => "nested-link",
            Self::UndefinedReference { .. } => "undefined-reference",
            Self::DefinitionColon { .. } => "definition-colon",
            Self::DuplicateDefinition { .. } => "duplicate-definition",
            Self::LostDefinition { .. } => "lost-definition",
            Self::UnusedFootnote { .. } => "unused-footnote",
            Self::DuplicateAnchor { .. } => "duplicate-anchor",
            Self::UnbalancedHtml { .. } => "unbalanced-html",
            Self::OpenFence => "open-fence",
            Self::ForeignSyntax { .. } => "foreign-syntax",
            Self::ForeignComment { .. } => "foreign-comment",
            Self::ControlCharacter { .. } => "control-character",
            Self::UnreadFile { .. } => "unread-file",
            Self::SecondIntroduction { .. } => "second-introduction",
            Self::Required { .. } => "required-field",
            Self::NoNext => "missing-next",
            Self::NoSources => "missing-sources",
            Self::Orphan => "orphan",
            Self::NoAka => "missing-aka",
            Self::NoReview => "missing-review",
            Self::LongTitle { .. } => "long-title",
            Self::NearTag { .. } => "near-tag",
            Self::Promise { .. } => "promise",
            Self::TypedFact { .. } => "typed-fact",
            Self::TypedNumber { .. } => "typed-number",
            Self::PersonalData { .. } => "personal-data",
            Self::MissingAlt => "missing-alt",
            Self::HeadingJump { .. } => "heading-jump",
            Self::LongSentence { .. } => "long-sentence",
            Self::RepealedLaw { .. } => "repealed-law",
            Self::StaleEntry { .. } => "stale-entry",
            Self::OverdueReview { .. } => "overdue-review",
            Self::ExpiredPage { .. } => "expired-page",
            Self::GoneLink { .. } => "gone-link",
            Self::MovedLink { .. } => "moved-link",
            Self::UnreachableLink { .. } => "unreachable-link",
            Self::BadAllowance => "bad-allowance",
            Self::UnknownRule { .. } => "unknown-rule",
            Self::ExpiredAllowance { .. } => "expired-allowance",
        }
    }

    /// How much it matters where a site says nothing else.
    pub fn severity(&self) -> Severity {
        match self {
            Self::FullwidthColon { .. }
            | Self::TableBar
            | Self::DroppedReference { .. }
            | Self::DroppedLink
            | Self::DroppedPicture
            | Self::NestedLink
            | Self::UnbalancedHtml { .. }
            | Self::ForeignComment { .. }
            | Self::Required { .. }
            | Self::PersonalData { .. }
            | Self::MissingAlt => Severity::Error,
            Self::NoAka
            | Self::NoReview
            | Self::LongTitle { .. }
            | Self::LongSentence { .. }
            | Self::MovedLink { .. } => Severity::Note,
            _ => Severity::Warning,
        }
    }

    /// Whether only a day that passed has made it wrong; such a thing never stops a build.
    pub fn is_of_time(&self) -> bool {
        let aged = matches!(
            self,
            Self::StaleEntry { .. } | Self::OverdueReview { .. } | Self::ExpiredPage { .. }
        );
        aged || self.fails_check()
    }

    /// Whether `check` holds it against the site though `build`, which must not fail because a day
    /// has passed, only warns.
    pub fn fails_check(&self) -> bool {
        matches!(self, Self::RepealedLaw { .. } | Self::ExpiredAllowance { .. })
    }
}
