//! What happens to the shipped content when something it rests on goes: a law is repealed, a guide's
//! id changes. Every place is told, by every command, and no place hides another.

use crate::support::{repository, request};
use mingbai::Request;
use mingbai::base::day::parse_day;
use mingbai::base::lang::Lang;
use mingbai::commands::pipeline;
use mingbai::diag::report::{self, Format, Style};
use mingbai::diag::{Age, Finding, Problem, Severity};
use mingbai::model::impact;
use mingbai::model::page::OwnValue;
use mingbai::model::review;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// Path, line and heading of a place.
type Place = (String, usize, String);

#[test]
fn a_repealed_law_is_named_wherever_it_is_cited_by_check_impact_and_review_alike() {
    let site = shipped();
    let law = "credit-reporting-regulation";
    edit(site.path(), &format!("content/data/laws/{law}.yaml"), |text| {
        text.replace("effective: 2013-03-15\n", "effective: 2013-03-15\nrepealed: 2026-12-01\n")
    });
    let root = site.path().to_str().expect("a path");
    let at = ["--at", "2026-12-02"];
    let (code, text) = run(&[&["--root", root, "check", "--format", "json"], &at[..]].concat());
    assert_eq!(code, 1);
    let report: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let found = report.as_array().expect("a list").iter();
    let found = found.filter(|d| d["code"] == "repealed-law").inspect(|d| {
        assert_eq!(d["severity"], "error", "{d}");
    });
    let text_of = |v: &serde_json::Value| v.as_str().expect("a text").to_owned();
    let line =
        |v: &serde_json::Value| usize::try_from(v.as_u64().expect("a number")).expect("small");
    let heading = |message: String| {
        let (_, rest) = message.split_once('“').expect("a heading");
        rest.rsplit_once('”').expect("its end").0.to_owned()
    };
    let checked: BTreeSet<Place> = found
        .map(|d| (text_of(&d["path"]), line(&d["line"]), heading(text_of(&d["message"]))))
        .collect();

    let (code, text) = run(&["--root", root, "impact", &format!("law:{law}")]);
    assert_eq!(code, 0);
    let touched: BTreeSet<Place> = text.lines().map(place_of).collect();
    assert_eq!(checked, touched);
    assert!(touched.len() >= 10, "the law is widely cited: {touched:#?}");

    let (code, text) = run(&[&["--root", root, "review", "--format", "json"], &at[..]].concat());
    assert_eq!(code, 0);
    let calls: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let by_law = |call: &&serde_json::Value| {
        let reasons = call["reasons"].as_array().expect("a list");
        reasons.iter().any(|r| r["why"] == "repealed" && r["day"] == "2026-12-01")
    };
    let called = calls.as_array().expect("a list").iter().filter(by_law);
    let called: BTreeSet<String> = called
        .map(|call| {
            assert_eq!(call["state"], "called-back", "{call}");
            text_of(&call["path"])
        })
        .collect();
    let pages = touched.iter().map(|(path, ..)| path.clone()).filter(|p| p.ends_with(".md"));
    assert_eq!(called, pages.collect::<BTreeSet<_>>());
}

#[test]
fn a_law_in_front_matter_in_the_answer_and_under_a_fact_counts_like_one_in_the_text() {
    let site = shipped();
    edit(site.path(), "content/site.yaml", |text| {
        let field = "laws: {type: refs, to: law, label: 依据, inverse: 用在}";
        text.replace("    fields:\n", &format!("    fields:\n      {field}\n"))
    });
    edit(site.path(), "content/basics/credit-report.md", |text| {
        text.replacen("---\n", "---\nlaws: [arbitration-law, no-such-law]\n", 1)
    });
    edit(site.path(), "content/data/facts.yaml", |text| {
        format!("{text}- id: planted\n  label: 种下的\n  value: 九\n  law: arbitration-law\n")
    });
    edit(site.path(), "content/data/laws/arbitration-law.yaml", |text| {
        format!("{text}\nrepealed: 2026-12-01\n")
    });
    let on = Request { at: parse_day("2026-12-02"), ..request(site.path()) };
    let prepared = pipeline::check(&on).expect("readable");
    let subject = impact::find(&prepared.site, "law:arbitration-law").expect("known");
    let uses =
        impact::lines(&impact::uses(&prepared.site, &prepared.sources, subject), &prepared.sources);
    for place in ["content/basics/credit-report.md:2:8: ", "content/data/facts.yaml:"] {
        assert!(uses.contains(place), "{place} in\n{uses}");
    }
    let repealed = prepared.diagnostics.iter().filter(|d| d.problem.code() == "repealed-law");
    let checked: BTreeSet<Place> = repealed
        .map(|d| {
            let Problem::Rule { finding: Finding::Age(Age::RepealedLaw { heading, .. }) } =
                &d.problem
            else {
                panic!("{d:?}")
            };
            let at = report::locus(d, &prepared.sources).expect("a place");
            (at.path, at.position.line, heading.clone())
        })
        .collect();
    assert_eq!(checked, uses.lines().map(place_of).collect::<BTreeSet<_>>());
    let calls = review::calls(&prepared.site);
    let called = calls.iter().filter(|call| call.state == review::State::CalledBack);
    let called: BTreeSet<&str> = called
        .map(|call| prepared.sources.get(prepared.site.page(call.page).source).path.as_str())
        .collect();
    assert!(called.contains("content/basics/credit-report.md"), "{called:?}");
}

