//! What calculators reckon by: a fixed set of formulas with what each takes and gives.
//!
//! Pure arithmetic on numbers; `themes/default/js/formulas.js` is its twin in the reader's browser, and both
//! are held to `tests/calculators/vectors.json`. What a formula's parts are called is for the theme to say,
//! which of them readers may change for the registry.

mod period;
mod rate;
mod shown;
mod sums;

pub use period::rest_days;
pub use shown::{MOST_PAYMENTS, decimal, read, stairs};

/// What the script in the reader's browser is told of years: their months, and their days by the two ways
/// in which contracts count.
pub const YEAR: [f64; 3] = [rate::MONTHS as f64, sums::DAYS[0], sums::DAYS[1]];

/// A formula.
#[derive(Debug)]
pub struct Formula {
    /// As authors write it.
    pub name: &'static str,
    /// What it takes, in the order in which readers are asked.
    pub inputs: &'static [Input],
    /// What it gives, in the order in which readers are told.
    pub outputs: &'static [Output],
    /// The output of which a table with rows and columns is made.
    pub headline: &'static str,
    /// The outputs that a table with rows alone shows.
    pub columns: &'static [&'static str],
    reckon: fn(&Given) -> Option<Outcome>,
}

/// Something that a formula takes.
#[derive(Debug, PartialEq)]
pub struct Input {
    /// As authors write it; interface words are named for it.
    pub name: &'static str,
    /// What it is a number of.
    pub quantity: Quantity,
    /// The least that makes sense.
    pub least: f64,
    /// The most that makes sense.
    pub most: f64,
}

/// Something that a formula gives.
#[derive(Debug)]
pub struct Output {
    /// Interface words are named for it.
    pub name: &'static str,
    /// What it is a number of.
    pub quantity: Quantity,
}

/// What a number is a number of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Money, in the currency's unit.
    Money,
    /// A part of a whole, written as a percentage.
    Rate,
    /// Payments, one a month.
    Periods,
    /// How many days.
    Days,
    /// A day of the calendar, as the number that [`crate::base::day::number`] gives.
    Day,
    /// A payment for each month.
    Payments,
}

/// What a formula is given: numbers by the names of its inputs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Given(Vec<(&'static str, Vec<f64>)>);

/// What a formula gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// A number for each output, in their order; none where there is none, as for the rate of a loan of which
    /// less is paid back than was lent.
    pub values: Vec<Option<f64>>,
    /// What is still owed at the start and after each payment; nothing where nothing is paid by and by.
    pub owed: Vec<f64>,
}

impl Given {
    /// Gives an input, instead of what it was given before.
    pub fn set(&mut self, name: &'static str, values: Vec<f64>) {
        self.0.retain(|(known, _)| *known != name);
        self.0.push((name, values));
    }

    /// What each input is given.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &[f64])> {
        self.0.iter().map(|(name, values)| (*name, values.as_slice()))
    }

    /// All numbers of an input.
    fn all(&self, name: &str) -> &[f64] {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map_or(&[], |(_, values)| values.as_slice())
    }

    /// The number of an input that has one.
    fn one(&self, name: &str) -> f64 {
        self.all(name).first().copied().unwrap_or_default()
    }

    /// An input that counts something.
    fn count(&self, name: &str) -> usize {
        // Inputs are in their ranges, and none counts further than a few thousand.
        self.one(name).clamp(0.0, f64::from(u16::MAX)) as usize
    }
}

impl Formula {
    /// The formula of this name.
    pub fn of(name: &str) -> Option<&'static Self> {
        FORMULAS.iter().find(|formula| formula.name == name)
    }

    /// One of its inputs by name.
    pub fn input(&self, name: &str) -> Option<&'static Input> {
        self.inputs.iter().find(|input| input.name == name)
    }

    /// Where one of its outputs stands among them.
    pub fn place(&self, output: &str) -> Option<usize> {
        self.outputs.iter().position(|known| known.name == output)
    }

    /// What follows from these numbers, which are in their ranges; none where they contradict one another.
    pub fn reckon(&self, given: &Given) -> Option<Outcome> {
        (self.reckon)(given)
    }
}

const fn input(name: &'static str, quantity: Quantity, least: f64, most: f64) -> Input {
    Input { name, quantity, least, most }
}

const fn money(name: &'static str) -> Input {
    input(name, Quantity::Money, 0.01, 1e8)
}

const fn out(name: &'static str, quantity: Quantity) -> Output {
    Output { name, quantity }
}

const PERIODS: Input = input("periods", Quantity::Periods, 1.0, 360.0);
const PAID: Input = input("paid", Quantity::Periods, 1.0, 359.0);
const FEE: Input = input("fee", Quantity::Rate, 0.0, 0.2);
const MONTHLY: Input = input("monthly", Quantity::Rate, 0.0, 0.2);
const PENALTY: Input = input("penalty", Quantity::Rate, 0.0, 1.0);

