//! `mingbai ci`: what can be typed, and what is said at the end.

use super::Terminal;
use crate::base::lang::Lang;
use crate::base::path::Shown as _;
use crate::commands::ci::{self, Done, For};
use crate::commands::pipeline::Failure;
use clap::{Args, ValueEnum};
use std::path::Path;
use std::process::ExitCode;

/// What to write.
#[derive(Debug, Args)]
pub(super) struct CiArgs {
    /// Where it runs: github, gitlab, or hook for Git itself before each commit
    #[arg(value_enum)]
    what: CiArg,
    /// Print it instead of writing its file
    #[arg(long)]
    print: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum CiArg {
    Github,
    Gitlab,
    Hook,
}

/// What a new site may have besides.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum HostArg {
    Github,
    Gitlab,
}

impl HostArg {
    pub(super) fn meant(self) -> For {
        match self {
            Self::Github => For::Github,
            Self::Gitlab => For::Gitlab,
        }
    }
}

impl Terminal {
    pub(super) fn ci(&self, root: &Path, args: &CiArgs) -> Result<ExitCode, Failure> {
        let what = match args.what {
            CiArg::Github => For::Github,
            CiArg::Gitlab => For::Gitlab,
            CiArg::Hook => For::Hook,
        };
        if args.print {
            return self.result(&what.text());
        }
        self.put(root, what)?;
        Ok(ExitCode::SUCCESS)
    }

    /// Writes it, and says where.
    pub(super) fn put(&self, root: &Path, what: For) -> Result<(), Failure> {
        let (done, path) = match ci::put(root, what)? {
            Done::Written(path) => (true, path),
            Done::Same(path) => (false, path),
        };
        let path = path.shown();
        self.tell(&match (self.lang, done) {
            (Lang::En, true) => format!("{path}: written"),
            (Lang::En, false) => format!("{path}: as it should be"),
            (Lang::Zh, true) => format!("{path}：已写好"),
            (Lang::Zh, false) => format!("{path}：不用改"),
        });
        Ok(())
    }
}
