//! Every sentence that an author can be shown about a problem, in English and in Chinese.
//!
//! One terse sentence says what is wrong, another what to do. Codes and severity words are never
//! translated, so that they can be searched.

mod finding;

use crate::base::lang::Lang;
use crate::diag::{BaseFault, Expected, Looks, Problem, Read, SearchMiss};

/// What is wrong.
pub fn sentence(problem: &Problem, lang: Lang) -> String {
    match lang {
        Lang::En => english(problem),
        Lang::Zh => chinese(problem),
    }
}

/// What to do about it, where there is more to say than "mend it".
pub fn help(problem: &Problem, lang: Lang) -> Option<String> {
    let zh = lang == Lang::Zh;
    let meant = nearest(problem).map(|nearest| match lang {
        Lang::En => format!("did you mean `{nearest}`?"),
        Lang::Zh => format!("是不是想写 `{nearest}`？"),
    });
    if let Problem::UnknownKey { kinds, .. } = problem
        && !kinds.is_empty()
    {
        let belongs = key_of(kinds, lang);
        let space = if zh { "" } else { " " };
        return Some(meant.map_or(belongs.clone(), |meant| format!("{meant}{space}{belongs}")));
    }
    if meant.is_some() {
        return meant;
    }
    let text = match problem {
        Problem::Rule { finding } => return finding::help(finding, lang),
        Problem::NotUtf8 if zh => "用编辑器把文件另存为 UTF-8",
        Problem::NotUtf8 => "save the file as UTF-8 in your editor",
        Problem::Unreadable { .. } if zh => "看看它的权限；如果是链接，看它指到哪里",
        Problem::Unreadable { .. } => {
            "look at its permissions and, if it is a link, at where it leads"
        }
        Problem::TooLarge { .. } if zh => "拆成几个文件",
        Problem::TooLarge { .. } => "divide it into several",
        Problem::NoSettings if zh => "建这个文件，写上一行 `title: 站名`",
        Problem::NoSettings => "make this file with a line `title: the site's name`",
        Problem::DraftsFolder { .. } if zh => {
            "在开头的 --- 之间写 `draft: true`，或者移到别的文件夹"
        }
        Problem::DraftsFolder { .. } => "write `draft: true` between the `---` lines, or move it",
        Problem::PageName { name } if zh => return Some(format!("改成 `{name}`")),
        Problem::PageName { name } => return Some(format!("call it `{name}`")),
        Problem::FrontMatterFile { name: Some(name) } if zh => {
            return Some(format!(
                "是页面就改成 `{name}`，放在页面的文件夹里；要给人下载就去掉这些设置"
            ));
        }
        Problem::FrontMatterFile { name: Some(name) } => {
            return Some(format!(
                "a page is called `{name}` and kept among pages; from a download, take the front matter away"
            ));
        }
        Problem::FrontMatterFile { .. } if zh => {
            "去掉这些设置，或者把文件改成 `.md` 放在页面的文件夹里"
        }
        Problem::FrontMatterFile { .. } => {
            "take the front matter away, or make it a page: `.md`, kept among pages"
        }
        Problem::MissingField { key } if zh => return Some(format!("加上 `{key}: …`")),
        Problem::MissingField { key } => return Some(format!("add `{key}: …`")),
        Problem::OutsideSite if zh => "把文件复制进站点，不要用指向外面的链接",
        Problem::OutsideSite => "copy the file into the site instead of linking to it",
        Problem::FrontMatterOpen if zh => "在正文之前另起一行写 ---",
        Problem::FrontMatterOpen => "put a line of three hyphens before the body",
        Problem::FrontMatterSize { .. } if zh => "长内容请写进正文",
        Problem::FrontMatterSize { .. } => "move long text into the body",
        Problem::FrontMatterAstray { looks } => return Some(astray_help(*looks, lang).to_owned()),
        Problem::ForeignKey { instead, .. } => {
            let [english, chinese] = instead.unwrap_or([
                "remove it, or declare it as a field by `kinds:` in content/site.yaml",
                "删掉，或者在 content/site.yaml 的 `kinds:` 里声明成字段",
            ]);
            return Some(if zh { chinese } else { english }.to_owned());
        }
        Problem::NotAMapping | Problem::YamlSyntax { .. } if zh => {
            "冒号用半角、后面空一格；含有“: ”或“#”的值加引号；缩进用空格"
        }
        Problem::NotAMapping | Problem::YamlSyntax { .. } => {
            "write `key: value` with a space; quote values that contain `: ` or `#`; indent by spaces"
        }
        Problem::DuplicateKey { .. } if zh => "合并成一项",
        Problem::DuplicateKey { .. } => "keep one of them",
        Problem::SearchTest { miss } => return Some(came_help(&miss.came, lang)),
        Problem::WrongType { expected, .. } => return Some(expected_help(*expected, lang)),
        Problem::LooseValue { key, read } => return Some(read_help(key, read, lang)),
        Problem::EmptyValue { .. } if zh => "写上内容，或者删掉这一行",
        Problem::EmptyValue { .. } => "fill it in or remove the line",
        Problem::MissingTitle { .. } if zh => "在开头的 --- 之间写 `title: 标题`",
        Problem::MissingTitle { .. } => "add `title: …` between the `---` lines",
        Problem::BadId { .. } if zh => "用小写字母、数字和连字符",
        Problem::BadId { .. } => "use lower-case letters, digits and hyphens",
        Problem::DuplicateId { .. } if zh => "改掉其中一个 `id`",
        Problem::DuplicateId { .. } => "give one of them another `id`",
        Problem::AmbiguousId { .. } if zh => "给其中一个写上自己的 `id:`，这里用它",
        Problem::AmbiguousId { .. } => "give one of them an `id:` of its own, and write that",
        Problem::DuplicateUrl { .. }
        | Problem::AlikeUrls { .. }
        | Problem::FileAndFolder { .. }
        | Problem::ReservedUrl { .. } => match lang {
            Lang::En => "rename one of them; a page may have a `slug:` of its own",
            Lang::Zh => "改掉其中一个的名字；页面可以写 `slug:`",
        },
        Problem::BadBaseUrl { .. } if zh => {
            "写成 `https://example.org/` 或 `https://example.org/guide/`"
        }
        Problem::BadBaseUrl { .. } => {
            "write it like `https://example.org/` or `https://example.org/guide/`"
        }
        Problem::UnknownTag { .. } if zh => "改用已有的标签，或者加进 content/data/tags.yaml",
        Problem::UnknownTag { .. } => "use a listed tag, or add it to content/data/tags.yaml",
        Problem::FutureDate { .. } if zh => "到那天之前不想公开，请用 `publish:`",
        Problem::FutureDate { .. } => "to hide the page until then, use `publish:`",
        Problem::Unrelated { related, .. } if related.is_empty() => return None,
        Problem::Unrelated { rows, related, .. } => {
            let related = related.join(", ");
            return Some(match lang {
                Lang::En => format!("related to `{rows}`: {related}"),
                Lang::Zh => format!("和 `{rows}` 有关系的：{related}"),
            });
        }
        Problem::CompanyMatrix { .. } if zh => "写在那一家自己的页面上，并给出来源",
        Problem::CompanyMatrix { .. } => "say it on the company's own page, with its source",
        Problem::MatrixSize { .. } if zh => "读者看不过来；换一对种类，或者拆成几页",
        Problem::MatrixSize { .. } => "nobody can read that; choose other kinds",
        Problem::GoneUrl { .. } if zh => "在接替它的页面写 `aliases: [旧网址]`",
        Problem::GoneUrl { .. } => "give the page that replaces it `aliases: [the old address]`",
        Problem::ReportArticle { id, .. } if zh => {
            return Some(format!("写成 `<law:{id}>`，不带条号"));
        }
        Problem::ReportArticle { id, .. } => {
            return Some(format!("write `<law:{id}>` without a number"));
        }
        Problem::NoHistory { shallow: true } if zh => {
            "克隆时带上全部历史（`fetch-depth: 0`），或者给每一页写 `updated:`"
        }
        Problem::NoHistory { shallow: true } => {
            "clone with the whole history (`fetch-depth: 0`), or give pages an `updated:`"
        }
        Problem::NoHistory { .. } if zh => "用 Git 管理站点的文件夹，或者给每一页写 `updated:`",
        Problem::NoHistory { .. } => "keep the site's folder in Git, or give pages an `updated:`",
        Problem::DeadArticle { .. } if zh => "查对条号，或者把这一条加进该法的文件",
        Problem::DeadArticle { .. } => "check the number, or add the article to the law's file",
        Problem::FactWords { .. } if zh => "照登记的值写，或者用尖括号直接引用",
        Problem::FactWords { .. } => "write the registered value, or refer to it in angle brackets",
        Problem::HiddenTarget { .. } if zh => "等那一页公开后再链接，或者去掉链接",
        Problem::HiddenTarget { .. } => "link to it once it is published",
        Problem::MissingWords { file, .. } if zh => {
            return Some(format!("改写 `language:`，或者把那种语言的文字写进 `{file}`"));
        }
        Problem::MissingWords { file, .. } => {
            return Some(format!("write another `language:`, or its words into `{file}`"));
        }
        Problem::FaintColour { .. } if zh => "文字要看得清，对比度至少 4.5",
        Problem::FaintColour { .. } => "words need a contrast of 4.5 to be read",
        Problem::BrokenPicture { .. } if zh => "重新导出这张图；现在按原样发布",
        Problem::BrokenPicture { .. } => "export it again; it is published as it is",
        Problem::LargePicture { .. } if zh => "缩小以后再放进来",
        Problem::LargePicture { .. } => "scale it down before you put it here",
        Problem::AmbiguousWiki { .. } | Problem::AmbiguousTag { .. } if zh => "改用 id",
        Problem::AmbiguousWiki { .. } | Problem::AmbiguousTag { .. } => "use the id",
        _ => return None,
    };
    Some(text.to_owned())
}

