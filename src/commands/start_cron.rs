//! `aurora start_cron`

use super::hooks::{HookArgs, Hooks};
use super::remote::{BrowserArgs, Remote, RemoteArgs, Target, open_job_file};
use super::{BudgetArgs, ConfigArgs, Context, Outcome, Prints, Result};
use crate::config;
use crate::config::hooks::Action;
use crate::scheduler::api::Call;

/// Start a cron job now, whatever its schedule says
#[derive(clap::Args, Debug)]
pub struct StartCronArgs {
    /// The job's key, CLUSTER/ROLE/ENV/NAME
    #[arg(value_name = "KEY")]
    pub key: String,
    /// A configuration file, needed only if it has hooks for this command
    #[arg(value_name = "FILE")]
    pub file: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub browser: BrowserArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub hooks: HookArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub remote: RemoteArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub budget: BudgetArgs,
}

/// Starts the job.
pub fn run(args: &StartCronArgs, context: &Context) -> Result {
    let key = config::JobKey::parse(&args.key).map_err(|fault| *fault)?;
    let target = Target::from(key.clone());
    let open =
        |file: &String| open_job_file(context, &args.key, file, &ConfigArgs::default(), &args.budget, Prints::Out);
    let mut file = args.file.as_ref().map(open).transpose()?;
    let remote = Remote::open(context, &target.cluster, &args.remote)?;
    let hooks = Hooks::new(&remote, "start_cron", &args.hooks, None)?;
    hooks.around(file.as_mut(), &Action::start_cron(key), || {
        remote.info(&format!("Starting cron job: {}", args.key));
        let session = Some(remote.scheduler().session());
        remote.change(&Call::StartCronJob { session, job: Some(target.key.clone()) }, &target.key)
    })?;
    remote.show_job(&target.key, args.browser.open_browser);
    Ok(Outcome::Done)
}
