//! The commands over a scheduler: the real program against the in-process scheduler, through real sockets.

#![allow(clippy::disallowed_methods)]

#[path = "support/cluster.rs"]
mod cluster;
#[path = "support/sealed.rs"]
mod sealed;

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
