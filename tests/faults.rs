//! Every command over a scheduler meets every fault: a clear error, the right exit code, and nothing half done unsaid.
//!
//! A case is `command/fault`. Each fault strikes twice: once the first call, by which a command finds out whether there is a
//! scheduler, and once the call that is the command's purpose.

#![allow(clippy::disallowed_methods)]

#[path = "support/cluster.rs"]
mod cluster;
#[path = "support/harness.rs"]
mod harness;
#[path = "support/sealed.rs"]
mod sealed;

use std::process::ExitCode;
use std::time::Duration;

use aurora::scheduler::api::{
    Call, CronCollisionPolicy, Identity, JobConfiguration, JobKey, ResponseCode, SessionKey, TaskConfig,
};
use aurora::scheduler::memory::Memory;
use aurora::scheduler::memory::serve::Fault;
use cluster::{Cluster, service, text};

const KEY: &str = "west/www-data/prod/hello";

/// What a command's main call does.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Effect {
    /// Nothing but to be there: it is the first call.
    Probes,
    Reads,
    Changes,
}

/// Name, arguments, and what the main call does.
const COMMANDS: &[(&str, &[&str], Effect)] = &[
    ("create", &["create", "west/www-data/prod/fresh", "fresh.aurora"], Effect::Changes),
    ("kill", &["kill", "--shards=0", KEY], Effect::Changes),
    ("killall", &["killall", KEY], Effect::Changes),
    ("start_cron", &["start_cron", "west/www-data/prod/nightly"], Effect::Changes),
    // What becomes of these after a fault in the middle is the matter of `tests/update.rs`.
    ("update", &["update", KEY, "hello.aurora"], Effect::Probes),
    ("restart", &["restart", "--watch_secs=1", KEY], Effect::Probes),
    ("cancel_update", &["cancel_update", KEY], Effect::Probes),
    ("status", &["status", KEY], Effect::Reads),
    ("list_jobs", &["list_jobs", "west/www-data"], Effect::Reads),
    ("get_quota", &["get_quota", "--cluster=west", "www-data"], Effect::Reads),
    ("diff", &["diff", KEY, "hello.aurora"], Effect::Reads),
    ("run", &["run", KEY, "true"], Effect::Reads),
    ("ssh", &["ssh", KEY, "0", "true"], Effect::Reads),
    ("open", &["open", KEY], Effect::Probes),
    ("version", &["version", "--cluster=west"], Effect::Probes),
];

/// What is expected of a fault.
struct Expected {
    /// The exit code.
    exit: u8,
    /// The diagnostic's code, where nothing can have happened.
    code: &'static str,
    /// Whether a call that changes something may have been carried out.
    doubt: bool,
}

const fn fails(exit: u8, code: &'static str, doubt: bool) -> Expected {
    Expected { exit, code, doubt }
}

/// Name, fault (none: nobody listens), and what is expected.
fn faults() -> Vec<(String, Option<Fault>, Expected)> {
    let mut faults = vec![
        ("refused".to_owned(), None, fails(7, "AUR0604", false)),
        ("reset".to_owned(), Some(Fault::Drop), fails(7, "AUR0604", true)),
        ("cut".to_owned(), Some(Fault::CutAnswer), fails(7, "AUR0604", true)),
        ("slow".to_owned(), Some(Fault::Slow(Duration::from_millis(2600))), fails(9, "AUR0606", true)),
        ("garbage".to_owned(), Some(Fault::Garbage), fails(7, "AUR0604", true)),
        ("version".to_owned(), Some(Fault::Version(4)), fails(0, "AUR0607", false)),
    ];
    let pages = [
        (500, fails(10, "AUR0601", true)),
        (502, fails(7, "AUR0604", true)),
        (503, fails(7, "AUR0604", false)),
        (504, fails(7, "AUR0604", true)),
        (404, fails(7, "AUR0604", false)),
        (401, fails(30, "AUR0602", false)),
        (403, fails(30, "AUR0602", false)),
    ];
    faults.extend(
        pages.into_iter().map(|(status, expected)| (format!("page-{status}"), Some(Fault::Page(status)), expected)),
    );
    let codes = [
        (ResponseCode::InvalidRequest, fails(10, "AUR0601", false)),
        (ResponseCode::Ok, fails(0, "", false)),
        (ResponseCode::Error, fails(10, "AUR0601", false)),
        (ResponseCode::Warning, fails(10, "AUR0601", false)),
        (ResponseCode::AuthFailed, fails(30, "AUR0602", false)),
        (ResponseCode::LockError, fails(10, "AUR0603", false)),
        (ResponseCode::ErrorTransient, fails(10, "AUR0601", false)),
    ];
    let codes =
        codes.into_iter().map(|(code, expected)| (format!("code-{}", code.name()), Some(Fault::Code(code)), expected));
    faults.extend(codes);
    faults
}

fn main() -> ExitCode {
    let faults = faults();
    let pairs =
        COMMANDS.iter().flat_map(|command| faults.iter().map(move |fault| format!("{}/{}", command.0, fault.0)));
    let suite = harness::Suite { title: "faults", ids: pairs.collect(), not_yet: None };
    harness::main(suite, |id| {
        let (name, fault) = id.split_once('/').ok_or("no slash")?;
        let command = COMMANDS.iter().find(|command| command.0 == name).ok_or("no such command")?;
        let (_, fault, expected) = faults.iter().find(|known| known.0 == fault).ok_or("no such fault")?;
        strike(command.1, command.2, fault.as_ref(), expected)
    })
}

