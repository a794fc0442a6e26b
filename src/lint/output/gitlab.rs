//! GitLab's code quality report: a JSON list.

use std::collections::HashMap;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::diagnostics::Severity;
use crate::lint::engine::Report;
use crate::lint::finding::Finding;
use crate::lint::rules;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'a str,
    location: Place<'a>,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// The list and a newline.
pub fn write(report: &Report) -> String {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let issues: Vec<Issue> = report.findings.iter().map(|finding| issue(finding, &mut seen)).collect();
    super::safe_json(&issues)
}

fn issue<'a>(finding: &'a Finding, seen: &mut HashMap<String, usize>) -> Issue<'a> {
    let severity = match rules::find(&finding.code).map(|rule| rule.severity) {
        Some(Severity::Warning) => "minor",
        Some(Severity::Note) => "info",
        _ => "major",
    };
    let (begin, end) = finding.location().map_or((1, 1), |at| (at.line, at.end_line));
    Issue {
        description: format!("{}{}", finding.message, super::concise::cause(finding)),
        check_name: &finding.code,
        fingerprint: fingerprint(finding, seen),
        severity,
        location: Place { path: finding.path(), lines: Lines { begin, end } },
    }
}

/// The same for the same finding on another line; different for each of several equal ones.
pub fn fingerprint(finding: &Finding, seen: &mut HashMap<String, usize>) -> String {
    let text = format!("{}\n{}\n{}", finding.path(), finding.code, finding.message);
    let count = seen.entry(text.clone()).or_default();
    *count += 1;
    let digest = Sha256::digest(format!("{text}\n{count}").as_bytes());
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
