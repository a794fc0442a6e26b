//! The in-process scheduler over HTTP on loopback, with faults on demand. For tests: one connection at a time.
#![allow(clippy::disallowed_methods, reason = "a server for tests needs time and sockets")]

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::Memory;
use super::answers::refuse;
use crate::scheduler::api::{Call, Exception, ResponseCode, UnreadableCall};
use crate::scheduler::wire::{Message, MessageType, encode_message};

/// The largest request that is read, in bytes.
const MAX_REQUEST: usize = 16 << 20;

/// What goes wrong with a call.
#[derive(Clone, PartialEq, Debug)]
pub enum Fault {
    /// The connection ends before anything is read; nothing happens.
    Drop,
    /// The call is carried out, and the connection ends in the middle of the answer.
    CutAnswer,
    /// The call is carried out, and the answer waits.
    Slow(Duration),
    /// The answer is not Thrift.
    Garbage,
    /// An HTML page with this status; nothing happens.
    Page(u16),
    /// A redirect to this address.
    Redirect(String),
    /// The answer has this code, and nothing happens.
    Code(ResponseCode),
    /// The answer states this version of the API.
    Version(i32),
}

/// Faults in the order of the calls; `None` lets a call through.
type Faults = Arc<Mutex<VecDeque<Option<Fault>>>>;

/// A running server; it ends when this is dropped.
pub struct Server {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    faults: Faults,
    calls: Arc<Mutex<Vec<Call>>>,
    signed: Arc<Mutex<Vec<Option<String>>>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves a new scheduler, whose state `prepare` sets up. Its clock follows the real one, `speed` times as fast.
    ///
    /// # Errors
    /// If no port can be opened.
    pub fn start(speed: u32, prepare: impl FnOnce(&Memory) + Send + 'static) -> std::io::Result<Server> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let stop = Arc::new(AtomicBool::new(false));
        let faults = Faults::default();
        let calls = Arc::<Mutex<Vec<Call>>>::default();
        let signed = Arc::<Mutex<Vec<Option<String>>>>::default();
        let (stopped, planned, heard, noted) = (stop.clone(), faults.clone(), calls.clone(), signed.clone());
        let thread = std::thread::spawn(move || {
            let memory = Memory::new(1_400_000_000_000);
            prepare(&memory);
            let mut last = Instant::now();
            for stream in listener.incoming().flatten() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let passed = last.elapsed();
                last = Instant::now();
                memory.advance(i64::try_from((passed * speed).as_millis()).unwrap_or(i64::MAX));
                let fault = planned.lock().unwrap_or_else(PoisonError::into_inner).pop_front().flatten();
                // A client that goes away is no concern of the server.
                let _ = answer(&memory, stream, fault, &heard, &noted);
            }
        });
        Ok(Server { address, stop, faults, calls, signed, thread: Some(thread) })
    }

    /// The base address, as a cluster file has it.
    pub fn uri(&self) -> String {
        format!("http://{}", self.address)
    }

    /// All calls that have been read so far, those with a fault included.
    pub fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How the caller of each request signed in: the header `Authorization`.
    pub fn signed(&self) -> Vec<Option<String>> {
        self.signed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Plans faults for the next calls.
    pub fn plan(&self, faults: impl IntoIterator<Item = Option<Fault>>) {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).extend(faults);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // A last connection wakes the listener.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn answer(
    memory: &Memory,
    mut stream: TcpStream,
    fault: Option<Fault>,
    heard: &Mutex<Vec<Call>>,
    signed: &Mutex<Vec<Option<String>>>,
) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    if fault == Some(Fault::Drop) {
        return stream.shutdown(Shutdown::Both);
    }
    let (body, authorization) = request_body(&stream)?;
    signed.lock().unwrap_or_else(PoisonError::into_inner).push(authorization);
    if let Ok((call, _)) = Call::decode(&body) {
        heard.lock().unwrap_or_else(PoisonError::into_inner).push(call);
    }
    let page = "<html><head><title>Error</title></head><body><h2>HTTP ERROR</h2></body></html>";
    let (status, location, text) = match &fault {
        Some(Fault::Page(status)) => (*status, None, page.to_owned()),
        Some(Fault::Redirect(target)) => (307, Some(target.as_str()), String::new()),
        Some(Fault::Garbage) => (200, None, "[1,\"what\"".to_owned()),
        _ => match carry_out(memory, &body, fault.as_ref()) {
            Some(text) => (200, None, text),
            None => (500, None, page.to_owned()),
        },
    };
    if let Some(Fault::Slow(time)) = &fault {
        std::thread::sleep(*time);
    }
    let location = location.map(|target| format!("Location: {target}\r\n")).unwrap_or_default();
    let kind = if status == 200 { "application/x-thrift" } else { "text/html" };
    let head = format!(
        "HTTP/1.1 {status} Status\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{location}Connection: close\r\n\r\n",
        text.len()
    );
    stream.write_all(head.as_bytes())?;
    let sent = if fault == Some(Fault::CutAnswer) { text.len() / 2 } else { text.len() };
    stream.write_all(text.as_bytes().get(..sent).unwrap_or_default())?;
    stream.flush()?;
    stream.shutdown(Shutdown::Both)
}

/// Reads a request and returns its body, and how its sender signed in.
fn request_body(stream: &TcpStream) -> std::io::Result<(Vec<u8>, Option<String>)> {
    let mut reader = BufReader::new(stream);
    let (mut length, mut authorization) = (0, None);
    loop {
        let mut line = String::new();
        if reader.by_ref().take(8192).read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        match line.split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse::<usize>().unwrap_or(0).min(MAX_REQUEST);
            }
            Some((name, value)) if name.eq_ignore_ascii_case("authorization") => {
                authorization = Some(value.trim().to_owned());
            }
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok((body, authorization))
}

/// The answer's text; `None` if the request is no Thrift message.
fn carry_out(memory: &Memory, body: &[u8], fault: Option<&Fault>) -> Option<String> {
    match Call::decode(body) {
        Ok((call, sequence)) if !memory.knows(&call) => Some(unknown(call.method().to_owned(), sequence)),
        Ok((call, sequence)) => {
            let mut response = match fault {
                Some(Fault::Code(code)) => refuse(*code, "as planned"),
                _ => memory.handle(&call),
            };
            if let (Some(Fault::Version(major)), Some(info)) = (fault, response.server_info.as_mut()) {
                info.thrift_api_version = Some(*major);
                if let Some(stated) = response.result.as_mut().and_then(|result| result.get_version.as_mut()) {
                    stated.major = Some(*major);
                }
            }
            Some(call.reply(response, sequence))
        }
        Err(UnreadableCall::UnknownMethod(name, sequence)) => Some(unknown(name, sequence)),
        Err(UnreadableCall::Malformed(_)) => None,
    }
}

/// The answer to a method that the scheduler does not have.
fn unknown(name: String, sequence: i32) -> String {
    let message = Some(format!("Invalid method name: '{name}'"));
    let body = Exception { message, kind: Some(1), unknown: Vec::new() }.to_fields();
    encode_message(&Message { name, kind: MessageType::Exception, sequence, body })
}
