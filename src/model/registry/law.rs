//! Laws and rules, one file each.

use super::entry::{self, Place, Registered};
use super::verified::CHANGED;
use crate::base::cjk::is_chinese;
use crate::base::day::Day;
use crate::base::source::{Source, Span, Spanned};
use crate::diag::{Diagnostic, Problem};
use crate::yaml::fields::Fields;
use crate::yaml::key::{Key, Shape, key, keys};
use crate::yaml::{Entry, Node, Value};

/// A law, regulation, standard or code.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are the keys of the file")]
pub struct Law {
    pub id: String,
    pub span: Span,
    pub title: String,
    pub short: String,
    pub force: Force,
    /// Known from a report only: never cited by article number.
    pub report: bool,
    pub issuer: Option<String>,
    pub number: Option<String>,
    pub issued: Option<Day>,
    pub effective: Option<Day>,
    pub repealed: Option<Day>,
    pub superseded_by: Option<Spanned<String>>,
    pub changed: Option<Day>,
    pub source: Option<String>,
    pub covers: Option<String>,
    pub not_covers: Option<String>,
    pub aka: Vec<String>,
    pub articles: Vec<Article>,
}

/// One article.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are the keys of the file")]
pub struct Article {
    /// `680`, `293-1` for 之一, `68.2` for 款.
    pub key: String,
    pub span: Span,
    pub title: Option<String>,
    pub gist: String,
    pub quote: Option<String>,
    /// The old number that readers still search.
    pub was: Option<String>,
    pub changed: Option<Day>,
}

/// How binding a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the levels")]
pub enum Force {
    Law,
    AdministrativeRegulation,
    JudicialInterpretation,
    JudicialPolicy,
    Rule,
    RecommendedStandard,
    SelfRegulation,
}

impl Force {
    const ALL: [Self; 7] = [
        Self::Law,
        Self::AdministrativeRegulation,
        Self::JudicialInterpretation,
        Self::JudicialPolicy,
        Self::Rule,
        Self::RecommendedStandard,
        Self::SelfRegulation,
    ];
    const NAMES: &'static str = "law, administrative-regulation, judicial-interpretation, \
                                 judicial-policy, rule, recommended-standard, self-regulation";

    /// The name in files and interface words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::AdministrativeRegulation => "administrative-regulation",
            Self::JudicialInterpretation => "judicial-interpretation",
            Self::JudicialPolicy => "judicial-policy",
            Self::Rule => "rule",
            Self::RecommendedStandard => "recommended-standard",
            Self::SelfRegulation => "self-regulation",
        }
    }
}

impl Law {
    /// The article with this key.
    pub fn article(&self, key: &str) -> Option<&Article> {
        self.articles.iter().find(|a| a.key == key)
    }

    /// Its name in a text of this language, with one of its articles: `《民法典》第680条`, `Civil Code, Article
    /// 680`.
    pub(super) fn label_in(&self, article: Option<usize>, language: &str) -> String {
        let article = article.map(|a| self.articles[a].label_in(language));
        match (is_chinese(language), article) {
            (true, article) => format!("《{}》{}", self.short, article.unwrap_or_default()),
            (false, Some(article)) => format!("{}, {article}", self.short),
            (false, None) => self.short.clone(),
        }
    }

    /// Whether it binds on `day`, as far as its own dates tell.
    pub fn status(&self, day: Day) -> Status {
        match (self.repealed, self.effective) {
            (Some(repealed), _) if repealed <= day => Status::Repealed,
            (_, Some(effective)) if effective > day => Status::ToCome,
            (_, Some(_)) => Status::InForce,
            (_, None) => Status::Undated,
        }
    }
}

/// Whether a law binds on some day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Since a day that is known.
    InForce,
    /// Nobody wrote since when; it is taken to.
    Undated,
    /// From a later day on.
    ToCome,
    /// No longer.
    Repealed,
}

impl Status {
    /// The name in views.
    pub fn name(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Undated => "undated",
            Self::ToCome => "to-come",
            Self::Repealed => "repealed",
        }
    }
}

impl Article {
    /// The anchor on the law's page.
    pub fn anchor(&self) -> String {
        format!("art-{}", self.key)
    }

    /// What the article is called on a site of this language: 第680条, Article 680.
    pub fn label_in(&self, language: &str) -> String {
        if is_chinese(language) {
            return self.label();
        }
        match self.key.split_once('.') {
            Some((article, paragraph)) => format!("Article {article}({paragraph})"),
            None => format!("Article {}", self.key),
        }
    }

