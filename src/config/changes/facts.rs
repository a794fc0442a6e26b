//! One job as it is sent, for comparison.

use serde_json::{Map, Value};

use super::path;
use super::tree::{Change, What, between};
use crate::config::job_configuration::CronCollisionPolicy;

/// A job as the scheduler is told about it, the executor's text as data.
#[derive(Clone, PartialEq, Debug)]
pub struct JobFacts {
    /// The executor's data: the job in the configuration's words. Not an object if the text is not JSON.
    pub data: Value,
    /// The executor's text, byte for byte.
    pub text: String,
    /// What else is sent, with the API's names: `instanceCount`, `taskConfig.numCpus`, … What is not in here at all (null
    /// is something else) is not known and not compared.
    pub sent: Value,
}

/// A field of the API that repeats, or adds to, what the executor is told.
struct Row {
    /// Its path in the API.
    api: &'static [&'static str],
    /// Its path in the configuration's words.
    shown: &'static str,
    /// Whether the executor's data holds it too: then a change is told once.
    is_repeated: bool,
}

const fn row(api: &'static [&'static str], shown: &'static str, is_repeated: bool) -> Row {
    Row { api, shown, is_repeated }
}

/// `reference/schema.md §8`.
const ROWS: &[Row] = &[
    row(&["instanceCount"], "instances", false),
    row(&["cronSchedule"], "cron_schedule", true),
    row(&["cronCollisionPolicy"], "cron_collision_policy", false),
    row(&["taskConfig", "isService"], "service", false),
    row(&["taskConfig", "numCpus"], "task.resources.cpu", true),
    row(&["taskConfig", "ramMb"], "task.resources.ram", true),
    row(&["taskConfig", "diskMb"], "task.resources.disk", true),
    row(&["taskConfig", "priority"], "priority", true),
    row(&["taskConfig", "maxTaskFailures"], "max_task_failures", true),
    row(&["taskConfig", "production"], "production", true),
    row(&["taskConfig", "constraints"], "constraints", true),
    row(&["taskConfig", "requestedPorts"], "ports", false),
    row(&["taskConfig", "taskLinks"], "task_links", true),
    row(&["taskConfig", "contactEmail"], "contact", true),
    row(&["taskConfig", "metadata"], "metadata", true),
    row(&["taskConfig", "tier"], "tier", true),
    row(&["taskConfig", "executorConfig", "name"], "executor", false),
    row(&["taskConfig", "owner", "user"], "owner.user", false),
];

/// Fields of the API that are the job's key, or that the rows above have shown.
const COVERED: [&str; 5] = ["environment", "jobName", "job", "executorConfig", "owner"];

impl JobFacts {
    /// From a job as `inspect --raw` shows it: an object with the API's names, `taskConfig.executorConfig.data` a text.
    pub fn of_wire(wire: &Value) -> JobFacts {
        let text = at(wire, &["taskConfig", "executorConfig", "data"]).and_then(Value::as_str).unwrap_or_default();
        let data = serde_json::from_str(text).unwrap_or_else(|_| Value::from(text));
        JobFacts { data, text: text.to_owned(), sent: wire.clone() }
    }

    /// Adds what is neither sent nor told to the executor, such as the settings for updates.
    pub fn with(mut self, name: &str, value: Option<Value>) -> JobFacts {
        if let (Value::Object(data), Some(value)) = (&mut self.data, value) {
            data.insert(name.to_owned(), value);
        }
        self
    }

    /// The whole job in the configuration's words.
    pub fn tree(&self) -> Value {
        let mut tree = match &self.data {
            Value::Object(data) => data.clone(),
            other => Map::from_iter([("executor_data".to_owned(), other.clone())]),
        };
        for row in ROWS.iter().filter(|row| !row.is_repeated && !row.shown.contains('.')) {
            if let Some(value) = self.value(row).filter(|value| !is_nothing(value)) {
                tree.insert(row.shown.to_owned(), value);
            }
        }
        Value::Object(tree)
    }

