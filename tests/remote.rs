//! The commands over a scheduler: the real program against the in-process scheduler, through real sockets.

#![allow(clippy::disallowed_methods)]

#[path = "support/cluster.rs"]
mod cluster;
#[path = "support/sealed.rs"]
mod sealed;

use std::process::Command;
use std::time::Duration;

use aurora::scheduler::api::{Call, ResponseCode};
use aurora::scheduler::memory::Pace;
use aurora::scheduler::memory::serve::Fault;
use cluster::{Cluster, service, text};

const KEY: &str = "west/www-data/prod/hello";

/// A cluster where the job runs.
fn running(instances: u32) -> Cluster {
    let cluster = Cluster::start(|_| {});
    cluster.write("hello.aurora", &service(instances));
    let run = cluster.run(&["create", "--wait-until=RUNNING", KEY, "hello.aurora"]);
    assert_eq!(run.exit, 0, "{}", text(&run.stderr));
    cluster
}

fn told(run: &sealed::Run) -> String {
    format!("exit {}\n{}{}", run.exit, text(&run.stdout), text(&run.stderr))
}

#[test]
fn create_waits_and_tells_the_job_url() {
    let cluster = Cluster::start(|_| {});
    cluster.write("hello.aurora", &service(2));
    let run = cluster.run(&["create", "--wait_until", "RUNNING", KEY, "hello.aurora"]);
    assert_eq!((run.exit, text(&run.stdout).as_str()), (0, ""));
    let url = format!(" INFO] Job url: {}/scheduler/www-data/prod/hello\n", cluster.server.uri());
    let expected = format!(" INFO] Creating job hello\n INFO] Response from scheduler: OK\n{url}");
    assert_eq!(text(&run.stderr), expected);
    let methods = cluster.methods();
    assert_eq!(
        methods.iter().take(3).copied().collect::<Vec<_>>(),
        ["getVersion", "createJob", "getTasksWithoutConfigs"]
    );
    let again = cluster.run(&["create", "-q", KEY, "hello.aurora"]);
    assert_eq!(again.exit, 10);
    assert!(text(&again.stderr).contains("Job already exists"), "{}", text(&again.stderr));
}

#[test]
fn status_shows_tasks_for_people_programs_and_templates() {
    let cluster = running(2);
    let run = cluster.run(&["status", KEY]);
    assert_eq!(run.exit, 0);
    let shown = text(&run.stdout);
    assert!(shown.starts_with("Active tasks (2)\nINSTANCE  STATUS   HOST"), "{shown}");
    assert!(shown.contains("\nInactive tasks (0)\n"), "{shown}");
    let json = cluster.run(&["status", "--format", "json", KEY]);
    let document: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!((&document["version"], &document["job"]), (&1.into(), &KEY.into()));
    assert_eq!(document["tasks"][1]["status"], "RUNNING");
    let template = "{% for task in tasks %}{{ task.instance }}={{ task.status }} {% endfor %}";
    assert_eq!(text(&cluster.run(&["status", "--format", template, KEY]).stdout), "0=RUNNING 1=RUNNING \n");
    let none = cluster.run(&["status", "west/www-data/prod/other"]);
    assert_eq!((none.exit, text(&none.stdout).as_str()), (0, "No tasks found for west/www-data/prod/other.\n"));
}

#[test]
fn clusters_are_listed_with_their_files() {
    let cluster = Cluster::start(|_| {});
    let shown = text(&cluster.run(&["clusters"]).stdout);
    let file = cluster.folder().join("clusters.json");
    assert!(shown.contains(&format!("west     {}  {}", cluster.server.uri(), file.display())), "{shown}");
    let unknown = cluster.run(&["status", "wset/www-data/prod/hello"]);
    assert_eq!(unknown.exit, 4);
    assert!(text(&unknown.stderr).contains("did you mean `west`?"), "{}", text(&unknown.stderr));
}

