//! `aurora kill` and `aurora killall` (`reference/commands.md §10`).

use std::collections::BTreeSet;

use super::hooks::Hooks;
use super::job_args::{JobArgs, OpenJob};
use super::remote::{
    BrowserArgs, Instances, Limit, MessageArgs, Remote, StrictArgs, Until, Waited, interrupted, list, wait,
};
use super::{Context, Failure, Outcome, Result};
use crate::config::hooks::Action;
use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::api::{
    Call, JobConfiguration, JobKey, Response, ResponseCode, ScheduleStatus, ScheduledTask, TaskQuery,
};
use crate::scheduler::update::Interrupt;
use crate::source::SourceMap;

/// Kill a job's tasks and wait until they have ended
///
/// All instances are killed unless --shards names some. Killing all instances of a cron job also removes its schedule.
#[derive(clap::Args, Debug)]
pub struct KillArgs {
    /// Act on these instances only, such as 0,2,5-9
    #[arg(long = "shards", visible_alias = "instances", value_name = "LIST", allow_hyphen_values = true)]
    pub shards: Option<Instances>,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub all: KillallArgs,
}

/// Kill all of a job's tasks and wait until they have ended
///
/// For a cron job this also removes its schedule.
#[derive(clap::Args, Debug)]
pub struct KillallArgs {
    /// Kill in groups of so many instances, one call each
    #[arg(long = "batch_size", visible_alias = "batch-size", value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub batch_size: Option<u32>,
    /// Kill all in one call, as is done without --batch_size
    #[arg(long = "no_batching", visible_alias = "no-batching")]
    pub no_batching: bool,
    /// How many calls may fail before the rest is left alone (with --batch_size)
    #[arg(long = "max_total_failures", visible_alias = "max-total-failures", value_name = "N", default_value_t = 1)]
    pub max_total_failures: u32,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub strict: StrictArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub message: MessageArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub browser: BrowserArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub job: JobArgs,
}

/// Kills some instances, or all.
pub fn run(args: &KillArgs, context: &Context) -> Result {
    kill(&args.all, args.shards.as_ref(), context)
}

/// Kills all instances.
pub fn run_all(args: &KillallArgs, context: &Context) -> Result {
    kill(args, None, context)
}

fn kill(args: &KillallArgs, named: Option<&Instances>, context: &Context) -> Result {
    let OpenJob { key, target, mut file, remote } = args.job.open(context)?;
    args.strict.check(&remote, &target.key, named)?;
    let ids = named.map(|instances| &instances.0);
    let (interrupt, full) = (context.machine.interrupt(), key.to_string());
    let hooks = Hooks::new(&remote, "kill", &args.job.hooks, None)?;
    hooks.around(file.as_mut(), &Action::kill(key, ids.cloned()), || {
        remote.info(&format!("Killing tasks for job: {full}"));
        if let Some(ids) = ids {
            remote.info(&format!("Instances to be killed: {}", list(ids)));
        }
        if ids.is_none() {
            remove_schedule(&remote, &target.key)?;
        }
        let job = Job { remote: &remote, key: &target.key, message: message(args, &remote)? };
        match args.batch_size.filter(|_| !args.no_batching) {
            None => job.kill_at_once(ids),
            Some(size) => kill_in_batches(&job, ids, size, args.max_total_failures, &interrupt)
                .map(|()| Response { response_code: Some(ResponseCode::Ok), ..Response::default() }),
        }
    })?;
    remote.show_job(&target.key, args.browser.open_browser);
    wait_for_the_end(&remote, &target.key, ids, &interrupt)
}

/// The job whose tasks are killed.
struct Job<'a> {
    remote: &'a Remote<'a>,
    key: &'a JobKey,
    message: Option<String>,
}

impl Job<'_> {
    /// One call for these instances, or for all.
    fn kill_at_once(&self, ids: Option<&BTreeSet<i32>>) -> std::result::Result<Response, Failure> {
        let (query, session) = (Some(query(self.key, ids)?), Some(self.remote.scheduler().session()));
        let message = self.message.clone();
        self.remote
            .change(&Call::KillTasks { query, session, lock: None, job: None, instances: None, message }, self.key)
    }
}

/// The user's words, if the scheduler is of a kind that may keep them.
fn message(args: &KillallArgs, remote: &Remote) -> std::result::Result<Option<String>, Failure> {
    let Some(message) = &args.message.message else { return Ok(None) };
    remote.connect()?;
    if remote.scheduler().is_later() {
        return Ok(Some(message.clone()));
    }
    remote.warn("--message is not kept: schedulers up to 0.17 keep no words on killed tasks");
    Ok(None)
}

