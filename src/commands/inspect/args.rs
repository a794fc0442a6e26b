//! The arguments of `aurora inspect`.

use crate::commands::{BudgetArgs, ConfigArgs};
use crate::diagnostics::{Diagnostic, Kind};

const USAGE: &str =
    "aurora inspect [OPTIONS] <CLUSTER/ROLE/ENV/NAME> <FILE>\n       aurora inspect [OPTIONS] --all <FILE>";

const TEMPLATES: &str = "\
Templates: `--format` takes `json`, for all of it as one document, or a minijinja template. At the top stand the names of the API, as `--raw` shows them:
  key.role, key.environment, key.name, owner.user, instanceCount, cronSchedule, cronCollisionPolicy, and
  taskConfig with numCpus, ramMb, diskMb, priority, production, isService, maxTaskFailures, requestedPorts,
  constraints, taskLinks, contactEmail, executorConfig.data.
Below `job` stands the job with the names of the configuration:
  job.cluster, job.role, job.environment, job.name, job.instances, job.contact, job.service, job.update_config.batch_size,
  job.health_check_config.interval_secs, job.announce.primary_port, job.constraints, job.task.resources.ram (bytes),
  job.task.processes[0].cmdline, and so on; fields without a value are not there.
Examples:
  aurora inspect --format '{{ taskConfig.ramMb }}' west/www-data/prod/hello hello.aurora
  aurora inspect --all --format '{{ job.name }} x{{ instanceCount }}' hello.aurora";

/// Show a job as the configuration makes it
///
/// Evaluates the file, chooses the job, applies all checks, and shows the result. Nothing is sent anywhere.
#[derive(clap::Args, Debug)]
#[command(override_usage = USAGE, after_long_help = TEMPLATES)]
pub struct InspectArgs {
    /// The job's key, CLUSTER/ROLE/ENV/NAME (not with --all), and the configuration file
    #[arg(value_names = ["KEY", "FILE"], num_args = 1..=2, required = true, hide = true)]
    pub words: Vec<String>,
    /// Show every job of the file, in the file's order
    #[arg(long)]
    pub all: bool,
    /// Print one JSON document for each job, exactly what would be sent; the file's own output goes to standard error
    #[arg(long)]
    pub raw: bool,
    /// Print `json`, one versioned document for each job, or a template filled in with its names; the file's own output
    /// goes to standard error
    #[arg(long, value_name = "json|TEMPLATE", conflicts_with = "raw")]
    pub format: Option<String>,
    /// Also list what the evaluation read, with a SHA-256 of each content; with --raw or --format on standard error
    #[arg(long)]
    pub inputs: bool,
    /// Append to each value the file and line that it was written at, with `perhaps` where another place could have given
    /// the same; changes nothing with --raw and --format
    #[arg(long = "where")]
    pub places: bool,
    /// Accepted for compatibility; it changes nothing
    #[arg(long)]
    pub local: bool,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub config: ConfigArgs,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub budget: BudgetArgs,
}

impl InspectArgs {
    /// The key, if one is given, and the file.
    pub fn target(&self) -> Result<(Option<&str>, &str), Box<Diagnostic>> {
        match (self.words.as_slice(), self.all) {
            ([file], true) => Ok((None, file)),
            // A JSON file holds one job, so a key says nothing.
            ([file], false) if self.config.json => Ok((None, file)),
            ([key, file], false) => Ok((Some(key), file)),
            ([_], false) => Err(Box::new(usage("a job key and a file are needed"))),
            _ => Err(Box::new(usage("`--all` shows every job, so it takes a file and no key"))),
        }
    }
}

fn usage(message: &str) -> Diagnostic {
    Diagnostic::error("AUR0002", Kind::Usage, message).help(format!("usage: {USAGE}"))
}
