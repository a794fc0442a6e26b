//! Differences between a service's environments.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::config::changes::between;
use crate::diagnostics::Severity;
use crate::lint::{Check, Compared, Fixes, Found, JobFact, Repository, Rule};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1111",
    name: "environments-differ",
    title: "a service differs between its environments",
    severity: Severity::Note,
    is_default: false,
    fixes: Fixes::None,
    rationale: "\
What was tried out in `test` says something about `prod` only as far as both run the same. The rule compares the jobs that
have the same role and name and another environment, in whatever files, and names the fields that differ. Where and how much may
differ: cluster, instances, priority, `production`, contact, constraints, resources, the settings of updates, and texts that
differ only by the environment's name. It is off unless it is selected.",
    example: "
def app(environment, flags):
  run = Process(name = 'run', cmdline = './app ' + flags)
  task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
  return Service(cluster = 'west', role = 'www', environment = environment, name = 'app', task = task)

jobs = [app('test', '--cache'), app('prod', '')]",
    mend: "Let both environments do the same, or suppress the finding with the reason for the difference.",
    checks: &[Check::Repository(check)],
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

fn check(repository: &Repository, found: &mut Found) {
    let mut first: BTreeMap<(&str, &str), Known> = BTreeMap::new();
    let jobs = repository.files.iter().flat_map(|file| &file.jobs);
    for job in jobs.filter_map(Known::of) {
        let Some(other) = first.get(&(job.role, job.name)) else {
            first.insert((job.role, job.name), job);
            continue;
        };
        if other.environment == job.environment {
            continue;
        }
        let fields = differing(other, &job);
        if fields.is_empty() {
            continue;
        }
        let more = fields.len().saturating_sub(SHOWN);
        let mut shown = fields.iter().take(SHOWN).map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
        if more > 0 {
            shown.push_str(&format!(" and {more} more"));
        }
        let (one, two) = (other.environment, job.environment);
        let message = format!("`{}` differs between `{one}` and `{two}` in {shown}", job.name);
        let marks = [&job, other].map(|known| (known.seen.environment.clone(), format!("`{}`", known.environment)));
        found.push(
            message,
            "let both do the same, or suppress this with the reason for the difference",
            marks.to_vec(),
        );
    }
}

/// A job and the parts of its key.
struct Known<'a> {
    role: &'a str,
    environment: &'a str,
    name: &'a str,
    seen: &'a Compared,
}

impl Known<'_> {
    fn of(job: &JobFact) -> Option<Known<'_>> {
        let mut parts = job.key.splitn(4, '/').skip(1);
        let (role, environment, name) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Known { role, environment, name, seen: job.compared.as_ref()? })
    }
}

/// Paths of the fields in which two jobs differ and should not.
fn differing(one: &Known, two: &Known) -> Vec<String> {
    let is_free = |path: &str| {
        FREE.iter()
            .any(|free| path.strip_prefix(free).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '['])))
    };
    let follows = |before: Option<&Value>, after: Option<&Value>| match (before, after) {
        (Some(Value::String(before)), Some(Value::String(after))) => {
            before.replace(one.environment, two.environment) == *after
        }
        _ => false,
    };
    between(&one.seen.tree, &two.seen.tree)
        .into_iter()
        .filter(|change| !is_free(&change.path) && !follows(change.before(), change.after()))
        .map(|change| change.path)
        .collect()
}
