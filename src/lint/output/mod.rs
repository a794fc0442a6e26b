//! Reports as text, each format a file. They return text and write nowhere.

mod concise;
mod fancy;
mod github;
mod gitlab;
mod json;
mod junit;
mod sarif;
mod statistics;

use super::disk::Disk;
use super::engine::Report;
use super::top::Top;
use crate::diagnostics::render::Style;

/// The formats.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OutputFormat {
    /// For people, with source lines.
    Fancy,
    /// `file:line:column: CODE message`.
    Concise,
    /// One JSON document.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands that GitHub shows beside the change.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit's XML, for build servers.
    Junit,
}

impl OutputFormat {
    /// All formats with their names.
    pub const ALL: [(&'static str, OutputFormat); 7] = [
        ("fancy", OutputFormat::Fancy),
        ("concise", OutputFormat::Concise),
        ("json", OutputFormat::Json),
        ("sarif", OutputFormat::Sarif),
        ("github", OutputFormat::Github),
        ("gitlab", OutputFormat::Gitlab),
        ("junit", OutputFormat::Junit),
    ];

    /// Whether it is read by a service that shows a whole repository and knows nothing of the working directory.
    fn is_of_repository(self) -> bool {
        matches!(self, OutputFormat::Sarif | OutputFormat::Github | OutputFormat::Gitlab)
    }

    /// How it writes counts in place of findings, if it can. The other formats are read by programs that want findings.
    pub fn statistics(self) -> Option<fn(&Report) -> String> {
        match self {
            OutputFormat::Fancy | OutputFormat::Concise => Some(statistics::text),
            OutputFormat::Json => Some(statistics::json),
            OutputFormat::Sarif | OutputFormat::Github | OutputFormat::Gitlab | OutputFormat::Junit => None,
        }
    }

    /// The format of a name.
    pub fn of(name: &str) -> Option<OutputFormat> {
        OutputFormat::ALL.iter().find(|(known, _)| *known == name).map(|(_, format)| *format)
    }
}

/// The whole report in a format. The disk is asked for the source lines of the fancy one, and for the top of the repository.
pub fn write(report: &Report, format: OutputFormat, style: Style, disk: &dyn Disk) -> String {
    let moved;
    let report = match format.is_of_repository().then(|| Top::of(&mut *disk.world())).flatten() {
        Some(top) => {
            moved = from_top(report, &top);
            &moved
        }
        None => report,
    };
    match format {
        OutputFormat::Fancy => fancy::write(report, style, disk),
        OutputFormat::Concise => concise::write(report),
        OutputFormat::Json => json::write(report),
        OutputFormat::Sarif => sarif::write(report),
        OutputFormat::Github => github::write(report),
        OutputFormat::Gitlab => gitlab::write(report),
        OutputFormat::Junit => junit::write(report),
    }
}

/// How often each rule found something, in a format; `None` for formats that have no place for it.
pub fn statistics(report: &Report, format: OutputFormat) -> Option<String> {
    format.statistics().map(|write| write(report))
}

/// The report with paths from the top of the repository.
fn from_top(report: &Report, top: &Top) -> Report {
    let mut findings = report.findings.clone();
    for finding in &mut findings {
        finding.marks.iter_mut().for_each(|mark| mark.location.path = top.path(&mark.location.path));
        let edits = finding.fix.iter_mut().flat_map(|fix| &mut fix.edits);
        edits.for_each(|edit| edit.path = top.path(&edit.path));
    }
    Report { findings, results: Vec::new(), ..*report }
}

/// A document in JSON and a newline. Characters that could steer a terminal are `\u` escapes.
fn safe_json(document: &impl serde::Serialize) -> String {
    let json = serde_json::to_string_pretty(document).unwrap_or_else(|error| format!("\"{error}\""));
    let mut out = String::with_capacity(json.len() + 1);
    for c in json.chars() {
        // Newlines of the layout stay; those in texts are escaped already.
        match c {
            c if c != '\n' && crate::diagnostics::render::text::is_hazardous(c) => {
                out.push_str(&format!("\\u{:04x}", c as u32));
            }
            c => out.push(c),
        }
    }
    out.push('\n');
    out
}
