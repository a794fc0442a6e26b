//! The form for programs: one JSON object a line, described in `docs/error-format.md`.

use serde::Serialize;

use crate::diagnostics::{Diagnostic, Frame, Severity};
use crate::source::{SourceMap, Span};

use super::text;

/// The version of the object's shape. It grows when a key is removed or changes its meaning, not when one is added.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Line<'a> {
    version: u32,
    code: &'a str,
    kind: &'a str,
    severity: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    places: Vec<PlaceObject<'a>>,
    trace: Vec<FrameObject<'a>>,
    exception: Option<ExceptionObject<'a>>,
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
struct FrameObject<'a> {
    name: &'a str,
    arguments: Vec<ArgumentObject<'a>>,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
}

#[derive(Serialize)]
struct ArgumentObject<'a> {
    name: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
struct ExceptionObject<'a> {
    #[serde(rename = "type")]
    type_name: &'a str,
    message: &'a str,
}

/// One line of JSON. Characters that could steer a terminal are `\u` escapes.
pub fn render(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let line = Line {
        version: VERSION,
        code: diagnostic.code,
        kind: diagnostic.kind.name(),
        severity: severity(diagnostic.severity),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        places: diagnostic.places.iter().filter_map(|p| place(p.span, &p.label, sources)).collect(),
        trace: diagnostic.trace.iter().map(|frame| frame_object(frame, sources)).collect(),
        exception: diagnostic
            .exception
            .as_ref()
            .map(|e| ExceptionObject { type_name: &e.type_name, message: &e.message }),
    };
    let json = serde_json::to_string(&line).unwrap_or_else(|error| {
        format!("{{\"version\":{VERSION},\"code\":\"AUR0001\",\"message\":\"{}\"}}", text::one_line(&error.to_string()))
    });
    terminal_safe(&json) + "\n"
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn place<'a>(span: Span, label: &'a str, sources: &'a SourceMap) -> Option<PlaceObject<'a>> {
    let (file, start) = sources.locate(span)?;
    let end = file.line_column(span.end.max(span.start));
    Some(PlaceObject {
        file: &file.name,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        label,
    })
}

fn frame_object<'a>(frame: &'a Frame, sources: &'a SourceMap) -> FrameObject<'a> {
    let found = sources.locate(frame.span);
    FrameObject {
        name: &frame.name,
        arguments: frame.arguments.iter().map(|one| ArgumentObject { name: &one.name, value: &one.value }).collect(),
        file: found.as_ref().map(|(file, _)| file.name.as_str()),
        line: found.as_ref().map(|(_, at)| at.line),
        column: found.as_ref().map(|(_, at)| at.column),
    }
}

/// What the JSON writer leaves as it is and a terminal may not: it can only stand inside strings.
pub fn terminal_safe(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if text::is_hazardous(c) {
            out.push_str(&format!("\\u{:04x}", c as u32));
        } else {
            out.push(c);
        }
    }
    out
}
