//! The sentences about findings.

use crate::base::lang::Lang;
use crate::diag::{Finding, Foreign, Personal, Unbalanced, Unreachable};

/// What is wrong.
pub(super) fn sentence(finding: &Finding, lang: Lang) -> String {
    match lang {
        Lang::En => english(finding),
        Lang::Zh => chinese(finding),
    }
}

/// What to do about it.
pub(super) fn help(finding: &Finding, lang: Lang) -> Option<String> {
    let (en, zh) = advice(finding)?;
    Some(match lang {
        Lang::En => en,
        Lang::Zh => zh,
    })
}

fn english(finding: &Finding) -> String {
    match finding {
        Finding::FullwidthColon { key } => format!("the colon behind `{key}` is a full-width one"),
        Finding::FullwidthComma { key } => {
            format!("a full-width comma does not divide the list `{key}`")
        }
        Finding::CutValue { key } => format!("everything from ` #` on is lost from `{key}`"),
        Finding::HeadingSpace { .. } => {
            "this is no heading: a space is missing behind `#`".to_owned()
        }
        Finding::ListSpace { marker } => {
            format!("this is no list item: a space is missing behind `{marker}`")
        }
        Finding::AlertText { name } => {
            format!("text behind `[!{name}]` makes it a plain quotation")
        }
        Finding::HeadingAttributes { written, full } => match full {
            true => format!("`{written}` is read as words of the heading"),
            false => format!("`{written}` is read as an attribute of the heading and dropped"),
        },
        Finding::SecondTitle => "the page has its title already".to_owned(),
        Finding::UnknownAlert { written, .. } => format!("`{written}` begins no alert"),
        Finding::UndefinedReference { label, footnote } => match footnote {
            true => format!("there is no footnote `{label}`"),
            false => format!("nothing says where `{label}` leads"),
        },
        Finding::DefinitionColon { label } => {
            format!("the colon behind `[{label}]` is a full-width one, so nothing is defined")
        }
        Finding::DuplicateDefinition { label } => format!("`{label}` is defined already"),
        Finding::LostDefinition { label } => {
            format!("`[{label}]: …` is read as the address of a link, and nobody sees these words")
        }
        Finding::UnusedFootnote { label } => format!("nothing refers to the footnote `{label}`"),
        Finding::DuplicateAnchor { id, reserved } => match reserved {
            true => format!("the frame of the page has the id `{id}`"),
            false => format!("the id `{id}` is given twice on this page"),
        },
        Finding::UnbalancedHtml { what, name } => match what {
            Unbalanced::Opening => format!("`<{name}>` is never closed in its block"),
            Unbalanced::Closing => format!("`</{name}>` closes nothing"),
            Unbalanced::Comment => "this comment never ends".to_owned(),
        },
        Finding::OpenFence => "this block of code is never closed".to_owned(),
        Finding::ForeignSyntax { written, .. } => {
            format!("`{written}` is another program's mark-up")
        }
        Finding::ForeignComment { written } => {
            format!("`{written}` is another program's comment, and readers would see it")
        }
        Finding::ControlCharacter { code } => format!("U+{code:04X} is no character for a text"),
        Finding::TableBar => "the table is divided inside this link".to_owned(),
        Finding::DroppedReference { written } => format!("`{written}` is not read as a reference"),
        Finding::DroppedLink => "this is not read as a link".to_owned(),
        Finding::DroppedPicture => "this is not read as a picture".to_owned(),
        Finding::NestedLink => "a link around another link is not read as one".to_owned(),
        Finding::UnreadFile { .. } => "nothing reads this file".to_owned(),
        Finding::SecondIntroduction { used } => {
            format!("nothing reads this file: `{used}` introduces the folder")
        }
        Finding::Required { key } => format!("`{key}` is missing"),
        Finding::NoNext => "the guide names no next step".to_owned(),
        Finding::NoSources => "the guide names no source and no law".to_owned(),
        Finding::Orphan => "nothing leads to this guide".to_owned(),
        Finding::NoAka => "the guide has no `aka`, so it is found by its own words only".to_owned(),
        Finding::NoReview => "nobody has reviewed this guide".to_owned(),
        Finding::LongTitle { length, limit } => {
            format!("the title has {length} characters; more than {limit} break on a phone")
        }
        Finding::NearTag { tag, other } => format!("the tags `{tag}` and `{other}` look the same"),
        Finding::Promise { words } => format!("“{words}” promises what nobody can"),
        Finding::TypedFact { fact, value } => {
            format!("`{value}` is the registered fact `{fact}`, typed by hand")
        }
        Finding::TypedNumber { contact, number } => {
            format!("`{number}` is the registered contact `{contact}`, typed by hand")
        }
        Finding::PersonalData { what } => match what {
            Personal::Mobile => "this looks like somebody's mobile number".to_owned(),
            Personal::IdNumber => "this looks like somebody's ID number".to_owned(),
            Personal::BankCard => "this looks like the number of a bank card".to_owned(),
            Personal::Location => "this picture tells where it was taken".to_owned(),
        },
        Finding::MissingAlt => "the image has no text for those who cannot see it".to_owned(),
        Finding::HeadingJump { from, to } => {
            format!("a heading of level {to} follows one of level {from}")
        }
        Finding::LongSentence { length, limit } => {
            format!("this sentence has {length} characters; {limit} are enough")
        }
        Finding::RepealedLaw { law, date, heading, .. } => {
            format!("{law} is not in force since {date}, and “{heading}” cites it")
        }
        Finding::StaleEntry { id, since } => {
            format!("`{id}` should have been verified again by {since}")
        }
        Finding::OverdueReview { since } => format!("a review was due on {since}"),
        Finding::ExpiredPage { date } => format!("this page held until {date}"),
        Finding::GoneLink { url, status } => format!("nothing is at {url} any more ({status})"),
        Finding::MovedLink { url, .. } => format!("{url} has moved for good"),
        Finding::UnreachableLink { url, why } => {
            let why = match why {
                Unreachable::Address => "it is no address that can be asked".to_owned(),
                Unreachable::Local => "it is in a local network".to_owned(),
                Unreachable::Host => "there is no such host".to_owned(),
                Unreachable::Connection => "no connection".to_owned(),
                Unreachable::Certificate => "its certificate does not hold".to_owned(),
                Unreachable::Timeout => "no answer in time".to_owned(),
                Unreachable::Redirects => "it leads on without end".to_owned(),
                Unreachable::Status(status) => format!("answers {status}"),
            };
            format!("{url} could not be checked: {why}")
        }
        Finding::BadAllowance => "this allowance cannot be read".to_owned(),
        Finding::UnknownRule { code, .. } => format!("there is no rule `{code}`"),
        Finding::ExpiredAllowance { code, date } => {
            format!("the allowance of `{code}` ended on {date}")
        }
    }
}

