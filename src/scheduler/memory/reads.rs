//! The calls that change nothing.

use std::collections::BTreeMap;

use super::answers::with;
use super::store::{Store, is_active, key_of};
use crate::scheduler::api::*;

/// Whether a restriction is absent, empty, or fulfilled.
fn allows<T>(restriction: Option<&[T]>, test: impl Fn(&T) -> bool) -> bool {
    restriction.is_none_or(|values| values.is_empty() || values.iter().any(test))
}

fn same(restriction: &Option<String>, value: Option<&str>) -> bool {
    restriction.as_deref().is_none_or(|wanted| wanted.trim().is_empty() || Some(wanted) == value)
}

fn matches(query: &TaskQuery, task: &ScheduledTask) -> bool {
    let Some(config) = task.config() else { return false };
    let key = key_of(config);
    let owner = query.owner.clone().unwrap_or_default();
    let user = config.owner.as_ref().and_then(|owner| owner.user.as_deref());
    let host = task.assigned_task.as_ref().and_then(|assigned| assigned.slave_host.as_ref());
    same(&owner.role, key.role.as_deref())
        && same(&owner.user, user)
        && same(&query.environment, key.environment.as_deref())
        && same(&query.job_name, key.name.as_deref())
        && query.task_ids.as_ref().is_none_or(|ids| ids.0.iter().any(|id| Some(id.as_str()) == task.task_id()))
        && allows(query.statuses.as_ref().map(|set| set.0.as_slice()), |status| Some(*status) == task.status)
        && allows(query.slave_hosts.as_ref().map(|set| set.0.as_slice()), |name| Some(name) == host)
        && allows(query.job_keys.as_ref().map(|set| set.0.as_slice()), |wanted| wanted.path() == key.path())
        && query
            .instance_ids
            .as_ref()
            .is_none_or(|ids| ids.is_empty() || task.instance().is_some_and(|instance| ids.contains(&instance)))
}

impl Store {
    /// The tasks that a query is about.
    pub fn matching<'a>(&'a self, query: &'a TaskQuery) -> impl Iterator<Item = &'a ScheduledTask> {
        self.tasks.iter().filter(|task| matches(query, task))
    }

    /// `getTasksStatus`, and without configurations `getTasksWithoutConfigs`.
    pub fn tasks_status(&self, query: &TaskQuery, configs: bool) -> Response {
        let mut tasks: Vec<ScheduledTask> = self.matching(query).cloned().collect();
        if !configs {
            for task in tasks.iter_mut().filter_map(|task| task.assigned_task.as_mut()?.task.as_mut()) {
                task.executor_config = None;
            }
        }
        let result = ScheduleStatusResult { tasks: Some(tasks), unknown: Vec::new() };
        with(ApiResult { schedule_status: Some(result), ..ApiResult::default() })
    }

    /// `getVersion`.
    pub fn version(&self) -> Response {
        let version = ApiVersion { major: Some(3), unknown: Vec::new() };
        with(ApiResult { get_version: Some(version), ..ApiResult::default() })
    }

    /// `getJobs`: jobs with active tasks, and cron jobs.
    pub fn jobs(&self, role: Option<&str>) -> Response {
        let mut jobs: BTreeMap<String, JobConfiguration> = BTreeMap::new();
        for config in self.tasks.iter().filter(|task| is_active(task)).filter_map(ScheduledTask::config) {
            let key = key_of(config);
            let job = jobs.entry(key.path()).or_default();
            job.key = Some(key);
            job.owner = config.owner.clone();
            job.task_config = Some(config.clone());
            job.instance_count = Some(job.instance_count.unwrap_or(0).saturating_add(1));
        }
        jobs.extend(self.crons.iter().map(|(path, job)| (path.clone(), job.clone())));
        let of_role = |job: &JobConfiguration| {
            role.is_none_or(|role| job.key.as_ref().and_then(|key| key.role.as_deref()) == Some(role))
        };
        let configs = jobs.into_values().filter(of_role).collect();
        let result = GetJobsResult { configs: Some(configs), unknown: Vec::new() };
        with(ApiResult { get_jobs: Some(result), ..ApiResult::default() })
    }
}
