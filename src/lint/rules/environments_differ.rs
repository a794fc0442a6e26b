//! Differences between a service's environments.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::config::changes::between;
use crate::diagnostics::Severity;
use crate::lint::{Check, Draft, FileView, Fixes, JobView, Rule, Sink};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1111",
    name: "environments-differ",
    title: "a service differs between its environments",
    severity: Severity::Note,
    is_default: false,
    fixes: Fixes::None,
    rationale: "\
What was tried out in `test` says something about `prod` only as far as both run the same. The rule compares the jobs of a file
that have the same role and name and another environment, and names the fields that differ. Where and how much may differ:
cluster, instances, priority, `production`, contact, constraints, resources, the settings of updates, and texts that differ only by
the environment's name. It is off unless it is selected.",
    example: "
def app(environment, flags):
  run = Process(name = 'run', cmdline = './app ' + flags)
  task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
  return Service(cluster = 'west', role = 'www', environment = environment, name = 'app', task = task)

jobs = [app('test', '--cache'), app('prod', '')]",
    mend: "Let both environments do the same, or suppress the finding with the reason for the difference.",
    checks: &[Check::File(check)],
};

/// Fields that may differ.
const FREE: [&str; 9] = [
    "cluster",
    "environment",
    "instances",
    "priority",
    "production",
    "contact",
    "constraints",
    "update_config",
    "task.resources",
];

/// Fields that one finding names.
const SHOWN: usize = 5;

fn check(view: &FileView, sink: &mut Sink) {
    let mut first: BTreeMap<(String, String), &JobView> = BTreeMap::new();
    for job in &view.jobs {
        let Some(key) = job.configuration.as_ref().map(|made| made.key()) else { continue };
        let Some(reference) = first.get(&(key.role.clone(), key.name.clone())) else {
            first.insert((key.role, key.name), job);
            continue;
        };
        let Some(other) = reference.configuration.as_ref().map(|made| made.key()) else { continue };
        if other.environment == key.environment {
            continue;
        }
        let fields = differing(reference, job, &other.environment, &key.environment);
        if !fields.is_empty() {
            let (one, two) = (&other.environment, &key.environment);
            let more = fields.len().saturating_sub(SHOWN);
            let mut shown = fields.iter().take(SHOWN).map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
            if more > 0 {
                shown.push_str(&format!(" and {more} more"));
            }
            let message = format!("`{}` differs between `{one}` and `{two}` in {shown}", key.name);
            let draft = Draft::new(message, job.place("/environment"), format!("`{two}`"));
            sink.push(draft.at(reference.place("/environment"), format!("`{one}`")));
        }
    }
}

fn differing(one: &JobView, two: &JobView, first: &str, second: &str) -> Vec<String> {
    let (Some(before), Some(after)) = (one.tree(), two.tree()) else { return Vec::new() };
    let is_free = |path: &str| {
        FREE.iter()
            .any(|free| path.strip_prefix(free).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '['])))
    };
    let follows = |before: Option<&Value>, after: Option<&Value>| match (before, after) {
        (Some(Value::String(before)), Some(Value::String(after))) => before.replace(first, second) == *after,
        _ => false,
    };
    between(before, after)
        .into_iter()
        .filter(|change| !is_free(&change.path) && !follows(change.before(), change.after()))
        .map(|change| change.path)
        .collect()
}
