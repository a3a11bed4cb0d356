//! Asks one address: the head of it first, the whole where a server knows no better, along its
//! redirects, and again after a while where that may help. Nothing of a body is read.

use super::Manners;
use super::address::Address;
use crate::diag::Unreachable;
use std::net::{IpAddr, Ipv6Addr, ToSocketAddrs};
use std::thread;
use std::time::Duration;
use ureq::http::{Response, header};
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

/// Asks addresses.
#[derive(Debug)]
pub(super) struct Client<'a> {
    agent: Agent,
    manners: Manners,
    /// Hosts of the local network that may be asked.
    allow: &'a [String],
}

impl<'a> Client<'a> {
    /// A client that asks with these manners.
    pub(super) fn new(manners: Manners, allow: &'a [String]) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(manners.timeout))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("mingbai/", env!("CARGO_PKG_VERSION"), " (link check)"))
            .build();
        Self { agent: Agent::new_with_config(config), manners, allow }
    }

    /// Asks until there is an answer or nothing more to hope for.
    pub(super) fn ask(&self, address: &Address) -> Answer {
        let mut wait = self.manners.patience;
        for _ in 1..self.manners.attempts {
            let Asked { answer, later } = self.follow(address);
            let Answer::Unreachable(why) = answer else { return answer };
            if !why.may_pass() || later.is_some_and(|later| later > LONGEST) {
                return answer;
            }
            thread::sleep(later.unwrap_or(wait));
            wait *= 2;
        }
        self.follow(address).answer
    }

    /// Asks once, along redirects.
    fn follow(&self, address: &Address) -> Asked {
        let mut at = address.clone();
        // As long as every redirect is for good, so is the address it leads to.
        let (mut moved, mut for_good) = (None, true);
        for _ in 0..=REDIRECTS {
            if let Some(why) = self.refusal(&at) {
                return Asked::unreachable(why);
            }
            let response = match self.head_or_get(&at) {
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
    fn head_or_get(&self, address: &Address) -> Result<Response<Body>, Error> {
        let response = self.agent.head(address.wire()).call()?;
        match response.status().as_u16() {
            429 | 500 | 502..=599 => Ok(response),
            400.. => self.agent.get(address.wire()).call(),
            _ => Ok(response),
        }
    }

    /// Why an address is not asked at all. Content must not make this machine ask its own network,
    /// unless the settings say so; and a name that nobody knows has nothing to ask. Behind a proxy
    /// names are the proxy's to know.
    fn refusal(&self, address: &Address) -> Option<Unreachable> {
        if [&address.host, &address.authority()].into_iter().any(|host| self.allow.contains(host)) {
            return None;
        }
        let host = address.host.trim_matches(['[', ']']);
        match (host, address.port_asked()).to_socket_addrs() {
            Ok(mut found) => {
                found.any(|socket| is_local(socket.ip())).then_some(Unreachable::Local)
            }
            Err(_) => self.agent.config().proxy().is_none().then_some(Unreachable::Host),
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

/// Whether an address belongs to this machine or to a network that is not the world's.
fn is_local(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, ..] = ip.octets();
            let carrier = a == 100 && (64..128).contains(&b);
            a == 0 || carrier || ip.is_loopback() || ip.is_private() || ip.is_link_local()
        }
        IpAddr::V6(ip) => {
            let unique = ip.segments()[0] & 0xFE00 == 0xFC00;
            let link = ip.segments()[0] & 0xFFC0 == 0xFE80;
            let inner = ip.to_ipv4_mapped().is_some_and(|ip| is_local(IpAddr::V4(ip)));
            ip == Ipv6Addr::LOCALHOST || ip == Ipv6Addr::UNSPECIFIED || unique || link || inner
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_network_is_not_the_world() {
        for ip in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "172.16.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "::1",
            "::",
            "fd00::1",
            "fe80::1",
            "::ffff:10.0.0.1",
        ] {
            assert!(is_local(ip.parse().expect("an address")), "{ip}");
        }
        for ip in ["8.8.8.8", "100.128.0.1", "172.32.0.1", "2001:4860::1"] {
            assert!(!is_local(ip.parse().expect("an address")), "{ip}");
        }
    }
}
