//! `--raw`: a job exactly as it would be sent, as JSON with the API's names.

use num_bigint::BigInt;
use serde::Serialize;
use serde_json::{Number, Value};

use crate::config::job_configuration::{self as model, JobConfiguration};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Job<'a> {
    key: Key<'a>,
    owner: Owner<'a>,
    cron_schedule: Option<&'a str>,
    cron_collision_policy: i32,
    task_config: Task<'a>,
    instance_count: Number,
}

#[derive(Serialize)]
struct Key<'a> {
    role: &'a str,
    environment: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct Owner<'a> {
    role: &'a str,
    user: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Task<'a> {
    owner: Owner<'a>,
    environment: &'a str,
    job_name: &'a str,
    is_service: bool,
    num_cpus: f64,
    ram_mb: Number,
    disk_mb: Number,
    priority: Number,
    max_task_failures: Number,
    production: bool,
    constraints: Vec<Constraint<'a>>,
    requested_ports: Vec<&'a str>,
    task_links: serde_json::Map<String, Value>,
    contact_email: Option<&'a str>,
    executor_config: Executor<'a>,
    metadata: Vec<Pair<'a>>,
    #[serde(flatten)]
    later: serde_json::Map<String, Value>,
}

#[derive(Serialize)]
struct Executor<'a> {
    name: &'a str,
    data: &'a str,
}

#[derive(Serialize)]
struct Pair<'a> {
    key: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
struct Constraint<'a> {
    name: &'a str,
    constraint: Condition<'a>,
}

/// Exactly one of the two is there, as in the API's union.
#[derive(Serialize)]
struct Condition<'a> {
    value: Option<Values<'a>>,
    limit: Option<Limit>,
}

#[derive(Serialize)]
struct Values<'a> {
    negated: bool,
    values: Vec<&'a str>,
}

#[derive(Serialize)]
struct Limit {
    limit: Number,
}

/// The job as a JSON value: enums as their numbers, sets as sorted lists, absent values null.
pub fn wire(job: &JobConfiguration) -> serde_json::Result<Value> {
    serde_json::to_value(Job {
        key: Key { role: &job.key.role, environment: &job.key.environment, name: &job.key.name },
        owner: owner(&job.owner),
        cron_schedule: job.cron_schedule.as_deref(),
        cron_collision_policy: job.cron_collision_policy.number(),
        task_config: task(&job.task_config),
        instance_count: number(&job.instance_count),
    })
}

fn task(task: &model::TaskConfig) -> Task<'_> {
    let mut constraints: Vec<&model::Constraint> = task.constraints.iter().collect();
    constraints.sort_by_key(|constraint| &constraint.name);
    Task {
        owner: owner(&task.owner),
        environment: &task.environment,
        job_name: &task.job_name,
        is_service: task.is_service,
        num_cpus: task.num_cpus,
        ram_mb: number(&task.ram_mb),
        disk_mb: number(&task.disk_mb),
        priority: number(&task.priority),
        max_task_failures: number(&task.max_task_failures),
        production: task.production,
        constraints: constraints.into_iter().map(constraint).collect(),
        requested_ports: task.requested_ports.iter().map(String::as_str).collect(),
        task_links: task.task_links.iter().map(|(name, link)| (name.clone(), Value::from(link.as_str()))).collect(),
        contact_email: task.contact_email.as_deref(),
        executor_config: Executor { name: &task.executor_config.name, data: &task.executor_config.data },
        metadata: task.metadata.iter().map(|(key, value)| Pair { key, value }).collect(),
        later: super::later::fields(task),
    }
}

fn owner(owner: &model::Identity) -> Owner<'_> {
    Owner { role: &owner.role, user: &owner.user }
}

fn constraint(constraint: &model::Constraint) -> Constraint<'_> {
    let condition = match &constraint.constraint {
        model::TaskConstraint::Value { negated, values } => {
            let values = values.iter().map(String::as_str).collect();
            Condition { value: Some(Values { negated: *negated, values }), limit: None }
        }
        model::TaskConstraint::Limit(limit) => Condition { value: None, limit: Some(Limit { limit: number(limit) }) },
    };
    Constraint { name: &constraint.name, constraint: condition }
}

/// An integer of any size.
pub(super) fn number(value: &BigInt) -> Number {
    value.to_string().parse().unwrap_or_else(|_| Number::from(0))
}
