//! `aurora man`

use std::io;

use clap::Command;
use clap::builder::Resettable;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::args::Cli;
use super::dialect::{self, nouns};
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
    /// The command, or a first word of the later dialect (default: the program itself)
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
}

/// Prints the page, for `man -l -`.
pub fn run(args: &ManArgs, streams: &dyn Streams) -> Result {
    let mut tree = examples::add(Cli::command());
    tree.build();
    if let Some(noun) = args.command.as_deref().filter(|name| nouns().any(|noun| noun == *name)) {
        streams.out(noun_page(noun).as_bytes());
        return Ok(Outcome::Done);
    }
    let command = match &args.command {
        None => tree,
        Some(name) => match tree.find_subcommand(name) {
            // A process prints one page, so its name may stay.
            Some(found) => found.clone().name(&*format!("aurora-{}", found.get_name()).leak()),
            None => {
                let names: Vec<&str> = tree.get_subcommands().map(Command::get_name).collect();
                let help = match nearest(name, names.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "`aurora help` lists the commands".to_owned(),
                };
                let message = format!("there is no command `{name}`");
                return Err(Diagnostic::error("AUR0002", Kind::Usage, message).help(help).into());
            }
        },
    };
    match page(command) {
        Ok(page) => streams.out(&page),
        Err(error) => return Err(Diagnostic::error("AUR0001", Kind::Other, error.to_string()).into()),
    }
    Ok(Outcome::Done)
}

/// The page of a command. It has all options, also those that the short help leaves out, a short line of usage, and sections for
/// what stands at the end of the help.
fn page(command: Command) -> io::Result<Vec<u8>> {
    let end = command.get_after_long_help().or_else(|| command.get_after_help()).map(ToString::to_string);
    let usage = command.clone().render_usage().to_string();
    let command = command
        .override_usage(usage.trim_start_matches("Usage:").trim().to_owned())
        .mut_args(|arg| arg.hide_short_help(false))
        .after_help(Resettable::Reset)
        .after_long_help(Resettable::Reset);
    let mut page = Vec::new();
    Man::new(command).source(concat!("aurora ", env!("CARGO_PKG_VERSION"))).render(&mut page)?;
    let sections = sections(&end.unwrap_or_default()).render();
    // Each text begins with how to write apostrophes; the page has that already.
    page.extend_from_slice(sections.find(".SH").map_or("", |at| &sections[at..]).as_bytes());
    Ok(page)
}

/// The page of a noun of the later dialect: what can follow it, and what that is here.
fn noun_page(noun: &str) -> String {
    let mut page = Roff::new();
    let name = format!("aurora-{noun}");
    page.control("TH", [name.as_str(), "1", "", concat!("aurora ", env!("CARGO_PKG_VERSION"))]);
    page.control("SH", ["NAME"])
        .text([roman(format!("{name} - commands of the later client that begin with `{noun}`"))]);
    page.control("SH", ["DESCRIPTION"]).control("nf", []);
    for line in dialect::page(noun).lines() {
        page.text([roman(line)]);
    }
    page.control("fi", []);
    page.render()
}

/// Examples as they stand, below a heading of their own, and the rest as paragraphs.
fn sections(end: &str) -> Roff {
    let mut sections = Roff::new();
    let (mut examples, mut notes) = (Vec::new(), Vec::new());
    for line in end.lines().filter(|line| !line.is_empty() && *line != "Examples:") {
        if line.starts_with(' ') { examples.push(line.trim_start()) } else { notes.push(line) }
    }
    if !examples.is_empty() {
        sections.control("SH", ["EXAMPLES"]).control("nf", []);
        for line in examples {
            sections.text([roman(line)]);
        }
        sections.control("fi", []);
    }
    if !notes.is_empty() {
        sections.control("SH", ["NOTES"]);
    }
    for line in notes {
        sections.text([roman(line)]);
        if line.ends_with('.') {
            sections.control("PP", []);
        }
    }
    sections
}
