//! Updates that the scheduler carries out, as releases without locks do (`reference/scheduler-api.md §14`): asked for,
//! watched, steered.

use std::collections::BTreeSet;

use super::{Event, Exchange, LockState, Outcome, Report, Settings, Target, Trouble, plan};
use crate::config::UpdateStrategy;
use crate::scheduler::api::*;
use crate::scheduler::wire::Set;

/// How often an update is looked at, in milliseconds.
const POLL_MS: i64 = 5_000;

/// The key under which an update's metadata names the client's own id for it.
const CLIENT_ID: &str = "org.apache.aurora.client.update_id";

/// What an update can be asked to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Steer {
    /// Stop after the instances under way.
    Pause,
    /// Go on.
    Resume,
    /// End, and leave everything as it is.
    Abort,
    /// Restore what ran before; from 0.16 on.
    RollBack,
}

/// Has the scheduler carry out an update, and watches it to its end if the settings say so. `id` is this client's own name for it.
pub fn carry_out(exchange: &Exchange, target: &Target, settings: &Settings, id: &str) -> Report {
    match ask(exchange, target, settings, id) {
        Ok(Asked::For(key)) => {
            (exchange.tell)(Event::Started(key.id.clone().unwrap_or_default()));
            match settings.watches {
                true => watch_update(exchange, &key),
                false => Report::nothing(Outcome::Started, LockState::NotTaken),
            }
        }
        Ok(Asked::Nothing(outcome)) => Report::nothing(outcome, LockState::NotTaken),
        Err(Trouble::Interrupted) => Report::nothing(Outcome::Interrupted, LockState::NotTaken),
        Err(trouble @ Trouble::Doubt(_)) => Report::nothing(Outcome::Aborted(trouble), LockState::NotTaken),
        Err(trouble) => Report::nothing(Outcome::Refused(trouble), LockState::NotTaken),
    }
}

/// What came of asking.
enum Asked {
    For(JobUpdateKey),
    Nothing(Outcome),
}

fn ask(exchange: &Exchange, target: &Target, settings: &Settings, id: &str) -> Result<Asked, Trouble> {
    if target.job.cron_schedule.is_some() {
        let job = &target.job;
        exchange.change("replaceCronTemplate", |scheduler| scheduler.replace_cron_template(job.clone(), None))?;
        return Ok(Asked::Nothing(Outcome::CronReplaced));
    }
    (exchange.tell)(Event::Planned(Box::new(plan(exchange, target)?)));
    if exchange.interrupt.wants_stop() {
        return Err(Trouble::Interrupted);
    }
    Ok(start(exchange, target, settings, id)?.map_or(Asked::Nothing(Outcome::Unchanged), Asked::For))
}

/// Asks for an update. `id` is this client's own name for it. `None`: there is nothing to change.
///
/// # Errors
/// If the scheduler refuses, or is not reached.
pub fn start(
    exchange: &Exchange,
    target: &Target,
    settings: &Settings,
    id: &str,
) -> Result<Option<JobUpdateKey>, Trouble> {
    let request = request(target, settings, id);
    let send = || {
        exchange.change("startJobUpdate", |scheduler| {
            let session = Some(scheduler.session());
            let message = settings.message.clone();
            scheduler.call(&Call::StartJobUpdate { request: Some(request.clone()), session, message })
        })
    };
    let key = target.job.key.clone().unwrap_or_default();
    let response = match send() {
        // The answer was lost: an update of our name tells that it began.
        Err(Trouble::Doubt(_)) => match active_update(exchange, &key)? {
            Some(summary) if has_id(&summary, id) => return Ok(summary.key),
            _ => send()?,
        },
        other => other?,
    };
    Ok(response.result.and_then(|result| result.start_job_update).and_then(|result| result.key))
}

fn has_id(summary: &JobUpdateSummary, id: &str) -> bool {
    let mut pairs = summary.metadata.iter().flat_map(|set| &set.0);
    pairs.any(|pair| pair.key.as_deref() == Some(CLIENT_ID) && pair.value.as_deref() == Some(id))
}

/// The request for an update, with the settings of `update_config` (`reference/scheduler-api.md §14`).
fn request(target: &Target, settings: &Settings, id: &str) -> JobUpdateRequest {
    let number = |value: i64| Some(i32::try_from(value).unwrap_or(i32::MAX));
    let only = target.only.as_ref().map(ranges);
    let own = JobUpdateSettings {
        update_group_size: number(i64::try_from(settings.batch_size).unwrap_or(i64::MAX)),
        max_per_instance_failures: number(i64::from(settings.max_per_instance_failures)),
        max_failed_instances: number(i64::from(settings.max_total_failures)),
        max_wait_to_instance_running_ms: number(settings.restart_threshold_ms),
        min_wait_in_instance_running_ms: number(settings.watch_ms),
        rollback_on_failure: Some(settings.rollback_on_failure),
        update_only_these_instances: only,
        wait_for_batch_completion: Some(settings.carried.wait_for_batch_completion),
        block_if_no_pulses_after_ms: settings.carried.pulse_interval_secs.and_then(|s| number(s.saturating_mul(1000))),
        // Releases that do not know these two skip them.
        sla_aware: settings.carried.sla_aware.then_some(true),
        update_strategy: Some(strategy(settings)),
        unknown: Vec::new(),
    };
    let metadata = Metadata { key: Some(CLIENT_ID.to_owned()), value: Some(id.to_owned()), unknown: Vec::new() };
    JobUpdateRequest {
        task_config: target.job.task_config.clone().map(|mut task| {
            task.complete(target.job.key.as_ref());
            task
        }),
        instance_count: target.job.instance_count,
        settings: Some(own),
        metadata: Some(Set(vec![metadata])),
        unknown: Vec::new(),
    }
}

