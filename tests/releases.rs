//! Schedulers after 0.5.0: what they are sent is found out by asking, and every command works with them, too.

#![allow(clippy::disallowed_methods)]

#[path = "support/cluster.rs"]
mod cluster;
#[path = "support/sealed.rs"]
mod sealed;

use aurora::scheduler::api::{Call, JobKey};
use aurora::scheduler::memory::Personality;
use cluster::{Cluster, service, text};
use sealed::Run;

const KEY: &str = "west/www-data/prod/hello";
const CRON: &str = "west/www-data/prod/nightly";

/// A scheduler of a release without locks and `getVersion`, and a cluster file that does not say so.
fn later() -> Cluster {
    let cluster = Cluster::start(|memory| memory.set_personality(Personality::Updates));
    cluster.write("hello.aurora", &service(3));
    cluster.write("other.aurora", &service(2).replace("'www-data'", "'ops'"));
    let task = "SequentialTask(name = 'nightly', processes = [Process(name = 'run', cmdline = 'true')],\n\
                resources = Resources(cpu = 0.5, ram = 64*MB, disk = 32*MB))";
    cluster.write(
        "cron.aurora",
        &format!(
            "jobs = [Job(cluster = 'west', role = 'www-data', environment = 'prod', name = 'nightly',\n\
             cron_schedule = '0 3 * * *', task = {task})]\n"
        ),
    );
    cluster
}

fn told(run: &Run) -> String {
    format!("exit {}\n{}{}", run.exit, text(&run.stdout), text(&run.stderr))
}

fn works(cluster: &Cluster, arguments: &[&str]) -> String {
    let run = cluster.run(arguments);
    assert_eq!(run.exit, 0, "{arguments:?}: {}", told(&run));
    text(&run.stdout)
}

#[test]
fn a_job_is_its_whole_key_and_not_one_of_another_role() {
    let cluster = later();
    works(&cluster, &["create", "--wait_until=RUNNING", KEY, "hello.aurora"]);
    works(&cluster, &["create", "--wait_until=RUNNING", "west/ops/prod/hello", "other.aurora"]);
    let shown = works(&cluster, &["status", KEY]);
    assert!(shown.starts_with("Active tasks (3)\n"), "{shown}");
    works(&cluster, &["kill", "--shards=2", KEY]);
    let shown = works(&cluster, &["status", "--format={{ tasks|selectattr('active')|list|length }}", KEY]);
    assert_eq!(shown, "2\n");
    works(&cluster, &["restart", "--watch_secs=1", "--shards=0", KEY]);
    works(&cluster, &["killall", "--batch_size=1", KEY]);
    let other = works(&cluster, &["status", "west/ops/prod/hello"]);
    assert!(other.starts_with("Active tasks (2)\n"), "{other}");
    let key = JobKey::new("www-data", "prod", "hello");
    for call in cluster.server.calls() {
        match call {
            Call::GetTasksStatus { query: Some(query) } | Call::GetTasksWithoutConfigs { query: Some(query) } => {
                assert!(query.owner.is_none() && query.job_name.is_none() && query.job_keys.is_some(), "{query:?}");
            }
            Call::KillTasks { query: Some(query), job, instances, .. } => {
                assert_eq!((job.as_ref(), &instances), (Some(&key), &query.instance_ids));
                assert!(query.owner.is_none() && query.job_keys.is_some(), "{query:?}");
            }
            Call::CreateJob { description: Some(job), .. } => {
                let task = job.task_config.expect("a task");
                assert!(task.job == job.key && task.resources.is_some(), "{task:?}");
            }
            _ => {}
        }
    }
}

