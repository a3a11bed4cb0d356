//! Slips of the hand: what is well formed and not what its author meant. Looked for on every site.

use super::Finding;
use crate::diag::table::{Entry, Level, Rule, Words, rules, words};

/// What is unbalanced about HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unbalanced {
    /// An element that nothing closes.
    Opening,
    /// A closing tag that closes nothing.
    Closing,
    /// A comment that never ends.
    Comment,
}

/// Mark-up of other programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Foreign {
    /// `:::tip` and `!!! note`: the alert that it becomes, or nothing at its end.
    Container(Option<&'static str>),
    /// `{{< … >}}`, `{% … %}`, `<% … %>`.
    Template,
    /// `![[…]]`.
    Embed,
    /// `==…==`.
    Highlight,
    /// `{: .class}`.
    Attributes,
    /// `[toc]`.
    Contents,
    /// `<Component>`.
    Component,
}

rules! {
    /// A slip of the hand.
    pub enum Slip {
        FullwidthColon { key: String } => {
            code: "fullwidth-colon",
            level: Level::Error,
            finds: "`title：` in YAML",
            fix: "yes",
            says: words!(
                "the colon behind `{key}` is a full-width one",
                "`{key}` 后面的冒号是全角的",
            ),
            help: words!("write `{key}: `", "写成 `{key}: `"),
        }
        FullwidthComma { key: String } => {
            code: "fullwidth-comma",
            level: Level::Warning,
            finds: "`tags: [甲，乙]`; also `aka`, `names`, `sources`, `next`, relations …",
            fix: "yes",
            says: words!(
                "a full-width comma does not divide the list `{key}`",
                "`{key}` 里的全角逗号不分隔各项",
            ),
            help: words!("write `, ` between the items", "各项之间用半角 `, `"),
        }
        CutValue { key: String } => {
            code: "cut-value",
            level: Level::Warning,
            finds: "`title: 花呗 #1`: YAML drops everything from ` #` on; also in items of a list",
            says: words!(
                "everything from ` #` on is lost from `{key}`",
                "`{key}` 的值从“ #”起都丢了",
            ),
            help: words!("put the value in quotation marks", "给这个值加上引号"),
        }
        HeadingSpace { certain: bool } => {
            code: "heading-space",
            level: Level::Warning,
            finds: "`#标题`, `##“引号`; not a topic `#…#` nor a line of tags `#… #…`",
            fix: "`##`; one `#` only where the page has no `title`",
            says: words!(
                "this is no heading: a space is missing behind `#`",
                "这不是标题：`#` 后面少一个空格",
            ),
            help: words!("write `# ` with a space", "写成 `# 标题`，中间空一格"),
        }
        ListSpace { marker: String } => {
            code: "list-space",
            level: Level::Warning,
            finds: "`1.项目`, `-项目`",
            fix: "`1.` only",
            says: words!(
                "this is no list item: a space is missing behind `{marker}`",
                "这不是列表项：`{marker}` 后面少一个空格",
            ),
            help: words!("write `{marker} ` with a space", "写成 `{marker} `，空一格"),
        }
        HeadingAttributes { written: String, full: bool } => {
            code: "heading-attributes",
            level: Level::Warning,
            finds: "`{width=3}` behind a heading, which is dropped: only `{#id}` and `{.class}` count; `{.md,.txt}`, whose words are dropped; `｛#id｝` in full width, `{: #id}`, `{#id} <!-- … -->`, which are shown. Other words in braces are words",
            says: match full {
                true => words!(
                    "`{written}` is read as words of the heading",
                    "`{written}` 成了标题里的字",
                ),
                false => words!(
                    "`{written}` is read as an attribute of the heading and dropped",
                    "`{written}` 被读成标题的属性，不会显示",
                ),
            },
            help: match full {
                true => words!(
                    "write `{{#id}}` with plain brackets, at the very end of the line",
                    "写成半角的 `{{#id}}`，放在一行的最后",
                ),
                false => words!(
                    "only `#id` and `.class` count; write `\\{{…}}` for words in brackets",
                    "只有 `#id` 和 `.class` 有用；要显示花括号里的字，写成 `\\{{…}}`",
                ),
            },
        }
        SecondTitle => {
            code: "second-title",
            level: Level::Warning,
            finds: "a first-level heading besides the title. One at the very start that says what `title` says is left out",
            says: words!("the page has its title already", "这一页已经有标题了"),
            help: words!("write `## ` for a part of the page", "页面里的小节写 `## `"),
        }
        AlertText { name: String } => {
            code: "alert-text",
            level: Level::Warning,
            finds: "words behind `[!WARNING]` on the same line",
            says: words!(
                "text behind `[!{name}]` makes it a plain quotation",
                "`[!{name}]` 同一行有文字，就成了普通引用",
            ),
            help: words!("begin the text on a line of its own", "文字另起一行写，行首加 `> `"),
        }
        UnknownAlert { written: String, meant: Option<String> } => {
            code: "unknown-alert",
            level: Level::Warning,
            finds: "`> [!WARNNING]`, `> [!INFO]`, `> 【!WARNING】`, `[!NOTE]` without `>`: told which of the five comes nearest",
            says: words!("`{written}` begins no alert", "`{written}` 没有被读成提醒"),
            help: match meant {
                Some(meant) => words!(
                    "write `> [!{meant}]`, and the text on the next line",
                    "写成 `> [!{meant}]`，文字另起一行",
                ),
                None => words!(
                    "there are NOTE, TIP, IMPORTANT, WARNING and CAUTION: `> [!NOTE]`",
                    "可以写的有 NOTE、TIP、IMPORTANT、WARNING、CAUTION，例如 `> [!NOTE]`",
                ),
            },
        }
        TableBar => {
            code: "table-bar",
            level: Level::Error,
            finds: "`[[page|words]]` in a table without the backslash before its bar",
            says: words!("the table is divided inside this link", "表格在这个链接中间断开了"),
            help: words!("write `\\|` inside links in tables", "表格里的链接，竖线写成 `\\|`"),
        }
        DroppedReference { written: String } => {
            code: "dropped-reference",
            level: Level::Error,
            finds: "`<law：x>`, `<term:罚 息>`, references inside raw HTML",
            says: words!("`{written}` is not read as a reference", "`{written}` 没有被读成引用"),
            help: words!(
                "write `<scheme:id>` with a plain colon, without spaces, outside HTML",
                "写成 `<scheme:id>`：半角冒号，中间没有空格，也不在 HTML 里",
            ),
        }
        DroppedLink { picture: bool } => {
            code: "dropped-link",
            level: Level::Error,
            finds: "`[words]（x.md）`, `[words] (x.md)`, `[words](my file.md)`, `！[text](x.png)`",
            says: match picture {
                true => words!("this is not read as a picture", "这里没有被读成图片"),
                false => words!("this is not read as a link", "这里没有被读成链接"),
            },
            help: match picture {
                true => words!(
                    "write `![what it shows](address)` with plain brackets and a plain `!`",
                    "写成 `![图上是什么](地址)`：半角的叹号和括号",
                ),
                false => words!(
                    "write `[words](address)` with plain brackets and without spaces in the address",
                    "写成 `[文字](地址)`：半角括号，地址里没有空格",
                ),
            },
        }
        NestedLink => {
            code: "nested-link",
            level: Level::Error,
            finds: "`[see [[page]] here](x.md)`, `<a href=\"…\">[[page]]</a>`: a link around another link",
            says: words!(
                "a link around another link is not read as one",
                "链接套链接，外面这层没有被读成链接",
            ),
            help: words!("put one link behind the other", "两个链接分开写，一个接一个"),
        }
        UndefinedReference { label: String, footnote: bool } => {
            code: "undefined-reference",
            level: Level::Warning,
            finds: "`[^1]` without its footnote, `[words][label]` and `[label][]` without `[label]: address`; not `[1][2]`, `a[i][j]`, `[ ]`",
            says: match footnote {
                true => words!("there is no footnote `{label}`", "没有脚注 `{label}`"),
                false => words!("nothing says where `{label}` leads", "没有写 `{label}` 通到哪里"),
            },
            help: match footnote {
                true => words!(
                    "write `[^{label}]: …` at the start of a line, or `\\[` for a bracket",
                    "另起一行写 `[^{label}]: …`；只是方括号就写成 `\\[`",
                ),
                false => words!(
                    "write `[{label}]: address` on a line of its own, or `\\[` for a bracket",
                    "另起一行写 `[{label}]: 地址`；只是方括号就写成 `\\[`",
                ),
            },
        }
        DefinitionColon { label: String } => {
            code: "definition-colon",
            level: Level::Warning,
            finds: "`[^1]：…`, `[label]：address` with a full-width colon",
            says: words!(
                "the colon behind `[{label}]` is a full-width one, so nothing is defined",
                "`[{label}]` 后面的冒号是全角的，什么也没有定义",
            ),
            help: words!("write `[{label}]: `", "写成 `[{label}]: `"),
        }
        DuplicateDefinition { label: String } => {
            code: "duplicate-definition",
            level: Level::Warning,
            finds: "a footnote or a label that is defined before; only the first counts",
            says: words!("`{label}` is defined already", "`{label}` 已经定义过了"),
            help: words!(
                "only the first counts: drop this one or rename it",
                "只有第一处算数：删掉这一处，或者换个名字",
            ),
        }
        LostDefinition { label: String } => {
            code: "lost-definition",
            level: Level::Warning,
            finds: "`[1]: 《民法典》第680条`, `> [!TIP]: 打110`: the address of a link that nothing refers to, so that no reader sees the words",
            says: words!(
                "`[{label}]: …` is read as the address of a link, and nobody sees these words",
                "`[{label}]: …` 被读成链接地址，这一行字不会显示",
            ),
            help: words!(
                "write `[^1]: …` for a footnote, `> [!TIP]` and the text on the next line for an alert, or `\\[` for a bracket",
                "脚注写 `[^1]: …`；提示框写 `> [!TIP]`，文字另起一行；只是方括号就写成 `\\[`",
            ),
        }
        UnusedFootnote { label: String } => {
            code: "unused-footnote",
            level: Level::Warning,
            finds: "a footnote that nothing refers to; it is not printed",
            says: words!("nothing refers to the footnote `{label}`", "没有哪里引用脚注 `{label}`"),
            help: words!(
                "write `[^{label}]` where it belongs, or drop it: it is not printed",
                "在该注的地方写 `[^{label}]`，或者删掉；现在不会显示",
            ),
        }
        DuplicateAnchor { id: String, reserved: bool } => {
            code: "duplicate-anchor",
            level: Level::Warning,
            finds: "`{#id}` or `id=\"…\"` given twice on a page, or one that the page's frame has",
            says: match reserved {
                true => words!(
                    "the frame of the page has the id `{id}`",
                    "`{id}` 这个 id 页面框架已经用了",
                ),
                false => words!(
                    "the id `{id}` is given twice on this page",
                    "`{id}` 这个 id 在这一页写了两次",
                ),
            },
            help: words!("give it another id", "换一个 id"),
        }
        UnbalancedHtml { what: Unbalanced, name: String } => {
            code: "unbalanced-html",
            level: Level::Error,
            finds: "a closing tag that closes nothing, an element or comment that is never closed in its block; closing tags that HTML lets you leave out are not missed",
            says: match what {
                Unbalanced::Opening => words!(
                    "`<{name}>` is never closed in its block",
                    "`<{name}>` 在这一块里没有关上",
                ),
                Unbalanced::Closing => words!(
                    "`</{name}>` closes nothing",
                    "`</{name}>` 没有对应的开始标签",
                ),
                Unbalanced::Comment => words!("this comment never ends", "这条注释没有结束"),
            },
            help: match what {
                Unbalanced::Opening => words!(
                    "write `</{name}>` where it ends, or `\\<` for the sign",
                    "在结束处写 `</{name}>`；只是小于号就写成 `\\<`",
                ),
                Unbalanced::Closing => words!(
                    "drop it, or open the element in the same block",
                    "删掉它，或者在同一块里写上开始标签",
                ),
                Unbalanced::Comment => words!(
                    "write `-->` where it ends; behind words of a line, before the next empty line",
                    "在结束处写 `-->`；跟在文字后面的，要在下一个空行之前结束",
                ),
            },
        }
        OpenFence => {
            code: "open-fence",
            level: Level::Warning,
            finds: "a block of code that is never closed, or that the end of its list item or quotation closes",
            says: words!("this block of code is never closed", "这个代码块没有结束"),
            help: words!(
                "close it with a line of the same marks, indented as its start is",
                "在结束处单独一行写同样的符号，缩进和开头一样",
            ),
        }
        ForeignSyntax { what: Foreign, written: String } => {
            code: "foreign-syntax",
            level: Level::Warning,
            finds: "other programs' mark-up: `:::tip`, `!!! note`, `{{< … >}}`, `{% … %}`, `![[…]]`, `==…==`, `{: …}`, `[TOC]`, `<Tabs>`; what to write instead",
            says: words!("`{written}` is another program's mark-up", "`{written}` 是别的程序的写法"),
            help: instead(what),
        }
        ForeignComment { written: String } => {
            code: "foreign-comment",
            level: Level::Error,
            finds: "other programs' comments, which readers would see: `%%…%%`, `{# … #}`, `{>>…<<}`, `<！-- … -->`; in front matter, where texts are printed as they stand, `<!-- … -->` too",
            says: match written.starts_with("<!--") {
                true => words!(
                    "`{written}` is no comment here, and readers would see it",
                    "`{written}` 在这里不是注释，读者会看到",
                ),
                false => words!(
                    "`{written}` is another program's comment, and readers would see it",
                    "`{written}` 是别的程序的注释，读者会看到",
                ),
            },
            help: match written.starts_with("<!--") {
                true => words!(
                    "write a line of its own that begins with `#`",
                    "另起一行，以 `#` 开头",
                ),
                false => words!(
                    "write `<!-- … -->` in the text below, which is never published",
                    "写到下面的正文里，用 `<!-- … -->`，这样的注释不会公开",
                ),
            },
        }
        ControlCharacter { code: u32 } => {
            code: "control-character",
            level: Level::Warning,
            finds: "U+0008 and the like, U+E000–E002: they come with copied text, and are never published",
            says: words!(
                "U+{code:04X} is no character for a text",
                "U+{code:04X} 不是文字里能用的字符",
            ),
            help: words!("delete it; it is not published", "删掉它；它不会公开"),
        }
        HiddenCharacter { code: u32, turns: bool } => {
            code: "hidden-character",
            level: Level::Warning,
            finds: "characters that turn the direction of what follows, anywhere; in front matter, registries, headings and file names also those that are not seen",
            says: match turns {
                true => words!(
                    "U+{code:04X} turns the direction of what follows: it reads otherwise than it is",
                    "U+{code:04X} 会改变后面文字的方向，看到的和实际的不一样",
                ),
                false => words!(
                    "U+{code:04X} is not seen, and makes a name another name",
                    "U+{code:04X} 看不见，却会让一个名字变成另一个名字",
                ),
            },
            help: words!("delete it", "删掉它"),
        }
        AlikeId { id: String, other: String } => {
            code: "alike-id",
            level: Level::Warning,
            finds: "ids of two pages that look the same and are written with other letters",
            says: words!(
                "`{id}` looks like the id `{other}` and is another",
                "`{id}` 看上去和 `{other}` 一样，其实是另一个 id",
            ),
            help: words!("give one of the pages another id", "给其中一页换一个 id"),
        }
        UnreadFile { nearest: Option<String>, read: Vec<String> } => {
            code: "unread-file",
            level: Level::Warning,
            finds: "a file that nothing reads: `content/data/facts.yml`, `content/data/law/x.yaml`, other YAML beside guides, anything else in `content/data/` and `content/tests/`",
            says: words!("nothing reads this file", "这个文件没有被读取"),
            help: match (nearest, read.join(", ")) {
                (Some(nearest), _) => words!(
                    "call it `{nearest}`, if that is what it is",
                    "如果它就是 `{nearest}`，请改成这个名字",
                ),
                (None, read) => words!(
                    "besides pages, these are read in content/: {read}; keep other files elsewhere",
                    "除了页面，content/ 里会读取的是 {read}；别的文件请放到别处",
                ),
            },
        }
        SecondIntroduction { used: String } => {
            code: "second-introduction",
            level: Level::Warning,
            finds: "`README.md` or `_index.md` beside `index.md`, which introduces the folder",
            says: words!(
                "nothing reads this file: `{used}` introduces the folder",
                "这个文件没有被读取：文件夹的介绍是 `{used}`",
            ),
            help: words!(
                "give it another name, put both into one, or keep it outside content/",
                "换个名字，或者合成一个文件，或者放到 content/ 外面",
            ),
        }
        ReservedName { name: String } => {
            code: "reserved-name",
            level: Level::Warning,
            finds: "a file, slug, alias or tag whose name Windows does not take: `con`, `nul.md`, a dot or space at its end, `: * ? \" < > |`",
            says: words!(
                "no file can be called `{name}` on Windows",
                "在 Windows 上，文件不能叫 `{name}`",
            ),
            help: words!(
                "give it another name: who has Windows can neither copy the site nor build it",
                "换个名字：用 Windows 的人没法复制、也没法构建这个站",
            ),
        }
    }
}

