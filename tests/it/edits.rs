//! Small sites that are made up at random, and what their authors do to them: for the tests that hold what
//! is made again after an edit to what is made from nothing.

use crate::support::put;
use image::{ImageFormat, Rgb, RgbImage};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Cursor;
use std::path::Path;

/// A site as it is to be on the disk, by parts that can be exchanged.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    /// Whether all that is wrong with it is left out, so that it is published.
    sound: bool,
    /// Which of the pages there are, and what each says.
    pages: BTreeMap<&'static str, Text>,
    /// Which of several contents each of the other files has; none without it.
    others: BTreeMap<&'static str, usize>,
}

/// A page's file.
#[derive(Debug, Clone, Default)]
struct Text {
    /// Which line of front matter it has of each group.
    front: [usize; FRONT.len()],
    /// Which paragraphs it has.
    body: Vec<usize>,
}

/// One thing that an author does.
#[derive(Debug, Clone)]
pub(crate) enum Edit {
    /// Gives a page other paragraphs.
    Body(usize, Vec<usize>),
    /// Adds a paragraph to a page.
    Append(usize, usize),
    /// Gives a page another line of front matter.
    Front(usize, usize, usize),
    /// Takes a page away, or adds it.
    Toggle(usize),
    /// Gives a page the name and place of another.
    Rename(usize, usize),
    /// Gives another file another content, or takes it away.
    Other(usize, usize),
    /// Saves a page as it is.
    Touch(usize),
}

/// The files of pages. One introduces a folder, one has a folder of its own.
const PAGES: [&str; 9] = [
    "content/index.md",
    "content/about.md",
    "content/rights/index.md",
    "content/rights/quiet.md",
    "content/rights/privacy/index.md",
    "content/methods/calls.md",
    "content/strategies/record.md",
    "content/platforms/甲平台.md",
    "content/flows/call.md",
];

/// Lines of front matter; a page has one of each group.
const FRONT: [&[&str]; 7] = [
    &["title: 别人能说什么？", "title: 电话打个不停", "title: 罚息怎么算", "# no title"],
    &["", "name: 罚息", "names: [花呗, 借呗]", "id: quiet", "names: [甲]"],
    &[
        "",
        "answer: 先核实，再谈钱，见 [[quiet]] 和 <term:罚息>。",
        "answer: 不转账。",
        "description: 说明。",
    ],
    &["", "tags: [电话催收]", "tags: [上门, 电话催收]", "tags: [tel]", "tags: [没有的标签]"],
    &["", "draft: true", "publish: 2026-11-23", "expires: 2026-11-21", "untrusted: true"],
    &[
        "",
        "rights: [quiet]",
        "strategies: [record]",
        "related: [calls]",
        "next: [record, nobody]",
        "aliases: [/old/]",
        "order: 3",
        "lang: en",
        "next: [record]",
        "changes: [{date: 2026-11-21, note: 改了一个数。}, {date: 2026-10-01, note: 补了一节。}]",
    ],
    &["", "limits: 有限。", "cannot_do: 不能。", "aka: [打电话]", "unknown: 1", "autolink: false"],
];

/// Paragraphs.
const BODY: [&str; 24] = [
    "罚息是逾期之后算的利息。花呗也一样。",
    "再说一句普通的话，甲平台说的。",
    "## 一节\n\n其中一句。",
    "## 另一节 {#b}\n\n见 <law:civil-code/680>。",
    "## 关于 [[quiet]]\n\n标题里有名字。",
    "## <term:罚息>\n\n- 一\n- 二",
    "见 [[quiet#一节]] 和 [[privacy#b]]。",
    "见 [那里](/rights/quiet.md#b)，[这里](/rights/quiet/#一节)。",
    "见 [[calls]]、[[电话打个不停]] 和 [[没有这页]]。",
    "<contact:110>",
    "<law:civil-code/680>",
    "[3 次](fact:talks) 之后，<fact:talks>。",
    "[[record]]",
    "![图](/p.png)",
    "![没有](none.png)",
    "```sh\nls -l # 文件\n```",
    "> [!WARNING]\n> 不要转账。",
    "| 一 | 二 |\n|---|---|\n| [[quiet]] | 罚息 |",
    "有注。[^1]\n\n[^1]: 注的话，见 [[privacy]]。",
    "<!-- allow dead-link: 试一试 -->\n[死](nowhere.md)",
    "<script>alert(1)</script> 不行。",
    "打 13812345678 或 110。",
    "- [第一步](#一节)\n- [第二步](#b)",
    "回到 [首页](/)，也看 [标签](/tags/)、[法](/laws/civil-code/#art-680)。",
];

