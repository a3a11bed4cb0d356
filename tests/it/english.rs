//! A site in English, whose reader should not notice that the program was made for Chinese.

use crate::support::build;
use std::fs;

const FILES: &[(&str, &str)] = &[
    (
        "site.yaml",
        "title: Clear Money\nbase_url: https://example.org/\nlanguage: en\nfeedback: hello@example.org\n\
         footer_contacts: [help]\nsituations:\n  - {label: They call all day, to: verify}\n",
    ),
    (
        "strategies/verify.md",
        "---\ntitle: Who is calling?\nanswer: Hang up and call back. In danger, call <contact:help>.\n\
         tags: [calls]\napplies_to: [credit cards, loans]\nnot_for: [court papers]\nas_of: 2026-11-22\n\
         cannot_do: It does not end the debt.\nneeds: [a pen]\n---\n## First\n\nAsk *four* things, see \
         [[keep]], <term:arrears> and <law:act/1>.\n\n> [!WARNING]\n> Never share a code.\n",
    ),
    (
        "strategies/keep.md",
        "---\ntitle: 怎么留证据？\nname: 留证据\nlang: zh-Hans\nanswer: 截图要带日期。\ntags: [calls]\n---\n存好。\n",
    ),
    (
        "rights/quiet.md",
        "---\ntitle: A quiet life\nanswer: Yes.\nlimits: It ends no debt.\n---\nText.\n\n\
         ## In danger\n\n<contact:help>\n",
    ),
    (
        "data/contacts.yaml",
        "- {id: help, name: Emergency, number: \"112\", scope: Danger right now.}\n",
    ),
    ("data/glossary.yaml", "- {term: arrears, definition: Money that was due and was not paid.}\n"),
    (
        "data/laws/act.yaml",
        "title: Consumer Credit Act\nshort: Credit Act\nforce: law\neffective: 2021-01-01\n\
         articles:\n  \"1\": {gist: Collectors must say who they are.}\n",
    ),
];

#[test]
fn nothing_of_the_program_is_chinese() {
    let site = tempfile::tempdir().expect("a folder");
    for (path, text) in FILES {
        let path = site.path().join("content").join(path);
        fs::create_dir_all(path.parent().expect("below")).expect("writable");
        fs::write(path, text).expect("writable");
    }
    let (files, report) = build(site.path());
    assert_eq!(report, "");
    let pages: Vec<(&String, String)> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".html") || path.ends_with(".md"))
        .filter(|(path, _)| !path.starts_with("strategies/keep/"))
        .map(|(path, bytes)| (path, String::from_utf8_lossy(bytes).into_owned()))
        .collect();
    assert!(pages.len() > 12, "only {} pages", pages.len());
    for (path, text) in &pages {
        // What the one Chinese guide says of itself.
        let own = ["怎么留证据？", "留证据", "截图要带日期。"];
        let rest = own.iter().fold(text.clone(), |text, own| text.replace(own, ""));
        let line = rest.lines().find(|line| line.chars().any(mingbai::base::cjk::is_cjk));
        assert!(line.is_none(), "{path}: {}", line.unwrap_or_default());
    }
    let (_, guide) =
        pages.iter().find(|(p, _)| *p == "strategies/verify/index.html").expect("built");
    for words in [
        "Applies to: credit cards; loans",
        ">Credit Act, Article 1</a>",
        "<dt>What you need</dt>",
        "<a href=\"/strategies/keep/\" lang=\"zh-Hans\">留证据</a>",
        "<a href=\"/strategies/\">What to do</a>",
        "hello@example.org</a>. Leave out ",
    ] {
        assert!(guide.contains(words), "no {words} in {guide}");
    }
    let (_, law) = pages.iter().find(|(p, _)| *p == "laws/act/index.html").expect("built");
    assert!(law.contains("<h3>Article 1</h3>"), "{law}");
    let (_, contacts) = pages.iter().find(|(p, _)| *p == "contacts/index.html").expect("built");
    assert!(contacts.contains("<p>In danger: 112 Emergency</p>"), "{contacts}");
}
