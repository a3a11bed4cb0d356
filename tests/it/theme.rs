//! Themes: what a site's own files replace, and what its options say. The pages of the tiny theme
//! are the golden site `tests/sites/tiny`.

use crate::support::{build, put, repository, request};
use mingbai::commands::pipeline;
use mingbai::diag::report::{self, Format, Style};
use std::fs;
use std::path::Path;

/// The published stylesheet of a built site.
fn stylesheet(root: &Path) -> String {
    let (files, report) = build(root);
    let sheets: Vec<_> = files.iter().filter(|(path, _)| path.ends_with("/style.css")).collect();
    assert_eq!(sheets.len(), 1, "{report}");
    String::from_utf8(sheets[0].1.clone()).expect("UTF-8")
}

#[test]
fn a_theme_replaces_the_stylesheet_and_gets_its_colours_made_readable() {
    let css = stylesheet(&repository("tests/sites/tiny"));
    assert_eq!(
        css,
        "body { color: var(--accent); }\n\
         @media screen { :root { --accent: #9f6000; --on-accent: #ffffff; --accent-wash: #f8f3eb; } }\n\
         @media screen and (prefers-color-scheme: dark) { :root { --accent: #ff9900; --on-accent: #000000; \
         --accent-wash: #231b0f; } }\n"
    );
}

#[test]
fn the_default_theme_says_nothing_of_colours_that_nobody_chose() {
    assert!(!stylesheet(&repository("")).contains("--accent-wash:"));
}

#[test]
fn no_layer_is_published_and_what_a_site_adds_wins() {
    assert!(!stylesheet(&repository("")).contains("@layer"));
    let site = tempfile::tempdir().expect("a folder");
    let css = site.path().join("themes/default/css");
    fs::create_dir_all(site.path().join("content")).expect("writable");
    fs::create_dir_all(&css).expect("writable");
    fs::write(site.path().join("content/site.yaml"), "title: 甲\n").expect("writable");
    let theme = "css: [own.css, layers.css, tokens.css, base.css, prose.css, print.css]\n";
    fs::write(css.join("../theme.yaml"), theme).expect("writable");
    fs::write(css.join("prose.css"), "@layer prose { .prose { a: b } }").expect("writable");
    fs::write(css.join("layers.css"), "@layer tokens, base, prose, print;").expect("writable");
    let own = "p { c: d }\n@layer print { p { e: f } }\n@layer mine { p { g: h } }";
    fs::write(css.join("own.css"), own).expect("writable");
    let sheet = stylesheet(site.path());
    assert!(!sheet.contains("@layer"), "{sheet}");
    let [prose, print, layer, last] =
        [".prose { a: b }", "p { e: f }", "p:not(#\\#) { g: h }", "p:not(#\\#):not(#\\#) { c: d }"]
            .map(|rule| sheet.find(rule).unwrap_or_else(|| panic!("{rule} in {sheet}")));
    let theirs = sheet.find("@media print {").expect("print.css");
    assert!(prose < theirs && theirs < print && print < layer && layer < last, "{sheet}");
}