/// Runs a command twice, with the fault in another place each time.
fn strike(arguments: &[&str], effect: Effect, fault: Option<&Fault>, expected: &Expected) -> Result<(), String> {
    let first = at_first_call(arguments, fault, expected).map_err(|why| format!("at the first call: {why}"));
    match fault {
        Some(fault) if effect != Effect::Probes => first.and_then(|()| {
            at_main_call(arguments, effect, fault, expected).map_err(|why| format!("at the main call: {why}"))
        }),
        _ => first,
    }
}

fn at_first_call(arguments: &[&str], fault: Option<&Fault>, expected: &Expected) -> Result<(), String> {
    let cluster = cluster();
    match fault {
        Some(fault) => cluster.server.plan([Some(fault.clone())]),
        None => {
            let nowhere =
                r#"[{"name": "west", "scheduler_uri": "127.0.0.1:1", "slave_root": "/x", "slave_run_directory": "y"}]"#;
            cluster.write("clusters.json", nowhere);
        }
    }
    let (exit, told) = run(&cluster, arguments, fault);
    if exit != i32::from(expected.exit) || !told.contains(expected.code) {
        return Err(format!("exit code {exit}, expected {} and {}\n{told}", expected.exit, expected.code));
    }
    // Whatever changes something waits until a scheduler has answered.
    let sent = cluster.methods();
    match expected.exit != 0 && sent.iter().any(|method| *method != "getVersion") {
        true => Err(format!("calls were made all the same: {sent:?}")),
        false => Ok(()),
    }
}

fn at_main_call(arguments: &[&str], effect: Effect, fault: &Fault, expected: &Expected) -> Result<(), String> {
    let cluster = cluster();
    cluster.server.plan([None, Some(fault.clone())]);
    let (exit, told) = run(&cluster, arguments, Some(fault));
    let is_change = effect == Effect::Changes;
    let wanted = match (fault, arguments.first()) {
        // It is not so: there is no task to log in to, and the tasks do not end.
        (Fault::Code(ResponseCode::Ok), Some(&"ssh")) => 4,
        (Fault::Code(ResponseCode::Ok), Some(&"kill" | &"killall")) => 9,
        _ => i32::from(expected.exit),
    };
    let code = if is_change && expected.doubt { "AUR0605" } else { expected.code };
    if exit != wanted || !told.contains(code) {
        return Err(format!("exit code {exit}, expected {wanted} and {code}\n{told}"));
    }
    let main = cluster.methods().get(1..).unwrap_or_default().to_vec();
    if is_change && exit != 0 {
        let changing = ["createJob", "killTasks", "startCronJob"];
        if main.iter().filter(|method| changing.contains(method)).count() > 1 {
            return Err(format!("a changing call was repeated: {main:?}"));
        }
        let words = told.split_whitespace().collect::<Vec<_>>().join(" ");
        let says_doubt = words.contains("it may have happened; check with `aurora status west/www-data/prod/");
        if expected.doubt != says_doubt && !matches!(fault, Fault::Code(ResponseCode::Warning)) {
            return Err(format!("doubt {says_doubt} instead of {}\n{told}", expected.doubt));
        }
        if told.contains("Job url") && !matches!(fault, Fault::Code(ResponseCode::Ok)) {
            return Err(format!("it goes on after a failure\n{told}"));
        }
    }
    Ok(())
}

fn run(cluster: &Cluster, arguments: &[&str], fault: Option<&Fault>) -> (i32, String) {
    let path = cluster.path();
    let timeout = if matches!(fault, Some(Fault::Slow(_))) { "2" } else { "60" };
    let variables = [("AURORA_RETRY_FOR", "0"), ("AURORA_TIMEOUT", timeout), ("PATH", path.as_str())];
    let run = cluster.run_with(arguments, &variables);
    (run.exit, text(&run.stderr))
}

/// A cluster with a running service and a cron job.
fn cluster() -> Cluster {
    let cluster = Cluster::start(|memory| {
        create(memory, job("hello", None));
        create(memory, job("nightly", Some("0 3 * * *")));
        memory.advance(10_000);
    });
    cluster.write("hello.aurora", &service(2));
    cluster.write("fresh.aurora", &service(2).replace("name = 'hello', instances", "name = 'fresh', instances"));
    cluster.program("ssh", "exit 0");
    cluster
}

fn create(memory: &Memory, job: JobConfiguration) {
    let call = Call::CreateJob { description: Some(job), session: Some(SessionKey::unauthenticated()), lock: None };
    assert!(memory.handle(&call).is_ok());
}

fn job(name: &str, cron: Option<&str>) -> JobConfiguration {
    let owner = Identity { role: Some("www-data".to_owned()), user: Some("tester".to_owned()), ..Default::default() };
    let task = TaskConfig {
        job_name: Some(name.to_owned()),
        environment: Some("prod".to_owned()),
        owner: Some(owner.clone()),
        is_service: Some(cron.is_none()),
        num_cpus: Some(0.5),
        ram_mb: Some(64),
        disk_mb: Some(32),
        priority: Some(0),
        max_task_failures: Some(1),
        production: Some(false),
        executor_config: Some(aurora::scheduler::api::ExecutorConfig {
            name: Some("AuroraExecutor".to_owned()),
            data: Some("{}".to_owned()),
            ..Default::default()
        }),
        ..Default::default()
    };
    JobConfiguration {
        key: Some(JobKey::new("www-data", "prod", name)),
        owner: Some(owner),
        cron_schedule: cron.map(str::to_owned),
        cron_collision_policy: Some(CronCollisionPolicy::KillExisting),
        task_config: Some(task),
        instance_count: Some(2),
        ..Default::default()
    }
}