/// Where front matter belongs.
fn astray_help(looks: Looks, lang: Lang) -> &'static str {
    match (looks, lang) {
        (Looks::Second, Lang::En) => "put everything into the first block, or remove this one",
        (Looks::Second, Lang::Zh) => "都写进第一份，或者删掉这一份",
        (Looks::Middle, Lang::En) => {
            "move it to the very start of the file; an example belongs into a code block"
        }
        (Looks::Middle, Lang::Zh) => "移到文件最开头；如果是举例，请放进代码块",
        (Looks::Code, Lang::En) => {
            "begin the file with the lines themselves; before an example, write a sentence"
        }
        (Looks::Code, Lang::Zh) => "直接写在文件最开头；如果是举例，前面先写一句话",
        (_, Lang::En) => {
            "write `key: value` lines between two lines `---`, the first of them at the very start of the file"
        }
        (_, Lang::Zh) => "文件第一行写 ---，下面每行写 `键: 值`，再写一行 ---",
    }
}

/// How a value that was read all the same is written.
fn read_help(key: &str, read: &Read, lang: Lang) -> String {
    match (read, lang) {
        (Read::Day { day, timed: true }, Lang::En) => {
            format!("write `{key}: {day}`; the time of day is not kept")
        }
        (Read::Day { day, timed: true }, Lang::Zh) => {
            format!("写成 `{key}: {day}`；几点几分不会保留")
        }
        (Read::Day { day, .. }, Lang::En) => format!("write `{key}: {day}`"),
        (Read::Day { day, .. }, Lang::Zh) => format!("写成 `{key}: {day}`"),
        (Read::List { items }, Lang::En) => format!("write `{key}: [{}]`", items.join(", ")),
        (Read::List { items }, Lang::Zh) => format!("写成 `{key}: [{}]`", items.join(", ")),
        (Read::Nothing, Lang::En) => "fill it in or remove the line".to_owned(),
        (Read::Nothing, Lang::Zh) => "写上内容，或者删掉这一行".to_owned(),
    }
}