fn chinese(finding: &Finding) -> String {
    match finding {
        Finding::FullwidthColon { key } => format!("`{key}` 后面的冒号是全角的"),
        Finding::FullwidthComma { key } => format!("`{key}` 里的全角逗号不分隔各项"),
        Finding::CutValue { key } => format!("`{key}` 的值从“ #”起都丢了"),
        Finding::HeadingSpace { .. } => "这不是标题：`#` 后面少一个空格".to_owned(),
        Finding::ListSpace { marker } => format!("这不是列表项：`{marker}` 后面少一个空格"),
        Finding::AlertText { name } => format!("`[!{name}]` 同一行有文字，就成了普通引用"),
        Finding::HeadingAttributes { written, full } => match full {
            true => format!("`{written}` 成了标题里的字"),
            false => format!("`{written}` 被读成标题的属性，不会显示"),
        },
        Finding::SecondTitle => "这一页已经有标题了".to_owned(),
        Finding::UnknownAlert { written, .. } => format!("`{written}` 没有被读成提醒"),
        Finding::UndefinedReference { label, footnote } => match footnote {
            true => format!("没有脚注 `{label}`"),
            false => format!("没有写 `{label}` 通到哪里"),
        },
        Finding::DefinitionColon { label } => {
            format!("`[{label}]` 后面的冒号是全角的，什么也没有定义")
        }
        Finding::DuplicateDefinition { label } => format!("`{label}` 已经定义过了"),
        Finding::LostDefinition { label } => {
            format!("`[{label}]: …` 被读成链接地址，这一行字不会显示")
        }
        Finding::UnusedFootnote { label } => format!("没有哪里引用脚注 `{label}`"),
        Finding::DuplicateAnchor { id, reserved } => match reserved {
            true => format!("`{id}` 这个 id 页面框架已经用了"),
            false => format!("`{id}` 这个 id 在这一页写了两次"),
        },
        Finding::UnbalancedHtml { what, name } => match what {
            Unbalanced::Opening => format!("`<{name}>` 在这一块里没有关上"),
            Unbalanced::Closing => format!("`</{name}>` 没有对应的开始标签"),
            Unbalanced::Comment => "这条注释没有结束".to_owned(),
        },
        Finding::OpenFence => "这个代码块没有结束".to_owned(),
        Finding::ForeignSyntax { written, .. } => format!("`{written}` 是别的程序的写法"),
        Finding::ForeignComment { written } => {
            format!("`{written}` 是别的程序的注释，读者会看到")
        }
        Finding::ControlCharacter { code } => format!("U+{code:04X} 不是文字里能用的字符"),
        Finding::TableBar => "表格在这个链接中间断开了".to_owned(),
        Finding::DroppedReference { written } => format!("`{written}` 没有被读成引用"),
        Finding::DroppedLink => "这里没有被读成链接".to_owned(),
        Finding::DroppedPicture => "这里没有被读成图片".to_owned(),
        Finding::NestedLink => "链接套链接，外面这层没有被读成链接".to_owned(),
        Finding::UnreadFile { .. } => "这个文件没有被读取".to_owned(),
        Finding::SecondIntroduction { used } => {
            format!("这个文件没有被读取：文件夹的介绍是 `{used}`")
        }
        Finding::Required { key } => format!("缺少 `{key}`"),
        Finding::NoNext => "这篇没有写下一步".to_owned(),
        Finding::NoSources => "这篇没有来源，也没有引用法条".to_owned(),
        Finding::Orphan => "没有哪里通到这一篇".to_owned(),
        Finding::NoAka => "没有 `aka`，只能用原文里的词搜到".to_owned(),
        Finding::NoReview => "这篇还没有人复核过".to_owned(),
        Finding::LongTitle { length, limit } => {
            format!("标题有 {length} 个字，超过 {limit} 个在手机上要折行")
        }
        Finding::NearTag { tag, other } => format!("标签 `{tag}` 和 `{other}` 差不多"),
        Finding::Promise { words } => format!("“{words}”是谁也保证不了的"),
        Finding::TypedFact { fact, value } => {
            format!("`{value}` 是登记过的 `{fact}`，这里是手写的")
        }
        Finding::TypedNumber { contact, number } => {
            format!("`{number}` 是登记过的 `{contact}`，这里是手写的")
        }
        Finding::PersonalData { what } => match what {
            Personal::Mobile => "这像是某个人的手机号".to_owned(),
            Personal::IdNumber => "这像是某个人的身份证号".to_owned(),
            Personal::BankCard => "这像是银行卡号".to_owned(),
            Personal::Location => "这张图片里写着拍摄地点".to_owned(),
        },
        Finding::MissingAlt => "图片没有替代文字".to_owned(),
        Finding::HeadingJump { from, to } => format!("{from} 级标题下面直接是 {to} 级"),
        Finding::LongSentence { length, limit } => {
            format!("这句话有 {length} 个字，最好不超过 {limit} 个")
        }
        Finding::RepealedLaw { law, date, heading, .. } => {
            format!("{law}已于 {date} 失效，“{heading}”还在引用")
        }
        Finding::StaleEntry { id, since } => format!("`{id}` 在 {since} 之前就该再核对一次"),
        Finding::OverdueReview { since } => format!("这篇在 {since} 就该复核了"),
        Finding::ExpiredPage { date } => format!("这一页写的情况到 {date} 为止"),
        Finding::GoneLink { url, status } => format!("{url} 已经没有东西了（{status}）"),
        Finding::MovedLink { url, .. } => format!("{url} 永久搬走了"),
        Finding::UnreachableLink { url, why } => {
            let why = match why {
                Unreachable::Address => "这个网址没法访问".to_owned(),
                Unreachable::Local => "它在本地网络里".to_owned(),
                Unreachable::Host => "没有这个主机".to_owned(),
                Unreachable::Connection => "连不上".to_owned(),
                Unreachable::Certificate => "证书有问题".to_owned(),
                Unreachable::Timeout => "等不到回答".to_owned(),
                Unreachable::Redirects => "一直在跳转".to_owned(),
                Unreachable::Status(status) => format!("回答 {status}"),
            };
            format!("{url} 查不了：{why}")
        }
        Finding::BadAllowance => "这条放行说明读不懂".to_owned(),
        Finding::UnknownRule { code, .. } => format!("没有 `{code}` 这条规则"),
        Finding::ExpiredAllowance { code, date } => format!("对 `{code}` 的放行到 {date} 为止"),
    }
}

