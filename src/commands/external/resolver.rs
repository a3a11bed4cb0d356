//! Where a host is: the address that was looked at is the address that is asked. Content must not make this
//! machine ask its own network, unless the settings say so, whatever a name stands for the next moment.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::http::uri::Authority;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Finds hosts and refuses those that are not the world's.
pub(super) struct Guarded<R = DefaultResolver> {
    inner: R,
    /// Hosts of the local network that may be asked, with or without a port.
    allow: Vec<String>,
}

impl Guarded {
    /// Asks the system for addresses.
    pub(super) fn new(allow: &[String]) -> Self {
        Self { inner: DefaultResolver::default(), allow: allow.to_vec() }
    }
}

impl<R> fmt::Debug for Guarded<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guarded").field("allow", &self.allow).finish_non_exhaustive()
    }
}

impl<R: Resolver> Resolver for Guarded<R> {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        let named = |name: Option<&str>| name.is_some_and(|n| self.allow.iter().any(|a| a == n));
        let allowed = named(uri.host()) || named(uri.authority().map(Authority::as_str));
        // A proxy is the machine's own setting, and names behind it are the proxy's to know.
        let proxy = config.proxy().is_some_and(|proxy| Some(proxy.host()) == uri.host());
        if !allowed && !proxy && found.iter().any(|socket| is_local(socket.ip())) {
            return Err(Error::Io(io::Error::other(Local)));
        }
        Ok(found)
    }
}

/// Why a host is not asked.
#[derive(Debug)]
struct Local;

impl fmt::Display for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the host is in a local network")
    }
}

impl std::error::Error for Local {}

/// Whether a host was refused because of where it is.
pub(super) fn is_refusal(error: &Error) -> bool {
    let Error::Io(error) = error else { return false };
    error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Local>)
}

/// Networks that are not the world's, by the registries of special-purpose addresses of IANA (RFC 6890 and
/// those that changed it), and multicast.
const V4: [(Ipv4Addr, u32); 16] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
    (Ipv4Addr::new(255, 255, 255, 255), 32),
];

/// The world's part of the new addresses, and what within it is not: Teredo and its neighbours, examples,
/// 6to4. What maps to old addresses lies outside.
const WORLD: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
const V6: [(Ipv6Addr, u32); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xDB8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3FFF, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// Whether an address belongs to this machine or to a network that is not the world's.
fn is_local(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => V4
            .iter()
            .any(|(network, bits)| (ip.to_bits() ^ network.to_bits()).leading_zeros() >= *bits),
        IpAddr::V6(ip) => {
            let within = |(network, bits): &(Ipv6Addr, u32)| {
                (ip.to_bits() ^ network.to_bits()).leading_zeros() >= *bits
            };
            !within(&WORLD) || V6.iter().any(within)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::SocketAddr;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use ureq::Agent;
    use ureq::unversioned::transport::DefaultConnector;

    #[test]
    fn the_own_network_is_not_the_world() {
        for ip in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.9",
            "224.0.0.251",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fd00::1",
            "fc00::",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:2::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "5f00::1",
        ] {
            assert!(is_local(ip.parse().expect("an address")), "{ip}");
        }
        for ip in [
            "8.8.8.8",
            "100.128.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.20.0.1",
            "223.255.255.255",
            "2001:4860::1",
            "2606:4700::1",
            "2a00::1",
        ] {
            assert!(!is_local(ip.parse().expect("an address")), "{ip}");
        }
    }

    /// A name that is somewhere in the world the first time, and here ever after.
    #[derive(Debug)]
    struct Rebinding(AtomicUsize, SocketAddr);

    impl Resolver for &'static Rebinding {
        fn resolve(
            &self,
            _: &Uri,
            _: &Config,
            _: NextTimeout,
        ) -> Result<ResolvedSocketAddrs, Error> {
            let times = self.0.fetch_add(1, Ordering::Relaxed);
            let mut found = self.empty();
            found.push(if times == 0 { "8.8.8.8:9".parse().expect("one") } else { self.1 });
            Ok(found)
        }
    }

    #[test]
    fn the_address_that_was_looked_at_is_the_one_that_is_asked() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("settable");
        let here = listener.local_addr().expect("bound");
        let names: &'static Rebinding = Box::leak(Box::new(Rebinding(AtomicUsize::new(1), here)));
        let guarded = Guarded { inner: names, allow: Vec::new() };
        let config = Agent::config_builder().proxy(None).build();
        let agent = Agent::with_parts(config, DefaultConnector::default(), guarded);
        let error = agent.get("http://rebound.example/").call().expect_err("refused");
        assert!(is_refusal(&error), "{error}");
        assert_eq!(names.0.load(Ordering::Relaxed), 2, "one question for the name, one look");
        assert!(listener.accept().is_err(), "nobody came");
    }
}