/// Which kinds of guide have a key that the kind at hand has not.
fn key_of(kinds: &[String], lang: Lang) -> String {
    let names: Vec<String> = kinds.iter().map(|kind| format!("`{kind}`")).collect();
    match (lang, names.as_slice()) {
        (Lang::En, [one]) => format!("only guides of the kind {one} have it"),
        (Lang::En, several) => format!("only guides of the kinds {} have it", several.join(", ")),
        (Lang::Zh, names) => format!("只有 {} 类的指南有这个键", names.join("、")),
    }
}

fn nearest(problem: &Problem) -> Option<&str> {
    match problem {
        Problem::UnknownKey { nearest, .. }
        | Problem::UnknownKind { nearest, .. }
        | Problem::UnknownTag { nearest, .. }
        | Problem::DanglingId { nearest, .. }
        | Problem::DeadLink { nearest, .. }
        | Problem::DeadAnchor { nearest, .. }
        | Problem::DeadWiki { nearest, .. }
        | Problem::DeadReference { nearest, .. }
        | Problem::DeadArticle { nearest, .. } => nearest.as_deref(),
        _ => None,
    }
}

fn english(problem: &Problem) -> String {
    match problem {
        Problem::NotUtf8 => "this file is not UTF-8 text".to_owned(),
        Problem::Unreadable { reason } => format!("this file cannot be read: {reason}"),
        Problem::OutsideSite => "this link leads out of the site's folder".to_owned(),
        Problem::NotRegular => "this is not a regular file and is skipped".to_owned(),
        Problem::TooLarge { limit_kib } => format!("this file is larger than {limit_kib} KiB"),
        Problem::NoSettings => "the site has no settings".to_owned(),
        Problem::DraftsFolder { folder } => {
            format!("a page in `{folder}` is published like any other")
        }
        Problem::PageName { .. } => "pages are not read under such a name".to_owned(),
        Problem::FrontMatterFile { .. } => {
            "this file has front matter and would be published as it is".to_owned()
        }
        Problem::FrontMatterOpen => "the front matter never ends".to_owned(),
        Problem::FrontMatterSize { limit_kib } => {
            format!("the front matter is larger than {limit_kib} KiB")
        }
        Problem::FrontMatterAstray { looks } => {
            let how = match looks {
                Looks::Below => ", but it does not begin on the first line",
                Looks::Second => " behind the front matter",
                Looks::Middle => " in the middle of the text",
                Looks::Toml => " in TOML",
                Looks::Json => " in JSON",
                Looks::Org => " of Org mode",
                Looks::Fence => ", but its first line is not three hyphens",
                Looks::Bare => " without its lines of three hyphens",
                Looks::Code => " in a code block",
                Looks::Comment => " in a comment",
            };
            format!("this looks like front matter{how}")
        }
        Problem::YamlSyntax { message } => format!("this YAML cannot be read: {message}"),
        Problem::DuplicateKey { key } => format!("`{key}` is given twice"),
        Problem::NotAMapping => "`key: value` lines are expected here".to_owned(),
        Problem::NotAList => "a list is expected here".to_owned(),
        Problem::UnknownKey { key, .. } | Problem::ForeignKey { key, times: 1, .. } => {
            format!("unknown key `{key}`")
        }
        Problem::ForeignKey { key, times, .. } => format!("unknown key `{key}`, in {times} files"),
        Problem::WrongType { key, expected } => {
            format!("`{key}` takes {}", expected_english(*expected))
        }
        Problem::EmptyValue { key } => format!("`{key}` is empty"),
        Problem::LooseValue { key, read } => match read {
            Read::Day { day, .. } => format!("`{key}` is read as {day}"),
            Read::List { items } => format!("`{key}` is read as a list of {}", items.len()),
            Read::Nothing => format!("`{key}` is empty, as if it were not there"),
        },
        Problem::MissingTitle { used } => format!("no title; `{used}` is used"),
        Problem::MissingField { key } => format!("`{key}` is missing"),
        Problem::TooLong { key, limit, length } => {
            format!("`{key}` has {length} characters, {limit} fit")
        }
        Problem::UnknownKind { kind, .. } => format!("unknown kind `{kind}`"),
        Problem::Paired { key, other } => format!("`{key}` without `{other}`"),
        Problem::BadId { id } => format!("`{id}` cannot be part of an address"),
        Problem::BadBaseUrl { fault } => base_fault(*fault, Lang::En).to_owned(),
        Problem::DuplicateId { id } => format!("the id `{id}` is used twice"),
        Problem::AmbiguousId { id, first, second } => {
            format!("`{id}` could be {first} or {second}")
        }
        Problem::DuplicateUrl { url, by: None } => format!("the address /{url} is wanted twice"),
        Problem::DuplicateUrl { url, by: Some(by) } => {
            format!("the address /{url} is taken by {by} already")
        }
        Problem::AlikeUrls { url, other } => {
            format!("many systems see no difference between /{url} and /{other}")
        }
        Problem::FileAndFolder { url } => {
            format!("/{url} would be a file and a folder at once")
        }
        Problem::ReservedUrl { url } => format!("the address /{url} is the site's own"),
        Problem::UnknownTag { tag, .. } => format!("unknown tag `{tag}`"),
        Problem::AmbiguousTag { tag, first, second } => {
            format!("`{tag}` is a word for `{first}` and for `{second}`")
        }
        Problem::DanglingId { key, id, .. } => {
            format!("`{key}` names `{id}`, which does not exist")
        }
        Problem::WrongKind { id, expected, found } => {
            format!("`{id}` is a {found}, a {expected} is expected")
        }
        Problem::FutureDate { date } => format!("{date} is still to come"),
        Problem::Unrelated { rows, columns, .. } => {
            format!("no relation is declared between `{rows}` and `{columns}`")
        }
        Problem::CompanyMatrix { kind } => {
            format!("a matrix of `{kind}` would mark what companies do, without a source")
        }
        Problem::MatrixSize { rows, columns } => {
            format!("the matrix has {rows} rows and {columns} columns and is left out")
        }
        Problem::GoneUrl { url } => format!("/{url} was published before and leads nowhere now"),
        Problem::NoHistory { shallow: true } => {
            "the history is cut off, so nothing says when pages were updated".to_owned()
        }
        Problem::NoHistory { .. } => {
            "there is no Git history, so nothing says when pages were updated".to_owned()
        }
        Problem::SearchTest { miss: SearchMiss { key, query, page, place, .. } } => {
            let now = place.map_or("it is not found".to_owned(), |n| format!("it is number {n}"));
            match *key {
                "first" => format!("“{query}” does not put {page} first: {now}"),
                "top_three" => {
                    format!("“{query}” does not put {page} among the first three: {now}")
                }
                _ => format!("“{query}” finds {page}: {now}"),
            }
        }
        Problem::DeadLink { target, .. } => format!("nothing is at `{target}`"),
        Problem::NotAPicture { target } => format!("`{target}` is no picture"),
        Problem::DeadAnchor { target, anchor, .. } => {
            format!("{target} has no heading `#{anchor}`")
        }
        Problem::DeadWiki { target, .. } => format!("no page is called `{target}`"),
        Problem::AmbiguousWiki { target, first, second } => {
            format!("`{target}` could be `{first}` or `{second}`")
        }
        Problem::DeadReference { scheme, target, .. } => {
            format!("no {scheme} has the id `{target}`")
        }
        Problem::ReportArticle { law, .. } => {
            format!("{law} is known from a report only and is not cited by article")
        }
        Problem::DeadArticle { law, article, .. } => format!("{law} has no article `{article}`"),
        Problem::FactWords { fact, value, words } => {
            format!("the fact `{fact}` is `{value}`, not `{words}`")
        }
        Problem::HiddenTarget { target } => format!("`{target}` is not published yet"),
        Problem::BrokenPicture { reason } => format!("this picture cannot be read: {reason}"),
        Problem::LargePicture { width, height, limit } => {
            format!("{width} × {height} pixels are more than {limit} million")
        }
        Problem::Rule { finding } => finding::sentence(finding, Lang::En),
        Problem::Template { message } => message.clone(),
        Problem::MissingTemplate { name } => format!("the theme has no template `{name}`"),
        Problem::MissingWords { language, used, .. } => {
            format!("the theme has no words in `{language}`; those of `{used}` are used")
        }
        Problem::MissingTheme { name } => format!("there is no theme `{name}` in themes/"),
        Problem::FaintColour { key, colour, ratio, used } => {
            format!("`{key}` {colour} has a contrast of {ratio} on light; {used} is used there")
        }
    }
}

