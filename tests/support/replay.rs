//! A server that answers as a recorded one did: to each call the next recorded answer to a call of that method, and to calls
//! that were not recorded as an empty cluster does.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use aurora::scheduler::api::Call;
use aurora::scheduler::memory::Memory;

/// One recorded exchange.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// The API's method.
    pub method: String,
    /// The request's body.
    pub request: String,
    /// The HTTP status; `None` if the connection was cut.
    pub status: Option<u16>,
    /// The answer's body.
    pub answer: String,
}

/// A running server; it ends when this is dropped.
pub struct Replay {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    heard: Arc<Mutex<Vec<Call>>>,
    thread: Option<JoinHandle<()>>,
}

impl Replay {
    /// Serves the exchanges, each once.
    pub fn start(exchanges: Vec<Exchange>) -> Replay {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port on loopback");
        let address = listener.local_addr().expect("the port's number");
        let (stop, heard) = (Arc::new(AtomicBool::new(false)), Arc::default());
        let (stopped, noted) = (Arc::clone(&stop), Arc::clone(&heard));
        let thread = std::thread::spawn(move || {
            let (mut left, mut last, empty) = (exchanges, None, Memory::new(1_400_000_000_000));
            for stream in listener.incoming().flatten() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                // A client that goes away is no concern of the server.
                let _ = serve(stream, &mut left, &mut last, &empty, &noted);
            }
        });
        Replay { address, stop, heard, thread: Some(thread) }
    }

    /// `host:port`.
    pub fn place(&self) -> String {
        self.address.to_string()
    }

    /// All calls so far.
    pub fn calls(&self) -> Vec<Call> {
        self.heard.lock().expect("no test panics with it").clone()
    }
}

impl Drop for Replay {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The recorded exchange that answers a call. How often one looks in a while is a matter of time: a look more than recorded
/// gets the last answer again, and looks that were not taken are forgotten when the next change comes.
fn next(call: &Call, left: &mut Vec<Exchange>, last: &mut Option<Exchange>) -> Option<Exchange> {
    let at = left.iter().position(|known| known.method == call.method());
    let changes = |known: &Exchange| Call::decode(known.request.as_bytes()).is_ok_and(|(call, _)| call.changes());
    let before_it = left.get(..at?).unwrap_or_default();
    if !call.changes() && before_it.iter().any(changes) {
        let same = |known: &Exchange| Call::decode(known.request.as_bytes()).is_ok_and(|(known, _)| known == *call);
        if let Some(again) = last.as_ref().filter(|known| same(known)) {
            return Some(again.clone());
        }
    }
    let found = left.remove(at?);
    if call.changes() {
        let rest = left.split_off(at?.min(left.len()));
        left.retain(changes);
        left.extend(rest);
    }
    *last = Some(found.clone());
    Some(found)
}

fn serve(
    mut stream: TcpStream,
    left: &mut Vec<Exchange>,
    last: &mut Option<Exchange>,
    empty: &Memory,
    heard: &Mutex<Vec<Call>>,
) -> std::io::Result<()> {
    let body = body(&stream)?;
    let call = Call::decode(&body).ok().map(|(call, _)| call);
    let next = call.as_ref().and_then(|call| next(call, left, last));
    heard.lock().expect("no test panics with it").extend(call.clone());
    let (status, text) = match next {
        Some(Exchange { status: None, .. }) => return stream.shutdown(Shutdown::Both),
        Some(Exchange { status: Some(status), answer, .. }) => (status, answer),
        None => match call {
            Some(call) => (200, call.reply(empty.handle(&call), 0)),
            None => (500, "no call".to_owned()),
        },
    };
    let head = format!("HTTP/1.1 {status} Status\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", text.len());
    stream.write_all(head.as_bytes())?;
    stream.write_all(text.as_bytes())?;
    stream.shutdown(Shutdown::Both)
}

fn body(stream: &TcpStream) -> std::io::Result<Vec<u8>> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(body)
}
