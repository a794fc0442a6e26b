//! The options of every command that reads a configuration.

/// How a configuration is read.
#[derive(clap::Args, Clone, Default, Debug)]
pub struct ConfigArgs {
    /// Bind a name in the configuration's templates; may be repeated, a later one beats an earlier one
    #[arg(short = 'E', value_name = "NAME=VALUE", allow_hyphen_values = true)]
    pub bindings: Vec<String>,
    /// Read the file as JSON: one object, the job
    #[arg(short = 'j', long)]
    pub json: bool,
    /// Choose among jobs of the same name by cluster (only with a bare job name)
    #[arg(long, value_name = "CLUSTER", hide = true)]
    pub cluster: Option<String>,
    /// Choose among jobs of the same name by environment (only with a bare job name)
    #[arg(long, value_name = "ENV", hide = true)]
    pub env: Option<String>,
}