fn chinese(problem: &Problem) -> String {
    match problem {
        Problem::NotUtf8 => "文件不是 UTF-8 文本".to_owned(),
        Problem::Unreadable { reason } => format!("文件读不了：{reason}"),
        Problem::OutsideSite => "这个链接指到了站点文件夹外面".to_owned(),
        Problem::NotRegular => "不是普通文件，已跳过".to_owned(),
        Problem::TooLarge { limit_kib } => format!("文件超过 {limit_kib} KiB"),
        Problem::NoSettings => "站点没有设置".to_owned(),
        Problem::DraftsFolder { folder } => format!("放在 `{folder}` 里的页面也会公开"),
        Problem::PageName { .. } => "叫这个名字的文件不会当作页面".to_owned(),
        Problem::FrontMatterFile { .. } => "这个文件开头有设置，会原样公开".to_owned(),
        Problem::FrontMatterOpen => "开头的 --- 没有结束".to_owned(),
        Problem::FrontMatterSize { limit_kib } => format!("开头的设置超过 {limit_kib} KiB"),
        Problem::FrontMatterAstray { looks } => match looks {
            Looks::Below => "这像是开头的设置，但没有从第一行开始",
            Looks::Second => "开头的设置后面又像是一份设置",
            Looks::Middle => "正文中间这一段像是开头的设置",
            Looks::Toml => "这像是 TOML 写的设置",
            Looks::Json => "这像是 JSON 写的设置",
            Looks::Org => "这像是 Org 的设置",
            Looks::Fence => "这像是开头的设置，但第一行不是三个半角连字符",
            Looks::Bare => "这像是开头的设置，但前后没有 ---",
            Looks::Code => "代码块里的这一段像是开头的设置",
            Looks::Comment => "注释里的这一段像是开头的设置",
        }
        .to_owned(),
        Problem::YamlSyntax { message } => format!("YAML 读不了：{message}"),
        Problem::DuplicateKey { key } => format!("`{key}` 写了两次"),
        Problem::NotAMapping => "这里应当是 `键: 值`".to_owned(),
        Problem::NotAList => "这里应当是列表".to_owned(),
        Problem::UnknownKey { key, .. } | Problem::ForeignKey { key, times: 1, .. } => {
            format!("没有 `{key}` 这个键")
        }
        Problem::ForeignKey { key, times, .. } => {
            format!("没有 `{key}` 这个键，{times} 个文件里写了它")
        }
        Problem::WrongType { key, expected } => {
            format!("`{key}` 应当是{}", expected_chinese(*expected))
        }
        Problem::EmptyValue { key } => format!("`{key}` 是空的"),
        Problem::LooseValue { key, read } => match read {
            Read::Day { day, .. } => format!("`{key}` 读作 {day}"),
            Read::List { items } => format!("`{key}` 读作有 {} 项的列表", items.len()),
            Read::Nothing => format!("`{key}` 是空的，当作没有写"),
        },
        Problem::MissingTitle { used } => format!("没有标题，暂用 `{used}`"),
        Problem::MissingField { key } => format!("缺少 `{key}`"),
        Problem::TooLong { key, limit, length } => {
            format!("`{key}` 有 {length} 个字，最多 {limit} 个")
        }
        Problem::UnknownKind { kind, .. } => format!("没有 `{kind}` 这个种类"),
        Problem::Paired { key, other } => format!("写了 `{key}`，没写 `{other}`"),
        Problem::BadId { id } => format!("`{id}` 不能用在网址里"),
        Problem::BadBaseUrl { fault } => base_fault(*fault, Lang::Zh).to_owned(),
        Problem::DuplicateId { id } => format!("id `{id}` 用了两次"),
        Problem::AmbiguousId { id, first, second } => {
            format!("`{id}` 可能是 {first}，也可能是 {second}")
        }
        Problem::DuplicateUrl { url, by: None } => format!("网址 /{url} 有两处要用"),
        Problem::DuplicateUrl { url, by: Some(by) } => format!("网址 /{url} 已经给了 {by}"),
        Problem::AlikeUrls { url, other } => {
            format!("/{url} 和 /{other} 在许多系统上是同一个")
        }
        Problem::FileAndFolder { url } => format!("/{url} 既要作文件又要作文件夹"),
        Problem::ReservedUrl { url } => format!("网址 /{url} 是站点自己用的"),
        Problem::UnknownTag { tag, .. } => format!("没有 `{tag}` 这个标签"),
        Problem::AmbiguousTag { tag, first, second } => {
            format!("`{tag}` 既指 `{first}` 又指 `{second}`")
        }
        Problem::DanglingId { key, id, .. } => format!("`{key}` 里的 `{id}` 不存在"),
        Problem::WrongKind { id, expected, found } => {
            format!("`{id}` 是 {found}，这里要的是 {expected}")
        }
        Problem::FutureDate { date } => format!("{date} 还没到"),
        Problem::Unrelated { rows, columns, .. } => {
            format!("`{rows}` 和 `{columns}` 之间没有声明过关系")
        }
        Problem::CompanyMatrix { kind } => {
            format!("`{kind}` 排成对照表，就成了没有来源地说哪家公司做了什么")
        }
        Problem::MatrixSize { rows, columns } => {
            format!("对照表有 {rows} 行 {columns} 列，没有画出来")
        }
        Problem::GoneUrl { url } => format!("/{url} 以前公开过，现在打不开了"),
        Problem::NoHistory { shallow: true } => "历史不完整，不知道各页是哪天更新的".to_owned(),
        Problem::NoHistory { .. } => "没有 Git 历史，不知道各页是哪天更新的".to_owned(),
        Problem::SearchTest { miss: SearchMiss { key, query, page, place, .. } } => {
            let now = place.map_or("没有搜到".to_owned(), |n| format!("排在第 {n}"));
            match *key {
                "first" => format!("搜“{query}”，{page} 不在第一：{now}"),
                "top_three" => format!("搜“{query}”，{page} 不在前三：{now}"),
                _ => format!("搜“{query}”，不该出现 {page}：{now}"),
            }
        }
        Problem::DeadLink { target, .. } => format!("`{target}` 什么也没有"),
        Problem::NotAPicture { target } => format!("`{target}` 不是图片"),
        Problem::DeadAnchor { target, anchor, .. } => format!("{target} 里没有标题 `#{anchor}`"),
        Problem::DeadWiki { target, .. } => format!("没有叫 `{target}` 的页面"),
        Problem::AmbiguousWiki { target, first, second } => {
            format!("`{target}` 可能是 `{first}`，也可能是 `{second}`")
        }
        Problem::DeadReference { scheme, target, .. } => format!("{scheme} 里没有 `{target}`"),
        Problem::ReportArticle { law, .. } => {
            format!("{law} 只见于报道，不按条号引用")
        }
        Problem::DeadArticle { law, article, .. } => format!("{law} 里没有登记第 `{article}` 条"),
        Problem::FactWords { fact, value, words } => {
            format!("`{fact}` 登记的是 `{value}`，这里写的是 `{words}`")
        }
        Problem::HiddenTarget { target } => format!("`{target}` 还没公开"),
        Problem::BrokenPicture { reason } => format!("这张图读不了：{reason}"),
        Problem::LargePicture { width, height, limit } => {
            format!("{width} × {height} 超过 {} 万像素", limit * 100)
        }
        Problem::Rule { finding } => finding::sentence(finding, Lang::Zh),
        Problem::Template { message } => message.clone(),
        Problem::MissingTemplate { name } => format!("主题里没有模板 `{name}`"),
        Problem::MissingWords { language, used, .. } => {
            format!("主题没有 `{language}` 的界面文字，用的是 `{used}` 的")
        }
        Problem::MissingTheme { name } => format!("themes/ 里没有主题 `{name}`"),
        Problem::FaintColour { key, colour, ratio, used } => {
            format!("`{key}` {colour} 在浅色底上的对比度只有 {ratio}，那里改用 {used}")
        }
    }
}

