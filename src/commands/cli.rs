//! The command line: what can be typed, what it means, and how a command ends.
//!
//! The doc comments here are the help text. Everything is done elsewhere; this module only asks for
//! it and prints. Exit codes: 0 done, 1 the content has errors, 2 usage or machine.

mod bundle;
mod ci;
mod import;
mod team;

use crate::base::chars::printable;
use crate::base::day::{Day, parse_day};
use crate::base::lang::Lang;
use crate::base::path::Shown as _;
use crate::commands::external::RequestPolicy;
use crate::commands::lsp;
use crate::commands::pipeline::{self, Build, Failure, Prepared, Request, Scope, Timings};
use crate::commands::scaffold;
use crate::commands::serve;
use crate::diag::report::{self, Format, Style};
use crate::diag::{Severity, has_errors};
use crate::write::{Method, Written};
use bundle::BundleArgs;
use ci::{CiArgs, HostArg};
use clap::{Args, Parser, Subcommand, ValueEnum};
use import::ImportArgs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use team::ReviewFormat;

/// Build a knowledge site from a folder of Markdown guides
#[derive(Debug, Parser)]
#[command(name = "mingbai", version, max_term_width = 100, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct Common {
    /// The site's folder
    #[arg(long, global = true, value_name = "DIR", default_value = ".", hide_default_value = true)]
    root: PathBuf,
    /// Language of messages [default: the locale's]
    #[arg(long, global = true, value_enum)]
    lang: Option<LangArg>,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    color: Color,
    /// Say only what is wrong
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Say more
    #[arg(long, short, global = true, conflicts_with = "quiet")]
    verbose: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LangArg {
    En,
    Zh,
}

impl LangArg {
    fn lang(self) -> Lang {
        match self {
            Self::En => Lang::En,
            Self::Zh => Lang::Zh,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a small working site in a new folder
    #[command(after_help = "Example:\n  mingbai init my-guide --ci github")]
    Init {
        /// The folder, new or empty
        dir: PathBuf,
        /// Write what checks and publishes it at a host, too
        #[arg(long, value_name = "HOST", value_enum)]
        ci: Option<HostArg>,
    },
    /// Write what checks a site and publishes it at a host, or checks it before each commit
    ///
    /// A file that somebody wrote or changed stays as it is; one of an earlier version is written anew.
    #[command(after_help = "Example:\n  mingbai ci github")]
    Ci(CiArgs),
    /// Start a guide with the fields of its kind
    #[command(after_help = "Example:\n  mingbai new right '有人打给我家人'")]
    New {
        /// The kind: platform, method, right, strategy, or one of the site's own
        kind: String,
        /// The title, in the reader's words
        title: String,
    },
    /// Make a new site from the files of another generator, which are not touched
    #[command(after_help = "Example:\n  mingbai import ../old-blog my-guide")]
    Import(ImportArgs),
    /// Build the site
    #[command(
        after_help = "Example:\n  mingbai build --output public --base-url https://example.org/"
    )]
    Build(BuildArgs),
    /// Make one file of the site, or of a part of it, that works wherever it is opened from
    ///
    /// Everything is in it: pages, pictures, search. It needs no network, and no JavaScript to be read.
    #[command(
        after_help = "Examples:\n  mingbai bundle --output guide.html\n  mingbai bundle --only '他们打给我家人' --output family.html\n  mingbai bundle --only kind:letter --only tag:电话催收"
    )]
    Bundle(BundleArgs),
    /// Build, serve on this machine, and rebuild when files change
    #[command(after_help = "Example:\n  mingbai serve --open")]
    Serve {
        /// The port on 127.0.0.1
        #[arg(long, default_value_t = 4321)]
        port: u16,
        /// Open the browser
        #[arg(long)]
        open: bool,
        #[command(flatten)]
        day: DayArgs,
        /// Show drafts as well
        #[arg(long)]
        drafts: bool,
        /// Use nothing that earlier builds left, and leave nothing
        #[arg(long)]
        no_cache: bool,
    },
    /// Say everything that is wrong with the site, and write nothing
    #[command(after_help = "Example:\n  mingbai check --format short content/rights/*.md")]
    Check {
        /// Report on these files only
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Report on the guides of this owner only
        #[arg(long, value_name = "NAME")]
        owner: Option<String>,
        /// Mend what is certain first: full-width punctuation in YAML, missing spaces
        #[arg(long)]
        fix: bool,
        /// Ask addresses elsewhere whether they still answer
        #[arg(long)]
        external: bool,
        /// How to print
        #[arg(long, value_enum, default_value_t = FormatArg::Full)]
        format: FormatArg,
        /// Fail on warnings too
        #[arg(long)]
        strict: bool,
        #[command(flatten)]
        day: DayArgs,
        /// Check drafts as if they were public
        #[arg(long)]
        drafts: bool,
    },
    /// List the pages to look at again: overdue, due soon, or called back by a change
    #[command(after_help = "Example:\n  mingbai review --format ics > review.ics")]
    Review {
        /// How to print
        #[arg(long, value_enum, default_value_t = ReviewFormat::Table)]
        format: ReviewFormat,
        #[command(flatten)]
        day: DayArgs,
    },
    /// Put the queries of content/tests/search.yaml to the site's own search
    #[command(after_help = "Example:\n  mingbai test")]
    Test {
        #[command(flatten)]
        day: DayArgs,
    },
    /// List every line that uses a law, fact, contact, term, source, page or blank
    #[command(after_help = "Example:\n  mingbai impact law:civil-code/680")]
    Impact {
        /// law:x, law:x/680, contact:x, fact:x, term:x, source:x, page:x, blank:x (in letters), or an id
        /// that one of them has
        id: String,
        /// Look into drafts as well
        #[arg(long)]
        drafts: bool,
    },
    /// Help an editor: a language server over standard input and output
    ///
    /// Editors start it themselves; docs/editors.md says how each is told to.
    #[command(after_help = "Example:\n  mingbai lsp")]
    Lsp,
    /// Print JSON Schema for editors: of site.yaml, of each registry, of each kind's front matter
    #[command(
        after_help = "Example:\n  mingbai schema --output schemas\n  mingbai schema --cms owner/name > content/static/admin/config.yml"
    )]
    Schema {
        /// One of them: site, laws, contacts, …, or a kind [default: all, in one document]
        name: Option<String>,
        /// Write a file for each into this folder, and print the settings that an editor needs
        #[arg(long, short, value_name = "DIR", conflicts_with = "name")]
        output: Option<PathBuf>,
        /// Print the config.yml of an editor in a web page instead, Sveltia CMS or Decap CMS, for this
        /// repository: owner/name on GitHub, gitlab:group/name, or test
        #[arg(long, value_name = "REPOSITORY", conflicts_with_all = ["name", "output"])]
        cms: Option<String>,
    },
}

