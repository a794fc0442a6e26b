//! From the process's arguments to its exit code.

use std::ffi::OsString;
use std::process::ExitCode;
use std::rc::Rc;

use clap::ValueEnum;
use clap::error::ErrorKind;

use crate::commands::{self, Context, Failure, Loudness, Paper, Streams};
use crate::diagnostics::render::{Format, Style, render};
use crate::diagnostics::{Diagnostic, Kind, Severity};
use crate::interp::host::Host;
use crate::source::SourceMap;

use super::args::{Cli, Color, Command, ErrorFormat};
use super::dialect::{self, Rewritten};
use super::disk::Disk;
use super::exit::Exit;
use super::machine::ThisMachine;
use super::revision::Revision;
use super::settings::Settings;
use super::stdio::{Stdio, is_broken_pipe};
use super::world::World;
use super::{completion, examples, man, stack, terminal, usage};

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    if completion::answer(&arguments) {
        return ExitCode::SUCCESS;
    }
    let early = Reporter::early(&arguments, &Settings::default());
    let exit = match stack::with_big_stack(|| run(&arguments, early)) {
        Ok(exit) => exit,
        Err(diagnostic) => {
            early.report(&diagnostic, &SourceMap::new(), &Stdio::new());
            Exit::of_diagnostic(&diagnostic)
        }
    };
    exit.into()
}

fn run(arguments: &[OsString], early: Reporter) -> Exit {
    let stdio = Rc::new(Stdio::new());
    let (settings, fault) = match Settings::load() {
        Ok(settings) => (settings, None),
        Err(fault) => (Settings::default(), Some(fault)),
    };
    let early = if fault.is_some() { early } else { Reporter::early(arguments, &settings) };
    let (exit, reporter) = match (fault, dialect::rewrite(arguments)) {
        (Some(wrong), _) | (None, Rewritten::Wrong(wrong)) => (early.end(Err((*wrong).into()), &*stdio), early),
        (None, Rewritten::Page(page)) => {
            stdio.hold();
            stdio.out(page.as_bytes());
            (Exit::Done, early)
        }
        (None, Rewritten::Words(words)) => match parse(&words, &settings) {
            Ok(cli) => {
                let reporter = Reporter::of(&cli);
                if is_read_at_leisure(&cli.command) && !cli.global.no_pager {
                    stdio.hold();
                }
                (reporter.end(dispatch(&cli, &stdio, reporter), &*stdio), reporter)
            }
            Err(error) => match settings.fault(&error, || parse(&words, &Settings::default()).map(|_| ())) {
                Some(wrong) => (early.end(Err((*wrong).into()), &*stdio), early),
                None => (refuse(&error, early, terminal::paper(early_color(arguments, &settings)), &stdio), early),
            },
        },
    };
    match stdio.finish(settings.pager()) {
        None => exit,
        Some(error) if is_broken_pipe(&error) => Exit::BrokenPipe,
        Some(error) => {
            let message = format!("standard output cannot be written: {error}");
            reporter.report(&Diagnostic::error("AUR0004", Kind::Command, message), &SourceMap::new(), &*stdio);
            Exit::Command
        }
    }
}

fn parse(arguments: &[OsString], settings: &Settings) -> Result<Cli, clap::Error> {
    let tree = settings.apply(examples::add(Cli::command_for(arguments)));
    Cli::from_matches(&tree.try_get_matches_from(arguments)?)
}

