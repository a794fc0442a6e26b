//! Runs of the original client, made again: the same calls in the same order with the same arguments, and the same end.
//!
//! A server answers each call as the recorded one did. Who asks (session, user) is left aside. Where this client differs on
//! purpose, `docs/differences.md` says how; a row there that is not true any more fails as well.

#![allow(clippy::disallowed_methods)]

#[path = "support/harness.rs"]
mod harness;
#[path = "support/replay.rs"]
mod replay;
#[path = "support/sealed.rs"]
mod sealed;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use aurora::scheduler::api::{
    ApiResult, AssignedTask, Call, JobConfiguration, Lock, Response, ResponseCode, ScheduleStatus,
    ScheduleStatusResult, ScheduledTask, TaskConfig,
};
use replay::{Exchange, Replay};
use serde_json::Value as Json;

/// How much faster than real time passes.
const SPEED: &str = "50";

/// The first words of runs that are not compared: help pages, options of a framework that this client is not built on, and
/// runs that a signal ended.
const LEFT_OUT: &[&str] =
    &["dash_dash_help", "dash_h", "help_", "long_help", "rc_filename", "create_sigint", "update_sigint"];

/// A row of `docs/differences.md`.
struct Difference {
    succeeds: bool,
    methods: Vec<String>,
}

fn main() -> ExitCode {
    let text = std::fs::read_to_string(sealed::fixtures("transcripts").join("runs.jsonl")).expect("the runs are there");
    let runs: BTreeMap<String, Json> = text
        .lines()
        .map(|line| serde_json::from_str::<Json>(line).expect("a line of JSON"))
        .map(|run| (run["name"].as_str().unwrap_or_default().to_owned(), run))
        .filter(|(name, _)| !LEFT_OUT.iter().any(|word| name.starts_with(word)))
        .collect();
    let differences = differences();
    let mut ids: Vec<String> = runs.keys().cloned().collect();
    ids.extend(differences.keys().filter(|name| !runs.contains_key(*name)).cloned());
    let suite = harness::Suite { title: "transcripts", ids, not_yet: Some("tests/not-yet/transcripts.txt") };
    harness::main(suite, |id| match runs.get(id) {
        Some(run) => compare(run, differences.get(id)),
        None => Err("docs/differences.md names a run that does not exist".to_owned()),
    })
}

/// What stands for an answer that was too long to be kept.
const LEFT_OUT_ANSWER: &str = "(long answer left out)";

/// The answers that were left out, made up again from what the run does next: instances that it waited for have ended, and
/// what it did not touch ran as wanted.
fn with_all_answers(mut exchanges: Vec<Exchange>) -> Vec<Exchange> {
    let wanted = exchanges.iter().find(|exchange| exchange.method == "populateJobConfig").and_then(|exchange| {
        let (call, _) = Call::decode(exchange.request.as_bytes()).ok()?;
        call.response(exchange.answer.as_bytes()).ok()?.populated().cloned()
    });
    for exchange in exchanges.iter_mut().filter(|exchange| exchange.answer == LEFT_OUT_ANSWER) {
        let (call, sequence) = Call::decode(exchange.request.as_bytes()).expect("a recorded call");
        let tasks = match (&call, &wanted) {
            (Call::GetTasksStatus { .. }, Some(wanted)) => (0..FOUR).map(|id| running(id, wanted)).collect(),
            _ => Vec::new(),
        };
        let found = ScheduleStatusResult { tasks: Some(tasks), ..ScheduleStatusResult::default() };
        let result = ApiResult { schedule_status: Some(found), ..ApiResult::default() };
        let answer = Response { response_code: Some(ResponseCode::Ok), result: Some(result), ..Response::default() };
        exchange.answer = call.reply(answer, sequence);
    }
    exchanges
}

/// How many instances ran before the one run whose first look was left out.
const FOUR: i32 = 4;

fn running(id: i32, config: &TaskConfig) -> ScheduledTask {
    let assigned = AssignedTask {
        task_id: Some(format!("task-{id}")),
        instance_id: Some(id),
        task: Some(config.clone()),
        ..AssignedTask::default()
    };
    ScheduledTask { assigned_task: Some(assigned), status: Some(ScheduleStatus::Running), ..ScheduledTask::default() }
}

