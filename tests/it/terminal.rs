//! What goes to a terminal: nothing that an author or a file's name says is obeyed by it.

use crate::support::{put, request};
use mingbai::base::lang::Lang;
use mingbai::commands::pipeline;
use mingbai::diag::report::{self, Format, Style};

/// A site with what terminals obey in texts, names of files, ids, addresses and templates.
fn site() -> tempfile::TempDir {
    let site = tempfile::tempdir().expect("a folder");
    let foul = "\u{1B}]0;pwn\u{7}\u{1B}[2J\u{9B}31m\u{202E}\r\u{8}\u{200B}";
    put(site.path(), "content/site.yaml", "title: 站\nmenu: [{label: a, url: \"no\\e[31m.md\"}]\n");
    let page = format!(
        "---\ntitle: \"甲\\e[31m{foul}\"\nowner{foul}: x\n---\n[x](no{foul}.md) <law:{foul}>\n\n## {foul}\n"
    );
    put(site.path(), "content/strategies/a.md", page.replace('\r', ""));
    put(site.path(), "content/strategies/esc\u{1B}[31m\u{7}.md", "---\ntitle: [\n---\n");
    put(site.path(), "content/strategies/line\n::error::.md", "---\ntitle: [\n---\n");
    put(site.path(), "content/strategies/turn\u{202E}gpj.png", "no picture");
    put(
        site.path(),
        "content/data/glossary.yaml",
        format!("- {{term: \"词{foul}\", definition: x, {foul}: y}}\n"),
    );
    put(site.path(), "themes/default/templates/guide.html", format!("{{{{ no{foul} }}}}"));
    site
}

#[test]
fn no_report_hands_on_what_a_terminal_obeys() {
    let site = site();
    let prepared = pipeline::check(&request(site.path())).expect("readable");
    assert!(prepared.diagnostics.len() > 8, "there is something to say");
    for format in [Format::Full, Format::Short, Format::Github, Format::Json, Format::Sarif] {
        for (lang, color) in [(Lang::En, false), (Lang::Zh, false), (Lang::En, true)] {
            let style = Style { format, lang, color };
            let text = report::in_full(&prepared.diagnostics, &prepared.sources, style, false);
            let obeyed = |c: &char| c.is_control() && !matches!(c, '\n' | '\t');
            let turned = |c: &char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
            let colors = usize::from(color && format == Format::Full);
            let found: Vec<char> = text.chars().filter(obeyed).collect();
            // The colours are our own: each begins with ESC, and nothing else is left.
            assert!(found.iter().all(|c| colors > 0 && *c == '\u{1B}'), "{format:?}: {found:?}");
            assert_eq!(text.matches("\u{1B}]").count() + text.matches("\u{1B}[2J").count(), 0);
            let programs = matches!(format, Format::Json | Format::Sarif);
            assert!(programs || !text.contains(|c| turned(&c)), "{format:?}: {text}");
            let injected = text.lines().any(|line| line.starts_with("::error::"));
            assert!(!injected, "{format:?}: {text}");
        }
    }
}

#[test]
fn ids_that_look_alike_and_differ_are_told() {
    let site = tempfile::tempdir().expect("a folder");
    put(site.path(), "content/site.yaml", "title: 站\n");
    for (file, id) in
        [("a", "phone"), ("b", "ph\u{43E}ne"), ("c", "plan-1"), ("d", "plan-l"), ("e", "花呗")]
    {
        let page = format!("---\ntitle: 甲{file}\nid: {id}\n---\n文\n");
        put(site.path(), &format!("content/strategies/{file}.md"), page);
    }
    let report = crate::support::build(site.path()).1;
    let found: Vec<&str> = report.lines().filter(|line| line.contains("[alike-id]")).collect();
    let said =
        "content/strategies/b.md:3:5: warning[alike-id]: `ph\u{43E}ne` looks like the id `phone`";
    assert!(found.len() == 1 && found[0].starts_with(said), "{report}");
}
