//! Whether a decision flow leads every reader somewhere, in few steps.

use super::at;
use crate::base::cjk;
use crate::base::source::Span;
use crate::diag::{Diagnostic, FlowRule};
use crate::model::config::Profile;
use crate::model::flow::{Flow, Way};
use crate::model::links::Resolved;
use crate::model::page::{PageId, Role};
use crate::model::registry::{EntryId, Scheme};
use crate::model::site::Site;

/// How many answers of a question are seen at a glance.
const ANSWERS: usize = 5;

/// How many characters of an answer fit a line of a phone.
const ANSWER: usize = 20;

/// How many steps a reader in distress takes.
const DEPTH: usize = 7;

/// How many steps of a circle are named.
const NAMED: usize = 4;

/// Looks at every flow of a site.
pub(super) fn check(site: &Site, id: PageId, out: &mut Vec<Diagnostic>) {
    let page = site.page(id);
    let is_flow = page.role == Role::Guide && site.kind_of(page).flow;
    if !is_flow || page.broken || page.meta.withheld {
        return;
    }
    let Some(flow) = Flow::of(site, id) else {
        out.push(at(page.head(), FlowRule::DeadEnd { answer: false }));
        return;
    };
    let graph = Graph::of(&flow);
    dead_ends(&flow, out);
    unreachable(&flow, out);
    circles(&flow, &graph, out);
    if site.config.profile == Profile::Guidance {
        outcomes(&flow, id, out);
        answers(&flow, out);
        depth(&flow, &graph, out);
    }
}

/// Steps with nothing in them, and answers that lead to nothing that can be read on.
fn dead_ends(flow: &Flow<'_>, out: &mut Vec<Diagnostic>) {
    for (number, step) in flow.steps().iter().enumerate() {
        if !step.filled {
            out.push(at(flow.span(number), FlowRule::DeadEnd { answer: false }));
        }
        for answer in flow.answers(number) {
            // What leads nowhere at all has been reported.
            let ends = |to: &Resolved| {
                matches!(to, Resolved::Anchor(_) | Resolved::Asset(_) | Resolved::Entry(_))
            };
            if matches!(answer.to, Way::Away(to) if ends(to)) {
                out.push(at(answer.span, FlowRule::DeadEnd { answer: true }));
            }
        }
    }
}

/// Steps that cannot be come to from the first one, by answers or by other links.
fn unreachable(flow: &Flow<'_>, out: &mut Vec<Diagnostic>) {
    let mut reached = vec![false; flow.steps().len()];
    let mut next = vec![0];
    while let Some(step) = next.pop() {
        if !std::mem::replace(&mut reached[step], true) {
            next.extend(flow.all_links(step).filter_map(|link| step_of(link.to)));
        }
    }
    let left = reached.iter().enumerate().filter(|(_, reached)| !**reached);
    out.extend(left.map(|(step, _)| at(flow.span(step), FlowRule::Unreachable)));
}

/// Answers that lead back to a question on the way to them.
fn circles(flow: &Flow<'_>, graph: &Graph, out: &mut Vec<Diagnostic>) {
    for Back { way, answer } in &graph.back {
        let mut names: Vec<String> =
            way.iter().take(NAMED).map(|step| flow.name(*step).into_owned()).collect();
        if way.len() > NAMED {
            names.push("…".to_owned());
        }
        names.push(flow.name(way[0]).into_owned());
        out.push(at(*answer, FlowRule::Circle { through: names.join(" → ") }));
    }
}

/// Outcomes that give a reader nothing to go on with.
fn outcomes(flow: &Flow<'_>, page: PageId, out: &mut Vec<Diagnostic>) {
    let leads_on = |way: Way<'_>| match way {
        Way::Away(Resolved::Page(to, _)) => *to != page,
        Way::Away(Resolved::Path { .. }) => true,
        Way::Away(Resolved::Entry(EntryId { scheme, .. })) => *scheme == Scheme::Contact,
        Way::Away(_) | Way::Step(_) => false,
    };
    for (number, step) in flow.steps().iter().enumerate() {
        let outcome = step.filled && step.answers.is_empty();
        if outcome && !flow.all_links(number).any(|link| leads_on(link.to)) {
            out.push(at(flow.span(number), FlowRule::Outcome));
        }
    }
}

