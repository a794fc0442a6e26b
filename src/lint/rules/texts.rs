//! The texts in a job's data. What several rules look at, and no rule itself.

use serde_json::Value;

/// One step on the way to a text.
#[derive(Clone, Copy)]
pub enum Part<'a> {
    /// A key of an object.
    Name(&'a str),
    /// A number in a list.
    At(usize),
}

/// Hands over every text below a value, with the way to it. The data are as deep as the schema is.
pub fn texts<'a>(value: &'a Value, visit: &mut dyn FnMut(&[Part<'a>], &'a str)) {
    walk(value, &mut Vec::new(), visit);
}

fn walk<'a>(value: &'a Value, way: &mut Vec<Part<'a>>, visit: &mut dyn FnMut(&[Part<'a>], &'a str)) {
    let mut step = |part, value: &'a Value| {
        way.push(part);
        walk(value, way, visit);
        way.pop();
    };
    match value {
        Value::String(text) => visit(way, text),
        Value::Array(items) => items.iter().enumerate().for_each(|(at, item)| step(Part::At(at), item)),
        Value::Object(map) => map.iter().for_each(|(name, item)| step(Part::Name(name), item)),
        _ => {}
    }
}

/// A way as a JSON pointer.
pub fn pointer(way: &[Part]) -> String {
    let mut pointer = String::new();
    for part in way {
        pointer.push('/');
        match part {
            Part::Name(name) => pointer.push_str(&name.replace('~', "~0").replace('/', "~1")),
            Part::At(at) => pointer.push_str(&at.to_string()),
        }
    }
    pointer
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
