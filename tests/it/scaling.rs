//! Twice as much input takes about twice as much work, whatever it is made of: counted in instructions by
//! `cachegrind`, not in seconds. Where valgrind is not installed (`tests/run` does that on Linux) nothing can be
//! counted, and the test says so.

use crate::support::put;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Once as much, and four times: two doublings.
const SIZES: [usize; 2] = [150, 600];

/// What a doubling may cost at most, as DESIGN.md §8 has it.
const PER_DOUBLING: f64 = 2.2;

/// A file of a site that holds `n` of something.
type Kind = (&'static str, &'static str, fn(usize) -> String);

/// What was quadratic once, and what looks as if it could be.
const KINDS: [Kind; 30] = [
    ("headings with references", PAGE, |n| page(&"## 标题 [[a]]\n\n".repeat(n))),
    ("headings alike", PAGE, |n| page(&"## 同一个标题\n\n".repeat(n))),
    ("links to headings by their words", PAGE, |n| {
        let links: String = (0..n).map(|i| format!("[[#第 {i} 个标题]]\n\n")).collect();
        let headings: String = (0..n).map(|i| format!("## 第 {i} 个标题\n\n")).collect();
        page(&(links + &headings))
    }),
    ("dead anchors", PAGE, |n| page(&numbered(n, "[[#没有 {} 这个]]\n\n"))),
    ("one long dead anchor", PAGE, |n| page(&format!("[[#{}]]\n", "长".repeat(n * 20)))),
    ("dead references", PAGE, |n| page(&numbered(n, "[[nothing-{}]] "))),
    ("dead terms", PAGE, |n| page(&numbered(n, "<term:没有{}> "))),
    ("dead links", PAGE, |n| page(&numbered(n, "[词](no-{}.md) "))),
    ("references in one paragraph", PAGE, |n| page(&"[[a]] 和 ".repeat(n))),
    ("references in lines", PAGE, |n| page(&"见 [[a]]。\n".repeat(n))),
    ("brackets", PAGE, |n| page(&"[".repeat(n * 20))),
    ("links in links", PAGE, |n| page(&"[a](".repeat(n * 5))),
    ("quotes in quotes", PAGE, |n| page(&(">".repeat(n) + "甲\n"))),
    ("emphasis", PAGE, |n| page(&"*甲**乙_".repeat(n * 3))),
    ("back-ticks", PAGE, |n| page(&runs(n * 20))),
    ("open comments", PAGE, |n| page(&"<!-- 甲 ".repeat(n * 4))),
    ("open tags", PAGE, |n| page(&"<div>".repeat(n * 4))),
    ("ampersands", PAGE, |n| page(&"| & | &amp; |\n".repeat(n))),
    ("definitions", PAGE, |n| page(&numbered(n, "[词{}]: https://example.org/\n"))),
    ("footnotes", PAGE, |n| page(&numbered(n, "甲[^{}]。\n\n[^{}]: 乙。\n\n"))),
    ("undefined footnotes", PAGE, |n| page(&numbered(n, "甲[^{}]。\n\n"))),
    ("code", PAGE, |n| page(&"```sh\nif [ x   ]; then\n```\n\n".repeat(n / 4))),
    ("spaces in code", PAGE, |n| page(&format!("```sh\n{}\n```\n", "$( (   ".repeat(n)))),
    ("addresses", PAGE, |n| page(&"https://example.org/a_(b)*c ".repeat(n))),
    ("unknown tags", PAGE, |n| {
        format!("---\ntitle: 甲\ntags: [{}]\n---\n\n甲。\n", numbered(n, "签{}, "))
    }),
    ("aliases", PAGE, |n| {
        format!("---\ntitle: 甲\naliases:\n{}---\n\n甲。\n", numbered(n, "  - /old-{}/\n"))
    }),
    ("unknown keys", PAGE, |n| {
        format!("---\ntitle: 甲\n{}---\n\n甲。\n", numbered(n, "key{}: 1\n"))
    }),
    ("a flow list with a comment", "content/data/facts.yaml", |n| {
        format!("[ # 注\n{}]\n", numbered(n, "{{id: f{}, label: 数, value: 1}},\n"))
    }),
    ("terms", "content/data/glossary.yaml", |n| {
        numbered(n, "- {{term: 词{}, definition: 就是词{}}}\n")
    }),
    ("words of a theme", "themes/default/strings/zh-Hans.yaml", |n| numbered(n, "word_{}: 词\n")),
];

