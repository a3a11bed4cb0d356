//! Holds the site's decision flows to what their authors expect: `content/tests/flows.yaml` says which
//! answers lead where.
//!
//! A way is walked over the same graph that `check` looks at. Where it does not end as expected is a
//! diagnostic at its own place; an outcome to which no way leads is a note at the outcome's.

use crate::base::source::{Source, Sources, Span, Spanned};
use crate::base::suggest::{Guesses, nearest};
use crate::diag::{Diagnostic, FlowMiss, Problem};
use crate::model::flow::{Answer, Flow, Way};
use crate::model::links::Resolved;
use crate::model::page::{Page, PageId, Role};
use crate::model::site::Site;
use crate::yaml::fields::Fields;
use crate::yaml::key::{Key, Shape, key, keys};
use crate::yaml::{self, Node, Value};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Where the expectations are written.
pub use crate::model::config::FLOW_TESTS as FILE;

/// What its schema is called.
pub const NAME: &str = "flow-tests";

/// What the file holds.
pub const FILE_KEY: Key = key(
    NAME,
    Shape::Maps(KEYS),
    "Ways through flows, with where they must end",
    "在流程里怎么选，必须走到哪里",
);

keys! {
    /// The keys of a way.
    KEYS: WayKey {
        Flow = key("flow", Shape::Text, "The flow's id", "哪个流程").required(),
        Choose = key("choose", Shape::OneOrMore, "The answers, in order", "依次选什么").required(),
        Ends = key(
            "ends",
            Shape::Text,
            "The step or the page where the way ends",
            "最后走到哪一步或哪一页",
        ).required(),
    }
}

/// A way through a flow.
#[derive(Debug)]
pub struct Expectation {
    /// The flow.
    flow: PageId,
    /// What is chosen.
    choose: Vec<Spanned<String>>,
    /// Where that must end.
    ends: Spanned<End>,
}

/// Where a way ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum End {
    /// At an outcome, by the step's number.
    Step(usize),
    /// On a page.
    Page(PageId),
    /// At an address.
    Address(String),
}

/// Reads the expectations. A site without that file has none.
pub fn expectations(site: &Site, sources: &Sources, out: &mut Vec<Diagnostic>) -> Vec<Expectation> {
    let Some(source) = sources.by_path(FILE) else { return Vec::new() };
    let Some(root) = yaml::parse(source, 0..source.text.len(), out) else { return Vec::new() };
    match &root.value {
        Value::List(items) => {
            let known = Known::of(site, sources);
            items.iter().filter_map(|item| expectation(&known, source, item, out)).collect()
        }
        // Nothing but comments.
        Value::Map(entries) if entries.is_empty() => Vec::new(),
        _ => {
            out.push(Diagnostic::at(root.span, Problem::NotAList));
            Vec::new()
        }
    }
}

/// What does not hold, and the outcomes to which no way leads.
pub fn failures(site: &Site, expectations: &[Expectation]) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let mut reached: HashSet<(PageId, End)> = HashSet::new();
    for expectation in expectations {
        let Some(flow) = Flow::of(site, expectation.flow) else { continue };
        match walk(site, &flow, expectation) {
            Ok(end) => {
                reached.insert((expectation.flow, end));
            }
            Err((span, miss)) => out.push(Diagnostic::at(span, Problem::FlowTest { miss })),
        }
    }
    for (id, _) in site.guides() {
        let Some(flow) = Flow::of(site, id) else { continue };
        let untested = |(end, _): &(End, Outcome)| !reached.contains(&(id, end.clone()));
        out.extend(
            outcomes(&flow)
                .into_iter()
                .filter(untested)
                .map(|(_, (span, words))| Diagnostic::at(span, Problem::UntestedOutcome { words })),
        );
    }
    out
}

/// Where an outcome is written, and what it is called.
type Outcome = (Span, String);

/// Every end of a flow, once: outcomes, and what answers lead out to.
fn outcomes(flow: &Flow<'_>) -> BTreeMap<End, Outcome> {
    let mut ends = BTreeMap::new();
    for (number, step) in flow.steps().iter().enumerate() {
        if step.answers.is_empty() {
            ends.insert(End::Step(number), (flow.span(number), flow.name(number).into_owned()));
        }
        for answer in flow.answers(number) {
            if let Some(end) = away(answer.to) {
                ends.entry(end).or_insert((answer.span, answer.words.into_owned()));
            }
        }
    }
    ends
}

/// Where an answer ends that leads out of the flow.
fn away(to: Way<'_>) -> Option<End> {
    match to {
        Way::Away(Resolved::Page(page, _)) => Some(End::Page(*page)),
        Way::Away(Resolved::Path { address, .. }) => Some(End::Address(format!("/{address}"))),
        Way::Away(Resolved::External(address)) => Some(End::Address(address.clone())),
        Way::Away(_) | Way::Step(_) => None,
    }
}