/// In which batches; where the configuration has no strategy, the one that says the same as the older settings.
fn strategy(settings: &Settings) -> JobUpdateStrategy {
    let size = i32::try_from(settings.batch_size).unwrap_or(i32::MAX);
    let older = match settings.carried.wait_for_batch_completion {
        true => UpdateStrategy::Batch { size, pauses: false },
        false => UpdateStrategy::Queue(size),
    };
    let mut sent = JobUpdateStrategy::default();
    match settings.carried.strategy.as_ref().unwrap_or(&older) {
        UpdateStrategy::Queue(size) => {
            sent.queue = Some(QueueStrategy { group_size: Some(*size), ..Default::default() });
        }
        UpdateStrategy::Batch { size, pauses } => {
            let (group_size, autopause_after_batch) = (Some(*size), Some(*pauses));
            sent.batch = Some(BatchStrategy { group_size, autopause_after_batch, ..Default::default() });
        }
        UpdateStrategy::Batches { sizes, pauses } => {
            let (group_sizes, autopause_after_batch) = (Some(sizes.clone()), Some(*pauses));
            sent.batches = Some(VariableBatchStrategy { group_sizes, autopause_after_batch, ..Default::default() });
        }
    }
    sent
}

/// Numbers of instances as ranges, both ends included.
fn ranges(ids: &BTreeSet<i32>) -> Set<Range> {
    let mut ranges: Vec<(i32, i32)> = Vec::new();
    for id in ids {
        match ranges.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*id) => *last = *id,
            _ => ranges.push((*id, *id)),
        }
    }
    let range = |(first, last)| Range { first: Some(first), last: Some(last), unknown: Vec::new() };
    Set(ranges.into_iter().map(range).collect())
}

/// The update of a job that has not ended.
///
/// # Errors
/// If the scheduler cannot be asked.
pub fn active_update(exchange: &Exchange, job: &JobKey) -> Result<Option<JobUpdateSummary>, Trouble> {
    use JobUpdateStatus::*;
    let active = [
        RollingForward,
        RollingBack,
        RollForwardPaused,
        RollBackPaused,
        RollForwardAwaitingPulse,
        RollBackAwaitingPulse,
    ];
    let query = JobUpdateQuery {
        job_key: Some(job.clone()),
        update_statuses: Some(active.into_iter().collect()),
        ..JobUpdateQuery::default()
    };
    Ok(summaries(exchange, &query)?.into_iter().next())
}

/// An update by its key.
///
/// # Errors
/// If the scheduler cannot be asked.
pub fn find_update(exchange: &Exchange, key: &JobUpdateKey) -> Result<Option<JobUpdateSummary>, Trouble> {
    let query = JobUpdateQuery { key: Some(key.clone()), ..JobUpdateQuery::default() };
    Ok(summaries(exchange, &query)?.into_iter().next())
}

fn summaries(exchange: &Exchange, query: &JobUpdateQuery) -> Result<Vec<JobUpdateSummary>, Trouble> {
    let response = exchange.read("getJobUpdateSummaries", |scheduler| {
        scheduler.call(&Call::GetJobUpdateSummaries { query: Some(query.clone()) })
    })?;
    let result = response.result.and_then(|result| result.job_update_summaries);
    Ok(result.and_then(|result| result.update_summaries).unwrap_or_default())
}

