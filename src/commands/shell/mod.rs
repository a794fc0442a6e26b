//! `aurora ssh` and `aurora run`: programs on the hosts of a job's tasks (`reference/commands.md §15`).

mod run;
mod ssh;
mod task;
mod words;

pub use run::{RunArgs, run};
pub use ssh::{SshArgs, Tunnel, ssh};