#[test]
fn kill_ends_all_or_some() {
    let cluster = running(4);
    let run = cluster.run(&["kill", "--shards=0,2-3", KEY]);
    assert_eq!(run.exit, 0, "{}", text(&run.stderr));
    let expected = " INFO] Killing tasks for job: west/www-data/prod/hello\n INFO] Instances to be killed: 0,2,3\n";
    assert!(text(&run.stderr).starts_with(expected), "{}", text(&run.stderr));
    let template = "{% for task in tasks %}{% if task.active %}{{ task.instance }} {% endif %}{% endfor %}";
    assert_eq!(text(&cluster.run(&["status", "--format", template, KEY]).stdout), "1 \n");
    for bad in ["--shards=3-1", "--shards=", "--shards=x", "--shards=1-2-4", "--shards=-1"] {
        assert_eq!(cluster.run(&["kill", bad, KEY]).exit, 2, "{bad}");
    }
    assert_eq!(cluster.run(&["kill", KEY]).exit, 0);
    assert_eq!(text(&cluster.run(&["status", "--format", template, KEY]).stdout), "\n");
    let nothing = cluster.run(&["killall", KEY]);
    assert_eq!(nothing.exit, 0);
    assert!(text(&nothing.stderr).contains("OK (message: No tasks to kill.)"), "{}", text(&nothing.stderr));
}

#[test]
fn kill_in_batches_counts_failures() {
    let cluster = running(5);
    let run = cluster.run(&["killall", "--batch-size=2", KEY]);
    assert_eq!(run.exit, 0, "{}", text(&run.stderr));
    assert_eq!(cluster.methods().iter().filter(|method| **method == "killTasks").count(), 3);
    let cluster = running(3);
    let refused = || Some(Fault::Code(ResponseCode::Error));
    cluster.server.plan([None, None, refused(), refused()]);
    let run = cluster.run(&["killall", "--batch_size=1", KEY]);
    assert_eq!(run.exit, 10, "{}", text(&run.stderr));
    assert!(
        text(&run.stderr).contains("too many calls failed; instances 0-2 were left alone"),
        "{}",
        text(&run.stderr)
    );
    cluster.server.plan([None, None, None, refused()]);
    let run = cluster.run(&["kill", "--batch_size=1", KEY]);
    assert_eq!(run.exit, 10);
    assert!(
        text(&run.stderr).contains("instances 1 of west/www-data/prod/hello were not killed"),
        "{}",
        text(&run.stderr)
    );
}

#[test]
fn jobs_are_listed_for_people_and_scripts() {
    let cluster = running(2);
    let cron = service(1)
        .replace("Service(", "Job(cron_schedule = '0 3 * * *', ")
        .replace("'prod', name = 'hello'", "'prod', name = 'nightly'");
    cluster.write("cron.aurora", &cron);
    let run = cluster.run(&["create", "west/www-data/prod/nightly", "cron.aurora"]);
    assert_eq!(run.exit, 0, "{}", text(&run.stderr));
    let list = |arguments: &[&str]| text(&cluster.run(&[&["list_jobs", "west/www-data"], arguments].concat()).stdout);
    assert_eq!(list(&[]), format!("{KEY}\nwest/www-data/prod/nightly\n"));
    assert_eq!(list(&["-c"]), format!("{KEY}\tNone\tNone\nwest/www-data/prod/nightly\t'0 3 * * *'\t0\n"));
    assert!(list(&["--pretty", "--show-cron"]).contains("KILL_EXISTING"));
    assert_eq!(
        list(&["--format", "{% for job in jobs %}{{ job.name }}:{{ job.kind }} {% endfor %}"]),
        "hello:service nightly:cron \n"
    );
    let started = cluster.run(&["start_cron", "west/www-data/prod/nightly"]);
    assert_eq!(started.exit, 0, "{}", text(&started.stderr));
    assert_eq!(cluster.run(&["start-cron", KEY]).exit, 10, "it is no cron job");
    assert_eq!(cluster.run(&["list_jobs", "west"]).exit, 2);
}

#[test]
fn quota_and_version() {
    let cluster = running(2);
    for arguments in [["get_quota", "--cluster=west", "www-data"].as_slice(), &["get-quota", "west/www-data"]] {
        let shown = text(&cluster.run(arguments).stdout);
        assert!(shown.starts_with("RESOURCES           CPUS  RAM"), "{shown}");
        assert!(shown.contains("\nused by others      1.0   0.12 GB  0.06 GB\n"), "{shown}");
    }
    let json = cluster.run(&["get_quota", "--format={{ non_production.ram_mb }}", "--cluster=west", "www-data"]);
    assert_eq!(text(&json.stdout), "128\n");
    assert_eq!(cluster.run(&["get_quota", "www-data"]).exit, 2);
    let version = cluster.run(&["version", "--cluster", "west"]);
    assert!(text(&version.stdout).ends_with("API version of west: 3\n"), "{}", text(&version.stdout));
}

