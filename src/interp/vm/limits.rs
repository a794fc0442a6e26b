//! The budget: counting, and refusing in a sentence.

use super::Vm;
use super::frame::Frame;
use crate::diagnostics::{Diagnostic, Kind};
use crate::interp::error::{Error, Exc, Result};

impl Vm {
    /// Counts units of native work (elements walked, bytes copied / 64, …).
    pub fn charge(&mut self, steps: u64) -> Result<()> {
        match self.steps_left.checked_sub(steps) {
            Some(left) => {
                self.steps_left = left;
                Ok(())
            }
            None => Err(self.out_of_steps()),
        }
    }

    pub(super) fn out_of_steps(&self) -> Error {
        Error::halt(
            Diagnostic::error(
                "AUR0901",
                Kind::Budget,
                format!("the configuration did not finish within {} steps", self.limits.steps),
            )
            .help("look for a loop that never ends; if the work is real, raise the limit with --max-steps"),
        )
    }

    /// Counts bytes that new values take.
    pub fn charge_bytes(&mut self, bytes: u64) -> Result<()> {
        match self.bytes_left.checked_sub(bytes) {
            Some(left) => {
                self.bytes_left = left;
                Ok(())
            }
            None => Err(Error::halt(
                Diagnostic::error(
                    "AUR0902",
                    Kind::Budget,
                    format!("the configuration's values exceed {} bytes in total", self.limits.bytes),
                )
                .help("look for a text or list that grows in a loop; if it is meant, raise the limit with --max-bytes"),
            )),
        }
    }

    /// Refuses a text or sequence of this many bytes or elements before it is made, and counts it.
    pub fn check_size(&mut self, size: u64) -> Result<()> {
        if size > self.limits.size {
            return Err(Error::halt(
                Diagnostic::error(
                    "AUR0903",
                    Kind::Budget,
                    format!("a single value would take {size} bytes; the limit is {}", self.limits.size),
                )
                .help("make it smaller, or raise the limit with --max-value-bytes"),
            ));
        }
        self.charge(size / 64)?;
        self.charge_bytes(size)
    }

    /// Refuses an integer of this many bits before it is made.
    pub fn check_bits(&mut self, bits: u64) -> Result<()> {
        if bits > self.limits.integer_bits {
            return Err(Error::halt(
                Diagnostic::error(
                    "AUR0904",
                    Kind::Budget,
                    format!("an integer would take {bits} bits; the limit is {}", self.limits.integer_bits),
                )
                .help("check the exponent or the shift"),
            ));
        }
        self.charge(bits / 4096)?;
        self.charge_bytes(bits / 8)
    }

    /// Enters a nested call: `RuntimeError: maximum recursion depth exceeded` beyond the limit. Every `enter` needs a
    /// [`Vm::leave`].
    pub fn enter(&mut self, doing: &'static str) -> Result<()> {
        if self.depth >= self.limits.depth {
            return Err(Error::new(Exc::RuntimeError, format!("maximum recursion depth exceeded{doing}")));
        }
        self.depth += 1;
        Ok(())
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
    pub(super) fn stamp(&self, diagnostic: Diagnostic, frame: &Frame) -> Diagnostic {
        let mut diagnostic = diagnostic.at_if_missing(frame.span());
        let name = frame.code.name.to_string();
        if diagnostic.trace.len() < 50 {
            diagnostic.trace.insert(0, crate::diagnostics::Frame { span: frame.span(), name });
        }
        diagnostic
    }
}