#[test]
fn people_in_danger_are_told_whom_to_call_in_every_edition() {
    let site = tempfile::tempdir().expect("a folder");
    let data = site.path().join("content/data");
    fs::create_dir_all(&data).expect("writable");
    fs::create_dir_all(site.path().join("content/strategies")).expect("writable");
    let write = |path: &str, text: &str| {
        fs::write(site.path().join("content").join(path), text).expect("writable");
    };
    write("site.yaml", "title: 甲\neditions: [zh-Hant]\nfooter_contacts: [line]\n");
    write("strategies/safe.md", "---\ntitle: 撑不住了\n---\n先歇一歇。\n");
    let contacts = "- {id: line, name: 热线, number: \"12356\", scope: 心理}\n\
                    - {id: house, name: 求助站, url: \"https://example.org/\", scope: 住处}\n";
    write("data/contacts.yaml", contacts);
    let (files, report) = build(site.path());
    assert_eq!(report, "");
    let text = |path: &str| String::from_utf8_lossy(&files[path]).into_owned();
    assert!(!text("index.html").contains("crisis-card"), "nobody said which words");
    write("data/crisis.yaml", "words: [轻生]\ncontacts: [house, line]\npage: safe\n");
    let (files, report) = build(site.path());
    assert_eq!(report, "");
    let text = |path: &str| String::from_utf8_lossy(&files[path]).into_owned();
    for (prefix, words) in [("", ["热线", "撑不住了"]), ("zh-hant/", ["熱線", "撐不住了"])]
    {
        for page in ["index.html", "strategies/safe/index.html", "search/index.html"] {
            let page = text(&format!("{prefix}{page}"));
            let (_, card) = page.split_once("<template id=\"crisis-card\">").expect("a card");
            let card = &card[..card.find("</template>").expect("closed")];
            let places = [
                "href=\"https://example.org/\"".to_owned(),
                format!("href=\"tel:12356\"><b>12356</b> {}", words[0]),
                format!("href=\"/{prefix}strategies/safe/\">{}", words[1]),
            ];
            let places: Vec<_> = places.iter().map(|part| card.find(part.as_str())).collect();
            assert!(places.is_sorted() && places[0].is_some(), "{places:?} in {card}");
        }
    }
    let box_script = files.keys().find(|p| p.ends_with("/js/search-box.js")).expect("a script");
    assert!(text(box_script).contains("WORDS = \"轻生|"), "the words are in the script");
}

#[test]
fn the_button_of_the_next_step_says_what_to_do_there_or_its_title() {
    let site = tempfile::tempdir().expect("a folder");
    put(site.path(), "content/site.yaml", "title: 甲\n");
    for (name, keys) in
        [("one", "next: [two]"), ("two", "action: 去核实\nnext: [three]"), ("three", "")]
    {
        let guide = format!("---\ntitle: 第 {name} 页\n{keys}\n---\n先歇一歇。\n");
        put(site.path(), &format!("content/strategies/{name}.md"), guide);
    }
    let (files, report) = build(site.path());
    assert_eq!(report, "");
    for (page, words) in [("one", "去核实"), ("two", "第 three 页")] {
        let html = String::from_utf8_lossy(&files[&format!("strategies/{page}/index.html")]);
        let (_, button) = html.split_once("class=\"button\"").expect("a button");
        let (button, _) = button.split_once("</a>").expect("closed");
        assert!(button.ends_with(&format!("{words}</b>")), "{button}");
    }
}

#[test]
fn options_are_checked_against_the_theme() {
    let site = tempfile::tempdir().expect("a folder");
    let content = site.path().join("content");
    fs::create_dir_all(&content).expect("writable");
    let settings = "title: 甲\nbase_url: https://example.org/\n\
                    menu:\n  - {label: 没有, url: /nowhere/}\n\
                    image: /share.png\n\
                    options:\n  acent: \"#ffffff\"\n  accent: \"#8ab\"\n  logo: /logo.svg\n";
    fs::write(content.join("site.yaml"), settings).expect("writable");
    let (_, report) = build(site.path());
    let expected = "\
content/site.yaml:4:22: error[dead-link]: nothing is at `/nowhere/`
content/site.yaml:5:8: error[dead-link]: nothing is at `/share.png`
content/site.yaml:7:3: error[unknown-key]: unknown key `acent`
content/site.yaml:8:11: note[faint-colour]: `accent` #88aabb has a contrast of 2.1 on light; #59707b is used there
content/site.yaml:9:9: error[dead-link]: nothing is at `/logo.svg`
";
    assert_eq!(report, expected);
    let wrong = settings.replace("\"#8ab\"", "teal");
    fs::write(content.join("site.yaml"), wrong).expect("writable");
    let (_, report) = build(site.path());
    assert!(
        report.contains("site.yaml:8:11: error[wrong-type]: `accent` takes a colour"),
        "{report}"
    );
}

