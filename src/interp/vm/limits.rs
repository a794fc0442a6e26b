//! The budget: counting, and refusing in a sentence.

use super::Vm;
use super::frame::Frame;
use crate::diagnostics::{Diagnostic, Kind};
use crate::interp::budget::HEADER;
use crate::interp::error::{Error, Exc, Result};

/// Steps between two looks at the clock.
pub(super) const SLICE: u64 = 1 << 20;

/// What a call of the program's own functions costs in steps: making its frame and letting it go takes as long.
pub(super) const CALL: u64 = 24;

/// What a recursion that is too deep raises, as CPython words it.
pub(super) const TOO_DEEP: &str = "maximum recursion depth exceeded";

fn exhausted(code: &'static str, message: String, help: &str) -> Error {
    Error::halt(Diagnostic::error(code, Kind::Budget, message).help(help))
}

/// Whether a source text of this name is a module that comes with the program.
fn is_supplied(name: &str) -> bool {
    name.starts_with('<') && !matches!(name, "<stdin>" | "<string>")
}

impl Vm {
    /// Counts units of native work (elements walked, bytes copied / 64, …).
    pub fn charge(&mut self, steps: u64) -> Result<()> {
        self.steps_left = match self.steps_left.checked_sub(steps) {
            Some(left) => left,
            None => self.next_slice(steps)?,
        };
        Ok(())
    }

    /// Takes steps that the slice under way does not have: from the next slice, whose rest is returned. Between two
    /// slices the clock is looked at.
    #[cold]
    pub(super) fn next_slice(&mut self, steps: u64) -> Result<u64> {
        let all = self.steps_left.saturating_add(self.steps_later);
        let Some(left) = all.checked_sub(steps) else { return Err(self.out_of_steps()) };
        self.check_time()?;
        let slice = left.min(SLICE);
        self.steps_later = left - slice;
        Ok(slice)
    }

    fn out_of_steps(&self) -> Error {
        exhausted(
            "AUR0901",
            format!("the configuration did not finish within {} steps", self.limits.steps),
            "look for a loop that never ends; if the work is real, raise the limit with --max-steps",
        )
    }

    /// Refuses to go on when the host's clock says that it took too long.
    fn check_time(&mut self) -> Result<()> {
        if self.host.elapsed().as_secs() < self.limits.seconds {
            return Ok(());
        }
        Err(exhausted(
            "AUR0910",
            format!("the configuration did not finish within {} seconds", self.limits.seconds),
            "the machine may be busy; if the work is real, raise the limit with --max-seconds",
        ))
    }

    /// Counts source text before it is parsed: a tree takes many times the room of its text.
    pub(super) fn charge_source(&mut self, bytes: u64) -> Result<()> {
        match self.source_left.checked_sub(bytes) {
            Some(left) => self.source_left = left,
            None => {
                return Err(exhausted(
                    "AUR0909",
                    format!("the source texts have more than {} bytes in total", self.limits.source_bytes),
                    "keep large data in JSON files; if the text is meant, raise the limit with --max-source-bytes",
                ));
            }
        }
        self.charge(bytes)?;
        self.charge_bytes(bytes)
    }

    /// Counts bytes that new values take.
    pub fn charge_bytes(&mut self, bytes: u64) -> Result<()> {
        match self.bytes_left.checked_sub(bytes) {
            Some(left) => {
                self.bytes_left = left;
                Ok(())
            }
            None => Err(exhausted(
                "AUR0902",
                format!("the configuration's values exceed {} bytes in total", self.limits.bytes),
                "look for a text or list that grows in a loop; if it is meant, raise the limit with --max-bytes",
            )),
        }
    }

    /// Refuses a text or sequence of this many bytes or elements before it is made, and counts it.
    pub fn check_size(&mut self, size: u64) -> Result<()> {
        if size > self.limits.size {
            return Err(exhausted(
                "AUR0903",
                format!("a single value would take {size} bytes; the limit is {}", self.limits.size),
                "make it smaller, or raise the limit with --max-value-bytes",
            ));
        }
        self.charge(size / 64)?;
        self.charge_bytes(size + HEADER)
    }

    /// Refuses an integer of this many bits before it is made.
    pub fn check_bits(&mut self, bits: u64) -> Result<()> {
        if bits > self.limits.integer_bits {
            return Err(exhausted(
                "AUR0904",
                format!("an integer would take {bits} bits; the limit is {}", self.limits.integer_bits),
                "check the exponent or the shift; if it is meant, raise the limit with --max-integer-bits",
            ));
        }
        self.charge(bits / 4096)?;
        self.charge_bytes(bits / 8)
    }

    /// Enters a nested call: `RuntimeError: maximum recursion depth exceeded` beyond the limit. Every `enter` needs a
    /// [`Vm::leave`].
    pub fn enter(&mut self, doing: &'static str) -> Result<()> {
        if self.depth >= self.limits.depth {
            return Err(Error::new(Exc::RuntimeError, format!("{TOO_DEEP}{doing}")));
        }
        self.depth += 1;
        Ok(())
    }

    /// How many calls may be nested.
    pub fn recursion_limit(&self) -> u32 {
        self.limits.depth
    }

    /// Leaves what [`Vm::enter`] entered.
    pub fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Marks a container as being printed; false if it already is (a cycle). [`Vm::repr_done`] unmarks it.
    pub fn repr_enter(&mut self, address: usize) -> bool {
        self.printing.insert(address)
    }

    /// See [`Vm::repr_enter`].
    pub fn repr_done(&mut self, address: usize) {
        self.printing.remove(&address);
    }

    /// Stamps place and trace onto a stop on its way out.
    pub(super) fn stamp(&mut self, diagnostic: Diagnostic, frame: &Frame) -> Diagnostic {
        // The place is where the user's text asked for it, not a line of a module that comes with the program.
        let is_foreign = self.sources.borrow().file_at(frame.span().start).is_some_and(|file| is_supplied(&file.name));
        if is_foreign {
            return diagnostic;
        }
        let mut diagnostic = diagnostic.at_if_missing(frame.span());
        let name = frame.code.name.to_string();
        if diagnostic.trace.len() < 50 {
            let arguments = self.arguments(frame);
            diagnostic.trace.insert(0, crate::diagnostics::Frame { span: frame.span(), name, arguments });
        }
        diagnostic
    }
}
