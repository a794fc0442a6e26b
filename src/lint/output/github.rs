//! GitHub's workflow commands: annotations beside the change.

use crate::diagnostics::Severity;
use crate::lint::engine::Report;
use crate::lint::finding::Finding;
use crate::lint::rules;

/// One command a line.
pub fn write(report: &Report) -> String {
    report.findings.iter().map(line).collect()
}

fn line(finding: &Finding) -> String {
    let rule = rules::find(&finding.code);
    let command = match rule.map(|rule| rule.severity) {
        Some(Severity::Warning) => "warning",
        Some(Severity::Note) => "notice",
        _ => "error",
    };
    let name = rule.map_or("", |rule| rule.name);
    let title = property(&format!("{} {name}", finding.code));
    let help = finding.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    let message = data(&format!("{}{}{help}", finding.message, super::concise::cause(finding)));
    match finding.location() {
        Some(at) => {
            // Columns count only within one line.
            let columns = match at.line == at.end_line {
                true => format!(",col={},endColumn={}", at.column, at.end_column.max(at.column)),
                false => String::new(),
            };
            let (file, from, to) = (property(&at.path), at.line, at.end_line);
            format!("::{command} file={file},line={from},endLine={to}{columns},title={title}::{message}\n")
        }
        None => format!("::{command} title={title}::{message}\n"),
    }
}

/// What may not stand in the text of a command is written as percent codes.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn what_ends_a_command_is_escaped() {
        assert_eq!(data("50%\nnext: a, b"), "50%25%0Anext: a, b");
        assert_eq!(property("a:b,c"), "a%3Ab%2Cc");
    }
}
