//! `update`, `restart`, `cancel_update` and hooks: the real program against the in-process scheduler, through real sockets.

#![allow(clippy::disallowed_methods)]

#[path = "support/cluster.rs"]
mod cluster;
#[path = "support/sealed.rs"]
mod sealed;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use aurora::scheduler::api::{Call, ScheduleStatus, TaskQuery};
use aurora::scheduler::memory::serve::Fault;
use aurora::scheduler::memory::{Memory, Personality, TaskFate};
use aurora::scheduler::{Scheduler, http};
use cluster::{Cluster, SPEED, text};
use sealed::Run;

const KEY: &str = "west/www-data/prod/hello";

/// A service with so many instances and a command.
fn job(instances: u32, command: &str, more: &str) -> String {
    format!(
        "jobs = [Service(cluster = 'west', role = 'www-data', environment = 'prod', name = 'hello', instances = {instances},\n\
         \x20 task = SequentialTask(name = 'hello', processes = [Process(name = 'run', cmdline = '{command}')],\n\
         \x20   resources = Resources(cpu = 0.5, ram = 64*MB, disk = 32*MB)){more})]\n"
    )
}

/// A cluster where the job runs; `old.aurora` is what runs, `new.aurora` has another command.
fn running(prepare: impl FnOnce(&Memory) + Send + 'static, instances: u32) -> Cluster {
    let cluster = Cluster::start(prepare);
    cluster.write("old.aurora", &job(instances, "sleep 1", ""));
    cluster.write("new.aurora", &job(instances, "sleep 2", ""));
    let run = cluster.run(&["create", "--wait-until=RUNNING", KEY, "old.aurora"]);
    assert_eq!(run.exit, 0, "{}", text(&run.stderr));
    cluster
}

/// What each active instance runs.
fn commands(cluster: &Cluster) -> BTreeMap<i32, String> {
    let http = http::Http::new(&cluster.server.uri(), http::HttpSettings::default()).expect("an address");
    let key = aurora::scheduler::api::JobKey::new("www-data", "prod", "hello");
    let query = TaskQuery::job(&key).statuses(ScheduleStatus::ACTIVE);
    let response = http.call(&Call::GetTasksStatus { query: Some(query) }).expect("an answer");
    let command = |task: &aurora::scheduler::api::ScheduledTask| {
        let data = task.config()?.executor_config.as_ref()?.data.clone()?;
        let data: serde_json::Value = serde_json::from_str(&data).ok()?;
        Some((task.instance()?, data["task"]["processes"][0]["cmdline"].as_str()?.to_owned()))
    };
    response.tasks().iter().filter_map(command).collect()
}

fn all(instances: i32, command: &str) -> BTreeMap<i32, String> {
    (0..instances).map(|id| (id, command.to_owned())).collect()
}

