//! The later dialect's commands that 0.5.0's have no counterpart of, against the in-process scheduler.

#![allow(clippy::disallowed_methods)]

#[path = "support/cluster.rs"]
mod cluster;
#[path = "support/sealed.rs"]
mod sealed;

use aurora::scheduler::api::Call;
use aurora::scheduler::memory::Personality;
use cluster::{Cluster, service, text};

const KEY: &str = "west/www-data/prod/hello";

/// A cron job with this schedule.
fn report(schedule: &str) -> String {
    format!(
        "jobs = [Job(cluster = 'west', role = 'www-data', environment = 'prod', name = 'report',\n\
         \x20 cron_schedule = '{schedule}',\n\
         \x20 task = SimpleTask('report', 'make-report'))]\n"
    )
}

#[test]
fn cron_jobs_are_scheduled_shown_and_taken_off() {
    let cluster = Cluster::start(|_| {});
    let key = "west/www-data/prod/report";
    cluster.write("job.aurora", &report("0 4 * * *"));
    let missing = cluster.run(&["cron", "show", key]);
    assert_eq!(missing.exit, 4);
    assert!(text(&missing.stderr).contains("no cron job west/www-data/prod/report is registered"));
    for schedule in ["0 4 * * *", "15 5 * * *"] {
        cluster.write("job.aurora", &report(schedule));
        let run = cluster.run(&["cron", "schedule", key, "job.aurora"]);
        assert_eq!(run.exit, 0, "{}", text(&run.stderr));
        let shown = cluster.run(&["cron", "show", key]);
        assert_eq!(text(&shown.stdout), format!("{key}\t {schedule}\n"));
    }
    let json = cluster.run(&["show-cron", "--format={{ cron_schedule }}", key]);
    assert_eq!(text(&json.stdout).trim(), "15 5 * * *");
    assert_eq!(cluster.run(&["cron", "deschedule", key]).exit, 0);
    assert_eq!(cluster.run(&["cron", "show", key]).exit, 4);
    let again = cluster.run(&["cron", "deschedule", key]);
    assert_eq!(again.exit, 10, "{}", text(&again.stderr));
    assert!(cluster.methods().contains(&"scheduleCronJob") && cluster.methods().contains(&"descheduleCronJob"));
}

#[test]
fn jobs_are_listed_by_patterns() {
    let cluster = Cluster::start(|_| {});
    cluster.write("job.aurora", &service(1));
    cluster.write(
        "other.aurora",
        &service(1).replace("'www-data'", "'ops'").replace("name = 'hello', instances", "name = 'bye', instances"),
    );
    assert_eq!(cluster.run(&["create", KEY, "job.aurora"]).exit, 0);
    assert_eq!(cluster.run(&["create", "west/ops/prod/bye", "other.aurora"]).exit, 0);
    for (scope, expected) in [
        ("west", "west/ops/prod/bye\nwest/www-data/prod/hello\n"),
        ("west/www-data", "west/www-data/prod/hello\n"),
        ("west/*/prod/b*", "west/ops/prod/bye\n"),
        ("west/ops/devel", ""),
    ] {
        assert_eq!(text(&cluster.run(&["job", "list", scope]).stdout), expected, "{scope}");
    }
    assert_eq!(cluster.run(&["list_jobs", "west/"]).exit, 2);
}

