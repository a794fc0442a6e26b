//! From the process's arguments to its exit code.

use std::ffi::OsString;
use std::process::ExitCode;
use std::rc::Rc;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, ValueEnum};

use crate::commands::{self, Context, Failure, Loudness, Paper, Streams};
use crate::diagnostics::render::{Format, Style, render};
use crate::diagnostics::{Diagnostic, Kind, Severity};
use crate::interp::host::Host;
use crate::source::SourceMap;

use super::args::{Cli, Color, Command, ErrorFormat};
use super::disk::Disk;
use super::exit::Exit;
use super::machine::ThisMachine;
use super::revision::Revision;
use super::stdio::{Stdio, is_broken_pipe};
use super::world::World;
use super::{terminal, thread, usage};

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let early = Reporter { format: early_format(&arguments), style: terminal::style(early_color(&arguments)) };
    let exit = match thread::with_big_stack(|| run(&arguments, early)) {
        Ok(exit) => exit,
        Err(reason) => {
            let message = format!("internal error: {reason}");
            let diagnostic = Diagnostic::error("AUR0001", Kind::Other, message)
                .help("this is a fault of aurora and not of your file; please report it together with the file");
            early.report(&diagnostic, &SourceMap::new(), &Stdio::new());
            Exit::of_diagnostic(&diagnostic)
        }
    };
    exit.into()
}

fn run(arguments: &[OsString], early: Reporter) -> Exit {
    let stdio = Rc::new(Stdio::new());
    let (exit, reporter) = match parse(arguments) {
        Ok(cli) => {
            let style = terminal::style(cli.global.color);
            let reporter = Reporter { format: cli.global.error_format.format(), style };
            (reporter.end(dispatch(&cli, &stdio, reporter), &*stdio), reporter)
        }
        Err(error) => (refuse(&error, early, terminal::paper(early_color(arguments)), &stdio), early),
    };
    match stdio.finish() {
        None => exit,
        Some(error) if is_broken_pipe(&error) => Exit::BrokenPipe,
        Some(error) => {
            let message = format!("standard output cannot be written: {error}");
            reporter.report(&Diagnostic::error("AUR0004", Kind::Command, message), &SourceMap::new(), &*stdio);
            Exit::Command
        }
    }
}

fn parse(arguments: &[OsString]) -> Result<Cli, clap::Error> {
    Cli::from_arg_matches(&Cli::command().try_get_matches_from(arguments)?)
}

fn dispatch(cli: &Cli, stdio: &Rc<Stdio>, reporter: Reporter) -> commands::Result {
    let world = |prints| Box::new(World::new(Rc::clone(stdio), prints)) as Box<dyn Host>;
    let tell = |diagnostic: &Diagnostic, sources: &SourceMap| reporter.report(diagnostic, sources, &**stdio);
    let paper = terminal::paper(cli.global.color);
    let machine = ThisMachine::new();
    let loudness = match (cli.global.quiet, cli.global.verbose) {
        (true, _) => Loudness::Quiet,
        (false, true) => Loudness::Verbose,
        (false, false) => Loudness::Usual,
    };
    let revision = |name: &str, prints| {
        let found = Revision::open(name, world(prints))?;
        Ok(Box::new(found) as Box<dyn Host>)
    };
    let context = Context {
        streams: &**stdio,
        disk: &Disk,
        paper,
        world: &world,
        revision: &revision,
        tell: &tell,
        machine: &machine,
        loudness,
    };
    match &cli.command {
        Command::CancelUpdate(args) => commands::cancel_update::run(args, &context),
        Command::Clusters(args) => commands::clusters::run(args, &context),
        Command::Create(args) => commands::create::run(args, &context),
        Command::Diff(args) => commands::diff::run(args, &context),
        Command::Eval(args) => commands::eval::run(args, &context),
        Command::Explain(args) => commands::explain::run(args, &context),
        Command::GetQuota(args) => commands::get_quota::run(args, &context),
        Command::Inspect(args) => commands::inspect::run(args, &context),
        Command::Kill(args) => commands::kill::run(args, &context),
        Command::Killall(args) => commands::kill::run_all(args, &context),
        Command::Lint(args) => commands::lint::run(args, &context),
        Command::ListJobs(args) => commands::list_jobs::run(args, &context),
        Command::Open(args) => commands::open::run(args, &context),
        Command::Restart(args) => commands::restart::run(args, &context),
        Command::Run(args) => commands::shell::run(args, &context),
        Command::Schema(args) => commands::schema::run(args, context.streams),
        Command::Ssh(args) => commands::shell::ssh(args, &context),
        Command::StartCron(args) => commands::start_cron::run(args, &context),
        Command::Status(args) => commands::status::run(args, &context),
        Command::Update(args) => commands::update::run(args, &context),
        Command::Version(args) => commands::version::run(args, &context),
    }
}

/// Help and version are results; everything else that clap says is an error.
fn refuse(error: &clap::Error, reporter: Reporter, paper: Paper, stdio: &Stdio) -> Exit {
    let text = error.render();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let text = if paper.color { text.ansi().to_string() } else { text.to_string() };
            stdio.page(&text);
            Exit::Done
        }
        _ => {
            reporter.report(&usage::diagnostic(error), &SourceMap::new(), stdio);
            Exit::Usage
        }
    }
}

/// Writes diagnostics in the form that was asked for.
#[derive(Clone, Copy)]
struct Reporter {
    format: Format,
    style: Style,
}

impl Reporter {
    fn report(&self, diagnostic: &Diagnostic, sources: &SourceMap, streams: &dyn Streams) {
        streams.err_page(&render(diagnostic, sources, self.format, self.style));
    }

    fn end(&self, result: commands::Result, streams: &dyn Streams) -> Exit {
        match result {
            Ok(outcome) => Exit::of_outcome(outcome),
            Err(Failure { diagnostics, sources }) => {
                for diagnostic in &diagnostics {
                    self.report(diagnostic, &sources.borrow(), streams);
                }
                let decisive = diagnostics.iter().find(|d| d.severity == Severity::Error).or(diagnostics.first());
                decisive.map_or(Exit::Command, Exit::of_diagnostic)
            }
        }
    }
}

/// The error format as far as it can be told before the arguments are understood.
fn early_format(arguments: &[OsString]) -> Format {
    let asked = early_value(arguments, "--error-format").or_else(|| std::env::var("AURORA_ERROR_FORMAT").ok());
    asked.and_then(|name| ErrorFormat::from_str(&name, false).ok()).map_or(Format::Fancy, ErrorFormat::format)
}

fn early_color(arguments: &[OsString]) -> Color {
    early_value(arguments, "--color").and_then(|name| Color::from_str(&name, false).ok()).unwrap_or(Color::Auto)
}

/// The value of an option that stands anywhere before a lone `--`.
fn early_value(arguments: &[OsString], option: &str) -> Option<String> {
    let words: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).take_while(|word| word != "--").collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let rest = word.strip_prefix(option)?;
        if rest.is_empty() { Some(words.get(at + 1)?.to_string()) } else { Some(rest.strip_prefix('=')?.to_owned()) }
    })
}
