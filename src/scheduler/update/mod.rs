//! Rolling changes driven by the client: update, rollback and restart (`reference/commands.md §11, §12, §17`).
//! What to do is decided by pure functions; the engine carries it out against any scheduler and any clock.

mod calls;
mod carried;
mod engine;
mod failures;
mod interrupt;
mod monitor;
mod plan;
mod report;
mod restart;
mod rollback;
mod watch;

pub use calls::{Exchange, Trouble};
pub use carried::{Steer, active_update, carry_out, find_update, start, steer, watch_update};
pub use engine::{Settings, Target, held_lock, plan, update};
pub use failures::Failures;
pub use interrupt::Interrupt;
pub use monitor::{STILL_ALIVE_AFTER_MS, wait_until_ended};
pub use plan::{Action, OutOfRange, Plan, is_large_change, quota_shortfall, same_task};
pub use report::{Event, LockState, Outcome, Report};
pub use restart::{RestartSettings, restart};
pub use watch::InstanceWatcher;

#[cfg(test)]
mod simulation_tests;
#[cfg(test)]
pub(crate) use simulation_tests::job as sample_job;
