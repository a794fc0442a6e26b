//! How a command ends.

use std::cell::RefCell;
use std::rc::Rc;

use crate::diagnostics::Diagnostic;
use crate::source::SourceMap;

/// What a command hands back.
pub type Result = std::result::Result<Outcome, Failure>;

/// A command that did what it was asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Done, with nothing to tell.
    Done,
    /// Done, and it found what it was asked to look for: lint findings, differences.
    Findings,
    /// Done; another program that was run for it decides the exit code.
    Code(u8),
}

/// A command that could not do what it was asked: one or more errors and the files that they point into.
#[derive(Debug)]
pub struct Failure {
    /// The errors, in the order to show them. The first one decides the exit code.
    pub diagnostics: Vec<Diagnostic>,
    /// The files of their places.
    pub sources: Rc<RefCell<SourceMap>>,
}

impl Failure {
    /// The same failure of a command that had already done something, which is told first.
    pub fn after(mut self, done: &str) -> Failure {
        if let Some(first) = self.diagnostics.first_mut() {
            first.message = format!("{done}: {}", first.message);
        }
        self
    }
}

impl From<Diagnostic> for Failure {
    /// A failure that points to no file.
    fn from(diagnostic: Diagnostic) -> Failure {
        Failure { diagnostics: vec![diagnostic], sources: Rc::default() }
    }
}
