//! `aurora ssh`, `aurora run` and `aurora scp`: programs on the hosts of a job's tasks (`reference/commands.md §15`).

mod run;
mod scp;
mod ssh;
mod task;
mod words;

pub use run::{RunArgs, run};
pub use scp::{ScpArgs, scp};
pub use ssh::{SshArgs, Tunnel, ssh};
