//! The limits of every command that evaluates a configuration.

use super::ReleaseArgs;
use crate::config::Settings;
use crate::interp::budget::Limits;

/// How much an evaluation may do; what is not given keeps its default.
#[derive(clap::Args, Clone, Default, Debug)]
#[command(next_help_heading = "Limits")]
pub struct BudgetArgs {
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub release: ReleaseArgs,
    /// Steps of the evaluation (default 50000000); the count is the same on every machine
    #[arg(long, value_name = "STEPS", value_parser = clap::value_parser!(u64).range(1..))]
    pub max_steps: Option<u64>,
    /// Bytes that all values made together may take (default 402653184)
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u64).range(1..))]
    pub max_bytes: Option<u64>,
    /// Bytes of a single text or sequence (default 67108864)
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u64).range(1..))]
    pub max_value_bytes: Option<u64>,
}

impl BudgetArgs {
    /// The settings of an evaluation within these limits.
    pub fn settings(&self) -> Settings {
        let mut settings = Settings { release: self.release.release.unwrap_or_default(), ..Settings::default() };
        let Limits { steps, bytes, size, .. } = &mut settings.limits;
        for (limit, given) in [(steps, self.max_steps), (bytes, self.max_bytes), (size, self.max_value_bytes)] {
            *limit = given.unwrap_or(*limit);
        }
        settings
    }
}