/// Questions with too many answers, and answers that are too long.
fn answers(flow: &Flow<'_>, out: &mut Vec<Diagnostic>) {
    for (number, step) in flow.steps().iter().enumerate() {
        let count = step.answers.len();
        if count > ANSWERS {
            let finding = FlowRule::ManyAnswers { count, limit: ANSWERS };
            out.push(at(flow.span(number), finding));
        }
        for answer in flow.answers(number) {
            let length = cjk::length([&answer.words].into_iter()).characters;
            if length > ANSWER {
                out.push(at(answer.span, FlowRule::LongAnswer { length, limit: ANSWER }));
            }
        }
    }
}

/// Steps to which the longest way is just too long; those behind them are not reported again.
fn depth(flow: &Flow<'_>, graph: &Graph, out: &mut Vec<Diagnostic>) {
    let mut depths = vec![0; flow.steps().len()];
    depths[0] = 1;
    for step in &graph.order {
        for (next, _) in &graph.answers[*step] {
            if let Some(next) = next.filter(|_| depths[*step] > 0) {
                depths[next] = depths[next].max(depths[*step] + 1);
            }
        }
    }
    for (step, depth) in depths.into_iter().enumerate().filter(|(_, depth)| *depth == DEPTH + 1) {
        out.push(at(flow.span(step), FlowRule::Deep { depth, limit: DEPTH }));
    }
}

fn step_of(way: Way<'_>) -> Option<usize> {
    match way {
        Way::Step(step) => Some(step),
        Way::Away(_) => None,
    }
}

/// Which steps the answers of each step lead to.
struct Graph {
    /// By step: where each answer leads, none out of the flow and none back, and where it is written.
    answers: Vec<Vec<(Option<usize>, Span)>>,
    /// The steps, each before those that it leads to.
    order: Vec<usize>,
    /// What leads back.
    back: Vec<Back>,
}

/// An answer that leads back.
struct Back {
    /// The first steps of the circle, from the one that it leads to; one more than are named.
    way: Vec<usize>,
    /// Where the answer is written.
    answer: Span,
}

impl Graph {
    /// Walks through a flow in depth, without recursion: it may be as deep as it is long.
    fn of(flow: &Flow<'_>) -> Self {
        let steps = 0..flow.steps().len();
        let of_step =
            |step| flow.answers(step).map(|answer| (step_of(answer.to), answer.span)).collect();
        let answers = steps.clone().map(of_step);
        let mut graph = Self { answers: answers.collect(), order: Vec::new(), back: Vec::new() };
        let mut place: Vec<Option<usize>> = vec![None; steps.len()];
        let mut left = vec![false; steps.len()];
        for first in steps {
            graph.walk(first, &mut place, &mut left);
        }
        graph.order.reverse();
        graph
    }

    /// Everything that is behind a step. `place` is where a step stands on the way, `left` whether all
    /// behind it is known.
    fn walk(&mut self, first: usize, place: &mut [Option<usize>], left: &mut [bool]) {
        if left[first] {
            return;
        }
        let mut way = vec![(first, 0)];
        place[first] = Some(0);
        while let Some((step, answer)) = way.last_mut() {
            let (step, number) = (*step, *answer);
            *answer += 1;
            let Some(next) = self.answers[step].get(number).copied() else {
                (place[step], left[step]) = (None, true);
                self.order.push(step);
                way.pop();
                continue;
            };
            let (Some(next), answer) = next else { continue };
            if let Some(at) = place[next] {
                // The way may be long and is told in a few names.
                let circle = way[at..].iter().map(|(step, _)| *step);
                self.back.push(Back { way: circle.take(NAMED + 1).collect(), answer });
                self.answers[step][number].0 = None;
            } else if !left[next] {
                place[next] = Some(way.len());
                way.push((next, 0));
            }
        }
    }
}
