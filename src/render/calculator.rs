//! The view of a calculator: its example reckoned, its table made, and what the script needs to reckon with a
//! reader's own numbers. The same as Markdown, for twins.
//!
//! Figures only: nothing here says whether a number is high.

use super::entries::Views;
use super::json;
use super::view::{CalculatorView, ChartView, FactView, InputView, OutputView, SumTable, TableRow};
use crate::base::day;
use crate::base::source::Spanned;
use crate::model::formula::{self, Formula, Given, Input, Output, Quantity};
use crate::model::registry::{Calculator, Numbers};
use serde::Serialize;
use std::collections::BTreeMap;

/// What the theme calls what pages with a calculator load.
pub(super) const PART: &str = "calculator";

/// Everything its card sees.
pub(super) fn view(views: Views<'_>, index: usize) -> CalculatorView {
    let registry = &views.site.registry;
    let calculator = &registry.calculators[index];
    let rest_days = registry.rest_days(calculator);
    let shower = Shower { views, calculator, rest_days: &rest_days };
    let outcome = calculator.worked(&rest_days);
    let (values, owed) = outcome.map_or_else(Default::default, |o| (o.values, o.owed));
    let outputs = calculator.formula.map_or(&[][..], |formula| formula.outputs).iter();
    // Where no day of rest is known, the last day is the one that was counted to.
    let told =
        |(output, _): &(&Output, Option<f64>)| output.name != "counted" || !rest_days.is_empty();
    let how = calculator.formula.map(|f| format!("calc_how_{}", f.name.replace('-', "_")));
    let last = rest_days.last().and_then(|day| shower.plain_day(*day));
    CalculatorView {
        label: calculator.label.clone(),
        how: how.map(|key| views.word(&key)).unwrap_or_default(),
        note: calculator.note.clone(),
        rest_known: last.map(|day| views.word("calc_rest_known").replace("{d}", &day)),
        inputs: calculator.asked().map(|input| shower.input(input)).collect(),
        outputs: outputs.zip(values).filter(told).map(|(o, n)| shower.output(o, n)).collect(),
        chart: shower.chart(&owed),
        table: calculator.formula.and_then(|formula| shower.table(formula)),
        compare: registry.compared(calculator).iter().map(|f| views.fact(f.index)).collect(),
        script: shower.script(owed.len() >= STAIRS),
    }
}

/// A calculator as Markdown, each of its lines behind `indent`; `plain` makes words of words.
pub(super) fn markdown(
    views: Views<'_>,
    index: usize,
    indent: &str,
    plain: fn(&str) -> String,
) -> String {
    let view = view(views, index);
    let colon = views.word("colon");
    let headed = |key: &str| format!("{}{colon}", views.word(key));
    let list = |label: &str, text: &str| format!("- {label}{colon}{text}");
    let mut blocks = vec![format!("**{}**", plain(&view.label)), headed("calc_example")];
    let inputs = view.inputs.iter().map(|input| list(&input.label, &input.text));
    blocks.push(inputs.collect::<Vec<_>>().join("\n"));
    blocks.push(headed("calc_result"));
    let outputs = view.outputs.iter().map(|output| list(&output.label, &output.text));
    blocks.push(outputs.collect::<Vec<_>>().join("\n"));
    blocks.extend(view.chart.map(|chart| chart.caption));
    blocks.push(headed("calc_how") + &view.how);
    blocks.extend(view.note.as_deref().map(plain));
    blocks.extend(view.rest_known);
    if let Some(SumTable { caption, corner, columns, rows }) = view.table {
        let row = |first: &str, cells: &[String]| format!("\n| {first} | {} |", cells.join(" | "));
        let rows: String = rows.iter().map(|r| row(&r.label, &r.cells)).collect();
        let rule = format!("\n|---{}|", "|---:".repeat(columns.len()));
        blocks.extend([caption, row(&corner, &columns).trim_start().to_owned() + &rule + &rows]);
    }
    if !view.compare.is_empty() {
        blocks.push(headed("calc_compare"));
    }
    let compare = view.compare.iter().map(|FactView { value, label, note, as_of, .. }| {
        let dated = as_of.as_ref().map(|d| views.word("as_of").replace("{d}", d));
        let more: Vec<String> = note.as_deref().map(plain).into_iter().chain(dated).collect();
        list(&plain(&format!("{value} {label}")), &more.join(" "))
    });
    blocks.push(compare.collect::<Vec<_>>().join("\n"));
    blocks.retain(|block| !block.is_empty());
    let lines = blocks.join("\n\n") + "\n";
    let behind = |line: &str| match line.is_empty() {
        true => format!("\n{}", indent.trim_end()),
        false => format!("\n{indent}{line}"),
    };
    lines.split('\n').map(behind).collect::<String>()[1 + indent.len()..].to_owned()
}