#[test]
fn the_status_of_all_jobs_that_fit() {
    let cluster = Cluster::start(|_| {});
    cluster.write("job.aurora", &service(1));
    cluster.write(
        "other.aurora",
        &service(2).replace("'www-data'", "'ops'").replace("name = 'hello', inst", "name = 'help', inst"),
    );
    assert_eq!(cluster.run(&["create", "--wait_until=RUNNING", KEY, "job.aurora"]).exit, 0);
    assert_eq!(cluster.run(&["create", "--wait_until=RUNNING", "west/ops/prod/help", "other.aurora"]).exit, 0);
    for (pattern, expected) in [
        ("west", "west/ops/prod/help:2 west/www-data/prod/hello:1"),
        ("*/*/prod/hel*", "west/ops/prod/help:2 west/www-data/prod/hello:1"),
        ("west/*/*/hello", "west/www-data/prod/hello:1"),
        ("west/ops", "west/ops/prod/help:2"),
    ] {
        let form = "--format={% for job in jobs %}{{ job.job }}:{{ job.tasks | length }} {% endfor %}";
        let run = cluster.run(&["job", "status", form, pattern]);
        assert_eq!(text(&run.stdout).trim(), expected, "{pattern}: {}", text(&run.stderr));
    }
    let page = text(&cluster.run(&["job", "status", "west/*/prod/hel*"]).stdout);
    assert!(page.starts_with("west/ops/prod/help\nActive tasks (2)\n"), "{page}");
    assert!(page.contains("\nwest/www-data/prod/hello\nActive tasks (1)\n"), "{page}");
    let one = text(&cluster.run(&["job", "status", KEY]).stdout);
    assert!(one.starts_with("Active tasks (1)\n"), "{one}");
    for (pattern, exit) in [("west/*/prod/bye", 4), ("east*/ops", 4), ("west//prod", 2), ("west/[", 2)] {
        assert_eq!(cluster.run(&["job", "status", pattern]).exit, exit, "{pattern}");
    }
    assert_eq!(cluster.run(&["status", "west/*/prod/hello"]).exit, 2, "the document's command takes a key");
    assert_eq!(text(&cluster.run(&["job", "list", "w*/ops"]).stdout), "west/ops/prod/help\n");
}

#[test]
fn instances_that_are_named_must_be_there_if_strict() {
    let cluster = Cluster::start(|_| {});
    cluster.write("job.aurora", &service(2));
    assert_eq!(cluster.run(&["create", "--wait_until=RUNNING", KEY, "job.aurora"]).exit, 0);
    for command in ["kill", "restart"] {
        let run = cluster.run(&["job", command, "--strict", &format!("{KEY}/1-3")]);
        assert_eq!(run.exit, 4, "{command}");
        assert!(text(&run.stderr).contains("instances 2,3 of"), "{}", text(&run.stderr));
    }
    assert!(!cluster.methods().iter().any(|method| matches!(*method, "killTasks" | "restartShards")));
    let run = cluster.run(&["job", "kill", "--strict", "--no-batching", "--batch-size=1", &format!("{KEY}/0-1")]);
    assert_eq!(run.exit, 0, "{}", text(&run.stderr));
    let kills = cluster.methods().iter().filter(|method| **method == "killTasks").count();
    assert_eq!(kills, 1, "no batches");
}

#[test]
fn messages_reach_schedulers_that_keep_them() {
    let cluster = Cluster::start(|memory| memory.set_personality(Personality::Updates));
    cluster.write("job.aurora", &service(2));
    assert_eq!(cluster.run(&["create", "--wait_until=RUNNING", KEY, "job.aurora"]).exit, 0);
    cluster.write("job.aurora", &service(2).replace("sleep 60", "sleep 61"));
    let start = cluster.run(&["update", "start", "-m", "a/b/c/d", KEY, "job.aurora"]);
    assert_eq!(start.exit, 0, "{}", text(&start.stderr));
    assert!(text(&start.stderr).contains("`aurora update --watch"), "it is not watched: {}", text(&start.stderr));
    let pause = cluster.run(&["update", "pause", "--message=hold it", KEY]);
    assert_eq!(pause.exit, 0, "{}", text(&pause.stderr));
    assert_eq!(cluster.run(&["update", "resume", KEY]).exit, 0);
    let id = text(&cluster.run(&["update", "info", KEY, "--format={{ id }}"]).stdout);
    for _ in 0..2 {
        let wait = cluster.run(&["update", "wait", KEY, id.trim()]);
        assert_eq!(wait.exit, 0, "an update that has ended is told of, too: {}", text(&wait.stderr));
    }
    assert_eq!(cluster.run(&["update", "wait", KEY, "another"]).exit, 4);
    let kill = cluster.run(&["job", "kill", "-m", "enough", &format!("{KEY}/0")]);
    assert_eq!(kill.exit, 0, "{}", text(&kill.stderr));
    let messages: Vec<String> = cluster.server.calls().iter().filter_map(message).collect();
    assert_eq!(messages, ["a/b/c/d", "hold it", "enough"]);
}

/// The user's words in a call.
fn message(call: &Call) -> Option<String> {
    match call {
        Call::StartJobUpdate { message, .. }
        | Call::PauseJobUpdate { message, .. }
        | Call::ResumeJobUpdate { message, .. }
        | Call::KillTasks { message, .. } => message.clone(),
        _ => None,
    }
}

