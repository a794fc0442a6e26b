//! `aurora diff`

mod against;
mod args;
mod document;
mod later;
mod layout;
mod plan;
mod readable;
mod running;
mod viewer;
mod wire;

use super::{Context, Result};
use crate::scheduler::api::TaskConfig;

pub use args::DiffArgs;

/// The paths of the fields in which two tasks differ, resources first.
pub fn changed_fields(running: &TaskConfig, wanted: &TaskConfig) -> Vec<String> {
    plan::task_changes(running, wanted).into_iter().map(|change| change.path).collect()
}

/// Compares a configuration with the running job, or with another version of the configuration.
pub fn run(args: &DiffArgs, context: &Context) -> Result {
    match &args.against {
        Some(against) => against::run(args, against, context),
        None => running::run(args, context),
    }
}