/// Whether a command's output is a page to read.
fn is_read_at_leisure(command: &Command) -> bool {
    matches!(
        command,
        Command::Deps(_)
            | Command::Diff(_)
            | Command::Explain(_)
            | Command::Inspect(_)
            | Command::List(_)
            | Command::ListJobs(_)
            | Command::ListUpdates(_)
            | Command::Schema(_)
            | Command::Status(_)
            | Command::UpdateInfo(_)
    )
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
        Command::AddInstances(args) => commands::add_instances::run(args, &context),
        Command::CancelUpdate(args) => commands::cancel_update::run(args, &context),
        Command::Clusters(args) => commands::clusters::run(args, &context),
        Command::Completion(args) => completion::run(args, context.streams),
        Command::ConfigList(args) => commands::config_list::run(args, &context),
        Command::Create(args) => commands::create::run(args, &context),
        Command::Deps(args) => commands::deps::run(args, &context),
        Command::DescheduleCron(args) => commands::cron_entry::deschedule(args, &context),
        Command::Diff(args) => commands::diff::run(args, &context),
        Command::Eval(args) => commands::eval::run(args, &context),
        Command::Explain(args) => commands::explain::run(args, &context),
        Command::GetQuota(args) => commands::get_quota::run(args, &context),
        Command::Inspect(args) => commands::inspect::run(args, &context),
        Command::JobUptime(args) => commands::uptime::job_uptime(args, &context),
        Command::Kill(args) => commands::kill::run(args, &context),
        Command::Killall(args) => commands::kill::run_all(args, &context),
        Command::Lint(args) => commands::lint::run(args, &context),
        Command::List(args) => commands::list::run(args, &context),
        Command::ListJobs(args) => commands::list_jobs::run(args, &context),
        Command::ListUpdates(args) => commands::updates::list(args, &context),
        Command::Man(args) => man::run(args, context.streams),
        Command::Open(args) => commands::open::run(args, &context),
        Command::Restart(args) => commands::restart::run(args, &context),
        Command::Run(args) => commands::shell::run(args, &context),
        Command::ScheduleCron(args) => commands::schedule_cron::run(args, &context),
        Command::Schema(args) => commands::schema::run(args, context.streams),
        Command::Scp(args) => commands::shell::scp(args, &context),
        Command::ShowCron(args) => commands::cron_entry::show(args, &context),
        Command::Ssh(args) => commands::shell::ssh(args, &context),
        Command::StartCron(args) => commands::start_cron::run(args, &context),
        Command::Status(args) => commands::status::run(args, &context),
        Command::TaskUpCount(args) => commands::uptime::task_up_count(args, &context),
        Command::Update(args) => commands::update::run(args, &context),
        Command::UpdateInfo(args) => commands::updates::info(args, &context),
        Command::Version(args) => commands::version::run(args, &context),
    }
}

/// Help and version are results; everything else that clap says is an error.
fn refuse(error: &clap::Error, reporter: Reporter, paper: Paper, stdio: &Stdio) -> Exit {
    let text = error.render();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let text = if paper.color { text.ansi().to_string() } else { text.to_string() };
            stdio.hold();
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
    /// Before the arguments are understood, as far as it can be told.
    fn early(arguments: &[OsString], settings: &Settings) -> Reporter {
        let style = terminal::style(early_color(arguments, settings));
        Reporter { format: early_format(arguments, settings), style }
    }

    fn of(cli: &Cli) -> Reporter {
        Reporter { format: cli.global.error_format.format(), style: terminal::style(cli.global.color) }
    }

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
fn early_format(arguments: &[OsString], settings: &Settings) -> Format {
    let set = || settings.value("error-format").map(str::to_owned);
    let asked =
        early_value(arguments, "--error-format").or_else(|| std::env::var("AURORA_ERROR_FORMAT").ok()).or_else(set);
    asked.and_then(|name| ErrorFormat::from_str(&name, false).ok()).map_or(Format::Fancy, ErrorFormat::format)
}

fn early_color(arguments: &[OsString], settings: &Settings) -> Color {
    let set = || settings.value("color").map(str::to_owned);
    early_value(arguments, "--color")
        .or_else(set)
        .and_then(|name| Color::from_str(&name, false).ok())
        .unwrap_or(Color::Auto)
}

/// The value of an option that stands anywhere before a lone `--`.
fn early_value(arguments: &[OsString], option: &str) -> Option<String> {
    let words: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).take_while(|word| word != "--").collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let rest = word.strip_prefix(option)?;
        if rest.is_empty() { Some(words.get(at + 1)?.to_string()) } else { Some(rest.strip_prefix('=')?.to_owned()) }
    })
}
