//! The process's standard streams.

use std::cell::{Cell, RefCell};
use std::io::{self, BufWriter, ErrorKind, Read, Stderr, Stdout, Write};

use crate::commands::Streams;

/// Standard input, output and error of this process. Output is buffered and kept in order with standard error.
pub struct Stdio {
    out: RefCell<BufWriter<Stdout>>,
    err: RefCell<Stderr>,
    failure: Cell<Option<io::Error>>,
}

impl Stdio {
    /// The process's streams.
    pub fn new() -> Stdio {
        Stdio {
            out: RefCell::new(BufWriter::new(io::stdout())),
            err: RefCell::new(io::stderr()),
            failure: Cell::new(None),
        }
    }

    /// Writes out what is buffered. The first failure of standard output, if there was one.
    pub fn finish(&self) -> Option<io::Error> {
        self.flush();
        self.failure.take()
    }

    fn flush(&self) {
        let result = self.out.borrow_mut().flush();
        self.note(result);
    }

    fn note(&self, result: io::Result<()>) {
        let first = self.failure.take();
        self.failure.set(first.or(result.err()));
    }
}

impl Streams for Stdio {
    fn out(&self, bytes: &[u8]) {
        let result = self.out.borrow_mut().write_all(bytes);
        self.note(result);
    }

    fn err(&self, bytes: &[u8]) {
        self.flush();
        // Standard error is the last resort: when it fails there is nobody left to tell.
        let _ = self.err.borrow_mut().write_all(bytes);
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
