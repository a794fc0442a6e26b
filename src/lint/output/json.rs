//! One JSON document for programs, described in `docs/lint.md`.

use serde::Serialize;

use crate::lint::engine::Report;
use crate::lint::finding::{Edit, Finding, Fix, Location};
use crate::lint::rule::severity_name;
use crate::lint::rules;

/// The version of the document's shape. It grows when a key is removed or changes its meaning.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    files: usize,
    suppressed: usize,
    findings: Vec<FindingObject<'a>>,
}

#[derive(Serialize)]
struct FindingObject<'a> {
    code: &'a str,
    rule: &'a str,
    severity: &'a str,
    cause: Option<&'a str>,
    message: &'a str,
    help: Option<&'a str>,
    places: Vec<PlaceObject<'a>>,
    fix: Option<FixObject<'a>>,
}

#[derive(Serialize)]
struct PlaceObject<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    label: &'a str,
}

#[derive(Serialize)]
struct FixObject<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<EditObject<'a>>,
}

#[derive(Serialize)]
struct EditObject<'a> {
    file: &'a str,
    start: u32,
    end: u32,
    text: &'a str,
}

/// The document and a newline.
pub fn write(report: &Report) -> String {
    let document = Document {
        version: VERSION,
        files: report.files,
        suppressed: report.suppressed,
        findings: report.findings.iter().map(finding).collect(),
    };
    super::safe_json(&document)
}

fn finding(finding: &Finding) -> FindingObject<'_> {
    let rule = rules::find(&finding.code);
    FindingObject {
        code: &finding.code,
        rule: rule.map_or("", |rule| rule.name),
        severity: rule.map_or("error", |rule| severity_name(rule.severity)),
        cause: finding.cause.as_deref(),
        message: &finding.message,
        help: finding.help.as_deref(),
        places: finding.marks.iter().map(|mark| place(&mark.location, &mark.label)).collect(),
        fix: finding.fix.as_ref().map(fix),
    }
}

fn place<'a>(location: &'a Location, label: &'a str) -> PlaceObject<'a> {
    let Location { path, line, column, end_line, end_column, .. } = location;
    PlaceObject { file: path, line: *line, column: *column, end_line: *end_line, end_column: *end_column, label }
}

fn fix(fix: &Fix) -> FixObject<'_> {
    let edit = |edit: &Edit| (edit.start, edit.end);
    let mut edits: Vec<&Edit> = fix.edits.iter().collect();
    edits.sort_by_key(|one| edit(one));
    let edits = edits.into_iter().map(|Edit { path, start, end, text }| EditObject {
        file: path,
        start: *start,
        end: *end,
        text,
    });
    FixObject { title: &fix.title, safe: fix.is_safe, edits: edits.collect() }
}