/// Makes a run again and compares.
fn compare(run: &Json, difference: Option<&Difference>) -> Result<(), String> {
    let recorded = exchanges(run);
    let server = Replay::start(recorded.clone());
    let folder = folder(&server)?;
    let ended = start(run, folder.path());
    let (ours, theirs) = (one_look(server.calls()), one_look(decoded(&recorded)?));
    let methods = |calls: &[Call]| calls.iter().map(|call| call.method().to_owned()).collect::<Vec<String>>();
    let (methods, expected) = (methods(&ours), methods(&theirs));
    let (succeeds, succeeded) = (run["exit"] == 0, ended.exit == 0);
    let told = || format!("exit code {}\n{}", ended.exit, String::from_utf8_lossy(&ended.stderr));
    if let Some(difference) = difference {
        if (succeeded, &methods) == (succeeds, &expected) {
            return Err("it is as the original now; take it out of docs/differences.md".to_owned());
        }
        if (succeeded, &methods) != (difference.succeeds, &difference.methods) {
            return Err(format!(
                "docs/differences.md says otherwise: success {succeeded}, calls {methods:?}\n{}",
                told()
            ));
        }
        return Ok(());
    }
    if succeeds != succeeded {
        return Err(format!("success {succeeded} and not {succeeds}; calls {methods:?}\n{}", told()));
    }
    if methods != expected {
        return Err(format!("calls {methods:?}\nand not {expected:?}\n{}", told()));
    }
    same_calls(ours, theirs)
}

/// The calls, with one look at instances in place of several equal ones in a row: how many there are is a matter of time, and
/// the original waited a second more before each.
fn one_look(mut calls: Vec<Call>) -> Vec<Call> {
    calls.dedup_by(|later, earlier| matches!(later, Call::GetTasksWithoutConfigs { .. }) && later == earlier);
    calls
}

fn decoded(recorded: &[Exchange]) -> Result<Vec<Call>, String> {
    let decode = |(at, exchange): (usize, &Exchange)| match Call::decode(exchange.request.as_bytes()) {
        Ok((call, _)) => Ok(call),
        Err(why) => Err(format!("recorded call {at}: {why:?}")),
    };
    recorded.iter().enumerate().map(decode).collect()
}

/// Compares call by call, without who sent them.
fn same_calls(ours: Vec<Call>, theirs: Vec<Call>) -> Result<(), String> {
    for (at, (ours, theirs)) in ours.into_iter().zip(theirs).enumerate() {
        let (ours, theirs) = (anonymous(ours), anonymous(theirs));
        if ours != theirs {
            return Err(format!("call {at}:\n  {ours:?}\nand not\n  {theirs:?}"));
        }
    }
    Ok(())
}

fn exchanges(run: &Json) -> Vec<Exchange> {
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    let one = |call: &Json| Exchange {
        method: text(&call["method"]),
        request: text(&call["request"]),
        status: call["status"].as_u64().and_then(|status| u16::try_from(status).ok()),
        answer: text(&call["answer"]),
    };
    with_all_answers(run["calls"].as_array().into_iter().flatten().map(one).collect())
}

/// A copy of the files of the runs, with the server's address in the cluster files.
fn folder(server: &Replay) -> Result<tempfile::TempDir, String> {
    let folder = tempfile::tempdir().map_err(|why| why.to_string())?;
    copy(&sealed::fixtures("transcripts").join("configs"), folder.path(), &server.place())
        .map_err(|why| why.to_string())?;
    let place = server.place();
    let common = "\"slave_root\": \"/var/lib/mesos\", \"slave_run_directory\": \"latest\"";
    let clusters = format!(
        "[{{\"name\": \"devcluster\", \"scheduler_uri\": \"http://{place}\", {common}}},\n\
         {{\"name\": \"slash\", \"scheduler_uri\": \"http://{place}/\", {common}}},\n\
         {{\"name\": \"proxied\", \"scheduler_uri\": \"http://{place}\", \"proxy_url\": \"http://proxy.example\", {common}}},\n\
         {{\"name\": \"west\", \"scheduler_uri\": \"http://{place}\", {common}}},\n\
         {{\"name\": \"down\", \"scheduler_uri\": \"http://127.0.0.1:1\", {common}}}]\n"
    );
    std::fs::write(folder.path().join("clusters.json"), clusters).map_err(|why| why.to_string())?;
    Ok(folder)
}

