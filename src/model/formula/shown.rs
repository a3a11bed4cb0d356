//! Numbers as people write and read them, and as a drawing.

use super::Quantity;
use crate::base::day;
use std::fmt::Write as _;

/// A number with so many decimals and a comma after each thousand, halves rounded up: `−1,234.50`. In the same
/// steps as in the browser, so that both show the same.
pub fn decimal(number: f64, places: usize) -> String {
    let scale = (0..places).fold(1.0, |scale, _| scale * 10.0);
    let rounded = (number.abs() * scale + 0.5).floor();
    let digits = format!("{rounded:0>width$}", width = places + 1);
    let (whole, parts) = digits.split_at(digits.len() - places);
    let sign = if number < 0.0 && rounded > 0.0 { "−" } else { "" };
    let mut shown = String::from(sign);
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    if places > 0 {
        shown.push('.');
        shown.push_str(parts);
    }
    shown
}

/// What an author wrote for an input; none where it is no such number.
pub fn read(quantity: Quantity, text: &str) -> Option<Vec<f64>> {
    match quantity {
        Quantity::Money => Some(vec![plain(text)?]),
        Quantity::Rate => Some(vec![plain(text.strip_suffix('%')?)? / 100.0]),
        Quantity::Periods | Quantity::Days => Some(vec![plain(text).filter(|n| n.fract() == 0.0)?]),
        Quantity::Day => Some(vec![f64::from(day::number(day::parse_day(text)?))]),
        Quantity::Payments => payments(text),
    }
}

/// The stairs of a drawing that is [`WIDTH`] wide and [`HEIGHT`] high, a stair for each value, as the data of
/// one path.
pub fn stairs(values: &[f64]) -> String {
    let most = values.iter().fold(0.0, |most: f64, value| most.max(*value));
    let step = WIDTH / values.len() as f64;
    let mut path = format!("M0 {HEIGHT}");
    for (n, value) in (1_u16..).zip(values).filter(|_| most > 0.0) {
        let top = rounded(HEIGHT - HEIGHT * value.max(0.0) / most);
        let _ = write!(path, "V{top}H{}", rounded(step * f64::from(n)));
    }
    path + &format!("V{HEIGHT}Z")
}

/// How wide a drawing is.
const WIDTH: f64 = 320.0;

/// How high a drawing is.
const HEIGHT: f64 = 96.0;

/// More payments than anybody makes by the month.
pub const MOST_PAYMENTS: usize = 600;

/// Digits, perhaps with decimals, and nothing else.
fn plain(text: &str) -> Option<f64> {
    let text = text.trim();
    let fits = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    fits.then(|| text.parse().ok()).flatten()
}

/// `1090 x 12`, `500, 600 700`.
fn payments(text: &str) -> Option<Vec<f64>> {
    let mut payments = Vec::new();
    let times = text.replace(['×', 'X', '*'], "x").replace(" x", "x").replace("x ", "x");
    for part in times.split([' ', ',', '，', '、', ';', '；', '\n']).filter(|part| !part.is_empty())
    {
        let (payment, count) = part.split_once('x').unwrap_or((part, "1"));
        let count: usize = count.parse().ok()?;
        if count == 0 || payments.len() + count > MOST_PAYMENTS {
            return None;
        }
        let payment = plain(payment)?;
        payments.extend(std::iter::repeat_n(payment, count));
    }
    (!payments.is_empty()).then_some(payments)
}

fn rounded(number: f64) -> f64 {
    (number + 0.5).floor()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_with_commas_and_halves_go_up() {
        for (number, places, shown) in [
            (0.0, 2, "0.00"),
            (0.125, 2, "0.13"),
            (1234.5, 2, "1,234.50"),
            (-3000.0, 2, "−3,000.00"),
            (-0.001, 2, "0.00"),
            (1_234_567.0, 0, "1,234,567"),
            (0.05, 1, "0.1"),
        ] {
            assert_eq!(decimal(number, places), shown);
        }
    }

    #[test]
    fn what_authors_write_is_read_strictly() {
        assert_eq!(read(Quantity::Rate, "0.75%"), Some(vec![0.75 / 100.0]));
        assert_eq!(read(Quantity::Payments, "10 x 2, 5"), Some(vec![10.0, 10.0, 5.0]));
        assert_eq!(read(Quantity::Day, "1970-01-02"), Some(vec![1.0]));
        for (quantity, text) in [
            (Quantity::Rate, "0.75"),
            (Quantity::Money, "12,000"),
            (Quantity::Money, "inf"),
            (Quantity::Money, "-1"),
            (Quantity::Periods, "1.5"),
            (Quantity::Payments, "1x9999"),
            (Quantity::Payments, ""),
        ] {
            assert_eq!(read(quantity, text), None, "{text}");
        }
    }
}
