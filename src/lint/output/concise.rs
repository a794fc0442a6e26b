//! One line for each finding, for editors, logs and `grep`.

use crate::diagnostics::render::text;
use crate::lint::engine::Report;
use crate::lint::finding::{Finding, Location};

/// `file:line:column: CODE message`, then the help on an indented line.
pub fn write(report: &Report) -> String {
    let mut out = String::new();
    for finding in &report.findings {
        let place = finding.location().map_or_else(|| "aurora".to_owned(), position);
        let message = text::joined(&text::shortened(&finding.message, text::LONGEST_MESSAGE));
        out.push_str(&format!("{place}: {}{} {message}{}\n", finding.code, cause(finding), mark(finding)));
        for further in finding.marks.iter().skip(1) {
            let label = text::joined(&text::shortened(&further.label, text::LONGEST_LABEL));
            out.push_str(format!("  {}: {label}", position(&further.location)).trim_end());
            out.push('\n');
        }
        if let Some(help) = &finding.help {
            let help = text::joined(&text::shortened(help, text::LONGEST_MESSAGE));
            out.push_str(&format!("  help: {help}\n"));
        }
    }
    out
}

/// `file:line:column`.
fn position(location: &Location) -> String {
    format!("{}:{}:{}", text::one_line(&location.path), location.line, location.column)
}

/// The code of the error behind a finding.
pub fn cause(finding: &Finding) -> String {
    finding.cause.as_ref().map(|cause| format!(" ({cause})")).unwrap_or_default()
}

/// Says that `--fix` would mend it.
fn mark(finding: &Finding) -> &'static str {
    match &finding.fix {
        Some(fix) if fix.is_safe => " [*]",
        Some(_) => " [!]",
        None => "",
    }
}
