//! `aurora man`

use clap_mangen::Man;

use super::args::Cli;
use super::examples;
use crate::commands::{Outcome, Result, Streams};
use crate::diagnostics::{Diagnostic, Kind, nearest};

const EXAMPLES: &str = "\
Examples:
  aurora man | man -l -
  aurora man inspect > /usr/local/share/man/man1/aurora-inspect.1";

/// Print the manual page of the program or of a command
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct ManArgs {
    /// The command (default: the program itself)
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
}

/// Prints the page, for `man -l -`.
pub fn run(args: &ManArgs, streams: &dyn Streams) -> Result {
    let mut tree = examples::add(Cli::command());
    tree.build();
    let command = match &args.command {
        None => tree,
        Some(name) => match tree.find_subcommand(name) {
            // A process prints one page, so its name may stay.
            Some(found) => found.clone().name(&*format!("aurora-{}", found.get_name()).leak()),
            None => {
                let names: Vec<&str> = tree.get_subcommands().map(clap::Command::get_name).collect();
                let help = match nearest(name, names.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "`aurora help` lists the commands".to_owned(),
                };
                let message = format!("there is no command `{name}`");
                return Err(Diagnostic::error("AUR0002", Kind::Usage, message).help(help).into());
            }
        },
    };
    let mut page = Vec::new();
    match Man::new(command).render(&mut page) {
        Ok(()) => streams.out(&page),
        Err(error) => return Err(Diagnostic::error("AUR0001", Kind::Other, error.to_string()).into()),
    }
    Ok(Outcome::Done)
}