#[test]
fn pages_are_opened() {
    let cluster = running(1);
    let browser = cluster.program("browser", "echo \"$1\" >> \"$PWD/opened\"");
    let variables = [("BROWSER", browser.as_str())];
    let base = format!("{}/scheduler", cluster.server.uri());
    for (place, path) in [("west", ""), ("west/www-data", "/www-data"), (KEY, "/www-data/prod/hello")] {
        let run = cluster.run_with(&["open", place], &variables);
        assert_eq!((run.exit, text(&run.stdout)), (0, format!("{base}{path}\n")), "{}", text(&run.stderr));
    }
    let opened = std::fs::read_to_string(cluster.folder().join("opened")).expect("the browser was started");
    assert_eq!(opened, format!("{base}\n{base}/www-data\n{base}/www-data/prod/hello\n"));
    let run = cluster.run_with(&["killall", "-o", KEY], &variables);
    assert_eq!(run.exit, 0, "{}", text(&run.stderr));
    let opened = std::fs::read_to_string(cluster.folder().join("opened")).expect("the browser was started");
    assert_eq!(opened.lines().count(), 4);
    let none = cluster.run(&["open", "west"]);
    assert_eq!(none.exit, 0);
    assert!(text(&none.stderr).contains("no browser could be started"), "{}", text(&none.stderr));
    assert_eq!(cluster.run(&["open", "west/www-data/prod"]).exit, 2);
}

/// A program that takes ssh's place: it notes its arguments and runs what it is given here.
const SSH: &str = "for word in \"$@\"; do line=\"$line<$word>\"; last=$word; done\n\
                   echo \"$line\" >> \"$PWD/ssh.log\"\nexec sh -c \"${last#cd *;}\"";

#[test]
fn run_works_everywhere_and_returns_the_worst_code() {
    let cluster = running(3);
    cluster.program("ssh", SSH);
    let path = cluster.path();
    let variables = [("PATH", path.as_str())];
    let command = ["run", "-t3", KEY, "--", "echo", "{{mesos.instance}};", "exit", "{{mesos.instance}}"];
    let run = cluster.run_with(&command, &variables);
    assert_eq!(run.exit, 2, "{}", text(&run.stderr));
    let shown = text(&run.stdout);
    let mut lines: Vec<&str> = shown.lines().collect();
    lines.sort_unstable();
    assert_eq!(lines, ["127.0.0.1[0]:  0", "127.0.0.2[1]:  1", "127.0.0.3[2]:  2"], "{}", text(&run.stderr));
    let log = std::fs::read_to_string(cluster.folder().join("ssh.log")).expect("ssh was run");
    let folder = "cd /var/lib/mesos/slaves/*/frameworks/*/executors/thermos-";
    assert!(log.contains(&format!("<-n><-q><www-data@127.0.0.1><{folder}")), "{log}");
    assert!(log.contains("/runs/latest/sandbox;echo 0; exit 0>"), "{log}");
    let silent = cluster.run_with(&["run", "--user", "bob", "-e", KEY, "true"], &variables);
    assert_eq!((silent.exit, text(&silent.stdout).as_str()), (0, ""));
    let log = std::fs::read_to_string(cluster.folder().join("ssh.log")).expect("ssh was run");
    assert!(log.contains("<bob@127.0.0.1>") && log.contains("/runs/latest;true>"), "{log}");
    let missing = cluster.run(&["run", KEY, "ls"]);
    assert_eq!(missing.exit, 4, "there is no ssh: {}", text(&missing.stderr));
    assert_eq!(cluster.run_with(&["run", "x/y", "ls"], &variables).exit, 2);
    let nobody = cluster.run_with(&["run", "west/www-data/prod/other", "ls"], &variables);
    assert_eq!((nobody.exit, text(&nobody.stdout).as_str()), (0, ""));
}

