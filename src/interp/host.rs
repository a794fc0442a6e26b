//! What a program may ask of the world. The interpreter itself does no input or output.

use std::time::Duration;

use crate::diagnostics::{Diagnostic, Kind};

/// The file system, environment, clock and standard streams as the caller grants them. Every method may refuse.
pub trait Host {
    /// The bytes of a file. Errors are the operating system's number and text (`2, "No such file or directory"`).
    fn read_file(&mut self, path: &str) -> Result<Vec<u8>, HostError>;
    /// What is at a path.
    fn stat(&mut self, path: &str) -> Result<PathKind, HostError>;
    /// The absolute path without symbolic links, `.` and `..`. Errors: as for reading.
    fn real_path(&mut self, path: &str) -> Result<String, HostError>;
    /// Names in a directory, sorted.
    fn list_dir(&mut self, path: &str) -> Result<Vec<String>, HostError>;
    /// An environment variable.
    fn env(&mut self, name: &str) -> Result<Option<String>, HostError>;
    /// All environment variables that may be seen.
    fn env_all(&mut self) -> Result<Vec<(String, String)>, HostError>;
    /// The working directory.
    fn working_dir(&mut self) -> Result<String, HostError>;
    /// The user's login name.
    fn user_name(&mut self) -> Result<String, HostError>;
    /// The host's name.
    fn host_name(&mut self) -> Result<String, HostError>;
    /// Seconds since 1970 in UTC.
    fn now(&mut self) -> Result<f64, HostError>;
    /// The local time zone's offset from UTC in seconds at an instant, and its name.
    fn utc_offset(&mut self, at: f64) -> Result<(i32, String), HostError>;
    /// Time since the evaluation began, for the limit of last resort only.
    fn elapsed(&mut self) -> Duration;
    /// Writes to standard output.
    fn write_out(&mut self, bytes: &[u8]);
    /// Writes to standard error.
    fn write_err(&mut self, bytes: &[u8]);
}

/// What a path names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum PathKind {
    File,
    Directory,
    Other,
    Missing,
}

/// Why the host did not do it.
#[derive(Clone, Debug)]
pub enum HostError {
    /// The operating system's error: number and text.
    Os(i32, String),
    /// Not granted, or beyond a limit: what was refused and how to grant it. Cannot be caught by the program.
    Refused(Box<Diagnostic>),
}

impl HostError {
    /// What went wrong, in words.
    pub fn words(self) -> String {
        match self {
            HostError::Os(_, text) => text,
            HostError::Refused(diagnostic) => diagnostic.message,
        }
    }

    /// A refusal, with the way to grant it.
    pub fn refused(message: impl Into<String>, help: impl Into<String>) -> HostError {
        HostError::Refused(Box::new(Diagnostic::error("AUR0911", Kind::Refused, message.into()).help(help.into())))
    }
}
