//! The cases of `fixtures/conformance` and how one is run.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::sealed;

/// A case and what is expected of it.
pub struct Case {
    /// The configuration's path, relative to the folder of all cases.
    pub config: String,
    /// The job key.
    pub key: String,
    /// One for each `-E`.
    pub bindings: Vec<String>,
    /// Whether the configuration is JSON.
    pub json: bool,
    /// The line of `expected.jsonl`.
    pub expected: Value,
}

/// All cases by their names.
pub fn cases(root: &Path) -> BTreeMap<String, Case> {
    let manifest = read_lines(&root.join("manifest.jsonl"));
    let expected = read_lines(&root.join("expected.jsonl"));
    let mut cases = BTreeMap::new();
    for (case, expected) in manifest.into_iter().zip(expected) {
        assert_eq!(case["id"], expected["id"], "the two lists are in the same order");
        let text = |key: &str| case[key].as_str().unwrap_or_default().to_owned();
        let bindings = case["bindings"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
        let parsed = Case {
            config: text("config"),
            key: text("jobkey"),
            bindings: bindings.collect(),
            json: case["json"] == true,
            expected,
        };
        cases.insert(text("id"), parsed);
    }
    cases
}

fn read_lines(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// Inspects the case's job with further options. Not every test does.
#[allow(dead_code)]
pub fn inspect(root: &Path, case: &Case, options: &[&str]) -> sealed::Run {
    let mut arguments = vec!["inspect"];
    arguments.extend(options);
    if case.json {
        arguments.push("--json");
    }
    case.bindings.iter().for_each(|binding| arguments.extend(["-E", binding.as_str()]));
    arguments.extend([case.key.as_str(), case.config.as_str()]);
    sealed::aurora(root, &arguments, &[], b"")
}
