//! As much of JSON Schema (draft 7) as the schema of SARIF uses.

use serde_json::Value;

/// What is wrong with a document, each with the path to it.
pub fn faults(schema: &Value, document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, schema, document, "", &mut found);
    found
}

fn check(root: &Value, schema: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#')).expect("a reference into the schema");
        return check(root, target, value, path, found);
    }
    let mut fault = |words: String| found.push(format!("{path}: {words}"));
    if let Some(wanted) = schema["type"].as_str()
        && !is_of_type(value, wanted)
    {
        fault(format!("{value} is no {wanted}"));
    }
    if let Some(allowed) = schema["enum"].as_array()
        && !allowed.contains(value)
    {
        fault(format!("{value} is none of {allowed:?}"));
    }
    if let (Some(number), Some(least)) = (value.as_f64(), schema["minimum"].as_f64())
        && number < least
    {
        fault(format!("{number} is less than {least}"));
    }
    if let (Some(number), Some(most)) = (value.as_f64(), schema["maximum"].as_f64())
        && number > most
    {
        fault(format!("{number} is more than {most}"));
    }
    for (word, is_all) in [("anyOf", false), ("oneOf", true)] {
        if let Some(choices) = schema[word].as_array() {
            let fitting = choices.iter().filter(|choice| {
                let mut inner = Vec::new();
                check(root, choice, value, path, &mut inner);
                inner.is_empty()
            });
            let count = fitting.count();
            if count == 0 || (is_all && count > 1) {
                fault(format!("{count} of {word} fit"));
            }
        }
    }
    match value {
        Value::Object(fields) => object(root, schema, fields, path, found),
        Value::Array(items) => {
            if (items.len() as u64) < schema["minItems"].as_u64().unwrap_or(0) {
                found.push(format!("{path}: too few items"));
            }
            let repeated = items.iter().enumerate().any(|(at, item)| items[..at].contains(item));
            if schema["uniqueItems"] == true && repeated {
                found.push(format!("{path}: an item is there twice"));
            }
            if schema["items"].is_object() {
                for (at, item) in items.iter().enumerate() {
                    check(root, &schema["items"], item, &format!("{path}/{at}"), found);
                }
            }
        }
        _ => {}
    }
}

fn object(root: &Value, schema: &Value, fields: &serde_json::Map<String, Value>, path: &str, found: &mut Vec<String>) {
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !fields.contains_key(name) {
            found.push(format!("{path}: `{name}` is missing"));
        }
    }
    for (name, value) in fields {
        let path = format!("{path}/{name}");
        match schema["properties"].get(name) {
            Some(own) => check(root, own, value, &path, found),
            None if schema["additionalProperties"] == false => found.push(format!("{path}: not allowed")),
            None if schema["additionalProperties"].is_object() => {
                check(root, &schema["additionalProperties"], value, &path, found);
            }
            None => {}
        }
    }
}

fn is_of_type(value: &Value, wanted: &str) -> bool {
    match wanted {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("the schema asks for an unknown type {other}"),
    }
}
