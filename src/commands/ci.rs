//! Writes what runs at a host: a workflow that checks a site, publishes it and once a month lists what must be
//! looked at again, and a hook that checks before a commit.
//!
//! What was written by us and not changed since is written anew; what somebody changed is left as it is.

use crate::base::cache::Key;
use crate::base::path::Shown as _;
use crate::commands::pipeline::{self, Failure};
use crate::write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What a file is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    /// GitHub Actions, which publish to GitHub Pages.
    Github,
    /// GitLab CI, which publishes to GitLab Pages.
    Gitlab,
    /// Git itself, before each commit.
    Hook,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Done {
    /// The file was written.
    Written(PathBuf),
    /// It was there, and says the same.
    Same(PathBuf),
}

const GITHUB: &str = include_str!("ci/github.yml");
const GITLAB: &str = include_str!("ci/gitlab.yml");
const HOOK: &str = include_str!("ci/pre-commit");

impl For {
    /// The file's place below the site's folder.
    fn path(self) -> &'static str {
        match self {
            Self::Github => ".github/workflows/site.yml",
            Self::Gitlab => ".gitlab-ci.yml",
            Self::Hook => ".git/hooks/pre-commit",
        }
    }

    fn argument(self) -> &'static str {
        match self {
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Hook => "hook",
        }
    }

    /// What the file says.
    pub(crate) fn text(self) -> String {
        let (first, body) = match self {
            Self::Github => ("", GITHUB),
            Self::Gitlab => ("", GITLAB),
            Self::Hook => (SHELL, HOOK),
        };
        let body = body.replace("=={version}", concat!("==", env!("CARGO_PKG_VERSION")));
        let (name, sum) = (self.argument(), sum(&body));
        format!("{first}{MARK}{name}`, which writes it anew while nobody changes it. {sum}\n{body}")
    }
}

/// How the line begins by which a file of ours is known.
const MARK: &str = "# Written by `mingbai ci ";

/// How a hook begins.
const SHELL: &str = "#!/bin/sh\n";

/// Writes the file for a site.
pub(crate) fn put(root: &Path, what: For) -> Result<Done, Failure> {
    pipeline::find_site(root)?;
    if what == For::Hook && !root.join(".git").is_dir() {
        let told = format!("{} is not the top folder of a Git repository", root.shown());
        return Err(Failure::Usage(told));
    }
    let (path, text) = (root.join(what.path()), what.text());
    match fs::read_to_string(&path) {
        Ok(there) if there == text => return Ok(Done::Same(path)),
        Ok(there) if !is_ours(&there) => {
            let (path, name) = (path.shown(), what.argument());
            return Err(Failure::Usage(format!(
                "{path} was written or changed by somebody else; `mingbai ci {name} --print` shows what would be in it"
            )));
        }
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&path, text)?;
    if what == For::Hook {
        write::make_executable(&path)?;
    }
    Ok(Done::Written(path))
}

/// Whether a text is one that we wrote, as we wrote it.
fn is_ours(text: &str) -> bool {
    // Git may have put Windows' ends on its lines.
    let text = text.replace("\r\n", "\n");
    let text = text.strip_prefix(SHELL).unwrap_or(&text);
    let Some((mark, body)) = text.split_once('\n') else { return false };
    mark.starts_with(MARK) && mark.ends_with(&sum(body))
}

/// By which a text is known again.
fn sum(body: &str) -> String {
    Key::of("ci", &[body.as_bytes()]).0[..6].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_changed_is_known_and_nothing_else() {
        for what in [For::Github, For::Gitlab, For::Hook] {
            let text = what.text();
            assert!(is_ours(&text), "{text}");
            assert!(is_ours(&text.replace('\n', "\r\n")));
            assert!(!is_ours(&text.replace("mingbai check", "mingbai  check")));
            assert!(!is_ours("name: site\n"));
            assert!(!text.contains("{version}"));
        }
    }
}