/// Why an address cannot be that of a site.
pub fn base_fault(fault: BaseFault, lang: Lang) -> &'static str {
    let (en, zh) = match fault {
        BaseFault::Space => ("white space stands in the site's address", "网站地址里有空白"),
        BaseFault::Character => (
            "a character that cannot be there stands in the site's address",
            "网站地址里有不能用的字符",
        ),
        BaseFault::Scheme => (
            "the site's address does not begin with https:// or http://",
            "网站地址不是以 https:// 或 http:// 开头",
        ),
        BaseFault::Host => {
            ("the site's address has no host that can be", "网站地址里没有可用的主机名")
        }
        BaseFault::User => ("a user stands in the site's address", "网站地址里有用户名"),
        BaseFault::EmptyPart => {
            ("the site's address has `//` in its path", "网站地址的路径里有 `//`")
        }
        BaseFault::Query => ("the site's address goes on with `?`", "网站地址里有 `?`"),
        BaseFault::Fragment => ("the site's address goes on with `#`", "网站地址里有 `#`"),
    };
    match lang {
        Lang::En => en,
        Lang::Zh => zh,
    }
}

fn expected_english(expected: Expected) -> String {
    match expected {
        Expected::Text => "a text".to_owned(),
        Expected::TextList => "a list of texts".to_owned(),
        Expected::Date => "a day".to_owned(),
        Expected::Number => "a whole number".to_owned(),
        Expected::Bool => "true or false".to_owned(),
        Expected::Mapping => "`key: value` lines".to_owned(),
        Expected::List => "a list".to_owned(),
        Expected::Url => "a web address".to_owned(),
        Expected::Phone => "a telephone number".to_owned(),
        Expected::Duration => "a period".to_owned(),
        Expected::Colour => "a colour".to_owned(),
        Expected::OneOf(words) => format!("one of: {words}"),
    }
}

