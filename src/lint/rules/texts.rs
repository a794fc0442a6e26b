//! The texts in a job's data. What several rules look at, and no rule itself.

use serde_json::Value;

/// Every text with its JSON pointer, below a value. The data are as deep as the schema is.
pub fn texts<'a>(value: &'a Value, pointer: &str) -> Vec<(String, &'a str)> {
    match value {
        Value::String(text) => vec![(pointer.to_owned(), text)],
        Value::Array(items) => {
            let parts = items.iter().enumerate();
            parts.flat_map(|(at, item)| texts(item, &format!("{pointer}/{at}"))).collect()
        }
        Value::Object(map) => {
            let word = |name: &str| name.replace('~', "~0").replace('/', "~1");
            map.iter().flat_map(|(name, item)| texts(item, &format!("{pointer}/{}", word(name)))).collect()
        }
        _ => Vec::new(),
    }
}

/// Name, pointer and command of each process.
pub fn commands(job: &Value) -> Vec<(String, String, &str)> {
    let processes = job.pointer("/task/processes").and_then(Value::as_array);
    let mut found = Vec::new();
    for (at, process) in processes.into_iter().flatten().enumerate() {
        let text = |name| process.get(name).and_then(Value::as_str);
        if let (Some(name), Some(command)) = (text("name"), text("cmdline")) {
            found.push((name.to_owned(), format!("/task/processes/{at}/cmdline"), command));
        }
    }
    found
}
