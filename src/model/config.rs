//! The site's settings: `content/site.yaml` as data, with every default in one place.

mod base_url;
mod keys;

pub use keys::{KEYS, LEVELS};

use crate::base::day::is_timezone;
use crate::base::source::{Source, Span, Spanned};
use crate::diag::{BaseFault, Diagnostic, Expected, Problem, Severity, rules};
use crate::model::editions;
use crate::model::kind::{self, Kind};
use crate::yaml::fields::Fields;
use crate::yaml::{self, Entry};
use keys::{CheckKey, ExternalKey, MenuKey, PROFILES, SiteKey, SituationKey};

/// Where the settings are, below the site's folder.
pub const FILE: &str = "content/site.yaml";

/// Where the site's own search tests are, below the site's folder.
pub const SEARCH_TESTS: &str = "content/tests/search.yaml";

/// Where the ways through the site's flows are, below the site's folder.
pub const FLOW_TESTS: &str = "content/tests/flows.yaml";

/// What `site.yaml` says.
#[derive(Debug, Clone)]
pub struct Config {
    /// The site's name.
    pub title: String,
    /// One sentence about the site.
    pub description: String,
    /// Where the site will be found, in ASCII and always with a final `/`; empty when not known.
    pub base_url: String,
    /// The language tag of the content: `zh-Hans`.
    pub language: String,
    /// Where that is written.
    pub language_span: Option<Span>,
    /// Further editions made from the same sources: `zh-Hant`.
    pub editions: Vec<String>,
    /// Whose calendar decides which day it is.
    pub timezone: String,
    /// Name of the theme in `themes/`.
    pub theme: Option<Spanned<String>>,
    /// The links of the header.
    pub menu: Vec<MenuLink>,
    /// The links of the footer, before the plain pages.
    pub footer_menu: Vec<MenuLink>,
    /// What readers come with: the questions of the home page.
    pub situations: Vec<Situation>,
    /// Contacts that stand in every footer, by id.
    pub footer_contacts: Vec<Spanned<String>>,
    /// Address of the picture that stands for the site where its links are shared: `/share.png`.
    pub image: Option<Spanned<String>>,
    /// Where corrections are sent.
    pub feedback: Option<String>,
    /// Where the file of a page is edited; `{path}` stands for it.
    pub edit_url: Option<String>,
    /// Who publishes the site.
    pub publisher: Option<String>,
    /// Licence of the content, as shown in the footer.
    pub license: Option<String>,
    /// Filing number with the ministry.
    pub icp: Option<String>,
    /// Filing number with public security.
    pub police_filing: Option<String>,
    /// The kinds of guide, the plain page last.
    pub kinds: Vec<Kind>,
    /// Which rules `check` and `build` apply.
    pub profile: Profile,
    /// Rules whose level is the site's own; `None` switches one off.
    pub levels: Vec<(String, Option<Severity>)>,
    /// Promises that nobody can make, instead of the usual ones.
    pub promises: Option<Vec<String>>,
    /// How `check --external` treats addresses elsewhere.
    pub external: External,
    /// Who reviews pages, and what readers are told instead of the name: the role.
    pub reviewers: Vec<(String, String)>,
    /// Whether the days of pages that must be looked at again are published.
    pub review_calendar: bool,
    /// Whether raw HTML and script links in the content are made harmless.
    pub untrusted: bool,
    /// Whether the first use of a term or a guide's other name is linked by itself.
    pub autolink: bool,
    /// Whether pages say their policy themselves, for hosts that send none.
    pub meta_policy: bool,
    /// Whether addresses are relative, so that the folder can be opened from a disk: what a command says.
    pub relative: bool,
    /// Values for the theme's options.
    pub options: Vec<Given>,
}

/// A value for one of the theme's options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The option.
    pub name: Spanned<String>,
    /// Its value as text; `true` and `false` as they are written.
    pub value: Spanned<String>,
}

/// A link in the header or footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuLink {
    /// Its words.
    pub label: String,
    /// An address below the site's own, beginning with `/`, or a whole one.
    pub url: Spanned<String>,
}

/// A question of the home page and the guide that answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Situation {
    /// What happened, in the reader's words.
    pub label: String,
    /// The guide's id.
    pub to: Spanned<String>,
}

/// Which addresses `check --external` asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct External {
    /// Hosts, or patterns with `*`, that are never asked.
    pub ignore: Vec<String>,
    /// Hosts of the local network, perhaps with a port, that may be asked.
    pub allow: Vec<String>,
}

