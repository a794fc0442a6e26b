//! The later dialect in the tree of commands, for completion.

use clap::builder::Resettable;
use clap::{Arg, Command};

use super::table::{Becomes, OPTIONS, ROWS};

/// Adds nouns with their verbs, each a copy of the command that does its work.
pub fn with_later_commands(mut command: Command) -> Command {
    let nouns =
        ROWS.iter().enumerate().filter(|(at, row)| ROWS.iter().position(|one| one.noun == row.noun) == Some(*at));
    let trees: Vec<(&str, Vec<Command>)> = nouns
        .map(|(_, row)| {
            let rows = ROWS.iter().filter(|one| one.noun == row.noun);
            let verb = |name: &'static str, here: &str| {
                Some(command.find_subcommand(here)?.clone().alias(Resettable::Reset).name(name).mut_args(with_names))
            };
            (row.noun, rows.filter_map(|row| verb(row.verb, row.here.first()?)).collect())
        })
        .collect();
    for (noun, verbs) in trees {
        command = match command.find_subcommand(noun) {
            // `update` is both.
            Some(_) => command.mut_subcommand(noun, |own| own.subcommands(verbs)),
            None => command.subcommand(Command::new(noun).subcommands(verbs)),
        };
    }
    command
}

/// An option with the names that it has in the later dialect, too.
fn with_names(arg: Arg) -> Arg {
    let is = |here: &str| match here.strip_prefix("--") {
        Some(long) => arg.get_long() == Some(long),
        None => arg.get_short().is_some_and(|short| here.strip_prefix('-') == Some(short.encode_utf8(&mut [0; 4]))),
    };
    let names = OPTIONS.iter().filter(|(_, becomes)| matches!(becomes, Becomes::Option(here) if is(here)));
    let names: Vec<&str> = names.filter_map(|(name, _)| name.strip_prefix("--")).collect();
    names.into_iter().fold(arg, |arg, name| match arg.get_long() {
        None => arg.long(name),
        Some(long) if long == name || arg.get_all_aliases().is_some_and(|known| known.contains(&name)) => arg,
        Some(_) => arg.visible_alias(name),
    })
}

#[cfg(test)]
mod tests {

    use super::{Becomes, OPTIONS, ROWS, with_later_commands};
    use crate::cli::args::Cli;

    #[test]
    fn every_verb_is_there() {
        let tree = with_later_commands(Cli::command());
        for row in ROWS {
            let verb = tree.find_subcommand(row.noun).and_then(|noun| noun.find_subcommand(row.verb));
            assert!(verb.is_some(), "{} {}", row.noun, row.verb);
        }
    }

    #[test]
    fn options_have_their_later_names() {
        // It also makes sure that no name stands for two options.
        let mut tree = with_later_commands(Cli::command());
        tree.build();
        let verbs = ROWS.iter().filter_map(|row| tree.find_subcommand(row.noun)?.find_subcommand(row.verb));
        let longs: Vec<String> = verbs
            .flat_map(|verb| verb.get_arguments())
            .flat_map(|arg| arg.get_long_and_visible_aliases().unwrap_or_default())
            .map(|long| format!("--{long}"))
            .collect();
        // Options of every command keep the one name that they have everywhere.
        let is_of_all = |here: &str| tree.get_arguments().any(|arg| arg.get_long() == here.strip_prefix("--"));
        for (name, becomes) in OPTIONS {
            if matches!(becomes, Becomes::Option(here) if !is_of_all(here)) && name.starts_with("--") {
                assert!(longs.iter().any(|long| long == name), "{name}");
            }
        }
    }
}
