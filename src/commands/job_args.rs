//! What the commands have in common that change a running job and need its configuration for hooks at most.

use super::hooks::HookArgs;
use super::remote::{JobFile, Remote, RemoteArgs, Target, find_job, old_form, open_job_file};
use super::{BudgetArgs, ConfigArgs, Context, Failure, Prints};
use crate::config;

/// The job, a configuration with hooks, and the way to the scheduler.
#[derive(clap::Args, Debug)]
pub struct JobArgs {
    /// The job's key, CLUSTER/ROLE/ENV/NAME
    #[arg(value_name = "KEY")]
    pub key: String,
    /// A configuration file, needed only if it has hooks for this command
    #[arg(value_name = "FILE")]
    pub file: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub config: ConfigArgs,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub hooks: HookArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub remote: RemoteArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub budget: BudgetArgs,
}

/// A job that a command is about to change.
pub struct OpenJob<'a> {
    /// Its key.
    pub key: config::JobKey,
    /// Its key as the scheduler is told.
    pub target: Target,
    /// Its configuration, if one was given.
    pub file: Option<JobFile>,
    /// The way to its cluster.
    pub remote: Remote<'a>,
}

impl JobArgs {
    /// Reads the key and the file and finds the cluster.
    ///
    /// # Errors
    /// The key is none, the file is not in order, the cluster is not known.
    pub fn open<'a>(&self, context: &'a Context<'a>) -> Result<OpenJob<'a>, Failure> {
        if let Some((cluster, role, name)) = old_form(self.config.cluster.as_deref(), &self.key, self.file.as_deref())?
        {
            let remote = Remote::open(context, cluster, &self.remote)?;
            let key = find_job(&remote, role, name)?;
            return Ok(OpenJob { target: Target::from(key.clone()), key, file: None, remote });
        }
        let key = config::JobKey::parse(&self.key).map_err(|fault| *fault)?;
        let target = Target::from(key.clone());
        let open = |file: &String| open_job_file(context, &self.key, file, &self.config, &self.budget, Prints::Out);
        let file = self.file.as_ref().map(open).transpose()?;
        let remote = Remote::open(context, &target.cluster, &self.remote)?;
        Ok(OpenJob { key, target, file, remote })
    }
}
