//! `aurora status`

use serde_json::{Value, json};

use super::job_pattern::JobPattern;
use super::remote::{Remote, RemoteArgs, Target, find_job, old_form};
use super::table::Table;
use super::{Context, Failure, FormatArgs, Outcome, Prints, Result, time};
use crate::diagnostics::render::text;
use crate::diagnostics::{Diagnostic, Kind};
use crate::interp::host::Host;
use crate::scheduler::api::{Call, JobKey, ScheduleStatus, ScheduledTask, TaskConfig, TaskEvent, TaskQuery};

/// Show a job's tasks: those that are active and those that have ended
#[derive(clap::Args, Debug)]
pub struct StatusArgs {
    /// The job's key, CLUSTER/ROLE/ENV/NAME
    #[arg(value_name = "KEY")]
    pub key: String,
    /// The job's name, if KEY is only its role and --cluster is given (the old way to name a job)
    #[arg(value_name = "NAME", hide = true)]
    pub name: Option<String>,
    /// The job's cluster, with ROLE and NAME in place of KEY (the old way to name a job)
    #[arg(long, value_name = "CLUSTER", hide = true)]
    pub cluster: Option<String>,
    /// Take KEY for a pattern over all jobs, as `job status` of the later dialect does
    #[arg(long, hide = true)]
    pub pattern: bool,
    /// Show all events of each task
    #[arg(long)]
    pub events: bool,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub format: FormatArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub remote: RemoteArgs,
}

/// A job with its tasks, in the order in which they are shown.
struct Found {
    key: String,
    tasks: Vec<ScheduledTask>,
}

/// Asks for the tasks and shows them.
pub fn run(args: &StatusArgs, context: &Context) -> Result {
    let is_key = !JobPattern::is_special(&args.key) && args.key.split('/').count() == 4;
    if args.pattern && !is_key {
        return run_pattern(args, context);
    }
    let (target, remote) = one(args, context)?;
    let found = find(&remote, &target.key)?;
    let mut host = (context.world)(Prints::Err);
    let tasks = describe_all(&found, &mut *host);
    if args.format.write(context, &json!({"version": 1, "job": found.key, "tasks": tasks}))? {
        return Ok(Outcome::Done);
    }
    if found.tasks.is_empty() {
        context.streams.out(format!("No tasks found for {}.\n", found.key).as_bytes());
        let role = format!("{}/{}", target.cluster, target.key.role.as_deref().unwrap_or_default());
        remote.info(&format!("`aurora list_jobs {role}` lists the jobs of this role"));
        return Ok(Outcome::Done);
    }
    context.streams.page(&page(&found, args.events, context, &mut *host));
    Ok(Outcome::Done)
}

/// All jobs that fit, by their keys.
fn run_pattern(args: &StatusArgs, context: &Context) -> Result {
    let pattern = JobPattern::parse(&args.key)?;
    let mut found = Vec::new();
    for cluster in pattern.clusters(context)? {
        let remote = Remote::open(context, &cluster, &args.remote)?;
        let response = pattern.ask(&remote)?;
        for key in pattern.choose(&response).into_iter().filter_map(|job| job.key.as_ref()) {
            found.push(find(&remote, key)?);
        }
    }
    if found.is_empty() {
        let error = Diagnostic::error("AUR0615", Kind::Command, format!("no job fits `{}`", args.key));
        let help = "each part may have `*`, `?` and `[…]` in it; `aurora job list CLUSTER` lists the jobs of a cluster";
        return Err(error.help(help).into());
    }
    found.sort_by(|one, other| one.key.cmp(&other.key));
    let mut host = (context.world)(Prints::Err);
    let describe = |job: &Found| json!({"job": job.key, "tasks": describe_all(job, &mut *host)});
    let documents: Vec<Value> = found.iter().map(describe).collect();
    if args.format.write(context, &json!({"version": 1, "jobs": documents}))? {
        return Ok(Outcome::Done);
    }
    let page = |job: &Found| format!("{}\n{}", text::one_line(&job.key), page(job, args.events, context, &mut *host));
    let pages: Vec<String> = found.iter().map(page).collect();
    context.streams.page(&pages.join("\n"));
    Ok(Outcome::Done)
}

/// The job that the words name.
fn one<'a>(args: &StatusArgs, context: &'a Context<'a>) -> std::result::Result<(Target, Remote<'a>), Failure> {
    if let Some((cluster, role, name)) = old_form(args.cluster.as_deref(), &args.key, args.name.as_deref())? {
        let remote = Remote::open(context, cluster, &args.remote)?;
        return Ok((Target::from(find_job(&remote, role, name)?), remote));
    }
    let target = Target::parse(&args.key)?;
    if let Some(word) = &args.name {
        let error = Diagnostic::error("AUR0002", Kind::Usage, format!("`{word}` is one word too many"));
        return Err(error.help("usage: aurora status CLUSTER/ROLE/ENV/NAME").into());
    }
    let remote = Remote::open(context, &target.cluster, &args.remote)?;
    Ok((target, remote))
}

fn find(remote: &Remote, key: &JobKey) -> std::result::Result<Found, Failure> {
    let response = remote.read(&Call::GetTasksWithoutConfigs { query: Some(TaskQuery::job(key)) })?;
    let mut tasks: Vec<ScheduledTask> = response.tasks().to_vec();
    tasks.sort_by_key(|task| (!is_active(task), task.instance(), std::cmp::Reverse(first_time(task))));
    Ok(Found { key: remote.full_key(key), tasks })
}

