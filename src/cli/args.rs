//! The tree of commands and the options that all of them have.

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::commands::{
    cancel_update, clusters, config_list, create, deps, diff, eval, explain, get_quota, inspect, kill, lint, list,
    list_jobs, open, restart, schema, shell, start_cron, status, update, version,
};
use crate::diagnostics::render::Format;

/// Toolchain for Apache Aurora's configuration language
#[derive(Parser, Debug)]
#[command(
    name = "aurora",
    version,
    infer_long_args = true,
    subcommand_required = true,
    max_term_width = 100,
    after_help = "Exit codes: 0 done, 1 findings or differences, 2 wrong usage, 3 invalid configuration, 4 command failed, \
                  7 network, 9 timed out, 10 refused by the scheduler, 30 not authorised, 70 internal error, 130 interrupted.\n\
                  The later dialect works too: `aurora job create`, `aurora update start`, `aurora cron start`, `aurora quota get`, \
                  `aurora task ssh`, `aurora config list`; `aurora help job` shows what each is here."
)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
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

/// The commands.
#[derive(Subcommand, Debug)]
pub enum Command {
    #[command(name = "cancel_update", visible_alias = "cancel-update")]
    CancelUpdate(cancel_update::CancelUpdateArgs),
    Clusters(clusters::ClustersArgs),
    Completion(super::completion::CompletionArgs),
    #[command(name = "config_list", visible_alias = "config-list")]
    ConfigList(config_list::ConfigListArgs),
    Create(create::CreateArgs),
    Deps(deps::DepsArgs),
    Diff(diff::DiffArgs),
    Eval(eval::EvalArgs),
    Explain(explain::ExplainArgs),
    #[command(name = "get_quota", visible_alias = "get-quota")]
    GetQuota(get_quota::GetQuotaArgs),
    Inspect(inspect::InspectArgs),
    Kill(kill::KillArgs),
    Killall(kill::KillallArgs),
    Lint(lint::LintArgs),
    List(list::ListArgs),
    #[command(name = "list_jobs", visible_alias = "list-jobs")]
    ListJobs(list_jobs::ListJobsArgs),
    Man(super::man::ManArgs),
    Open(open::OpenArgs),
    Restart(restart::RestartArgs),
    Run(shell::RunArgs),
    Schema(schema::SchemaArgs),
    Ssh(shell::SshArgs),
    #[command(name = "start_cron", visible_alias = "start-cron")]
    StartCron(start_cron::StartCronArgs),
    Status(status::StatusArgs),
    Update(update::UpdateArgs),
    Version(version::VersionArgs),
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
