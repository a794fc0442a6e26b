//! What each release's client makes of a job (`reference/schema.md §7`).

use std::collections::BTreeSet;

use super::world::{load_release, messages};
use crate::config::later::{Container, SlaPolicy};
use crate::config::{Configuration, Release};
use crate::objects::Context;
use crate::schema::{DefaultRow, Schema};

/// Never told to an executor, and told only by 0.5.0 not to.
const LEFT_OUT: [&str; 2] = ["instances", "update_config"];
const LEFT_OUT_FIRST: [&str; 4] = ["cron_policy", "cron_collision_policy", "daemon", "service"];

fn loaded(release: &str, text: &str) -> Configuration {
    let release = Release::parse(release).expect("a release");
    load_release(release, text).unwrap_or_else(|problems| panic!("{release}: {:?}", messages(&problems)))
}

fn keys(configuration: &Configuration) -> BTreeSet<String> {
    let data = &configuration.thrift.task_config.executor_config.data;
    let tree: serde_json::Map<_, _> = serde_json::from_str(data).expect("JSON");
    tree.keys().cloned().collect()
}

#[test]
fn the_executors_text_has_the_fields_of_the_release() {
    const GIVEN: [&str; 5] = ["cluster", "role", "environment", "name", "task"];
    for release in Release::all() {
        let schema = Schema::new(&Context::default(), release).expect("a schema");
        let is_told =
            |name: &str| !LEFT_OUT.contains(&name) && (release != Release::FIRST || !LEFT_OUT_FIRST.contains(&name));
        let has_value = |name: &str, default: DefaultRow| {
            GIVEN.contains(&name) || !matches!(default, DefaultRow::Unset | DefaultRow::Required)
        };
        let rows = schema.fields("MesosJob");
        let expected = rows.iter().filter(|row| is_told(row.name) && has_value(row.name, row.default));
        let expected: BTreeSet<String> = expected.map(|row| row.name.to_owned()).collect();
        assert_eq!(keys(&loaded(&release.to_string(), "jobs = [job()]")), expected, "{release}");
    }
}

#[test]
fn a_task_runs_in_a_container_from_0_7_on() {
    let container = |release, text| loaded(release, text).thrift.task_config.later.container;
    let none = Container::Mesos { image: None, volumes: Vec::new() };
    assert_eq!(container("0.6.0", "jobs = [job()]"), None);
    assert_eq!(container("0.7.0", "jobs = [job()]"), Some(none));
    let docker = |parameters: &[(&str, &str)]| {
        let own = parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Some(Container::Docker { image: "web".to_owned(), parameters: own })
    };
    let text = "jobs = [job(container=Container(docker=Docker(image='web')))]";
    assert_eq!(container("0.7.0", text), docker(&[]));
    assert_eq!(container("0.14.0", text), docker(&[]));
    let text = "jobs = [job(container=Docker(image='web', parameters=[Parameter(name='a', value='b')]))]";
    assert_eq!(container("0.17.0", text), docker(&[("a", "b")]));
}

#[test]
fn an_executor_of_its_own_gets_its_own_text() {
    let executor = |text| loaded("0.20.0", text).thrift.task_config.executor_config;
    let own = executor("jobs = [job(executor_config=ExecutorConfig(name='mine', data='x'))]");
    assert_eq!((own.name.as_str(), own.data.as_str()), ("mine", "x"));
    assert_eq!(executor("jobs = [job()]").name, "AuroraExecutor");
}

#[test]
fn policies_and_labels() {
    let text = "jobs = [job(metadata=[Metadata(key='a', value='b')], tier='preferred', \
                sla_policy=PercentageSlaPolicy(percentage=95.5, duration_secs=60), \
                partition_policy=PartitionPolicy(reschedule=False))]";
    let task = loaded("0.21.0", text).thrift.task_config;
    assert_eq!(task.metadata, BTreeSet::from([("a".to_owned(), "b".to_owned())]));
    assert_eq!(task.later.tier.as_deref(), Some("preferred"));
    assert_eq!(task.later.sla_policy, Some(SlaPolicy::Percentage(95.5, 60.into())));
    assert_eq!(task.later.partition_policy, Some((false, 0.into())));
}

#[test]
fn health_checks_may_decide_how_long_an_instance_is_watched() {
    let text = "jobs = [job(update_config=UpdateConfig(watch_secs=0))]";
    assert!(load_release(Release::parse("0.16.0").expect("a release"), text).is_err());
    loaded("0.17.0", text);
}

#[test]
fn links_are_sent_up_to_0_8() {
    let text = "jobs = [job(task_links={'log': 'http://logs'})]";
    assert_eq!(loaded("0.8.0", text).thrift.task_config.task_links.len(), 1);
    assert!(loaded("0.9.0", text).thrift.task_config.task_links.is_empty());
}
