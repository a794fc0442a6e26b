//! The tree of commands and the options that all of them have.

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::commands::{
    add_instances, cancel_update, clusters, config_list, create, cron_entry, deps, diff, eval, explain, get_quota,
    inspect, kill, lint, list, list_jobs, open, restart, schedule_cron, schema, shell, start_cron, status, update,
    updates, uptime, version,
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
    #[command(name = "add_instances", visible_alias = "add-instances")]
    AddInstances(add_instances::AddInstancesArgs),
    #[command(name = "cancel_update", visible_alias = "cancel-update")]
    CancelUpdate(cancel_update::CancelUpdateArgs),
    Clusters(clusters::ClustersArgs),
    Completion(super::completion::CompletionArgs),
    #[command(name = "config_list", visible_alias = "config-list")]
    ConfigList(config_list::ConfigListArgs),
    Create(create::CreateArgs),
    Deps(deps::DepsArgs),
    #[command(name = "deschedule_cron", visible_alias = "deschedule-cron")]
    DescheduleCron(cron_entry::DescheduleCronArgs),
    Diff(diff::DiffArgs),
    Eval(eval::EvalArgs),
    Explain(explain::ExplainArgs),
    #[command(name = "get_quota", visible_alias = "get-quota")]
    GetQuota(get_quota::GetQuotaArgs),
    Inspect(inspect::InspectArgs),
    #[command(name = "job_uptime", visible_alias = "job-uptime")]
    JobUptime(uptime::JobUptimeArgs),
    Kill(kill::KillArgs),
    Killall(kill::KillallArgs),
    Lint(lint::LintArgs),
    List(list::ListArgs),
    #[command(name = "list_jobs", visible_alias = "list-jobs")]
    ListJobs(list_jobs::ListJobsArgs),
    #[command(name = "list_updates", visible_alias = "list-updates")]
    ListUpdates(updates::ListUpdatesArgs),
    Man(super::man::ManArgs),
    Open(open::OpenArgs),
    Restart(restart::RestartArgs),
    Run(shell::RunArgs),
    #[command(name = "schedule_cron", visible_alias = "schedule-cron")]
    ScheduleCron(schedule_cron::ScheduleCronArgs),
    Schema(schema::SchemaArgs),
    Scp(shell::ScpArgs),
    #[command(name = "show_cron", visible_alias = "show-cron")]
    ShowCron(cron_entry::ShowCronArgs),
    Ssh(shell::SshArgs),
    #[command(name = "start_cron", visible_alias = "start-cron")]
    StartCron(start_cron::StartCronArgs),
    Status(status::StatusArgs),
    #[command(name = "task_up_count", visible_alias = "task-up-count")]
    TaskUpCount(uptime::TaskUpCountArgs),
    Update(update::UpdateArgs),
    #[command(name = "update_info", visible_alias = "update-info")]
    UpdateInfo(updates::UpdateInfoArgs),
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