fn expected_chinese(expected: Expected) -> String {
    match expected {
        Expected::Text => "文字".to_owned(),
        Expected::TextList => "一列文字".to_owned(),
        Expected::Date => "日期".to_owned(),
        Expected::Number => "整数".to_owned(),
        Expected::Bool => " true 或 false".to_owned(),
        Expected::Mapping => " `键: 值`".to_owned(),
        Expected::List => "列表".to_owned(),
        Expected::Url => "网址".to_owned(),
        Expected::Phone => "电话号码".to_owned(),
        Expected::Duration => "时长".to_owned(),
        Expected::Colour => "颜色".to_owned(),
        Expected::OneOf(words) => format!("其中之一：{words}"),
    }
}

/// What a query found, with the words that it was found by.
fn came_help(came: &[String], lang: Lang) -> String {
    let list: Vec<String> = came.iter().zip(1..).map(|(hit, n)| format!("{n}. {hit}")).collect();
    match lang {
        _ if list.is_empty() && lang == Lang::En => "nothing came".to_owned(),
        _ if list.is_empty() => "什么都没有搜到".to_owned(),
        Lang::En => format!("what came: {}", list.join(", ")),
        Lang::Zh => format!("搜到的是：{}", list.join("，")),
    }
}

fn expected_help(expected: Expected, lang: Lang) -> String {
    let example = match expected {
        Expected::Text => "文字",
        Expected::TextList => "[一, 二]",
        Expected::Date => "2026-11-22",
        Expected::Number => "3",
        Expected::Bool => "true",
        Expected::Mapping => "{键: 值}",
        Expected::List => "[…]",
        Expected::Url => "https://example.org/",
        Expected::Phone => "\"12345\"",
        Expected::Duration => "90d",
        Expected::Colour => "\"#0a5a53\"",
        Expected::OneOf(words) => words.split(", ").next().unwrap_or(words),
    };
    match lang {
        Lang::En => format!("for example `{example}`"),
        Lang::Zh => format!("例如 `{example}`"),
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
            help(&Problem::UnknownKey { key: "limit".to_owned(), nearest, kinds }, lang)
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