/// What shows the numbers of a calculator.
struct Shower<'a> {
    views: Views<'a>,
    calculator: &'a Calculator,
    rest_days: &'a [f64],
}

/// How many decimals a result has.
const PLACES: usize = 2;

/// Fewer stairs than this are read sooner than looked at: the start and two payments.
const STAIRS: usize = 3;

impl Shower<'_> {
    fn input(&self, input: &'static Input) -> InputView {
        let views = self.views;
        let given = self.calculator.example.iter().find(|numbers| numbers.input == input);
        let values = runs(given.map_or(&[][..], |numbers| numbers.values.as_slice()));
        let [least, most] = self.calculator.range(input).map(|n| self.typed(input.quantity, n));
        InputView {
            name: input.name,
            quantity: name(input.quantity),
            unit: views.word(&format!("calc_unit_{}", name(input.quantity))),
            least,
            most,
            typed: each(&values, "x", &|n| self.typed(input.quantity, n)).join(" "),
            text: each(&values, " × ", &|n| self.one(input.quantity, n)).join(&views.word("comma")),
            label: views.word(&format!("calc_in_{}", input.name)),
        }
    }

    fn output(&self, output: &Output, value: Option<f64>) -> OutputView {
        OutputView {
            name: output.name,
            quantity: name(output.quantity),
            label: self.out_label(output),
            text: self.result(output.quantity, value, PLACES),
        }
    }

    fn out_label(&self, output: &Output) -> String {
        self.views.word(&format!("calc_out_{}", output.name))
    }

    /// A number of the example or the table: no decimals that it does not need.
    fn one(&self, quantity: Quantity, number: f64) -> String {
        let places = match quantity {
            Quantity::Rate => return format!("{}%", shortest(number * 100.0)),
            Quantity::Money | Quantity::Payments if number.fract() != 0.0 => 2,
            Quantity::Day => return self.day(number),
            _ => 0,
        };
        let key = if quantity == Quantity::Payments { "money" } else { name(quantity) };
        let word = self.views.word(&format!("calc_{key}"));
        word.replace("{n}", &formula::decimal(number, places))
    }

    /// The same as it is typed into a field.
    fn typed(&self, quantity: Quantity, number: f64) -> String {
        match quantity {
            Quantity::Rate => shortest(number * 100.0),
            Quantity::Day => self.plain_day(number).unwrap_or_default(),
            _ => number.to_string(),
        }
    }

    /// A number that came out.
    fn result(&self, quantity: Quantity, number: Option<f64>, places: usize) -> String {
        let Some(number) = number else { return self.views.word("calc_none") };
        match quantity {
            Quantity::Rate => format!("{}%", formula::decimal(number * 100.0, places)),
            Quantity::Day => self.day(number),
            _ => {
                let money = self.views.word("calc_money");
                money.replace("{n}", &formula::decimal(number, 2))
            }
        }
    }

    fn plain_day(&self, number: f64) -> Option<String> {
        day::of_number(number as i32).map(|day| day.to_string())
    }

    fn day(&self, number: f64) -> String {
        let Some(day) = day::of_number(number as i32) else { return String::new() };
        let words = self.views.word("calc_weekdays");
        let in_week = words.split(' ').nth(day::weekday(day)).unwrap_or_default();
        let word = self.views.word("calc_day");
        word.replace("{d}", &day.to_string()).replace("{w}", in_week)
    }

    fn chart(&self, owed: &[f64]) -> Option<ChartView> {
        if owed.len() < STAIRS {
            return None;
        }
        let (last, half) = (owed.len() - 1, owed.len() / 2);
        let money = |n: usize| self.result(Quantity::Money, Some(owed[n].max(0.0)), 2);
        let caption = self.views.word("calc_chart");
        let caption = caption.replace("{m}", &half.to_string()).replace("{n}", &last.to_string());
        let caption = caption.replace("{a}", &money(0)).replace("{b}", &money(half));
        Some(ChartView {
            path: formula::stairs(owed),
            caption: caption.replace("{c}", &money(last)),
        })
    }

    fn table(&self, formula: &'static Formula) -> Option<SumTable> {
        match self.calculator.axes().as_slice() {
            [rows, columns] => Some(self.both_ways(formula, rows, columns)),
            [rows] => Some(self.in_rows(formula, rows)),
            _ => None,
        }
    }

    /// One output of the formula for each pair of numbers.
    fn both_ways(&self, formula: &'static Formula, down: &Numbers, across: &Numbers) -> SumTable {
        let place = formula.place(formula.headline).unwrap_or_default();
        let label = |of: &Numbers| self.views.word(&format!("calc_in_{}", of.input.name));
        let shown = |of: &Numbers| -> Vec<String> {
            of.values.iter().map(|v| self.one(of.input.quantity, v.value)).collect()
        };
        let cell = |row: f64, column: f64| {
            let mut given = self.calculator.given(self.rest_days);
            given.set(down.input.name, vec![row]);
            given.set(across.input.name, vec![column]);
            self.cell(formula, &given, place, 1)
        };
        let rows = down.values.iter().zip(shown(down)).map(|(row, label)| TableRow {
            label,
            cells: across.values.iter().map(|column| cell(row.value, column.value)).collect(),
        });
        let caption = self.views.word("calc_table");
        let caption = caption.replace("{what}", &self.out_label(&formula.outputs[place]));
        SumTable {
            caption: caption.replace("{a}", &label(down)).replace("{b}", &label(across)),
            corner: label(down),
            columns: shown(across),
            rows: rows.collect(),
        }
    }

    /// Several outputs of the formula for each number.
    fn in_rows(&self, formula: &'static Formula, down: &Numbers) -> SumTable {
        let columns: Vec<usize> =
            formula.columns.iter().filter_map(|name| formula.place(name)).collect();
        let label = self.views.word(&format!("calc_in_{}", down.input.name));
        let rows = down.values.iter().map(|value| {
            let mut given = self.calculator.given(self.rest_days);
            given.set(down.input.name, vec![value.value]);
            let cells = columns.iter().map(|place| self.cell(formula, &given, *place, PLACES));
            TableRow { label: self.one(down.input.quantity, value.value), cells: cells.collect() }
        });
        SumTable {
            caption: self.views.word("calc_table_of").replace("{what}", &label),
            rows: rows.collect(),
            columns: columns.iter().map(|at| self.out_label(&formula.outputs[*at])).collect(),
            corner: label,
        }
    }

    fn cell(
        &self,
        formula: &'static Formula,
        given: &Given,
        place: usize,
        places: usize,
    ) -> String {
        let outcome = formula.reckon(given);
        let value = outcome.and_then(|outcome| outcome.values.get(place).copied().flatten());
        self.result(formula.outputs[place].quantity, value, places)
    }

    /// What the script is told, as JSON.
    fn script(&self, charted: bool) -> String {
        let word = |key: &str| self.views.word(key);
        let formula = self.calculator.formula;
        let days = formula.is_some_and(|f| f.outputs.iter().any(|o| o.quantity == Quantity::Day));
        let settles = formula.is_some_and(|formula| formula.input("paid").is_some());
        let told = Told {
            formula: self.calculator.formula.map_or("", |formula| formula.name),
            fixed: self.calculator.fixed().map(|(input, value)| (input.name, value)).collect(),
            rest_days: self.rest_days,
            year: formula::YEAR,
            ranges: self.calculator.asked().map(|i| (i.name, self.calculator.range(i))).collect(),
            money: word("calc_money"),
            day: if days { word("calc_day") } else { String::new() },
            weekdays: if days { word("calc_weekdays") } else { String::new() },
            none: word("calc_none"),
            wrong: word("calc_wrong"),
            contradict: if settles { word("calc_contradict") } else { String::new() },
            chart: if charted { word("calc_chart") } else { String::new() },
        };
        json::text(&told)
    }
}