fn copy(from: &Path, to: &Path, place: &str) -> std::io::Result<()> {
    for entry in from.read_dir()?.flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir(&target)?;
            copy(&entry.path(), &target, place)?;
        } else if entry.path().extension().is_some_and(|extension| extension == "json") {
            let text = std::fs::read_to_string(entry.path())?;
            std::fs::write(&target, text.replace("localhost:8081", place))?;
        } else {
            std::fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}

fn start(run: &Json, folder: &Path) -> sealed::Run {
    let words: Vec<&str> = run["argv"].as_array().into_iter().flatten().filter_map(Json::as_str).skip(1).collect();
    let path = format!("{}:/usr/bin:/bin", folder.join("bin").display());
    let root = folder.to_string_lossy().into_owned();
    let mut variables = vec![
        ("AURORA_CONFIG_ROOT", root.clone()),
        ("AURORA_CLOCK_SPEED", SPEED.to_owned()),
        ("AURORA_RETRY_FOR", "30".to_owned()),
        ("PATH", path),
        ("TZ", "UTC".to_owned()),
    ];
    for (name, value) in run["env"].as_object().into_iter().flatten() {
        let value = value.as_str().unwrap_or_default().to_owned();
        match name.as_str() {
            "ORACLE_HOME" => variables.push(("HOME", folder.join(value).to_string_lossy().into_owned())),
            "AURORA_CONFIG_ROOT" => variables.push(("AURORA_CONFIG_ROOT", value)),
            "BROWSER" => variables.push(("BROWSER", value)),
            "DIFF_VIEWER" => variables.push(("DIFF_VIEWER", value)),
            _ => {}
        }
    }
    let variables: Vec<(&str, &str)> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
    sealed::aurora(folder, &words, &variables, b"")
}

/// The call without who sends it.
fn anonymous(mut call: Call) -> Call {
    match &mut call {
        Call::CreateJob { description, session, .. }
        | Call::ScheduleCronJob { description, session, .. }
        | Call::ReplaceCronTemplate { config: description, session, .. } => {
            *session = None;
            description.iter_mut().for_each(hide_job);
        }
        Call::PopulateJobConfig { description } => description.iter_mut().for_each(hide_job),
        Call::AddInstances { config, session, lock } => {
            *session = None;
            lock.iter_mut().for_each(hide_lock);
            config.iter_mut().filter_map(|config| config.task_config.as_mut()).for_each(hide_task);
        }
        Call::KillTasks { session, lock, .. } | Call::RestartShards { session, lock, .. } => {
            *session = None;
            lock.iter_mut().for_each(hide_lock);
        }
        Call::ReleaseLock { session, lock, .. } => {
            *session = None;
            lock.iter_mut().for_each(hide_lock);
        }
        Call::StartCronJob { session, .. } | Call::AcquireLock { session, .. } => *session = None,
        _ => {}
    }
    call
}

fn hide_job(job: &mut JobConfiguration) {
    job.owner.iter_mut().for_each(|owner| owner.user = None);
    job.task_config.iter_mut().for_each(hide_task);
}

fn hide_task(task: &mut TaskConfig) {
    task.owner.iter_mut().for_each(|owner| owner.user = None);
}

fn hide_lock(lock: &mut Lock) {
    lock.user = None;
}

/// The rows of `docs/differences.md`: `| run | original | aurora | why |`, where the third says `fails` or `succeeds`, then
/// the calls that are made.
fn differences() -> BTreeMap<String, Difference> {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/differences.md"));
    let page = page.expect("docs/differences.md is there");
    let mut rows = BTreeMap::new();
    for line in page.lines().filter_map(|line| line.strip_prefix("| `")) {
        let cells: Vec<&str> = line.split(" | ").collect();
        let (Some(name), Some(ours)) = (cells.first(), cells.get(2)) else { continue };
        let methods = ours.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        rows.insert(
            name.trim_end_matches('`').to_owned(),
            Difference { succeeds: ours.starts_with("succeeds"), methods },
        );
    }
    rows
}
