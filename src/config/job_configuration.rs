//! What the scheduler is sent (`reference/schema.md §8`), as plain data.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;

use super::later::Later;

/// A job as the scheduler knows it.
#[derive(Clone, PartialEq, Debug)]
pub struct JobConfiguration {
    /// Role, environment and name; the cluster is not part of it.
    pub key: TaskKey,
    /// Who owns the job.
    pub owner: Identity,
    /// When a cron job runs; `None` for other jobs.
    pub cron_schedule: Option<String>,
    /// What happens when a run of a cron job is still active at the next one.
    pub cron_collision_policy: CronCollisionPolicy,
    /// The task of each instance.
    pub task_config: TaskConfig,
    /// Number of instances. Not checked for its range.
    pub instance_count: BigInt,
}

/// The scheduler's key of a job.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TaskKey {
    /// Role.
    pub role: String,
    /// Environment.
    pub environment: String,
    /// Name.
    pub name: String,
}

/// Role and user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Identity {
    /// The role that the job runs as.
    pub role: String,
    /// Login name of the person who sends it.
    pub user: String,
}

/// What to do when a cron job's time comes while its last run is still active.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CronCollisionPolicy {
    /// The old run is killed.
    KillExisting,
    /// The new run is left out.
    CancelNew,
    /// Both run.
    RunOverlap,
}

impl CronCollisionPolicy {
    /// All of them by their number in the API.
    pub const ALL: [CronCollisionPolicy; 3] =
        [CronCollisionPolicy::KillExisting, CronCollisionPolicy::CancelNew, CronCollisionPolicy::RunOverlap];

    /// Its number in the API.
    pub fn number(self) -> i32 {
        match self {
            CronCollisionPolicy::KillExisting => 0,
            CronCollisionPolicy::CancelNew => 1,
            CronCollisionPolicy::RunOverlap => 2,
        }
    }

    /// Its name in configurations and in the API.
    pub fn name(self) -> &'static str {
        match self {
            CronCollisionPolicy::KillExisting => "KILL_EXISTING",
            CronCollisionPolicy::CancelNew => "CANCEL_NEW",
            CronCollisionPolicy::RunOverlap => "RUN_OVERLAP",
        }
    }
}

/// A task as the scheduler compares, places and starts it.
#[derive(Clone, PartialEq, Debug)]
pub struct TaskConfig {
    /// As the job's owner.
    pub owner: Identity,
    /// Environment.
    pub environment: String,
    /// Name.
    pub job_name: String,
    /// Whether it is restarted whenever it ends.
    pub is_service: bool,
    /// Cores.
    pub num_cpus: f64,
    /// Mebibytes, rounded down.
    pub ram_mb: BigInt,
    /// Mebibytes, rounded down.
    pub disk_mb: BigInt,
    /// Higher goes first.
    pub priority: BigInt,
    /// Failures until an instance is given up; -1 for no limit.
    pub max_task_failures: BigInt,
    /// Whether it may preempt tasks that are not.
    pub production: bool,
    /// On which hosts it may run.
    pub constraints: Vec<Constraint>,
    /// Ports to allocate, by name.
    pub requested_ports: BTreeSet<String>,
    /// Links shown for each instance.
    pub task_links: BTreeMap<String, String>,
    /// Whom to tell.
    pub contact_email: Option<String>,
    /// What the executor is told.
    pub executor_config: ExecutorConfig,
    /// Free pairs shown with the task.
    pub metadata: BTreeSet<(String, String)>,
    /// What releases after 0.5.0 add.
    pub later: Later,
}

/// Name and text for the executor.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ExecutorConfig {
    /// `AuroraExecutor`, unless a job of a later release says otherwise.
    pub name: String,
    /// JSON of the job, unless the job names an executor of its own; compared by the scheduler byte for byte.
    pub data: String,
}

/// A condition on an attribute of hosts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Constraint {
    /// The attribute.
    pub name: String,
    /// What must hold.
    pub constraint: TaskConstraint,
}

/// The two kinds of conditions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TaskConstraint {
    /// The attribute has one of these values, or none of them.
    Value {
        /// None of them.
        negated: bool,
        /// The values.
        values: BTreeSet<String>,
    },
    /// At most this many instances on hosts with the same value.
    Limit(BigInt),
}
