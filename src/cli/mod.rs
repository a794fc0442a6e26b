//! The command line: arguments, terminal, signals, exit codes.

mod args;
mod exit;
mod run;
mod stdio;
mod terminal;
mod thread;
mod usage;

pub use run::main;
