//! SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), for code scanning.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::gitlab::fingerprint;
use crate::diagnostics::Severity;
use crate::lint::engine::Report;
use crate::lint::finding::{Edit, Finding, Location};
use crate::lint::rule::Rule;
use crate::lint::rules::{self, RULES};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: Vec<Value>,
}

/// The log and a newline.
pub fn write(report: &Report) -> String {
    let mut seen = HashMap::new();
    let results: Vec<Value> = report.findings.iter().map(|finding| result(finding, &mut seen)).collect();
    let run = json!({
        "tool": { "driver": {
            "name": "aurora",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": RULES.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
        }},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": { "ROOT": { "description": { "text": "the top of the git repository, or else the working directory of the run" } } },
        "results": results,
    });
    super::safe_json(&Log { schema: SCHEMA, version: "2.1.0", runs: vec![run] })
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.title },
        "fullDescription": { "text": rule.rationale },
        "help": { "text": rule.mend, "markdown": rule.page() },
        "defaultConfiguration": { "enabled": rule.is_default, "level": level(Some(rule)) },
    })
}

fn level(rule: Option<&Rule>) -> &'static str {
    match rule.map(|rule| rule.severity) {
        Some(Severity::Warning) => "warning",
        Some(Severity::Note) => "note",
        _ => "error",
    }
}

fn result(finding: &Finding, seen: &mut HashMap<String, usize>) -> Value {
    let rule = rules::find(&finding.code);
    let help = finding.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    let mut result = json!({
        "ruleId": finding.code,
        "level": level(rule),
        "message": { "text": format!("{}{}{help}", finding.message, super::concise::cause(finding)) },
        "locations": finding.location().map(|at| location(at, None)).into_iter().collect::<Vec<_>>(),
        "partialFingerprints": { "aurora/v1": fingerprint(finding, seen) },
    });
    if let Some(index) = RULES.iter().position(|rule| rule.code == finding.code) {
        result["ruleIndex"] = index.into();
    }
    let related: Vec<Value> =
        finding.marks.iter().skip(1).map(|mark| location(&mark.location, Some(&mark.label))).collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    if let Some(fix) = &finding.fix {
        let mut changes: Vec<(&str, Vec<Value>)> = Vec::new();
        for edit in &fix.edits {
            match changes.iter_mut().find(|(path, _)| *path == edit.path) {
                Some((_, list)) => list.push(replacement(edit)),
                None => changes.push((&edit.path, vec![replacement(edit)])),
            }
        }
        let changes: Vec<Value> = changes
            .into_iter()
            .map(|(path, list)| json!({ "artifactLocation": artifact(path), "replacements": list }))
            .collect();
        result["fixes"] = json!([{ "description": { "text": fix.title }, "artifactChanges": changes }]);
    }
    result
}

fn replacement(edit: &Edit) -> Value {
    let deleted = json!({ "byteOffset": edit.start, "byteLength": edit.end - edit.start });
    json!({ "deletedRegion": deleted, "insertedContent": { "text": edit.text } })
}

fn location(at: &Location, label: Option<&str>) -> Value {
    let region = json!({
        "startLine": at.line,
        "startColumn": at.column,
        "endLine": at.end_line,
        "endColumn": at.end_column,
    });
    let mut location = json!({ "physicalLocation": { "artifactLocation": artifact(&at.path), "region": region } });
    if let Some(label) = label.filter(|label| !label.is_empty()) {
        location["message"] = json!({ "text": label });
    }
    location
}

/// A path as a URI: what a URI reserves is written as percent codes.
fn artifact(path: &str) -> Value {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(byte as char),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    if path.starts_with('/') {
        json!({ "uri": format!("file://{uri}") })
    } else {
        json!({ "uri": uri, "uriBaseId": "ROOT" })
    }
}