#[test]
fn ssh_goes_to_one_task() {
    let cluster = running(2);
    cluster.program("ssh", SSH);
    let path = cluster.path();
    let variables = [("PATH", path.as_str())];
    let run = cluster.run_with(&["ssh", KEY, "1", "echo", "-n", "hi;", "exit", "7"], &variables);
    assert_eq!((run.exit, text(&run.stdout).as_str()), (7, "hi"), "{}", text(&run.stderr));
    let log = std::fs::read_to_string(cluster.folder().join("ssh.log")).expect("ssh was run");
    assert!(log.starts_with("<-t><www-data@127.0.0.2><cd /var/lib/mesos/slaves/"), "{log}");
    let query = cluster.server.calls().into_iter().rev().find_map(|call| match call {
        Call::GetTasksStatus { query } => query,
        _ => None,
    });
    assert_eq!(query.and_then(|query| query.instance_ids), Some([1].into()));
    assert_eq!(cluster.run_with(&["ssh", KEY, "9"], &variables).exit, 4);
    assert_eq!(cluster.run_with(&["ssh", "-L", "8080:http", KEY, "0"], &variables).exit, 4, "no such port");
    for bad in [["ssh", KEY].as_slice(), &["ssh", KEY, "x"], &["ssh", "x", "0"], &["ssh", "-L", "x", KEY, "0"]] {
        assert_eq!(cluster.run_with(bad, &variables).exit, 2, "{bad:?}");
    }
}

#[test]
fn diff_groups_what_differs_alike() {
    let cluster = running(3);
    let same = cluster.run(&["diff", "--exit-code", KEY, "hello.aurora"]);
    assert_eq!((same.exit, text(&same.stdout)), (0, format!("{KEY}: no difference (3 instances)\n")));
    cluster.write("more.aurora", &service(5).replace("sleep 60", "sleep 61").replace("64*MB", "128*MB"));
    let run = cluster.run(&["diff", KEY, "more.aurora"]);
    let shown = text(&run.stdout);
    assert_eq!(run.exit, 0, "{}", text(&run.stderr));
    let expected = format!(
        "{KEY}: instances: 3 to change, 2 to add\n\nInstances to change: 0-2\n  ~ task.resources.ram: 67108864 → 134217728\n  \
         ~ task.processes[run].cmdline: \"sleep 60\" → \"sleep 61\"\n\n--- running 0-2\n+++ more.aurora\n@@ "
    );
    assert!(shown.starts_with(&expected), "{shown}");
    assert!(
        shown.contains("\n-        cmdline: sleep 60\n+        cmdline: sleep 61\n")
            || shown.contains("cmdline: sleep 61"),
        "{shown}"
    );
    assert!(shown.ends_with("\nInstances to add: 3,4\n"), "{shown}");
    assert_eq!(cluster.run(&["diff", "--exit-code", KEY, "more.aurora"]).exit, 1);
    let json = cluster.run(&["diff", "--format", "json", KEY, "more.aurora"]);
    let plan: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!((&plan["version"], &plan["different"]), (&1.into(), &true.into()));
    assert_eq!(plan["changed"], serde_json::json!([0, 1, 2]));
    assert_eq!(plan["groups"][0]["changes"][0]["path"], "task.resources.ram");
    assert_eq!(cluster.run(&["kill", "--shards=1", KEY]).exit, 0);
    let holes = text(&cluster.run(&["diff", KEY, "hello.aurora"]).stdout);
    assert_eq!(holes, format!("{KEY}: instances: 1 to add, 2 unchanged\n\nInstance to add: 1\n"));
}

#[test]
fn diff_hands_two_files_to_a_viewer() {
    let cluster = running(2);
    cluster.write("more.aurora", &service(2).replace("sleep 60", "sleep 61"));
    let viewer = cluster.program("viewer", "cat \"$1\" > \"$PWD/one\"; cat \"$2\" > \"$PWD/two\"; exit ${CODE:-1}");
    let run = |file: &str, code: &str| {
        cluster.run_with(&["diff", KEY, file], &[("DIFF_VIEWER", &viewer), ("CODE", code), ("PATH", "/usr/bin:/bin")])
    };
    let read = |name: &str| std::fs::read_to_string(cluster.folder().join(name)).expect("the viewer wrote it");
    assert_eq!(run("more.aurora", "1").exit, 0);
    assert!(
        read("one").contains("# instances 0,1\n") && read("one").contains("cmdline: sleep 60\n"),
        "{}",
        read("one")
    );
    assert_eq!(read("two"), read("one").replace("sleep 60", "sleep 61"));
    assert_eq!(run("hello.aurora", "0").exit, 0);
    assert_eq!(read("two"), read("one"), "no difference, also with many instances");
    assert_eq!(run("more.aurora", "3").exit, 3);
    assert_eq!(cluster.run_with(&["diff", KEY, "more.aurora"], &[("DIFF_VIEWER", "nosuch")]).exit, 4);
}

