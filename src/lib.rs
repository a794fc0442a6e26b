//! `aurora`: parser, evaluator and tools for Apache Aurora's configuration language.
//!
//! The modules are floors, lowest first; a floor uses only floors above it in this list.
//! `ARCHITECTURE.md` explains each. Blank lines keep the order.

pub mod source;

pub mod diagnostics;

pub mod cpython;

pub mod syntax;

pub mod objects;

pub mod schema;

pub mod interp;
pub mod lint;

pub mod config;

pub mod scheduler;

pub mod commands;

pub mod cli;