#[test]
fn a_message_that_is_lost_is_told() {
    let cluster = Cluster::start(|_| {});
    cluster.write("job.aurora", &service(1));
    assert_eq!(cluster.run(&["create", "--wait_until=RUNNING", KEY, "job.aurora"]).exit, 0);
    cluster.write("changed.aurora", &service(1).replace("sleep 60", "sleep 61"));
    for arguments in [
        vec!["update", "start", "-m", "why", KEY, "changed.aurora"],
        vec!["update", "abort", "-m", "why", KEY],
        vec!["job", "killall", "-m", "why", KEY],
    ] {
        let run = cluster.run(&arguments);
        assert_eq!(run.exit, 0, "{}", text(&run.stderr));
        assert!(text(&run.stderr).contains("--message"), "{arguments:?}: {}", text(&run.stderr));
    }
    assert!(cluster.server.calls().iter().filter_map(message).next().is_none());
}

#[test]
fn what_is_no_cron_job_is_not_scheduled() {
    let cluster = Cluster::start(|_| {});
    cluster.write("job.aurora", &service(1));
    let run = cluster.run(&["cron", "schedule", KEY, "job.aurora"]);
    assert_eq!(run.exit, 2);
    assert!(text(&run.stderr).contains("has no cron schedule"));
    assert!(cluster.methods().is_empty(), "nothing is asked");
}

#[test]
fn instances_are_added_as_copies() {
    let cluster = Cluster::start(|_| {});
    cluster.write("job.aurora", &service(2));
    assert_eq!(cluster.run(&["create", "--wait_until=RUNNING", KEY, "job.aurora"]).exit, 0);
    let run = cluster.run(&["job", "add", &format!("{KEY}/1"), "3"]);
    assert_eq!(run.exit, 0, "{}", text(&run.stderr));
    let status = cluster.run(&["status", "--format={{ tasks | map(attribute='instance') | sort | join(' ') }}", KEY]);
    assert_eq!(text(&status.stdout).trim(), "0 1 2 3 4");
    let absent = cluster.run(&["job", "add", &format!("{KEY}/9"), "1"]);
    assert_eq!(absent.exit, 4);
    assert!(text(&absent.stderr).contains("no active instance 9"));
    assert_eq!(cluster.run(&["job", "add", &format!("{KEY}/0"), "0"]).exit, 2);
    assert_eq!(cluster.run(&["job", "add", KEY, "1"]).exit, 2);
}

#[test]
fn a_later_scheduler_copies_the_instance_itself() {
    let cluster = Cluster::start(|memory| memory.set_personality(Personality::Updates));
    cluster.write("job.aurora", &service(1));
    assert_eq!(cluster.run(&["create", "--wait_until=RUNNING", KEY, "job.aurora"]).exit, 0);
    let run = cluster.run(&["job", "add", &format!("{KEY}/0"), "2"]);
    assert_eq!(run.exit, 0, "{}", text(&run.stderr));
    let status = cluster.run(&["status", "--format={{ tasks | map(attribute='instance') | sort | join(' ') }}", KEY]);
    assert_eq!(text(&status.stdout).trim(), "0 1 2");
    let absent = cluster.run(&["job", "add", &format!("{KEY}/9"), "1"]);
    assert_eq!(absent.exit, 4);
}

#[test]
fn updates_of_the_scheduler_are_listed_and_shown() {
    let cluster = Cluster::start(|memory| memory.set_personality(Personality::Updates));
    cluster.write("job.aurora", &service(2));
    assert_eq!(cluster.run(&["create", "--wait_until=RUNNING", KEY, "job.aurora"]).exit, 0);
    assert_eq!(text(&cluster.run(&["update", "list", "west/www-data"]).stdout), "");
    let none = cluster.run(&["update", "info", KEY]);
    assert_eq!(none.exit, 4);
    assert!(text(&none.stderr).contains("knows no update of"));
    cluster.write("job.aurora", &service(2).replace("sleep 60", "sleep 61"));
    let update = cluster.run(&["update", KEY, "job.aurora"]);
    assert_eq!(update.exit, 0, "{}", text(&update.stderr));
    for scope in ["west", "west/www-data", KEY] {
        let list = cluster.run(&["update", "list", scope]);
        assert!(text(&list.stdout).contains("ROLLED_FORWARD"), "{scope}: {}{}", text(&list.stdout), text(&list.stderr));
    }
    assert_eq!(text(&cluster.run(&["update", "list", "--active", KEY]).stdout), "");
    let info = text(&cluster.run(&["update", "info", KEY]).stdout);
    assert!(info.contains(KEY) && info.contains("ROLLING_FORWARD") && info.contains("ROLLED_FORWARD"), "{info}");
    let id = text(&cluster.run(&["update", "info", KEY, "--format={{ id }}"]).stdout);
    assert_eq!(cluster.run(&["update", "info", KEY, id.trim()]).exit, 0);
    assert_eq!(cluster.run(&["update", "info", KEY, "another"]).exit, 4);
}

