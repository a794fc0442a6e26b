//! Runs every case of `fixtures/conformance` with the real program and compares what it makes of each configuration
//! with what the original client made of it.

#![allow(clippy::disallowed_methods)]

#[path = "support/cases.rs"]
mod cases;
#[path = "support/harness.rs"]
mod harness;
#[path = "support/sealed.rs"]
mod sealed;

use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;

use cases::{Case, inspect};

fn main() -> ExitCode {
    let root = sealed::fixtures("conformance");
    let cases = cases::cases(&root);
    let ids = cases.keys().cloned().collect();
    let suite = harness::Suite { title: "conformance", ids, not_yet: Some("tests/not-yet/conformance.txt") };
    harness::main(suite, |id| run(&root, &cases[id]))
}

fn run(root: &Path, case: &Case) -> Result<(), String> {
    let raw = inspect(root, case, &["--error-format", "json", "--raw"]);
    let expected = &case.expected;
    if expected["ok"] != true {
        return check_failure(expected, &raw);
    }
    if raw.exit != 0 {
        return Err(format!("exit code {}\n{}", raw.exit, String::from_utf8_lossy(&raw.stderr)));
    }
    check_warnings(expected, &raw)?;
    check_raw(expected, &raw)?;
    match expected["inspect_stdout"].as_str() {
        Some(layout) => check_layout(layout, &inspect(root, case, &["--error-format", "json"])),
        None => Ok(()),
    }
}

/// Failing cases: another exit code than 0, and one of the kinds that the case allows.
fn check_failure(expected: &Value, run: &sealed::Run) -> Result<(), String> {
    let stderr = String::from_utf8_lossy(&run.stderr);
    let allowed: Vec<&str> = std::iter::once(&expected["error_kind"])
        .chain(expected["error_kind_also"].as_array().into_iter().flatten())
        .chain(std::iter::once(&expected["error_kind_also"]))
        .filter_map(Value::as_str)
        .collect();
    let kinds: Vec<String> = diagnostics(&stderr)
        .filter(|d| d["severity"] == "error")
        .filter_map(|d| d["kind"].as_str().map(str::to_owned))
        .collect();
    if run.exit <= 0 || run.exit == 70 {
        return Err(format!("exit code {}, expected a failure of kind {allowed:?}\n{stderr}", run.exit));
    }
    match kinds.first() {
        Some(kind) if allowed.contains(&kind.as_str()) => Ok(()),
        _ => Err(format!("expected kind {allowed:?} ({}), found {kinds:?}\n{stderr}", expected["error_message"])),
    }
}

/// A warning of the original must have one here; its words are free. Nothing is said where it said nothing.
fn check_warnings(expected: &Value, run: &sealed::Run) -> Result<(), String> {
    let stderr = String::from_utf8_lossy(&run.stderr);
    let printed_by_original = expected["inspect_stdout"].as_str().unwrap_or_default();
    let (printed, _) = printed_by_original.split_once("Job level information\n").unwrap_or_default();
    let rest = stderr.strip_prefix(printed).unwrap_or(&stderr);
    // The original never tells of bindings that nothing uses.
    let foreign: String = rest.lines().filter(|line| !line.contains("\"AUR0405\"")).collect();
    let expects = !expected["warnings"].as_str().unwrap_or_default().is_empty();
    match (expects, foreign.trim().is_empty()) {
        (true, true) => Err(format!("no warning; expected one like {}", expected["warnings"])),
        (false, false) => Err(format!("unexpected on standard error:\n{foreign}")),
        _ => Ok(()),
    }
}

/// The executor's text byte for byte; everything else as JSON, sets as sets.
fn check_raw(expected: &Value, run: &sealed::Run) -> Result<(), String> {
    let mut job: Value = serde_json::from_slice(&run.stdout)
        .map_err(|error| format!("no JSON: {error}\n{}", String::from_utf8_lossy(&run.stdout)))?;
    let data = job["taskConfig"]["executorConfig"].as_object_mut().and_then(|config| config.remove("data"));
    let mut wanted = expected["job"].clone();
    normalise(&mut job);
    normalise(&mut wanted);
    if job != wanted {
        return Err(format!("the job differs\n  expected {wanted}\n  found    {job}"));
    }
    let data = data.as_ref().and_then(Value::as_str).unwrap_or_default();
    let text = expected["executor_config_text"].as_str().unwrap_or_default();
    if data != text {
        return Err(format!("the executor's text differs\n  expected {text}\n  found    {data}"));
    }
    Ok(())
}

/// Sorts what the API calls sets.
fn normalise(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (key, item) in map.iter_mut() {
                normalise(item);
                if let (true, Value::Array(items)) = (is_set(key), item) {
                    items.sort_by_key(Value::to_string);
                }
            }
            map.sort_keys();
        }
        Value::Array(items) => items.iter_mut().for_each(normalise),
        // One spelling for each number: 1e-05 and 0.00001 are the same.
        Value::Number(number) if number.as_i64().is_none() => {
            *value = number.as_f64().map_or(Value::Null, Value::from);
        }
        _ => {}
    }
}

fn is_set(key: &str) -> bool {
    matches!(key, "constraints" | "requestedPorts" | "metadata" | "values")
}

/// Our output begins with the original's lines; absent values may be shown otherwise, and more may follow each block.
fn check_layout(layout: &str, run: &sealed::Run) -> Result<(), String> {
    let found = String::from_utf8_lossy(&run.stdout);
    let mut found_lines = found.lines();
    for line in layout.lines() {
        let wanted = line.trim_end();
        let mut skipped = Vec::new();
        loop {
            let Some(next) = found_lines.next() else {
                return Err(format!("missing in the output: {wanted:?}; instead: {skipped:?}\n{found}"));
            };
            if same_line(wanted, next.trim_end()) {
                break;
            }
            skipped.push(next);
        }
    }
    Ok(())
}

/// Equal, or both the same absent value.
fn same_line(wanted: &str, found: &str) -> bool {
    match wanted.strip_suffix("<class 'pystachio.composite.Empty'>") {
        None => wanted == found,
        Some(head) => found.starts_with(head.trim_end()),
    }
}

/// The diagnostics among the lines of standard error.
fn diagnostics(stderr: &str) -> impl Iterator<Item = Value> {
    stderr.lines().filter_map(|line| serde_json::from_str(line).ok())
}