const PAGE: &str = "content/basics/a.md";

#[test]
fn no_kind_of_input_costs_more_than_it_weighs() {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("valgrind is not installed: nothing was counted");
        return;
    }
    let here = TempDir::new().expect("a folder");
    let program = stripped(here.path());
    let work = |file| work(&program, &TempDir::new().expect("a folder"), file);
    let nothing = work(None);
    let wrong: Vec<String> = KINDS
        .par_iter()
        .filter_map(|(name, path, text)| {
            let [small, large] = SIZES.map(|n| work(Some((path, text(n)))).saturating_sub(nothing));
            // What is next to nothing beside the rest of a run tells nothing.
            let growth = large as f64 / small.max(nothing / 20) as f64;
            println!("{name}: {small} → {large}, {:.2} a doubling", growth.sqrt());
            let fits = growth.sqrt() <= PER_DOUBLING;
            (!fits).then(|| format!("{name}: {:.2} a doubling", growth.sqrt()))
        })
        .collect();
    assert!(wrong.is_empty(), "work that grows faster than its input:\n{}", wrong.join("\n"));
}

/// The program without its lines, which valgrind would read each time before it counts anything; as it is where
/// they cannot be taken off.
fn stripped(folder: &Path) -> PathBuf {
    let (whole, stripped) = (env!("CARGO_BIN_EXE_mingbai"), folder.join("mingbai"));
    let done = Command::new("strip").arg("-o").args([&stripped, Path::new(whole)]).status();
    if done.is_ok_and(|status| status.success()) { stripped } else { whole.into() }
}

/// How many instructions `check` takes over a site with this file.
fn work(program: &Path, folder: &TempDir, file: Option<(&str, String)>) -> u64 {
    let root = folder.path();
    put(root, "content/site.yaml", "title: 试\nlanguage: zh-Hans\n");
    put(root, "content/index.md", "---\ntitle: 首页\n---\n\n你好。\n");
    put(root, "content/data/tags.yaml", "- {id: 有, label: 有}\n");
    put(root, PAGE, page("甲。"));
    if let Some((path, text)) = file {
        put(root, path, text);
    }
    let counted = Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"])
        .arg(program)
        .args(["check", "--format", "short"])
        .current_dir(root)
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .expect("valgrind runs");
    let said = String::from_utf8_lossy(&counted.stderr);
    let line = said.lines().find(|line| line.contains("refs:")).unwrap_or_else(|| panic!("{said}"));
    let digits: String = line.rsplit(':').next().unwrap_or_default().replace([',', ' '], "");
    digits.parse().unwrap_or_else(|_| panic!("{line}"))
}

fn page(body: &str) -> String {
    format!("---\ntitle: 甲\n---\n\n{body}\n")
}

/// Runs of back-ticks, each longer by one than the one before it, about `n` of them in all.
fn runs(n: usize) -> String {
    let lengths = 1..(2.0 * n as f64).sqrt() as usize;
    lengths.map(|length| "`".repeat(length) + " ").collect()
}

/// `n` times the same with the number for `{}`, and `{{` for a brace.
fn numbered(n: usize, text: &str) -> String {
    let one = |i: usize| {
        let number = i.to_string();
        text.replace("{}", &number).replace("{{", "{").replace("}}", "}")
    };
    (0..n).map(one).collect()
}
