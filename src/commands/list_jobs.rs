//! `aurora list_jobs`

use globset::{Glob, GlobMatcher};
use serde_json::{Value, json};

use super::remote::{Remote, RemoteArgs};
use super::table::Table;
use super::{Context, Failure, FormatArgs, Outcome, Result};
use crate::config::is_identifier;
use crate::diagnostics::render::text;
use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::api::{Call, JobConfiguration, JobKey};

/// List a role's jobs: those with active tasks, and cron jobs
///
/// Instead of a role, a pattern can be given, of up to four parts: each part may have `*`, `?` and `[…]` in it, and parts that
/// are left out fit everything.
#[derive(clap::Args, Debug)]
pub struct ListJobsArgs {
    /// The role, CLUSTER/ROLE; or a pattern, such as CLUSTER/*/prod
    #[arg(value_name = "CLUSTER/ROLE")]
    pub scope: String,
    /// Take the start of a key, such as a cluster alone, for a pattern, as `job list` of the later dialect does
    #[arg(long, hide = true)]
    pub start_of_key: bool,
    /// Show a table with what each job is
    #[arg(long)]
    pub pretty: bool,
    /// Show the cron schedule and the collision policy of each job
    #[arg(short = 'c', long = "show-cron", alias = "show_cron")]
    pub show_cron: bool,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub format: FormatArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub remote: RemoteArgs,
}

/// Asks for the jobs and lists them, sorted by key.
pub fn run(args: &ListJobsArgs, context: &Context) -> Result {
    let scope = Scope::parse(&args.scope, args.start_of_key)?;
    let remote = Remote::open(context, &scope.cluster, &args.remote)?;
    match &scope.role {
        Some(role) => remote.info(&format!("Retrieving jobs for role {role}")),
        None => remote.info("Retrieving the jobs of all roles"),
    }
    let response = remote.read(&Call::GetJobs { role: scope.role.clone() })?;
    let mut jobs: Vec<(String, &JobConfiguration)> = response
        .jobs()
        .iter()
        .filter(|job| job.key.as_ref().is_none_or(|key| scope.holds(key)))
        .map(|job| (job.key.as_ref().map(|key| remote.full_key(key)).unwrap_or_default(), job))
        .collect();
    jobs.sort_by(|one, other| one.0.cmp(&other.0));
    let documents: Vec<Value> = jobs.iter().map(|(key, job)| describe(key, job)).collect();
    if args.format.write(context, &json!({"version": 1, "jobs": documents}))? {
        return Ok(Outcome::Done);
    }
    let out = match (args.pretty, jobs.is_empty()) {
        (_, true) => String::new(),
        (true, false) => table(&jobs, args.show_cron).render(context.paper),
        (false, false) => jobs.iter().map(|(key, job)| line(key, job, args.show_cron)).collect(),
    };
    context.streams.out(out.as_bytes());
    Ok(Outcome::Done)
}

/// Which jobs are listed.
struct Scope {
    cluster: String,
    /// The role, if it is one and no pattern.
    role: Option<String>,
    /// Patterns for role, environment and name, as far as they are given.
    parts: Vec<GlobMatcher>,
}

impl Scope {
    /// Reads `CLUSTER/ROLE` or a pattern; `CLUSTER[/ROLE[/ENV[/NAME]]]` if the start of a key will do.
    fn parse(text: &str, start_will_do: bool) -> std::result::Result<Scope, Failure> {
        let wrong = |message: String| {
            let error = Diagnostic::error("AUR0002", Kind::Usage, message);
            Failure::from(
                error.help("the form is CLUSTER/ROLE, such as west/www-data, or a pattern: west/www-data/prod/web-*"),
            )
        };
        let mut words = text.split('/');
        let cluster = words.next().unwrap_or_default().to_owned();
        let words: Vec<&str> = words.collect();
        let is_form = words.len() == 1 || start_will_do || text.contains(['*', '?', '[']);
        if cluster.is_empty() || !is_form || words.len() > 3 || words.iter().any(|word| word.is_empty()) {
            return Err(wrong(format!("`{text}` does not name a role on a cluster")));
        }
        let glob = |word: &&str| Glob::new(word).map(|glob| glob.compile_matcher());
        let parts = words.iter().map(glob).collect::<std::result::Result<_, _>>();
        let parts = parts.map_err(|error| wrong(format!("`{text}` is no pattern: {}", error.kind())))?;
        let role = words.first().filter(|word| is_identifier(word)).map(|word| (*word).to_owned());
        Ok(Scope { cluster, role, parts })
    }

