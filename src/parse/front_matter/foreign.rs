//! Front matter of other generators, as data: what each key is here. They are errors all the same, so that
//! nobody believes that one of them does something.

/// Keys that mean the same elsewhere, and what is written for them here.
struct Foreign {
    keys: &'static [&'static str],
    instead: [&'static str; 2],
}

const fn foreign(
    keys: &'static [&'static str],
    english: &'static str,
    chinese: &'static str,
) -> Foreign {
    Foreign { keys, instead: [english, chinese] }
}

/// Whether some generator has this key.
pub(super) fn is_known(key: &str) -> bool {
    entry(key).is_some()
}

/// What to write instead, in English and in Chinese.
pub(super) fn instead(key: &str) -> Option<[&'static str; 2]> {
    entry(key).map(|foreign| foreign.instead)
}

fn entry(key: &str) -> Option<&'static Foreign> {
    FOREIGN.iter().find(|foreign| foreign.keys.contains(&key))
}

const FOREIGN: &[Foreign] = &[
    // Addresses
    foreign(
        &["permalink", "url", "path", "abbrlink", "routename", "basename"],
        "the address is the file's path; `slug: name` changes its last part",
        "网址就是文件的路径；最后一段用 `slug: 名字` 改",
    ),
    foreign(
        &["redirect_from", "redirect", "redirects", "redirectFrom", "redirect_to", "alias"],
        "write the old addresses as `aliases: [old/path/]` on the page that replaces them",
        "把旧网址写成 `aliases: [old/path/]`，写在接替的那一页",
    ),
    foreign(
        &["canonical", "canonical_url", "canonicalURL"],
        "remove it: each page names its own address",
        "删掉：每一页会写出自己的网址",
    ),
    // Order and place
    foreign(
        &[
            "weight",
            "position",
            "nav_order",
            "sidebar_position",
            "menu_order",
            "top",
            "sticky",
            "featured",
            "pin",
        ],
        "write `order: 1`, the place in the folder",
        "写 `order: 1`，即在文件夹里排第几",
    ),
    foreign(
        &["parent", "grand_parent", "has_children", "nav_exclude", "nav_title", "bookFlatSection"],
        "put the file into the folder that it belongs to",
        "把文件放进它所属的文件夹",
    ),
    foreign(
        &["menu", "menus", "main_menu", "nav"],
        "write `menu:` in content/site.yaml",
        "写在 content/site.yaml 的 `menu:` 里",
    ),
    foreign(
        &[
            "sidebar",
            "sidebarDepth",
            "aside",
            "navbar",
            "footer",
            "breadcrumbs",
            "breadcrumb",
            "outline",
            "pageClass",
            "page",
            "pageType",
            "ads",
            "sponsors",
            "returnToTop",
            "catalog",
            "hide_title",
            "hideTitle",
            "hide_table_of_contents",
            "displayed_sidebar",
            "bookHidden",
            "bookToc",
            "bookCollapseSection",
            "showTitle",
            "isHome",
            "home",
            "hero",
            "features",
            "article",
            "timeline",
            "navigation",
            "hide",
        ],
        "remove it: the theme decides what stands around a page",
        "删掉：页面四周放什么由主题决定",
    ),
    foreign(
        &[
            "toc",
            "tableOfContents",
            "showToc",
            "show_toc",
            "toc_depth",
            "toc_min_heading_level",
            "toc_max_heading_level",
            "tocDepth",
            "ShowToc",
            "TocOpen",
            "autonumbering",
        ],
        "remove it: contents stand on every page with three sections or more",
        "删掉：有三个以上小节的页面都有目录",
    ),
    foreign(
        &[
            "layout",
            "template",
            "type",
            "page_template",
            "post_type",
            "output",
            "outputs",
            "format",
        ],
        "remove it: the template follows from the kind, and the kind from the folder or `kind:`",
        "删掉：模板看种类，种类看文件夹或 `kind:`",
    ),
    foreign(
        &[
            "prev",
            "pagination_next",
            "pagination_prev",
            "previous",
            "paginate",
            "pagination",
            "paginate_by",
            "sort_by",
            "sortBy",
        ],
        "remove it: a folder's pages follow each other by `order`; next steps are `next: [id]`",
        "删掉：同一文件夹按 `order` 前后相接；下一步写 `next: [id]`",
    ),
    // Names
    foreign(
        &[
            "sidebar_label",
            "linkTitle",
            "linktitle",
            "short_title",
            "shortTitle",
            "menu_title",
            "nav_label",
            "sidebarTitle",
        ],
        "write `name: …`, the short name in links",
        "写 `name: …`，链接里用的短名",
    ),
    foreign(
        &[
            "标题",
            "標題",
            "subtitle",
            "headline",
            "seo_title",
            "page_title",
            "meta_title",
            "heading",
        ],
        "write `title: …`; what else belongs to it goes into the text",
        "写 `title: …`；其余写进正文",
    ),
    foreign(
        &["excerpt", "summary", "abstract", "intro", "lead", "摘要", "简介", "簡介"],
        "write `answer: …`, the short answer that leads the page, or `description: …` for search engines",
        "写 `answer: …`（放在页首的结论），或给搜索引擎看的 `description: …`",
    ),
    foreign(
        &[
            "meta",
            "head",
            "seo",
            "seo_description",
            "meta_description",
            "og",
            "opengraph",
            "twitter",
            "og_image",
            "robots",
        ],
        "write `description: …`; `noindex: true` keeps a page out of search engines",
        "写 `description: …`；不想被收录写 `noindex: true`",
    ),
    foreign(
        &[
            "sitemap",
            "sitemap_exclude",
            "search_exclude",
            "search",
            "searchable",
            "exclude_from_search",
            "unlisted",
            "private",
            "hidden",
        ],
        "write `noindex: true` to keep a page out of search engines and search, `draft: true` to hide it",
        "不想被搜到写 `noindex: true`，不想公开写 `draft: true`",
    ),
    // Tags
    foreign(
        &[
            "categories",
            "category",
            "tag",
            "topics",
            "topic",
            "keywords",
            "keyword",
            "series",
            "taxonomies",
            "subjects",
            "分类",
            "分類",
            "标签",
            "標籤",
            "关键词",
            "關鍵詞",
        ],
        "write `tags: [one, another]`; words that readers type but do not see are `aka`",
        "写 `tags: [一个, 另一个]`；读者会输入但不显示的说法写 `aka`",
    ),
    // Days
    foreign(
        &[
            "lastmod",
            "lastMod",
            "last_modified_at",
            "last_modified",
            "last_updated",
            "lastUpdated",
            "updated_at",
            "date_updated",
            "dateModified",
            "modified",
            "last_update",
            "mtime",
            "更新",
            "更新日期",
        ],
        "write `updated: 2026-11-22`, or nothing: Git knows it",
        "写 `updated: 2026-11-22`，不写就用 Git 记录的",
    ),
    foreign(
        &[
            "created",
            "created_at",
            "date_created",
            "pubdate",
            "pubDate",
            "pubDatetime",
            "publishDate",
            "publish_date",
            "published_at",
            "date_published",
            "datePublished",
            "publishedAt",
            "日期",
        ],
        "write `date: 2026-11-22`; `publish:` hides a page until a day",
        "写 `date: 2026-11-22`；到某天才公开用 `publish:`",
    ),
    foreign(
        &["expiryDate", "expiry_date", "unpublishDate", "expiration"],
        "write `expires: 2026-11-22`",
        "写 `expires: 2026-11-22`",
    ),
    foreign(
        &[
            "published",
            "unpublished",
            "publishable",
            "status",
            "visibility",
            "_draft",
            "drafts",
            "isDraft",
            "草稿",
        ],
        "write `draft: true` for what is not published yet",
        "还不公开的写 `draft: true`",
    ),
    // People
    foreign(
        &[
            "author",
            "authors",
            "by",
            "contributors",
            "contributor",
            "editor",
            "editors",
            "maintainer",
            "作者",
            "负责人",
            "負責人",
        ],
        "write `owner: …` for who looks after the page; it is never published",
        "谁负责这一页写 `owner: …`，不会公开",
    ),
    foreign(
        &[
            "comments",
            "comment",
            "disqus",
            "disable_comments",
            "utterances",
            "giscus",
            "share",
            "likes",
            "reward",
            "copyright",
            "sponsor",
        ],
        "remove it: pages have no comments and load nothing from elsewhere; `feedback:` in content/site.yaml says where corrections go",
        "删掉：页面没有评论，也不加载别处的东西；纠错写 content/site.yaml 的 `feedback:`",
    ),
    foreign(
        &["license", "licence", "rights"],
        "write `license:` in content/site.yaml",
        "写在 content/site.yaml 的 `license:` 里",
    ),
    // Pictures and mark-up
    foreign(
        &[
            "cover",
            "image",
            "images",
            "thumbnail",
            "thumb",
            "banner",
            "banner_img",
            "index_img",
            "featured_image",
            "feature_image",
            "featuredImage",
            "header",
            "header-img",
            "photos",
            "teaser",
            "icon",
            "ogImage",
            "heroImage",
            "top_img",
            "封面",
        ],
        "put the picture into the text: `![what it shows](picture.png)`; the first one stands for the page",
        "把图片写进正文：`![图上是什么](picture.png)`；第一张代表这一页",
    ),
    foreign(
        &["mathjax", "math", "katex", "mermaid", "highlight", "hljs", "code", "latex"],
        "remove it: code is coloured by itself; formulas and diagrams go in as pictures",
        "删掉：代码自动着色；公式和图请放图片",
    ),
    foreign(
        &[
            "cssclass",
            "cssclasses",
            "css",
            "js",
            "javascript",
            "scripts",
            "stylesheets",
            "styles",
            "class",
            "classes",
            "head_extend",
            "extra_css",
            "extra_javascript",
            "body_class",
            "color",
            "colour",
        ],
        "remove it: how pages look is the theme's",
        "删掉：页面的样子由主题决定",
    ),
    foreign(
        &["resources", "assets", "attachments", "files", "download"],
        "put files beside the page and link to them: `[words](file.pdf)`",
        "把文件放在页面旁边，用 `[文字](file.pdf)` 链接",
    ),
    foreign(
        &[
            "extra",
            "params",
            "data",
            "custom",
            "cascade",
            "build",
            "_build",
            "options",
            "config",
            "vars",
            "variables",
            "render",
            "in_search_index",
            "generate_feeds",
            "insert_anchor_links",
            "markup",
            "editLink",
            "edit",
            "edit_page",
            "custom_edit_url",
            "feed",
            "rss",
            "isCJKLanguage",
            "version",
            "lastModified",
            "dg-publish",
            "kind_of",
            "uuid",
            "guid",
        ],
        "remove it; fields of your own are declared by `kinds:` in content/site.yaml",
        "删掉；自己的字段在 content/site.yaml 的 `kinds:` 里声明",
    ),
    foreign(
        &["language", "locale", "translations", "i18n", "lng", "translationKey", "语言", "語言"],
        "write `lang: en` for a page in another language than the site's",
        "和站点语言不同的页面写 `lang: en`",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::front_matter::COMMON;
    use std::collections::HashSet;

    #[test]
    fn every_key_is_foreign_and_stands_here_once() {
        let mut seen = HashSet::new();
        for key in FOREIGN.iter().flat_map(|foreign| foreign.keys) {
            assert!(seen.insert(*key), "{key} stands here twice");
            assert!(COMMON.iter().all(|own| own.name != *key), "{key} is a key here");
        }
        assert!(seen.len() > 100);
    }

    #[test]
    fn advice_names_only_keys_that_there_are() {
        let known = |key: &str| {
            COMMON.iter().any(|own| own.name == key)
                || ["menu", "feedback", "license", "kinds"].contains(&key)
        };
        for foreign in FOREIGN {
            let [english, chinese] = foreign.instead.map(|text| {
                let code = text.split('`').skip(1).step_by(2);
                code.filter_map(|c| c.split(':').next().filter(|k| !k.contains(['[', ' '])))
                    .collect::<Vec<_>>()
            });
            assert_eq!(english, chinese, "{:?}", foreign.keys);
            for key in english {
                assert!(known(key), "`{key}` is no key");
            }
        }
    }
}
