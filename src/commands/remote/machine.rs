//! What commands over a scheduler ask of this machine: time, Ctrl-C, other programs, a bar of progress, small notes.

use std::time::Duration;

use crate::scheduler::Clock;
use crate::scheduler::update::Interrupt;

/// The machine that a command runs on. `cli` has the real one. It is shared with threads that wait for programs.
pub trait Machine: Sync {
    /// Real time, in which commands wait.
    fn clock(&self) -> &dyn Clock;

    /// From now on Ctrl-C does not end the process: it raises the returned wish, and the command ends in order. Before the
    /// first use, and when it is raised for the third time, Ctrl-C ends the process with code 130.
    fn interrupt(&self) -> Interrupt;

    /// The wish that [`Machine::interrupt`] returns; Ctrl-C goes on doing what it does.
    fn wish(&self) -> Interrupt;

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

    /// Runs a program with this text as its input and the user's standard error as its output, and ends it after a time.
    ///
    /// # Errors
    /// If it cannot be started; in a few words.
    fn feed(&self, program: &Program, input: &[u8], limit: Duration) -> Result<Fed, String>;

    /// A bar for so many steps, if standard error is a terminal.
    fn bar(&self, steps: usize) -> Option<Box<dyn Bar>>;

    /// A small text that an earlier process of this user kept under a name.
    fn kept(&self, name: &str) -> Option<String>;

    /// Keeps a small text for later processes of this user, or forgets it.
    ///
    /// # Errors
    /// If it cannot be written; in a few words.
    fn keep(&self, name: &str, text: Option<&str>) -> Result<(), String>;

    /// The number of this process.
    fn process(&self) -> u32;

    /// Whether a process of this machine is at work.
    fn is_at_work(&self, process: u32) -> bool;

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

/// How a program that was fed ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fed {
    /// With this exit code; 128 and the number for a signal.
    Ended(i32),
    /// Not in time.
    TooLong,
}

/// A bar of progress on the terminal; it goes away when dropped.
pub trait Bar {
    /// Shows that so many steps are done of so many, and what is being done.
    fn show(&self, done: usize, steps: usize, doing: &str);

    /// Writes a line above the bar.
    fn line(&self, text: &str);
}
