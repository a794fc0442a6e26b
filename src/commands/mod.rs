//! One command per file: arguments, one function, an outcome.
//!
//! A command knows no terminal: it is given a [`Context`], and hands back an [`Outcome`] or a [`Failure`].

pub mod add_instances;
mod budget_args;
pub mod cancel_update;
mod capability_args;
pub mod clusters;
mod config_args;
pub mod config_list;
mod context;
pub mod create;
pub mod cron_entry;
pub mod deps;
pub mod diff;
pub mod eval;
pub mod explain;
mod format_args;
pub mod get_quota;
pub mod hooks;
pub mod inspect;
mod job_args;
mod job_pattern;
pub mod kill;
pub mod lint;
pub mod list;
pub mod list_jobs;
pub mod open;
mod outcome;
mod paper;
mod release_args;
pub mod remote;
pub mod restart;
pub mod schedule_cron;
pub mod schema;
pub mod shell;
pub mod start_cron;
pub mod status;
mod streams;
mod table;
mod template;
mod time;
pub mod update;
pub mod updates;
pub mod uptime;
pub mod version;

pub use budget_args::BudgetArgs;
pub use capability_args::CapabilityArgs;
pub use config_args::ConfigArgs;
pub use context::{Context, Loudness, Prints};
pub use format_args::FormatArgs;
pub use outcome::{Failure, Outcome, Result};
pub use paper::Paper;
pub use release_args::ReleaseArgs;
pub use streams::Streams;