/// What the script is told: themes/default/js/calculator.js.
#[derive(Serialize)]
struct Told<'a> {
    formula: &'static str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    fixed: BTreeMap<&'static str, f64>,
    #[serde(skip_serializing_if = "<[f64]>::is_empty")]
    rest_days: &'a [f64],
    year: [f64; 3],
    ranges: BTreeMap<&'static str, [f64; 2]>,
    money: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    day: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    weekdays: String,
    none: String,
    wrong: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    contradict: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    chart: String,
}

/// What a quantity is called in words of the interface and in attributes.
fn name(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Money => "money",
        Quantity::Rate => "rate",
        Quantity::Periods => "periods",
        Quantity::Days => "days",
        Quantity::Day => "day",
        Quantity::Payments => "payments",
    }
}

/// Equal numbers in a row, each with how many there are.
fn runs(values: &[Spanned<f64>]) -> Vec<(f64, usize)> {
    let mut runs: Vec<(f64, usize)> = Vec::new();
    for Spanned { value, .. } in values {
        match runs.last_mut() {
            Some((known, count)) if known == value => *count += 1,
            _ => runs.push((*value, 1)),
        }
    }
    runs
}

/// Each of them as it is shown.
fn each(runs: &[(f64, usize)], times: &str, show: &dyn Fn(f64) -> String) -> Vec<String> {
    let one = |(number, count): &(f64, usize)| match count {
        1 => show(*number),
        _ => format!("{}{times}{count}", show(*number)),
    };
    runs.iter().map(one).collect()
}

/// A number with no more decimals than it needs, at most six.
fn shortest(number: f64) -> String {
    let whole = formula::decimal(number, 6);
    whole.trim_end_matches('0').trim_end_matches('.').to_owned()
}