/// Steers an update. `message`: the user's words on it, which the scheduler keeps.
///
/// # Errors
/// If the scheduler refuses, or is not reached. A lost answer is settled by a look at the update's state.
pub fn steer(exchange: &Exchange, key: &JobUpdateKey, wish: Steer, message: Option<&str>) -> Result<(), Trouble> {
    let (method, wanted): (&'static str, &[JobUpdateStatus]) = match wish {
        Steer::Pause => ("pauseJobUpdate", &[JobUpdateStatus::RollForwardPaused, JobUpdateStatus::RollBackPaused]),
        Steer::Resume => ("resumeJobUpdate", &[JobUpdateStatus::RollingForward, JobUpdateStatus::RollingBack]),
        Steer::Abort => ("abortJobUpdate", &[JobUpdateStatus::Aborted]),
        Steer::RollBack => ("rollbackJobUpdate", &[JobUpdateStatus::RollingBack, JobUpdateStatus::RolledBack]),
    };
    let send = || {
        exchange.change(method, |scheduler| {
            let (key, session) = (Some(key.clone()), Some(scheduler.session()));
            let message = message.map(str::to_owned);
            scheduler.call(&match wish {
                Steer::Pause => Call::PauseJobUpdate { key, session, message },
                Steer::Resume => Call::ResumeJobUpdate { key, session, message },
                Steer::Abort => Call::AbortJobUpdate { key, session, message },
                Steer::RollBack => Call::RollbackJobUpdate { key, message },
            })
        })
    };
    match send() {
        Err(Trouble::Doubt(why)) => match state(find_update(exchange, key)?.as_ref()) {
            Some(status) if wanted.contains(&status) => Ok(()),
            Some(_) => send().map(drop),
            None => Err(Trouble::Doubt(why)),
        },
        other => other.map(drop),
    }
}

fn state(summary: Option<&JobUpdateSummary>) -> Option<JobUpdateStatus> {
    summary?.state.as_ref()?.status
}

/// Watches an update until it ends. The user's first wish to stop pauses it, the second leaves it to itself.
pub fn watch_update(exchange: &Exchange, key: &JobUpdateKey) -> Report {
    let mut seen = Seen::default();
    let outcome = match seen.follow(exchange, key) {
        Ok(outcome) => outcome,
        Err(Trouble::Interrupted) => Outcome::Left,
        Err(trouble) => Outcome::Aborted(trouble),
    };
    Report { changed: seen.changed, ..Report::nothing(outcome, LockState::NotTaken) }
}

/// What was told so far.
#[derive(Default)]
struct Seen {
    status: Option<JobUpdateStatus>,
    events: usize,
    changed: BTreeSet<i32>,
    failed: BTreeSet<i32>,
    unreverted: BTreeSet<i32>,
}

impl Seen {
    fn follow(&mut self, exchange: &Exchange, key: &JobUpdateKey) -> Result<Outcome, Trouble> {
        loop {
            let summary = find_update(exchange, key)?;
            let Some(status) = state(summary.as_ref()) else {
                return Err(Trouble::Refused("the scheduler does not know the update any more".to_owned()));
            };
            self.tell_parts(exchange, key)?;
            if self.status != Some(status) {
                self.status = Some(status);
                (exchange.tell)(Event::State(status));
            }
            if !status.is_active() {
                return Ok(self.outcome(status));
            }
            if exchange.interrupt.wants_stop() {
                if !matches!(status, JobUpdateStatus::RollForwardPaused | JobUpdateStatus::RollBackPaused) {
                    steer(exchange, key, Steer::Pause, None)?;
                }
                return Ok(Outcome::Paused);
            }
            exchange.clock.sleep_ms(POLL_MS);
        }
    }

    /// Tells what happened to instances since the last look.
    fn tell_parts(&mut self, exchange: &Exchange, key: &JobUpdateKey) -> Result<(), Trouble> {
        let asked = exchange.read("getJobUpdateDetails", |scheduler| {
            scheduler.call(&Call::GetJobUpdateDetails { key: Some(key.clone()) })
        });
        let response = match asked {
            Ok(response) => response,
            // The summary is enough to go on.
            Err(Trouble::Refused(_) | Trouble::NoMethod(_)) => return Ok(()),
            Err(trouble) => return Err(trouble),
        };
        let details = response.result.and_then(|result| result.job_update_details).and_then(|found| found.details);
        let events = details.and_then(|details| details.instance_events).unwrap_or_default();
        for event in events.iter().skip(self.events) {
            let Some(id) = event.instance_id else { continue };
            let one = BTreeSet::from([id]);
            match event.action {
                Some(1 | 2) => (exchange.tell)(Event::Healthy(one)),
                Some(3) => {
                    self.changed.insert(id);
                    (exchange.tell)(Event::Updating(one));
                }
                Some(4) => (exchange.tell)(Event::RollingBack(one)),
                Some(5) => {
                    self.failed.insert(id);
                    (exchange.tell)(Event::Failed(one));
                }
                Some(6) => {
                    self.unreverted.insert(id);
                    (exchange.tell)(Event::Failed(one));
                }
                _ => {}
            }
        }
        self.events = events.len();
        Ok(())
    }

    fn outcome(&self, status: JobUpdateStatus) -> Outcome {
        match status {
            JobUpdateStatus::RolledForward => Outcome::Finished,
            JobUpdateStatus::RolledBack => {
                Outcome::RolledBack { failed: self.failed.clone(), unreverted: self.unreverted.clone() }
            }
            JobUpdateStatus::Failed => Outcome::Failed(self.failed.clone()),
            other => Outcome::Aborted(Trouble::Refused(format!("the update ended as {}", other.name()))),
        }
    }
}

#[cfg(test)]
mod tests;
