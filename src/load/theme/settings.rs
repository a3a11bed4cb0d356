//! What `theme.yaml` says of a theme: which files are joined, how pictures are published, and what a
//! site may choose.

use super::options::{self, Options};
use crate::base::source::Source;
use crate::diag::{Diagnostic, Problem};
use crate::yaml::fields::Fields;
use crate::yaml::key::{Shape, key, keys};
use crate::yaml::{self, Entry};

/// The file's name in the theme's folder.
pub const FILE: &str = "theme.yaml";

/// What its schema is called.
pub const NAME: &str = "theme";

keys! {
    /// What the file may say.
    pub KEYS: ThemeKey {
        Name = key("name", Shape::Text, "The theme's name", "主题的名字"),
        Css = key(
            "css",
            Shape::Texts,
            "Stylesheets of css/, in the order in which they are joined",
            "css/ 里的样式表，按合并的顺序",
        ),
        Client = key(
            "client",
            Shape::Texts,
            "Scripts of js/ that are joined under the name of the last",
            "js/ 里的脚本，合并成最后一个",
        ),
        SearchBox = key(
            "search_box",
            Shape::Texts,
            "The same for the search box",
            "同上，用于搜索框",
        ),
        SearchPage = key(
            "search_page",
            Shape::Texts,
            "The same for the results page",
            "同上，用于搜索结果页",
        ),
        Parts = key(
            "parts",
            Shape::Parts(PART),
            "What only the pages load that have a certain thing on them, by its name",
            "只有用到某样东西的页面才加载的，按它的名字",
        ),
        Bundle = key(
            "bundle",
            Shape::Map(PART),
            "What a bundle has besides: its stylesheets, and its scripts with the search",
            "单个文件的站点另外要的：样式表，以及包含搜索的脚本",
        ),
        Pictures = key(
            "pictures",
            Shape::Map(PICTURES),
            "How pictures are published",
            "图片怎样发布",
        ),
        Options = key(
            "options",
            Shape::Named(&Shape::Choice(options::KEYS)),
            "What a site may choose under `options:` of site.yaml",
            "站点可以在 site.yaml 的 `options:` 里选的",
        ),
    }
}

keys! {
    /// What it may say of a part.
    PART: PartKey {
        Css = key(
            "css",
            Shape::Texts,
            "Stylesheets of css/ that are joined under the part's name",
            "css/ 里的样式表，合并成这个名字",
        ),
        Js = key(
            "js",
            Shape::Texts,
            "Scripts of js/ that are joined under the name of the last",
            "js/ 里的脚本，合并成最后一个",
        ),
    }
}

keys! {
    /// What it may say of pictures.
    PICTURES: PicturesKey {
        Widths = key("widths", Shape::Sizes, "The widths, in pixels", "有哪几种宽度，像素"),
        Sizes = key(
            "sizes",
            Shape::Text,
            "How wide they are shown: the `sizes` attribute",
            "显示多宽：`sizes` 属性",
        ),
    }
}

/// What a theme's file says.
#[derive(Debug, Default)]
pub struct Settings {
    /// Stylesheets in the order in which they are joined.
    pub(super) css: Vec<String>,
    /// Scripts in the order in which they are joined, under the name of the last.
    pub(super) client: Vec<String>,
    /// The same for the search box.
    pub(super) search_box: Vec<String>,
    /// The same for the results page.
    pub(super) search_page: Vec<String>,
    /// What only some pages load.
    pub(super) parts: Vec<Part>,
    /// What a bundle has besides.
    pub(super) bundle: Part,
    /// The widths, in pixels, in which pictures are published.
    pub(super) picture_widths: Option<Vec<u32>>,
    /// How wide a picture is shown: the `sizes` attribute.
    pub(super) picture_sizes: Option<String>,
    /// What a site may choose.
    pub(super) options: Options,
}

/// What only the pages load that have a certain thing on them.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// What the thing is called.
    pub(super) name: String,
    /// Stylesheets in the order in which they are joined, under the part's name.
    pub(super) css: Vec<String>,
    /// Scripts in the order in which they are joined, under the name of the last.
    pub(super) js: Vec<String>,
}

impl Part {
    fn read(&mut self, key: PartKey, entry: &Entry, fields: &mut Fields<'_>) {
        let list = fields.plain_texts(entry).unwrap_or_default();
        match key {
            PartKey::Css => self.css = list,
            PartKey::Js => self.js = list,
        }
    }
}

impl Settings {
    /// The scripts that are joined, by what they are joined into.
    pub(super) fn scripts(&self) -> impl Iterator<Item = &[String]> {
        let of_parts = self.parts.iter().map(|part| &part.js);
        [&self.client, &self.search_box, &self.search_page]
            .into_iter()
            .chain(of_parts)
            .map(Vec::as_slice)
    }

    /// Reads the file. What cannot be read keeps its default.
    pub fn parse(source: &Source, out: &mut Vec<Diagnostic>) -> Self {
        let mut settings = Self::default();
        let Some(root) = yaml::parse(source, 0..source.text.len(), out) else { return settings };
        Fields::new(source, out).record(&root, |key, entry, fields| match key {
            // For people: a theme goes by the name of its folder.
            ThemeKey::Name => {
                fields.text(entry);
            }
            ThemeKey::Css => settings.css = fields.plain_texts(entry).unwrap_or_default(),
            ThemeKey::Client => settings.client = fields.plain_texts(entry).unwrap_or_default(),
            ThemeKey::SearchBox => {
                settings.search_box = fields.plain_texts(entry).unwrap_or_default();
            }
            ThemeKey::SearchPage => {
                settings.search_page = fields.plain_texts(entry).unwrap_or_default();
            }
            ThemeKey::Parts => settings.read_parts(entry, fields),
            ThemeKey::Bundle => {
                fields.record_of(entry, |key, e, fields| settings.bundle.read(key, e, fields));
            }
            ThemeKey::Pictures => settings.read_pictures(entry, fields),
            ThemeKey::Options => settings.options = Options::read(entry, fields),
        });
        settings
    }

    /// `parts: {calculator: {css: [calculator.css]}}`.
    fn read_parts(&mut self, entry: &Entry, fields: &mut Fields<'_>) {
        for named in fields.map(entry).unwrap_or_default() {
            // Its stylesheet is published under its name, beside that of all pages.
            let plain = named.key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            if !plain || matches!(&*named.key, "" | "style") {
                fields.report(named.key_span, Problem::BadId { id: named.key.clone() });
                continue;
            }
            let mut part = Part { name: named.key.clone(), ..Part::default() };
            fields.record_of(named, |key, e, fields| part.read(key, e, fields));
            self.parts.push(part);
        }
    }

    /// `pictures: {widths: [480, 720], sizes: 100vw}`.
    fn read_pictures(&mut self, entry: &Entry, fields: &mut Fields<'_>) {
        fields.record_of(entry, |key, e, fields| match key {
            PicturesKey::Widths => self.picture_widths = fields.sizes(e),
            PicturesKey::Sizes => self.picture_sizes = fields.text(e),
        });
    }
}
