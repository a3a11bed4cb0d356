//! Holds the calculators' published script to the program: from the numbers of each example it must reckon
//! what the page says.
//!
//! A site may put a script of its own in the place of the theme's; this is where a difference shows.

use crate::diag::{Diagnostic, Problem};
use crate::model::formula::Given;
use crate::model::registry::Calculator;
use crate::model::site::Site;
use rquickjs::{CatchResultExt, Context, Ctx, Error, Function, Module, Runtime};
use serde_json::{Map, Value, json};
use std::io;

/// How far two results may be apart that are the same, of 1 or of themselves.
pub const NEAR: f64 = 1e-9;

/// What a browser has and the bare language has not: here, a page without calculators.
const PAGE: &str = "globalThis.document = { querySelectorAll: () => [] };";

/// What does not agree: for each calculator whose example can be reckoned, every number that the script gives
/// otherwise.
pub fn failures(site: &Site, script: &str) -> io::Result<Vec<Diagnostic>> {
    let registry = &site.registry;
    let given = |c: &Calculator| c.given(&registry.rest_days(c));
    let calculators: Vec<(&Calculator, Vec<Option<f64>>)> = registry
        .calculators
        .iter()
        .filter_map(|c| Some((c, c.worked(&registry.rest_days(c))?.values)))
        .collect();
    let asked: Vec<(&str, Value)> = calculators
        .iter()
        .filter_map(|(c, _)| Some((c.formula?.name, in_script(&given(c)))))
        .collect();
    let found = reckon(script, &asked)?;
    let mut out = Vec::new();
    for ((calculator, values), found) in calculators.iter().zip(&found) {
        let outputs = calculator.formula.map_or(&[][..], |formula| formula.outputs);
        for (output, built) in outputs.iter().zip(values) {
            let told = found.get(output.name).and_then(Value::as_f64);
            if !agree(*built, told) {
                let shown = |n: Option<f64>| n.map_or_else(|| "—".to_owned(), |n| n.to_string());
                let problem = Problem::CalculatorTest {
                    output: output.name,
                    built: shown(*built),
                    told: shown(told),
                };
                out.push(Diagnostic::at(calculator.span, problem));
            }
        }
    }
    Ok(out)
}

/// Whether two results are the same.
pub fn agree(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= NEAR * one.abs().max(1.0),
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// What the published script reckons by each formula from what it is given; null where nothing follows.
pub fn reckon(script: &str, asked: &[(&str, Value)]) -> io::Result<Vec<Value>> {
    let runtime = Runtime::new().map_err(io::Error::other)?;
    let context = Context::full(&runtime).map_err(io::Error::other)?;
    let found = context
        .with(|ctx| answers(&ctx, script, asked).catch(&ctx).map_err(|error| error.to_string()));
    let found = found.map_err(io::Error::other)?;
    found.iter().map(|answer| Ok(serde_json::from_str(answer)?)).collect()
}

fn answers(ctx: &Ctx<'_>, script: &str, asked: &[(&str, Value)]) -> Result<Vec<String>, Error> {
    ctx.eval::<(), _>(PAGE)?;
    let (module, done) = Module::declare(ctx.clone(), "calculator", script)?.eval()?;
    done.finish::<()>()?;
    let reckon: Function<'_> = module.get("calculate")?;
    let ask: Function<'_> = ctx.eval(
        "(reckon) => (formula, given) => JSON.stringify(reckon(formula, JSON.parse(given)))",
    )?;
    let ask: Function<'_> = ask.call((reckon,))?;
    asked.iter().map(|(formula, given)| ask.call((*formula, given.to_string()))).collect()
}

/// The numbers as the script has them.
fn in_script(given: &Given) -> Value {
    let all = given.iter().map(|(name, values)| {
        let one = values.first().filter(|_| !["payments", "rest_days"].contains(&name));
        (name.to_owned(), one.map_or_else(|| json!(values), |one| json!(one)))
    });
    let year = ("year".to_owned(), json!(crate::model::formula::YEAR));
    Value::Object(all.chain([year]).collect::<Map<String, Value>>())
}
