//! What a loan costs a month: the rate at which its payments are worth what was received.

/// How many months a year has.
pub(super) const MONTHS: usize = 12;

/// The monthly rate; none where less is paid than was received.
pub(super) fn of(received: f64, payments: &[f64]) -> Option<f64> {
    let paid = payments.iter().fold(0.0, |sum, payment| sum + payment);
    if (paid - received).abs() < NOTHING {
        return Some(0.0);
    }
    if paid < received {
        return None;
    }
    let mut high = 1.0;
    while worth(payments, high) > received {
        high *= 2.0;
        if high > HIGHEST {
            return None;
        }
    }
    let mut low = 0.0;
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        if worth(payments, middle) > received {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some((low + high) / 2.0)
}

/// The rate of a year, twelve times that of a month.
pub(super) fn simple(monthly: f64) -> f64 {
    monthly * MONTHS as f64
}

/// The rate of a year in which each month's rate is charged on those before it.
pub(super) fn effective(monthly: f64) -> f64 {
    grown(monthly, MONTHS) - 1.0
}

/// What 1 grows to in so many months.
pub(super) fn grown(monthly: f64, months: usize) -> f64 {
    (0..months).fold(1.0, |grown, _| grown * (1.0 + monthly))
}

/// Less than anybody pays.
const NOTHING: f64 = 1e-6;

/// No loan costs more a month.
const HIGHEST: f64 = 1e6;

/// After so many halvings of any such range nothing of it is left.
const HALVINGS: usize = 100;

/// What payments at the end of each month are worth today.
fn worth(payments: &[f64], monthly: f64) -> f64 {
    payments.iter().rev().fold(0.0, |worth, payment| (worth + payment) / (1.0 + monthly))
}