#[test]
fn diff_compares_with_another_job_and_with_a_cron_template() {
    let cluster = running(1);
    cluster.write("other.aurora", &service(1).replace("'prod', name = 'hello'", "'test', name = 'hello'"));
    let run = cluster.run(&["diff", "--from", KEY, "west/www-data/test/hello", "other.aurora"]);
    assert!(
        text(&run.stdout).contains("~ environment: \"prod\" → \"test\""),
        "{}{}",
        text(&run.stdout),
        text(&run.stderr)
    );
    assert_eq!(cluster.run(&["diff", "--from", "x", KEY, "hello.aurora"]).exit, 2);
    let cron = service(1)
        .replace("Service(", "Job(cron_schedule = '0 3 * * *', ")
        .replace("'hello', instances", "'nightly', instances");
    let key = "west/www-data/prod/nightly";
    cluster.write("cron.aurora", &cron);
    cluster.write("later.aurora", &cron.replace("0 3 *", "0 4 *"));
    let shown = |file: &str| text(&cluster.run(&["diff", key, file]).stdout);
    assert_eq!(shown("cron.aurora"), format!("{key}: there is no such cron job yet\n"));
    assert_eq!(cluster.run(&["create", key, "cron.aurora"]).exit, 0);
    assert_eq!(shown("cron.aurora"), format!("{key}: no difference to the cron job's template\n"));
    let differs = format!("{key}: the cron job's template differs\n  ~ cron_schedule: \"0 3 * * *\" → \"0 4 * * *\"\n");
    assert_eq!(shown("later.aurora"), differs);
}

#[test]
fn reads_are_repeated_until_they_are_answered() {
    let cluster = running(1);
    let faults = [Fault::Drop, Fault::Page(503), Fault::CutAnswer, Fault::Code(ResponseCode::ErrorTransient)];
    cluster.server.plan([None].into_iter().chain(faults.map(Some)));
    let run = cluster.run_with(&["status", KEY], &[("AURORA_RETRY_FOR", "60")]);
    assert_eq!(run.exit, 0, "{}", text(&run.stderr));
    assert_eq!(text(&run.stderr).matches("; trying again\n").count(), 4, "{}", text(&run.stderr));
}

