//! The arguments of `aurora diff`.

use crate::commands::Failure;
use crate::commands::remote::{RemoteArgs, Target};
use crate::commands::{BudgetArgs, ConfigArgs, FormatArgs};
use crate::diagnostics::{Diagnostic, Kind};

const USAGE: &str = "aurora diff [OPTIONS] <KEY> <FILE>\n       \
                     aurora diff [OPTIONS] --against <FILE|REV> <KEY> <FILE>...\n       \
                     aurora diff [OPTIONS] --against <FILE|REV> --all <FILE>...";

/// Compare a configuration with the running job, or with another version of it
///
/// Shows what an update would do: which instances it would change, add, remove or leave alone, and the fields that differ,
/// resources first. Sets are compared as sets, the executor's configuration as data. If DIFF_VIEWER names a program, that is
/// given two files instead, the running job and the configuration; its exit code counts unless it is 0 or 1.
///
/// With --against no scheduler is asked: the jobs of another version of the files are compared. That is a file, a revision
/// of the git repository (a branch, tag or hash, HEAD~1, …; the files that are included come from that revision too), or
/// REV:PATH (from the top of the repository; REV:./PATH from here). Nothing is checked out. Shown is which jobs came, went or got another key, and which fields changed; how a
/// value is computed is no difference. A file that one of the versions cannot evaluate is named and left out, and the
/// exit code is 3. With --all a folder stands for the configurations in it, in either version.
/// `--format markdown` makes a comment for a review.
#[derive(clap::Args, Debug)]
#[command(override_usage = USAGE)]
pub struct DiffArgs {
    /// The job's key, CLUSTER/ROLE/ENV/NAME (not with --all), and the configuration file
    #[arg(value_names = ["KEY", "FILE"], num_args = 1.., required = true, hide = true)]
    pub words: Vec<String>,
    /// Compare with this running job instead of the one with the configuration's key
    #[arg(long, value_name = "KEY", value_parser = job_key)]
    pub from: Option<String>,
    /// Compare with another version of the files: a file, a revision of the git repository, or REV:PATH
    #[arg(long, value_name = "FILE|REV", conflicts_with = "from")]
    pub against: Option<String>,
    /// Compare every job of the files
    #[arg(long, requires = "against")]
    pub all: bool,
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
            _ => Err(usage("a job key and a file are needed").into()),
        }
    }

    /// The key, if one job is meant, and the files of `--against`.
    ///
    /// # Errors
    /// If there is no file, or `--all` has a key.
    pub fn key_and_files(&self) -> Result<(Option<&str>, &[String]), Failure> {
        match (self.words.as_slice(), self.all) {
            (files, true) => Ok((None, files)),
            ([key, files @ ..], false) if !files.is_empty() => Ok((Some(key), files)),
            _ => Err(usage("a job key and a file are needed, or `--all` and a file").into()),
        }
    }
}

/// A wrong use of this command.
pub fn usage(message: &str) -> Diagnostic {
    Diagnostic::error("AUR0002", Kind::Usage, message).help(format!("usage: {USAGE}"))
}

/// A text that is a job key. Errors: a sentence.
fn job_key(text: &str) -> Result<String, String> {
    match Target::parse(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(failure) => Err(failure.diagnostics.into_iter().map(|fault| fault.message).collect()),
    }
}