/// A set of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// Syntax, types, ids, links.
    #[default]
    Structure,
    /// The editorial rules as well.
    Guidance,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: String::new(),
            description: String::new(),
            base_url: String::new(),
            language: "zh-Hans".to_owned(),
            language_span: None,
            editions: Vec::new(),
            timezone: "Asia/Shanghai".to_owned(),
            theme: None,
            menu: Vec::new(),
            footer_menu: Vec::new(),
            situations: Vec::new(),
            footer_contacts: Vec::new(),
            image: None,
            feedback: None,
            edit_url: None,
            publisher: None,
            license: None,
            icp: None,
            police_filing: None,
            kinds: kind::embedded("zh-Hans"),
            profile: Profile::default(),
            levels: Vec::new(),
            promises: None,
            external: External::default(),
            reviewers: Vec::new(),
            review_calendar: false,
            untrusted: false,
            autolink: true,
            meta_policy: false,
            relative: false,
            options: Vec::new(),
        }
    }
}

/// Reads `site.yaml`. What cannot be read keeps its default.
pub fn parse(source: &Source, out: &mut Vec<Diagnostic>) -> Config {
    let mut config = Config::default();
    let Some(root) = yaml::parse(source, 0..source.text.len(), out) else { return config };
    if let Some(yaml::Value::Text(language)) = root.get("language").map(|node| &node.value) {
        config.kinds = kind::embedded(language);
    }
    let mut fields = Fields::new(source, out);
    fields.record(&root, |key, entry, fields| set(&mut config, key, entry, fields));
    // Last, because it names kinds, wherever in the file they are declared.
    let periods = root.entries().iter().find(|entry| entry.key == "review");
    periods.into_iter().for_each(|entry| review(&mut config, entry, &mut fields));
    config
}

fn set(config: &mut Config, key: SiteKey, entry: &Entry, fields: &mut Fields<'_>) {
    match key {
        SiteKey::Title => fields.text(entry).into_iter().for_each(|v| config.title = v),
        SiteKey::Description => fields.text(entry).into_iter().for_each(|v| config.description = v),
        SiteKey::BaseUrl => {
            if let Some(written) = fields.spanned_text(entry)
                && let Err(fault) = config.live_at(&written.value)
            {
                let problem = match fault {
                    BaseFault::Scheme => {
                        Problem::WrongType { key: entry.key.clone(), expected: Expected::Url }
                    }
                    fault => Problem::BadBaseUrl { fault },
                };
                fields.report(written.span, problem);
            }
        }
        SiteKey::Language => {
            if let Some(language) = fields.spanned_text(entry) {
                config.language = language.value;
                config.language_span = Some(language.span);
            }
        }
        SiteKey::Editions => config.editions = editions(entry, fields),
        SiteKey::Timezone => match fields.spanned_text(entry) {
            Some(zone) if is_timezone(&zone.value) => config.timezone = zone.value,
            Some(_) => {
                fields.wrong::<()>(entry, Expected::OneOf("Asia/Shanghai, Asia/Taipei, UTC, …"));
            }
            None => {}
        },
        SiteKey::Theme => config.theme = fields.spanned_text(entry),
        SiteKey::Menu => config.menu = menu(entry, fields),
        SiteKey::FooterMenu => config.footer_menu = menu(entry, fields),
        SiteKey::Image => config.image = fields.spanned_text(entry),
        SiteKey::Situations => config.situations = situations(entry, fields),
        SiteKey::FooterContacts => config.footer_contacts = fields.texts(entry).unwrap_or_default(),
        SiteKey::Feedback => config.feedback = fields.text(entry),
        SiteKey::EditUrl => config.edit_url = fields.url(entry),
        SiteKey::Publisher => config.publisher = fields.text(entry),
        SiteKey::License => config.license = fields.text(entry),
        SiteKey::Icp => config.icp = fields.text(entry),
        SiteKey::PoliceFiling => config.police_filing = fields.text(entry),
        SiteKey::Kinds => {
            let entries = fields.map(entry).unwrap_or_default();
            kind::extend(&mut config.kinds, entries, fields);
        }
        SiteKey::Check => check(config, entry, fields),
        // Read last, by the caller.
        SiteKey::Review => {}
        SiteKey::Reviewers => {
            for person in fields.map(entry).unwrap_or_default() {
                let role = fields.text(person).map(|role| (person.key.clone(), role));
                config.reviewers.extend(role);
            }
        }
        SiteKey::ReviewCalendar => {
            config.review_calendar = fields.flag(entry).unwrap_or_default();
        }
        SiteKey::Untrusted => config.untrusted = fields.flag(entry).unwrap_or_default(),
        SiteKey::Autolink => config.autolink = fields.flag(entry).unwrap_or(true),
        SiteKey::MetaPolicy => config.meta_policy = fields.flag(entry).unwrap_or_default(),
        SiteKey::Options => {
            let entries = fields.map(entry).unwrap_or_default();
            config.options = entries.iter().filter_map(|e| given(e, fields)).collect();
        }
    }
}

impl Config {
    /// Says where the site will be found; nothing for a site that does not know.
    pub fn live_at(&mut self, written: &str) -> Result<(), BaseFault> {
        self.base_url = match written.trim_end_matches(' ') {
            "" => String::new(),
            written => base_url::parse(written)?,
        };
        Ok(())
    }

