//! Joins a theme's stylesheets into the one that pages load, without cascade layers: browsers older
//! than these (Chromium 99, Safari 15.4) drop a layer with all that is in it.
//!
//! The order that layers would make is kept: what the site adds wins over the theme, its unlayered
//! rules over its layers, a later layer over an earlier one, whatever the selectors weigh. A layer
//! with the name of one of the theme's sheets stands where that sheet stands. What selectors match
//! is not read here, and what is no rule is published as it is written.

mod rules;

use rules::{Rule, rules, weigh};
use std::collections::BTreeMap;

/// A stylesheet to join.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    /// Its file's name without the ending.
    pub(super) name: &'a str,
    pub(super) text: &'a str,
    /// Whether the site adds it to the theme: there is none of its name in the program.
    pub(super) added: bool,
}

/// One stylesheet with the rules of all, in the order in which later ones win.
pub(super) fn join(sheets: &[Sheet<'_>]) -> String {
    let squeezed: Vec<String> = sheets.iter().map(|sheet| squeeze(sheet.text)).collect();
    let plain = !squeezed.iter().any(|text| text.contains("@layer"));
    let one = sheets.iter().all(|s| s.added) || !sheets.iter().any(|s| s.added);
    if plain && one {
        return squeezed.concat();
    }
    let mut joined = Joined { sheets, ..Joined::default() };
    // What the site adds comes last, also where it names a layer of the theme.
    for added in [false, true] {
        for (at, text) in squeezed.iter().enumerate().filter(|(at, _)| sheets[*at].added == added) {
            let rank = if added { Rank::Unlayered } else { Rank::Sheet(at) };
            joined.read(text, &Place { rank, layer: Vec::new(), around: Vec::new() });
        }
    }
    joined.write()
}

/// Where rules stand: among sheets come the theme's own, then the layers of the site, then what is
/// in none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Sheet(usize),
    /// The numbers of the layer and of those it is in, the outermost first, and a last one that is
    /// above all others: what is in a layer itself wins over what is in the layers in it.
    Layer(Vec<usize>),
    Unlayered,
}

/// Where the reading is.
#[derive(Debug, Clone)]
struct Place<'a> {
    rank: Rank,
    /// The names of the layers around, the outermost first.
    layer: Vec<String>,
    /// The conditions around: `@media print`.
    around: Vec<&'a str>,
}

/// Rules under their conditions, by rank.
#[derive(Debug, Default)]
struct Joined<'a> {
    sheets: &'a [Sheet<'a>],
    /// The numbers of layers, by their whole names, in the order in which they are first named.
    layers: BTreeMap<Vec<String>, usize>,
    ranked: BTreeMap<Rank, Vec<(Vec<&'a str>, Rule<'a>)>>,
}

/// Nobody nests conditions deeper; what does is published as it is.
const DEEPEST: usize = 16;

/// More layers than this are told apart by their order alone.
const HEAVIEST: usize = 32;

impl<'a> Joined<'a> {
    fn read(&mut self, text: &'a str, place: &Place<'a>) {
        for rule in rules(text) {
            let deep = place.around.len() + place.layer.len() > DEEPEST;
            match rule.layer() {
                Some(names) if !deep => self.read_layer(names, rule.block, place),
                _ if rule.is_condition() && rule.has_layers() && !deep => {
                    let mut inner = place.clone();
                    inner.around.push(rule.prelude);
                    self.read(rule.block.unwrap_or_default(), &inner);
                }
                _ => {
                    let rules = self.ranked.entry(place.rank.clone()).or_default();
                    rules.push((place.around.clone(), rule));
                }
            }
        }
    }

    /// Reads `@layer a, b;`, which only says an order, or `@layer a { … }`.
    fn read_layer(&mut self, names: &str, block: Option<&'a str>, place: &Place<'a>) {
        let whole = |name: &str| {
            let inner = name.split('.').map(|part| part.trim().to_owned());
            place.layer.iter().cloned().chain(inner).collect::<Vec<_>>()
        };
        let Some(block) = block else {
            names.split(',').for_each(|name| drop(self.rank(&whole(name.trim()))));
            return;
        };
        let layer = match names {
            "" => whole(&format!("#{}", self.layers.len())),
            name => whole(name),
        };
        let rank = self.rank(&layer);
        self.read(block, &Place { rank, layer, around: place.around.clone() });
    }

