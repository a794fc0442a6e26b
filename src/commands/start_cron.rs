//! `aurora start_cron`

use super::hooks::Hooks;
use super::job_args::{JobArgs, OpenJob};
use super::remote::BrowserArgs;
use super::{Context, Outcome, Result};
use crate::config::hooks::Action;
use crate::scheduler::api::Call;

/// Start a cron job now, whatever its schedule says
#[derive(clap::Args, Debug)]
pub struct StartCronArgs {
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub browser: BrowserArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub job: JobArgs,
}

/// Starts the job.
pub fn run(args: &StartCronArgs, context: &Context) -> Result {
    let OpenJob { key, target, mut file, remote } = args.job.open(context)?;
    let full = key.to_string();
    let hooks = Hooks::new(&remote, "start_cron", &args.job.hooks, None)?;
    hooks.around(file.as_mut(), &Action::start_cron(key), || {
        remote.info(&format!("Starting cron job: {full}"));
        let session = Some(remote.scheduler().session());
        remote.change(&Call::StartCronJob { session, job: Some(target.key.clone()) }, &target.key)
    })?;
    remote.show_job(&target.key, args.browser.open_browser);
    Ok(Outcome::Done)
}
