//! The commands for the team behind a site: what a change touches, what must be looked at again,
//! and what an editor may type. They write nothing and end well whatever the content says.

use super::Terminal;
use crate::impact;
use crate::pipeline::{self, Failure, Prepared, Request};
use crate::review::{self, ics, json, table};
use clap::ValueEnum;
use std::io::{self, Write as _};
use std::process::ExitCode;

/// How `review` prints.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum ReviewFormat {
    /// Columns for people
    Table,
    /// For programs
    Json,
    /// For calendars
    Ics,
}

impl Terminal {
    pub(super) fn impact(&self, request: &Request, id: &str) -> Result<ExitCode, Failure> {
        let Prepared { sources, site, .. } = pipeline::prepare(request)?;
        let subject = impact::find(&site, id)
            .map_err(|unknown| Failure::Usage(unknown.sentence(id, self.lang)))?;
        let uses = impact::uses(&site, &sources, subject);
        self.result(&impact::lines(&uses, &sources))
    }

    pub(super) fn review(
        &self,
        request: &Request,
        format: ReviewFormat,
    ) -> Result<ExitCode, Failure> {
        let Prepared { sources, site, .. } = pipeline::prepare(request)?;
        let calls = review::calls(&site);
        self.result(&match format {
            ReviewFormat::Table => table::render(&site, &sources, &calls, self.lang),
            ReviewFormat::Json => json::render(&site, &sources, &calls),
            ReviewFormat::Ics => ics::render(&site, &sources, &calls, self.lang),
        })
    }

    /// Prints what was asked for, byte for byte. A reader that went away is no failure of ours.
    fn result(&self, text: &str) -> Result<ExitCode, Failure> {
        let _ = io::stdout().write_all(text.as_bytes());
        Ok(ExitCode::SUCCESS)
    }
}