/// Removes a cron job's schedule before its tasks are killed. Releases up to 0.6 do it by themselves.
fn remove_schedule(remote: &Remote, key: &JobKey) -> std::result::Result<(), Failure> {
    remote.connect()?;
    if !remote.scheduler().is_later() {
        return Ok(());
    }
    let jobs = remote.read(&Call::GetJobs { role: key.role.clone() })?;
    let is_it = |job: &&JobConfiguration| job.key.as_ref().is_some_and(|known| known.path() == key.path());
    if jobs.jobs().iter().any(|job| is_it(&job) && job.cron_schedule.is_some()) {
        let session = Some(remote.scheduler().session());
        remote.change(&Call::DescheduleCronJob { session, lock: None, job: Some(key.clone()) }, key)?;
    }
    Ok(())
}

/// The query for these instances; never one that would mean all when some are meant.
fn query(key: &JobKey, ids: Option<&BTreeSet<i32>>) -> std::result::Result<TaskQuery, Failure> {
    match ids {
        None => Ok(TaskQuery::job(key)),
        Some(ids) => TaskQuery::job(key)
            .instances(ids)
            .ok_or_else(|| Diagnostic::error("AUR0002", Kind::Usage, "an empty list of instances names none").into()),
    }
}

/// One call for each group of active instances; failures are told and counted.
fn kill_in_batches(
    job: &Job,
    ids: Option<&BTreeSet<i32>>,
    size: u32,
    most_failures: u32,
    interrupt: &Interrupt,
) -> std::result::Result<(), Failure> {
    let Job { remote, key, .. } = *job;
    let response = remote.read(&Call::GetTasksWithoutConfigs { query: Some(TaskQuery::job(key)) })?;
    let is_active = |task: &&ScheduledTask| task.status.is_some_and(ScheduleStatus::is_active);
    let mut left: Vec<i32> = response.tasks().iter().filter(is_active).filter_map(ScheduledTask::instance).collect();
    left.sort_unstable();
    left.dedup();
    left.retain(|id| ids.is_none_or(|ids| ids.contains(id)));
    if left.is_empty() {
        remote.warn(&format!("No tasks to kill found for job {}", remote.full_key(key)));
        return Ok(());
    }
    let (mut alive, mut kind, mut failures) = (BTreeSet::new(), Kind::Scheduler, 0);
    let batches: Vec<BTreeSet<i32>> =
        left.chunks(usize::try_from(size).unwrap_or(usize::MAX)).map(|ids| ids.iter().copied().collect()).collect();
    for (at, batch) in batches.iter().enumerate() {
        let rest =
            || batches.iter().skip(at).flatten().copied().chain(alive.iter().copied()).collect::<BTreeSet<i32>>();
        if interrupt.wants_stop() {
            let message = format!("instances {} of {} were not killed", list(&rest()), remote.full_key(key));
            return Err(interrupted(message, "the others have been told to end").into());
        }
        if failures > most_failures {
            let message = format!("too many calls failed; instances {} were left alone", list(&rest()));
            return Err(not_killed(kind, message).into());
        }
        remote.info(&format!("Killing instances: {}", list(batch)));
        if let Err(failure) = job.kill_at_once(Some(batch)) {
            failure.diagnostics.iter().for_each(|told| (remote.context.tell)(told, &SourceMap::new()));
            if failures == 0 {
                kind = failure.diagnostics.first().map_or(kind, |told| told.kind);
            }
            failures += 1;
            alive.extend(batch);
        }
    }
    match alive.is_empty() {
        true => Ok(()),
        false => {
            let message = format!("instances {} of {} were not killed", list(&alive), remote.full_key(key));
            Err(not_killed(kind, message).into())
        }
    }
}

fn not_killed(kind: Kind, message: String) -> Diagnostic {
    Diagnostic::error("AUR0614", kind, message)
        .help("the errors above say why; repeat the command for these with --shards")
}

fn wait_for_the_end(remote: &Remote, key: &JobKey, ids: Option<&BTreeSet<i32>>, interrupt: &Interrupt) -> Result {
    let full = remote.full_key(key);
    let check = format!("`aurora status {full}` shows them");
    let waited = wait(remote, key, ids, Until::Ended, Limit::Minutes, interrupt);
    match waited.map_err(|failure| failure.after("the tasks were told to end, but it is not known whether they did"))? {
        Waited::Done => Ok(Outcome::Done),
        Waited::TooLong(left) => {
            let message = format!("instances {} of {full} were not killed in time", list(&left));
            Err(Diagnostic::error("AUR0610", Kind::Timeout, message).help(check).into())
        }
        Waited::Interrupted(left) => {
            let message = format!("the tasks were told to end; instances {} of {full} have not ended yet", list(&left));
            Err(interrupted(message, check).into())
        }
    }
}
