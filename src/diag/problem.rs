//! Every problem besides the rules of `check`: its level is fixed, and nothing allows it anywhere. Each
//! is one entry, as a rule is.

mod parts;

pub use parts::{BaseFault, Expected, FlowMiss, Looks, Read, SearchMiss, TranslationFault};

use super::Severity;
use super::rules::Finding;
use super::table::{Entry, Level, Rule, Words, rules, words};
use crate::base::lang::Lang;

rules! {
    /// Everything that can be wrong.
    pub enum Problem with Rule { finding: Finding } {
        // Files
        NotUtf8 => {
            code: "not-utf8",
            level: Level::Error,
            finds: "a text in another encoding than UTF-8",
            says: words!("this file is not UTF-8 text", "文件不是 UTF-8 文本"),
            help: words!("save the file as UTF-8 in your editor", "用编辑器把文件另存为 UTF-8"),
        }
        Unreadable { reason: String } => {
            code: "unreadable",
            level: Level::Error,
            finds: "a file that the system does not let be read",
            says: words!("this file cannot be read: {reason}", "文件读不了：{reason}"),
            help: words!(
                "look at its permissions and, if it is a link, at where it leads",
                "看看它的权限；如果是链接，看它指到哪里",
            ),
        }
        OutsideSite => {
            code: "outside-site",
            level: Level::Error,
            finds: "a symbolic link that leads out of the site's folder",
            says: words!("this link leads out of the site's folder", "这个链接指到了站点文件夹外面"),
            help: words!(
                "copy the file into the site instead of linking to it",
                "把文件复制进站点，不要用指向外面的链接",
            ),
        }
        UnpublishedTarget => {
            code: "unpublished-target",
            level: Level::Error,
            finds: "a symbolic link to what is never published: hidden files, sources of pages, anything outside content/ and a theme's assets; or one behind another link",
            says: words!(
                "this link leads to what is never published",
                "这个链接指到了从不公开的内容",
            ),
            help: words!(
                "copy the file into content/ if readers are to have it",
                "要让读者看到，就把文件复制到 content/ 里",
            ),
        }
        ActiveFile => {
            code: "active-file",
            level: Level::Error,
            finds: "a file beside a page with `untrusted` that browsers may run, such as a drawing (SVG) or HTML",
            says: words!(
                "this file lies beside an untrusted page, and browsers may run it",
                "这个文件和不受信任的页面放在一起，而浏览器可能会运行它",
            ),
            help: words!(
                "publish it as PNG, JPEG, WebP, PDF or text; or put it into content/static/ if it is your own",
                "改成 PNG、JPEG、WebP、PDF 或纯文本；是你自己的文件，就放进 content/static/",
            ),
        }
        NotRegular => {
            code: "not-a-file",
            level: Level::Warning,
            finds: "a pipe, a socket or the like; it is skipped",
            says: words!("this is not a regular file and is skipped", "不是普通文件，已跳过"),
        }
        TooLarge { limit_kib: usize } => {
            code: "too-large",
            level: Level::Error,
            finds: "a text that is larger than texts may be",
            says: words!("this file is larger than {limit_kib} KiB", "文件超过 {limit_kib} KiB"),
            help: words!("divide it into several", "拆成几个文件"),
        }
        NoSettings => {
            code: "no-settings",
            level: Level::Error,
            finds: "a site without `content/site.yaml`",
            says: words!("the site has no settings", "站点没有设置"),
            help: words!(
                "make this file with a line `title: the site's name`",
                "建这个文件，写上一行 `title: 站名`",
            ),
        }
        PageName { name: String } => {
            code: "page-name",
            level: Level::Error,
            finds: "a page called `.markdown`, `.MD` or the like, which is not read",
            says: words!(
                "pages are not read under such a name",
                "叫这个名字的文件不会当作页面",
            ),
            help: words!("call it `{name}`", "改成 `{name}`"),
        }
        DraftsFolder { folder: String } => {
            code: "drafts-folder",
            level: Level::Error,
            finds: "a page in `_drafts/` or `_draft/` that does not say `draft: true`",
            says: words!(
                "a page in `{folder}` is published like any other",
                "放在 `{folder}` 里的页面也会公开",
            ),
            help: words!(
                "write `draft: true` between the `---` lines, or move it",
                "在开头的 --- 之间写 `draft: true`，或者移到别的文件夹",
            ),
        }
        FrontMatterFile { name: Option<String> } => {
            code: "front-matter-file",
            level: Level::Error,
            finds: "front matter in a file that is no page and would be published as it is",
            says: words!(
                "this file has front matter and would be published as it is",
                "这个文件开头有设置，会原样公开",
            ),
            help: match name {
                Some(name) => words!(
                    "a page is called `{name}` and kept among pages; from a download, take the front matter away",
                    "是页面就改成 `{name}`，放在页面的文件夹里；要给人下载就去掉这些设置",
                ),
                None => words!(
                    "take the front matter away, or make it a page: `.md`, kept among pages",
                    "去掉这些设置，或者把文件改成 `.md` 放在页面的文件夹里",
                ),
            },
        }

        // Front matter and registries
        FrontMatterOpen => {
            code: "front-matter-open",
            level: Level::Error,
            finds: "front matter without its second line `---`",
            says: words!("the front matter never ends", "开头的 --- 没有结束"),
            help: words!(
                "put a line of three hyphens before the body",
                "在正文之前另起一行写 ---",
            ),
        }
        FrontMatterSize { limit_kib: usize } => {
            code: "front-matter-size",
            level: Level::Error,
            finds: "front matter of more than 16 KiB",
            says: words!(
                "the front matter is larger than {limit_kib} KiB",
                "开头的设置超过 {limit_kib} KiB",
            ),
            help: words!("move long text into the body", "长内容请写进正文"),
        }
        FrontMatterAstray { looks: Looks } => {
            code: "front-matter-astray",
            level: Level::Error,
            finds: "what looks like front matter and is not read as such: behind an empty line, in TOML, further down",
            says: looks.said(),
            help: looks.belongs(),
        }
        YamlSyntax { message: String } => {
            code: "yaml-syntax",
            level: Level::Error,
            finds: "YAML that cannot be parsed",
            says: words!("this YAML cannot be read: {message}", "YAML 读不了：{message}"),
            help: parts::as_yaml(),
        }
        DuplicateKey { key: String } => {
            code: "duplicate-key",
            level: Level::Error,
            finds: "a key that is given twice",
            says: words!("`{key}` is given twice", "`{key}` 写了两次"),
            help: words!("keep one of them", "合并成一项"),
        }
        NotAMapping => {
            code: "not-a-mapping",
            level: Level::Error,
            finds: "something else where `key: value` lines belong",
            says: words!("`key: value` lines are expected here", "这里应当是 `键: 值`"),
            help: parts::as_yaml(),
        }
        NotAList => {
            code: "not-a-list",
            level: Level::Error,
            finds: "something else where a list belongs",
            says: words!("a list is expected here", "这里应当是列表"),
        }
        UnknownKey { key: String, nearest: Option<String>, kinds: Vec<String> } => {
            code: "unknown-key",
            level: Level::Error,
            finds: "a key that nothing reads, with the nearest that is read and the kinds that have it",
            says: words!("unknown key `{key}`", "没有 `{key}` 这个键"),
            help: parts::key_help(nearest.as_deref(), kinds),
        }
        ForeignKey { key: String, instead: Option<[&'static str; 2]>, times: usize } => {
            code: "unknown-key",
            level: Level::Error,
            finds: "another generator's key, told once a site with what to write instead",
            says: match times {
                1 => words!("unknown key `{key}`", "没有 `{key}` 这个键"),
                _ => words!(
                    "unknown key `{key}`, in {times} files",
                    "没有 `{key}` 这个键，{times} 个文件里写了它",
                ),
            },
            help: match instead {
                Some([en, zh]) => words!("{en}", "{zh}"),
                None => words!(
                    "remove it, or declare it as a field by `kinds:` in content/site.yaml",
                    "删掉，或者在 content/site.yaml 的 `kinds:` 里声明成字段",
                ),
            },
        }
        WrongType { key: String, expected: Expected } => {
            code: "wrong-type",
            level: Level::Error,
            finds: "a value of another type than its key takes, with an example",
            says: {
                let Words { en, zh } = expected.said();
                words!("`{key}` takes {en}", "`{key}` 应当是{zh}")
            },
            help: expected.example(),
        }
        EmptyValue { key: String } => {
            code: "empty-value",
            level: Level::Error,
            finds: "a key with nothing behind it that must have a value",
            says: words!("`{key}` is empty", "`{key}` 是空的"),
            help: words!("fill it in or remove the line", "写上内容，或者删掉这一行"),
        }
        LooseValue { key: String, read: Read } => {
            code: "loose-value",
            level: Level::Note,
            finds: "a value that is read all the same and should be written in another way",
            says: read.said(key),
            help: read.written(key),
        }
        MissingTitle { used: String } => {
            code: "missing-title",
            level: Level::Warning,
            finds: "a page without a title; its file's name stands for one",
            says: words!("no title; `{used}` is used", "没有标题，暂用 `{used}`"),
            help: words!("add `title: …` between the `---` lines", "在开头的 --- 之间写 `title: 标题`"),
        }
        MissingField { key: String } => {
            code: "missing-field",
            level: Level::Error,
            finds: "an entry without a key that it must have",
            says: words!("`{key}` is missing", "缺少 `{key}`"),
            help: words!("add `{key}: …`", "加上 `{key}: …`"),
        }
        NoInput { key: String, formula: &'static str, takes: String } => {
            code: "no-input",
            level: Level::Error,
            finds: "a number for a calculator whose formula takes no such thing",
            says: words!(
                "the formula `{formula}` takes no `{key}`",
                "公式 `{formula}` 用不到 `{key}`",
            ),
            help: words!("it takes: {takes}", "它用的是：{takes}"),
        }
        TooLong { key: String, limit: usize, length: usize } => {
            code: "too-long",
            level: Level::Error,
            finds: "a value that is longer than its place",
            says: words!(
                "`{key}` has {length} characters, {limit} fit",
                "`{key}` 有 {length} 个字，最多 {limit} 个",
            ),
        }
        UnknownKind { kind: String, nearest: Option<String> } => {
            code: "unknown-kind",
            level: Level::Error,
            finds: "a kind that the site does not have",
            says: words!("unknown kind `{kind}`", "没有 `{kind}` 这个种类"),
            help: parts::meant(nearest.as_deref()),
        }
        Paired { key: String, other: String } => {
            code: "paired-keys",
            level: Level::Error,
            finds: "`reviewed` without `reviewed_by`, or the other way round",
            says: words!("`{key}` without `{other}`", "写了 `{key}`，没写 `{other}`"),
        }
        BadId { id: String } => {
            code: "bad-id",
            level: Level::Error,
            finds: "an id that cannot be part of an address",
            says: words!("`{id}` cannot be part of an address", "`{id}` 不能用在网址里"),
            help: words!("use lower-case letters, digits and hyphens", "用小写字母、数字和连字符"),
        }
        BadBaseUrl { fault: BaseFault } => {
            code: "bad-base-url",
            level: Level::Error,
            finds: "a `base_url` that is no address of a site",
            says: fault.said(),
            help: words!(
                "write it like `https://example.org/` or `https://example.org/guide/`",
                "写成 `https://example.org/` 或 `https://example.org/guide/`",
            ),
        }

        // The site as a whole
        DuplicateId { id: String } => {
            code: "duplicate-id",
            level: Level::Error,
            finds: "an `id` that two pages or entries have",
            says: words!("the id `{id}` is used twice", "id `{id}` 用了两次"),
            help: words!("give one of them another `id`", "改掉其中一个 `id`"),
        }
        AmbiguousId { id: String, first: String, second: String } => {
            code: "ambiguous-id",
            level: Level::Error,
            finds: "the name of two files where an id belongs",
            says: words!(
                "`{id}` could be {first} or {second}",
                "`{id}` 可能是 {first}，也可能是 {second}",
            ),
            help: words!(
                "give one of them an `id:` of its own, and write that",
                "给其中一个写上自己的 `id:`，这里用它",
            ),
        }
        DuplicateUrl { url: String, by: Option<String> } => {
            code: "duplicate-url",
            level: Level::Error,
            finds: "two pages, tags, aliases or files of one address",
            says: match by {
                None => words!("the address /{url} is wanted twice", "网址 /{url} 有两处要用"),
                Some(by) => words!(
                    "the address /{url} is taken by {by} already",
                    "网址 /{url} 已经给了 {by}",
                ),
            },
            help: parts::rename(),
        }
        AlikeUrls { url: String, other: String } => {
            code: "duplicate-url",
            level: Level::Error,
            finds: "two whose addresses differ by case only",
            says: words!(
                "many systems see no difference between /{url} and /{other}",
                "/{url} 和 /{other} 在许多系统上是同一个",
            ),
            help: parts::rename(),
        }
        FileAndFolder { url: String } => {
            code: "duplicate-url",
            level: Level::Error,
            finds: "two of which one is a file and the other a folder",
            says: words!(
                "/{url} would be a file and a folder at once",
                "/{url} 既要作文件又要作文件夹",
            ),
            help: parts::rename(),
        }
        ReservedUrl { url: String } => {
            code: "reserved-url",
            level: Level::Error,
            finds: "an address that the site needs for itself",
            says: words!("the address /{url} is the site's own", "网址 /{url} 是站点自己用的"),
            help: parts::rename(),
        }
        UnknownTag { tag: String, nearest: Option<String> } => {
            code: "unknown-tag",
            level: Level::Error,
            finds: "a tag that is not in `content/data/tags.yaml`, where there is one",
            says: words!("unknown tag `{tag}`", "没有 `{tag}` 这个标签"),
            help: parts::meant(nearest.as_deref()).unwrap_or_else(|| words!(
                "use a listed tag, or add it to content/data/tags.yaml",
                "改用已有的标签，或者加进 content/data/tags.yaml",
            )),
        }
        AmbiguousTag { tag: String, first: String, second: String } => {
            code: "ambiguous-tag",
            level: Level::Error,
            finds: "a word for two tags",
            says: words!(
                "`{tag}` is a word for `{first}` and for `{second}`",
                "`{tag}` 既指 `{first}` 又指 `{second}`",
            ),
            help: words!("use the id", "改用 id"),
        }
        DanglingId { key: String, id: String, nearest: Option<String> } => {
            code: "dangling-id",
            level: Level::Error,
            finds: "a key that names an id which does not exist",
            says: words!(
                "`{key}` names `{id}`, which does not exist",
                "`{key}` 里的 `{id}` 不存在",
            ),
            help: parts::meant(nearest.as_deref()),
        }
        WrongKind { id: String, expected: String, found: String } => {
            code: "wrong-kind",
            level: Level::Error,
            finds: "a relation to a guide of another kind than it wants",
            says: words!(
                "`{id}` is a {found}, a {expected} is expected",
                "`{id}` 是 {found}，这里要的是 {expected}",
            ),
        }
        BadTranslation { language: String, fault: TranslationFault } => {
            code: "bad-translation",
            level: Level::Error,
            finds: "a `translates` to a page in the same language, to one that is a translation itself, or to one that has a translation into the language",
            says: fault.said(language),
            help: match fault {
                TranslationFault::SameLanguage => words!(
                    "say in `lang` which language this page is in",
                    "在 `lang` 里写这一页是什么语言",
                ),
                TranslationFault::OfTranslation => words!("name the original", "写原文的 id"),
                TranslationFault::Second => words!("leave one of them", "只留一页"),
            },
        }
        FutureDate { date: String } => {
            code: "future-date",
            level: Level::Warning,
            finds: "a `date` that is still to come",
            says: words!("{date} is still to come", "{date} 还没到"),
            help: words!(
                "to hide the page until then, use `publish:`",
                "到那天之前不想公开，请用 `publish:`",
            ),
        }
        Unrelated { rows: String, columns: String, related: Vec<String> } => {
            code: "unrelated-kinds",
            level: Level::Error,
            finds: "a matrix of two kinds without a relation",
            says: words!(
                "no relation is declared between `{rows}` and `{columns}`",
                "`{rows}` 和 `{columns}` 之间没有声明过关系",
            ),
            help: (!related.is_empty()).then(|| {
                let related = related.join(", ");
                words!("related to `{rows}`: {related}", "和 `{rows}` 有关系的：{related}")
            }),
        }
        CompanyMatrix { kind: String } => {
            code: "company-matrix",
            level: Level::Error,
            finds: "a matrix that would mark what companies do, without a source",
            says: words!(
                "a matrix of `{kind}` would mark what companies do, without a source",
                "`{kind}` 排成对照表，就成了没有来源地说哪家公司做了什么",
            ),
            help: words!(
                "say it on the company's own page, with its source",
                "写在那一家自己的页面上，并给出来源",
            ),
        }
        MatrixSize { rows: usize, columns: usize } => {
            code: "matrix-size",
            level: Level::Warning,
            finds: "a matrix that is larger than anybody can read; it is left out",
            says: words!(
                "the matrix has {rows} rows and {columns} columns and is left out",
                "对照表有 {rows} 行 {columns} 列，没有画出来",
            ),
            help: words!(
                "nobody can read that; choose other kinds",
                "读者看不过来；换一对种类，或者拆成几页",
            ),
        }
        GoneUrl { url: String } => {
            code: "gone-url",
            level: Level::Warning,
            finds: "an address that was published before and leads nowhere now, told by `build`",
            says: words!(
                "/{url} was published before and leads nowhere now",
                "/{url} 以前公开过，现在打不开了",
            ),
            help: words!(
                "give the page that replaces it `aliases: [the old address]`",
                "在接替它的页面写 `aliases: [旧网址]`",
            ),
        }
        NoHistory { shallow: bool } => {
            code: "no-history",
            level: Level::Warning,
            finds: "no Git history, or one that is cut off, where pages have no `updated`",
            says: match shallow {
                true => words!(
                    "the history is cut off, so nothing says when pages were updated",
                    "历史不完整，不知道各页是哪天更新的",
                ),
                false => words!(
                    "there is no Git history, so nothing says when pages were updated",
                    "没有 Git 历史，不知道各页是哪天更新的",
                ),
            },
            help: match shallow {
                true => words!(
                    "clone with the whole history (`fetch-depth: 0`), or give pages an `updated:`",
                    "克隆时带上全部历史（`fetch-depth: 0`），或者给每一页写 `updated:`",
                ),
                false => words!(
                    "keep the site's folder in Git, or give pages an `updated:`",
                    "用 Git 管理站点的文件夹，或者给每一页写 `updated:`",
                ),
            },
        }

        // References
        DeadLink { target: String, nearest: Option<String> } => {
            code: "dead-link",
            level: Level::Error,
            finds: "a link or a picture to which nothing answers",
            says: words!("nothing is at `{target}`", "`{target}` 什么也没有"),
            help: parts::meant(nearest.as_deref()),
        }
        NotAPicture { target: String } => {
            code: "dead-link",
            level: Level::Error,
            finds: "a picture that is none",
            says: words!("`{target}` is no picture", "`{target}` 不是图片"),
        }
        DeadAnchor { target: String, anchor: String, nearest: Option<String> } => {
            code: "dead-anchor",
            level: Level::Error,
            finds: "a link to a heading that its page does not have",
            says: words!(
                "{target} has no heading `#{anchor}`",
                "{target} 里没有标题 `#{anchor}`",
            ),
            help: parts::meant(nearest.as_deref()),
        }
        DeadWiki { target: String, nearest: Option<String> } => {
            code: "dead-wiki",
            level: Level::Error,
            finds: "`[[page]]` of no page",
            says: words!("no page is called `{target}`", "没有叫 `{target}` 的页面"),
            help: parts::meant(nearest.as_deref()),
        }
        AmbiguousWiki { target: String, first: String, second: String } => {
            code: "ambiguous-wiki",
            level: Level::Error,
            finds: "`[[page]]` of two pages",
            says: words!(
                "`{target}` could be `{first}` or `{second}`",
                "`{target}` 可能是 `{first}`，也可能是 `{second}`",
            ),
            help: words!("use the id", "改用 id"),
        }
        DeadReference { scheme: &'static str, target: String, nearest: Option<String> } => {
            code: "dead-reference",
            level: Level::Error,
            finds: "`<law:id>`, `<contact:id>` and the like of no entry",
            says: words!("no {scheme} has the id `{target}`", "{scheme} 里没有 `{target}`"),
            help: parts::meant(nearest.as_deref()),
        }
        ReportArticle { law: String, id: String } => {
            code: "report-article",
            level: Level::Error,
            finds: "an article of a law that is known from a report only",
            says: words!(
                "{law} is known from a report only and is not cited by article",
                "{law} 只见于报道，不按条号引用",
            ),
            help: words!("write `<law:{id}>` without a number", "写成 `<law:{id}>`，不带条号"),
        }
        DeadArticle { law: String, article: String, nearest: Option<String> } => {
            code: "dead-article",
            level: Level::Error,
            finds: "an article that the law's file does not have",
            says: words!("{law} has no article `{article}`", "{law} 里没有登记第 `{article}` 条"),
            help: parts::meant(nearest.as_deref()).unwrap_or_else(|| words!(
                "check the number, or add the article to the law's file",
                "查对条号，或者把这一条加进该法的文件",
            )),
        }
        FactWords { fact: String, value: String, words: String } => {
            code: "fact-words",
            level: Level::Error,
            finds: "a reference to a fact with other words than its value",
            says: words!(
                "the fact `{fact}` is `{value}`, not `{words}`",
                "`{fact}` 登记的是 `{value}`，这里写的是 `{words}`",
            ),
            help: words!(
                "write the registered value, or refer to it in angle brackets",
                "照登记的值写，或者用尖括号直接引用",
            ),
        }
        HiddenTarget { target: String, picture: bool } => {
            code: "hidden-target",
            level: Level::ErrorIf("for a picture"),
            grave: picture,
            finds: "a reference to a page that is not published yet, or to a file in its folder",
            says: words!("`{target}` is not published yet", "`{target}` 还没公开"),
            help: words!("link to it once it is published", "等那一页公开后再链接，或者去掉链接"),
        }

        // Pictures
        BrokenPicture { reason: String } => {
            code: "broken-picture",
            level: Level::Warning,
            finds: "a picture that cannot be read; it is published as it is",
            says: words!("this picture cannot be read: {reason}", "这张图读不了：{reason}"),
            help: words!(
                "export it again; it is published as it is",
                "重新导出这张图；现在按原样发布",
            ),
        }
        LargePicture { width: usize, height: usize, limit: u64 } => {
            code: "large-picture",
            level: Level::Error,
            finds: "a picture that unpacks to more than 260 MB, or to more than 80 MB from less than a two-hundredth of that",
            says: words!(
                "{width} × {height} pixels unpack to more than {limit} MB",
                "{width} × {height} 像素解开以后超过 {limit} MB",
            ),
            help: words!("scale it down before you put it here", "缩小以后再放进来"),
        }

        // The site's own search tests
        SearchTest { miss: SearchMiss } => {
            code: "search-test",
            level: Level::Error,
            finds: "a query of `content/tests/search.yaml` that does not find what it should",
            says: miss.said(),
            help: miss.found(),
        }

        CalculatorTest { output: &'static str, built: String, told: String } => {
            code: "calculator-test",
            level: Level::Error,
            finds: "a calculator of which the published script gives another result than the page; said by `mingbai test`",
            says: words!(
                "the page says {built} for `{output}`, its script {told}",
                "`{output}` 页面上算的是 {built}，网页脚本算的是 {told}",
            ),
            help: words!(
                "make formulas.js of your theme reckon as the program does, or remove it",
                "让主题里的 formulas.js 和程序算得一样，或者删掉它",
            ),
        }

        // The ways through the site's flows
        FlowTest { miss: FlowMiss } => {
            code: "flow-test",
            level: Level::Error,
            finds: "a way of `content/tests/flows.yaml` that does not end where it should",
            says: miss.said(),
            help: miss.found(),
        }
        UntestedOutcome { words: String } => {
            code: "untested-outcome",
            level: Level::Note,
            finds: "an outcome of a flow that no way of `content/tests/flows.yaml` leads to; said by `mingbai test`",
            says: words!("no test comes to “{words}”", "没有测试走到“{words}”"),
            help: words!(
                "add the answers that lead here to content/tests/flows.yaml",
                "把走到这里的选法写进 content/tests/flows.yaml",
            ),
        }

        // Themes
        Template { message: String } => {
            code: "template",
            level: Level::Error,
            finds: "a template that cannot be read or filled in",
            says: words!("{message}", "{message}"),
        }
        MissingTemplate { name: String } => {
            code: "missing-template",
            level: Level::Error,
            finds: "a template that the theme lacks",
            says: words!("the theme has no template `{name}`", "主题里没有模板 `{name}`"),
        }
        MissingTheme { name: String } => {
            code: "missing-theme",
            level: Level::Error,
            finds: "a theme that is not in `themes/`",
            says: words!("there is no theme `{name}` in themes/", "themes/ 里没有主题 `{name}`"),
        }
        MissingWords { language: String, used: String, file: String } => {
            code: "missing-words",
            level: Level::Warning,
            finds: "a language of which the theme has no words; a note where it has those of another script or region",
            says: words!(
                "the theme has no words in `{language}`; those of `{used}` are used",
                "主题没有 `{language}` 的界面文字，用的是 `{used}` 的",
            ),
            help: words!(
                "write another `language:`, or its words into `{file}`",
                "改写 `language:`，或者把那种语言的文字写进 `{file}`",
            ),
        }
        FaintColour { key: String, colour: String, ratio: String, used: String } => {
            code: "faint-colour",
            level: Level::Note,
            finds: "a colour that words cannot be read in",
            says: words!(
                "`{key}` {colour} has a contrast of {ratio} on light; {used} is used there",
                "`{key}` {colour} 在浅色底上的对比度只有 {ratio}，那里改用 {used}",
            ),
            help: words!("words need a contrast of 4.5 to be read", "文字要看得清，对比度至少 4.5"),
        }
    }
}

impl Problem {
    /// Whether a site with it has a file that cannot be written, so that nothing makes it harmless.
    pub fn forbids_a_file(&self) -> bool {
        matches!(
            self,
            Self::DuplicateUrl { .. }
                | Self::AlikeUrls { .. }
                | Self::FileAndFolder { .. }
                | Self::ReservedUrl { .. }
        )
    }

    /// The stable code printed in brackets.
    pub fn code(&self) -> &'static str {
        Entry::rule(self).code
    }

    /// How much it matters where a site says nothing else.
    pub(super) fn severity(&self) -> Severity {
        Entry::severity(self)
    }

    /// What is wrong.
    pub fn sentence(&self, lang: Lang) -> String {
        self.says().in_lang(lang)
    }

    /// What to do about it, where there is more to say than "mend it".
    pub fn help(&self, lang: Lang) -> Option<String> {
        Entry::help(self).map(|words| words.in_lang(lang))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_explained_by_its_likeness_and_by_who_has_it() {
        let said = |nearest: Option<&str>, kinds: &[&str], lang| {
            let nearest = nearest.map(str::to_owned);
            let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
            Problem::UnknownKey { key: "limit".to_owned(), nearest, kinds }.help(lang)
        };
        for (nearest, kinds, en, zh) in [
            (None, &[][..], None, None),
            (Some("limits"), &[], Some("did you mean `limits`?"), Some("是不是想写 `limits`？")),
            (
                None,
                &["loan"],
                Some("only guides of the kind `loan` have it"),
                Some("只有 `loan` 类的指南有这个键"),
            ),
            (
                Some("limits"),
                &["loan", "card"],
                Some("did you mean `limits`? only guides of the kinds `loan`, `card` have it"),
                Some("是不是想写 `limits`？只有 `loan`、`card` 类的指南有这个键"),
            ),
        ] {
            assert_eq!(said(nearest, kinds, Lang::En).as_deref(), en);
            assert_eq!(said(nearest, kinds, Lang::Zh).as_deref(), zh);
        }
    }
}
