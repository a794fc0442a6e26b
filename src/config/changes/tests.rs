use serde_json::{Value, json};

use super::{Change, JobFacts, Named, Verdict, What, between, following, review};
use crate::config::JobKey;

fn shown(changes: &[Change]) -> Vec<String> {
    let one = |change: &Change| match &change.what {
        What::Added(value) => format!("+{} {value}", change.path),
        What::Removed(value) => format!("-{} {value}", change.path),
        What::Changed(old, new) => format!("{} {old} {new}", change.path),
        What::Reordered(old, new) => format!("{} {} {}", change.path, old.join(","), new.join(",")),
        What::Spelling => format!("{} spelling", change.path),
    };
    changes.iter().map(one).collect()
}

fn wire(name: &str, data: &Value, instances: u32) -> Value {
    json!({"key": {"role": "ops", "environment": "prod", "name": name}, "instanceCount": instances, "cronSchedule": null,
           "cronCollisionPolicy": 0,
           "taskConfig": {"numCpus": data["task"]["resources"]["cpu"], "isService": true, "requestedPorts": ["http"],
                          "constraints": [], "executorConfig": {"name": "AuroraExecutor", "data": data.to_string()}}})
}

fn data(name: &str, cpu: f64, command: &str) -> Value {
    json!({"name": name, "role": "ops", "task": {"name": name, "resources": {"cpu": cpu},
           "processes": [{"name": "run", "cmdline": command}]}})
}

fn job(name: &str, cpu: f64, command: &str, instances: u32) -> Named {
    let key = JobKey::parse(&format!("west/ops/prod/{name}")).expect("a key");
    Named { key, facts: JobFacts::of_wire(&wire(name, &data(name, cpu, command), instances)) }
}

#[test]
fn named_elements_are_compared_by_name() {
    let before = json!({"p": [{"name": "a", "x": 1}, {"name": "b c", "x": 2}, {"name": "gone", "x": 0}]});
    let after = json!({"p": [{"name": "b c", "x": 3}, {"name": "a", "x": 1}, {"name": "7", "x": null}]});
    let expected = [
        "p[b c].x 2 3",
        "-p[gone] {\"name\":\"gone\",\"x\":0}",
        "+p[\"7\"] {\"name\":\"7\",\"x\":null}",
        "p a,b c b c,a",
    ];
    assert_eq!(shown(&between(&before, &after)), expected);
}

#[test]
fn unnamed_elements_are_compared_by_content() {
    let before = json!([{"order": ["a", "b"]}, {"order": ["c", "d"]}]);
    let after = json!([{"order": ["x"]}, {"order": ["a", "b"]}, {"order": ["c", "e"]}]);
    assert_eq!(shown(&between(&before, &after)), ["+[0] {\"order\":[\"x\"]}", "[2].order [\"c\",\"d\"] [\"c\",\"e\"]"]);
}

#[test]
fn keys_that_are_no_names_are_quoted_and_null_is_absence() {
    let before = json!({"links": {"a.b": "x"}, "gone": null});
    let after = json!({"links": {"a.b": "y"}});
    assert_eq!(shown(&between(&before, &after)), ["links[\"a.b\"] \"x\" \"y\""]);
}

#[test]
fn a_field_that_is_sent_twice_changes_once() {
    let before = job("web", 1.0, "run", 2);
    let after = job("web", 2.0, "run", 3);
    assert_eq!(shown(&before.facts.changes_to(&after.facts)), ["task.resources.cpu 1.0 2.0", "instances 2 3"]);
}

#[test]
fn another_order_of_the_executor_s_text_is_a_change_of_spelling() {
    let mut other = job("web", 1.0, "run", 2).facts;
    other.text.push(' ');
    assert_eq!(shown(&job("web", 1.0, "run", 2).facts.changes_to(&other)), ["executor_data spelling"]);
}

#[test]
fn what_is_not_known_is_not_compared() {
    let mut running = job("web", 1.0, "run", 2).facts;
    running.sent.as_object_mut().expect("an object").remove("instanceCount");
    assert_eq!(running.changes_to(&job("web", 1.0, "run", 9).facts), []);
}

#[test]
fn an_executor_s_text_that_is_no_json_is_one_value() {
    let broken = |text: &str| JobFacts { data: Value::from(text), text: text.to_owned(), sent: json!({}) };
    assert_eq!(shown(&broken("a").changes_to(&broken("b"))), ["executor_data \"a\" \"b\""]);
}

#[test]
fn jobs_come_go_and_change() {
    let before = vec![
        job("same", 1.0, "a", 1),
        job("bigger", 1.0, "b", 1),
        job("gone", 1.0, "c", 1),
        job("old", 1.0, "run old", 7),
    ];
    let after = vec![
        job("same", 1.0, "a", 1),
        job("bigger", 4.0, "b", 1),
        job("new", 1.0, "run new", 7),
        job("fresh", 1.0, "d", 1),
    ];
    let found = review(before, after);
    let words: Vec<String> = found
        .iter()
        .map(|(job, verdict)| {
            let word = match verdict {
                Verdict::Added => "added".to_owned(),
                Verdict::Removed => "removed".to_owned(),
                Verdict::Renamed(from, changes) => format!("from {from}: {}", shown(changes).join("; ")),
                Verdict::Changed(changes) => shown(changes).join("; "),
                Verdict::Same => "same".to_owned(),
            };
            format!("{} {word}", job.key.name)
        })
        .collect();
    let expected =
        ["bigger task.resources.cpu 1.0 4.0", "fresh added", "gone removed", "new added", "old removed", "same same"];
    assert_eq!(words, expected);
}

#[test]
fn a_job_with_another_key_is_the_same_if_all_else_follows_from_it() {
    let old = job("old", 1.0, "run old", 7);
    let changes = following(&old, &job("new", 1.0, "run new", 7)).map(|changes| shown(&changes));
    let expected = ["task.name \"old\" \"new\"", "task.processes[run].cmdline \"run old\" \"run new\""];
    assert_eq!(changes, Some(expected.map(str::to_owned).to_vec()));
    assert!(following(&old, &job("new", 1.0, "run it", 7)).is_none());
}
