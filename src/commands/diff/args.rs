//! The arguments of `aurora diff`.

use crate::commands::Failure;
use crate::commands::remote::{RemoteArgs, Target};
use crate::commands::{BudgetArgs, ConfigArgs, FormatArgs};
use crate::diagnostics::{Diagnostic, Kind};

const USAGE: &str = "aurora diff [OPTIONS] <KEY> <FILE>";

/// Compare a configuration with the running job
///
/// Shows what an update would do: which instances it would change, add, remove or leave alone, and the fields that differ,
/// resources first. Sets are compared as sets, the executor's configuration as data. If DIFF_VIEWER names a program, that is
/// given two files instead, the running job and the configuration; its exit code counts unless it is 0 or 1.
#[derive(clap::Args, Debug)]
#[command(override_usage = USAGE)]
pub struct DiffArgs {
    /// The job's key, CLUSTER/ROLE/ENV/NAME, and the configuration file
    #[arg(value_names = ["KEY", "FILE"], num_args = 1..=2, required = true, hide = true)]
    pub words: Vec<String>,
    /// Compare with this running job instead of the one with the configuration's key
    #[arg(long, value_name = "KEY", value_parser = job_key)]
    pub from: Option<String>,
    /// End with exit code 1 if there are differences
    #[arg(long)]
    pub exit_code: bool,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub format: FormatArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub config: ConfigArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub remote: RemoteArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub budget: BudgetArgs,
}

impl DiffArgs {
    /// The key and the file.
    ///
    /// # Errors
    /// If one of both is missing.
    pub fn key_and_file(&self) -> Result<(&str, &str), Failure> {
        match self.words.as_slice() {
            [key, file] => Ok((key, file)),
            _ => {
                let error = Diagnostic::error("AUR0002", Kind::Usage, "a job key and a file are needed");
                Err(error.help(format!("usage: {USAGE}")).into())
            }
        }
    }
}

/// A text that is a job key. Errors: a sentence.
fn job_key(text: &str) -> Result<String, String> {
    match Target::parse(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(failure) => Err(failure.diagnostics.into_iter().map(|fault| fault.message).collect()),
    }
}
