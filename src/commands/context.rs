//! What a command is given to work with.

use crate::diagnostics::Diagnostic;
use crate::interp::host::Host;
use crate::lint::Disk;
use crate::source::SourceMap;

use super::remote::Machine;
use super::{Paper, Streams};

/// Where a configuration's own `print` goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Prints {
    /// To standard output, between the results.
    Out,
    /// To standard error, because standard output carries a machine's format.
    Err,
    /// Nowhere: nobody asked for it.
    Nowhere,
}

/// How much is told on standard error while a command works. Errors and warnings always are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Loudness {
    /// Nothing more.
    Quiet,
    /// What is being done.
    Usual,
    /// Each step.
    Verbose,
}

/// Opens a revision by its name. Errors: there is no repository, or no such revision.
pub type RevisionWorld<'a> = dyn Fn(&str, Prints) -> Result<Box<dyn Host>, Diagnostic> + 'a;

/// The world of one command.
pub struct Context<'a> {
    /// The standard streams.
    pub streams: &'a dyn Streams,
    /// Files beyond those that one evaluation reads.
    pub disk: &'a dyn Disk,
    /// What standard output is written on.
    pub paper: Paper,
    /// Makes the world of one evaluation.
    pub world: &'a dyn Fn(Prints) -> Box<dyn Host>,
    /// Makes the world of one evaluation as it was at a revision of the git repository: files from there, all else as now.
    pub revision: &'a RevisionWorld<'a>,
    /// Tells the user something at once: warnings and notes of a command that goes on.
    pub tell: &'a dyn Fn(&Diagnostic, &SourceMap),
    /// Time, Ctrl-C and other programs.
    pub machine: &'a dyn Machine,
    /// How much to tell.
    pub loudness: Loudness,
}
