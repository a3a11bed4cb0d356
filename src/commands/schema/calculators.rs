//! What the schema of calculators says of each formula: its inputs and no others, with the numbers that it
//! takes.
//!
//! Made from what [`crate::check`] holds calculators to, [`FORMULAS`]. What depends on several numbers at once
//! is left to `check`: an author's own `ranges`, whether an example contradicts itself, how many inputs have
//! several numbers.

use crate::base::day;
use crate::model::formula::{FORMULAS, Formula, Input, MOST_PAYMENTS, Quantity};
use crate::model::registry::INPUTS;
use crate::yaml::key;
use serde_json::{Map, Value, json};

/// Adds to the schema of the registry what follows from the formula of each entry.
pub(super) fn refine(schema: &mut Value) {
    let branches: Vec<Value> = FORMULAS.iter().map(branch).collect();
    schema["items"]["allOf"] = json!(branches);
}

fn branch(formula: &Formula) -> Value {
    let taken = |name: &str| formula.input(name).map_or(json!(false), several);
    let inputs = key::names(INPUTS).map(|name| (name.to_owned(), taken(name)));
    let mut properties: Map<String, Value> = inputs.collect();
    properties.insert("ranges".to_owned(), only(formula, pair));
    properties.insert("example".to_owned(), only(formula, one));
    let given: Vec<Value> = formula.inputs.iter().map(fixed_or_in_example).collect();
    json!({
        "if": { "properties": { "formula": { "const": formula.name } }, "required": ["formula"] },
        "then": { "properties": properties, "allOf": given },
    })
}

/// A mapping from inputs of the formula.
fn only(formula: &Formula, shape: fn(&Input) -> Value) -> Value {
    let inputs = formula.inputs.iter().map(|input| (input.name.to_owned(), shape(input)));
    let properties: Map<String, Value> = inputs.collect();
    json!({ "properties": properties, "additionalProperties": false })
}

/// An input has one number of its own, or one in the example.
fn fixed_or_in_example(input: &Input) -> Value {
    let name = input.name;
    let single = json!({ "not": { "type": "array", "minItems": 2 } });
    json!({ "anyOf": [
        { "properties": { name: single }, "required": [name] },
        { "properties": { "example": { "required": [name] } } },
    ] })
}

/// A number, or a list of them.
fn several(input: &Input) -> Value {
    let number = number(input);
    json!({ "anyOf": [number, { "type": "array", "minItems": 1, "items": number }] })
}

/// A number, perhaps as a list of one; payments may be more.
fn one(input: &Input) -> Value {
    let mut one = several(input);
    if input.quantity != Quantity::Payments {
        one["anyOf"][1]["maxItems"] = json!(1);
    }
    one
}

/// The least and the most.
fn pair(input: &Input) -> Value {
    let number = match input.quantity {
        Quantity::Payments => number(&Input { quantity: Quantity::Money, ..*input }),
        _ => number(input),
    };
    json!({ "type": "array", "minItems": 2, "maxItems": 2, "items": number })
}

/// A number of an input, as a number or as the text that is read as one.
fn number(input: &Input) -> Value {
    let (least, most) = (input.least, input.most);
    let plain = json!({ "type": "number", "minimum": least, "maximum": most });
    let text = |pattern: String| json!({ "type": "string", "pattern": pattern });
    match input.quantity {
        Quantity::Money => json!({ "anyOf": [plain, text(quoted(input, ANY, ""))] }),
        Quantity::Periods | Quantity::Days => {
            let whole = json!({ "type": "integer", "minimum": least, "maximum": most });
            json!({ "anyOf": [whole, text(quoted(input, ZEROS, ""))] })
        }
        Quantity::Rate => text(quoted(input, ANY, r"\s*%")),
        Quantity::Day => json!({ "type": "string", "format": "date", "pattern": days(input) }),
        Quantity::Payments => json!({ "anyOf": [plain, text(payments(input))] }),
    }
}

/// Digits behind the point: any, or zeros for a whole number.
const ANY: &str = r"(\.[0-9]*)?";
const ZEROS: &str = r"(\.0*)?";

/// A number in the range of its input as text, with what stands behind it.
fn quoted(input: &Input, decimals: &str, behind: &str) -> String {
    let some = if input.least > 0.0 { r"(?!\s*0*\.?0*\s*$)" } else { "" };
    format!(r"^{some}\s*{}{behind}\s*$", up_to(most(input), decimals))
}

/// The most of an input as it is written.
fn most(input: &Input) -> f64 {
    match input.quantity {
        Quantity::Rate => input.most * 100.0,
        _ => input.most,
    }
}

/// Digits, perhaps with decimals, that are no more than a whole number.
fn up_to(most: f64, decimals: &str) -> String {
    let (most, none) = (format!("{most:.0}"), if decimals.is_empty() { "" } else { ZEROS });
    let below: String = (0..most.len()).filter_map(|place| smaller(&most, place)).collect();
    let shorter = match most.len() {
        1 => String::new(),
        length => format!("[0-9]{{0,{}}}", length - 1),
    };
    // A point alone is no number.
    format!(r"(?=\.?[0-9])0*(({shorter}{below}){decimals}|{most}{none})")
}

/// Numbers with as many digits as `most` that are like it up to a place and smaller there.
fn smaller(most: &str, place: usize) -> Option<String> {
    let digit = most[place..=place].parse::<u8>().ok()?.checked_sub(1)?;
    let rest = "[0-9]".repeat(most.len() - place - 1);
    Some(format!("|{}[0-{digit}]{rest}", &most[..place]))
}

/// What the first and the last day of a range have in common; from there on, all days are in it.
fn days(input: &Input) -> String {
    let day = |number: f64| day::of_number(number as i32).map(|day| day.to_string());
    let [first, last] = [input.least, input.most].map(|number| day(number).unwrap_or_default());
    let same = first.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
    let rest = "[0-9]".repeat(4_usize.saturating_sub(same));
    format!("^{}{rest}-[0-9]{{2}}-[0-9]{{2}}$", &first[..same])
}

/// Payments, each perhaps so many times, as [`crate::model::formula::read`] divides them.
fn payments(input: &Input) -> String {
    let times = format!("(?!0+(?![0-9])){}", up_to(MOST_PAYMENTS as f64, ""));
    let part = format!("{}( ?[x×X*] ?{times})?", up_to(most(input), ANY));
    let between = r"[ ,，、;；\n]";
    format!("^{between}*{part}({between}+{part})*{between}*$")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_a_range_are_told_by_the_first_digits_of_their_years() {
        let inputs = FORMULAS.iter().flat_map(|formula| formula.inputs);
        let of_days: Vec<&Input> = inputs.filter(|i| i.quantity == Quantity::Day).collect();
        assert!(!of_days.is_empty());
        for input in of_days {
            let day = |number: f64| day::of_number(number as i32).expect("a day").to_string();
            assert!(day(input.least).ends_with("00-01-01"), "{}", day(input.least));
            assert!(day(input.most).ends_with("99-12-31"), "{}", day(input.most));
        }
    }
}
