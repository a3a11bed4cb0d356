//! `mingbai import`: what can be typed, and what is said at the end.

use super::{Terminal, request};
use crate::base::lang::Lang;
use crate::base::path::Shown as _;
use crate::commands::import::{self, Generator};
use crate::commands::pipeline::Failure;
use clap::{Args, ValueEnum};
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

/// What to import, and where to.
#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// The old site's folder, or the folder of pages in it that is meant
    from: PathBuf,
    /// The folder of the new site, new or empty
    dir: PathBuf,
    /// What made the old site [default: what its files say]
    #[arg(long = "as", value_name = "GENERATOR", value_enum)]
    generator: Option<GeneratorArg>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum GeneratorArg {
    Hugo,
    Hexo,
    Jekyll,
    Vitepress,
    Docusaurus,
    Starlight,
    Obsidian,
}

impl From<GeneratorArg> for Generator {
    fn from(generator: GeneratorArg) -> Self {
        match generator {
            GeneratorArg::Hugo => Self::Hugo,
            GeneratorArg::Hexo => Self::Hexo,
            GeneratorArg::Jekyll => Self::Jekyll,
            GeneratorArg::Vitepress => Self::VitePress,
            GeneratorArg::Docusaurus => Self::Docusaurus,
            GeneratorArg::Starlight => Self::Starlight,
            GeneratorArg::Obsidian => Self::Obsidian,
        }
    }
}

impl Terminal {
    pub(super) fn import(&self, args: &ImportArgs) -> Result<ExitCode, Failure> {
        let request = request(&args.dir, false, None);
        let told = args.generator.map(Generator::from);
        let report = import::import(&args.from, &args.dir, told, &request)?;
        let file = args.dir.join(import::REPORT);
        fs::write(&file, report.text(self.lang))?;
        let (name, dir, file) = (report.generator.name(), args.dir.shown(), file.shown());
        let import::Report { pages, errors, warnings, .. } = report;
        let looks = report.looks();
        self.tell(&match self.lang {
            Lang::En => format!(
                "{name}: {pages} pages are in {dir}; {looks} things to look at are listed in {file}\n\
                 mingbai check: {errors} errors, {warnings} warnings. See them, and the site, with:\n  \
                 mingbai check --root {dir}\n  mingbai serve --root {dir}"
            ),
            Lang::Zh => format!(
                "{name}：{pages} 个页面放在 {dir}；要看一看的 {looks} 处列在 {file}\n\
                 mingbai check：错误 {errors} 个，警告 {warnings} 个。查看它们和站点：\n  \
                 mingbai check --root {dir}\n  mingbai serve --root {dir}"
            ),
        });
        Ok(ExitCode::SUCCESS)
    }
}
