//! Calculators: a formula of the fixed set, with the numbers that an author gives it.
//!
//! Reading only: whether numbers are in their ranges, and whether the example can be reckoned, is for `check`.

use super::entry::{Entry, Place, Registered, Shown};
use super::verified::CHANGED;
use crate::base::day::Day;
use crate::base::source::{Source, Span, Spanned};
use crate::diag::{Diagnostic, Expected, Problem};
use crate::model::formula::{self, Formula, Given, Input, Outcome, Quantity};
use crate::yaml::fields::Fields;
use crate::yaml::key::{Key, Shape, key, keys};
use crate::yaml::{Entry as YamlEntry, Node, Value};

/// A calculator.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are the keys of the file")]
pub struct Calculator {
    pub id: String,
    pub span: Span,
    pub label: String,
    /// What it reckons by; none where the file names no formula that there is.
    pub formula: Option<&'static Formula>,
    /// Numbers for inputs: one is fixed and not asked for, several are what a table shows.
    pub numbers: Vec<Numbers>,
    /// What readers may type, where that is narrower than what the formula takes: the least and the most.
    pub ranges: Vec<Numbers>,
    /// The numbers of the example.
    pub example: Vec<Numbers>,
    /// The fact that lists days of rest.
    pub rest_days: Option<Spanned<String>>,
    /// Facts that its result is set beside.
    pub compare: Vec<Spanned<String>>,
    pub note: Option<String>,
    pub changed: Option<Day>,
}

/// Numbers that an author gives for an input.
#[derive(Debug, Clone)]
pub struct Numbers {
    /// The input.
    pub input: &'static Input,
    /// Each of them with its place.
    pub values: Vec<Spanned<f64>>,
}

impl Calculator {
    /// What readers may give for an input: the least and the most.
    pub fn range(&self, input: &Input) -> [f64; 2] {
        let own = self.ranges.iter().find(|range| range.input == input);
        match own.map(|range| range.values.as_slice()) {
            Some([least, most]) => [least.value, most.value],
            _ => [input.least, input.most],
        }
    }

    /// The numbers of the inputs that are fixed.
    pub fn fixed(&self) -> impl Iterator<Item = (&'static Input, f64)> {
        self.numbers.iter().filter_map(|numbers| match numbers.values.as_slice() {
            [only] => Some((numbers.input, only.value)),
            _ => None,
        })
    }

    /// The inputs that readers are asked for.
    pub fn asked(&self) -> impl Iterator<Item = &'static Input> {
        let inputs = self.formula.map_or(&[][..], |formula| formula.inputs).iter();
        inputs.filter(|input| self.fixed().all(|(fixed, _)| fixed != *input))
    }

    /// The inputs of which a table shows several numbers, in the order of the formula.
    pub fn axes(&self) -> Vec<&Numbers> {
        let inputs = self.formula.map_or(&[][..], |formula| formula.inputs).iter();
        let several = |input| {
            self.numbers.iter().find(move |n: &&Numbers| n.input == input && n.values.len() > 1)
        };
        inputs.filter_map(several).collect()
    }

    /// The numbers of the example, with those that are fixed and the days of rest.
    pub fn given(&self, rest_days: &[f64]) -> Given {
        let mut given = Given::default();
        for numbers in &self.example {
            let values = numbers.values.iter().map(|value| value.value).collect();
            given.set(numbers.input.name, values);
        }
        self.fixed().for_each(|(input, value)| given.set(input.name, vec![value]));
        if !rest_days.is_empty() {
            given.set("rest_days", rest_days.to_vec());
        }
        given
    }

    /// What the example comes to. None where something is missing, out of its range or contradicts itself.
    pub fn worked(&self, rest_days: &[f64]) -> Option<Outcome> {
        let formula = self.formula?;
        let complete = |input: &Input| {
            let fixed = self.fixed().filter(|(known, _)| *known == input).map(|(_, value)| value);
            let example = self.example.iter().filter(|numbers| numbers.input == input);
            let mut values = fixed.chain(example.flat_map(|n| n.values.iter().map(|v| v.value)));
            let [least, most] = self.range(input);
            let first = values.next();
            first.into_iter().chain(values).all(|n| (least..=most).contains(&n)) && first.is_some()
        };
        formula.inputs.iter().all(complete).then(|| formula.reckon(&self.given(rest_days)))?
    }
}

impl Entry for Calculator {
    fn id(&self) -> &str {
        &self.id
    }

    fn span(&self) -> Span {
        self.span
    }

    fn words(&self) -> &str {
        &self.label
    }

    fn changed(&self) -> Option<Day> {
        self.changed
    }

    fn place(&self) -> Place {
        Place::Nowhere
    }

    fn facts(&self) -> Vec<&Spanned<String>> {
        self.compare.iter().chain(&self.rest_days).collect()
    }