#[test]
fn a_renamed_method_leaves_an_error_with_its_new_name_at_every_relation() {
    let site = shipped();
    let (old, new) = ("third-party-contacts", "third-party-contact");
    let before = pipeline::check(&request(site.path())).expect("readable");
    let mut expected: BTreeSet<(String, usize, usize)> = BTreeSet::new();
    for page in &before.site.pages {
        let meta = &page.meta;
        let own = meta.own.iter().filter_map(|own| match &own.value {
            OwnValue::Refs(ids) => Some(ids.as_slice()),
            _ => None,
        });
        let lists = [Some(&meta.not_you), meta.next.as_ref(), meta.related.as_ref()];
        let lists = lists.into_iter().flatten().map(Vec::as_slice);
        for id in own.chain(lists).flatten().filter(|id| id.value == old) {
            let source = before.sources.get(page.source);
            let at = source.position(id.span.start.get());
            expected.insert((source.path.clone(), at.line, at.column));
        }
    }
    for situation in before.site.config.situations.iter().filter(|s| s.to.value == old) {
        let source = before.sources.get(situation.to.span.source);
        let at = source.position(situation.to.span.start.get());
        expected.insert((source.path.clone(), at.line, at.column));
    }
    assert!(expected.len() >= 8, "the method is widely named: {expected:#?}");

    let methods = site.path().join("content/methods");
    fs::rename(methods.join(format!("{old}.md")), methods.join(format!("{new}.md")))
        .expect("there");
    let after = pipeline::check(&request(site.path())).expect("readable");
    let mut found = BTreeSet::new();
    for diagnostic in &after.diagnostics {
        if let Problem::DanglingId { id, nearest, .. } = &diagnostic.problem {
            assert_eq!((id.as_str(), nearest.as_deref()), (old, Some(new)));
            assert_eq!(diagnostic.severity, Severity::Error);
            let at = report::locus(diagnostic, &after.sources).expect("a place");
            let fresh = found.insert((at.path, at.position.line, at.position.column));
            assert!(fresh, "told once: {diagnostic:?}");
        }
    }
    // The renamed file names itself nowhere.
    assert_eq!(found, expected);
    let style = Style { format: Format::Short, lang: Lang::En, color: false };
    let text = report::render(&after.diagnostics, &after.sources, style);
    let links = before.diagnostics.len() + expected.len();
    assert!(after.diagnostics.len() >= links, "nothing else went silent:\n{text}");
    let wiki = after.diagnostics.iter().filter_map(|d| match &d.problem {
        Problem::DeadWiki { target, nearest } => Some((target.as_str(), nearest.as_deref())),
        _ => None,
    });
    wiki.for_each(|dead| assert_eq!(dead, (old, Some(new))));
}

/// A copy of the site that the repository ships.
fn shipped() -> TempDir {
    let site = tempfile::tempdir().expect("a folder");
    crate::diagnostics::copy(&repository("content"), &site.path().join("content"));
    site
}

fn edit(root: &Path, path: &str, change: impl FnOnce(String) -> String) {
    let before = fs::read_to_string(root.join(path)).expect("readable");
    let after = change(before.clone());
    assert_ne!(before, after, "{path} was changed");
    fs::write(root.join(path), after).expect("writable");
}

/// Runs the program; its exit code and what it printed.
fn run(arguments: &[&str]) -> (i32, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_mingbai"));
    let done = program.args(["--lang", "en"]).args(arguments).output().expect("it runs");
    (
        done.status.code().expect("it ended by itself"),
        String::from_utf8(done.stdout).expect("UTF-8"),
    )
}

/// `path:line:column: heading`.
fn place_of(line: &str) -> Place {
    let mut parts = line.splitn(4, ':');
    let mut next = || parts.next().expect("four parts");
    let (path, line, _, heading) = (next(), next(), next(), next());
    (path.to_owned(), line.parse().expect("a number"), heading.trim().to_owned())
}
