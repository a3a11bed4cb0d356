//! `mingbai bundle`, as it is typed and what it says.

use super::{DayArgs, Terminal, request, web_address};
use crate::base::lang::Lang;
use crate::base::path::Shown as _;
use crate::commands::bundle::{self, Bundled};
use crate::commands::pipeline::{Failure, Prepared};
use crate::diag::report;
use crate::render::bundle::MARK;
use crate::write::Single;
use clap::Args;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(super) struct BundleArgs {
    /// Only these parts: a situation of the home page, a kind, a tag, or a page's id; may be repeated
    #[arg(long, value_name = "PART")]
    only: Vec<String>,
    /// The file [default: bundle.html in the site's folder]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Where the site is found, for what is not in the file, instead of what site.yaml says
    #[arg(long, value_name = "URL", value_parser = web_address)]
    base_url: Option<String>,
    /// Put drafts in as well
    #[arg(long)]
    drafts: bool,
    #[command(flatten)]
    day: DayArgs,
}

impl Terminal {
    pub(super) fn bundle(&self, root: &Path, args: BundleArgs) -> Result<ExitCode, Failure> {
        let mut request = request(root, args.drafts, args.day.at);
        request.base_url = args.base_url;
        request.cache = true;
        let output = args.output.unwrap_or_else(|| root.join("bundle.html"));
        let target = Single::check(&output, root, MARK).map_err(Failure::RefusedFile)?;
        let Bundled { prepared, file, pages } = bundle::bundle(&request, &args.only, self.lang)?;
        let Prepared { sources, diagnostics, site, .. } = &prepared;
        let brief = !self.verbose;
        let report = report::in_full(diagnostics, sources, self.style(), brief);
        let _ = io::stderr().write_all(report.as_bytes());
        let Some(file) = file else {
            self.say(
                &mut io::stderr(),
                match self.lang {
                    Lang::En => "no file was made",
                    Lang::Zh => "没有做出文件",
                },
            );
            return Ok(ExitCode::from(1));
        };
        target.write(&file)?;
        let (output, size, day) = (output.shown(), file.len().div_ceil(1024), site.day);
        self.tell(&match self.lang {
            Lang::En => format!("{pages} pages in {output}, {size} KiB, as of {day}"),
            Lang::Zh => format!("{output}：{pages} 页，{size} KiB，资料截至 {day}"),
        });
        Ok(ExitCode::SUCCESS)
    }
}