#[test]
fn cron_jobs_have_calls_of_their_own() {
    let cluster = later();
    works(&cluster, &["create", CRON, "cron.aurora"]);
    assert_eq!(cluster.methods(), ["getVersion", "getJobs", "scheduleCronJob"]);
    assert_eq!(works(&cluster, &["list_jobs", "-c", "west/www-data"]), format!("{CRON}\t'0 3 * * *'\t0\n"));
    let again = cluster.run(&["create", CRON, "cron.aurora"]);
    assert!(again.exit == 10 && text(&again.stderr).contains("job already exists"), "{}", told(&again));
    works(&cluster, &["start_cron", CRON]);
    works(&cluster, &["update", CRON, "cron.aurora"]);
    assert_eq!(cluster.methods().last(), Some(&"replaceCronTemplate"));
    works(&cluster, &["diff", CRON, "cron.aurora"]);
    works(&cluster, &["killall", CRON]);
    assert!(cluster.methods().contains(&"descheduleCronJob"));
    assert_eq!(works(&cluster, &["list_jobs", "west/www-data"]), "");
}

#[test]
fn a_cluster_that_names_its_release_is_believed() {
    // The scheduler has `getVersion`, as 0.5.0 has; the entry says that it is a later one.
    let cluster = Cluster::start(|_| {});
    cluster.write("hello.aurora", &service(1));
    let entry = serde_json::json!([{"name": "west", "scheduler_uri": cluster.server.uri(), "release": "0.22.0"}]);
    cluster.write("clusters.json", &entry.to_string());
    works(&cluster, &["create", "--wait_until=RUNNING", KEY, "hello.aurora"]);
    let sent = cluster.server.calls();
    let found = sent.iter().find_map(|call| match call {
        Call::CreateJob { description, .. } => description.as_ref()?.task_config.clone(),
        _ => None,
    });
    let task = found.expect("the job was created");
    assert!(task.job.is_some() && task.resources.is_some(), "{task:?}");
    assert!(task.unknown.iter().any(|(id, _)| *id == 29), "the container of this release: {:?}", task.unknown);
}

#[test]
fn settings_of_later_releases_reach_the_scheduler() {
    let cluster = later();
    let uri = cluster.server.uri();
    cluster.write(
        "clusters.json",
        &serde_json::json!([{"name": "west", "scheduler_uri": uri, "release": "0.22.0"}]).to_string(),
    );
    works(&cluster, &["create", "--wait_until=RUNNING", KEY, "hello.aurora"]);
    let strategies = [
        ("", "queue 2"),
        ("wait_for_batch_completion = True", "batch 2 false"),
        ("update_strategy = QueueUpdateStrategy(batch_size = 3)", "queue 3"),
        ("update_strategy = BatchUpdateStrategy(batch_size = 3)", "batch 3 false"),
        (
            "update_strategy = VariableBatchUpdateStrategy(batch_sizes = [1, 2], autopause_after_batch = True)",
            "batches [1, 2] true",
        ),
    ];
    for (at, (setting, expected)) in strategies.into_iter().enumerate() {
        let update = format!(
            ", update_config = UpdateConfig(batch_size = 2, watch_secs = 20, pulse_interval_secs = 300, sla_aware = True, {setting}))]"
        );
        let text = service(3).replace("sleep 60", &format!("sleep {at}")).replace(")))]", &format!(")){update}"));
        cluster.write("new.aurora", &text);
        works(&cluster, &["update", KEY, "new.aurora"]);
        let sent = cluster.server.calls();
        let request = sent.iter().rev().find_map(|call| match call {
            Call::StartJobUpdate { request, .. } => request.as_ref()?.settings.clone(),
            _ => None,
        });
        let settings = request.expect("it was started");
        let strategy = settings.update_strategy.expect("one is always sent");
        let shown = match (strategy.queue, strategy.batch, strategy.batches) {
            (Some(queue), None, None) => format!("queue {}", queue.group_size.unwrap_or(0)),
            (None, Some(one), None) => {
                format!("batch {} {}", one.group_size.unwrap_or(0), one.autopause_after_batch.unwrap_or(true))
            }
            (None, None, Some(all)) => {
                format!(
                    "batches {:?} {}",
                    all.group_sizes.unwrap_or_default(),
                    all.autopause_after_batch.unwrap_or(false)
                )
            }
            other => panic!("a union has one field: {other:?}"),
        };
        assert_eq!(shown, expected, "{setting}");
        assert_eq!((settings.block_if_no_pulses_after_ms, settings.sla_aware), (Some(300_000), Some(true)));
        assert_eq!(settings.wait_for_batch_completion, Some(setting.starts_with("wait")));
    }
    for (setting, word) in [
        (
            "update_strategy = VariableBatchUpdateStrategy(batch_sizes = [])",
            "`batch_sizes` of `update_strategy` is empty",
        ),
        ("update_strategy = BatchUpdateStrategy(batch_size = 0)", "it must have at least one"),
        ("pulse_interval_secs = 0", "`pulse_interval_secs` of update_config is 0"),
    ] {
        let update = format!(", update_config = UpdateConfig({setting}))]");
        cluster.write("bad.aurora", &service(3).replace(")))]", &format!(")){update}")));
        let run = cluster.run(&["update", KEY, "bad.aurora"]);
        let words = text(&run.stderr).replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(run.exit == 3 && words.contains(word), "{}", told(&run));
    }
}

