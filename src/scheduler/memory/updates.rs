//! Updates that the scheduler carries out, as releases from 0.13 on do (`reference/scheduler-api.md §14`): the calls.

use std::collections::{BTreeMap, BTreeSet};

use super::admission::{check_task, populated, valid_key};
use super::answers::{done, invalid, refuse, with};
use super::store::Store;
use super::update_run::UpdateRun;
use crate::scheduler::api::*;
use crate::scheduler::update::same_task;

/// All updates, oldest first; ended ones stay.
#[derive(Default)]
pub(super) struct Updates {
    pub runs: Vec<UpdateRun>,
    /// Up to when they have been driven.
    pub driven: i64,
}

impl Updates {
    /// The update of a job that has not ended.
    pub fn active(&self, path: &str) -> Option<&UpdateRun> {
        self.runs.iter().find(|run| run.status.is_active() && run.path == path)
    }

    /// Whether any has not ended.
    pub fn any_active(&self) -> bool {
        self.runs.iter().any(|run| run.status.is_active())
    }
}

/// What an update may be asked to do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    Pause,
    Resume,
    Abort,
    RollBack,
}

impl Store {
    /// `startJobUpdate`; `None` for an illegal key.
    pub fn start_update(&mut self, request: JobUpdateRequest, now: i64) -> Option<Response> {
        let task = populated(request.task_config.clone()?);
        let key = task.job.clone().filter(valid_key)?;
        let settings = request.settings.clone()?;
        if let Err(why) = check_request(&task, &key, &request, &settings) {
            return Some(invalid(&why));
        }
        if self.crons.contains_key(&key.path()) {
            return Some(invalid("Cron jobs may only be updated by calling replaceCronTemplate."));
        }
        if let Some(running) = self.updates.active(&key.path()) {
            let why = "An active update already exists for this job, please terminate it before starting another.";
            let result = StartJobUpdateResult { update_summary: Some(running.summary()), ..Default::default() };
            let result = ApiResult { start_job_update: Some(result), ..Default::default() };
            return Some(Response { result: Some(result), ..invalid(why) });
        }
        let before: BTreeMap<i32, TaskConfig> =
            self.active(&key).filter_map(|task| Some((task.instance()?, task.config()?.clone()))).collect();
        let count = request.instance_count.unwrap_or(0);
        let ids: BTreeSet<i32> = before.keys().copied().chain(0..count).collect();
        let only = settings.update_only_these_instances.as_ref().filter(|ranges| !ranges.0.is_empty());
        let inside = |id: &i32| {
            only.is_none_or(|ranges| {
                ranges.0.iter().any(|range| (range.first.unwrap_or(0)..=range.last.unwrap_or(-1)).contains(id))
            })
        };
        if only.is_some() && !ids.iter().any(inside) {
            return Some(invalid("The update request attempted to update specific instances, but all are irrelevant."));
        }
        let changed: Vec<i32> = ids
            .into_iter()
            .filter(inside)
            .filter(|id| match (before.get(id), *id < count) {
                (Some(config), true) => !same_task(&essence(config), &essence(&task)),
                (None, false) => false,
                _ => true,
            })
            .collect();
        if changed.is_empty() {
            return Some(refuse(ResponseCode::Ok, "Job is unchanged by proposed update."));
        }
        self.counter += 1;
        let id = format!("00000000-0000-4000-9000-{:012x}", self.counter);
        let update_key = JobUpdateKey { job: Some(key.clone()), id: Some(id), unknown: Vec::new() };
        self.updates.driven = self.updates.driven.max(now);
        let run = UpdateRun::new(update_key.clone(), task, request.metadata, count, settings, before, changed, now);
        self.updates.runs.push(run);
        let result = StartJobUpdateResult { key: Some(update_key), ..Default::default() };
        Some(with(ApiResult { start_job_update: Some(result), ..Default::default() }))
    }