    fn shown(&self) -> Shown<'_> {
        Shown { note: self.note.as_deref(), beside: &self.compare }
    }
}

/// A key for an input of formulas.
const fn input(name: &'static str, en: &'static str, zh: &'static str) -> Key {
    key(name, Shape::OneOrMore, en, zh)
}

const AMOUNT: Key = input("amount", "Money lent", "借多少钱");
const FEE: Key =
    input("fee", "Fee each period, of all that was lent", "每期手续费率，按开头的本金");
const MONTHLY: Key = input("monthly", "Interest a month", "月利率");
const DAILY: Key = input("daily", "Interest a day", "日利率");
const PERIODS: Key = input("periods", "How many payments", "分几期");
const PAID: Key = input("paid", "Payments that are made", "已经还了几期");
const CHARGED: Key =
    input("charged", "How much of the fees to come is charged", "剩下的手续费照收多少");
const PENALTY: Key = input("penalty", "Charged for settling, of what is left", "提前还款手续费率");
const RECEIVED: Key = input("received", "Money received", "实际到手");
const PAYMENT: Key = input("payment", "A payment", "每期还多少");
const OWED: Key = input("owed", "Money owed", "欠多少");
const START: Key = input("start", "The day that is not counted", "从哪天起，那天不算");
const DAYS: Key = input("days", "How many days", "多少天");
const PAYMENTS: Key =
    input("payments", "Payments, one a month: 1090 x 12", "每个月还多少：1090 x 12");

keys! {
    /// What an entry may say. What is none of its own is an input of its formula.
    KEYS: CalculatorKey {
        Id = key(
            "id",
            Shape::Text,
            "What guides call it by: <calc:id>, alone on a line",
            "指南引用时写的：<calc:id>，单独一行",
        ).required(),
        Formula = key(
            "formula",
            Shape::OneOf(formula::NAMES),
            "What it reckons by",
            "用哪个公式算",
        ).required(),
        Label = key("label", Shape::Text, "What it is called", "叫什么").required(),
        Amount = AMOUNT,
        Fee = FEE,
        Monthly = MONTHLY,
        Daily = DAILY,
        Periods = PERIODS,
        Paid = PAID,
        Charged = CHARGED,
        Penalty = PENALTY,
        Received = RECEIVED,
        Payment = PAYMENT,
        Owed = OWED,
        Start = START,
        Days = DAYS,
        Ranges = key(
            "ranges",
            Shape::Map(INPUTS),
            "What readers may type, where it is narrower: [least, most]",
            "读者能填的范围，比公式的窄时才写：[最小, 最大]",
        ),
        Example = key(
            "example",
            Shape::Map(INPUTS),
            "The numbers of the worked example",
            "例子用的数",
        ).required(),
        RestDays = key(
            "rest_days",
            Shape::Text,
            "The fact that lists days of rest: 2026-10-01—2026-10-07, …",
            "列出休息日的事实：2026-10-01—2026-10-07、……",
        ),
        Compare = key(
            "compare",
            Shape::Texts,
            "Facts that the result is set beside: ids",
            "跟结果放在一起看的事实：id",
        ),
        Note = key("note", Shape::Text, "What it leaves out", "没有算进去的"),
        Changed = CHANGED,
    }
}

keys! {
    /// The inputs of all formulas.
    pub(crate) INPUTS: pub(crate) InputKey {
        Amount = AMOUNT,
        Fee = FEE,
        Monthly = MONTHLY,
        Daily = DAILY,
        Periods = PERIODS,
        Paid = PAID,
        Charged = CHARGED,
        Penalty = PENALTY,
        Received = RECEIVED,
        Payment = PAYMENT,
        Payments = PAYMENTS,
        Owed = OWED,
        Start = START,
        Days = DAYS,
    }
}

impl Registered for Calculator {
    const FILE: Key = key(
        "calculators",
        Shape::Maps(KEYS),
        "What readers can reckon with their own numbers",
        "读者可以用自己的数来算的",
    );

    fn read(node: &Node, source: &Source, out: &mut Vec<Diagnostic>) -> Option<Self> {
        let mut calculator = Self {
            id: String::new(),
            span: node.span,
            label: String::new(),
            formula: None,
            numbers: Vec::new(),
            ranges: Vec::new(),
            example: Vec::new(),
            rest_days: None,
            compare: Vec::new(),
            note: None,
            changed: None,
        };
        let mut written = Written::default();
        let mut fields = Fields::new(source, out);
        let complete = fields.record(node, |key, entry, fields| match key {
            CalculatorKey::Id => {
                if let Some(id) = fields.spanned_text(entry) {
                    calculator.id = id.value;
                    calculator.span = id.span;
                }
            }
            CalculatorKey::Formula => {
                let name = fields.one_of(entry, formula::NAMES);
                calculator.formula = name.and_then(|name| Formula::of(&name));
            }
            CalculatorKey::Label => {
                fields.text(entry).into_iter().for_each(|v| calculator.label = v);
            }
            CalculatorKey::Ranges => written.ranges = inputs(entry, fields),
            CalculatorKey::Example => {
                written.example = Some((entry.key_span, inputs(entry, fields)));
            }
            CalculatorKey::RestDays => calculator.rest_days = fields.spanned_text(entry),
            CalculatorKey::Compare => calculator.compare = fields.texts(entry).unwrap_or_default(),
            CalculatorKey::Note => calculator.note = fields.text(entry),
            CalculatorKey::Changed => calculator.changed = fields.day(entry),
            _ => written.numbers.push(entry.clone()),
        });
        calculator.take(&written, &mut fields);
        complete.then_some(calculator)
    }
}

