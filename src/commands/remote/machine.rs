//! What commands over a scheduler ask of this machine: time, Ctrl-C, and other programs.

use crate::scheduler::Clock;
use crate::scheduler::update::Interrupt;

/// The machine that a command runs on. `cli` has the real one. It is shared with threads that wait for programs.
pub trait Machine: Sync {
    /// Real time, in which commands wait.
    fn clock(&self) -> &dyn Clock;

    /// From now on Ctrl-C does not end the process: it raises the returned wish, and the command ends in order. Before the
    /// first use, and when it is raised for the third time, Ctrl-C ends the process with code 130.
    fn interrupt(&self) -> Interrupt;

    /// Runs a program on the user's terminal until it ends, and returns its exit code (128 and the number for a signal).
    ///
    /// # Errors
    /// If it cannot be started; in a few words.
    fn run(&self, program: &Program) -> Result<i32, String>;

    /// Runs a program without input and returns what it wrote, standard output and error in one, line by line as it came.
    ///
    /// # Errors
    /// If it cannot be started; in a few words.
    fn capture(&self, program: &Program) -> Result<Captured, String>;

    /// Runs a program with two files that hold these texts as its last arguments; the files exist while it runs.
    ///
    /// # Errors
    /// If it cannot be started, or the files cannot be written; in a few words.
    fn run_over_files(&self, program: &Program, files: &[(&str, &str)]) -> Result<i32, String>;

    /// Shows an address in the user's browser.
    ///
    /// # Errors
    /// If none can be started; in a few words.
    fn browse(&self, url: &str) -> Result<(), String>;
}

/// A program and its arguments; no shell is involved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Program {
    /// Its name on `PATH`, or its path.
    pub name: String,
    /// Its arguments.
    pub arguments: Vec<String>,
}

impl Program {
    /// A program with arguments.
    pub fn new<S: Into<String>>(name: impl Into<String>, arguments: impl IntoIterator<Item = S>) -> Program {
        Program { name: name.into(), arguments: arguments.into_iter().map(Into::into).collect() }
    }
}

/// How a program ended, and what it wrote.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Captured {
    /// The exit code; 128 and the number for a signal.
    pub code: i32,
    /// Everything it wrote.
    pub output: Vec<u8>,
}
