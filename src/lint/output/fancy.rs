//! The report for people.

use std::collections::HashMap;
use std::rc::Rc;

use crate::diagnostics::render::{Format, Style, render};
use crate::diagnostics::{Diagnostic, Kind, Severity};
use crate::lint::disk::Disk;
use crate::lint::engine::Report;
use crate::lint::finding::Location;
use crate::lint::rules;
use crate::source::{SourceFile, SourceMap, Span};

/// All findings with their source lines, then the count.
pub fn write(report: &Report, style: Style, disk: &dyn Disk) -> String {
    let mut texts = Texts { disk, sources: SourceMap::new(), files: HashMap::new() };
    let mut out = String::new();
    for finding in &report.findings {
        let Some(rule) = rules::find(&finding.code) else { continue };
        let message = format!("{}{}", finding.message, super::concise::cause(finding));
        let mut diagnostic =
            Diagnostic { severity: rule.severity, ..Diagnostic::error(rule.code, Kind::Lint, message) };
        diagnostic.help = finding.help.clone();
        for mark in &finding.marks {
            diagnostic = diagnostic.at(texts.span(&mark.location), mark.label.clone());
        }
        out.push_str(&render(&diagnostic, &texts.sources, Format::Fancy, style));
    }
    out.push_str(&summary(report));
    out
}

/// The files of the places, read when a place is shown.
struct Texts<'a> {
    disk: &'a dyn Disk,
    sources: SourceMap,
    files: HashMap<String, Option<Rc<SourceFile>>>,
}

impl Texts<'_> {
    fn span(&mut self, location: &Location) -> Span {
        let file = self.files.entry(location.path.clone()).or_insert_with(|| {
            let bytes = self.disk.read(&location.path).ok()?;
            self.sources.add(&location.path, &bytes).ok()
        });
        match file {
            Some(file) => {
                let at = |offset: u32| file.base + offset.min(file.text.len() as u32);
                Span::new(at(location.start), at(location.end))
            }
            None => Span::NONE,
        }
    }
}

/// `2 errors and 1 warning in 12 files`.
fn summary(report: &Report) -> String {
    let count = |severity| {
        report.findings.iter().filter(|f| rules::find(&f.code).is_some_and(|rule| rule.severity == severity)).count()
    };
    let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let parts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let parts = parts.map(|(severity, word)| (count(severity), word));
    let words: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| plural(*n, word)).collect();
    let found = if words.is_empty() { "Nothing to report".to_owned() } else { words.join(", ") };
    let mut text = format!("{found} in {}.", plural(report.files, "file"));
    let fixable = report.findings.iter().filter(|f| f.fix.as_ref().is_some_and(|fix| fix.is_safe)).count();
    if fixable > 0 {
        text.push_str(&format!(" {fixable} can be mended by `--fix`."));
    }
    text.push('\n');
    text
}