    fn rank(&mut self, layer: &[String]) -> Rank {
        let theme = |s: &Sheet<'_>| !s.added && layer.first().is_some_and(|name| name == s.name);
        if let Some(at) = self.sheets.iter().position(theme) {
            return Rank::Sheet(at);
        }
        let mut numbers: Vec<usize> = (1..=layer.len()).map(|n| self.number(&layer[..n])).collect();
        numbers.push(usize::MAX);
        Rank::Layer(numbers)
    }

    fn number(&mut self, layer: &[String]) -> usize {
        let next = self.layers.len();
        *self.layers.entry(layer.to_vec()).or_insert(next)
    }

    fn write(self) -> String {
        let mut out = String::new();
        let mut weight = 0;
        let mut above = false;
        for (rank, rules) in self.ranked {
            // The theme's sheets are written to follow one another without more weight.
            let theme = matches!(rank, Rank::Sheet(_));
            weight += usize::from(above && !theme);
            above = true;
            for (around, rule) in rules {
                around.iter().for_each(|condition| out.extend([condition, " {\n"]));
                weigh(&rule, weight.min(HEAVIEST), DEEPEST, &mut out);
                around.iter().for_each(|_| out.push_str("}\n"));
            }
        }
        out
    }
}

/// A stylesheet without comments, indentation and empty lines. Compression does the rest.
fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        rest = rest[start..].find("*/").map_or("", |end| &rest[start + end + 2..]);
    }
    out.push_str(rest);
    let lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::with_capacity(out.len()), |mut css, line| {
        css.push_str(line);
        css.push('\n');
        css
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet<'a>(name: &'a str, text: &'a str, added: bool) -> Sheet<'a> {
        Sheet { name, text, added }
    }

    #[test]
    fn stylesheets_lose_only_what_nobody_reads() {
        assert_eq!(
            squeeze("/* a */\n@media x {\n  a { b: c; } /* d\n e */\n}\n"),
            "@media x {\na { b: c; }\n}\n"
        );
    }

    #[test]
    fn a_theme_alone_is_joined_as_it_is() {
        let both = [sheet("base", "a { b: c }", false), sheet("print", "p { d: e }", false)];
        assert_eq!(join(&both), "a { b: c }\np { d: e }\n");
        let own = [sheet("one", "a > b, c { d: e }", true)];
        assert_eq!(join(&own), "a > b, c { d: e }\n");
    }

    #[test]
    fn what_a_site_adds_wins_wherever_it_is_listed() {
        let sheets = [
            sheet(
                "own",
                "a, .b::before { c: d }\n@media print { *|p { e: f } }\n@font-face { g: h }",
                true,
            ),
            sheet("base", ".crumbs a { c: e }", false),
        ];
        assert_eq!(
            join(&sheets),
            ".crumbs a { c: e }\na:not(#\\#), :not(#\\#).b::before { c: d }\n\
             @media print {\n*|p:not(#\\#) { e: f }\n}\n@font-face { g: h }\n"
        );
    }

    #[test]
    fn layers_stand_in_their_order_and_those_of_the_theme_in_its_place() {
        let own = "@layer two, one;\n@layer one { a { n: 1 } @layer in { a { n: 2 } } }\n\
                   @media print { @layer two { a { n: 3 } } b { n: 4 } }\n@layer base { a { n: 5 } }\n\
                   @layer { a { n: 6 } }\na { n: 7 }";
        let sheets = [
            sheet("base", "a { n: 0 }", false),
            sheet("print", "a { n: 9 }", false),
            sheet("own", own, true),
        ];
        let joined = join(&sheets);
        assert!(!joined.contains("@layer"), "{joined}");
        let order: Vec<char> = joined
            .match_indices("n: ")
            .filter_map(|(at, _)| joined[at + 3..].chars().next())
            .collect();
        assert_eq!(order, ['0', '5', '9', '3', '2', '1', '6', '4', '7'], "{joined}");
        let weights: Vec<usize> = joined
            .lines()
            .filter(|l| l.contains("n: "))
            .map(|l| l.matches(":not").count())
            .collect();
        assert_eq!(weights, [0, 0, 0, 1, 2, 3, 4, 5, 5], "{joined}");
    }

    #[test]
    fn any_text_is_read_to_its_end() {
        let odd = [
            "@layer",
            "@layer {",
            "a { b: \"}\"; } }",
            "@media x { @layer y { a { b: c }",
            "a[b=\"@layer\"] {}",
            "\\",
        ];
        for text in odd {
            join(&[sheet("base", text, false), sheet("own", text, true)]);
        }
        let deep = "@layer a { @media b { ".repeat(10_000);
        assert!(!join(&[sheet("own", &deep, true)]).is_empty());
    }
}
