//! `aurora show_cron` and `aurora deschedule_cron`: a cron job that is registered.

use serde_json::json;

use super::remote::{Remote, RemoteArgs, Target};
use super::{Context, FormatArgs, Outcome, Result};
use crate::diagnostics::render::text;
use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::api::Call;

/// Show when a cron job runs
#[derive(clap::Args, Debug)]
pub struct ShowCronArgs {
    /// The job's key, CLUSTER/ROLE/ENV/NAME
    #[arg(value_name = "KEY")]
    pub key: String,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub format: FormatArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub remote: RemoteArgs,
}

/// Take a cron job off the schedule; a run that goes on goes on
#[derive(clap::Args, Debug)]
pub struct DescheduleCronArgs {
    /// The job's key, CLUSTER/ROLE/ENV/NAME
    #[arg(value_name = "KEY")]
    pub key: String,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub remote: RemoteArgs,
}

/// Prints the key, a tab, and the schedule.
pub fn show(args: &ShowCronArgs, context: &Context) -> Result {
    let target = Target::parse(&args.key)?;
    let remote = Remote::open(context, &target.cluster, &args.remote)?;
    let response = remote.read(&Call::GetJobs { role: target.key.role.clone() })?;
    let mut known = response.jobs().iter();
    let found = known.find(|job| job.key.as_ref().is_some_and(|key| key.path() == target.key.path()));
    let Some((job, schedule)) = found.and_then(|job| Some((job, job.cron_schedule.as_ref()?))) else {
        let error = Diagnostic::error("AUR0615", Kind::Command, format!("no cron job {} is registered", args.key));
        let role = format!("{}/{}", target.cluster, target.key.role.as_deref().unwrap_or_default());
        return Err(error.help(format!("`aurora list_jobs --show-cron {role}` shows what is")).into());
    };
    let policy = job.cron_collision_policy.map(|policy| policy.name().into_owned());
    let document = json!({
        "version": 1, "job": args.key, "cron_schedule": schedule, "cron_collision_policy": policy,
    });
    if !args.format.write(context, &document)? {
        context.streams.out(format!("{}\t {}\n", args.key, text::one_line(schedule)).as_bytes());
    }
    Ok(Outcome::Done)
}

/// Takes the job off the schedule.
pub fn deschedule(args: &DescheduleCronArgs, context: &Context) -> Result {
    let target = Target::parse(&args.key)?;
    let remote = Remote::open(context, &target.cluster, &args.remote)?;
    remote.connect()?;
    remote.info(&format!("Descheduling cron job {}", args.key));
    let session = Some(remote.scheduler().session());
    remote.change(&Call::DescheduleCronJob { session, lock: None, job: Some(target.key.clone()) }, &target.key)?;
    Ok(Outcome::Done)
}