#[test]
fn a_logo_stands_for_the_name_in_the_header() {
    let site = tempfile::tempdir().expect("a folder");
    let content = site.path().join("content");
    fs::create_dir_all(content.join("static")).expect("writable");
    let settings = "title: 甲\noptions: {logo: /logo.svg, logo_dark: /night.svg}\n";
    fs::write(content.join("site.yaml"), settings).expect("writable");
    for (name, colour) in [("logo.svg", "#000"), ("night.svg", "#fff")] {
        let drawing = format!("<svg viewBox=\"0 0 60 20\"><path fill=\"{colour}\"/></svg>");
        fs::write(content.join("static").join(name), drawing).expect("writable");
    }
    let (files, report) = build(site.path());
    assert_eq!(report, "");
    let home = String::from_utf8_lossy(&files["index.html"]).into_owned();
    let (_, brand) = home.split_once("<a class=\"brand logo\" href=\"/\">").expect("a brand");
    let brand = &brand[..brand.find("</a>").expect("closed")];
    let sources: Vec<&str> =
        brand.split("=\"/").skip(1).filter_map(|s| s.split('"').next()).collect();
    assert_eq!(sources.len(), 2, "{brand}");
    assert!(sources.iter().all(|s| files.contains_key(*s)), "{brand}");
    assert!(brand.contains("media=\"(prefers-color-scheme: dark)\""), "{brand}");
    assert!(brand.contains("alt=\"甲\" width=\"60\" height=\"20\""), "{brand}");
}

#[test]
fn a_key_given_twice_in_a_theme_is_an_error_at_its_place() {
    let site = tempfile::tempdir().expect("a folder");
    let theme = site.path().join("themes/default");
    fs::create_dir_all(site.path().join("content")).expect("writable");
    fs::create_dir_all(theme.join("strings")).expect("writable");
    fs::write(site.path().join("content/site.yaml"), "title: 甲\n").expect("writable");
    fs::write(theme.join("theme.yaml"), "name: 乙\nname: 丙\n").expect("writable");
    fs::write(theme.join("strings/zh-Hans.yaml"), "home: 首\nhome: 页\n").expect("writable");
    let prepared = pipeline::check(&request(site.path())).expect("readable");
    let report = report::render(&prepared.diagnostics, &prepared.sources, Style::default());
    for place in ["themes/default/theme.yaml:2:1", "themes/default/strings/zh-Hans.yaml:2:1"] {
        assert!(report.contains(place), "{place} in {report}");
    }
    assert_eq!(report.matches("error[duplicate-key]").count(), 2, "{report}");
}

#[test]
fn what_a_theme_says_wrongly_is_told_with_what_is_right() {
    let site = tempfile::tempdir().expect("a folder");
    let theme = site.path().join("themes/default");
    fs::create_dir_all(site.path().join("content")).expect("writable");
    fs::create_dir_all(&theme).expect("writable");
    fs::write(site.path().join("content/site.yaml"), "title: 甲\n").expect("writable");
    let text = "name: 乙\nccs: [base.css]\npictures: {width: [480], widths: [480, wide]}\noptions:\n  \
                accent: {type: color, lihgt: [\"#fff\"], dark: [black]}\n";
    fs::write(theme.join("theme.yaml"), text).expect("writable");
    let prepared = pipeline::check(&request(site.path())).expect("readable");
    let style = Style { format: Format::Full, ..Style::default() };
    let report = report::render(&prepared.diagnostics, &prepared.sources, style);
    let told: Vec<&str> = report
        .lines()
        .map(|line| line.trim_matches([' ', '=']))
        .filter(|line| ["error", "-->", "help"].iter().any(|word| line.starts_with(word)))
        .collect();
    let expected = [
        "error[unknown-key]: unknown key `ccs`",
        "--> themes/default/theme.yaml:2:1",
        "help: did you mean `css`?",
        "error[unknown-key]: unknown key `width`",
        "--> themes/default/theme.yaml:3:12",
        "help: did you mean `widths`?",
        "error[wrong-type]: `widths` takes a whole number",
        "--> themes/default/theme.yaml:3:40",
        "help: for example `3`",
        "error[wrong-type]: `type` takes one of: text, flag, file, colour",
        "--> themes/default/theme.yaml:5:18",
        "help: for example `text`",
        "error[unknown-key]: unknown key `lihgt`",
        "--> themes/default/theme.yaml:5:25",
        "help: did you mean `light`?",
        "error[wrong-type]: `dark` takes a colour",
        "--> themes/default/theme.yaml:5:49",
        "help: for example `\"#0a5a53\"`",
    ];
    assert_eq!(told, expected, "{report}");
}

