//! Paths to fields: `task.processes[server].cmdline`.

/// A path with a further field.
pub fn field(path: &str, name: &str) -> String {
    if !is_plain(name) {
        return format!("{path}[{}]", quoted(name));
    }
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// A path with the name of a list's element.
pub fn element(path: &str, name: &str) -> String {
    let is_safe = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '));
    let is_number = name.chars().all(|c| c.is_ascii_digit());
    if is_safe && !is_number { format!("{path}[{name}]") } else { format!("{path}[{}]", quoted(name)) }
}

/// A path with the number of a list's element.
pub fn index(path: &str, at: usize) -> String {
    format!("{path}[{at}]")
}

/// Whether `path` is `start` or leads below it.
pub fn is_below(path: &str, start: &str) -> bool {
    path.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

fn quoted(name: &str) -> String {
    serde_json::Value::from(name).to_string()
}
