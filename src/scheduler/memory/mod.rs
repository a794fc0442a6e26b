//! A 0.5.0 scheduler in this process: a deterministic state machine for tests and trials, with a clock of its own.

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

pub use state::{Memory, Pace, TaskFate};

#[cfg(test)]
mod replay_tests;