#[test]
fn what_is_rendered_once_stands_on_every_page_and_sees_none() {
    let site = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| put(site.path(), path, text);
    write("content/site.yaml", "title: 甲<乙\neditions: [zh-Hant]\n");
    write("content/strategies/say.md", "---\ntitle: 记录\n---\n甲。\n");
    write("themes/default/templates/once/say-it.html", "\n<p>{{ site.title }}、{{ t.tags }}</p>\n");
    write(
        "themes/default/templates/guide.html",
        "{% extends \"default/guide.html\" %}{% block main %}{{ once[\"say-it\"] }}。{% endblock %}",
    );
    let (files, report) = build(site.path());
    for (page, said) in [
        ("strategies/say/index.html", "\n<p>甲&lt;乙、按话题找</p>。\n"),
        ("zh-hant/strategies/say/index.html", "\n<p>甲&lt;乙、按話題找</p>。\n"),
    ] {
        let html = files.get(page).map(|bytes| String::from_utf8_lossy(bytes));
        let html = html.unwrap_or_else(|| panic!("{page}: {report}"));
        assert!(html.contains(said), "{page}: {html}");
    }
    write("themes/default/templates/once/say-it.html", "甲\n{{ head.title }}");
    let (_, report) = build(site.path());
    let place = "themes/default/templates/once/say-it.html:2:4";
    assert!(report.contains(place) && report.matches("error").count() == 1, "{report}");
}

#[test]
fn a_template_without_end_is_an_error_at_its_line() {
    let many = |text: &str| text.repeat(2_000);
    let range = "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}\n{% endfor %}";
    for (templates, line, said) in [
        (vec![("guide.html", range.to_owned())], "guide.html:1:", "2000000 steps"),
        (
            vec![(
                "guide.html",
                "{% for p in previous_page | default(value=[1,2]) %}\n{% for q in range(end=9999) %}\
                 {% for r in range(end=9999) %}{% for s in [1,2,3] %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}"
                    .to_owned(),
            )],
            "guide.html:2:",
            "2000000 steps",
        ),
        (
            vec![(
                "guide.html",
                format!("{{% set s = 'x' %}}\n{}", "{% set_global s = s ~ s %}\n".repeat(40)),
            )],
            "guide.html:",
            "grows beyond 1048576 bytes",
        ),
        (
            vec![
                ("guide.html", many("{% include \"r.html\" %}")),
                ("r.html", many("{% include \"s.html\" %}")),
                ("s.html", "x".to_owned()),
            ],
            "r.html:1:",
            "2000000 steps",
        ),
        (
            vec![("guide.html", "{% for a in range(end=99999) %}{% include \"r.html\" %}{% endfor %}".to_owned()),
                 ("r.html", "字".repeat(10_000))],
            "templates/guide.html:1:1",
            "the page grows beyond",
        ),
    ] {
        let site = tempfile::tempdir().expect("a folder");
        put(site.path(), "content/site.yaml", "title: 站\n");
        put(site.path(), "content/strategies/a.md", "---\ntitle: 甲\ndate: 2026-01-01\n---\n文\n");
        for (name, text) in templates {
            put(site.path(), &format!("themes/default/templates/{name}"), text);
        }
        let report = build(site.path()).1;
        let first = report.lines().find(|line| line.contains(said));
        assert!(first.is_some_and(|found| found.contains(line)), "{line} {said}: {report}");
    }
}

#[test]
fn a_law_that_is_known_from_reports_is_not_said_to_be_in_force() {
    let site = tempfile::tempdir().expect("a folder");
    put(site.path(), "content/site.yaml", "title: 站\n");
    let law = "title: 办法\nforce: rule\neffective: 2020-01-01\n";
    put(site.path(), "content/data/laws/known.yaml", law);
    put(site.path(), "content/data/laws/reported.yaml", format!("{law}basis: report\n"));
    let (files, report) = build(site.path());
    let page = |law: &str| {
        let page = files.get(&format!("laws/{law}/index.html")).expect("built");
        String::from_utf8_lossy(page).into_owned()
    };
    assert!(page("known").contains("现行有效"), "{report}");
    assert!(!page("reported").contains("现行有效"), "{report}");
}