/// A report for people on one line.
fn flat(stderr: &[u8]) -> String {
    text(stderr).replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn told(run: &Run) -> String {
    format!("exit {}\n{}{}\n{}", run.exit, text(&run.stdout), text(&run.stderr), flat(&run.stderr))
}

#[test]
fn update_shows_its_plan_and_its_steps() {
    let cluster = running(|_| {}, 2);
    let run = cluster.run(&["update", KEY, "new.aurora"]);
    assert_eq!(run.exit, 0, "{}", told(&run));
    let log = text(&run.stderr);
    let plan = " INFO] Plan\nACTION   COUNT  INSTANCES  CHANGES\nreplace  2      0,1        task.processes[run].cmdline\n\
                2 instances; 2 batches of at most 1, which take at least 1 min 30 s.\n INFO] Killing instances: 0\n";
    assert!(log.contains(plan), "{log}");
    assert!(log.ends_with(" INFO] Instances up and healthy: 1\n INFO] Update successful\n"), "{log}");
    assert_eq!(commands(&cluster), all(2, "sleep 2"));
    let again = cluster.run(&["update", KEY, "new.aurora"]);
    assert!(again.exit == 0 && text(&again.stderr).contains("Nothing has to be changed."), "{}", told(&again));
}

#[test]
fn a_dry_run_changes_nothing_and_takes_no_lock() {
    let cluster = running(|_| {}, 2);
    cluster.write("four.aurora", &job(4, "sleep 1", ""));
    let before = cluster.methods().len();
    let run = cluster.run(&["update", "--dry-run", KEY, "four.aurora"]);
    let plan = "ACTION  COUNT  INSTANCES\nadd     2      2,3\nkeep    2      0,1\n\
                2 instances now, then 4; 2 batches of at most 1, which take at least 1 min 30 s.\n";
    assert_eq!((run.exit, text(&run.stdout).as_str()), (0, plan));
    assert_eq!(cluster.methods()[before..], ["getVersion", "getTasksStatus", "populateJobConfig"]);
    let json = cluster.run(&["update", "--dry-run", "--format=json", KEY, "four.aurora"]);
    let document: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!((&document["add"], &document["least_seconds"]), (&serde_json::json!([2, 3]), &90.into()));
    assert_eq!(commands(&cluster), all(2, "sleep 1"));
}

#[test]
fn events_come_one_a_line() {
    let cluster = running(|_| {}, 1);
    let run = cluster.run(&["update", "--format", "json", KEY, "new.aurora"]);
    assert_eq!(run.exit, 0, "{}", told(&run));
    let events: Vec<serde_json::Value> =
        text(&run.stdout).lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    let names: Vec<&str> = events.iter().filter_map(|event| event["event"].as_str()).collect();
    let steps =
        ["locked", "planned", "killing", "killed", "adding", "added", "watching", "healthy", "released", "ended"];
    assert_eq!(names, steps);
    assert_eq!((&events[9]["outcome"], &events[9]["lock"]), (&"finished".into(), &"released".into()));
}

/// Runs the program on a terminal of `script`, from util-linux; what arrived there.
fn on_terminal(cluster: &Cluster, arguments: &str) -> String {
    let command = format!("'{}' {arguments}", env!("CARGO_BIN_EXE_aurora"));
    let output = Command::new("script")
        .args(["-q", "-e", "-c", &command, "/dev/null"])
        .current_dir(cluster.folder())
        .env("TERM", "xterm-256color")
        .env("AURORA_CONFIG_ROOT", cluster.folder())
        .env("AURORA_CLOCK_SPEED", SPEED.to_string())
        .env("HOME", cluster.folder())
        .env("LOGNAME", "tester")
        .stdin(Stdio::null())
        .output()
        .expect("script is part of every Debian");
    text(&output.stdout)
}

#[test]
fn a_terminal_has_a_bar_below_the_lines_and_a_log_has_none() {
    let cluster = running(|_| {}, 2);
    for (arguments, doing) in [
        (format!("update {KEY} new.aurora"), ["0/2 stopping 0", "0/2 watching 0", "1/2 watching 1"]),
        (format!("restart --watch_secs=30 {KEY}"), ["0/2 restarting 0", "0/2 watching 0", "1/2 watching 1"]),
    ] {
        let shown = on_terminal(&cluster, &arguments);
        for words in doing {
            assert!(shown.contains(words), "{words} is not in {shown:?}");
        }
        assert!(shown.contains(" INFO] Watching instances: 1"), "{shown:?}");
        // The bar goes away at the end: the last lines stand alone.
        let last = shown.rsplit("\u{1b}[2K").next().unwrap_or_default();
        assert!(last.contains(" INFO] ") && !last.contains("/2 "), "{shown:?}");
    }
    let log = cluster.run(&["restart", "--watch_secs=5", KEY]);
    assert!(!text(&log.stderr).contains("/2 "), "{}", told(&log));
}

#[test]
fn a_failed_update_is_rolled_back() {
    let fates = BTreeMap::from([(0, vec![TaskFate::Runs, TaskFate::FailsAfter(5_000), TaskFate::Runs])]);
    let cluster = running(move |memory| memory.set_fates(fates), 2);
    let run = cluster.run(&["update", KEY, "new.aurora"]);
    let log = flat(&run.stderr);
    assert_eq!(run.exit, 4, "{log}");
    assert!(log.contains("was rolled back: instance 0 did not stay up"), "{log}");
    assert_eq!(cluster.methods().last(), Some(&"releaseLock"));
    assert_eq!(commands(&cluster), all(2, "sleep 1"));
}

#[test]
fn without_rollback_everything_is_left_and_told() {
    let fates = BTreeMap::from([(0, vec![TaskFate::Runs, TaskFate::StaysPending])]);
    let cluster = running(move |memory| memory.set_fates(fates), 2);
    let settings = ", update_config = UpdateConfig(rollback_on_failure = False)";
    cluster.write("new.aurora", &job(2, "sleep 2", settings));
    let run = cluster.run(&["update", KEY, "new.aurora"]);
    let log = flat(&run.stderr);
    assert_eq!(run.exit, 4, "{log}");
    assert!(log.contains("AUR0712") && log.contains("nothing was taken back"), "{log}");
    assert_eq!(commands(&cluster), BTreeMap::from([(0, "sleep 2".to_owned()), (1, "sleep 1".to_owned())]));
}

#[test]
fn what_cannot_start_says_so_and_gives_the_lock_back() {
    let cluster = running(|_| {}, 2);
    let run = cluster.run(&["update", "--shards=7", KEY, "new.aurora"]);
    assert!(run.exit == 10 && flat(&run.stderr).contains("outside of supported range"), "{}", told(&run));
    assert_eq!(cluster.methods().last(), Some(&"releaseLock"));
    for (code, exit) in [("AuthFailed", 30), ("InvalidRequest", 10)] {
        let code = match code {
            "AuthFailed" => aurora::scheduler::api::ResponseCode::AuthFailed,
            _ => aurora::scheduler::api::ResponseCode::InvalidRequest,
        };
        cluster.server.plan([None, Some(Fault::Code(code))]);
        let run = cluster.run(&["update", KEY, "new.aurora"]);
        assert!(run.exit == exit && flat(&run.stderr).contains("nothing was changed"), "{}", told(&run));
    }
    let usage = cluster.run(&["update", KEY]);
    assert_eq!(usage.exit, 2, "{}", told(&usage));
    assert_eq!(cluster.run(&["update", "--shards=3-1", KEY, "new.aurora"]).exit, 2);
    cluster.write("bad.aurora", &job(2, "x", ", update_config = UpdateConfig(batch_size = 0)"));
    let bad = cluster.run(&["update", KEY, "bad.aurora"]);
    assert!(bad.exit == 3 && flat(&bad.stderr).contains("AUR0705"), "{}", told(&bad));
}

#[test]
fn a_refused_call_in_the_middle_keeps_the_lock_and_names_the_way_out() {
    let cluster = running(|_| {}, 1);
    let error = aurora::scheduler::api::ResponseCode::Error;
    // getVersion, acquireLock, getTasksStatus, populateJobConfig, killTasks, getTasksWithoutConfigs, addInstances
    cluster.server.plan([None, None, None, None, None, None, Some(Fault::Code(error))]);
    let run = cluster.run(&["update", KEY, "new.aurora"]);
    let log = flat(&run.stderr);
    assert_eq!(run.exit, 10, "{log}");
    assert!(log.contains("stopped and not surely started again: instance 0"), "{log}");
    assert!(log.contains("`aurora cancel_update west/www-data/prod/hello` releases the lock"), "{log}");
    assert_ne!(cluster.methods().last(), Some(&"releaseLock"));
    assert_eq!(cluster.run(&["cancel_update", KEY]).exit, 0);
    assert_eq!(cluster.run(&["update", KEY, "new.aurora"]).exit, 0);
    assert_eq!(commands(&cluster), all(1, "sleep 2"));
}

#[test]
fn a_large_change_counts_down_unless_forced() {
    let cluster = running(|_| {}, 1);
    cluster.write("five.aurora", &job(5, "sleep 1", ", update_config = UpdateConfig(batch_size = 5)"));
    let run = cluster.run(&["update", KEY, "five.aurora"]);
    let warning = "this update is a large change: from 1 to 5 instances. Press ^C within 5 seconds to abort";
    assert!(run.exit == 0 && text(&run.stderr).contains(warning), "{}", told(&run));
    let back = cluster.run(&["update", "--force", KEY, "old.aurora"]);
    assert!(back.exit == 0 && !text(&back.stderr).contains("large change"), "{}", told(&back));
    assert_eq!(commands(&cluster), all(1, "sleep 1"));
}

/// Starts the program and does not wait for it.
fn start(cluster: &Cluster, arguments: &[&str], speed: u32) -> Child {
    program_of(cluster, env!("CARGO_BIN_EXE_aurora"), arguments, speed)
}

fn program_of(cluster: &Cluster, name: &str, arguments: &[&str], speed: u32) -> Child {
    Command::new(name)
        .args(arguments)
        .current_dir(cluster.folder())
        .env_clear()
        .env("LOGNAME", "tester")
        .env("HOME", cluster.folder())
        .env("AURORA_CONFIG_ROOT", cluster.folder())
        .env("AURORA_CLOCK_SPEED", speed.to_string())
        .env("TZ", "UTC")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

/// Waits until the scheduler has been called so often, or the program has ended.
fn wait_for_calls(cluster: &Cluster, child: &mut Child, count: usize) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while cluster.methods().len() < count && child.try_wait().expect("it is our child").is_none() {
        assert!(Instant::now() < deadline, "the program does nothing");
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status();
    assert!(status.is_ok_and(|status| status.success()), "the signal is sent");
}

fn ended(child: Child) -> (i32, String) {
    let output = child.wait_with_output().expect("it ends");
    (output.status.code().unwrap_or(-1), flat(&output.stderr))
}

#[test]
fn one_interrupt_stops_after_the_step_and_a_second_leaves_at_once() {
    let cluster = running(|_| {}, 3);
    let before = cluster.methods().len();
    let mut child = start(&cluster, &["update", KEY, "new.aurora"], 1);
    wait_for_calls(&cluster, &mut child, before + 8);
    signal(&child, "INT");
    let (exit, log) = ended(child);
    assert_eq!(exit, 130, "{log}");
    assert!(log.contains("begun and not watched to the end: instance 0; not begun: 2 instances (1,2)"), "{log}");
    assert!(log.contains("`aurora update west/www-data/prod/hello new.aurora` goes on from here"), "{log}");
    assert_eq!(cluster.methods().last(), Some(&"releaseLock"));
    // The second update kills slowly, so that it can be left in the middle of a step.
    let before = cluster.methods().len();
    let mut child = start(&cluster, &["restart", "--watch_secs=5", KEY], SPEED);
    wait_for_calls(&cluster, &mut child, before + 4);
    signal(&child, "INT");
    let (exit, log) = ended(child);
    assert!(
        exit == 130 && log.contains("`aurora restart --shards=1,2 west/www-data/prod/hello`")
            || log.contains("--shards=0-2"),
        "{log}"
    );
}

#[test]
fn a_second_interrupt_says_that_the_lock_is_held() {
    let cluster =
        running(|memory| memory.set_pace(aurora::scheduler::memory::Pace { kill: 100_000, ..Default::default() }), 1);
    let before = cluster.methods().len();
    let mut child = start(&cluster, &["update", KEY, "new.aurora"], SPEED);
    wait_for_calls(&cluster, &mut child, before + 6);
    signal(&child, "INT");
    std::thread::sleep(Duration::from_millis(300));
    signal(&child, "INT");
    let (exit, log) = ended(child);
    assert_eq!(exit, 130, "{log}");
    assert!(log.contains("the job is still locked for this update: `aurora cancel_update"), "{log}");
    assert_ne!(cluster.methods().last(), Some(&"releaseLock"));
    let again = start(&cluster, &["update", KEY, "new.aurora"], SPEED);
    let (exit, log) = ended(again);
    assert!(exit == 10 && log.contains("is locked by your own update of"), "{log}");
}

#[test]
fn a_terminal_that_goes_away_is_an_interrupt_unless_it_is_to_be_ignored() {
    let cluster = running(|_| {}, 2);
    let before = cluster.methods().len();
    let mut child = start(&cluster, &["update", KEY, "new.aurora"], SPEED);
    wait_for_calls(&cluster, &mut child, before + 8);
    signal(&child, "HUP");
    let (exit, log) = ended(child);
    assert!(exit == 130 && log.contains("was interrupted"), "{exit} {log}");
    assert_eq!(cluster.methods().last(), Some(&"releaseLock"));
    // As nohup does it.
    let before = cluster.methods().len();
    let command = format!("trap '' HUP; exec '{}' update {KEY} new.aurora", env!("CARGO_BIN_EXE_aurora"));
    let mut child = program_of(&cluster, "sh", &["-c", &command], SPEED);
    wait_for_calls(&cluster, &mut child, before + 6);
    signal(&child, "HUP");
    let (exit, log) = ended(child);
    assert_eq!(exit, 0, "{log}");
    assert_eq!(commands(&cluster), all(2, "sleep 2"));
}

/// Settings with which an update takes little time.
const QUICK: &str = ", update_config = UpdateConfig(watch_secs = 2, restart_threshold = 10), \
                     health_check_config = HealthCheckConfig(initial_interval_secs = 0.5, interval_secs = 0.5)";

/// Kills an update with SIGKILL at a call, and recovers as `docs/update.md` has it.
fn killed_at(number: usize) {
    let cluster = running(|_| {}, 3);
    cluster.write("new.aurora", &job(3, "sleep 2", QUICK));
    let update = ["update", "--updater_health_check_interval_seconds=1", KEY, "new.aurora"];
    let before = cluster.methods().len();
    let mut child = start(&cluster, &update, SPEED);
    wait_for_calls(&cluster, &mut child, before + number);
    let _ = child.kill();
    let (exit, log) = ended(child);
    assert_eq!(exit, -1, "call {number}: it was killed: {log}");
    let (exit, log) = ended(start(&cluster, &update, SPEED));
    if exit != 0 {
        assert_eq!(exit, 10, "call {number}: {log}");
        assert!(log.contains("AUR0716"), "call {number}: {log}");
        assert!(log.contains("by your own update of"), "call {number}: {log}");
        assert!(log.contains("which ended without giving the lock back ("), "call {number}: {log}");
        assert!(log.contains("`aurora cancel_update west/www-data/prod/hello` would release the lock"), "{log}");
        assert_eq!(cluster.run(&["cancel_update", KEY]).exit, 0, "call {number}");
        let (exit, log) = ended(start(&cluster, &update, SPEED));
        assert_eq!(exit, 0, "call {number}: {log}");
    }
    assert_eq!(commands(&cluster), all(3, "sleep 2"), "call {number}");
}

#[test]
fn a_killed_update_is_recognised_and_recovered_from() {
    // getVersion, acquireLock, getTasksStatus, populateJobConfig, killTasks, looks, addInstances, looks, and so on.
    for number in [1, 2, 3, 4, 5, 6, 7, 9, 14, 24] {
        killed_at(number);
    }
}

/// One fault at one call of an update: it ends as wanted, or says so and names the way out, which then works.
fn struck_at(number: usize, fault: &Fault) {
    let place = format!("{fault:?} at call {number}");
    let cluster = running(|_| {}, 1);
    cluster.write("new.aurora", &job(1, "sleep 2", QUICK));
    let update = ["update", "--updater_health_check_interval_seconds=1", KEY, "new.aurora"];
    cluster.server.plan((0..number).map(|_| None).chain([Some(fault.clone())]));
    let run = cluster.run(&update);
    let log = flat(&run.stderr);
    if run.exit != 0 {
        assert!([7, 10, 30].contains(&run.exit), "{place}: {log}");
        assert!(log.contains("nothing was changed") || log.contains("aurora cancel_update"), "{place}: {log}");
        assert_eq!(cluster.run(&["cancel_update", KEY]).exit, 0, "{place}");
        let again = cluster.run(&update);
        assert_eq!(again.exit, 0, "{place}: {log} {}", told(&again));
    }
    assert_eq!(commands(&cluster), all(1, "sleep 2"), "{place}: {log}");
    // While there is no leader nothing happens: that is waited out, whatever the call.
    assert!(*fault != Fault::Page(503) || run.exit == 0, "{place}: {log}");
    let locked = cluster.run(&["update", KEY, "new.aurora"]);
    assert_eq!(locked.exit, 0, "{place}: no lock is left: {}", told(&locked));
}

#[test]
fn a_fault_at_any_call_of_an_update_is_survived_or_told() {
    let faults = [Fault::Drop, Fault::CutAnswer, Fault::Garbage, Fault::Page(500), Fault::Page(503), Fault::Page(401)];
    for fault in faults {
        // getVersion is the matter of `tests/faults.rs`; the last ones are looks at the instance and releaseLock.
        for number in [1, 2, 4, 6, 7, 10] {
            struck_at(number, &fault);
        }
    }
}

/// One fault at one call of a restart: it ends as wanted, or says what is left and how to go on, which then works.
fn restart_struck_at(number: usize, fault: &Fault) {
    let place = format!("{fault:?} at call {number}");
    let cluster = running(|_| {}, 2);
    cluster.server.plan((0..number).map(|_| None).chain([Some(fault.clone())]));
    let run = cluster.run(&["restart", "--watch_secs=2", "--updater_health_check_interval_seconds=1", KEY]);
    let log = flat(&run.stderr);
    if run.exit != 0 {
        assert!([7, 10, 30].contains(&run.exit), "{place}: {log}");
        let again = format!("`aurora restart --shards=0,1 {KEY}`");
        let ways = ["nothing was changed", "`aurora cancel_update", again.as_str()];
        let names_a_way = ways.iter().any(|way| log.contains(way));
        assert!(names_a_way, "{place}: {log}");
        assert!(!log.contains("Job url"), "{place}: it goes on after a failure: {log}");
        let again = cluster.run(&["restart", "--watch_secs=2", KEY]);
        assert_eq!(again.exit, 0, "{place}: {}", told(&again));
    }
    // A call that changes something is not sent again by itself once it may have been carried out.
    let restarts = cluster.methods().iter().filter(|method| **method == "restartShards").count();
    assert!(run.exit != 0 || restarts <= 3, "{place}: {restarts} calls");
}

/// One fault at the call that releases the lock: it is released, or the command says that it can be repeated.
fn cancel_struck(fault: &Fault) {
    let cluster = running(|_| {}, 1);
    cluster.write("new.aurora", &job(1, "sleep 2", QUICK));
    let key = aurora::scheduler::api::JobKey::new("www-data", "prod", "hello");
    let http = http::Http::new(&cluster.server.uri(), http::HttpSettings::default()).expect("an address");
    assert!(http.acquire_lock(key).is_ok_and(|response| response.is_ok()));
    cluster.server.plan([None, Some(fault.clone())]);
    let run = cluster.run(&["cancel_update", KEY]);
    let log = flat(&run.stderr);
    if run.exit != 0 {
        assert!([7, 10, 30].contains(&run.exit), "{fault:?}: {log}");
        assert!(log.contains("can be repeated safely") || log.contains("AUR0715"), "{fault:?}: {log}");
        assert_eq!(cluster.run(&["cancel_update", KEY]).exit, 0, "{fault:?}");
    }
    assert_eq!(cluster.run(&["update", KEY, "new.aurora"]).exit, 0, "{fault:?}: no lock is left");
}

#[test]
fn a_fault_at_any_call_of_a_restart_or_a_cancellation_is_survived_or_told() {
    let codes = [
        aurora::scheduler::api::ResponseCode::Error,
        aurora::scheduler::api::ResponseCode::LockError,
        aurora::scheduler::api::ResponseCode::AuthFailed,
        aurora::scheduler::api::ResponseCode::ErrorTransient,
    ];
    let mut faults =
        vec![Fault::Drop, Fault::CutAnswer, Fault::Garbage, Fault::Page(500), Fault::Page(503), Fault::Page(401)];
    faults.extend(codes.map(Fault::Code));
    for fault in faults {
        cancel_struck(&fault);
        // The look at what is active, restartShards, and a look at what comes up.
        for number in [1, 2, 3] {
            restart_struck_at(number, &fault);
        }
    }
}

#[test]
fn restart_goes_through_all_instances() {
    let cluster = running(|_| {}, 3);
    let before = cluster.methods().len();
    let run = cluster.run(&["restart", "--batch_size=2", "--watch_secs=5", KEY]);
    assert_eq!(run.exit, 0, "{}", told(&run));
    let log = text(&run.stderr);
    assert!(
        log.contains(" INFO] Restarting instances: 0,1\n") && log.contains(" INFO] Restarting instances: 2\n"),
        "{log}"
    );
    assert!(log.contains(" INFO] All instances were restarted successfully\n INFO] Job url: http://"), "{log}");
    assert_eq!(cluster.methods()[before..].iter().filter(|name| **name == "restartShards").count(), 2);
    let one = cluster.run(&["restart", "--shards=1", "--watch_secs=5", KEY]);
    assert!(one.exit == 0 && text(&one.stderr).contains("(instances: 1)"), "{}", told(&one));
    let bad = cluster.run(&["restart", "--shards=9", KEY]);
    assert!(bad.exit == 10 && flat(&bad.stderr).contains("Not all requested shards are active."), "{}", told(&bad));
    let none = cluster.run(&["restart", "west/www-data/prod/other"]);
    assert!(none.exit == 0 && text(&none.stderr).contains("Nothing to do."), "{}", told(&none));
    for wrong in ["--watch_secs=0", "--batch_size=0", "--restart_threshold=0", "--max_total_failures=-1"] {
        assert_eq!(cluster.run(&["restart", wrong, KEY]).exit, 2, "{wrong}");
    }
}

#[test]
fn a_restart_that_fails_too_often_ends_with_an_error() {
    let fates = BTreeMap::from([(0, vec![TaskFate::Runs, TaskFate::StaysPending])]);
    let cluster = running(move |memory| memory.set_fates(fates), 2);
    let run = cluster.run(&["restart", "--restart_threshold=10", "--watch_secs=5", KEY]);
    assert_eq!(run.exit, 4, "{}", told(&run));
    let log = flat(&run.stderr);
    assert!(log.contains("AUR0717") && log.contains("aurora restart --shards=0,1 west"), "{log}");
    let tolerant = cluster.run(&["restart", "--restart_threshold=10", "--watch_secs=5", "--max_total_failures=1", KEY]);
    assert!(tolerant.exit == 0 && flat(&tolerant.stderr).contains("Instances 0 failed"), "{}", told(&tolerant));
}

#[test]
fn schedulers_without_locks_carry_updates_out() {
    let cluster = running(|memory| memory.set_personality(Personality::Updates), 2);
    let run = cluster.run(&["update", KEY, "new.aurora"]);
    let log = text(&run.stderr);
    assert_eq!(run.exit, 0, "{log}");
    assert!(
        log.contains(" INFO] This scheduler has no locks (0.13 and later): it carries the update out itself\n"),
        "{log}"
    );
    assert!(log.contains(" INFO] The scheduler's update is ROLLED_FORWARD\n INFO] Update successful\n"), "{log}");
    assert_eq!(commands(&cluster), all(2, "sleep 2"));
    let same = cluster.run(&["update", KEY, "new.aurora"]);
    assert!(same.exit == 0 && text(&same.stderr).contains("Job is unchanged"), "{}", told(&same));
    let none = cluster.run(&["update", "--pause", KEY]);
    assert!(none.exit == 4 && flat(&none.stderr).contains("no update of"), "{}", told(&none));
    assert_eq!(cluster.run(&["cancel_update", KEY]).exit, 0);
}

#[test]
fn an_update_of_the_scheduler_is_paused_resumed_rolled_back_and_aborted() {
    for (command, exit, end) in [("--resume", 0, "sleep 2"), ("--rollback", 0, "sleep 1"), ("cancel_update", 0, "")] {
        let cluster = running(|memory| memory.set_personality(Personality::Updates), 2);
        let before = cluster.methods().len();
        let mut child = start(&cluster, &["update", KEY, "new.aurora"], SPEED);
        wait_for_calls(&cluster, &mut child, before + 7);
        signal(&child, "INT");
        let (code, log) = ended(child);
        assert!(code == 130 && log.contains("is paused") && log.contains("aurora update --resume"), "{code} {log}");
        let busy = cluster.run(&["update", KEY, "old.aurora"]);
        assert!(busy.exit == 10 && flat(&busy.stderr).contains("active update already exists"), "{}", told(&busy));
        let run = match command {
            "cancel_update" => cluster.run(&["cancel_update", KEY]),
            option => cluster.run(&["update", option, KEY]),
        };
        assert_eq!(run.exit, exit, "{command}: {}", told(&run));
        if !end.is_empty() {
            assert_eq!(commands(&cluster), all(2, end), "{command}");
        }
        assert!(cluster.run(&["update", "--watch", KEY]).exit == 4, "{command}: none is under way");
    }
}

/// A configuration whose hooks say what they see.
fn with_hooks(class: &str) -> String {
    format!("class Hook(object):\n{class}\nhooks = [Hook()]\n{}", job(1, "sleep 1", ", enable_hooks = True"))
}

#[test]
fn hooks_of_the_configuration_run_around_every_change() {
    let cluster = Cluster::start(|_| {});
    let class = "  def generic_hook(self, hook_config, event, method, result, args, kw):\n    \
                 print event, method, hook_config.job_key\n    return True";
    cluster.write("hooks.aurora", &with_hooks(class));
    let both = |method: &str| format!("pre {method} {KEY}\npost {method} {KEY}\n");
    for (arguments, method) in [
        (vec!["create", "--wait_until=RUNNING", KEY, "hooks.aurora"], "create_job"),
        (vec!["restart", "--watch_secs=5", KEY, "hooks.aurora"], "restart"),
        (vec!["update", KEY, "hooks.aurora"], "update_job"),
        (vec!["cancel_update", KEY, "hooks.aurora"], "cancel_update"),
        (vec!["kill", KEY, "hooks.aurora"], "kill_job"),
    ] {
        let run = cluster.run(&arguments);
        assert_eq!((run.exit, text(&run.stdout)), (0, both(method)), "{}", told(&run));
    }
    let run = cluster.run(&["start_cron", KEY, "hooks.aurora"]);
    assert_eq!((run.exit, text(&run.stdout)), (10, both("start_cronjob").replace("post", "err")), "{}", told(&run));
}

#[test]
fn a_hook_that_refuses_stops_the_command_before_any_call() {
    let cluster = Cluster::start(|_| {});
    let class = "  def generic_hook(self, *args):\n    print 'asked'\n    return False";
    cluster.write("hooks.aurora", &with_hooks(class));
    for command in ["create", "kill", "restart", "update", "cancel_update", "start_cron", "killall"] {
        let run = cluster.run(&[command, KEY, "hooks.aurora"]);
        let log = flat(&run.stderr);
        assert_eq!((run.exit, text(&run.stdout).as_str()), (4, "asked\n"), "{command}: {log}");
        assert!(log.contains("Pre hooks stopped call to"), "{command}: {log}");
    }
    assert!(cluster.methods().is_empty(), "{:?}", cluster.methods());
    // The reason turns programs off, not these.
    let run = cluster.run(&["create", "--disable_all_hooks_reason=late", KEY, "hooks.aurora"]);
    assert_eq!(run.exit, 4, "{}", told(&run));
    assert!(flat(&run.stderr).contains("Client hooks disabled; reason given by user: late"), "{}", told(&run));
}

/// Writes a program and makes it one.
fn program(cluster: &Cluster, name: &str, script: &str) {
    use std::os::unix::fs::PermissionsExt;
    let path = cluster.write(name, &format!("#!/bin/sh\n{script}\n"));
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("it is our file");
}

fn events(folder: &Path) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(folder.join("events")).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

#[test]
fn hook_programs_get_the_event_and_may_refuse() {
    let cluster = Cluster::start(|_| {});
    let path = [("PATH", "/usr/bin:/bin")];
    cluster.write("old.aurora", &job(2, "sleep 1", ""));
    program(&cluster, "note", "cat >> events");
    program(&cluster, "refuse", "echo not on Fridays >&2; exit 3");
    program(&cluster, "sleepy", "exec sleep 60");
    let clusters = |hooks: serde_json::Value| {
        let uri = cluster.server.uri();
        let entry = serde_json::json!([{"name": "west", "scheduler_uri": uri, "hooks": hooks}]);
        cluster.write("clusters.json", &entry.to_string());
    };
    clusters(
        serde_json::json!({"pre_create": ["./note"], "post_create": ["./note"], "err_create": [["./note"]], "pre_kill": ["./refuse"]}),
    );
    let run = cluster.run_with(&["create", KEY, "old.aurora"], &path);
    assert_eq!(run.exit, 0, "{}", told(&run));
    let seen = events(cluster.folder());
    assert_eq!(seen.len(), 2, "{seen:?}");
    assert_eq!(
        (&seen[0]["event"], &seen[0]["command"], &seen[0]["job_key"]),
        (&"pre".into(), &"create".into(), &KEY.into())
    );
    assert_eq!((&seen[0]["user"], &seen[0]["job"]["instanceCount"]), (&"tester".into(), &2.into()));
    assert_eq!(seen[1]["result"]["code"], "OK");
    let again = cluster.run_with(&["create", KEY, "old.aurora"], &path);
    assert_eq!(again.exit, 10);
    let seen = events(cluster.folder());
    assert_eq!((&seen[3]["event"], &seen[3]["result"]["code"]), (&"err".into(), &"INVALID_REQUEST".into()));
    let killed = cluster.run_with(&["kill", "--shards=1", KEY], &path);
    let log = flat(&killed.stderr);
    assert!(
        killed.exit == 4 && log.contains("not on Fridays") && log.contains("Pre hooks stopped call to kill_job"),
        "{log}"
    );
    let forced = cluster.run_with(&["kill", "--disable-all-hooks-reason", "emergency", KEY], &path);
    assert_eq!(forced.exit, 0, "{}", told(&forced));
    // The project's file counts, too; a program that does not end is ended, and one that is not there says no.
    clusters(serde_json::json!({}));
    cluster.write(
        "aurora.toml",
        "[hooks]\npre_restart = ['./sleepy']\npre_cancel_update = [['./missing', 'x']]\ntimeout_secs = 0.2\n",
    );
    let slow = cluster.run_with(&["restart", KEY], &path);
    assert!(slow.exit == 4 && flat(&slow.stderr).contains("took longer than 0.2 s"), "{}", told(&slow));
    let missing = cluster.run_with(&["cancel_update", KEY], &path);
    assert!(missing.exit == 4 && flat(&missing.stderr).contains("cannot be run"), "{}", told(&missing));
    cluster.write("aurora.toml", "[hooks]\npre_restrat = []\n");
    let wrong = cluster.run_with(&["restart", KEY], &path);
    assert!(wrong.exit == 4 && flat(&wrong.stderr).contains("did you mean `pre_restart`?"), "{}", told(&wrong));
}