fn describe_all(job: &Found, host: &mut dyn Host) -> Vec<Value> {
    job.tasks.iter().map(|task| describe(task, host)).collect()
}

fn page(job: &Found, events: bool, context: &Context, host: &mut dyn Host) -> String {
    let (active, ended): (Vec<&ScheduledTask>, Vec<&ScheduledTask>) =
        job.tasks.iter().partition(|task| is_active(task));
    let blocks = [("Active", active), ("Inactive", ended)];
    blocks.map(|(title, tasks)| block(title, &tasks, events, context, host)).join("\n")
}

fn is_active(task: &ScheduledTask) -> bool {
    task.status.is_some_and(ScheduleStatus::is_active)
}

fn first_time(task: &ScheduledTask) -> Option<i64> {
    task.task_events.as_ref()?.first()?.timestamp
}

fn block(title: &str, tasks: &[&ScheduledTask], events: bool, context: &Context, host: &mut dyn Host) -> String {
    let mut text = format!("{title} tasks ({})\n", tasks.len());
    if tasks.is_empty() {
        return text;
    }
    let head =
        ["INSTANCE", "STATUS", "HOST", "SINCE", "CPUS", "RAM", "DISK", "PORTS", "FAILURES", "METADATA", "MESSAGE"];
    let mut table = Table::new(head);
    for task in tasks {
        table.row(row(task, host));
    }
    text.push_str(&table.render(context.paper));
    if events {
        let mut table = Table::new(["INSTANCE", "TIME", "STATUS", "MESSAGE", "TASK"]);
        for task in tasks {
            for event in task.task_events.iter().flatten() {
                let instance = task.instance().map(|id| id.to_string()).unwrap_or_default();
                let id = task.task_id().unwrap_or_default().to_owned();
                table.row([
                    instance,
                    moment(event, host),
                    status(event.status),
                    event.message.clone().unwrap_or_default(),
                    id,
                ]);
            }
        }
        text.push_str(&format!("\n{title} tasks: events\n{}", table.render(context.paper)));
    }
    text
}

fn row(task: &ScheduledTask, host: &mut dyn Host) -> [String; 11] {
    let assigned = task.assigned_task.as_ref();
    let config = task.config();
    let last = task.task_events.as_ref().and_then(|events| events.last());
    let ports: Vec<String> = assigned
        .and_then(|assigned| assigned.assigned_ports.as_ref())
        .into_iter()
        .flatten()
        .map(|(name, port)| format!("{name}:{port}"))
        .collect();
    let metadata: Vec<String> = config
        .and_then(|config| config.metadata.as_ref())
        .into_iter()
        .flat_map(|set| &set.0)
        .map(|pair| {
            format!("{}={}", pair.key.as_deref().unwrap_or_default(), pair.value.as_deref().unwrap_or_default())
        })
        .collect();
    let failures =
        task.failure_count.filter(|count| *count > 0).map(|count| match config.and_then(|c| c.max_task_failures) {
            Some(most) => format!("{count} of {most}"),
            None => count.to_string(),
        });
    let megabytes = |number: Option<i64>| number.map(|number| format!("{number} MB")).unwrap_or_default();
    [
        task.instance().map(|id| id.to_string()).unwrap_or_default(),
        status(task.status),
        assigned.and_then(|assigned| assigned.slave_host.clone()).unwrap_or_default(),
        last.map(|event| moment(event, host)).unwrap_or_default(),
        config.and_then(TaskConfig::cpus).map(|cpus| format!("{cpus:?}")).unwrap_or_default(),
        megabytes(config.and_then(TaskConfig::ram)),
        megabytes(config.and_then(TaskConfig::disk)),
        ports.join(" "),
        failures.unwrap_or_default(),
        metadata.join(" "),
        last.and_then(|event| event.message.clone()).unwrap_or_default(),
    ]
}

fn status(status: Option<ScheduleStatus>) -> String {
    status.map(|status| status.name().into_owned()).unwrap_or_default()
}

fn moment(event: &TaskEvent, host: &mut dyn Host) -> String {
    event.timestamp.map(|at| time::local(host, at)).unwrap_or_default()
}

/// A task for programs.
fn describe(task: &ScheduledTask, host: &mut dyn Host) -> Value {
    let assigned = task.assigned_task.as_ref();
    let config = task.config();
    let events: Vec<Value> = task
        .task_events
        .iter()
        .flatten()
        .map(|event| {
            json!({
                "timestamp_ms": event.timestamp,
                "time": moment(event, host),
                "status": status(event.status),
                "message": event.message,
            })
        })
        .collect();
    let metadata: Vec<Value> = config
        .and_then(|config| config.metadata.as_ref())
        .into_iter()
        .flat_map(|set| &set.0)
        .map(|pair| json!({"key": pair.key, "value": pair.value}))
        .collect();
    json!({
        "instance": task.instance(),
        "status": status(task.status),
        "active": is_active(task),
        "task_id": task.task_id(),
        "ancestor_id": task.ancestor_id,
        "host": assigned.and_then(|assigned| assigned.slave_host.clone()),
        "ports": assigned.and_then(|assigned| assigned.assigned_ports.clone()).unwrap_or_default(),
        "cpus": config.and_then(TaskConfig::cpus),
        "ram_mb": config.and_then(TaskConfig::ram),
        "disk_mb": config.and_then(TaskConfig::disk),
        "failure_count": task.failure_count,
        "max_task_failures": config.and_then(|config| config.max_task_failures),
        "metadata": metadata,
        "events": events,
    })
}
