//! The arguments of `aurora update`.

use clap::ValueEnum;

use crate::commands::hooks::HookArgs;
use crate::commands::remote::{Instances, MessageArgs, RemoteArgs};
use crate::commands::{BudgetArgs, ConfigArgs, Failure};
use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::update::Steer;

const USAGE: &str = "aurora update [OPTIONS] <KEY> <FILE>\n       aurora update --watch <KEY> [ID]\n       \
                     aurora update --pause|--resume|--rollback <KEY>";

/// Bring a running job to a new configuration, a few instances at a time
///
/// Locks the job, compares what runs with the file, shows the plan, and then replaces, adds and removes instances in batches,
/// watching each batch. How it goes is set by the job's update_config. Too many failures take everything back. Ctrl-C stops
/// after the current step and says how to go on; a second one leaves at once, with the job still locked.
#[derive(clap::Args, Debug)]
#[command(override_usage = USAGE)]
pub struct UpdateArgs {
    /// The job's key, CLUSTER/ROLE/ENV/NAME, and the configuration file
    #[arg(value_names = ["KEY", "FILE"], num_args = 1..=2, required = true, hide = true)]
    pub words: Vec<String>,
    /// Update only these instances, such as 0,2,5-9
    #[arg(long, visible_alias = "instances", value_name = "LIST", conflicts_with_all = STEERING)]
    pub shards: Option<Instances>,
    /// Seconds between two looks at instances that are watched
    #[arg(
        long = "updater_health_check_interval_seconds",
        visible_alias = "updater-health-check-interval-seconds",
        value_name = "SECONDS",
        default_value_t = 3,
        value_parser = clap::value_parser!(u32).range(1..=86_400)
    )]
    pub poll_seconds: u32,
    /// Show the plan and change nothing
    #[arg(long, visible_alias = "dry_run", conflicts_with_all = STEERING)]
    pub dry_run: bool,
    /// Do not wait before a large change
    #[arg(long)]
    pub force: bool,
    /// Print what happens as `text` on standard error, or as `json` on standard output, one event a line
    #[arg(long, value_name = "text|json", hide_possible_values = true, default_value = "text")]
    pub format: EventFormat,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub message: MessageArgs,
    /// Watch the update that the scheduler carries out, to its end
    #[arg(long, group = "steering", help_heading = STEERING_HEADING)]
    pub watch: bool,
    /// Pause it
    #[arg(long, group = "steering", help_heading = STEERING_HEADING)]
    pub pause: bool,
    /// Let it go on, and watch it
    #[arg(long, group = "steering", help_heading = STEERING_HEADING)]
    pub resume: bool,
    /// Restore what ran before, and watch that (0.16 and later)
    #[arg(long, group = "steering", help_heading = STEERING_HEADING)]
    pub rollback: bool,
    /// Do not watch what was asked for, but leave it to the scheduler, as `aurora update start` does without --wait
    #[arg(long, overrides_with = "wait", conflicts_with_all = ["watch", "pause"], help_heading = STEERING_HEADING)]
    pub no_watch: bool,
    /// Watch it to its end, as is done anyway
    #[arg(long, hide = true)]
    pub wait: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub hooks: HookArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub config: ConfigArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub remote: RemoteArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub budget: BudgetArgs,
}

const STEERING: [&str; 4] = ["watch", "pause", "resume", "rollback"];

const STEERING_HEADING: &str = "Updates that the scheduler carries out (0.13 and later)";

/// How events are written.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum EventFormat {
    /// Lines for people
    Text,
    /// One JSON object a line
    Json,
}

/// What is asked of an update that the scheduler carries out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wish {
    /// Only to see it.
    Watch,
    /// To change its course.
    Steer(Steer),
}

impl UpdateArgs {
    /// What is asked of an update under way, if it is about one.
    pub fn wish(&self) -> Option<Wish> {
        let wishes = [
            (self.watch, Wish::Watch),
            (self.pause, Wish::Steer(Steer::Pause)),
            (self.resume, Wish::Steer(Steer::Resume)),
            (self.rollback, Wish::Steer(Steer::RollBack)),
        ];
        wishes.into_iter().find(|(asked, _)| *asked).map(|(_, wish)| wish)
    }

    /// The key and the file.
    ///
    /// # Errors
    /// If one of both is missing.
    pub fn key_and_file(&self) -> Result<(&str, &str), Failure> {
        match self.words.as_slice() {
            [key, file] => Ok((key, file)),
            _ => Err(usage("a job key and a file are needed")),
        }
    }

    /// The key alone, or with the id of an update to watch.
    ///
    /// # Errors
    /// If a file is given, too.
    pub fn key_and_id(&self) -> Result<(&str, Option<&str>), Failure> {
        match self.words.as_slice() {
            [key] => Ok((key, None)),
            [key, id] if self.watch => Ok((key, Some(id))),
            _ => Err(usage("no file is needed to steer an update")),
        }
    }
}

fn usage(message: &str) -> Failure {
    Diagnostic::error("AUR0002", Kind::Usage, message).help(format!("usage: {USAGE}")).into()
}