/// What to do, in English and in Chinese.
fn advice(finding: &Finding) -> Option<(String, String)> {
    let (en, zh) = match finding {
        Finding::FullwidthColon { key } => {
            return Some((format!("write `{key}: `"), format!("写成 `{key}: `")));
        }
        Finding::FullwidthComma { .. } => ("write `, ` between the items", "各项之间用半角 `, `"),
        Finding::CutValue { .. } => ("put the value in quotation marks", "给这个值加上引号"),
        Finding::HeadingSpace { .. } => ("write `# ` with a space", "写成 `# 标题`，中间空一格"),
        Finding::ListSpace { marker } => {
            return Some((
                format!("write `{marker} ` with a space"),
                format!("写成 `{marker} `，空一格"),
            ));
        }
        Finding::AlertText { .. } => {
            ("begin the text on a line of its own", "文字另起一行写，行首加 `> `")
        }
        Finding::HeadingAttributes { full: true, .. } => (
            "write `{#id}` with plain brackets, at the very end of the line",
            "写成半角的 `{#id}`，放在一行的最后",
        ),
        Finding::HeadingAttributes { full: false, .. } => (
            "only `#id` and `.class` count; write `\\{…}` for words in brackets",
            "只有 `#id` 和 `.class` 有用；要显示花括号里的字，写成 `\\{…}`",
        ),
        Finding::SecondTitle => ("write `## ` for a part of the page", "页面里的小节写 `## `"),
        Finding::UnknownAlert { meant: Some(meant), .. } => {
            return Some((
                format!("write `> [!{meant}]`, and the text on the next line"),
                format!("写成 `> [!{meant}]`，文字另起一行"),
            ));
        }
        Finding::UnknownAlert { meant: None, .. } => (
            "there are NOTE, TIP, IMPORTANT, WARNING and CAUTION: `> [!NOTE]`",
            "可以写的有 NOTE、TIP、IMPORTANT、WARNING、CAUTION，例如 `> [!NOTE]`",
        ),
        Finding::UndefinedReference { label, footnote: true } => {
            return Some((
                format!("write `[^{label}]: …` at the start of a line, or `\\[` for a bracket"),
                format!("另起一行写 `[^{label}]: …`；只是方括号就写成 `\\[`"),
            ));
        }
        Finding::UndefinedReference { label, footnote: false } => {
            return Some((
                format!("write `[{label}]: address` on a line of its own, or `\\[` for a bracket"),
                format!("另起一行写 `[{label}]: 地址`；只是方括号就写成 `\\[`"),
            ));
        }
        Finding::DefinitionColon { label } => {
            return Some((format!("write `[{label}]: `"), format!("写成 `[{label}]: `")));
        }
        Finding::LostDefinition { .. } => (
            "write `[^1]: …` for a footnote, `> [!TIP]` and the text on the next line for an alert, \
             or `\\[` for a bracket",
            "脚注写 `[^1]: …`；提示框写 `> [!TIP]`，文字另起一行；只是方括号就写成 `\\[`",
        ),
        Finding::DuplicateDefinition { .. } => (
            "only the first counts: drop this one or rename it",
            "只有第一处算数：删掉这一处，或者换个名字",
        ),
        Finding::UnusedFootnote { label } => {
            return Some((
                format!("write `[^{label}]` where it belongs, or drop it: it is not printed"),
                format!("在该注的地方写 `[^{label}]`，或者删掉；现在不会显示"),
            ));
        }
        Finding::DuplicateAnchor { .. } => ("give it another id", "换一个 id"),
        Finding::UnbalancedHtml { what, name } => {
            return Some(match what {
                Unbalanced::Opening => (
                    format!("write `</{name}>` where it ends, or `\\<` for the sign"),
                    format!("在结束处写 `</{name}>`；只是小于号就写成 `\\<`"),
                ),
                Unbalanced::Closing => (
                    "drop it, or open the element in the same block".to_owned(),
                    "删掉它，或者在同一块里写上开始标签".to_owned(),
                ),
                Unbalanced::Comment => {
                    ("write `-->` where it ends".to_owned(), "在结束处写 `-->`".to_owned())
                }
            });
        }
        Finding::OpenFence => (
            "close it with a line of the same marks, indented as its start is",
            "在结束处单独一行写同样的符号，缩进和开头一样",
        ),
        Finding::ForeignSyntax { what, .. } => match what {
            Foreign::Container(Some(alert)) => {
                return Some((
                    format!(
                        "write `> [!{alert}]` and `> ` before each line of it, and no mark at its end"
                    ),
                    format!("写成 `> [!{alert}]`，里面每一行前面加 `> `，结尾的记号不要"),
                ));
            }
            Foreign::Container(None) => (
                "drop it: an alert ends where its lines with `> ` end",
                "删掉：提醒到没有 `> ` 的那一行为止",
            ),
            Foreign::Template => (
                "write plain Markdown; to show it as it is, put it between backticks",
                "改成普通的 Markdown；要原样显示就放进反引号",
            ),
            Foreign::Embed => (
                "write `[[page]]` on a line of its own, or `![what it shows](picture.png)`",
                "页面单独一行写 `[[页面]]`，图片写成 `![图上是什么](图.png)`",
            ),
            Foreign::Highlight => ("write `**…**`", "写成 `**…**`"),
            Foreign::Attributes => (
                "drop it; a heading's id is `{#id}` on its line",
                "删掉；标题的 id 在同一行写 `{#id}`",
            ),
            Foreign::Contents => ("drop it: the page has its contents", "删掉：页面自带目录"),
            Foreign::Component => (
                "write plain Markdown or HTML; to show it as it is, put it between backticks",
                "改成普通的 Markdown 或 HTML；要原样显示就放进反引号",
            ),
        },
        Finding::ForeignComment { .. } => (
            "write `<!-- … -->`, which is never published",
            "写成 `<!-- … -->`，这样的注释不会公开",
        ),
        Finding::ControlCharacter { .. } => {
            ("delete it; it is not published", "删掉它；它不会公开")
        }
        Finding::TableBar => ("write `\\|` inside links in tables", "表格里的链接，竖线写成 `\\|`"),
        Finding::DroppedPicture => (
            "write `![what it shows](address)` with plain brackets and a plain `!`",
            "写成 `![图上是什么](地址)`：半角的叹号和括号",
        ),
        Finding::DroppedLink => (
            "write `[words](address)` with plain brackets and without spaces in the address",
            "写成 `[文字](地址)`：半角括号，地址里没有空格",
        ),
        Finding::NestedLink => ("put one link behind the other", "两个链接分开写，一个接一个"),
        Finding::UnreadFile { nearest: Some(nearest), .. } => {
            return Some((
                format!("call it `{nearest}`, if that is what it is"),
                format!("如果它就是 `{nearest}`，请改成这个名字"),
            ));
        }
        Finding::UnreadFile { nearest: None, read } => {
            let read = read.join(", ");
            return Some((
                format!(
                    "besides pages, these are read in content/: {read}; keep other files elsewhere"
                ),
                format!("除了页面，content/ 里会读取的是 {read}；别的文件请放到别处"),
            ));
        }
        Finding::SecondIntroduction { .. } => (
            "give it another name, put both into one, or keep it outside content/",
            "换个名字，或者合成一个文件，或者放到 content/ 外面",
        ),
        Finding::DroppedReference { .. } => (
            "write `<scheme:id>` with a plain colon, without spaces, outside HTML",
            "写成 `<scheme:id>`：半角冒号，中间没有空格，也不在 HTML 里",
        ),
        Finding::Required { .. } => ("add it between the `---` lines", "在开头的 --- 之间加上"),
        Finding::NoNext => ("add `next: [id]` or a strategy", "加上 `next: [id]`，或者一个办法"),
        Finding::NoSources => {
            ("add `sources: [id]` or cite a law", "加上 `sources: [id]`，或者引用法条")
        }
        Finding::Orphan => {
            ("link to it from a guide that its readers see", "在读者会看到的指南里链接到它")
        }
        Finding::NoAka => ("add the words readers would type", "把读者会输入的说法写进 `aka`"),
        Finding::NoReview => (
            "once a person has: `reviewed: DATE` and `reviewed_by: who`",
            "有人复核以后，写 `reviewed: 日期` 和 `reviewed_by: 谁`",
        ),
        Finding::NearTag { .. } => ("use one of them everywhere", "统一用其中一个"),
        Finding::Promise { .. } => {
            ("say what can be done, not how it ends", "写能做什么，不写一定有什么结果")
        }
        Finding::TypedFact { fact, .. } => {
            return Some((format!("write `<fact:{fact}>`"), format!("写成 `<fact:{fact}>`")));
        }
        Finding::TypedNumber { contact, .. } => {
            return Some((
                format!("write `<contact:{contact}>`"),
                format!("写成 `<contact:{contact}>`"),
            ));
        }
        Finding::PersonalData { what: Personal::Location } => (
            "save it again without its location; only published copies of JPEG and PNG lose it",
            "另存一份不带位置的；只有公开的 JPEG 和 PNG 会自动去掉",
        ),
        Finding::PersonalData { .. } => (
            "remove it, or replace digits by ×; official numbers belong into contacts.yaml",
            "删掉，或者用 × 代替几位数字；官方号码登记到 contacts.yaml",
        ),
        Finding::MissingAlt => ("write `![what it shows](…)`", "写成 `![图上是什么](…)`"),
        Finding::HeadingJump { .. } => ("do not skip a level", "标题不要跳级"),
        Finding::RepealedLaw { successor: Some(id), .. } => {
            return Some((format!("see its successor `{id}`"), format!("看看替代它的 `{id}`")));
        }
        Finding::RepealedLaw { .. } => ("check what applies now", "核对现在适用哪一部"),
        Finding::StaleEntry { .. } => ("verify it and change its day", "核对以后改日期"),
        Finding::OverdueReview { .. } => ("review it and change its day", "复核以后改日期"),
        Finding::ExpiredPage { .. } => {
            ("bring it up to date and change `expires`", "更新内容，再改 `expires`")
        }
        Finding::GoneLink { .. } => {
            ("find where it is now, or drop the link", "找到新地址，或者去掉")
        }
        Finding::MovedLink { to, .. } => {
            return Some((format!("write {to}"), format!("改成 {to}")));
        }
        Finding::UnreachableLink { why: Unreachable::Local, .. } => (
            "`check: {external: {allow: [host]}}` in site.yaml lets it be asked",
            "确实要查，就在 site.yaml 写 `check: {external: {allow: [主机]}}`",
        ),
        Finding::UnreachableLink { .. } => (
            "try it in a browser; `check: {external: {ignore: [host]}}` leaves it alone",
            "用浏览器看看；不想再查，就写 `check: {external: {ignore: [主机]}}`",
        ),
        Finding::BadAllowance => (
            "write `allow RULE: reason until 2027-01-01`; the day may be left out",
            "写成 `allow 规则: 理由 until 2027-01-01`，日期可以不写",
        ),
        Finding::UnknownRule { nearest: Some(nearest), .. } => {
            return Some((
                format!("did you mean `{nearest}`?"),
                format!("是不是想写 `{nearest}`？"),
            ));
        }
        Finding::ExpiredAllowance { .. } => {
            ("mend the text or give a new day", "改正文，或者写新的日期")
        }
        Finding::LongTitle { .. } | Finding::LongSentence { .. } => return None,
        Finding::UnknownRule { nearest: None, .. } => return None,
    };
    Some((en.to_owned(), zh.to_owned()))
}
