//! Why nothing could be done: not the author's mistakes, but the machine's or the command's. Every
//! sentence names the file or folder and says what to do.

use crate::base::lang::Lang;
use crate::base::path::Shown as _;
use crate::diag::{BaseFault, Problem};
use crate::model::config;
use crate::write::Refusal;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Why nothing could be done.
#[derive(Debug)]
pub enum Failure {
    /// There is no site in the folder.
    NoSite(NoSite),
    /// A file that was named is none of the site's.
    NoFile {
        /// As it was typed.
        typed: PathBuf,
        /// The file that it is most like.
        nearest: Option<String>,
    },
    /// A folder was named where files are.
    NotAFile(PathBuf),
    /// No guide has this owner.
    NoOwner {
        /// As it was typed.
        owner: String,
        /// The owners that guides have.
        known: Vec<String>,
    },
    /// The address that was typed cannot be that of a site.
    BaseUrl(BaseFault),
    /// What was typed cannot be done.
    Usage(String),
    /// The output folder is refused.
    Refused(Refusal),
    /// The output file is.
    RefusedFile(Refusal),
    /// This cannot be read.
    Unreadable(PathBuf, io::Error),
    /// A file could not be read or written.
    Io(io::Error),
    /// The program itself is wrong: it panicked, and said this.
    Panicked(String),
}

/// What is missing where a site was looked for.
#[derive(Debug, PartialEq, Eq)]
pub enum NoSite {
    /// The folder itself.
    Folder(PathBuf),
    /// It is not a folder.
    NotAFolder(PathBuf),
    /// Its folder `content`; a folder above may have one.
    Content {
        /// Where the site was looked for.
        root: PathBuf,
        /// The site that it lies in.
        above: Option<PathBuf>,
    },
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Makes sure that a site can be in `root`.
pub(crate) fn find_site(root: &Path) -> Result<(), Failure> {
    let content = root.join("content");
    let unreadable = |error| Err(Failure::Unreadable(content.clone(), error));
    match fs::metadata(&content) {
        Ok(found) if found.is_dir() => return Ok(()),
        Ok(_) => return Err(Failure::NoSite(NoSite::NotAFolder(content))),
        Err(error) if is_missing(&error) => {}
        Err(error) => return unreadable(error),
    }
    Err(Failure::NoSite(match fs::metadata(root) {
        Ok(found) if found.is_dir() => {
            NoSite::Content { root: root.to_owned(), above: site_above(root) }
        }
        Ok(_) => NoSite::NotAFolder(root.to_owned()),
        Err(error) if is_missing(&error) => NoSite::Folder(root.to_owned()),
        Err(error) => return unreadable(error),
    }))
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// The site in whose content somebody is at work.
fn site_above(root: &Path) -> Option<PathBuf> {
    let root = root.canonicalize().ok()?;
    let is_around =
        |site: &&Path| root.starts_with(site.join("content")) && site.join(config::FILE).is_file();
    root.ancestors().skip(1).find(is_around).map(Path::to_owned)
}

impl Failure {
    /// What to tell whoever asked for it.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::NoSite(missing) => missing.sentence(lang),
            Self::NoFile { typed, nearest } => no_file(typed, nearest.as_deref(), lang),
            Self::NotAFile(folder) => {
                let folder = folder.shown();
                match lang {
                    Lang::En => format!("{folder} is a folder; name files, such as {folder}/*.md"),
                    Lang::Zh => format!("{folder} 是文件夹；请写文件，例如 {folder}/*.md"),
                }
            }
            Self::NoOwner { owner, known } => no_owner(owner, known, lang),
            Self::BaseUrl(fault) => base_url(*fault, lang),
            Self::Usage(text) => text.clone(),
            Self::Refused(refusal) => refused(refusal, false, lang),
            Self::RefusedFile(refusal) => refused(refusal, true, lang),
            Self::Unreadable(path, error) => {
                let path = path.shown();
                match lang {
                    Lang::En => format!("{path} cannot be read: {error}; look at its permissions"),
                    Lang::Zh => format!("{path} 读不了：{error}；看看它的权限"),
                }
            }
            Self::Io(error) => error.to_string(),
            Self::Panicked(said) => match lang {
                Lang::En => format!(
                    "Mingbai itself failed here ({said}); nothing is lost. Please report it with the file that \
                     you saved last: SECURITY.md says how"
                ),
                Lang::Zh => format!(
                    "明白自己出错了（{said}），内容没有丢。请连同刚保存的文件一起报告，办法见 SECURITY.md"
                ),
            },
        }
    }
}

