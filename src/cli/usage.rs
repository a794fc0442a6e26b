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
    if let Some(near) = near_command(error) {
        let message = format!("there is no command `{}`", near.0);
        return Diagnostic::error("AUR0002", Kind::Usage, message).help(format!("did you mean `{}`?", near.1));
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
    if let Some(near) = near_option(error) {
        return diagnostic.help(format!("did you mean `{near}`?"));
    }
    if help.is_empty() { diagnostic } else { diagnostic.help(help.join("\n")) }
}

/// For `aurora help WORD`, about which clap has no idea: the word, and the command that was probably meant.
fn near_command(error: &clap::Error) -> Option<(String, String)> {
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else { return None };
    if error.get(ContextKind::SuggestedSubcommand).is_some() {
        return None;
    }
    let tree = Cli::command();
    let mut names: Vec<&str> = tree.get_subcommands().map(|command| command.get_name()).collect();
    nouns().for_each(|noun| names.push(noun));
    let near = nearest(word, names)?;
    Some((word.clone(), near.to_owned()))
}

/// For an unknown option with two letters swapped or the like, which clap does not find near: the option of the command that
/// was probably meant.
fn near_option(error: &clap::Error) -> Option<String> {
    let Some(ContextValue::String(given)) = error.get(ContextKind::InvalidArg) else { return None };
    if error.kind() != ErrorKind::UnknownArgument || error.get(ContextKind::SuggestedArg).is_some() {
        return None;
    }
    let word = given.strip_prefix("--")?.split('=').next()?;
    let usage = error.get(ContextKind::Usage)?.to_string();
    let tree = Cli::command();
    let command = usage.split_whitespace().find_map(|word| tree.find_subcommand(word));
    let options = command.into_iter().chain([&tree]).flat_map(|command| command.get_arguments());
    nearest(word, options.filter(|option| !option.is_hide_set()).filter_map(|option| option.get_long()))
        .map(|near| format!("--{near}"))
}