    /// 第680条, 第293条之一, 第68条第2款.
    pub fn label(&self) -> String {
        const DIGITS: [&str; 11] =
            ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
        let digit = |n: &str| {
            let known = n.parse::<usize>().ok().and_then(|i| DIGITS.get(i).copied());
            known.map_or_else(|| n.to_owned(), str::to_owned)
        };
        let (article, paragraph) = self.key.split_once('.').unwrap_or((&self.key, ""));
        let (number, of) = article.split_once('-').unwrap_or((article, ""));
        let mut label = format!("第{number}条");
        if !of.is_empty() {
            label.push_str(&format!("之{}", digit(of)));
        }
        if !paragraph.is_empty() {
            label.push_str(&format!("第{paragraph}款"));
        }
        label
    }
}

impl entry::Entry for Law {
    fn id(&self) -> &str {
        &self.id
    }

    fn span(&self) -> Span {
        self.span
    }

    fn words(&self) -> &str {
        &self.short
    }

    fn changed(&self) -> Option<Day> {
        self.changed
    }

    fn place(&self) -> Place {
        Place::at(format!("laws/{}/", self.id), "")
    }
}

keys! {
    /// What a law's file may say.
    KEYS: LawKey {
        Title = key("title", Shape::Text, "The full title", "全称").required(),
        Short = key("short", Shape::Text, "The title in guides", "指南里用的简称"),
        Force = key("force", Shape::OneOf(Force::NAMES), "How binding it is", "效力").required(),
        Basis = key(
            "basis",
            Shape::OneOf(BASES),
            "Read in full (text), or known from a report, then never cited by article",
            "text 读过原文；report 只见报道，不能引到条",
        ),
        Issuer = key("issuer", Shape::Text, "Who issued it", "谁发布的"),
        Number = key("number", Shape::Text, "Its number", "文号"),
        Issued = key("issued", Shape::Date, "When it was issued", "发布日期"),
        Effective = key(
            "effective",
            Shape::Date,
            "From when it binds: calls pages back",
            "施行日期：用到它的页面要复核",
        ),
        Repealed = key(
            "repealed",
            Shape::Date,
            "From when it no longer binds: `check` fails where it is cited",
            "失效日期：引用它的地方 check 报错",
        ),
        SupersededBy = key(
            "superseded_by",
            Shape::Text,
            "The id of the law that replaces it",
            "替代它的法的 id",
        ),
        Changed = CHANGED,
        Source = key("source", Shape::Url, "The official text", "官方原文的网址"),
        Covers = key("covers", Shape::Text, "What it regulates, for readers", "管什么，写给读者"),
        NotCovers = key("not_covers", Shape::Text, "What it does not", "管不到什么"),
        Aka = key("aka", Shape::Texts, "Words that find it", "搜得到它的说法"),
        Articles = key(
            "articles",
            Shape::Named(&Shape::Map(ARTICLE_KEYS)),
            "The articles that guides cite: \"680\", \"293-1\" (之一), \"68.2\" (款)",
            "指南引用的条：\"680\"、\"293-1\"（之一）、\"68.2\"（款）",
        ),
        Note = key("note", Shape::Text, "For the team only", "只给编辑看"),
    }
}

keys! {
    /// What an article may say.
    ARTICLE_KEYS: ArticleKey {
        Title = key("title", Shape::Text, "What it is about", "这一条讲什么"),
        Gist = key(
            "gist",
            Shape::Text,
            "What it says, in plain words",
            "用大白话说的要点",
        ).required(),
        Quote = key("quote", Shape::Text, "One sentence of it, word for word", "原文一句，逐字"),
        Was = key(
            "was",
            Shape::Text,
            "The old number that readers still search",
            "读者还在搜的旧条号",
        ),
        Changed = CHANGED,
    }
}

/// The folder with the laws' files, which is the name of the registry too.
pub(super) const FOLDER: &str = "laws";

/// Where the text is known from.
const BASES: &str = "text, report";

impl Registered for Law {
    const FILE: Key = key(
        FOLDER,
        Shape::Map(KEYS),
        "A law, regulation, standard or code",
        "一部法律、规定、标准或规约",
    );

    /// One law, which is called as its file.
    fn read(node: &Node, source: &Source, out: &mut Vec<Diagnostic>) -> Option<Self> {
        let start = source.span(0..0);
        let file = source.path.rsplit('/').next().unwrap_or_default();
        let id = file.strip_suffix(".yaml").unwrap_or(file);
        if !is_id(id) {
            out.push(Diagnostic::at(start, Problem::BadId { id: id.to_owned() }));
        }
        let mut law = Self {
            id: id.to_owned(),
            span: start,
            title: String::new(),
            short: String::new(),
            force: Force::Law,
            report: false,
            issuer: None,
            number: None,
            issued: None,
            effective: None,
            repealed: None,
            superseded_by: None,
            changed: None,
            source: None,
            covers: None,
            not_covers: None,
            aka: Vec::new(),
            articles: Vec::new(),
        };
        let complete = Fields::new(source, out)
            .record(node, |key, entry, fields| set(&mut law, key, entry, fields));
        if law.short.is_empty() {
            law.short.clone_from(&law.title);
        }
        complete.then_some(law)
    }