impl NoSite {
    fn sentence(&self, lang: Lang) -> String {
        let what = match (self, lang) {
            (Self::Folder(root), Lang::En) => format!("there is no folder {}", root.shown()),
            (Self::Folder(root), Lang::Zh) => format!("没有文件夹 {}", root.shown()),
            (Self::NotAFolder(path), Lang::En) => format!("{} is not a folder", path.shown()),
            (Self::NotAFolder(path), Lang::Zh) => format!("{} 不是文件夹", path.shown()),
            (Self::Content { root, .. }, Lang::En) => {
                format!("there is no folder {}", root.join("content").shown())
            }
            (Self::Content { root, .. }, Lang::Zh) => {
                format!("没有文件夹 {}", root.join("content").shown())
            }
        };
        let do_this = match (self, lang) {
            (Self::Content { above: Some(site), .. }, Lang::En) => {
                format!("the site above is found with `--root {}`", site.shown())
            }
            (Self::Content { above: Some(site), .. }, Lang::Zh) => {
                format!("上层的站点要写 `--root {}`", site.shown())
            }
            (_, Lang::En) => {
                "`--root DIR` says where the site is, `mingbai init DIR` makes one".to_owned()
            }
            (_, Lang::Zh) => {
                "用 `--root 文件夹` 指出站点在哪里，或者用 `mingbai init 文件夹` 做一个".to_owned()
            }
        };
        match lang {
            Lang::En => format!("{what}; {do_this}"),
            Lang::Zh => format!("{what}；{do_this}"),
        }
    }
}

/// What is wrong with `--base-url`, and how it is written.
fn base_url(fault: BaseFault, lang: Lang) -> String {
    let problem = Problem::BadBaseUrl { fault };
    let (sentence, help) = (problem.sentence(lang), problem.help(lang).unwrap_or_default());
    match lang {
        Lang::En => format!("`--base-url`: {sentence}; {help}"),
        Lang::Zh => format!("`--base-url`：{sentence}；{help}"),
    }
}

fn no_file(typed: &Path, nearest: Option<&str>, lang: Lang) -> String {
    let typed = typed.shown();
    match (nearest, lang) {
        (Some(near), Lang::En) => {
            format!("{typed} is no file of this site; did you mean {near}?")
        }
        (Some(near), Lang::Zh) => format!("{typed} 不是这个站点的文件；是不是 {near}？"),
        (None, Lang::En) => {
            format!("{typed} is no file of this site; name files below its folder content/")
        }
        (None, Lang::Zh) => format!("{typed} 不是这个站点的文件；请写 content/ 里的文件"),
    }
}

fn no_owner(owner: &str, known: &[String], lang: Lang) -> String {
    let list = known.join(", ");
    match lang {
        Lang::En if known.is_empty() => {
            format!("no guide has the owner `{owner}`; none says `owner:` at all")
        }
        Lang::En => format!("no guide has the owner `{owner}`; owners are {list}"),
        Lang::Zh if known.is_empty() => {
            format!("没有哪篇的 `owner:` 是 `{owner}`；所有指南都没有写 `owner:`")
        }
        Lang::Zh => format!("没有哪篇的 `owner:` 是 `{owner}`；有的是 {list}"),
    }
}

/// Why the output is refused, and how to choose another.
fn refused(refusal: &Refusal, is_file: bool, lang: Lang) -> String {
    if lang == Lang::En {
        let (what, typed) = if is_file { ("file", "FILE") } else { ("folder", "DIR") };
        return format!("{refusal}; choose another {what} with `--output {typed}`");
    }
    let what = match refusal {
        Refusal::Root => "/ 是整个文件系统的根".to_owned(),
        Refusal::Home(path) => format!("{} 是家目录，或者它的上层", path.shown()),
        Refusal::Site(path) => format!("{} 是站点自己的文件夹，或者它的上层", path.shown()),
        Refusal::Source(path, sources) => {
            format!("{} 在 {} 里，那里是源文件", path.shown(), sources.shown())
        }
        Refusal::NotOurs(path) => format!("{} 里有不是明白发布的文件", path.shown()),
        Refusal::BrokenManifest(path) => format!("{} 不是明白的清单", path.shown()),
        Refusal::NotAFolder(path) => format!("{} 不是文件夹", path.shown()),
        Refusal::NotWritable(path, why) => format!("{} 写不了：{why}", path.shown()),
        Refusal::Folder(path) => format!("{} 是文件夹", path.shown()),
        Refusal::NotOurFile(path) => format!("{} 不是明白做的文件", path.shown()),
        Refusal::Unresolved(path, why) => format!("{} 哪里也不通：{why}", path.shown()),
    };
    let typed = if is_file { "文件" } else { "文件夹" };
    format!("{what}；用 `--output {typed}` 换一个")
}