/// Where a way ends; where and why it goes wrong.
fn walk(site: &Site, flow: &Flow<'_>, expectation: &Expectation) -> Result<End, (Span, FlowMiss)> {
    let mut end = End::Step(0);
    for chosen in &expectation.choose {
        let answers: Vec<Answer<'_>> = match end {
            End::Step(step) => flow.answers(step).collect(),
            _ => Vec::new(),
        };
        if answers.is_empty() {
            let at = told(site, flow, &end);
            return Err((chosen.span, FlowMiss::Ended { at, chosen: chosen.value.clone() }));
        }
        let Some(answer) = answers.iter().find(|answer| answer.words.trim() == chosen.value.trim())
        else {
            let words: Vec<String> =
                answers.iter().map(|answer| answer.words.trim().to_owned()).collect();
            let miss = FlowMiss::NoAnswer {
                step: told(site, flow, &end),
                chosen: chosen.value.clone(),
                nearest: nearest(&chosen.value, words.iter().map(String::as_str)),
                answers: words,
            };
            return Err((chosen.span, miss));
        };
        end = match answer.to {
            Way::Step(step) => End::Step(step),
            to => away(to).unwrap_or(end),
        };
    }
    let Spanned { value: wanted, span } = &expectation.ends;
    if end == *wanted {
        return match end {
            End::Step(step) if flow.answers(step).next().is_some() => {
                Err((*span, FlowMiss::Question { step: told(site, flow, &end) }))
            }
            end => Ok(end),
        };
    }
    let (ended, wanted) = (told(site, flow, &end), told(site, flow, wanted));
    Err((*span, FlowMiss::Elsewhere { ended, wanted }))
}

/// An end in the words of those who write tests.
fn told(site: &Site, flow: &Flow<'_>, end: &End) -> String {
    match end {
        End::Step(step) => flow.name(*step).into_owned(),
        End::Page(page) => site.page(*page).meta.id.clone(),
        End::Address(address) => address.clone(),
    }
}

/// One item of the list.
fn expectation(
    known: &Known<'_>,
    source: &Source,
    item: &Node,
    out: &mut Vec<Diagnostic>,
) -> Option<Expectation> {
    let (mut flow, mut choose, mut ends) = (None, Vec::new(), None);
    let mut fields = Fields::new(source, out);
    fields.record(item, |key, entry, fields| match key {
        WayKey::Flow => {
            let id = fields.spanned_text(entry);
            flow = id.and_then(|id| known.page("flow", &id, true, fields));
        }
        WayKey::Choose => choose = fields.one_or_more(entry),
        WayKey::Ends => ends = fields.spanned_text(entry),
    });
    let (flow, ends) = (flow?, ends?);
    let value = known.end(flow, &ends, &mut fields)?;
    (!choose.is_empty()).then_some(Expectation {
        flow,
        choose,
        ends: Spanned { value, span: ends.span },
    })
}

/// The pages of a site by id.
struct Known<'s> {
    site: &'s Site,
    sources: &'s Sources,
    by_id: HashMap<&'s str, Vec<(PageId, &'s Page)>>,
    guesses: Guesses,
}

impl<'s> Known<'s> {
    fn of(site: &'s Site, sources: &'s Sources) -> Self {
        let mut by_id: HashMap<&str, Vec<(PageId, &Page)>> = HashMap::new();
        // An introduction goes by its folder's name, unless a guide has it.
        let introduces = |page: &Page| matches!(page.role, Role::Home | Role::Section);
        for (id, page) in site.iter().filter(|(_, page)| !introduces(page)) {
            by_id.entry(page.meta.id.as_str()).or_default().push((id, page));
        }
        for (id, page) in site.iter().filter(|(_, page)| introduces(page)) {
            by_id.entry(page.meta.id.as_str()).or_insert_with(|| vec![(id, page)]);
        }
        Self { site, sources, by_id, guesses: Guesses::default() }
    }

    /// The page of this id; of flows only, if one is wanted.
    fn page(
        &self,
        key: &'static str,
        id: &Spanned<String>,
        flow: bool,
        fields: &mut Fields<'_>,
    ) -> Option<PageId> {
        let fits = |page: &Page| !flow || self.site.kind_of(page).flow;
        let of_id = self.by_id.get(id.value.as_str()).into_iter().flatten();
        let found: Vec<&(PageId, &Page)> = of_id.filter(|(_, page)| fits(page)).collect();
        let path = |page: &Page| self.sources.get(page.source).path.clone();
        let problem = match found.as_slice() {
            [(page, _)] => return Some(*page),
            [(_, one), (_, other), ..] => {
                Problem::AmbiguousId { first: path(one), second: path(other), id: id.value.clone() }
            }
            [] => {
                let known = self.site.pages.iter().filter(|page| fits(page));
                let known = known.map(|page| page.meta.id.as_str());
                let nearest = self.guesses.nearest(key, &id.value, known);
                Problem::DanglingId { key: key.to_owned(), nearest, id: id.value.clone() }
            }
        };
        fields.report(id.span, problem);
        None
    }

    /// A step of the flow, by its anchor or its words, else a page, else an address.
    fn end(&self, flow: PageId, ends: &Spanned<String>, fields: &mut Fields<'_>) -> Option<End> {
        let wanted = ends.value.trim();
        if let Some(flow) = Flow::of(self.site, flow) {
            let mut steps = 0..flow.steps().len();
            let anchor = wanted.trim_start_matches('#');
            let is =
                |step: &usize| flow.anchor(*step) == anchor || flow.name(*step).trim() == wanted;
            if let Some(step) = steps.find(is) {
                return Some(End::Step(step));
            }
        }
        if wanted.starts_with('/') || wanted.contains("://") {
            return Some(End::Address(wanted.to_owned()));
        }
        self.page("ends", ends, false, fields).map(End::Page)
    }
}
