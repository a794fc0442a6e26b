//! `aurora restart`

use super::hooks::Hooks;
use super::job_args::{JobArgs, OpenJob};
use super::remote::{BrowserArgs, Instances, Remote, StrictArgs, list};
use super::update::{Advice, Teller, Tone, error_of_trouble, joined, kind_of};
use super::{Context, Outcome, Result};
use crate::config;
use crate::config::hooks::{Action, Ending, Moment};
use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::api::ResponseCode;
use crate::scheduler::update::{self, Exchange, Report, RestartSettings, restart};

/// The largest number of seconds, a day.
const MOST_SECONDS: i64 = 86_400;

/// Restart a running job's instances, a few at a time
///
/// Nothing of the configuration changes, and the job's update_config plays no part: only the options say how it goes. An
/// instance that does not come up, or does not stay up, has failed; too many failures end the restart. Ctrl-C stops after the
/// current step and says which instances are left.
#[derive(clap::Args, Debug)]
pub struct RestartArgs {
    /// Restart only these instances, such as 0,2,5-9
    #[arg(long, visible_alias = "instances", value_name = "LIST")]
    pub shards: Option<Instances>,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub strict: StrictArgs,
    /// How many instances are restarted at a time
    #[arg(
        long = "batch_size",
        visible_alias = "batch-size",
        value_name = "N",
        default_value_t = 1,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    pub batch_size: u32,
    /// How often an instance may fail and be restarted again
    #[arg(
        long = "max_per_shard_failures",
        visible_alias = "max-per-shard-failures",
        value_name = "N",
        default_value_t = 0
    )]
    pub max_per_shard_failures: u32,
    /// How many instances may fail more often than that
    #[arg(long = "max_total_failures", visible_alias = "max-total-failures", value_name = "N", default_value_t = 0)]
    pub max_total_failures: u32,
    /// Seconds in which an instance must be running again
    #[arg(
        long = "restart_threshold",
        visible_alias = "restart-threshold",
        value_name = "SECONDS",
        default_value_t = 60,
        value_parser = clap::value_parser!(i64).range(1..=MOST_SECONDS)
    )]
    pub restart_threshold: i64,
    /// Seconds for which an instance must keep running
    #[arg(
        long = "watch_secs",
        visible_alias = "watch-secs",
        value_name = "SECONDS",
        default_value_t = 45,
        value_parser = clap::value_parser!(i64).range(1..=MOST_SECONDS)
    )]
    pub watch_secs: i64,
    /// Seconds between two looks at instances that are watched
    #[arg(
        long = "updater_health_check_interval_seconds",
        visible_alias = "updater-health-check-interval-seconds",
        value_name = "SECONDS",
        default_value_t = 3,
        value_parser = clap::value_parser!(i64).range(1..=MOST_SECONDS)
    )]
    pub poll_seconds: i64,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub browser: BrowserArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub job: JobArgs,
}

impl RestartArgs {
    fn settings(&self) -> RestartSettings {
        RestartSettings {
            batch_size: usize::try_from(self.batch_size).unwrap_or(usize::MAX),
            restart_threshold_ms: self.restart_threshold * 1000,
            watch_ms: self.watch_secs * 1000,
            poll_ms: self.poll_seconds * 1000,
            max_per_instance_failures: self.max_per_shard_failures,
            max_total_failures: self.max_total_failures,
        }
    }

    fn action(&self, key: config::JobKey) -> Action {
        let settings = vec![
            ("batch_size", i64::from(self.batch_size)),
            ("restart_threshold", self.restart_threshold),
            ("watch_secs", self.watch_secs),
            ("max_per_shard_failures", i64::from(self.max_per_shard_failures)),
            ("max_total_failures", i64::from(self.max_total_failures)),
        ];
        Action::restart(key, self.shards.as_ref().map(|shards| shards.0.clone()), settings, self.poll_seconds)
    }
}

/// Restarts the job.
pub fn run(args: &RestartArgs, context: &Context) -> Result {
    let OpenJob { key, target, mut file, remote } = args.job.open(context)?;
    let interrupt = context.machine.interrupt();
    let full = key.to_string();
    args.strict.check(&remote, &target.key, args.shards.as_ref())?;
    let hooks = Hooks::new(&remote, "restart", &args.job.hooks, None)?;
    let action = args.action(key);
    hooks.before(file.as_mut(), &action)?;
    remote.connect()?;
    let only = args.shards.as_ref().map(|shards| &shards.0);
    remote.info(&match only {
        Some(ids) => format!("Performing rolling restart of job {full} (instances: {})", list(ids)),
        None => format!("Performing rolling restart of job {full}"),
    });
    let teller = Teller::new(&remote, &interrupt, Tone::Text);
    let tell = |event| teller.hear(&event);
    let clock = context.machine.clock();
    let exchange = Exchange { scheduler: remote.scheduler(), clock, interrupt: &interrupt, tell: &tell };
    let report = restart(&exchange, &target.key, only, &args.settings());
    teller.end(&report);
    let error = error(&report, &full);
    if !interrupt.wants_out() {
        let (moment, code) = match &error {
            None => (Moment::Post, ResponseCode::Ok),
            Some(_) => (Moment::Err, ResponseCode::Error),
        };
        let message = error.as_ref().map(|error| error.message.clone());
        let ending = Ending::Answer { code: code.number(), name: code.name().into_owned(), message };
        hooks.after(file.as_mut(), moment, &action, &ending);
    }
    match error {
        Some(error) => Err(error.into()),
        None => {
            succeed(&report, &full, &remote);
            remote.show_job(&target.key, args.browser.open_browser);
            Ok(Outcome::Done)
        }
    }
}

fn succeed(report: &Report, key: &str, remote: &Remote) {
    if report.changed.is_empty() {
        remote.info(&format!("No instances specified, and no active instances found in job {key}"));
        remote.info("Nothing to do.");
    } else if report.left.is_empty() {
        remote.info("All instances were restarted successfully");
    } else {
        remote.warn(&format!("Instances {} failed, which is no more than may fail", list(&report.left)));
    }
}

/// The error of a restart that did not do all it should.
fn error(report: &Report, key: &str) -> Option<Diagnostic> {
    let left = list(&report.left);
    let again = match report.left.is_empty() {
        true => format!("aurora restart {key}"),
        false => format!("aurora restart --shards={left} {key}"),
    };
    let advice = Advice::of_command(key, again.clone());
    let state = joined(report);
    let help = format!("`{again}` restarts the instances that are left; `aurora status {key}` shows how they are");
    Some(match &report.outcome {
        update::Outcome::Failed(failed) => {
            let failed = list(failed);
            let message = format!("the restart of {key} was ended: instances {failed} did not stay up ({state})");
            Diagnostic::error("AUR0717", Kind::Command, message).help(help)
        }
        update::Outcome::Interrupted => {
            let message = format!("the restart of {key} was interrupted: {state}");
            Diagnostic::error("AUR0714", Kind::Interrupted, message).help(help)
        }
        update::Outcome::Refused(trouble) => error_of_trouble(trouble, "the restart", &advice),
        update::Outcome::Aborted(trouble) => {
            let message = format!("the restart of {key} was ended: {trouble} ({state})");
            Diagnostic::error("AUR0717", kind_of(trouble), message).help(help)
        }
        _ => return None,
    })
}