const PAYMENT: Output = out("payment", Quantity::Money);
const TOTAL: Output = out("total", Quantity::Money);
const COST: Output = out("cost", Quantity::Money);
const SIMPLE: Output = out("simple", Quantity::Rate);
const EFFECTIVE: Output = out("effective", Quantity::Rate);

/// What a settlement before the end comes to.
const SETTLED: [Output; 7] = [
    out("left", Quantity::Money),
    out("rest", Quantity::Money),
    out("settle", Quantity::Money),
    out("saved", Quantity::Money),
    out("even", Quantity::Rate),
    SIMPLE,
    EFFECTIVE,
];

/// The names of all formulas, `, ` between them.
pub const NAMES: &str = "flat-fee-equal-principal, cashflows-irr, daily-rate-to-annual, early-settlement, \
                         early-settlement-flat-fee, equal-payment-plan, plan-cost, judgment-interest, \
                         period-days";

/// All formulas.
pub static FORMULAS: [Formula; 9] = [
    Formula {
        name: "flat-fee-equal-principal",
        inputs: &[money("amount"), FEE, PERIODS],
        outputs: &[PAYMENT, TOTAL, COST, SIMPLE, EFFECTIVE],
        headline: "simple",
        columns: &["payment", "simple", "effective"],
        reckon: sums::flat_fee,
    },
    Formula {
        name: "cashflows-irr",
        inputs: &[money("received"), input("payments", Quantity::Payments, 0.0, 1e8)],
        outputs: &[TOTAL, COST, SIMPLE, EFFECTIVE],
        headline: "simple",
        columns: &["total", "simple", "effective"],
        reckon: sums::cashflows,
    },
    Formula {
        name: "daily-rate-to-annual",
        inputs: &[input("daily", Quantity::Rate, 0.0, 0.05)],
        outputs: &[out("year_360", Quantity::Rate), out("year_365", Quantity::Rate)],
        headline: "year_365",
        columns: &["year_360", "year_365"],
        reckon: sums::daily_rate,
    },
    Formula {
        name: "early-settlement",
        inputs: &[money("amount"), MONTHLY, PERIODS, PAID, PENALTY],
        outputs: &SETTLED,
        headline: "saved",
        columns: &["left", "settle", "saved"],
        reckon: sums::early_settlement,
    },
    Formula {
        name: "early-settlement-flat-fee",
        inputs: &[
            money("amount"),
            FEE,
            PERIODS,
            PAID,
            input("charged", Quantity::Rate, 0.0, 1.0),
            PENALTY,
        ],
        outputs: &SETTLED,
        headline: "saved",
        columns: &["left", "settle", "saved"],
        reckon: sums::early_settlement_flat_fee,
    },
    Formula {
        name: "equal-payment-plan",
        inputs: &[money("amount"), MONTHLY, PERIODS],
        outputs: &[PAYMENT, TOTAL, COST, SIMPLE, EFFECTIVE],
        headline: "payment",
        columns: &["payment", "total", "cost"],
        reckon: sums::equal_payments,
    },
    Formula {
        name: "plan-cost",
        inputs: &[money("owed"), money("payment"), PERIODS],
        outputs: &[TOTAL, COST, SIMPLE, EFFECTIVE],
        headline: "cost",
        columns: &["total", "cost", "simple"],
        reckon: sums::plan_cost,
    },
    Formula {
        name: "judgment-interest",
        inputs: &[
            money("owed"),
            input("daily", Quantity::Rate, 0.0, 0.05),
            input("days", Quantity::Days, 1.0, 20000.0),
        ],
        outputs: &[out("interest", Quantity::Money)],
        headline: "interest",
        columns: &["interest"],
        reckon: sums::judgment_interest,
    },
    Formula {
        name: "period-days",
        // From 2000 to 2099.
        inputs: &[
            input("start", Quantity::Day, 10957.0, 47481.0),
            input("days", Quantity::Days, 1.0, 3660.0),
        ],
        outputs: &[
            out("first", Quantity::Day),
            out("counted", Quantity::Day),
            out("last", Quantity::Day),
        ],
        headline: "last",
        columns: &["last"],
        reckon: period::period_days,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_listed_by_name() {
        let names: Vec<&str> = FORMULAS.iter().map(|formula| formula.name).collect();
        assert_eq!(names.join(", "), NAMES);
        for formula in &FORMULAS {
            assert!(formula.place(formula.headline).is_some(), "{}", formula.name);
            assert!(formula.columns.iter().all(|name| formula.place(name).is_some()));
        }
    }
}
