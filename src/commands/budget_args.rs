//! The limits of every command that evaluates a configuration.

use super::{CapabilityArgs, Context, ReleaseArgs};
use crate::config::Settings;

/// How much an evaluation may do; what is not given keeps its default.
#[derive(clap::Args, Clone, Default, Debug)]
#[command(next_help_heading = "Limits")]
pub struct BudgetArgs {
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub release: ReleaseArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub capabilities: CapabilityArgs,
    /// Steps of the evaluation (default 30000000); the count is the same on every machine
    #[arg(long, value_name = "STEPS", value_parser = clap::value_parser!(u64).range(1..))]
    pub max_steps: Option<u64>,
    /// Calls inside of each other (default 1000)
    #[arg(long, value_name = "CALLS", hide_short_help = true, value_parser = clap::value_parser!(u32).range(1..=2_000))]
    pub max_depth: Option<u32>,
    /// Brackets of the source text inside of each other (default 90, which is also the most)
    #[arg(long, value_name = "BRACKETS", hide_short_help = true, value_parser = clap::value_parser!(u32).range(1..=90))]
    pub max_nesting: Option<u32>,
    /// Bytes that all values made together may take (default 167772160)
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u64).range(1..))]
    pub max_bytes: Option<u64>,
    /// Bytes of a single text or sequence (default 67108864)
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u64).range(1..))]
    pub max_value_bytes: Option<u64>,
    /// Bits of a single integer (default 4194304)
    #[arg(long, value_name = "BITS", hide_short_help = true, value_parser = clap::value_parser!(u64).range(64..))]
    pub max_integer_bits: Option<u64>,
    /// Files that are read, included ones and others (default 1000)
    #[arg(long, value_name = "FILES", hide_short_help = true, value_parser = clap::value_parser!(u64).range(1..))]
    pub max_files: Option<u64>,
    /// Bytes of all files that are read (default 67108864)
    #[arg(long, value_name = "BYTES", hide_short_help = true, value_parser = clap::value_parser!(u64).range(1..))]
    pub max_file_bytes: Option<u64>,
    /// Bytes of all source text that is parsed (default 4194304)
    #[arg(long, value_name = "BYTES", hide_short_help = true, value_parser = clap::value_parser!(u64).range(1..))]
    pub max_source_bytes: Option<u64>,
    /// Rounds of replacing the references of a text (default 100, as in the original)
    #[arg(long, value_name = "ROUNDS", hide_short_help = true, value_parser = clap::value_parser!(u32).range(1..))]
    pub max_rounds: Option<u32>,
    /// Bytes that a text may grow by while its references are replaced (default 1048576)
    #[arg(long, value_name = "BYTES", hide_short_help = true, value_parser = clap::value_parser!(u32).range(1..))]
    pub max_text_bytes: Option<u32>,
    /// Steps of the replacing of references in all texts (default 20000000)
    #[arg(long, value_name = "STEPS", hide_short_help = true, value_parser = clap::value_parser!(u64).range(1..))]
    pub max_template_steps: Option<u64>,
    /// Seconds of the evaluation (default 300), a last resort: the other limits do not depend on the machine
    #[arg(long, value_name = "SECONDS", hide_short_help = true, value_parser = clap::value_parser!(u64).range(1..))]
    pub max_seconds: Option<u64>,
}

impl BudgetArgs {
    /// The settings of an evaluation within these limits, with the release of the key's cluster, see
    /// [`ReleaseArgs::for_cluster`].
    pub fn settings(&self, context: &Context, cluster: Option<&str>) -> Settings {
        let mut settings = Settings {
            release: self.release.for_cluster(context, cluster),
            capabilities: self.capabilities.capabilities(),
            ..Settings::default()
        };
        let limits = &mut settings.limits;
        set(&mut limits.steps, self.max_steps);
        set(&mut limits.depth, self.max_depth);
        set(&mut limits.nesting, self.max_nesting);
        set(&mut limits.bytes, self.max_bytes);
        set(&mut limits.size, self.max_value_bytes);
        set(&mut limits.integer_bits, self.max_integer_bits);
        set(&mut limits.files, self.max_files);
        set(&mut limits.file_bytes, self.max_file_bytes);
        set(&mut limits.source_bytes, self.max_source_bytes);
        set(&mut limits.seconds, self.max_seconds);
        let objects = &mut settings.object_limits;
        set(&mut objects.rounds, self.max_rounds);
        set(&mut objects.text_bytes, self.max_text_bytes.map(|bytes| bytes as usize));
        set(&mut objects.steps, self.max_template_steps);
        settings
    }
}

fn set<T>(limit: &mut T, given: Option<T>) {
    if let Some(given) = given {
        *limit = given;
    }
}
