//! The commands for the team behind a site: what a change touches, what must be looked at again,
//! and what an editor may type. They write nothing and end well whatever the content says.

use super::Terminal;
use crate::base::chars::printable;
use crate::base::lang::Lang;
use crate::base::suggest::nearest;
use crate::commands::pipeline::{self, Failure, Prepared, Request, Tested};
use crate::commands::schema::cms::{self, Repository};
use crate::commands::schema::{self, Schema};
use crate::commands::search_test;
use crate::diag::report::{self, Style};
use crate::diag::{Diagnostic, Problem, Severity};
use crate::model::impact;
use crate::model::registry;
use crate::model::review::{self, ics, json, table};
use clap::ValueEnum;
use std::fs;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
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
        self.result(&printable(&impact::lines(&uses, &sources)))
    }

    pub(super) fn test(&self, request: &Request) -> Result<ExitCode, Failure> {
        let (prepared, Tested { queries, ways }) = pipeline::test(request)?;
        let Prepared { sources, diagnostics, .. } = &prepared;
        let is_error = |d: &Diagnostic| d.severity == Severity::Error;
        let untested = |d: &Diagnostic| matches!(d.problem, Problem::UntestedOutcome { .. });
        let shown: Vec<Diagnostic> =
            diagnostics.iter().filter(|d| is_error(d) || untested(d)).cloned().collect();
        let style = Style { color: self.colored(io::stdout().is_terminal()), ..self.style() };
        let _ = io::stdout().write_all(report::render(&shown, sources, style).as_bytes());
        let wrong = report::summary(&shown, self.lang);
        self.tell(&match self.lang {
            Lang::En if queries + ways == 0 && wrong.is_none() => {
                format!("no queries; {} is where they are written", search_test::FILE)
            }
            Lang::Zh if queries + ways == 0 && wrong.is_none() => {
                format!("还没有查询；请写在 {} 里", search_test::FILE)
            }
            Lang::En => {
                let wrong = wrong.unwrap_or_else(|| "all as expected".to_owned());
                let flows = if ways == 0 { String::new() } else { format!(", ways: {ways}") };
                format!("queries: {queries}{flows}; {wrong}")
            }
            Lang::Zh => {
                let wrong = wrong.unwrap_or_else(|| "都符合预期".to_owned());
                let flows = if ways == 0 { String::new() } else { format!("，走法 {ways} 个") };
                format!("查询 {queries} 个{flows}；{wrong}")
            }
        });
        Ok(ExitCode::from(u8::from(shown.iter().any(is_error))))
    }

    pub(super) fn review(
        &self,
        request: &Request,
        format: ReviewFormat,
    ) -> Result<ExitCode, Failure> {
        let Prepared { sources, site, .. } = pipeline::prepare(request)?;
        let calls = review::calls(&site);
        self.result(&match format {
            ReviewFormat::Table => {
                printable(&table::render(&site, &sources, &calls, self.lang)).into_owned()
            }
            ReviewFormat::Json => json::render(&site, &sources, &calls),
            ReviewFormat::Ics => ics::render(&site, &sources, &calls, self.lang),
        })
    }

    pub(super) fn schema(
        &self,
        root: &Path,
        name: Option<&str>,
        output: Option<PathBuf>,
    ) -> Result<ExitCode, Failure> {
        let schemas = schema::schemas(&pipeline::settings_of(root)?, self.lang);
        if let Some(folder) = output {
            fs::create_dir_all(&folder)?;
            for Schema { name, value, .. } in &schemas {
                fs::write(folder.join(format!("{name}.json")), format!("{value:#}\n"))?;
            }
            return self.result(&format!("{:#}\n", schema::settings(&schemas, &folder)));
        }
        let value = match name {
            None => schema::bundle(&schemas),
            Some(name) => match schemas.iter().position(|s| s.name == name) {
                Some(i) => schemas[i].value.clone(),
                None => return Err(Failure::Usage(self.no_schema(name, &schemas))),
            },
        };
        self.result(&format!("{value:#}\n"))
    }

    pub(super) fn cms(&self, root: &Path, repository: &str) -> Result<ExitCode, Failure> {
        let Some(repository) = Repository::named(repository) else {
            return Err(Failure::Usage(match self.lang {
                Lang::En => format!("`{repository}` is no owner/name, gitlab:group/name or test"),
                Lang::Zh => format!("`{repository}` 不是 所有者/仓库、gitlab:组/仓库 或 test"),
            }));
        };
        let config = pipeline::settings_of(root)?;
        let listed = |name: &str| root.join(registry::pattern(name)).is_file();
        let settings = cms::settings(&config, &repository, self.lang, &listed);
        self.result(&format!("{settings:#}\n"))
    }

    fn no_schema(&self, name: &str, schemas: &[Schema]) -> String {
        let known: Vec<&str> = schemas.iter().map(|s| s.name.as_str()).collect();
        let list = known.join(", ");
        match (nearest(name, known), self.lang) {
            (Some(near), Lang::En) => {
                format!("there is no schema `{name}`; did you mean `{near}`?")
            }
            (Some(near), Lang::Zh) => format!("没有 `{name}` 的格式；是不是 `{near}`？"),
            (None, Lang::En) => format!("there is no schema `{name}`; there are {list}"),
            (None, Lang::Zh) => format!("没有 `{name}` 的格式；有的是 {list}"),
        }
    }

    /// Prints what was asked for, byte for byte. A reader that went away is no failure of ours.
    pub(super) fn result(&self, text: &str) -> Result<ExitCode, Failure> {
        let _ = io::stdout().write_all(text.as_bytes());
        Ok(ExitCode::SUCCESS)
    }
}