    /// What stands before the addresses of each edition, the author's own first: nothing, `zh-hant/`.
    pub fn prefixes(&self) -> Vec<String> {
        let further = self.editions.iter().filter(|tag| **tag != self.language);
        let further = further.filter(|tag| editions::is_known(tag));
        std::iter::once(String::new()).chain(further.map(|tag| editions::prefix(tag))).collect()
    }

    /// The path part of the base address: `/`, or `/name/` on a project page.
    pub fn base_path(&self) -> &str {
        let rest = self.base_url.split_once("://").map_or("", |(_, rest)| rest);
        rest.find('/').map_or("/", |i| &rest[i..])
    }
}

/// Tags of editions that can be made, each once.
fn editions(entry: &Entry, fields: &mut Fields<'_>) -> Vec<String> {
    let mut editions: Vec<String> = Vec::new();
    for tag in fields.texts(entry).unwrap_or_default() {
        if !editions::is_known(&tag.value) {
            let expected = Expected::OneOf(editions::KNOWN);
            fields.report(tag.span, Problem::WrongType { key: entry.key.clone(), expected });
        } else if !editions.contains(&tag.value) {
            editions.push(tag.value);
        }
    }
    editions
}

fn given(entry: &Entry, fields: &mut Fields<'_>) -> Option<Given> {
    let value = match entry.node.value {
        yaml::Value::Bool(flag) => flag.to_string(),
        _ => fields.text(entry)?,
    };
    Some(Given {
        name: Spanned { value: entry.key.clone(), span: entry.key_span },
        value: Spanned { value, span: entry.node.span },
    })
}

fn menu(entry: &Entry, fields: &mut Fields<'_>) -> Vec<MenuLink> {
    let mut links = Vec::new();
    for item in fields.list(entry).unwrap_or_default() {
        let (mut label, mut url) = (None, None);
        fields.record(item, |key, e, fields| match key {
            MenuKey::Label => label = fields.text(e),
            MenuKey::Url => url = fields.spanned_text(e),
        });
        if let (Some(label), Some(url)) = (label, url) {
            links.push(MenuLink { label, url });
        }
    }
    links
}

fn situations(entry: &Entry, fields: &mut Fields<'_>) -> Vec<Situation> {
    let mut situations = Vec::new();
    for item in fields.list(entry).unwrap_or_default() {
        let (mut label, mut to) = (None, None);
        fields.record(item, |key, e, fields| match key {
            SituationKey::Label => label = fields.text(e),
            SituationKey::To => to = fields.spanned_text(e),
        });
        if let (Some(label), Some(to)) = (label, to) {
            situations.push(Situation { label, to });
        }
    }
    situations
}

fn check(config: &mut Config, entry: &Entry, fields: &mut Fields<'_>) {
    fields.record_of(entry, |key, e, fields| match key {
        CheckKey::Profile => {
            config.profile = match fields.one_of(e, PROFILES).as_deref() {
                Some("guidance") => Profile::Guidance,
                _ => Profile::Structure,
            };
        }
        CheckKey::Promises => config.promises = fields.plain_texts(e),
        CheckKey::Rules => config.levels = levels(e, fields),
        CheckKey::External => config.external = external(e, fields),
    });
}

/// `external: {ignore: [example.org]}`.
fn external(entry: &Entry, fields: &mut Fields<'_>) -> External {
    let mut external = External::default();
    fields.record_of(entry, |key, e, fields| match key {
        ExternalKey::Ignore => external.ignore = fields.plain_texts(e).unwrap_or_default(),
        ExternalKey::Allow => external.allow = fields.plain_texts(e).unwrap_or_default(),
    });
    external
}

/// `rules: {long-sentence: off}`: a level for each rule.
fn levels(entry: &Entry, fields: &mut Fields<'_>) -> Vec<(String, Option<Severity>)> {
    let mut levels = Vec::new();
    for e in fields.map(entry).unwrap_or_default() {
        if !rules::codes().any(|code| code == e.key) {
            fields.unknown_key(e, rules::codes());
            continue;
        }
        let level = match &e.node.value {
            // Some readers of YAML take `off` for false.
            yaml::Value::Bool(false) => Some(None),
            _ => fields.one_of(e, LEVELS).map(|level| match level.as_str() {
                "note" => Some(Severity::Note),
                "warning" => Some(Severity::Warning),
                "error" => Some(Severity::Error),
                _ => None,
            }),
        };
        levels.extend(level.map(|level| (e.key.clone(), level)));
    }
    levels
}

/// `review: {platform: 90d}`: a period for each kind.
fn review(config: &mut Config, entry: &Entry, fields: &mut Fields<'_>) {
    for e in fields.map(entry).unwrap_or_default() {
        match config.kinds.iter().position(|k| k.id == e.key) {
            Some(i) => config.kinds[i].review_every = fields.period(e),
            None => fields.unknown_key(e, config.kinds.iter().map(|k| k.id.as_str())),
        }
    }
}
