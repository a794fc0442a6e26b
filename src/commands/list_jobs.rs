//! `aurora list_jobs`

use serde_json::{Value, json};

use super::job_pattern::JobPattern;
use super::remote::{Remote, RemoteArgs};
use super::table::Table;
use super::{Context, FormatArgs, Outcome, Result};
use crate::diagnostics::render::text;
use crate::scheduler::api::JobConfiguration;

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
    let pattern = match args.start_of_key {
        true => JobPattern::parse(&args.scope),
        false => JobPattern::parse_role(&args.scope),
    }?;
    let mut jobs: Vec<(String, JobConfiguration)> = Vec::new();
    for cluster in pattern.clusters(context)? {
        let remote = Remote::open(context, &cluster, &args.remote)?;
        let response = pattern.ask(&remote)?;
        let key = |job: &JobConfiguration| job.key.as_ref().map(|key| remote.full_key(key)).unwrap_or_default();
        jobs.extend(pattern.choose(&response).into_iter().map(|job| (key(job), job.clone())));
    }
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

fn table(jobs: &[(String, JobConfiguration)], show_cron: bool) -> Table {
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
