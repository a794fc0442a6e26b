//! Tasks and what they consist of (`reference/scheduler-api.md §6`).

use std::collections::BTreeMap;

use super::{Identity, JobKey, ScheduleStatus};
use crate::scheduler::wire::{Set, record};

record! {
    /// Text for the executor.
    ExecutorConfig {
        1 name: String,
        2 data: String,
    }

    /// A free pair shown with a task.
    Metadata {
        1 key: String,
        2 value: String,
    }

    /// An amount of each resource.
    ResourceAggregate {
        1 num_cpus: f64,
        2 ram_mb: i64,
        3 disk_mb: i64,
        4 resources: Set<Resource>,
    }

    /// One resource (a union), since 0.14.
    Resource {
        1 num_cpus: f64,
        2 ram_mb: i64,
        3 disk_mb: i64,
        4 named_port: String,
        5 num_gpus: i64,
    }

    /// A host's attribute has, or has not, one of these values.
    ValueConstraint {
        1 negated: bool,
        2 values: Set<String>,
    }

    /// At most so many tasks of the job where the attribute is the same.
    LimitConstraint {
        1 limit: i32,
    }

    /// Either of both (a union).
    TaskConstraint {
        1 value: ValueConstraint,
        2 limit: LimitConstraint,
    }

    /// On which hosts a task may run.
    Constraint {
        1 name: String,
        2 constraint: TaskConstraint,
    }

    /// A task as the scheduler compares, places and starts it. Newer releases' fields (29 to 35) stay in `unknown`,
    /// except the ones that this client sends.
    TaskConfig {
        3 job_name: String,
        7 is_service: bool,
        8 num_cpus: f64,
        9 ram_mb: i64,
        10 disk_mb: i64,
        11 priority: i32,
        13 max_task_failures: i32,
        17 owner: Identity,
        18 production: bool,
        20 constraints: Set<Constraint>,
        21 requested_ports: Set<String>,
        22 task_links: BTreeMap<String, String>,
        23 contact_email: String,
        25 executor_config: ExecutorConfig,
        26 environment: String,
        27 metadata: Set<Metadata>,
        28 job: JobKey,
        30 tier: String,
        32 resources: Set<Resource>,
    }

    /// A task with its host.
    AssignedTask {
        1 task_id: String,
        2 slave_id: String,
        3 slave_host: String,
        4 task: TaskConfig,
        5 assigned_ports: BTreeMap<String, i32>,
        6 instance_id: i32,
    }

    /// A change of state.
    TaskEvent {
        /// Milliseconds since 1970.
        1 timestamp: i64,
        2 status: ScheduleStatus,
        3 message: String,
        4 scheduler: String,
    }

    /// A task in the scheduler's store.
    ScheduledTask {
        1 assigned_task: AssignedTask,
        2 status: ScheduleStatus,
        3 failure_count: i32,
        /// Oldest first.
        4 task_events: Vec<TaskEvent>,
        5 ancestor_id: String,
    }
}

impl ScheduledTask {
    /// The instance's number.
    pub fn instance(&self) -> Option<i32> {
        self.assigned_task.as_ref()?.instance_id
    }

    /// The task's id.
    pub fn task_id(&self) -> Option<&str> {
        self.assigned_task.as_ref()?.task_id.as_deref()
    }

    /// What it runs.
    pub fn config(&self) -> Option<&TaskConfig> {
        self.assigned_task.as_ref()?.task.as_ref()
    }
}