    fn read_file(root: &Node, source: &Source, out: &mut Vec<Diagnostic>) -> Vec<Self> {
        Self::read(root, source, out).into_iter().collect()
    }
}

/// Ids go into addresses and are typed by hand: lower case, digits and hyphens.
fn is_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn set(law: &mut Law, key: LawKey, entry: &Entry, fields: &mut Fields<'_>) {
    match key {
        LawKey::Title => fields.text(entry).into_iter().for_each(|v| law.title = v),
        LawKey::Short => fields.text(entry).into_iter().for_each(|v| law.short = v),
        LawKey::Force => {
            let name = fields.one_of(entry, Force::NAMES);
            let force = Force::ALL.into_iter().find(|f| Some(f.name()) == name.as_deref());
            force.into_iter().for_each(|f| law.force = f);
        }
        LawKey::Basis => law.report = fields.one_of(entry, BASES).as_deref() == Some("report"),
        LawKey::Issuer => law.issuer = fields.text(entry),
        LawKey::Number => law.number = fields.text(entry),
        LawKey::Issued => law.issued = fields.day(entry),
        LawKey::Effective => law.effective = fields.day(entry),
        LawKey::Repealed => law.repealed = fields.day(entry),
        LawKey::SupersededBy => law.superseded_by = fields.spanned_text(entry),
        LawKey::Changed => law.changed = fields.day(entry),
        LawKey::Source => law.source = fields.url(entry),
        LawKey::Covers => law.covers = fields.text(entry),
        LawKey::NotCovers => law.not_covers = fields.text(entry),
        LawKey::Aka => law.aka = fields.plain_texts(entry).unwrap_or_default(),
        LawKey::Note => {
            fields.text(entry);
        }
        LawKey::Articles => {
            for declared in fields.map(entry).unwrap_or_default() {
                law.articles.extend(article(declared, fields));
            }
        }
    }
}

fn article(entry: &Entry, fields: &mut Fields<'_>) -> Option<Article> {
    let mut article = Article {
        key: entry.key.clone(),
        span: entry.key_span,
        title: None,
        gist: String::new(),
        quote: None,
        was: None,
        changed: None,
    };
    fields.record_of(entry, |key, e, fields| match key {
        ArticleKey::Title => article.title = fields.text(e),
        ArticleKey::Gist => fields.text(e).into_iter().for_each(|v| article.gist = v),
        ArticleKey::Quote => article.quote = fields.text(e),
        ArticleKey::Was => article.was = fields.text(e),
        ArticleKey::Changed => article.changed = fields.day(e),
    });
    matches!(entry.node.value, Value::Map(_)).then_some(article)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::SourceId;

    #[test]
    fn a_law_is_in_force_only_from_a_day_that_is_known() {
        let day = |text| crate::base::day::parse_day(text).expect("a day");
        let today = day("2026-11-22");
        for (dates, expected) in [
            ("", Status::Undated),
            ("effective: 2026-11-22", Status::InForce),
            ("effective: 2026-11-23", Status::ToCome),
            ("effective: 2020-01-01\nrepealed: 2026-11-22", Status::Repealed),
            ("effective: 2020-01-01\nrepealed: 2026-11-23", Status::InForce),
            ("repealed: 2026-11-22", Status::Repealed),
        ] {
            let text = format!("title: 法\nforce: law\n{dates}\n");
            let source = Source::new("laws/x.yaml", text);
            let mut out = Vec::new();
            let root = crate::yaml::parse(&source, 0..source.text.len(), &mut out).expect("YAML");
            let law = Law::read(&root, &source, &mut out).expect("a law");
            assert_eq!(law.status(today), expected, "{dates}");
        }
    }

    #[test]
    fn articles_are_named_as_lawyers_write_them() {
        for (key, label) in [
            ("680", "第680条"),
            ("293-1", "第293条之一"),
            ("68.2", "第68条第2款"),
            ("253-1.3", "第253条之一第3款"),
        ] {
            let span = Span::new(SourceId::of(""), 0..0);
            let article = Article {
                key: key.to_owned(),
                span,
                title: None,
                gist: String::new(),
                quote: None,
                was: None,
                changed: None,
            };
            assert_eq!(article.label(), label);
        }
    }
}
