//! What the scheduler refuses in a job, and what it adds to one (`reference/scheduler-api.md §7`).

use super::cron::described;
use crate::scheduler::api::*;

/// Whether a part of a key is one: word characters, dots and dashes, at most 255.
fn is_identifier(text: &str) -> bool {
    let legal = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    !text.is_empty() && text.len() <= 255 && text.chars().all(legal)
}

/// Whether all parts of a key are there and legal.
pub(super) fn valid_key(key: &JobKey) -> bool {
    [&key.role, &key.environment, &key.name].into_iter().all(|part| part.as_deref().is_some_and(is_identifier))
}

/// Refuses a job in the scheduler's words.
pub(super) fn check_job(job: &JobConfiguration) -> Result<(), String> {
    let task = job.task_config.as_ref().ok_or("Job configuration must have taskConfig set.")?;
    let count = job.instance_count.ok_or("Job configuration does not have shardCount set.")?;
    if count <= 0 {
        return Err("Shard count must be positive.".to_owned());
    }
    let owner = job.owner.as_ref().ok_or("No job owner specified!")?;
    let role = owner.role.as_deref().ok_or("No job role specified!")?;
    let user = owner.user.as_deref().ok_or("No job user specified!")?;
    for (what, text) in [("role", role), ("user", user)] {
        if !is_identifier(text) {
            return Err(format!("Job {what} contains illegal characters: {text}"));
        }
    }
    let key = job.key.clone().unwrap_or_default();
    if !valid_key(&key) {
        return Err(format!("Job key {} is invalid.", described(&key)));
    }
    if key.role.as_deref() != Some(role) {
        return Err("Role in job key must match job owner.".to_owned());
    }
    if job.cron_schedule.is_some() && task.is_service == Some(true) {
        return Err("A service task may not be run on a cron schedule: ".to_owned() + &described(&key));
    }
    check_task(task, role)
}

pub(super) fn check_task(task: &TaskConfig, role: &str) -> Result<(), String> {
    if task.executor_config.is_none() {
        return Err("Configuration may not be null".to_owned());
    }
    let amounts = [
        ("numCpus", "num_cpus", task.num_cpus),
        ("ramMb", "ram_mb", task.ram_mb.map(|amount| amount as f64)),
        ("diskMb", "disk_mb", task.disk_mb.map(|amount| amount as f64)),
    ];
    for (field, spelled, amount) in amounts {
        if amount.ok_or_else(|| format!("Field {field} is required."))? <= 0.0 {
            return Err(format!("{spelled} must be greater than 0.0"));
        }
    }
    match dedicated_to(task) {
        Some(wanted) if wanted != role => Err(format!("Only {wanted} may use hosts dedicated for that role.")),
        _ => Ok(()),
    }
}

/// The role that the task's `dedicated` constraint names.
fn dedicated_to(task: &TaskConfig) -> Option<&str> {
    let mut constraints = task.constraints.iter().flat_map(|set| &set.0);
    let dedicated = constraints.find(|constraint| constraint.name.as_deref() == Some("dedicated"))?;
    let values = dedicated.constraint.as_ref()?.value.as_ref()?.values.as_ref()?;
    values.0.first()?.split('/').next()
}

/// Fills in what the scheduler fills in: defaults, limits per host and rack, links of well-known ports.
pub(super) fn populated(mut task: TaskConfig) -> TaskConfig {
    task.is_service.get_or_insert(false);
    task.priority.get_or_insert(0);
    task.max_task_failures.get_or_insert(1);
    task.production.get_or_insert(false);
    let dedicated = dedicated_to(&task).is_some();
    let spread = task.production == Some(true) && task.is_service == Some(true) && !dedicated;
    let constraints = &mut task.constraints.get_or_insert_default().0;
    for (name, wanted) in [("host", true), ("rack", spread)] {
        if wanted && constraints.iter().all(|constraint| constraint.name.as_deref() != Some(name)) {
            constraints.push(limit_one(name));
        }
    }
    let ports = task.requested_ports.get_or_insert_default();
    let links = task.task_links.get_or_insert_default();
    if links.is_empty() {
        for name in ["health", "http"].into_iter().filter(|name| ports.0.iter().any(|port| port == name)) {
            links.insert(name.to_owned(), format!("http://%host%:%port:{name}%"));
        }
    }
    task
}

fn limit_one(name: &str) -> Constraint {
    let limit = Some(LimitConstraint { limit: Some(1), unknown: Vec::new() });
    Constraint {
        name: Some(name.to_owned()),
        constraint: Some(TaskConstraint { limit, ..TaskConstraint::default() }),
        unknown: Vec::new(),
    }
}
