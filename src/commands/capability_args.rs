//! What a configuration may reach, for every command that evaluates one.

use crate::config::{Capabilities, Hermetic};

/// Without options files and the environment are readable, and every read is recorded (`aurora inspect --inputs`).
#[derive(clap::Args, Clone, Default, Debug)]
#[command(next_help_heading = "Sandbox")]
pub struct CapabilityArgs {
    /// Let the configuration read its own folder only: no other file, no environment variable, no user, host or time
    #[arg(long)]
    pub hermetic: bool,
    /// With --hermetic, an environment variable that may be read all the same; may be repeated
    #[arg(long, value_name = "NAME", requires = "hermetic")]
    pub allow_env: Vec<String>,
}

impl CapabilityArgs {
    /// The capabilities of an evaluation.
    pub fn capabilities(&self) -> Capabilities {
        Capabilities { hermetic: self.hermetic.then(|| Hermetic { allowed_env: self.allow_env.clone() }) }
    }
}