const SITE: [&str; 6] = [
    "title: 站\n",
    "title: 站\nbase_url: https://a.example/b/\nreview_calendar: true\nmenu:\n  - {label: 静, url: /rights/quiet/#b}\n",
    "title: 站\ncheck: {profile: guidance}\n",
    "title: 另一站\nautolink: false\nsituations:\n  - {label: 打电话, to: calls}\n",
    "title: 站\nkinds: {right: {label: 权}}\nfooter_contacts: ['110']\nimage: /p.png\nmeta_policy: true\n",
    "title: 站\neditions: [zh-Hant]\nuntrusted: true\n",
];

/// What stands for a picture in the list below.
const PICTURE: &str = "wide";

/// A picture that is scaled.
fn picture() -> Vec<u8> {
    let shade = |x: u32| u8::try_from(x % 256).unwrap_or_default();
    let picture = RgbImage::from_fn(500, 20, |x, y| Rgb([shade(x), shade(y), 9]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

/// Files that are no pages, each with its contents.
const OTHERS: [(&str, &[&str]); 14] = [
    (
        "content/data/laws/civil-code.yaml",
        &[
            "title: 民法典\nshort: 民法典\nforce: law\nbasis: text\narticles:\n  '680': {title: 利息, gist: 不得高利。, changed: 2026-11-10}\n",
            "title: 中华人民共和国民法典\nshort: 民法典\nforce: law\nbasis: text\nrepealed: 2026-01-01\narticles:\n  '681': {title: 利, gist: 息。}\n",
        ],
    ),
    (
        "content/data/glossary.yaml",
        &[
            "- {term: 罚息, definition: 逾期的利息。}\n",
            "- {term: 罚息, definition: 另一句。, aka: [滞纳金]}\n- {term: 利息, definition: 钱的价。}\n",
        ],
    ),
    (
        "content/data/facts.yaml",
        &[
            "- {id: talks, label: 次数, value: 3 次, as_of: 2026-11-01}\n",
            "- {id: talks, label: 次数, value: 4 次, as_of: 2020-01-01, guard: true}\n",
        ],
    ),
    (
        "content/data/contacts.yaml",
        &[
            "- {id: '110', name: 报警, number: '110', scope: 危险}\n",
            "- {id: '110', name: 警察, number: '110', scope: 危险}\n",
        ],
    ),
    (
        "content/data/tags.yaml",
        &[
            "- {id: tel, label: 电话催收}\n",
            "- {id: tel, label: 电话, aka: [电话催收], crisis: true}\n- {id: door, label: 上门, parent: tel}\n",
        ],
    ),
    ("content/data/words.yaml", &["write: {账: 帳}\n", "keep: [花呗]\nsame: ['小贷 > 罚息']\n"]),
    (
        "content/data/crisis.yaml",
        &["words: [想死]\ncontacts: ['110']\n", "words: [自杀]\npage: calls\ncontacts: ['110']\n"],
    ),
    (
        "content/tests/search.yaml",
        &["- {query: 罚息, top_three: quiet}\n", "- {query: 利息, first: calls}\n"],
    ),
    ("content/static/p.png", &[PICTURE, "not a picture"]),
    ("content/rights/privacy/note.txt", &["一\n", "二\n"]),
    (ROBOTS, &["User-agent: *\n", "User-agent: a\n"]),
    (
        "themes/default/templates/404.html",
        &[
            "<!doctype html><title>{{ site.title }}</title>",
            "<!doctype html><title>{{ site.nothing }}</title>",
        ],
    ),
    (
        "themes/default/templates/tags.html",
        &["<!doctype html>{% for t in tags %}{{ t.label }} {% endfor %}", "<!doctype html>{% for"],
    ),
    ("themes/default/css/own.css", &["a { color: red }", "a { color: blue }"]),
];

const SETTINGS: &str = "content/site.yaml";

/// What stays of the above in a site in which nothing may be wrong, in the same order.
const SOUND_FRONT: [&[usize]; FRONT.len()] = [
    &[0, 1, 2],
    &[0, 1, 2, 4],
    &[0, 1, 2, 3],
    &[0, 1, 3],
    &[0, 3, 4],
    &[0, 3, 6, 7, 8, 9],
    &[0, 3, 5],
];
const SOUND_BODY: [usize; 14] = [0, 1, 4, 5, 6, 7, 9, 10, 11, 12, 13, 15, 16, 17];
const SOUND_SITE: [usize; 5] = [0, 1, 3, 4, 5];

/// How every text of such a site begins: with the anchors to which others may lead.
const ANCHORS: &str = "## 一节\n\n其中一句。\n\n## 另一节 {#b}\n\n另一句。\n\n";

/// Pages of such a site that may come and go, for none of the others leads to them.
const FREE: [&str; 2] = ["content/about.md", "content/platforms/甲平台.md"];

/// Files of such a site that stay as they are.
const FIXED: [&str; 3] =
    ["content/data/laws/civil-code.yaml", "content/data/facts.yaml", "content/static/p.png"];

/// A page of such a site that would need a text of its own.
const FLOW: &str = "content/flows/call.md";

/// A file that would stand where such a site has one of its own.
const ROBOTS: &str = "content/static/robots.txt";

/// A site in which nothing is wrong, whatever is done to it.
pub(crate) fn sound_draft() -> impl Strategy<Value = Draft> {
    draft().prop_map(|draft| Draft { sound: true, ..draft })
}

/// How a made-up site begins.
pub(crate) fn draft() -> impl Strategy<Value = Draft> {
    let text = || {
        let front = std::array::from_fn::<_, { FRONT.len() }, _>(|group| 0..FRONT[group].len());
        (front, prop::collection::vec(paragraph(), 0..6))
            .prop_map(|(front, body)| Text { front, body })
    };
    let pages = prop::collection::vec(prop::option::weighted(0.8, text()), PAGES.len());
    let others = prop::collection::vec(0..3usize, OTHERS.len() + 1);
    (pages, others, any::<bool>()).prop_map(|(pages, others, sound)| {
        let pages = PAGES.into_iter().zip(pages);
        let others = OTHERS.iter().map(|(path, _)| *path).chain([SETTINGS]).zip(others);
        Draft {
            sound,
            pages: pages.filter_map(|(path, text)| Some((path, text?))).collect(),
            // A theme of its own is the exception.
            others: others.filter(|(path, n)| *n < 2 && !path.starts_with("themes")).collect(),
        }
    })
}

/// A paragraph, most often one with an anchor or that leads to one.
fn paragraph() -> impl Strategy<Value = usize> + Clone {
    prop_oneof![1 => 2..8usize, 2 => 0..BODY.len()]
}

/// What an author does, edits of texts most often.
pub(crate) fn edit() -> impl Strategy<Value = Edit> {
    // Most often of those that others lead to.
    let page = prop_oneof![1 => 3..5usize, 1 => 0..PAGES.len()];
    let paragraph = paragraph();
    let body = prop::collection::vec(paragraph.clone(), 0..6);
    prop_oneof![
        4 => (page.clone(), body).prop_map(|(page, body)| Edit::Body(page, body)),
        6 => (page.clone(), paragraph).prop_map(|(page, more)| Edit::Append(page, more)),
        4 => (page.clone(), 0..FRONT.len(), 0..10usize)
            .prop_map(|(page, group, line)| Edit::Front(page, group, line)),
        1 => page.clone().prop_map(Edit::Toggle),
        1 => (page.clone(), page.clone()).prop_map(|(from, to)| Edit::Rename(from, to)),
        2 => (0..=OTHERS.len(), 0..6usize).prop_map(|(file, n)| Edit::Other(file, n)),
        1 => page.prop_map(Edit::Touch),
    ]
}

impl Draft {
    /// Changes the draft; says which files are others now.
    pub(crate) fn apply(&mut self, edit: &Edit) -> BTreeSet<&'static str> {
        match edit {
            Edit::Body(page, body) => self.page(*page).body.clone_from(body),
            Edit::Append(page, more) => self.page(*page).body.push(*more),
            Edit::Front(page, group, line) => {
                self.page(*page).front[*group] = line % FRONT[*group].len();
            }
            Edit::Toggle(page) => {
                if self.pages.remove(PAGES[*page]).is_none() {
                    self.page(*page);
                }
            }
            Edit::Rename(from, to) => {
                if let Some(text) = self.pages.remove(PAGES[*from]) {
                    self.pages.insert(PAGES[*to], text);
                }
                return BTreeSet::from([PAGES[*from], PAGES[*to]]);
            }
            Edit::Other(file, n) => {
                let path = OTHERS.get(*file).map_or(SETTINGS, |(path, _)| path);
                match (path == SETTINGS).then_some(n % SITE.len()).or((n % 3 < 2).then_some(n % 3))
                {
                    Some(n) => self.others.insert(path, n),
                    None => self.others.remove(path),
                };
                return BTreeSet::from([path]);
            }
            Edit::Touch(page) => {
                self.page(*page);
            }
        }
        let (Edit::Body(page, _)
        | Edit::Append(page, _)
        | Edit::Front(page, ..)
        | Edit::Toggle(page)
        | Edit::Touch(page)
        | Edit::Rename(page, _)
        | Edit::Other(page, _)) = edit;
        BTreeSet::from([PAGES[*page]])
    }

    fn page(&mut self, page: usize) -> &mut Text {
        self.pages.entry(PAGES[page]).or_default()
    }

    /// Writes these files, or all.
    pub(crate) fn write(&self, root: &Path, paths: Option<&BTreeSet<&'static str>>) {
        let all = PAGES.into_iter().chain(OTHERS.iter().map(|(path, _)| *path)).chain([SETTINGS]);
        for path in all.filter(|path| paths.is_none_or(|paths| paths.contains(path))) {
            match self.text(path) {
                Some(text) => put(root, path, text),
                None => {
                    let _ = fs::remove_file(root.join(path));
                }
            }
        }
    }

    /// What a file says, if there is one.
    pub(crate) fn text(&self, path: &str) -> Option<Vec<u8>> {
        let other = self.others.get(path).copied();
        if path == SETTINGS {
            let n = other.filter(|n| !self.sound || SOUND_SITE.contains(n));
            return Some(SITE[n.unwrap_or_default()].into());
        }
        if let Some((_, contents)) = OTHERS.iter().find(|(other, _)| *other == path) {
            let of_sound = match () {
                () if FIXED.contains(&path) => Some(0),
                () if path.starts_with("content/data/") => other.or(Some(0)),
                () if path.starts_with("themes/") => other.map(|_| 0),
                () if path == ROBOTS => None,
                () => other,
            };
            return (if self.sound { of_sound } else { other }).map(|n| match contents[n] {
                PICTURE => picture(),
                text => text.into(),
            });
        }
        let Text { front, body } = match self.pages.get(path) {
            _ if self.sound && path == FLOW => return None,
            None if self.sound && !FREE.contains(&path) => Text::default(),
            text => text?.clone(),
        };
        let front = front.into_iter().zip(FRONT).zip(SOUND_FRONT);
        let front = front.map(|((line, lines), sound)| {
            lines[if self.sound && !sound.contains(&line) { 0 } else { line }]
        });
        let front: Vec<&str> = front.filter(|line| !line.is_empty()).collect();
        let body = body.iter().filter(|n| !self.sound || SOUND_BODY.contains(n));
        let mut body: Vec<&str> = body.map(|n| BODY[*n]).collect();
        if self.sound {
            body.insert(0, ANCHORS);
        }
        let text = format!("---\n{}\n---\n\n{}\n", front.join("\n"), body.join("\n\n"));
        Some(text.into_bytes())
    }
}
