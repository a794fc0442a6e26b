//! A scheduler in this process: a deterministic state machine for tests and trials, with a clock of its own. It behaves as
//! 0.5.0 does, or as releases from 0.13 on, which have no locks and carry updates out themselves.

mod admission;
mod answers;
mod cron;
mod lifecycle;
mod locks;
mod quota;
mod reads;
pub mod serve;
mod state;
mod store;
mod update_run;
mod updates;

pub use state::{Memory, Pace, Personality, TaskFate};

#[cfg(test)]
mod replay_tests;
