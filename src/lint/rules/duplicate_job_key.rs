//! Jobs with the same key.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::diagnostics::Severity;
use crate::lint::{Check, Fixes, Found, JobFact, Location, Repository, Rule};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1031",
    name: "duplicate-job-key",
    title: "several jobs have the same key",
    severity: Severity::Error,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
A scheduler knows one job by each key CLUSTER/ROLE/ENV/NAME. When two files, or two entries of one file, describe a job with
the same key, whoever deploys last wins, and each deployment undoes the other.",
    example: "
web = SequentialTask(processes = [Process(name = 'web', cmdline = './web')],
                     resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
job = Service(cluster = 'west', role = 'www', environment = 'prod', name = 'web', task = web)
jobs = [job(instances = 3), job(instances = 5)]",
    mend: "Give each job a name, environment, role or cluster of its own, or take all but one of them out.",
    checks: &[Check::Repository(check)],
};

fn check(repository: &Repository, found: &mut Found) {
    let mut keys: BTreeMap<&str, Vec<&JobFact>> = BTreeMap::new();
    // A file that another one includes gives its jobs to it: that is one definition.
    let mut given: HashMap<&str, BTreeSet<(&str, &Location)>> = HashMap::new();
    for file in &repository.files {
        let own: Vec<(&str, &Location)> = file.jobs.iter().map(|job| (job.key.as_str(), &job.made)).collect();
        for path in file.includes.iter().filter(|_| !own.is_empty()) {
            given.entry(path).or_default().extend(own.iter().copied());
        }
    }
    for file in &repository.files {
        let is_given = |job: &JobFact| {
            given.get(file.path.as_str()).is_some_and(|given| given.contains(&(job.key.as_str(), &job.made)))
        };
        for job in file.jobs.iter().filter(|job| !is_given(job)) {
            keys.entry(job.key.as_str()).or_default().push(job);
        }
    }
    for (key, jobs) in keys.into_iter().filter(|(_, jobs)| jobs.len() > 1) {
        let Some((last, others)) = jobs.split_last() else { continue };
        let mut marks = vec![(last.location.clone(), "again here".to_owned())];
        let first = others.iter().filter(|one| one.location != last.location).take(5);
        marks.extend(first.map(|one| (one.location.clone(), "one job with this key".to_owned())));
        let message = format!("{} jobs have the key `{key}`", jobs.len());
        found.push_of(last, message, "a scheduler knows one job by each key: rename all but one of them", marks);
    }
}
