//! `aurora diff`

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

/// Compares a configuration with the running job.
pub fn run(args: &DiffArgs, context: &Context) -> Result {
    running::run(args, context)
}
