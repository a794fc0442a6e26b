//! An explanation for programs (`docs/explain-format.md`).

use serde::Serialize;

use crate::config::provenance::{Answer, Explained, Link};
use crate::diagnostics::render::terminal_safe;
use crate::source::SourceMap;

/// The version of the document's shape. It grows when a key is removed or changes its meaning, not when one is added.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    key: &'a str,
    file: &'a str,
    values: Vec<Value<'a>>,
}

#[derive(Serialize)]
struct Value<'a> {
    path: &'a str,
    #[serde(rename = "type")]
    type_name: &'a str,
    value: &'a str,
    template: &'a str,
    chain: Vec<Place<'a>>,
    references: Vec<Reference<'a>>,
    open: &'a [String],
    fault: Option<&'a str>,
}

#[derive(Serialize)]
struct Place<'a> {
    kind: &'static str,
    words: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    source: &'a str,
    perhaps: bool,
    gave: Option<&'a str>,
    behind: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Reference<'a> {
    reference: &'a str,
    value: &'a str,
    chain: Vec<Place<'a>>,
    beat: Vec<Vec<Place<'a>>>,
}

/// One JSON document on one line.
pub fn document(key: &str, file: &str, all: &[Explained], sources: &SourceMap) -> String {
    let values = all.iter().map(|one| value(one, sources)).collect();
    let document = Document { version: VERSION, key, file, values };
    let text = serde_json::to_string(&document).unwrap_or_default();
    terminal_safe(&text) + "\n"
}

fn value<'a>(of: &'a Explained, sources: &'a SourceMap) -> Value<'a> {
    Value {
        path: &of.path,
        type_name: &of.type_name,
        value: &of.value,
        template: &of.template,
        chain: places(&of.chain, sources),
        references: of.answers.iter().map(|answer| reference(answer, sources)).collect(),
        open: &of.open,
        fault: of.fault.as_ref().map(|fault| fault.diagnostic.message.as_str()),
    }
}

fn reference<'a>(answer: &'a Answer, sources: &'a SourceMap) -> Reference<'a> {
    Reference {
        reference: &answer.reference,
        value: &answer.text,
        chain: places(&answer.chain, sources),
        beat: answer.beat.iter().map(|chain| places(chain, sources)).collect(),
    }
}

fn places<'a>(chain: &'a [Link], sources: &'a SourceMap) -> Vec<Place<'a>> {
    chain.iter().map(|link| place(link, sources)).collect()
}

fn place<'a>(link: &'a Link, sources: &'a SourceMap) -> Place<'a> {
    let found = sources.locate(link.span);
    let end = found.as_ref().map(|(file, _)| file.line_column(link.span.end.max(link.span.start)));
    Place {
        kind: link.kind.name(),
        words: &link.words,
        file: found.as_ref().map(|(file, _)| file.name.as_str()),
        line: found.as_ref().map(|(_, at)| at.line),
        column: found.as_ref().map(|(_, at)| at.column),
        end_line: end.map(|at| at.line),
        end_column: end.map(|at| at.column),
        source: &link.source,
        perhaps: link.is_perhaps,
        gave: link.gave.as_deref(),
        behind: places(&link.behind, sources),
    }
}