#[derive(Debug, Args)]
struct BuildArgs {
    /// Where to publish [default: public/ in the site's folder]
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Where the site will be found, instead of what site.yaml says
    #[arg(long, value_name = "URL", value_parser = web_address)]
    base_url: Option<String>,
    /// Write relative addresses: the folder can be opened from a disk, and served below any path
    #[arg(long)]
    relative: bool,
    /// Publish drafts as well
    #[arg(long)]
    drafts: bool,
    #[command(flatten)]
    day: DayArgs,
    /// Print how long each stage took
    #[arg(long)]
    timings: bool,
    /// Publish nothing if there are warnings
    #[arg(long)]
    strict: bool,
    /// Make everything anew: use nothing that earlier builds left, and leave nothing
    #[arg(long)]
    no_cache: bool,
}

#[derive(Debug, Args)]
struct DayArgs {
    /// What the site says on this day [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    at: Option<Day>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatArg {
    Full,
    Short,
    Json,
    Github,
    Sarif,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Full => Self::Full,
            FormatArg::Short => Self::Short,
            FormatArg::Json => Self::Json,
            FormatArg::Github => Self::Github,
            FormatArg::Sarif => Self::Sarif,
        }
    }
}

/// How to check.
struct Checking {
    scope: Scope,
    fix: bool,
    external: bool,
    format: Format,
    strict: bool,
}

