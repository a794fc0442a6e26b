//! A configuration against what runs.

use std::collections::BTreeMap;

use super::plan::Comparison;
use super::{DiffArgs, document, layout, viewer, wire};
use crate::commands::remote::{LoadedJob, Remote, Target, open_job_file, variable};
use crate::commands::{Context, Failure, Outcome, Prints, Result};
use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::api::{Call, JobConfiguration, JobKey, ScheduleStatus, TaskConfig, TaskQuery};

/// Compares and shows.
pub fn run(args: &DiffArgs, context: &Context) -> Result {
    let (key, file) = args.key_and_file()?;
    let prints = if args.format.format.is_some() { Prints::Err } else { Prints::Out };
    let loaded = open_job_file(context, key, file, &args.config, &args.budget, prints)?.load(context)?;
    let target = match &args.from {
        Some(from) => Target::parse(from)?,
        None => Target { cluster: loaded.cluster(), key: loaded.key() },
    };
    let remote = Remote::open(context, &target.cluster, &args.remote)?;
    let running = running(&remote, &target.key)?;
    let wanted = populated(&remote, &loaded)?;
    let is_cron = loaded.job.cron_schedule.is_some();
    let known = if is_cron { template(&remote, &target.key)? } else { None };
    let comparison = match is_cron {
        true => Comparison::of_template(known.as_ref(), &loaded.job, &wanted),
        false => Comparison::of_instances(running, &wanted, loaded.job.instance_count.unwrap_or(0)),
    };
    let outcome = match args.exit_code && comparison.differs() {
        true => Outcome::Findings,
        false => Outcome::Done,
    };
    let (job, from) = (loaded.configuration.key().to_string(), remote.full_key(&target.key));
    if args.format.write(context, &document::document(&job, &from, &comparison))? {
        return Ok(outcome);
    }
    if let Some(program) = variable(&mut *(context.world)(Prints::Err), "DIFF_VIEWER") {
        let known = known.and_then(|job| job.task_config).map(|task| wire::readable(&task));
        return match viewer::show(&program, &comparison, known, context)? {
            0 => Ok(outcome),
            code => Ok(Outcome::Code(code)),
        };
    }
    context.streams.page(&layout::layout(&from, file, &comparison, context.paper));
    Ok(outcome)
}

/// The active instances and what each runs.
fn running(remote: &Remote, key: &JobKey) -> std::result::Result<BTreeMap<i32, TaskConfig>, Failure> {
    let query = TaskQuery::job(key).statuses(ScheduleStatus::ACTIVE);
    let response = remote.read(&Call::GetTasksStatus { query: Some(query) })?;
    Ok(response.tasks().iter().filter_map(|task| Some((task.instance()?, task.config()?.clone()))).collect())
}

/// What the scheduler would make of the configuration.
fn populated(remote: &Remote, loaded: &LoadedJob) -> std::result::Result<TaskConfig, Failure> {
    let response = remote.read(&Call::PopulateJobConfig { description: Some(loaded.job.clone()) })?;
    response.populated().cloned().ok_or_else(|| {
        let message = "the scheduler's answer to `populateJobConfig` holds no task";
        Diagnostic::error("AUR0601", Kind::Scheduler, message).into()
    })
}

/// A cron job as the scheduler has it.
fn template(remote: &Remote, key: &JobKey) -> std::result::Result<Option<JobConfiguration>, Failure> {
    let response = remote.read(&Call::GetJobs { role: key.role.clone() })?;
    let jobs = response.result.and_then(|result| result.get_jobs?.configs);
    let is_it = |job: &JobConfiguration| {
        job.cron_schedule.is_some() && job.key.as_ref().is_some_and(|known| known.path() == key.path())
    };
    Ok(jobs.into_iter().flat_map(|set| set.0).find(is_it))
}
