//! The formulas about money.

use super::{Given, Outcome, rate};

/// How many days a year has, by the two ways in which contracts count.
pub(super) const DAYS: [f64; 2] = [360.0, 365.0];

/// The same part of the sum and the same fee on all of it each month.
pub(super) fn flat_fee(given: &Given) -> Option<Outcome> {
    let (amount, fee, n) = (given.one("amount"), given.one("fee"), given.count("periods"));
    let payment = flat_payment(amount, fee, n);
    let total = payment * n as f64;
    let monthly = rate::of(amount, &vec![payment; n]);
    Some(Outcome {
        values: [vec![Some(payment), Some(total), Some(total - amount)], years(monthly)].concat(),
        owed: (0..=n).map(|k| flat_left(amount, n, k)).collect(),
    })
}

/// Any payments at the end of each month.
pub(super) fn cashflows(given: &Given) -> Option<Outcome> {
    let (received, payments) = (given.one("received"), given.all("payments"));
    let total = payments.iter().fold(0.0, |sum, payment| sum + payment);
    let monthly = rate::of(received, payments);
    Some(Outcome {
        values: [vec![Some(total), Some(total - received)], years(monthly)].concat(),
        owed: monthly.map_or_else(Vec::new, |monthly| left(received, monthly, payments)),
    })
}

/// A rate for each day, in a year of either length that contracts know.
pub(super) fn daily_rate(given: &Given) -> Option<Outcome> {
    let daily = given.one("daily");
    let years = DAYS.map(|days| Some(daily * days));
    Some(Outcome { values: years.to_vec(), owed: Vec::new() })
}

/// The same payment each month, with interest on what is left.
pub(super) fn equal_payments(given: &Given) -> Option<Outcome> {
    let (amount, monthly, n) = (given.one("amount"), given.one("monthly"), given.count("periods"));
    let payment = equal_payment(amount, monthly, n);
    let total = payment * n as f64;
    let sums = vec![Some(payment), Some(total), Some(total - amount)];
    Some(Outcome {
        values: [sums, years(Some(monthly))].concat(),
        owed: left(amount, monthly, &vec![payment; n]),
    })
}

/// What is left of equal payments is paid at once.
pub(super) fn early_settlement(given: &Given) -> Option<Outcome> {
    let (amount, monthly, n) = (given.one("amount"), given.one("monthly"), given.count("periods"));
    let payment = equal_payment(amount, monthly, n);
    let owed = left(amount, monthly, &vec![payment; n]);
    let now = *owed.get(given.count("paid"))?;
    let rest = (n.checked_sub(given.count("paid"))?) as f64 * payment;
    settled(given, Plan { payment, rest, left: now, fees: 0.0, owed })
}

/// What is left of a plan with a flat fee is paid at once, with a part of the fees still to come.
pub(super) fn early_settlement_flat_fee(given: &Given) -> Option<Outcome> {
    let (amount, fee, n) = (given.one("amount"), given.one("fee"), given.count("periods"));
    let paid = given.count("paid");
    let left = flat_left(amount, n, paid);
    let fees = n.checked_sub(paid)? as f64 * (amount * fee);
    let owed = (0..=n).map(|k| flat_left(amount, n, k)).collect();
    let payment = flat_payment(amount, fee, n);
    settled(given, Plan { payment, rest: left + fees, left, fees, owed })
}

/// The same payment each month for something that is owed today.
pub(super) fn plan_cost(given: &Given) -> Option<Outcome> {
    let (owed, payment, n) = (given.one("owed"), given.one("payment"), given.count("periods"));
    let total = payment * n as f64;
    let monthly = rate::of(owed, &vec![payment; n]);
    Some(Outcome {
        values: [vec![Some(total), Some(total - owed)], years(monthly)].concat(),
        owed: (0..=n).map(|k| payment * (n - k) as f64).collect(),
    })
}

/// What each day adds to a sum that a judgment orders to be paid.
pub(super) fn judgment_interest(given: &Given) -> Option<Outcome> {
    let interest = given.one("owed") * given.one("daily") * given.one("days");
    Some(Outcome { values: vec![Some(interest)], owed: Vec::new() })
}

/// A plan of which some payments are made.
struct Plan {
    payment: f64,
    /// What is still to be paid if it goes on.
    rest: f64,
    /// What of the sum is still owed.
    left: f64,
    /// The fees among the rest.
    fees: f64,
    owed: Vec<f64>,
}

/// A plan that ends on the day of a payment.
fn settled(given: &Given, plan: Plan) -> Option<Outcome> {
    let (amount, paid) = (given.one("amount"), given.count("paid"));
    if paid >= given.count("periods") {
        return None;
    }
    let Plan { payment, rest, left, fees, owed } = plan;
    let without_penalty = left + given.one("charged") * fees;
    let settle = without_penalty + given.one("penalty") * left;
    let mut payments = vec![payment; paid];
    *payments.last_mut()? += settle;
    let even = (rest - without_penalty) / left;
    let sums = vec![Some(left), Some(rest), Some(settle), Some(rest - settle), Some(even)];
    Some(Outcome { values: [sums, years(rate::of(amount, &payments))].concat(), owed })
}

fn years(monthly: Option<f64>) -> Vec<Option<f64>> {
    vec![monthly.map(rate::simple), monthly.map(rate::effective)]
}

fn flat_payment(amount: f64, fee: f64, n: usize) -> f64 {
    amount / n as f64 + amount * fee
}

fn flat_left(amount: f64, n: usize, paid: usize) -> f64 {
    amount * n.saturating_sub(paid) as f64 / n as f64
}

fn equal_payment(amount: f64, monthly: f64, n: usize) -> f64 {
    let grown = rate::grown(monthly, n);
    if grown == 1.0 { amount / n as f64 } else { amount * monthly * grown / (grown - 1.0) }
}

/// What is owed at the start and after each payment.
fn left(amount: f64, monthly: f64, payments: &[f64]) -> Vec<f64> {
    let after = payments.iter().scan(amount, |left, payment| {
        *left = *left * (1.0 + monthly) - payment;
        Some(*left)
    });
    std::iter::once(amount).chain(after).collect()
}
