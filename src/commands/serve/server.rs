//! Listens on this machine, and gives every connection a thread: whoever is slow, idle or hostile
//! holds up nobody else. Their number is bounded.

use super::answer::{Answer, answer};
use super::current::CurrentSite;
use super::events;
use super::http::{self, Request, Response};
use super::limit::Limit;
use super::media::TEXT;
use std::io;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// How many connections there may be at once. More are closed unheard.
const CONNECTIONS: usize = 256;

/// How many of them may be pages that wait for builds.
const STREAMS: usize = 64;

/// How long to wait before accepting again when the machine could not.
const PAUSE: Duration = Duration::from_millis(50);

/// Binds the port on the loopback interface, and says which it is.
pub(super) fn listen(port: u16) -> io::Result<(TcpListener, u16)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    let port = listener.local_addr()?.port();
    Ok((listener, port))
}

/// Begins to answer, on a thread of its own.
pub(super) fn start(listener: TcpListener, current: Arc<CurrentSite>) -> io::Result<()> {
    thread::Builder::new().name("accept".to_owned()).spawn(move || accept(&listener, &current))?;
    Ok(())
}

fn accept(listener: &TcpListener, current: &Arc<CurrentSite>) {
    let (connections, streams) = (Limit::new(CONNECTIONS), Limit::new(STREAMS));
    loop {
        let Ok((stream, _)) = listener.accept() else {
            // Such as too many open files, which passes when others end.
            thread::sleep(PAUSE);
            continue;
        };
        let Some(place) = connections.take() else { continue };
        let (current, streams) = (Arc::clone(current), Arc::clone(&streams));
        // Without a thread for it, the connection is closed.
        let _ = thread::Builder::new().name("connection".to_owned()).spawn(move || {
            // What goes wrong with a connection concerns its client only, who knows.
            let _ = converse(stream, &current, &streams);
            drop(place);
        });
    }
}

fn converse(mut stream: TcpStream, current: &CurrentSite, streams: &Arc<Limit>) -> io::Result<()> {
    let Some(request) = Request::read(&mut stream)? else {
        let response = Response::new(400, TEXT, "This is not a request.\n");
        response.write(&mut stream, false)?;
        return http::end(&mut stream);
    };
    let response = match answer(&request, &current.now()) {
        Answer::Whole(response) => response,
        Answer::Events => match streams.take() {
            Some(_place) => return events::stream(&mut stream, current),
            None => Response::new(503, TEXT, "Too many pages are open.\n"),
        },
    };
    response.write(&mut stream, request.is_head())?;
    http::end(&mut stream)
}
