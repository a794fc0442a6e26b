//! `aurora schedule_cron`

use super::hooks::{HookArgs, Hooks};
use super::inspect::wire_of;
use super::remote::{Remote, RemoteArgs, open_job_file};
use super::{BudgetArgs, ConfigArgs, Context, Outcome, Prints, Result};
use crate::config::hooks::Action;
use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::api::Call;

/// Register a cron job, or replace the one that is registered under its key
///
/// No instance is started or stopped: a run that goes on goes on, and the next one is made from this configuration.
#[derive(clap::Args, Debug)]
pub struct ScheduleCronArgs {
    /// The job's key, CLUSTER/ROLE/ENV/NAME
    #[arg(value_name = "KEY")]
    pub key: String,
    /// The configuration file
    #[arg(value_name = "FILE")]
    pub file: String,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub config: ConfigArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub hooks: HookArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub remote: RemoteArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub budget: BudgetArgs,
}

/// Registers the job. Its hooks are those of `create`.
pub fn run(args: &ScheduleCronArgs, context: &Context) -> Result {
    let file = open_job_file(context, &args.key, &args.file, &args.config, &args.budget, Prints::Out)?;
    let mut loaded = file.load(context)?;
    let Some(schedule) = loaded.job.cron_schedule.clone() else {
        let error = Diagnostic::error("AUR0002", Kind::Usage, format!("{} has no cron schedule", args.key));
        return Err(error
            .help(format!("`cron_schedule` gives it one; `aurora create {}` runs it now", args.key))
            .into());
    };
    let remote = Remote::open(context, &loaded.cluster(), &args.remote)?;
    let key = loaded.key();
    let hooks = Hooks::new(&remote, "create", &args.hooks, wire_of(&loaded.configuration.thrift))?;
    let action = Action::create(loaded.configuration.key());
    let job = loaded.job.clone();
    hooks.around(Some(&mut loaded.file), &action, || {
        remote.connect()?;
        remote.info(&format!("Scheduling cron job {} at '{schedule}'", remote.full_key(&key)));
        let (session, description) = (Some(remote.scheduler().session()), Some(job));
        remote.change(&Call::ScheduleCronJob { description, session, lock: None }, &key)
    })?;
    remote.show_job(&key, false);
    Ok(Outcome::Done)
}
