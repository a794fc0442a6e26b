//! The process's standard streams.

use std::cell::{Cell, RefCell};
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Read, Stderr, Stdout, Write};

use super::guard::guard;
use super::pager;
use crate::commands::Streams;

/// Standard input, output and error of this process. Output is buffered and kept in order with standard error.
pub struct Stdio {
    out: RefCell<BufWriter<Stdout>>,
    err: RefCell<Stderr>,
    failure: Cell<Option<io::Error>>,
    /// Whether output and error are terminals.
    terminals: (bool, bool),
    /// Output that waits to be shown through a pager.
    held: RefCell<Option<Vec<u8>>>,
    is_silent: bool,
}

/// Output that grows beyond this many bytes is not held back any longer.
const MOST_HELD: usize = 16 << 20;

impl Stdio {
    /// The process's streams.
    pub fn new() -> Stdio {
        Stdio {
            out: RefCell::new(BufWriter::new(io::stdout())),
            err: RefCell::new(io::stderr()),
            failure: Cell::new(None),
            terminals: (io::stdout().is_terminal(), io::stderr().is_terminal()),
            held: RefCell::new(None),
            is_silent: false,
        }
    }

    /// Streams that write nothing.
    pub fn silent() -> Stdio {
        Stdio { is_silent: true, ..Stdio::new() }
    }

    /// Holds output back until the end, for a pager.
    pub fn hold(&self) {
        self.held.borrow_mut().get_or_insert_default();
    }

    /// Writes out what is buffered, and shows what was held back through the pager. The first failure of standard output, if
    /// there was one.
    pub fn finish(&self, program: Option<&str>) -> Option<io::Error> {
        if let Some(held) = self.held.take()
            && !pager::show(&held, program)
        {
            self.write(&held);
        }
        self.flush();
        self.failure.take()
    }

    fn flush(&self) {
        let result = self.out.borrow_mut().flush();
        self.note(result);
    }

    fn write_out(&self, bytes: &[u8], paints: bool) {
        if self.is_silent {
            return;
        }
        let bytes = if self.terminals.0 { guard(bytes, paints) } else { bytes.into() };
        let mut held = self.held.borrow_mut();
        match held.as_mut() {
            Some(waiting) if waiting.len() + bytes.len() <= MOST_HELD => waiting.extend_from_slice(&bytes),
            _ => {
                if let Some(waiting) = held.take() {
                    self.write(&waiting);
                }
                self.write(&bytes);
            }
        }
    }

    fn write(&self, bytes: &[u8]) {
        let result = self.out.borrow_mut().write_all(bytes);
        self.note(result);
    }

    fn write_err(&self, bytes: &[u8], paints: bool) {
        if self.is_silent {
            return;
        }
        self.flush();
        let guarded = if self.terminals.1 { guard(bytes, paints) } else { bytes.into() };
        // Standard error is the last resort: when it fails there is nobody left to tell.
        let _ = self.err.borrow_mut().write_all(&guarded);
    }

    fn note(&self, result: io::Result<()>) {
        let first = self.failure.take();
        self.failure.set(first.or(result.err()));
    }
}

impl Streams for Stdio {
    fn out(&self, bytes: &[u8]) {
        self.write_out(bytes, false);
    }

    fn page(&self, page: &str) {
        self.write_out(page.as_bytes(), true);
    }

    fn err(&self, bytes: &[u8]) {
        self.write_err(bytes, false);
    }

    fn err_page(&self, page: &str) {
        self.write_err(page.as_bytes(), true);
    }

    fn read_in(&self) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        match io::stdin().lock().read_to_end(&mut bytes) {
            Ok(_) => Ok(bytes),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// Whether the reader went away, which is its right.
pub fn is_broken_pipe(error: &io::Error) -> bool {
    error.kind() == ErrorKind::BrokenPipe
}
