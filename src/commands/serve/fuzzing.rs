//! A target of fuzzing: what a stranger may send.

use super::address::{Address, encode};
use super::guard;
use super::http::Request;

/// Any bytes as a request: refused or understood, and an address leads nowhere but below the site.
pub(crate) fn request(data: &[u8]) {
    let Some(request) = Request::parse(data) else { return };
    if guard::refusal(&request).is_some() {
        return;
    }
    let Some(address) = Address::parse(&request.target) else { return };
    assert!(address.path.starts_with('/'), "{address:?}");
    let sent = encode(&address.path);
    assert!(sent.bytes().all(|byte| byte.is_ascii_graphic()), "{sent:?} cannot stand in a header");
    let again = Address::parse(&sent).map(|address| address.path);
    assert_eq!(again.as_deref(), Some(address.path.as_str()));
}
