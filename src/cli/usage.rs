//! What clap has to say, as a diagnostic.

use clap::error::ErrorKind;

use crate::diagnostics::{Diagnostic, Kind};

/// The first sentence becomes the message; tips, the usage line and the pointer to the help become the help.
pub fn diagnostic(error: &clap::Error) -> Diagnostic {
    if matches!(error.kind(), ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand) {
        return Diagnostic::error("AUR0002", Kind::Usage, "a command is missing")
            .help("`aurora help` lists the commands");
    }
    let text = error.render().to_string();
    let mut paragraphs = text.split("\n\n").map(str::trim_end);
    let message = paragraphs.next().unwrap_or_default();
    let message = message.strip_prefix("error: ").unwrap_or(message);
    let help: Vec<&str> = paragraphs
        .flat_map(str::lines)
        .map(|line| line.trim().trim_start_matches("tip: "))
        .filter(|line| !line.is_empty())
        .collect();
    let diagnostic = Diagnostic::error("AUR0002", Kind::Usage, message);
    if help.is_empty() { diagnostic } else { diagnostic.help(help.join("\n")) }
}