#[test]
fn a_change_that_was_made_is_told_when_what_follows_fails() {
    let cluster = running(2);
    let down = || Some(Fault::Page(503));
    cluster.server.plan([None, None, down()]);
    let run = cluster.run_with(&["kill", "--shards=0", KEY], &[("AURORA_RETRY_FOR", "0")]);
    let told = text(&run.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(run.exit, 7);
    assert!(told.contains("the tasks were told to end, but it is not known whether they did"), "{told}");
    assert_eq!(cluster.run(&["killall", KEY]).exit, 0);
    cluster.server.plan([None, None, down()]);
    let arguments = ["create", "--wait-until=FINISHED", KEY, "hello.aurora"];
    let run = cluster.run_with(&arguments, &[("AURORA_RETRY_FOR", "0")]);
    let told = text(&run.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(run.exit, 7);
    assert!(told.contains("the job was created, but it is not known how it goes on"), "{told}");
}

#[test]
fn ctrl_c_ends_a_wait_and_says_what_was_done() {
    let cluster = Cluster::start(|memory| memory.set_pace(Pace { assign: 10_000_000, run: 1000, kill: 0 }));
    cluster.write("hello.aurora", &service(2));
    let child = cluster.start_program(&["create", "--wait_until=RUNNING", KEY, "hello.aurora"]);
    while cluster.methods().iter().filter(|method| **method == "getTasksWithoutConfigs").count() == 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
    let signalled = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(signalled.success());
    let output = child.wait_with_output().expect("it ends");
    let told = text(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(output.status.code(), Some(130), "{told}");
    assert!(told.contains("the job was created; the wait for instances 0,1 was interrupted"), "{told}");
}

#[test]
fn the_old_way_to_name_a_job_asks_which_one_it_is() {
    let cluster = running(2);
    let shown = cluster.run(&["status", "--cluster=west", "www-data", "hello"]);
    assert_eq!((shown.exit, text(&shown.stdout).lines().next()), (0, Some("Active tasks (2)")), "{}", told(&shown));
    assert!(
        text(&shown.stderr).contains(" WARN] `www-data hello` with `--cluster` is the old way"),
        "{}",
        told(&shown)
    );
    let none = cluster.run(&["kill", "--cluster=west", "www-data", "helo"]);
    assert!(none.exit == 4 && text(&none.stderr).contains("did you mean `hello`?"), "{}", told(&none));
    for wrong in [
        ["kill", "--cluster=west", "www-data"].as_slice(),
        &["status", "--cluster=west", "www-data"],
        &["kill", "www-data", "hello"],
        &["status", "west/www-data/prod/hello", "hello"],
        &["kill", "--cluster=east", "west/www-data/prod/hello"],
    ] {
        let run = cluster.run(wrong);
        assert!(run.exit == 2 || run.exit == 3, "{wrong:?}: {}", told(&run));
    }
    for command in ["restart", "cancel_update", "kill"] {
        let run = cluster.run(&[command, "--cluster=west", "www-data", "hello"]);
        assert_eq!(run.exit, 0, "{command}: {}", told(&run));
    }
    // In two environments it is not clear which one is meant.
    cluster.write("hello.aurora", &service(1));
    cluster.write("devel.aurora", &service(1).replace("'prod'", "'devel'"));
    for (key, file) in [(KEY, "hello.aurora"), ("west/www-data/devel/hello", "devel.aurora")] {
        assert_eq!(cluster.run(&["create", key, file]).exit, 0);
    }
    let both = cluster.run(&["kill", "--cluster=west", "www-data", "hello"]);
    let log = text(&both.stderr).replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(both.exit == 4 && log.contains("west/www-data/devel/hello, west/www-data/prod/hello"), "{}", told(&both));
}

#[test]
fn ctrl_c_ends_the_wait_for_a_scheduler_that_does_not_answer() {
    let cluster = Cluster::start(|_| {});
    cluster.server.plan((0..1000).map(|_| Some(Fault::Page(503))));
    let child = cluster.start_program(&["kill", KEY]);
    while cluster.server.signed().len() < 2 {
        std::thread::sleep(Duration::from_millis(5));
    }
    let signalled = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(signalled.success());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("the wait for `getVersion` was interrupted"), "{}", text(&output.stderr));
    assert!(cluster.methods().iter().all(|method| *method == "getVersion"));
}

#[test]
fn every_command_that_reads_answers_programs_and_templates() {
    let cluster = running(2);
    cluster.write("hello.aurora", &service(2));
    for (arguments, template, expected) in [
        (vec!["clusters"], "{{ clusters[0].name }} {{ files|length }}", "west 2\n"),
        (vec!["status", KEY], "{{ job }} {{ tasks|length }}", "west/www-data/prod/hello 2\n"),
        (vec!["list_jobs", "west/www-data"], "{{ jobs[0].key }}", "west/www-data/prod/hello\n"),
        (vec!["get_quota", "--cluster=west", "www-data"], "{{ role }} {{ quota.cpus }}", "www-data 0.0\n"),
        (vec!["version"], "{{ api_version }}", "3\n"),
        (vec!["version", "--cluster=west"], "{{ scheduler.api_version }}", "3\n"),
        (vec!["diff", KEY, "hello.aurora"], "{{ version }}", "1\n"),
        (vec!["inspect", KEY, "hello.aurora"], "{{ job.name }}", "hello\n"),
    ] {
        let with = |format: &str| {
            let mut all = arguments.clone();
            all.extend(["--format", format]);
            cluster.run(&all)
        };
        let shown = with(template);
        assert_eq!((shown.exit, text(&shown.stdout).as_str()), (0, expected), "{arguments:?}: {}", told(&shown));
        let json = with("json");
        let document: serde_json::Value = serde_json::from_slice(&json.stdout).expect("one document");
        assert!(json.exit == 0 && document.is_object(), "{arguments:?}: {}", told(&json));
        let wrong = with("{{ no.such.name }}");
        assert!(wrong.exit == 2 && wrong.stdout.is_empty(), "{arguments:?}: {}", told(&wrong));
    }
}
