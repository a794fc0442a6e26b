//! `aurora version`

use super::{Outcome, Result, Streams};

/// Print the version of this program
#[derive(clap::Args, Debug)]
pub struct VersionArgs {}

/// Prints the program's name and version.
pub fn run(_: &VersionArgs, streams: &dyn Streams) -> Result {
    streams.out(format!("aurora {}\n", env!("CARGO_PKG_VERSION")).as_bytes());
    Ok(Outcome::Done)
}