/// Runs a command.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let terminal = Terminal::new(&cli.common);
    let root = cli.common.root.clone();
    let asked = cli.common.lang.map(LangArg::lang);
    let done = match cli.command {
        Command::Init { dir, ci } => terminal.init(&dir, ci),
        Command::Ci(args) => terminal.ci(&root, &args),
        Command::New { kind, title } => terminal.start_guide(&root, &kind, &title),
        Command::Import(args) => terminal.import(&args),
        Command::Build(args) => terminal.build(&root, args),
        Command::Bundle(args) => terminal.bundle(&root, args),
        Command::Serve { port, open, day, drafts, no_cache } => {
            let request = Request { cache: !no_cache, ..request(&root, drafts, day.at) };
            let (style, quiet) = (terminal.style(), terminal.quiet);
            serve::serve(&request, &serve::Options { port, open, style, quiet })
                .map(|()| ExitCode::SUCCESS)
        }
        Command::Check { files, owner, fix, external, format, strict, day, drafts } => {
            let scope = Scope { files, owner };
            let checking = Checking { scope, fix, external, format: format.into(), strict };
            terminal.check(&request(&root, drafts, day.at), &checking)
        }
        Command::Review { format, day } => terminal.review(&request(&root, false, day.at), format),
        Command::Schema { cms: Some(repository), .. } => terminal.cms(&root, &repository),
        Command::Schema { name, output, cms: None } => {
            terminal.schema(&root, name.as_deref(), output)
        }
        Command::Test { day } => terminal.test(&request(&root, false, day.at)),
        Command::Lsp => lsp::serve(&request(&root, false, None), asked, terminal.lang)
            .map(|left| if left { ExitCode::SUCCESS } else { ExitCode::FAILURE }),
        Command::Impact { id, drafts } => terminal.impact(&request(&root, drafts, None), &id),
    };
    done.unwrap_or_else(|failure| {
        terminal.say(&mut io::stderr(), &format!("error: {}", failure.sentence(terminal.lang)));
        ExitCode::from(2)
    })
}

fn request(root: &Path, drafts: bool, at: Option<Day>) -> Request {
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|v| v.parse().ok());
    Request { root: root.to_owned(), drafts, at, epoch, ..Request::default() }
}

fn day(text: &str) -> Result<Day, String> {
    parse_day(text).ok_or_else(|| "write a day as 2026-11-22".to_owned())
}

fn web_address(text: &str) -> Result<String, String> {
    let fits = text.starts_with("https://") || text.starts_with("http://");
    if fits { Ok(text.to_owned()) } else { Err("begin with https:// or http://".to_owned()) }
}

/// How to talk to whoever typed the command.
struct Terminal {
    lang: Lang,
    color: Color,
    quiet: bool,
    verbose: bool,
}

impl Terminal {
    fn new(common: &Common) -> Self {
        let lang = common.lang.map_or_else(locale, LangArg::lang);
        Self { lang, color: common.color, quiet: common.quiet, verbose: common.verbose }
    }

    fn style(&self) -> Style {
        Style {
            format: Format::Full,
            lang: self.lang,
            color: self.colored(io::stderr().is_terminal()),
        }
    }