#[test]
fn whoever_has_a_sign_in_for_the_host_uses_it_and_shows_it_nowhere() {
    let cluster = later();
    cluster.write("netrc", "machine elsewhere login eve password wrong\nmachine 127.0.0.1 login ann password s3cret\n");
    let folder = cluster.folder().to_string_lossy().into_owned();
    let netrc = format!("{folder}/netrc");
    let run = cluster.run_with(&["-v", "list_jobs", "west/www-data"], &[("NETRC", &netrc)]);
    assert_eq!(run.exit, 0, "{}", told(&run));
    // ann:s3cret
    assert_eq!(cluster.server.signed(), vec![Some("Basic YW5uOnMzY3JldA==".to_owned()); 2]);
    cluster.server.plan([Some(aurora::scheduler::memory::serve::Fault::Page(401))]);
    let refused = cluster.run_with(&["-v", "list_jobs", "west/www-data"], &[("NETRC", &netrc)]);
    assert_eq!(refused.exit, 30, "{}", told(&refused));
    // An address with a password in it works, too.
    let address = cluster.server.uri().replace("http://", "http://bob:s3cret@");
    cluster.write("clusters.json", &serde_json::json!([{"name": "west", "scheduler_uri": address}]).to_string());
    let by_address = cluster.run_with(&["-v", "open", "west"], &[("NETRC", &netrc), ("BROWSER", "true")]);
    assert_eq!(cluster.server.signed().last(), Some(&Some("Basic Ym9iOnMzY3JldA==".to_owned())));
    let nowhere = "[{\"name\": \"west\", \"scheduler_uri\": \"bob:s3cret@127.0.0.1:1\"}]";
    cluster.write("clusters.json", nowhere);
    let lost = cluster.run_with(&["-v", "list_jobs", "west/www-data"], &[("NETRC", &netrc)]);
    assert_eq!(lost.exit, 7, "{}", told(&lost));
    let listed = cluster.run(&["clusters"]);
    let json = cluster.run(&["clusters", "--format=json"]);
    for run in [run, refused, by_address, lost, listed, json] {
        assert!(!told(&run).contains("s3cret"), "{}", told(&run));
    }
}

#[test]
fn differences_in_fields_of_later_releases_have_names() {
    let cluster = later();
    let entry = serde_json::json!([{"name": "west", "scheduler_uri": cluster.server.uri(), "release": "0.22.0"}]);
    cluster.write("clusters.json", &entry.to_string());
    let with = |image: &str, share: u32| {
        let more = format!(
            ")), container = Docker(image = '{image}'), \
             sla_policy = PercentageSlaPolicy(percentage = {share}, duration_secs = 60))]"
        );
        service(2).replace(")))]", &more)
    };
    cluster.write("old.aurora", &with("web:1", 90));
    cluster.write("new.aurora", &with("web:2", 95));
    works(&cluster, &["create", "--wait_until=RUNNING", KEY, "old.aurora"]);
    let same = works(&cluster, &["diff", KEY, "old.aurora"]);
    assert!(same.contains("no difference"), "{same}");
    let shown = works(&cluster, &["diff", KEY, "new.aurora"]);
    for words in ["container.docker.image", "web:1", "web:2", "sla_policy", "95"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(!shown.contains("Struct(") && !shown.contains("field2"), "{shown}");
}
