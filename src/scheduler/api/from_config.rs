//! A job as the configuration makes it, turned into what the API sends (`reference/schema.md §8`).

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::{
    Constraint, CronCollisionPolicy, ExecutorConfig, Identity, JobConfiguration, JobKey, LimitConstraint, Metadata,
    TaskConfig, TaskConstraint, ValueConstraint,
};
use crate::config::job_configuration as source;
use crate::scheduler::wire::Set;

/// A number that the API cannot carry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TooLarge {
    /// The field's name in the API.
    pub field: &'static str,
    /// Its value.
    pub value: BigInt,
}

impl std::fmt::Display for TooLarge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} is {}, which is more than the scheduler's API can carry", self.field, self.value)
    }
}

fn i32_of(field: &'static str, value: &BigInt) -> Result<Option<i32>, TooLarge> {
    value.to_i32().map(Some).ok_or_else(|| TooLarge { field, value: value.clone() })
}

pub(super) fn i64_of(field: &'static str, value: &BigInt) -> Result<Option<i64>, TooLarge> {
    value.to_i64().map(Some).ok_or_else(|| TooLarge { field, value: value.clone() })
}

impl JobConfiguration {
    /// The job as it is sent.
    ///
    /// # Errors
    /// If a number does not fit into its field.
    pub fn from_config(job: &source::JobConfiguration) -> Result<JobConfiguration, TooLarge> {
        Ok(JobConfiguration {
            key: Some(JobKey::new(&job.key.role, &job.key.environment, &job.key.name)),
            owner: Some(owner(&job.owner)),
            cron_schedule: job.cron_schedule.clone(),
            cron_collision_policy: Some(CronCollisionPolicy::from_number(job.cron_collision_policy.number())),
            task_config: Some(task(&job.task_config)?),
            instance_count: i32_of("instanceCount", &job.instance_count)?,
            unknown: Vec::new(),
        })
    }
}

fn owner(owner: &source::Identity) -> Identity {
    Identity { role: Some(owner.role.clone()), user: Some(owner.user.clone()), unknown: Vec::new() }
}

fn task(task: &source::TaskConfig) -> Result<TaskConfig, TooLarge> {
    let metadata = task.metadata.iter().map(|(key, value)| Metadata {
        key: Some(key.clone()),
        value: Some(value.clone()),
        unknown: Vec::new(),
    });
    let mut sent = TaskConfig {
        job_name: Some(task.job_name.clone()),
        is_service: Some(task.is_service),
        num_cpus: Some(task.num_cpus),
        ram_mb: i64_of("ramMb", &task.ram_mb)?,
        disk_mb: i64_of("diskMb", &task.disk_mb)?,
        priority: i32_of("priority", &task.priority)?,
        max_task_failures: i32_of("maxTaskFailures", &task.max_task_failures)?,
        owner: Some(owner(&task.owner)),
        production: Some(task.production),
        constraints: Some(Set(task.constraints.iter().map(constraint).collect::<Result<_, _>>()?)),
        requested_ports: Some(task.requested_ports.iter().cloned().collect()),
        task_links: Some(task.task_links.clone()),
        contact_email: task.contact_email.clone(),
        executor_config: Some(ExecutorConfig {
            name: Some(task.executor_config.name.clone()),
            data: Some(task.executor_config.data.clone()),
            unknown: Vec::new(),
        }),
        environment: Some(task.environment.clone()),
        metadata: Some(metadata.collect()),
        ..TaskConfig::default()
    };
    super::later::add(&mut sent, task)?;
    Ok(sent)
}

fn constraint(constraint: &source::Constraint) -> Result<Constraint, TooLarge> {
    let condition = match &constraint.constraint {
        source::TaskConstraint::Value { negated, values } => TaskConstraint {
            value: Some(ValueConstraint {
                negated: Some(*negated),
                values: Some(values.iter().cloned().collect()),
                unknown: Vec::new(),
            }),
            ..TaskConstraint::default()
        },
        source::TaskConstraint::Limit(limit) => TaskConstraint {
            limit: Some(LimitConstraint { limit: i32_of("limit", limit)?, unknown: Vec::new() }),
            ..TaskConstraint::default()
        },
    };
    Ok(Constraint { name: Some(constraint.name.clone()), constraint: Some(condition), unknown: Vec::new() })
}
