//! JUnit's XML: a suite for each file, a failed case for each finding.

use std::collections::BTreeMap;

use crate::lint::engine::Report;
use crate::lint::finding::Finding;
use crate::lint::rule::severity_name;
use crate::lint::rules;

/// The document. Without findings it holds one case that passed, since an empty report counts as a broken one.
pub fn write(report: &Report) -> String {
    let mut suites: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &report.findings {
        suites.entry(finding.path()).or_default().push(finding);
    }
    let total = report.findings.len();
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    out.push_str(&format!(
        "<testsuites name=\"aurora lint\" tests=\"{}\" failures=\"{total}\" errors=\"0\">\n",
        total.max(1)
    ));
    for (path, findings) in &suites {
        let count = findings.len();
        let name = escaped(path);
        out.push_str(&format!("  <testsuite name=\"{name}\" tests=\"{count}\" failures=\"{count}\" errors=\"0\">\n"));
        findings.iter().for_each(|finding| out.push_str(&case(finding)));
        out.push_str("  </testsuite>\n");
    }
    if suites.is_empty() {
        out.push_str("  <testsuite name=\"aurora lint\" tests=\"1\" failures=\"0\" errors=\"0\">\n");
        out.push_str("    <testcase name=\"no findings\" classname=\"aurora lint\"/>\n  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn case(finding: &Finding) -> String {
    let rule = rules::find(&finding.code);
    let (line, column) = finding.location().map_or((1, 1), |at| (at.line, at.column));
    let (code, path) = (&finding.code, escaped(finding.path()));
    let name = rule.map_or("", |rule| rule.name);
    let kind = rule.map_or("error", |rule| severity_name(rule.severity));
    let message = format!("{}{}", finding.message, super::concise::cause(finding));
    let help = finding.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    let body = escaped(&format!("{}:{line}:{column}: {message}{help}", finding.path()));
    let message = escaped(&message);
    format!(
        "    <testcase name=\"{code} {name} {line}:{column}\" classname=\"{path}\" file=\"{path}\" line=\"{line}\">\n      \
         <failure type=\"{kind}\" message=\"{message}\">{body}</failure>\n    </testcase>\n"
    )
}

/// Text for XML: what it reserves becomes entities; characters that it cannot hold become `?`.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('?'),
            c => out.push(c),
        }
    }
    out
}
