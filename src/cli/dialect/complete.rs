//! The later dialect in the tree of commands, for completion.

use clap::Command;
use clap::builder::Resettable;

use super::table::ROWS;

/// Adds nouns with their verbs, each a copy of the command that does its work.
pub fn with_later_commands(mut command: Command) -> Command {
    let nouns =
        ROWS.iter().enumerate().filter(|(at, row)| ROWS.iter().position(|one| one.noun == row.noun) == Some(*at));
    let trees: Vec<(&str, Vec<Command>)> = nouns
        .map(|(_, row)| {
            let rows = ROWS.iter().filter(|one| one.noun == row.noun);
            let verb = |name: &'static str, here: &str| {
                Some(command.find_subcommand(here)?.clone().alias(Resettable::Reset).name(name))
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

#[cfg(test)]
mod tests {

    use super::{ROWS, with_later_commands};
    use crate::cli::args::Cli;

    #[test]
    fn every_verb_is_there() {
        let tree = with_later_commands(Cli::command());
        for row in ROWS {
            let verb = tree.find_subcommand(row.noun).and_then(|noun| noun.find_subcommand(row.verb));
            assert!(verb.is_some(), "{} {}", row.noun, row.verb);
        }
    }
}
