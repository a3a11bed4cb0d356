//! What is behind addresses elsewhere, asked by `check --external` only.

use super::Finding;
use crate::diag::table::{Entry, Level, Rule, Words, rules, words};

/// Why nobody can say what is behind an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it; the words are below")]
pub enum Unreachable {
    Address,
    Local,
    Host,
    Connection,
    Certificate,
    Timeout,
    Redirects,
    Status(u16),
}

impl Unreachable {
    /// Whether another attempt may go better.
    pub fn may_pass(self) -> bool {
        self.is_silence() || matches!(self, Self::Status(429 | 500..=599))
    }

    /// Whether nobody answered at all.
    pub fn is_silence(self) -> bool {
        matches!(self, Self::Host | Self::Connection | Self::Timeout)
    }
}

rules! {
    /// Something about an address elsewhere.
    pub enum Elsewhere {
        GoneLink { url: String, status: u16 } => {
            code: "gone-link",
            level: Level::Warning,
            finds: "an address that answers 404 or 410",
            says: words!(
                "nothing is at {url} any more ({status})",
                "{url} 已经没有东西了（{status}）",
            ),
            help: words!("find where it is now, or drop the link", "找到新地址，或者去掉"),
        }
        MovedLink { url: String, to: String } => {
            code: "moved-link",
            level: Level::Note,
            finds: "an address that redirects for good, with the new one",
            says: words!("{url} has moved for good", "{url} 永久搬走了"),
            help: words!("write {to}", "改成 {to}"),
        }
        UnaskedLinks { count: usize, seconds: u64 } => {
            code: "unasked-links",
            level: Level::Warning,
            finds: "addresses that could not be asked within ten minutes",
            says: words!(
                "{count} addresses were not asked: {seconds} s are the limit of a run",
                "有 {count} 个网址没来得及查：一次最多查 {seconds} 秒",
            ),
            help: words!(
                "run it again: what was answered is remembered for some days",
                "再运行一次：已有的回答会记住几天",
            ),
        }
        UnreachableLink { url: String, why: Unreachable } => {
            code: "unreachable-link",
            level: Level::Warning,
            finds: "no host, no connection, no answer in time, a bad certificate, another status: nobody can say",
            says: {
                let Words { en, zh } = reason(*why);
                words!("{url} could not be checked: {en}", "{url} 查不了：{zh}")
            },
            help: match why {
                Unreachable::Local => words!(
                    "`check: {{external: {{allow: [host]}}}}` in site.yaml lets it be asked",
                    "确实要查，就在 site.yaml 写 `check: {{external: {{allow: [主机]}}}}`",
                ),
                _ => words!(
                    "try it in a browser; `check: {{external: {{ignore: [host]}}}}` leaves it alone",
                    "用浏览器看看；不想再查，就写 `check: {{external: {{ignore: [主机]}}}}`",
                ),
            },
        }
    }
}

fn reason(why: Unreachable) -> Words {
    match why {
        Unreachable::Address => words!("it is no address that can be asked", "这个网址没法访问"),
        Unreachable::Local => words!("it is in a local network", "它在本地网络里"),
        Unreachable::Host => words!("there is no such host", "没有这个主机"),
        Unreachable::Connection => words!("no connection", "连不上"),
        Unreachable::Certificate => words!("its certificate does not hold", "证书有问题"),
        Unreachable::Timeout => words!("no answer in time", "等不到回答"),
        Unreachable::Redirects => words!("it leads on without end", "一直在跳转"),
        Unreachable::Status(status) => words!("answers {status}", "回答 {status}"),
    }
}
