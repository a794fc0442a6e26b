//! The tree of commands and the options that all of them have.

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, ValueEnum};

use crate::commands::{
    add_instances, cancel_update, clusters, config_list, create, cron_entry, deps, diff, eval, explain, get_quota,
    inspect, kill, lint, list, list_jobs, open, restart, schedule_cron, schema, shell, start_cron, status, update,
    updates, uptime, version,
};
use crate::diagnostics::render::Format;

/// What a command line asks for.
#[derive(Debug)]
pub struct Cli {
    /// Options of every command.
    pub global: Global,
    /// The command and its own options.
    pub command: Command,
}

impl Cli {
    /// The whole tree of commands and options.
    pub fn command() -> clap::Command {
        Command::add_to(Program::command(), None)
    }

    /// The tree without the commands that a command line does not name: making them all takes longer than to evaluate a
    /// small file. Whole if the first word is no command.
    pub fn command_for(arguments: &[OsString]) -> clap::Command {
        let word = arguments.get(1).and_then(|word| word.to_str()).filter(|word| Command::is_name(word));
        Command::add_to(Program::command(), word)
    }

    /// What the matches of such a tree mean. Errors: values that do not belong together.
    pub fn from_matches(matches: &ArgMatches) -> Result<Cli, clap::Error> {
        Ok(Cli { global: Program::from_arg_matches(matches)?.global, command: Command::from_matches(matches)? })
    }
}

/// Toolchain for Apache Aurora's configuration language
#[derive(Parser, Debug)]
#[command(
    name = "aurora",
    version,
    infer_long_args = true,
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 100,
    after_help = "Examples:\n  \
                  aurora list web.aurora\n  \
                  aurora inspect west/www/prod/web web.aurora\n  \
                  aurora lint web.aurora\n  \
                  aurora help update\n\n\
                  Exit codes: 0 done, 1 findings or differences, 2 wrong usage, 3 invalid configuration, 4 command failed, \
                  7 network, 9 timed out, 10 refused by the scheduler, 30 not authorised, 70 internal error, 130 interrupted.\n\
                  The later dialect works too: `aurora job create`, `aurora update start`, `aurora cron start`, `aurora quota get`, \
                  `aurora task ssh`, `aurora config list`; `aurora help job` shows what each is here."
)]
struct Program {
    #[command(flatten)]
    global: Global,
}

/// Options of every command.
#[derive(Args, Clone, Copy, Debug)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// How errors and warnings are written to standard error
    #[arg(
        long,
        global = true,
        value_name = "fancy|concise|json",
        hide_possible_values = true,
        env = "AURORA_ERROR_FORMAT",
        hide_env_values = true,
        default_value = "fancy"
    )]
    pub error_format: ErrorFormat,
    /// Tell nothing but errors and warnings on standard error
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Tell each step on standard error
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// When to use colour; `auto` also heeds NO_COLOR
    #[arg(long, global = true, value_name = "auto|always|never", hide_possible_values = true, default_value = "auto")]
    pub color: Color,
    /// Do not show long output through a pager (PAGER, or `less`), as is done on a terminal
    #[arg(long, global = true)]
    pub no_pager: bool,
}

/// The enum of commands, and what clap has to know of each: its name, its other spelling, its options.
macro_rules! commands {
    ($($variant:ident($args:ty) = $name:literal $(| $alias:literal)?,)*) => {
        /// The commands.
        #[derive(Debug)]
        pub enum Command {
            $(#[doc = $name] $variant($args),)*
        }

        impl Command {
            /// Whether a word is the name of a command.
            fn is_name(word: &str) -> bool {
                matches!(word, $($name $(| $alias)?)|*)
            }

            /// Adds the commands, or only the one with this name.
            fn add_to(mut tree: clap::Command, only: Option<&str>) -> clap::Command {
                $(if only.is_none_or(|word| matches!(word, $name $(| $alias)?)) {
                    let command = clap::Command::new($name)$(.visible_alias($alias))?;
                    tree = tree.subcommand(<$args>::augment_args(command));
                })*
                tree
            }

            fn from_matches(matches: &ArgMatches) -> Result<Command, clap::Error> {
                match matches.subcommand() {
                    $(Some(($name, own)) => Ok(Command::$variant(<$args>::from_arg_matches(own)?)),)*
                    _ => Err(clap::Error::new(ErrorKind::MissingSubcommand)),
                }
            }
        }
    };
}

commands! {
    AddInstances(add_instances::AddInstancesArgs) = "add_instances" | "add-instances",
    CancelUpdate(cancel_update::CancelUpdateArgs) = "cancel_update" | "cancel-update",
    Clusters(clusters::ClustersArgs) = "clusters",
    Completion(super::completion::CompletionArgs) = "completion",
    ConfigList(config_list::ConfigListArgs) = "config_list" | "config-list",
    Create(create::CreateArgs) = "create",
    Deps(deps::DepsArgs) = "deps",
    DescheduleCron(cron_entry::DescheduleCronArgs) = "deschedule_cron" | "deschedule-cron",
    Diff(diff::DiffArgs) = "diff",
    Eval(eval::EvalArgs) = "eval",
    Explain(explain::ExplainArgs) = "explain",
    GetQuota(get_quota::GetQuotaArgs) = "get_quota" | "get-quota",
    Inspect(inspect::InspectArgs) = "inspect",
    JobUptime(uptime::JobUptimeArgs) = "job_uptime" | "job-uptime",
    Kill(kill::KillArgs) = "kill",
    Killall(kill::KillallArgs) = "killall",
    Lint(lint::LintArgs) = "lint",
    List(list::ListArgs) = "list",
    ListJobs(list_jobs::ListJobsArgs) = "list_jobs" | "list-jobs",
    ListUpdates(updates::ListUpdatesArgs) = "list_updates" | "list-updates",
    Man(super::man::ManArgs) = "man",
    Open(open::OpenArgs) = "open",
    Restart(restart::RestartArgs) = "restart",
    Run(shell::RunArgs) = "run",
    ScheduleCron(schedule_cron::ScheduleCronArgs) = "schedule_cron" | "schedule-cron",
    Schema(schema::SchemaArgs) = "schema",
    Scp(shell::ScpArgs) = "scp",
    ShowCron(cron_entry::ShowCronArgs) = "show_cron" | "show-cron",
    Ssh(shell::SshArgs) = "ssh",
    StartCron(start_cron::StartCronArgs) = "start_cron" | "start-cron",
    Status(status::StatusArgs) = "status",
    TaskUpCount(uptime::TaskUpCountArgs) = "task_up_count" | "task-up-count",
    Update(update::UpdateArgs) = "update",
    UpdateInfo(updates::UpdateInfoArgs) = "update_info" | "update-info",
    Version(version::VersionArgs) = "version",
}

/// The forms of diagnostics.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorFormat {
    /// A report with source lines
    Fancy,
    /// One line: file:line:column: CODE message
    Concise,
    /// One JSON object a line
    Json,
}

impl ErrorFormat {
    /// The renderer's word for it.
    pub fn format(self) -> Format {
        match self {
            ErrorFormat::Fancy => Format::Fancy,
            ErrorFormat::Concise => Format::Concise,
            ErrorFormat::Json => Format::Json,
        }
    }
}

/// When to use colour.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set or TERM is `dumb`
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
