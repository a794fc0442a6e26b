//! A short deterministic run of each target of the fuzzer, on any toolchain: found inputs first, then arbitrary bytes and
//! damaged fixtures, a fixed number of them. `FUZZ_CORPUS=fuzz/corpus cargo test --test fuzz` writes the seeds for `fuzz/`.
//!
//! `FUZZ_EXECUTIONS=300000 cargo test --release --test fuzz` runs longer; names of targets select some. Executions run in
//! processes of their own, so that a crash costs one input and not the run; inputs that were found are kept in
//! `target/fuzz-found/TARGET/`. `FUZZ_INPUT=FILE cargo test --test fuzz TARGET` runs one input. The last lines report
//! executions, the longest one and the most memory that a process took.

#![allow(clippy::disallowed_methods, reason = "the harness reads files and the clock, and starts processes")]

mod child;
mod corpus;
#[path = "../support/harness.rs"]
mod harness;
mod memory;
mod mutate;
mod parent;
mod targets;

use std::process::ExitCode;

use crate::targets::TARGETS;

fn main() -> ExitCode {
    if let Some(work) = child::work() {
        return child::run(work);
    }
    if let Some(folder) = std::env::var_os("FUZZ_CORPUS") {
        return corpus::write(folder.as_ref());
    }
    let ids: Vec<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let reports = parent::Reports::default();
    let code = harness::main(harness::Suite { title: "fuzz", ids, not_yet: None }, |name| parent::run(name, &reports));
    reports.print();
    code
}
