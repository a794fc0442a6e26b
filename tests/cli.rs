//! End to end: each folder of `fixtures/cli` is a run of the real program, compared whole (`support/runs.rs`).

#![allow(clippy::disallowed_methods)]

#[path = "support/harness.rs"]
mod harness;
#[path = "support/runs.rs"]
mod runs;
#[path = "support/sealed.rs"]
mod sealed;

use std::process::ExitCode;

fn main() -> ExitCode {
    let root = sealed::fixtures("cli");
    let ids = runs::folders(&root);
    harness::main(harness::Suite { title: "command line", ids, not_yet: None }, |id| runs::run(&root.join(id)))
}
