//! Whether every calculator can be reckoned, is shown somewhere, and stands where it is shown as one.

use super::at;
use crate::base::day;
use crate::base::source::Spanned;
use crate::diag::{Calculation, Diagnostic};
use crate::model::config::Profile;
use crate::model::document::HoleKind;
use crate::model::formula::{self, Input, Quantity};
use crate::model::linked::LinkedDocument;
use crate::model::links::Resolved;
use crate::model::page::PageId;
use crate::model::registry::{Calculator, EntryId, Scheme};
use crate::model::review;
use crate::model::site::Site;

/// Looks at every calculator as it is registered.
pub(super) fn check_registry(site: &Site, out: &mut Vec<Diagnostic>) {
    for calculator in &site.registry.calculators {
        numbers(calculator, out);
        table(calculator, out);
        rest_days(site, calculator, out);
        if site.config.profile == Profile::Guidance {
            stale_facts(site, calculator, out);
        }
    }
}

/// Calculators that no page shows.
pub(super) fn check_uses(site: &Site, out: &mut Vec<Diagnostic>) {
    for (index, calculator) in site.registry.calculators.iter().enumerate() {
        if site.uses_of(EntryId::new(Scheme::Calculator, index)).next().is_none() {
            out.push(at(calculator.span, Calculation::Unused { id: calculator.id.clone() }));
        }
    }
}

/// Numbers out of their ranges, and an example from which nothing follows.
fn numbers(calculator: &Calculator, out: &mut Vec<Diagnostic>) {
    let before = out.len();
    for range in &calculator.ranges {
        let bounds = [range.input.least, range.input.most];
        outside(range.input, &range.values, bounds, out, |input, number, least, most| {
            Calculation::Range { input, number, least, most }
        });
    }
    for numbers in &calculator.numbers {
        let bounds = calculator.range(numbers.input);
        outside(numbers.input, &numbers.values, bounds, out, |input, number, least, most| {
            Calculation::Range { input, number, least, most }
        });
    }
    for numbers in &calculator.example {
        let bounds = calculator.range(numbers.input);
        outside(numbers.input, &numbers.values, bounds, out, |input, number, least, most| {
            Calculation::Example { input, number, least, most }
        });
    }
    // A number that is missing, or is none, has been reported.
    let given = calculator.asked().all(|i| calculator.example.iter().any(|e| e.input == i));
    let formula = calculator.formula.filter(|_| given && out.len() == before);
    if formula.is_some_and(|formula| formula.reckon(&calculator.given(&[])).is_none()) {
        let [number, least, most] = Default::default();
        out.push(at(calculator.span, Calculation::Example { input: "", number, least, most }));
    }
}

fn outside(
    input: &'static Input,
    values: &[Spanned<f64>],
    [least, most]: [f64; 2],
    out: &mut Vec<Diagnostic>,
    finding: impl Fn(&'static str, String, String, String) -> Calculation,
) {
    for number in values.iter().filter(|number| !(least..=most).contains(&number.value)) {
        let [value, least, most] = [number.value, least, most].map(|n| written(input.quantity, n));
        out.push(at(number.span, finding(input.name, value, least, most)));
    }
}

/// A number as an author writes it.
fn written(quantity: Quantity, number: f64) -> String {
    let shortest = |number: f64| {
        let whole = formula::decimal(number, 6).replace(',', "");
        whole.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    match quantity {
        Quantity::Rate => format!("{}%", shortest(number * 100.0)),
        Quantity::Day => {
            day::of_number(number as i32).map_or_else(String::new, |day| day.to_string())
        }
        _ => shortest(number),
    }
}

fn table(calculator: &Calculator, out: &mut Vec<Diagnostic>) {
    let axes = calculator.axes();
    if let [_, _, third, ..] = axes.as_slice() {
        out.push(at(third.values[0].span, Calculation::Table { count: axes.len() }));
    }
}

fn rest_days(site: &Site, calculator: &Calculator, out: &mut Vec<Diagnostic>) {
    let Some(named) = &calculator.rest_days else { return };
    let Some(fact) = site.registry.facts.iter().find(|fact| fact.id == named.value) else { return };
    if formula::rest_days(&fact.value).is_none() {
        out.push(at(named.span, Calculation::RestDays { fact: fact.id.clone() }));
    }
}

fn stale_facts(site: &Site, calculator: &Calculator, out: &mut Vec<Diagnostic>) {
    for named in calculator.compare.iter().chain(&calculator.rest_days) {
        let fact = site.registry.facts.iter().find(|fact| fact.id == named.value);
        let due = fact.and_then(|fact| fact.verified.due());
        if let Some(since) = due.filter(|due| review::is_overdue(*due, site.day)) {
            let (id, since) = (named.value.clone(), since.to_string());
            out.push(at(named.span, Calculation::StaleFact { id, since }));
        }
    }
}

/// Calculators that stand in a sentence, a heading or a cell, where only their names are shown.
pub(super) fn check_page(site: &Site, page: PageId, out: &mut Vec<Diagnostic>) {
    for linked in LinkedDocument::all(site, page) {
        let inline = linked.document.shown.holes.iter().filter_map(|hole| match hole.what {
            HoleKind::Inline(n) | HoleKind::LinkOpen(n) | HoleKind::Address(n) => Some(n),
            _ => None,
        });
        for number in inline {
            let Some(Resolved::Entry(entry)) = linked.links.resolved.get(number as usize) else {
                continue;
            };
            if entry.scheme == Scheme::Calculator {
                let id = site.registry.calculators[entry.index].id.clone();
                out.push(at(linked.reference(number).span, Calculation::InText { id }));
            }
        }
    }
}
