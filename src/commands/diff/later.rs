//! Fields of later releases, which this client carries along as they came, in the API's words (`reference/scheduler-api.md
//! §6`): as `inspect --raw` shows them.

use serde_json::{Map, Value as Json, json};

use crate::scheduler::wire::{Struct, Value};

/// The names of a struct's fields, by number, and those of the structs in them.
struct Names(&'static [(i16, &'static str, Names)]);

const PLAIN: Names = Names(&[]);

/// The fields of a task that only later releases have.
const TASK: Names = Names(&[
    (
        29,
        "container",
        Names(&[
            (1, "mesos", Names(&[(1, "image", IMAGE), (2, "volumes", VOLUME)])),
            (
                2,
                "docker",
                Names(&[(1, "image", PLAIN), (2, "parameters", Names(&[(1, "name", PLAIN), (2, "value", PLAIN)]))]),
            ),
        ]),
    ),
    (
        33,
        "mesosFetcherUris",
        Names(&[(1, "value", PLAIN), (2, "extract", PLAIN), (3, "cache", PLAIN), (4, "outputFile", PLAIN)]),
    ),
    (34, "partitionPolicy", Names(&[(1, "reschedule", PLAIN), (2, "delaySecs", PLAIN)])),
    (
        35,
        "slaPolicy",
        Names(&[
            (1, "percentageSlaPolicy", Names(&[(1, "percentage", PLAIN), (2, "durationSecs", PLAIN)])),
            (2, "countSlaPolicy", Names(&[(1, "count", PLAIN), (2, "durationSecs", PLAIN)])),
            (3, "coordinatorSlaPolicy", Names(&[(1, "coordinatorUrl", PLAIN), (2, "statusKey", PLAIN)])),
        ]),
    ),
]);

const IMAGE: Names = Names(&[
    (1, "docker", Names(&[(1, "name", PLAIN), (2, "tag", PLAIN)])),
    (2, "appc", Names(&[(1, "name", PLAIN), (2, "imageId", PLAIN)])),
]);

const VOLUME: Names = Names(&[(1, "containerPath", PLAIN), (2, "hostPath", PLAIN), (3, "mode", PLAIN)]);

/// The fields by name; one that no release has by its number.
pub fn fields(unknown: &Struct) -> Map<String, Json> {
    named(unknown, &TASK)
}

fn named(fields: &Struct, names: &Names) -> Map<String, Json> {
    let one = |(id, value): &(i16, Value)| match names.0.iter().find(|(known, _, _)| known == id) {
        Some((_, name, inner)) => ((*name).to_owned(), data(value, inner)),
        None => (format!("field{id}"), data(value, &PLAIN)),
    };
    fields.iter().map(one).collect()
}

/// A value as data. Its depth is bounded by the reader of answers.
fn data(value: &Value, names: &Names) -> Json {
    match value {
        Value::Bool(value) => json!(value),
        Value::I8(value) => json!(value),
        Value::I16(value) => json!(value),
        Value::I32(value) => json!(value),
        Value::I64(value) => json!(value),
        Value::Double(value) => json!(value),
        Value::Text(value) => json!(value),
        Value::Struct(inner) => Json::Object(named(inner, names)),
        Value::List(_, items) => items.iter().map(|item| data(item, names)).collect(),
        Value::Set(_, items) => {
            let mut items: Vec<Json> = items.iter().map(|item| data(item, names)).collect();
            items.sort_by_key(Json::to_string);
            Json::Array(items)
        }
        Value::Map(_, _, entries) => entries
            .iter()
            .map(|(key, value)| match data(key, names) {
                Json::String(key) => (key, data(value, names)),
                other => (other.to_string(), data(value, names)),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::fields;
    use crate::scheduler::wire::Value;

    #[test]
    fn what_has_a_name_is_named() {
        let text = |text: &str| Value::Text(text.to_owned());
        let docker = Value::Struct(vec![(1, text("web:2")), (7, Value::I32(1))]);
        let unknown = vec![(29, Value::Struct(vec![(2, docker)])), (90, Value::Bool(true))];
        let expected = json!({"container": {"docker": {"image": "web:2", "field7": 1}}, "field90": true});
        assert_eq!(json!(fields(&unknown)), expected);
    }
}
