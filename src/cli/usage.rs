//! What clap has to say, as a diagnostic.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::args::Cli;
use super::dialect::nouns;
use crate::diagnostics::{Diagnostic, Kind, nearest};

/// The first sentence becomes the message; tips, the usage line and the pointer to the help become the help.
pub fn diagnostic(error: &clap::Error) -> Diagnostic {
    if matches!(error.kind(), ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand) {
        return Diagnostic::error("AUR0002", Kind::Usage, "a command is missing")
            .help("`aurora help` lists the commands");
    }
    if let Some(diagnostic) = unknown_command(error).or_else(|| unknown_option(error)) {
        return diagnostic;
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

/// A first word that is no command, and the command that was probably meant.
fn unknown_command(error: &clap::Error) -> Option<Diagnostic> {
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else { return None };
    let tree = Cli::command();
    let mut names: Vec<&str> = tree.get_subcommands().map(|command| command.get_name()).collect();
    nouns().for_each(|noun| names.push(noun));
    let help = match nearest(word, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`aurora help` lists the commands".to_owned(),
    };
    Some(Diagnostic::error("AUR0002", Kind::Usage, format!("there is no command `{word}`")).help(help))
}

/// What two options must have in common at their start to be alike, dashes included.
const BEGINNING: usize = 5;

/// An option that the command does not have, and the one that was probably meant.
fn unknown_option(error: &clap::Error) -> Option<Diagnostic> {
    let Some(ContextValue::String(given)) = error.get(ContextKind::InvalidArg) else { return None };
    if error.kind() != ErrorKind::UnknownArgument || !given.starts_with('-') {
        return None;
    }
    let shown = given.split('=').next().unwrap_or(given);
    let usage = error.get(ContextKind::Usage).map(ToString::to_string).unwrap_or_default();
    let tree = Cli::command();
    let command = usage.split_whitespace().find_map(|word| tree.find_subcommand(word));
    let options = command.into_iter().chain([&tree]).flat_map(|command| command.get_arguments());
    let names = options.filter(|option| !option.is_hide_set()).filter_map(|option| option.get_long());
    let near = shown.strip_prefix("--").and_then(|word| nearest(word, names)).map(|near| format!("--{near}"));
    // clap finds long names by their beginnings, and much that only looks alike.
    let suggested = near.or_else(|| match error.get(ContextKind::SuggestedArg) {
        Some(ContextValue::String(near)) if near.get(..BEGINNING) == shown.get(..BEGINNING) => Some(near.clone()),
        _ => None,
    });
    let owner = command.map_or_else(|| "aurora".to_owned(), |command| format!("aurora {}", command.get_name()));
    let help = match (suggested, command) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, Some(command)) => format!("`aurora help {}` lists its options", command.get_name()),
        (None, None) => "`aurora help` lists the options".to_owned(),
    };
    Some(Diagnostic::error("AUR0002", Kind::Usage, format!("`{owner}` has no option `{shown}`")).help(help))
}