#[test]
fn the_documents_scheduler_knows_of_no_updates() {
    let cluster = Cluster::start(|_| {});
    for arguments in [["update", "list", "west"], ["update", "info", KEY], ["update", "pause", KEY]] {
        let run = cluster.run(&arguments);
        assert_eq!(run.exit, 10, "{arguments:?}: {}", text(&run.stderr));
        assert!(text(&run.stderr).contains("scheduler"), "{arguments:?}: {}", text(&run.stderr));
    }
}

#[test]
fn instances_of_a_command_on_hosts() {
    let cluster = Cluster::start(|_| {});
    cluster.write("job.aurora", &service(3));
    assert_eq!(cluster.run(&["create", "--wait_until=RUNNING", KEY, "job.aurora"]).exit, 0);
    cluster.program("ssh", "echo ran");
    let path = cluster.path();
    let run = cluster.run_with(&["task", "run", &format!("{KEY}/0,2"), "uptime"], &[("PATH", &path)]);
    assert_eq!(run.exit, 0, "{}", text(&run.stderr));
    let mut lines: Vec<String> = text(&run.stdout).lines().map(str::to_owned).collect();
    lines.sort();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].ends_with("[0]:  ran") && lines[1].ends_with("[2]:  ran"), "{lines:?}");
}

#[test]
fn files_are_copied_by_scp() {
    let cluster = Cluster::start(|_| {});
    cluster.write("job.aurora", &service(1));
    assert_eq!(cluster.run(&["create", "--wait_until=RUNNING", KEY, "job.aurora"]).exit, 0);
    cluster.program("scp", "for word in \"$@\"; do echo \"$word\"; done; exit 3");
    let path = cluster.path();
    let place = format!("{KEY}/0:logs/out");
    let run = cluster.run_with(&["task", "scp", &place, "here:now"], &[("PATH", &path)]);
    assert_eq!(run.exit, 3, "{}", text(&run.stderr));
    let words = text(&run.stdout);
    let words: Vec<&str> = words.lines().collect();
    assert_eq!((words[0], words[2]), ("--", "./here:now"));
    assert!(words[1].starts_with("www-data@") && words[1].ends_with("/runs/latest/sandbox/logs/out"), "{words:?}");
    let home = cluster.run_with(&["scp", "-r", "a", &format!("{KEY}/0:~/b")], &[("PATH", &path)]);
    assert!(text(&home.stdout).starts_with("-r\n--\na\nwww-data@"), "{}", text(&home.stdout));
    assert!(text(&home.stdout).trim_end().ends_with(":~/b"));
    assert_eq!(cluster.run(&["scp", "a", "b"]).exit, 2);
    assert_eq!(cluster.run(&["scp", &format!("{KEY}/7:a"), "b"]).exit, 4);
}

#[test]
fn how_long_instances_have_been_up() {
    let cluster = Cluster::start(|_| {});
    cluster.write("job.aurora", &service(2));
    assert_eq!(cluster.run(&["create", "--wait_until=RUNNING", KEY, "job.aurora"]).exit, 0);
    let uptime = cluster.run(&["sla", "get-job-uptime", KEY, "--percentiles", "50,99"]);
    assert_eq!(uptime.exit, 0, "{}", text(&uptime.stderr));
    assert!(text(&uptime.stdout).contains("50%") && text(&uptime.stdout).contains("99%"));
    let count = cluster.run(&["sla", "get-task-up-count", KEY, "--durations=1s,9999d", "--format={{ instances }}"]);
    assert_eq!(text(&count.stdout).trim(), "2", "{}", text(&count.stderr));
    let table = text(&cluster.run(&["task_up_count", KEY]).stdout);
    assert!(table.contains("of 2"), "{table}");
    assert_eq!(cluster.run(&["task_up_count", KEY, "--durations", "soon"]).exit, 2);
}