/// What to write instead of another program's mark-up.
fn instead(what: &Foreign) -> Words {
    match what {
        Foreign::Container(Some(alert)) => words!(
            "write `> [!{alert}]` and `> ` before each line of it, and no mark at its end",
            "写成 `> [!{alert}]`，里面每一行前面加 `> `，结尾的记号不要",
        ),
        Foreign::Container(None) => words!(
            "drop it: an alert ends where its lines with `> ` end",
            "删掉：提醒到没有 `> ` 的那一行为止",
        ),
        Foreign::Template => words!(
            "write plain Markdown; to show it as it is, put it between backticks",
            "改成普通的 Markdown；要原样显示就放进反引号",
        ),
        Foreign::Embed => words!(
            "write `[[page]]` on a line of its own, or `![what it shows](picture.png)`",
            "页面单独一行写 `[[页面]]`，图片写成 `![图上是什么](图.png)`",
        ),
        Foreign::Highlight => words!("write `**…**`", "写成 `**…**`"),
        Foreign::Attributes => words!(
            "drop it; a heading's id is `{{#id}}` on its line",
            "删掉；标题的 id 在同一行写 `{{#id}}`",
        ),
        Foreign::Contents => words!("drop it: the page has its contents", "删掉：页面自带目录"),
        Foreign::Component => words!(
            "write plain Markdown or HTML; to show it as it is, put it between backticks",
            "改成普通的 Markdown 或 HTML；要原样显示就放进反引号",
        ),
    }
}