    fn holds(&self, key: &JobKey) -> bool {
        let words = [&key.role, &key.environment, &key.name];
        self.parts.iter().zip(words).all(|(part, word)| part.is_match(word.as_deref().unwrap_or_default()))
    }
}

/// One job on a line, for scripts: the key alone, or with tabs the schedule and the policy's number.
fn line(key: &str, job: &JobConfiguration, show_cron: bool) -> String {
    let key = text::one_line(key);
    if !show_cron {
        return format!("{key}\n");
    }
    match &job.cron_schedule {
        None => format!("{key}\tNone\tNone\n"),
        Some(schedule) => {
            let policy = job.cron_collision_policy.map_or("None".to_owned(), |policy| policy.number().to_string());
            format!("{key}\t'{}'\t{policy}\n", text::one_line(schedule))
        }
    }
}

fn table(jobs: &[(String, &JobConfiguration)], show_cron: bool) -> Table {
    let mut head = vec!["JOB", "INSTANCES", "KIND", "CPUS", "RAM", "DISK"];
    if show_cron {
        head.extend(["CRON SCHEDULE", "CRON POLICY"]);
    }
    let mut table = Table::new(head);
    for (key, job) in jobs {
        let task = job.task_config.clone().unwrap_or_default();
        let megabytes = |number: Option<i64>| number.map(|number| format!("{number} MB")).unwrap_or_default();
        let mut row = vec![
            key.clone(),
            job.instance_count.map(|count| count.to_string()).unwrap_or_default(),
            kind(job).to_owned(),
            task.cpus().map(|cpus| format!("{cpus:?}")).unwrap_or_default(),
            megabytes(task.ram()),
            megabytes(task.disk()),
        ];
        if show_cron {
            row.push(job.cron_schedule.clone().unwrap_or_default());
            row.push(policy(job).filter(|_| job.cron_schedule.is_some()).unwrap_or_default());
        }
        table.row(row);
    }
    table
}

fn kind(job: &JobConfiguration) -> &'static str {
    let is_service = job.task_config.as_ref().and_then(|task| task.is_service) == Some(true);
    match (&job.cron_schedule, is_service) {
        (Some(_), _) => "cron",
        (None, true) => "service",
        (None, false) => "job",
    }
}

fn policy(job: &JobConfiguration) -> Option<String> {
    Some(job.cron_collision_policy?.name().into_owned())
}

/// A job for programs.
fn describe(key: &str, job: &JobConfiguration) -> Value {
    let task = job.task_config.clone().unwrap_or_default();
    json!({
        "key": key,
        "role": job.key.as_ref().and_then(|key| key.role.clone()),
        "environment": job.key.as_ref().and_then(|key| key.environment.clone()),
        "name": job.key.as_ref().and_then(|key| key.name.clone()),
        "instances": job.instance_count,
        "kind": kind(job),
        "production": task.production,
        "cpus": task.cpus(),
        "ram_mb": task.ram(),
        "disk_mb": task.disk(),
        "cron_schedule": job.cron_schedule,
        "cron_collision_policy": policy(job).filter(|_| job.cron_schedule.is_some()),
        "owner": job.owner.as_ref().and_then(|owner| owner.user.clone()),
    })
}

#[cfg(test)]
mod tests {
    use super::{JobKey, Scope};

    #[test]
    fn parts_that_are_left_out_fit_everything() {
        let key = JobKey::new("www", "prod", "web-1");
        for (scope, expected) in [
            ("west", true),
            ("west/www", true),
            ("west/*/prod", true),
            ("west/www/*/web-?", true),
            ("west/www/[dp]*", true),
            ("west/ads", false),
            ("west/www/devel", false),
            ("west/www/prod/web", false),
        ] {
            assert_eq!(Scope::parse(scope, true).map(|scope| scope.holds(&key)).ok(), Some(expected), "{scope}");
        }
        assert_eq!(Scope::parse("west/www/*", false).ok().and_then(|scope| scope.role).as_deref(), Some("www"));
        assert_eq!(Scope::parse("west/w*", false).ok().and_then(|scope| scope.role), None);
        for bad in ["", "/www", "west/", "west/a/b/c/d", "west/[", "west//prod"] {
            assert!(Scope::parse(bad, true).is_err(), "{bad}");
        }
        for start in ["west", "west/www/prod", "west/www/prod/web-1"] {
            assert!(Scope::parse(start, false).is_err(), "{start}");
        }
    }
}
