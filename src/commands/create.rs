//! `aurora create`

use clap::ValueEnum;

use super::hooks::{HookArgs, Hooks};
use super::inspect::wire_of;
use super::remote::{BrowserArgs, Limit, Remote, RemoteArgs, Until, Waited, interrupted, list, open_job_file, wait};
use super::{BudgetArgs, ConfigArgs, Context, Failure, Outcome, Prints, Result};
use crate::config::hooks::Action;
use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::api::{Call, JobConfiguration, JobKey, Response};
use crate::scheduler::update::Interrupt;

/// Create a job and run it
///
/// Evaluates the file, chooses the job, applies all checks, and sends it. A job with a cron schedule is registered and runs
/// when its time comes. With --json, FILE may also be the JSON text itself.
#[derive(clap::Args, Debug)]
pub struct CreateArgs {
    /// The job's key, CLUSTER/ROLE/ENV/NAME
    #[arg(value_name = "KEY")]
    pub key: String,
    /// The configuration file
    #[arg(value_name = "FILE")]
    pub file: String,
    /// Wait until all instances are in this state, or have ended
    #[arg(
        long = "wait_until",
        visible_alias = "wait-until",
        value_name = "PENDING|RUNNING|FINISHED",
        hide_possible_values = true,
        default_value = "PENDING"
    )]
    pub wait_until: WaitUntil,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub browser: BrowserArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
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

/// How far instances get before the command ends.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
#[value(rename_all = "UPPER")]
pub enum WaitUntil {
    /// The scheduler has accepted them
    Pending,
    /// They run
    Running,
    /// They have ended
    Finished,
}

/// Creates the job.
pub fn run(args: &CreateArgs, context: &Context) -> Result {
    let file = open_job_file(context, &args.key, &args.file, &args.config, &args.budget, Prints::Out)?;
    let mut loaded = file.load(context)?;
    let remote = Remote::open(context, &loaded.cluster(), &args.remote)?;
    let interrupt = context.machine.interrupt();
    let key = loaded.key();
    let hooks = Hooks::new(&remote, "create", &args.hooks, wire_of(&loaded.configuration.thrift))?;
    let action = Action::create(loaded.configuration.key());
    let job = loaded.job.clone();
    hooks.around(Some(&mut loaded.file), &action, || {
        remote.info(&format!("Creating job {}", key.name.as_deref().unwrap_or_default()));
        create(&remote, job, &key)
    })?;
    remote.show_job(&key, args.browser.open_browser);
    match args.wait_until {
        WaitUntil::Pending => Ok(Outcome::Done),
        WaitUntil::Running => wait_for(&remote, &key, Until::Running, &interrupt),
        WaitUntil::Finished => wait_for(&remote, &key, Until::Ended, &interrupt),
    }
}

/// Has the scheduler create a job. From 0.7 on there is a call of its own for cron jobs; that one would replace a job without
/// a word, which is not what creating is.
fn create(remote: &Remote, job: JobConfiguration, key: &JobKey) -> std::result::Result<Response, Failure> {
    remote.connect()?;
    let (session, description) = (Some(remote.scheduler().session()), Some(job));
    let is_cron = description.as_ref().is_some_and(|job| job.cron_schedule.is_some());
    if !is_cron || !remote.scheduler().is_later() {
        return remote.change(&Call::CreateJob { description, session, lock: None }, key);
    }
    let jobs = remote.read(&Call::GetJobs { role: key.role.clone() })?;
    let mut known = jobs.jobs().iter();
    if known.any(|known| known.key.as_ref().is_some_and(|known| known.path() == key.path())) {
        let full = remote.full_key(key);
        let error = Diagnostic::error("AUR0601", Kind::Scheduler, format!("job already exists: {full}"));
        return Err(error.help(format!("`aurora update {full} FILE` gives it another schedule or task")).into());
    }
    remote.change(&Call::ScheduleCronJob { description, session, lock: None }, key)
}

fn wait_for(remote: &Remote, key: &JobKey, until: Until, interrupt: &Interrupt) -> Result {
    let waited = wait(remote, key, None, until, Limit::None, interrupt);
    match waited.map_err(|failure| failure.after("the job was created, but it is not known how it goes on"))? {
        Waited::Done => Ok(Outcome::Done),
        Waited::TooLong(left) | Waited::Interrupted(left) => {
            let full = remote.full_key(key);
            let message = format!("the job was created; the wait for instances {} was interrupted", list(&left));
            Err(interrupted(message, format!("`aurora status {full}` shows how they go on")).into())
        }
    }
}