    fn colored(&self, terminal: bool) -> bool {
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        }
    }

    fn init(&self, dir: &Path, ci: Option<HostArg>) -> Result<ExitCode, Failure> {
        scaffold::init(dir)?;
        if let Some(host) = ci {
            self.put(dir, host.meant())?;
        }
        let next = format!("mingbai serve --root {}", dir.shown());
        self.tell(&match self.lang {
            Lang::En => format!("A site is in {}. Look at it with:\n  {next}", dir.shown()),
            Lang::Zh => format!("站点在 {}。现在就看：\n  {next}", dir.shown()),
        });
        Ok(ExitCode::SUCCESS)
    }

    fn start_guide(&self, root: &Path, kind: &str, title: &str) -> Result<ExitCode, Failure> {
        let path = scaffold::start_guide(root, kind, title)?;
        self.say(&mut io::stdout(), &path.shown());
        Ok(ExitCode::SUCCESS)
    }

    fn build(&self, root: &Path, args: BuildArgs) -> Result<ExitCode, Failure> {
        let mut request = request(root, args.drafts, args.day.at);
        request.base_url = args.base_url;
        request.relative = args.relative;
        // A site of another day must not depend on what has happened since.
        request.history = args.day.at.is_none();
        request.cache = !args.no_cache;
        let output = args.output.unwrap_or_else(|| pipeline::default_output(root));
        let waiting = match self.lang {
            Lang::En => || remark("another build is publishing there; waiting for it"),
            Lang::Zh => || remark("另一次构建正在发布，等它完成"),
        };
        let (style, brief) = (self.style(), !self.verbose);
        let strict = args.strict;
        let recalling = request.cache;
        let build = Build { output: output.clone(), strict, style, brief, recalling, waiting };
        let built = pipeline::build(&request, &build)?;
        let _ = io::stderr().write_all(built.report.as_bytes());
        if args.timings || self.verbose {
            self.say(&mut io::stderr(), &timing_table(&built.timings));
        }
        let told = match &built.written {
            Some(written) => {
                self.tell(&published(written, built.guides, &output, self.lang));
                if request.relative {
                    self.tell(match self.lang {
                        Lang::En => "opened from a disk, its search does not work; `mingbai bundle` makes a file in which it does",
                        Lang::Zh => "从磁盘打开时不能搜索；要能搜索的，用 `mingbai bundle` 做成一个文件",
                    });
                }
                ExitCode::SUCCESS
            }
            None => {
                self.say(
                    &mut io::stderr(),
                    match self.lang {
                        Lang::En => "nothing was published; the site stays as it was",
                        Lang::Zh => "没有发布，站点保持原样",
                    },
                );
                ExitCode::from(1)
            }
        };
        built.abandon();
        Ok(told)
    }

    fn check(&self, request: &Request, checking: &Checking) -> Result<ExitCode, Failure> {
        let Checking { scope, fix, external, format, strict } = checking;
        let mut prepared = pipeline::check(request)?;
        scope.narrow(&mut prepared, &request.root)?;
        if *fix {
            for mended in pipeline::mend(&prepared, &request.root)? {
                self.tell(&match self.lang {
                    Lang::En => format!("{}: {} mended", mended.path, mended.places),
                    Lang::Zh => format!("{}：改好 {} 处", mended.path, mended.places),
                });
                if let Some(left) = mended.cleared {
                    self.tell(&match self.lang {
                        Lang::En => format!("{left}: removed; an earlier --fix was killed"),
                        Lang::Zh => format!("{left}：已删除，是上一次 --fix 中断留下的"),
                    });
                }
            }
            prepared = pipeline::check(request)?;
            scope.narrow(&mut prepared, &request.root)?;
        }
        if *external {
            self.tell(match self.lang {
                Lang::En => "asking addresses elsewhere …",
                Lang::Zh => "正在查外面的网址…",
            });
            let policy = RequestPolicy::default();
            pipeline::check_external(&mut prepared, &request.root, scope, policy)?;
        }
        let Prepared { sources, diagnostics, .. } = &prepared;
        let color = self.colored(io::stdout().is_terminal());
        let style = Style { format: *format, lang: self.lang, color };
        // Notes on a whole site are many; they are shown to whoever asks for them or for a part.
        let brief = format.is_for_people() && scope.is_everything() && !self.verbose;
        let report = report::in_full(diagnostics, sources, style, brief);
        let _ = io::stdout().write_all(report.as_bytes());
        let warned = diagnostics.iter().any(|d| d.severity == Severity::Warning);
        let failed = has_errors(diagnostics) || (*strict && warned);
        Ok(ExitCode::from(u8::from(failed)))
    }

    /// Says something that `--quiet` silences.
    fn tell(&self, text: &str) {
        if !self.quiet {
            self.say(&mut io::stderr(), text);
        }
    }

    /// A reader that went away is no failure of ours.
    fn say(&self, to: &mut impl Write, text: &str) {
        let _ = writeln!(to, "{}", printable(text));
    }
}

fn remark(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// The language of the locale: the first of the usual variables that says one.
fn locale() -> Lang {
    let said = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    if said.is_some_and(|l| l.starts_with("zh")) { Lang::Zh } else { Lang::En }
}

fn published(written: &Written, guides: usize, output: &Path, lang: Lang) -> String {
    let Written { files, written: changed, removed, method, .. } = written;
    let output = output.shown();
    let how = match (method, lang) {
        (Method::Journal, Lang::En) => " (file by file: the folder cannot be exchanged)",
        (Method::Journal, Lang::Zh) => "（逐个替换：这个文件夹不能整体交换）",
        _ => "",
    };
    match lang {
        Lang::En => format!(
            "{guides} guides, {files} files in {output}: {changed} written, {removed} removed{how}"
        ),
        Lang::Zh => format!(
            "{guides} 篇指南，{output} 里共 {files} 个文件：写入 {changed} 个，删除 {removed} 个{how}"
        ),
    }
}

fn timing_table(timings: &Timings) -> String {
    let rows = timings
        .iter()
        .map(|(stage, time)| format!("{stage:<8}{:>10.1} ms", time.as_secs_f64() * 1000.0));
    rows.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn every_command_has_an_example_that_can_be_typed() {
        let cli = Cli::command();
        let commands: Vec<_> = cli.get_subcommands().collect();
        assert!(commands.len() >= 10);
        for command in commands {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let name = command.get_name();
            let lines: Vec<&str> = help.lines().skip(1).map(str::trim).collect();
            assert!(!lines.is_empty(), "{name} has no example");
            for line in lines {
                // What a shell does with the rest of the line is the shell's.
                let typed = line.split(" > ").next().unwrap_or_default().replace('\'', "");
                let parsed = Cli::try_parse_from(typed.split_whitespace());
                assert!(parsed.is_ok(), "{line}: {parsed:?}");
                assert_eq!(typed.split_whitespace().nth(1), Some(name), "{line}");
            }
        }
    }
}
