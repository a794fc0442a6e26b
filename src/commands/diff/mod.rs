//! `aurora diff`

mod against;
mod args;
mod document;
mod layout;
mod plan;
mod readable;
mod running;
mod viewer;
mod wire;

use super::{Context, Result};

pub use args::DiffArgs;

/// Compares a configuration with the running job, or with another version of the configuration.
pub fn run(args: &DiffArgs, context: &Context) -> Result {
    match &args.against {
        Some(against) => against::run(args, against, context),
        None => running::run(args, context),
    }
}
