//! A job's live tasks, and what is run for one of them.

use std::collections::BTreeSet;

use super::words::fill_in;
use crate::commands::Failure;
use crate::commands::remote::Remote;
use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::api::{AssignedTask, Call, JobKey, ScheduleStatus, ScheduledTask, TaskQuery};
use crate::scheduler::clusters::Cluster;

/// The states of tasks that have a process somewhere.
const LIVE: [ScheduleStatus; 5] = [
    ScheduleStatus::Killing,
    ScheduleStatus::Preempting,
    ScheduleStatus::Restarting,
    ScheduleStatus::Draining,
    ScheduleStatus::Running,
];

/// The live tasks of a job, or of some instances, by instance; those that run come before those that are about to end.
///
/// # Errors
/// If the scheduler cannot be asked.
pub fn live(
    remote: &Remote,
    key: &JobKey,
    instances: impl IntoIterator<Item = i32>,
) -> Result<Vec<AssignedTask>, Failure> {
    let mut query = TaskQuery::job(key).statuses(LIVE);
    let instances: BTreeSet<i32> = instances.into_iter().collect();
    query.instance_ids = Some(instances).filter(|ids| !ids.is_empty());
    let response = remote.read(&Call::GetTasksStatus { query: Some(query) })?;
    let mut tasks: Vec<&ScheduledTask> = response.tasks().iter().collect();
    tasks.sort_by_key(|task| (task.instance(), task.status != Some(ScheduleStatus::Running)));
    Ok(tasks.into_iter().filter_map(|task| task.assigned_task.clone()).collect())
}

/// Where a command runs.
#[derive(Clone, Debug)]
pub struct Sandboxes {
    root: String,
    run: String,
    is_executors: bool,
}

impl Sandboxes {
    /// The task's sandbox, or the executor's.
    ///
    /// # Errors
    /// If the cluster's entry does not say where sandboxes are.
    pub fn of(cluster: &Cluster, is_executors: bool) -> Result<Sandboxes, Failure> {
        let missing = |key: &str| {
            let error = Diagnostic::error("AUR0613", Kind::Cluster, format!("cluster {} has no `{key}`", cluster.name));
            error.help(format!("add `{key}` to the cluster's entry in {}", cluster.file))
        };
        Ok(Sandboxes {
            root: cluster.slave_root.clone().ok_or_else(|| missing("slave_root"))?,
            run: cluster.slave_run_directory.clone().ok_or_else(|| missing("slave_run_directory"))?,
            is_executors,
        })
    }

    /// The task's sandbox on its host, with `*` for what is unknown here.
    pub fn folder(&self, task: &AssignedTask) -> String {
        let id = task.task_id.as_deref().unwrap_or_default();
        let executor = format!("{}/slaves/*/frameworks/*/executors/thermos-{id}/runs/{}", self.root, self.run);
        if self.is_executors { executor } else { format!("{executor}/sandbox") }
    }

    /// What the shell on the task's host is given: go to the sandbox, then the command. The host's shell finds the parts
    /// that are unknown here.
    pub fn remote_command(&self, task: &AssignedTask, command: &str) -> String {
        let id = task.task_id.as_deref().unwrap_or_default();
        fill_in(&format!("cd {};{command}", self.folder(task)), |address| match address {
            "thermos.task_id" => Some(id.to_owned()),
            "mesos.instance" => task.instance_id.map(|instance| instance.to_string()),
            _ => {
                let name = address.strip_prefix("thermos.ports[")?.strip_suffix(']')?;
                port(task, name).map(|port| port.to_string())
            }
        })
    }
}

/// The number of a task's named port.
pub fn port(task: &AssignedTask, name: &str) -> Option<i32> {
    task.assigned_ports.as_ref()?.get(name).copied()
}

/// `user@host`.
///
/// # Errors
/// If the task has no host, or one of both could be taken for an option of ssh.
pub fn login(task: &AssignedTask, user: &str) -> Result<String, Failure> {
    let host = task.slave_host.as_deref().unwrap_or_default();
    let is_plain = |text: &str| !text.is_empty() && !text.starts_with('-') && !text.contains(char::is_whitespace);
    match (is_plain(user), is_plain(host)) {
        (true, true) => Ok(format!("{user}@{host}")),
        (false, _) => Err(Diagnostic::error("AUR0002", Kind::Usage, format!("`{user}` is not a user's name")).into()),
        (true, false) => {
            let id = task.instance_id.unwrap_or_default();
            let message = format!("the scheduler names no usable host for instance {id}: `{host}`");
            Err(Diagnostic::error("AUR0612", Kind::Command, message).into())
        }
    }
}
