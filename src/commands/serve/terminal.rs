//! What is said in the terminal: the address on stdout, everything about builds on stderr.

use crate::base::chars::printable;
use crate::base::lang::Lang;
use crate::base::source::Sources;
use crate::commands::pipeline::{Failure, Prepared};
use crate::diag::report::{self, Style};
use crate::diag::{Diagnostic, has_errors};
use std::io::{self, ErrorKind, Write};
use std::time::Duration;

/// Speaks, and remembers what it said.
#[derive(Debug)]
pub(super) struct Terminal {
    style: Style,
    /// Whether only what is wrong is said.
    quiet: bool,
    /// The report that was printed last. The same is not printed after every save.
    reported: String,
    /// Whether the last build had errors.
    broken: bool,
    /// Whether any build had none, so that there is a good site to keep.
    was_good: bool,
}

impl Terminal {
    /// A terminal in this language, and with colours or without.
    pub(super) fn new(style: Style, quiet: bool) -> Self {
        Self { style, quiet, reported: String::new(), broken: false, was_good: false }
    }

    /// Why the port cannot be had, as the failure that ends the command.
    pub(super) fn cannot_listen(&self, port: u16, error: io::Error) -> Failure {
        let text = match (error.kind(), self.style.lang) {
            (ErrorKind::AddrInUse, Lang::En) => {
                format!("port {port} is taken; choose another with --port, or any with --port 0")
            }
            (ErrorKind::AddrInUse, Lang::Zh) => {
                format!("端口 {port} 已被占用；用 --port 换一个，--port 0 自动选")
            }
            (_, Lang::En) => format!("cannot listen on 127.0.0.1:{port}: {error}"),
            (_, Lang::Zh) => format!("无法监听 127.0.0.1:{port}：{error}"),
        };
        Failure::Io(io::Error::new(error.kind(), text))
    }

    /// The site can be visited now.
    pub(super) fn listening(&self, address: &str) {
        // Whoever reads this may have gone; the site is served all the same.
        let _ = writeln!(io::stdout(), "{address}");
        self.tell(match self.style.lang {
            Lang::En => "watching content/ and themes/; Ctrl-C ends",
            Lang::Zh => "正在留意 content/ 和 themes/ 的改动，Ctrl-C 结束",
        });
    }

    /// The first build is done.
    pub(super) fn built(&mut self, prepared: &Prepared, time: Duration) {
        let time = milliseconds(time);
        let guides = prepared.site.guides().count();
        let line = match self.style.lang {
            Lang::En => format!("{guides} guides built in {time} ms"),
            Lang::Zh => format!("{guides} 篇指南，用时 {time} 毫秒"),
        };
        self.report(prepared, line);
    }

    /// Another build is done.
    pub(super) fn rebuilt(&mut self, prepared: &Prepared, time: Duration) {
        let time = milliseconds(time);
        let broken = has_errors(&prepared.diagnostics);
        let line = match self.style.lang {
            Lang::En if broken && self.was_good => format!("the last good site stays ({time} ms)"),
            Lang::Zh if broken && self.was_good => format!("仍显示上一个好的版本（{time} 毫秒）"),
            Lang::En if self.broken && !broken => format!("good again, rebuilt in {time} ms"),
            Lang::Zh if self.broken && !broken => format!("已改好，重新生成用时 {time} 毫秒"),
            Lang::En => format!("rebuilt in {time} ms"),
            Lang::Zh => format!("重新生成用时 {time} 毫秒"),
        };
        self.report(prepared, line);
    }

    /// What all of the site was found to be when it had been rendered: said if it is news.
    pub(super) fn found(&mut self, diagnostics: &[Diagnostic], sources: &Sources) {
        let report = report::render(diagnostics, sources, self.style);
        if report != self.reported {
            let _ = io::stderr().write_all(report.as_bytes());
            self.reported = report;
            self.broken = has_errors(diagnostics);
            report::summary(diagnostics, self.style.lang).iter().for_each(|line| self.say(line));
        }
    }

    /// Nothing could be built. Gives the words for the overlay as well.
    pub(super) fn failed(&mut self, failure: &Failure) -> String {
        let text = failure.sentence(self.style.lang);
        self.broken = true;
        self.reported.clear();
        self.say(&format!("error: {text}"));
        text
    }

    /// Prints what is wrong if it is news, and a line in any case.
    fn report(&mut self, prepared: &Prepared, line: String) {
        let Prepared { diagnostics, sources, .. } = prepared;
        let report = report::render(diagnostics, sources, self.style);
        if report != self.reported {
            let _ = io::stderr().write_all(report.as_bytes());
            self.reported = report;
        }
        self.broken = has_errors(diagnostics);
        self.was_good |= !self.broken;
        match report::summary(diagnostics, self.style.lang) {
            Some(summary) if self.quiet => self.say(&summary),
            Some(summary) => self.say(&format!("{summary} · {line}")),
            None => self.tell(&line),
        }
    }

    /// Says something that `--quiet` silences.
    fn tell(&self, text: &str) {
        if !self.quiet {
            self.say(text);
        }
    }

    fn say(&self, text: &str) {
        let _ = writeln!(io::stderr(), "{}", printable(text));
    }
}

fn milliseconds(time: Duration) -> u128 {
    time.as_millis().max(1)
}
