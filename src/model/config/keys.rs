//! What `site.yaml` may say, as data.

use crate::model::editions;
use crate::model::kind;
use crate::yaml::key::{Shape, key, keys};

keys! {
    /// What `site.yaml` may say.
    pub KEYS: pub(super) SiteKey {
        Title = key("title", Shape::Text, "The site's name", "站点的名字").required(),
        Description = key("description", Shape::Text, "One sentence about the site", "一句话介绍"),
        BaseUrl = key("base_url", Shape::Url, "Where the site will be found", "站点的网址"),
        Language = key(
            "language",
            Shape::Text,
            "The language of the content: zh-Hans",
            "内容的语言：zh-Hans",
        ),
        Editions = key(
            "editions",
            Shape::SomeOf(editions::KNOWN),
            "Further editions made from the same sources",
            "由同一套内容生成的别的版本",
        ),
        Timezone = key(
            "timezone",
            Shape::Text,
            "Whose calendar decides which day it is",
            "按哪个时区算日期",
        ),
        Theme = key(
            "theme",
            Shape::Text,
            "The folder of the theme in themes/",
            "themes/ 里的主题文件夹",
        ),
        Menu = key("menu", Shape::Maps(MENU), "The links of the header", "页头的链接"),
        FooterMenu = key("footer_menu", Shape::Maps(MENU), "The links of the footer", "页脚的链接"),
        Situations = key(
            "situations",
            Shape::Maps(SITUATION),
            "The questions of the home page",
            "首页的几种处境",
        ),
        FooterContacts = key(
            "footer_contacts",
            Shape::Texts,
            "Contacts in every footer: ids of contacts.yaml",
            "页脚的电话：contacts.yaml 里的 id",
        ),
        Image = key("image", Shape::Text, "The picture of shared links", "分享链接时的图片"),
        Feedback = key("feedback", Shape::Text, "Where corrections are sent: a mail address, or one of the web with `{title}`, `{url}`, `{path}`", "纠错写到哪里：邮箱，或者网址，可写 `{title}`、`{url}`、`{path}`"),
        EditUrl = key(
            "edit_url",
            Shape::Url,
            "Where a page's file is edited; `{path}` stands for the file",
            "在哪里改一页的文件；`{path}` 代表文件",
        ),
        Publisher = key("publisher", Shape::Text, "Who publishes the site", "谁在办这个站"),
        License = key("license", Shape::Text, "Licence of the content", "内容的许可"),
        Icp = key("icp", Shape::Text, "ICP filing number", "ICP 备案号"),
        PoliceFiling = key(
            "police_filing",
            Shape::Text,
            "Filing number with public security",
            "公安备案号",
        ),
        Kinds = key(
            "kinds",
            Shape::Kinds(kind::KEYS),
            "More kinds of guide, or other ones; false takes one away",
            "增加或改动种类；false 去掉一种",
        ),
        Check = key("check", Shape::Map(CHECK), "Which rules apply", "检查哪些规则"),
        Untrusted = key(
            "untrusted",
            Shape::Flag,
            "Whether raw HTML in the content is made harmless",
            "内容里的 HTML 是否要处理成无害",
        ),
        Autolink = key(
            "autolink",
            Shape::Flag,
            "Whether terms and names are linked by themselves",
            "术语和名称要不要自动链接",
        ),
        MetaPolicy = key(
            "meta_policy",
            Shape::Flag,
            "Whether pages say their content policy themselves, for hosts that send no headers",
            "页面要不要自己写明内容策略；给不发送响应头的主机用",
        ),
        Options = key("options", Shape::Named(&Shape::Plain), "The theme's options", "主题的选项"),
        Reviewers = key(
            "reviewers",
            Shape::Named(&Shape::Text),
            "The roles of those who review, which is all that readers see of them",
            "复核的人各是什么身份；读者只看到身份",
        ),
        Review = key(
            "review",
            Shape::PerKind(&Shape::Period),
            "After how long guides of a kind are looked at again",
            "每一类隔多久复核",
        ),
        ReviewCalendar = key(
            "review_calendar",
            Shape::Flag,
            "Whether the days of pages to review are published as review.ics, without owners",
            "要不要公开复核日历 review.ics，里面没有负责人",
        ),
    }
}

keys! {

    MENU: pub(super) MenuKey {
        Label = key("label", Shape::Text, "Its words", "显示的字").required(),
        Url = key(
            "url",
            Shape::Text,
            "An address of the site, beginning with /, or a whole one",
            "以 / 开头的站内地址，或完整网址",
        ).required(),
    }
}

keys! {

    SITUATION: pub(super) SituationKey {
        Label = key(
            "label",
            Shape::Text,
            "What happened, in the reader's words",
            "读者会怎么说这件事",
        ).required(),
        To = key(
            "to",
            Shape::Text,
            "The guide that answers: its id",
            "回答它的那一篇的 id",
        ).required(),
    }
}

keys! {

    CHECK: pub(super) CheckKey {
        External = key(
            "external",
            Shape::Map(EXTERNAL),
            "How addresses elsewhere are asked",
            "怎样查外部链接",
        ),
        Profile = key(
            "profile",
            Shape::OneOf(PROFILES),
            "guidance adds the editorial rules",
            "guidance 加上编辑规则",
        ),
        Promises = key(
            "promises",
            Shape::Texts,
            "Words that promise too much, instead of the usual ones",
            "自己的一份空头承诺词表",
        ),
        Rules = key(
            "rules",
            Shape::Levels,
            "A level for each rule: off, note, warning, error",
            "每条规则的级别：off、note、warning、error",
        ),
    }
}

keys! {
    /// What `check --external` may be told.
    EXTERNAL: pub(super) ExternalKey {
        Ignore = key("ignore", Shape::Texts, "Hosts that are never asked", "不去访问的网站"),
        Allow = key(
            "allow",
            Shape::Texts,
            "Hosts of the local network that may be asked",
            "可以访问的内网主机",
        ),
    }
}

pub(super) const PROFILES: &str = "structure, guidance";

/// The levels of a rule.
pub const LEVELS: &str = "off, note, warning, error";
