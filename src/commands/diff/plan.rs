//! What would become of each instance, those that differ alike together.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::wire;
use crate::config::changes::{Change, JobFacts, What};
use crate::scheduler::api::{JobConfiguration, TaskConfig};
use crate::scheduler::update::{Action, Plan};

/// Instances that run the same, and of which the same becomes.
pub struct Group {
    /// What becomes of them.
    pub action: Action,
    /// Their numbers.
    pub ids: BTreeSet<i32>,
    /// What they run, for people; `None` if they do not.
    pub running: Option<Value>,
    /// The fields that differ, resources first.
    pub changes: Vec<Change>,
}

/// A whole comparison.
pub struct Comparison {
    /// Of a cron job: the fields of its template that differ; `None` if there is no template yet.
    pub template: Option<Vec<Change>>,
    /// Whether the configuration is one of a cron job.
    pub is_cron: bool,
    /// The instances, by their first number.
    pub groups: Vec<Group>,
    /// What the configuration wants each instance to run, for people.
    pub wanted: Value,
}

impl Comparison {
    /// Of instances.
    pub fn of_instances(running: BTreeMap<i32, TaskConfig>, wanted: &TaskConfig, count: i32) -> Comparison {
        // Without a choice of instances nothing can be out of range.
        let plan = Plan::new(running, wanted.clone(), count, None).ok();
        let mut groups: BTreeMap<(u8, String), Group> = BTreeMap::new();
        for (id, action) in plan.iter().flat_map(|plan| &plan.actions) {
            let config = plan.as_ref().and_then(|plan| plan.running.get(id));
            let running = config.map(wire::readable);
            let text = running.as_ref().map(Value::to_string).unwrap_or_default();
            let group = groups.entry((*action as u8, text)).or_insert_with(|| Group {
                action: *action,
                ids: BTreeSet::new(),
                changes: match (action, config) {
                    (Action::Replace, Some(config)) => task_changes(config, wanted),
                    _ => Vec::new(),
                },
                running,
            });
            group.ids.insert(*id);
        }
        let mut groups: Vec<Group> = groups.into_values().collect();
        groups.sort_by_key(|group| group.ids.first().copied());
        Comparison { template: None, is_cron: false, groups, wanted: wire::readable(wanted) }
    }

    /// Of a cron job's template with what the configuration makes of it.
    pub fn of_template(known: Option<&JobConfiguration>, job: &JobConfiguration, wanted: &TaskConfig) -> Comparison {
        let changes = known.map(|known| {
            let task = known.task_config.clone().unwrap_or_default();
            let (old, new) = (template(known, &task), template(job, wanted));
            in_order(JobFacts::of_wire(&old).changes_to(&JobFacts::of_wire(&new)))
        });
        Comparison { template: changes, is_cron: true, groups: Vec::new(), wanted: wire::readable(wanted) }
    }

    /// Whether an update would do anything.
    pub fn differs(&self) -> bool {
        match self.is_cron {
            true => self.template.as_ref().is_none_or(|changes| !changes.is_empty()),
            false => self.groups.iter().any(|group| group.action != Action::Keep),
        }
    }

    /// The instances with this action.
    pub fn ids(&self, action: Action) -> BTreeSet<i32> {
        self.groups.iter().filter(|group| group.action == action).flat_map(|group| group.ids.iter().copied()).collect()
    }
}

fn template(job: &JobConfiguration, task: &TaskConfig) -> Value {
    json!({
        "instanceCount": job.instance_count,
        "cronSchedule": job.cron_schedule,
        "cronCollisionPolicy": job.cron_collision_policy.map(|policy| policy.number()),
        "taskConfig": wire::task(task),
    })
}

/// The fields that differ. An update looks at the executor's configuration as data, so its spelling does not count.
pub fn task_changes(running: &TaskConfig, wanted: &TaskConfig) -> Vec<Change> {
    let facts = |task: &TaskConfig| JobFacts::of_wire(&json!({"taskConfig": wire::task(task)}));
    let mut changes = in_order(facts(running).changes_to(&facts(wanted)));
    if changes.is_empty() {
        // They differ in something that this program has no words for.
        let text = |task: &TaskConfig| Value::from(format!("{task:?}"));
        changes.push(Change { path: "taskConfig".to_owned(), what: What::Changed(text(running), text(wanted)) });
    }
    changes
}

/// Resources first, the rest as it was.
fn in_order(mut changes: Vec<Change>) -> Vec<Change> {
    changes.retain(|change| change.what != What::Spelling);
    changes.sort_by_key(|change| !change.path.starts_with("task.resources"));
    changes
}
