//! Exit codes, all of them.

use std::process::ExitCode;

use crate::commands::Outcome;
use crate::diagnostics::{Diagnostic, Kind};

/// How the process ends. Scripts branch on these numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// Done.
    Done,
    /// Done, and there are findings or differences.
    Findings,
    /// The command line is wrong.
    Usage,
    /// The configuration is invalid.
    Configuration,
    /// The command failed for another reason.
    Command,
    /// The network failed.
    Network,
    /// A wait ended without success.
    TimedOut,
    /// The scheduler said no.
    Scheduler,
    /// The scheduler wants other credentials.
    Unauthorised,
    /// The user stopped it.
    Interrupted,
    /// Another program decides.
    Foreign(u8),
    /// A fault of this program.
    Internal,
    /// The reader of standard output went away, as a shell reports it.
    BrokenPipe,
}

impl Exit {
    /// The number.
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::Configuration => 3,
            Exit::Command => 4,
            Exit::Network => 7,
            Exit::TimedOut => 9,
            Exit::Scheduler => 10,
            Exit::Unauthorised => 30,
            Exit::Interrupted => 130,
            Exit::Foreign(code) => code,
            Exit::Internal => 70,
            Exit::BrokenPipe => 141,
        }
    }

    /// The end of a command that did its work.
    pub fn of_outcome(outcome: Outcome) -> Exit {
        match outcome {
            Outcome::Done => Exit::Done,
            Outcome::Findings => Exit::Findings,
            Outcome::Code(code) => Exit::Foreign(code),
        }
    }

    /// The end that an error leads to.
    pub fn of_diagnostic(diagnostic: &Diagnostic) -> Exit {
        match (diagnostic.code, diagnostic.kind) {
            ("AUR0001", _) => Exit::Internal,
            ("AUR0403" | "AUR0404", _) | (_, Kind::Usage | Kind::BadJobKey) => Exit::Usage,
            (_, Kind::Command | Kind::Cluster) => Exit::Command,
            (_, Kind::Network) => Exit::Network,
            (_, Kind::Timeout) => Exit::TimedOut,
            (_, Kind::Scheduler) => Exit::Scheduler,
            (_, Kind::Auth) => Exit::Unauthorised,
            (_, Kind::Interrupted) => Exit::Interrupted,
            (_, Kind::Lint | Kind::Deprecated) => Exit::Findings,
            (_, _) => Exit::Configuration,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}
