//! Asks one address: the head of it first, the whole where a server knows no better, along its
//! redirects, and again after a while where that may help. Nothing of a body is read.

use super::RequestPolicy;
use super::address::Address;
use super::resolver::{Guarded, is_refusal};
use crate::diag::Unreachable;
use std::thread;
use std::time::{Duration, Instant};
use ureq::http::{Response, header};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body, Error};

/// What an address answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// Something is there.
    Found,
    /// It is somewhere else for good.
    Moved(String),
    /// There is nothing, says the server with this status.
    Gone(u16),
    /// Nobody can say.
    Unreachable(Unreachable),
}

/// How many redirects are followed.
const REDIRECTS: usize = 10;

/// A server that asks for more patience than this is left alone.
const LONGEST: Duration = Duration::from_secs(10);

/// One address may take as long as so many questions, all its redirects and attempts together.
const QUESTIONS: u32 = 3;

/// Asks addresses.
#[derive(Debug)]
pub(super) struct Client {
    agent: Agent,
    policy: RequestPolicy,
    /// When nothing more is asked.
    end: Instant,
}

impl Client {
    /// A client that asks by this policy. `allow`: hosts of the local network that may be asked.
    pub(super) fn new(policy: RequestPolicy, allow: &[String]) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(policy.timeout))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("mingbai/", env!("CARGO_PKG_VERSION"), " (link check)"))
            .build();
        let (connector, guarded) = (DefaultConnector::default(), Guarded::new(allow));
        let agent = Agent::with_parts(config, connector, guarded);
        Self { agent, policy, end: Instant::now() + policy.whole }
    }

    /// Whether the time is up.
    pub(super) fn is_over(&self) -> bool {
        Instant::now() >= self.end
    }

    /// Asks until there is an answer or nothing more to hope for.
    pub(super) fn ask(&self, address: &Address) -> Answer {
        let end = self.end.min(Instant::now() + self.policy.timeout * QUESTIONS);
        let mut wait = self.policy.patience;
        for _ in 1..self.policy.attempts {
            let Asked { answer, later } = self.follow(address, end);
            let Answer::Unreachable(why) = answer else { return answer };
            let pause = later.unwrap_or(wait);
            if !why.may_pass() || pause > LONGEST || Instant::now() + pause >= end {
                return answer;
            }
            thread::sleep(pause);
            wait *= 2;
        }
        self.follow(address, end).answer
    }

    /// Asks once, along redirects, no longer than until `end`.
    fn follow(&self, address: &Address, end: Instant) -> Asked {
        let mut at = address.clone();
        // As long as every redirect is for good, so is the address it leads to.
        let (mut moved, mut for_good) = (None, true);
        for _ in 0..=REDIRECTS {
            let response = match self.head_or_get(&at, end) {
                Ok(response) => response,
                Err(error) => return Asked::unreachable(reason(&error)),
            };
            let status = response.status().as_u16();
            if matches!(status, 301 | 302 | 303 | 307 | 308)
                && let Some(next) = location(&response).and_then(|to| at.join(to))
            {
                for_good &= matches!(status, 301 | 308);
                if for_good {
                    moved = Some(next.wire());
                }
                at = next;
                continue;
            }
            let answer = match status {
                200..=299 => moved.map_or(Answer::Found, Answer::Moved),
                404 | 410 => Answer::Gone(status),
                _ => Answer::Unreachable(Unreachable::Status(status)),
            };
            return Asked { answer, later: retry_after(&response) };
        }
        Asked::unreachable(Unreachable::Redirects)
    }

    /// Many servers know only how to give a page, not how to say that it is there.
    fn head_or_get(&self, address: &Address, end: Instant) -> Result<Response<Body>, Error> {
        let left = || {
            let left = end.saturating_duration_since(Instant::now());
            // Nothing left would be taken for no limit.
            Some(left.min(self.policy.timeout).max(Duration::from_millis(1)))
        };
        let head = self.agent.head(address.wire()).config().timeout_global(left()).build();
        let response = head.call()?;
        match response.status().as_u16() {
            429 | 500 | 502..=599 => Ok(response),
            400.. => {
                let get = self.agent.get(address.wire()).config().timeout_global(left()).build();
                get.call()
            }
            _ => Ok(response),
        }
    }
}

/// An answer, and when to come again if the server said.
struct Asked {
    answer: Answer,
    later: Option<Duration>,
}

impl Asked {
    fn unreachable(why: Unreachable) -> Self {
        Self { answer: Answer::Unreachable(why), later: None }
    }
}

fn location(response: &Response<Body>) -> Option<&str> {
    response.headers().get(header::LOCATION)?.to_str().ok()
}

fn retry_after(response: &Response<Body>) -> Option<Duration> {
    let seconds =
        response.headers().get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

fn reason(error: &Error) -> Unreachable {
    match error {
        refused if is_refusal(refused) => Unreachable::Local,
        Error::Timeout(_) => Unreachable::Timeout,
        Error::HostNotFound => Unreachable::Host,
        Error::Tls(_) | Error::Rustls(_) => Unreachable::Certificate,
        Error::Io(error) if error.kind() == std::io::ErrorKind::InvalidData => {
            Unreachable::Certificate
        }
        Error::BadUri(_) | Error::Http(_) => Unreachable::Address,
        _ => Unreachable::Connection,
    }
}
