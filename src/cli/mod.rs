//! The command line: arguments, terminal, signals, exit codes.

mod args;
mod exit;
mod run;
mod stdio;
mod terminal;
mod thread;
mod timezone;
mod usage;
mod world;

pub use run::main;
