//! The command line: arguments, terminal, signals, exit codes.

// The rim of the house: here the process meets the world.
#![allow(clippy::disallowed_methods)]

mod args;
mod bar;
mod completion;
mod dialect;
mod disk;
mod examples;
mod exit;
mod feed;
mod guard;
mod machine;
mod man;
mod notes;
mod pager;
mod revision;
mod run;
mod settings;
mod stack;
mod stdio;
mod terminal;
mod timezone;
mod usage;
mod world;

pub use run::main;
