//! Identities, jobs, locks and queries (`reference/scheduler-api.md §6`).

use std::collections::BTreeSet;

use super::{CronCollisionPolicy, ScheduleStatus, TaskConfig};
use crate::scheduler::wire::{Set, record};

record! {
    /// Role and user.
    Identity {
        1 role: String,
        2 user: String,
    }

    /// Who sends a changing call; wanted up to 0.9.
    SessionKey {
        4 mechanism: String,
        /// Base64 without padding.
        5 data: String,
    }

    /// A job's key inside its cluster.
    JobKey {
        1 role: String,
        2 environment: String,
        3 name: String,
    }

    /// What is locked: a job.
    LockKey {
        1 job: JobKey,
    }

    /// A held lock. The scheduler compares it field by field: send back what `acquireLock` returned.
    Lock {
        1 key: LockKey,
        2 token: String,
        3 user: String,
        4 timestamp_ms: i64,
        5 message: String,
    }

    /// One instance of a job.
    InstanceKey {
        1 job_key: JobKey,
        2 instance_id: i32,
    }

    /// A job to be created, or a cron job's template.
    JobConfiguration {
        4 cron_schedule: String,
        5 cron_collision_policy: CronCollisionPolicy,
        6 task_config: TaskConfig,
        7 owner: Identity,
        8 instance_count: i32,
        9 key: JobKey,
    }

    /// Instances to add to a job.
    AddInstancesConfig {
        1 key: JobKey,
        2 task_config: TaskConfig,
        3 instance_ids: BTreeSet<i32>,
    }

    /// Which tasks: all given restrictions hold. An empty collection restricts nothing, so none is ever sent.
    TaskQuery {
        2 job_name: String,
        4 task_ids: Set<String>,
        5 statuses: Set<ScheduleStatus>,
        7 instance_ids: BTreeSet<i32>,
        8 owner: Identity,
        9 environment: String,
        10 slave_hosts: Set<String>,
        11 job_keys: Set<JobKey>,
        12 offset: i32,
        13 limit: i32,
        14 role: String,
    }

    /// Numbers of instances, both ends included.
    Range {
        1 first: i32,
        2 last: i32,
    }
}

impl JobKey {
    /// A whole key.
    pub fn new(role: impl Into<String>, environment: impl Into<String>, name: impl Into<String>) -> JobKey {
        JobKey {
            role: Some(role.into()),
            environment: Some(environment.into()),
            name: Some(name.into()),
            unknown: Vec::new(),
        }
    }

    /// `role/environment/name`.
    pub fn path(&self) -> String {
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        format!("{}/{}/{}", part(&self.role), part(&self.environment), part(&self.name))
    }
}

impl SessionKey {
    /// The session of an open scheduler: `UNAUTHENTICATED`, and the same word as data in base64.
    pub fn unauthenticated() -> SessionKey {
        SessionKey {
            mechanism: Some("UNAUTHENTICATED".to_owned()),
            data: Some("VU5BVVRIRU5USUNBVEVE".to_owned()),
            unknown: Vec::new(),
        }
    }
}

impl TaskQuery {
    /// All tasks of a job, named the way every release understands and `killTasks` of 0.5.0 needs to remove cron jobs.
    pub fn job(key: &JobKey) -> TaskQuery {
        TaskQuery {
            job_name: key.name.clone(),
            environment: key.environment.clone(),
            owner: Some(Identity { role: key.role.clone(), ..Identity::default() }),
            ..TaskQuery::default()
        }
    }

    /// Restricts to these instances; an empty set would mean all, so it is refused with `None`.
    pub fn instances(mut self, ids: &BTreeSet<i32>) -> Option<TaskQuery> {
        if ids.is_empty() {
            return None;
        }
        self.instance_ids = Some(ids.clone());
        Some(self)
    }

    /// Restricts to these states.
    pub fn statuses(mut self, statuses: impl IntoIterator<Item = ScheduleStatus>) -> TaskQuery {
        self.statuses = Some(statuses.into_iter().collect());
        self
    }
}