    /// `pauseJobUpdate`, `resumeJobUpdate`, `abortJobUpdate`, `rollbackJobUpdate`.
    pub fn steer_update(&mut self, key: &JobUpdateKey, wish: Wish, message: Option<String>, now: i64) -> Response {
        let Some(run) = self.updates.runs.iter_mut().find(|run| same_key(&run.key, key)) else {
            return invalid("Update does not exist");
        };
        use JobUpdateStatus::*;
        let next = match (wish, run.status) {
            (Wish::Pause, RollingForward) => RollForwardPaused,
            (Wish::Pause, RollingBack) => RollBackPaused,
            (Wish::Resume, RollForwardPaused) => RollingForward,
            (Wish::Resume, RollBackPaused) => RollingBack,
            (Wish::Abort, status) if status.is_active() => Aborted,
            (Wish::RollBack, RollingForward | RollForwardPaused) => RollingBack,
            (_, status) => return invalid(&format!("Invalid state transition from {}", status.name())),
        };
        if wish == Wish::RollBack {
            run.turn_back(now);
        } else {
            run.move_to(next, message, now);
        }
        done()
    }

    /// `getJobUpdateSummaries`.
    pub fn update_summaries(&self, query: &JobUpdateQuery) -> Response {
        let wanted = |run: &&UpdateRun| {
            query.key.as_ref().is_none_or(|key| same_key(key, &run.key))
                && query.job_key.as_ref().is_none_or(|key| key.path() == run.path)
                && query.role.as_ref().is_none_or(|role| run.path.split('/').next() == Some(role))
                && query.update_statuses.as_ref().is_none_or(|set| set.0.is_empty() || set.0.contains(&run.status))
        };
        let summaries = self.updates.runs.iter().rev().filter(wanted).map(UpdateRun::summary).collect();
        let result = GetJobUpdateSummariesResult { update_summaries: Some(summaries), unknown: Vec::new() };
        with(ApiResult { job_update_summaries: Some(result), ..Default::default() })
    }

    /// `getJobUpdateDetails`.
    pub fn update_details(&self, key: &JobUpdateKey) -> Response {
        let Some(run) = self.updates.runs.iter().find(|run| same_key(&run.key, key)) else {
            return invalid("Invalid update: the key is unknown");
        };
        let result = GetJobUpdateDetailsResult { details: Some(run.details()), unknown: Vec::new() };
        with(ApiResult { job_update_details: Some(result), ..Default::default() })
    }
}

/// A task without the fields that say again what others say: clients send both spellings, or one.
pub(super) fn essence(task: &TaskConfig) -> TaskConfig {
    TaskConfig { job: None, resources: None, ..task.clone() }
}

fn same_key(one: &JobUpdateKey, other: &JobUpdateKey) -> bool {
    one.id == other.id && one.job.as_ref().map(JobKey::path) == other.job.as_ref().map(JobKey::path)
}

fn check_request(
    task: &TaskConfig,
    key: &JobKey,
    request: &JobUpdateRequest,
    settings: &JobUpdateSettings,
) -> Result<(), String> {
    if task.is_service != Some(true) {
        return Err("Job update may only be done for service tasks.".to_owned());
    }
    if request.instance_count.unwrap_or(0) <= 0 {
        return Err("Instance count must be positive.".to_owned());
    }
    if settings.update_group_size.unwrap_or(0) <= 0 {
        return Err("updateGroupSize must be positive.".to_owned());
    }
    let limits = [
        ("maxPerInstanceFailures", settings.max_per_instance_failures),
        ("maxFailedInstances", settings.max_failed_instances),
        ("minWaitInInstanceRunningMs", settings.min_wait_in_instance_running_ms),
    ];
    for (name, limit) in limits {
        if limit.unwrap_or(0) < 0 {
            return Err(format!("{name} must be non-negative."));
        }
    }
    check_task(task, key.role.as_deref().unwrap_or_default())
}