    /// Every difference to a later version, in the configuration's words.
    pub fn changes_to(&self, after: &JobFacts) -> Vec<Change> {
        let mut changes = match (&self.data, &after.data) {
            (Value::Object(_), Value::Object(_)) => between(&self.data, &after.data),
            (old, new) if old == new => Vec::new(),
            (old, new) => {
                let what = What::Changed(old.clone(), new.clone());
                vec![Change { path: "executor_data".to_owned(), what }]
            }
        };
        let mut found = Vec::new();
        for row in ROWS {
            let is_told = row.is_repeated && changes.iter().any(|change| path::is_below(&change.path, row.shown));
            if let (Some(old), Some(new), false) = (self.value(row), after.value(row), is_told) {
                found.extend(below(row.shown, &old, &new));
            }
        }
        found.extend(self.strangers(after));
        changes.extend(found);
        let is_same_data = self.data == after.data;
        if is_same_data && self.text != after.text {
            changes.push(Change { path: "executor_data".to_owned(), what: What::Spelling });
        }
        changes
    }

    /// Differences in fields of the API that this program does not know.
    fn strangers(&self, after: &JobFacts) -> Vec<Change> {
        let task = |facts: &JobFacts| match facts.sent.get("taskConfig") {
            Some(Value::Object(task)) => task.clone(),
            _ => Map::new(),
        };
        let is_known = |name: &str| {
            COVERED.contains(&name) || ROWS.iter().any(|row| matches!(row.api, ["taskConfig", field] if *field == name))
        };
        let (old, new) = (task(self), task(after));
        let both = old.iter().filter(|(name, _)| !is_known(name));
        let both = both.filter_map(|(name, value)| Some((name, value, new.get(name)?)));
        both.flat_map(|(name, old, new)| below(&format!("taskConfig.{name}"), old, new)).collect()
    }

    /// A field's value in the configuration's words; `None` if it is not known.
    fn value(&self, row: &Row) -> Option<Value> {
        let value = at(&self.sent, row.api)?;
        Some(match row.shown {
            "cron_collision_policy" if !self.is_cron() => Value::Null,
            "cron_collision_policy" => policy(value),
            "constraints" => constraints(value),
            "metadata" | "ports" => sorted(value),
            _ => value.clone(),
        })
    }

    fn is_cron(&self) -> bool {
        self.sent.get("cronSchedule").is_some_and(|schedule| !schedule.is_null())
    }
}

/// Differences of two values under a path.
fn below(shown: &str, before: &Value, after: &Value) -> Vec<Change> {
    let empty = |value: &Value| if is_nothing(value) { Value::Null } else { value.clone() };
    let mut changes = between(&empty(before), &empty(after));
    for change in &mut changes {
        let joint = if change.path.is_empty() || change.path.starts_with('[') { "" } else { "." };
        change.path = format!("{shown}{joint}{}", change.path);
    }
    changes
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

fn at<'a>(value: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, name| value.get(name))
}

fn policy(value: &Value) -> Value {
    let number = value.as_i64();
    let found = CronCollisionPolicy::ALL.into_iter().find(|policy| number == Some(i64::from(policy.number())));
    found.map_or_else(|| value.clone(), |policy| Value::from(policy.name()))
}

/// A set as a sorted list.
fn sorted(value: &Value) -> Value {
    let Value::Array(items) = value else { return value.clone() };
    let mut items = items.clone();
    items.sort_by_key(Value::to_string);
    Value::Array(items)
}

/// Conditions on hosts as a configuration writes them: attribute → `value,value`, `!value` or `limit:N`.
fn constraints(value: &Value) -> Value {
    let Value::Array(items) = value else { return value.clone() };
    let mut map = Map::new();
    for item in items {
        let name = item.get("name").and_then(Value::as_str).unwrap_or_default();
        let condition = item.get("constraint").unwrap_or(&Value::Null);
        let limit = at(condition, &["limit", "limit"]).filter(|limit| !limit.is_null());
        let text = match (limit, at(condition, &["value", "values"])) {
            (Some(limit), _) => format!("limit:{limit}"),
            (None, Some(Value::Array(values))) => {
                let mut values: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
                values.sort_unstable();
                let is_negated = at(condition, &["value", "negated"]) == Some(&Value::Bool(true));
                format!("{}{}", if is_negated { "!" } else { "" }, values.join(","))
            }
            _ => condition.to_string(),
        };
        map.insert(name.to_owned(), Value::from(text));
    }
    Value::Object(map)
}
