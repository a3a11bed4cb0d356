//! `check --external`: whether the addresses elsewhere that the site leads to still answer.
//!
//! Nothing else in the program asks a network. Guides and registries are searched for addresses
//! ([`links`]), each is asked once however often it stands there ([`client`]), and what was answered
//! is remembered for some days ([`cache`]). One worker deals with one host at a time, so that no host
//! is asked twice at once, and pauses between two questions. A network that fails is a finding like
//! any other and fails no build.

mod address;
mod cache;
mod client;
mod links;
mod resolver;

use crate::base::source::Sources;
use crate::diag::{Diagnostic, Elsewhere, Problem, Unreachable};
use crate::model::site::Site;
use address::Address;
use cache::Cache;
use client::{Answer, Client};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How the addresses are asked.
#[derive(Debug, Clone, Copy)]
pub struct RequestPolicy {
    /// How many hosts are asked at once.
    pub hosts: usize,
    /// The pause between two questions to one host.
    pub pause: Duration,
    /// How long an answer may take.
    pub timeout: Duration,
    /// How often an address is asked that might answer another time.
    pub attempts: u32,
    /// The wait before the second attempt; each further one waits twice as long.
    pub patience: Duration,
    /// How long all of it may take. What was not asked by then is asked the next time.
    pub whole: Duration,
}

impl Default for RequestPolicy {
    fn default() -> Self {
        Self {
            hosts: 8,
            pause: Duration::from_millis(250),
            timeout: Duration::from_secs(20),
            attempts: 3,
            patience: Duration::from_secs(1),
            whole: Duration::from_secs(600),
        }
    }
}

/// After so many addresses of a host that could not be reached, the rest are not asked.
const SILENT: usize = 2;

/// Asks what the files named by `wanted` lead to. `root` is the site's folder, where answers are
/// kept in `.mingbai/links.json`.
pub fn check(
    site: &Site,
    sources: &Sources,
    root: &Path,
    policy: RequestPolicy,
    wanted: impl Fn(&str) -> bool,
) -> Vec<Diagnostic> {
    let settings = &site.config.external;
    let mut links = links::collect(site, sources);
    links.retain(|link| {
        wanted(&sources.get(link.span.source).path)
            && !settings.ignore.iter().any(|pattern| address::matches(pattern, &link.url))
    });
    let mut cache = Cache::load(root);
    let asked: BTreeSet<&str> = links.iter().map(|link| link.url.as_str()).collect();
    let mut answers: HashMap<String, Answer> = HashMap::new();
    let mut queues: BTreeMap<String, Vec<Address>> = BTreeMap::new();
    for url in asked {
        if let Some(answer) = cache.get(url) {
            answers.insert(url.to_owned(), answer);
        } else {
            match Address::parse(url) {
                Some(address) => queues.entry(address.host.clone()).or_default().push(address),
                None => {
                    let why = Unreachable::Address;
                    answers.insert(url.to_owned(), Answer::Unreachable(why));
                }
            }
        }
    }
    let fresh = ask(queues, &Client::new(policy, &settings.allow), policy);
    fresh.iter().for_each(|(url, answer)| cache.put(url, answer));
    cache.save(root);
    answers.extend(fresh);
    let left: BTreeSet<&str> =
        links.iter().map(|l| l.url.as_str()).filter(|url| !answers.contains_key(*url)).collect();
    let unasked = (!left.is_empty()).then(|| {
        let (count, seconds) = (left.len(), policy.whole.as_secs());
        let finding = Elsewhere::UnaskedLinks { count, seconds }.into();
        Diagnostic::in_file("content", Problem::Rule { finding })
    });
    let found = links.iter().filter_map(|link| {
        let finding = finding(&link.url, answers.get(&link.url)?)?;
        Some(Diagnostic::at(link.span, Problem::Rule { finding: finding.into() }))
    });
    found.chain(unasked).collect()
}

/// Asks every address, host by host.
fn ask(
    queues: BTreeMap<String, Vec<Address>>,
    client: &Client,
    policy: RequestPolicy,
) -> Vec<(String, Answer)> {
    let workers = policy.hosts.clamp(1, queues.len().max(1));
    let queues: Mutex<VecDeque<Vec<Address>>> = Mutex::new(queues.into_values().collect());
    let next = || queues.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    thread::scope(|scope| {
        let work = || {
            let mut answers = Vec::new();
            while let Some(addresses) = next() {
                ask_host(addresses, client, policy, &mut answers);
            }
            answers
        };
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers.into_iter().filter_map(|worker| worker.join().ok()).flatten().collect()
    })
}

/// Asks one host for all its addresses, one after another.
fn ask_host(
    addresses: Vec<Address>,
    client: &Client,
    policy: RequestPolicy,
    answers: &mut Vec<(String, Answer)>,
) {
    let mut silent = Vec::new();
    for (i, address) in addresses.into_iter().enumerate() {
        if client.is_over() {
            return;
        }
        let answer = match silent.as_slice() {
            [.., last] if silent.len() >= SILENT => Answer::Unreachable(*last),
            _ => {
                if i > 0 {
                    thread::sleep(policy.pause);
                }
                client.ask(&address)
            }
        };
        match answer {
            Answer::Unreachable(why) if why.is_silence() => silent.push(why),
            _ => silent.clear(),
        }
        answers.push((address.written, answer));
    }
}

fn finding(url: &str, answer: &Answer) -> Option<Elsewhere> {
    let url = url.to_owned();
    Some(match answer {
        Answer::Found => return None,
        Answer::Moved(to) => Elsewhere::MovedLink { url, to: to.clone() },
        Answer::Gone(status) => Elsewhere::GoneLink { url, status: *status },
        Answer::Unreachable(why) => Elsewhere::UnreachableLink { url, why: *why },
    })
}