/// The numbers of an entry as they are written: what they mean is known once the formula is.
#[derive(Default)]
struct Written {
    numbers: Vec<YamlEntry>,
    ranges: Vec<YamlEntry>,
    /// With the place of its key.
    example: Option<(Span, Vec<YamlEntry>)>,
}

/// The entries of a mapping from inputs to numbers.
fn inputs(entry: &YamlEntry, fields: &mut Fields<'_>) -> Vec<YamlEntry> {
    let mut inputs = Vec::new();
    fields.record_of(entry, |_: InputKey, input, _| inputs.push(input.clone()));
    inputs
}

impl Calculator {
    fn take(&mut self, written: &Written, fields: &mut Fields<'_>) {
        let Some(formula) = self.formula else { return };
        let mut of = |entries: &[YamlEntry], role: Role| -> Vec<Numbers> {
            entries.iter().filter_map(|entry| of_input(formula, entry, role, fields)).collect()
        };
        self.numbers = of(&written.numbers, Role::Own);
        self.ranges = of(&written.ranges, Role::Range);
        if let Some((place, given)) = &written.example {
            self.example = of(given, Role::Example);
            missing(self, given, *place, fields);
        }
        pairs(self, fields);
    }
}

/// What numbers are given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// One that is fixed, or several for a table.
    Own,
    /// The least and the most that readers may type.
    Range,
    /// The one of the example; all of its payments.
    Example,
}

/// The numbers behind a key that names an input of the formula.
fn of_input(
    formula: &'static Formula,
    entry: &YamlEntry,
    role: Role,
    fields: &mut Fields<'_>,
) -> Option<Numbers> {
    let Some(input) = formula.input(&entry.key) else {
        let names: Vec<&str> = formula.inputs.iter().map(|input| input.name).collect();
        let (key, formula) = (entry.key.clone(), formula.name);
        fields.report(entry.key_span, Problem::NoInput { key, formula, takes: names.join(", ") });
        return None;
    };
    let quantity = match (input.quantity, role) {
        (Quantity::Payments, Role::Range) => Quantity::Money,
        (quantity, _) => quantity,
    };
    let mut values = Vec::new();
    let texts = fields.one_or_more(entry);
    if texts.is_empty() && matches!(entry.node.value, Value::List(_)) {
        fields.report(entry.node.span, Problem::EmptyValue { key: entry.key.clone() });
    }
    let alone = role == Role::Example && quantity != Quantity::Payments;
    for (nth, text) in texts.iter().enumerate() {
        match formula::read(quantity, &text.value).filter(|_| nth == 0 || !alone) {
            Some(numbers) => {
                values.extend(numbers.into_iter().map(|value| Spanned { value, span: text.span }));
            }
            None => {
                let problem =
                    Problem::WrongType { key: entry.key.clone(), expected: expected(quantity) };
                fields.report(text.span, problem);
                return None;
            }
        }
    }
    (!values.is_empty()).then_some(Numbers { input, values })
}

/// Reports inputs that are neither fixed nor in the example. Those whose numbers cannot be read have been
/// reported.
fn missing(calculator: &Calculator, example: &[YamlEntry], place: Span, fields: &mut Fields<'_>) {
    for input in calculator.asked() {
        if !example.iter().any(|entry| entry.key == input.name) {
            fields.report(place, Problem::MissingField { key: input.name.to_owned() });
        }
    }
}

/// Reports ranges that are no two numbers.
fn pairs(calculator: &Calculator, fields: &mut Fields<'_>) {
    for range in calculator.ranges.iter().filter(|range| range.values.len() != 2) {
        let problem =
            Problem::WrongType { key: range.input.name.to_owned(), expected: Expected::Pair };
        fields.report(range.values[0].span, problem);
    }
}

fn expected(quantity: Quantity) -> Expected {
    match quantity {
        Quantity::Money => Expected::Amount,
        Quantity::Rate => Expected::Percentage,
        Quantity::Periods | Quantity::Days => Expected::Number,
        Quantity::Day => Expected::Date,
        Quantity::Payments => Expected::Payments,
    }
}
