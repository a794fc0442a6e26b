//! Differences between a service's environments.

use std::collections::BTreeMap;

use super::alike::Names;
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
have the same role and name and another environment, in whatever files, those of the same cluster if there are such, and names the
fields that differ. Where and how much may differ: cluster, instances, priority, `production`, contact, constraints, resources, the
settings of updates, and texts, names of processes and keys that differ only by the environment's name as a whole word. It is off
unless it is selected.",
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
    let mut groups: BTreeMap<(&str, &str), Vec<Known>> = BTreeMap::new();
    for job in repository.files.iter().flat_map(|file| &file.jobs).filter_map(Known::of) {
        groups.entry((job.role, job.name)).or_default().push(job);
    }
    groups.values().for_each(|group| compare(group, found));
}

/// Compares the jobs of one role and name with those of the environment that comes first.
fn compare(group: &[Known], found: &mut Found) {
    let Some(first) = group.first() else { return };
    let is_first = |job: &&Known| job.environment == first.environment;
    for job in group.iter().filter(|job| !is_first(job)) {
        // Clusters may differ among themselves.
        let same_cluster = group.iter().filter(is_first).find(|other| other.cluster == job.cluster);
        let other = same_cluster.unwrap_or(first);
        let fields = differing(other, job);
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
        let marks = [job, other].map(|known| (known.seen.environment.clone(), format!("`{}`", known.environment)));
        let help = "let both do the same, or suppress this with the reason for the difference";
        found.push_of(job.fact, message, help, marks.to_vec());
    }
}

/// A job and the parts of its key.
struct Known<'a> {
    cluster: &'a str,
    role: &'a str,
    environment: &'a str,
    name: &'a str,
    fact: &'a JobFact,
    seen: &'a Compared,
}

impl Known<'_> {
    fn of(job: &JobFact) -> Option<Known<'_>> {
        let mut parts = job.key.splitn(4, '/');
        let (cluster, role, environment, name) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        Some(Known { cluster, role, environment, name, fact: job, seen: job.compared.as_ref()? })
    }
}

/// Paths of the fields in which two jobs differ and should not.
fn differing(one: &Known, two: &Known) -> Vec<String> {
    let is_free = |path: &str| {
        FREE.iter()
            .any(|free| path.strip_prefix(free).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '['])))
    };
    let names = Names { one: one.environment, two: two.environment };
    let aligned = names.aligned(&one.seen.tree, &two.seen.tree);
    let changes = between(&one.seen.tree, &aligned);
    changes.into_iter().map(|change| change.path).filter(|path| !is_free(path)).collect()
}
