//! `aurora add_instances`

use std::collections::BTreeSet;

use super::remote::{BrowserArgs, Remote, RemoteArgs, Target, list};
use super::{Context, Outcome, Result};
use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::TransportError;
use crate::scheduler::api::{AddInstancesConfig, Call, InstanceKey, ScheduledTask, TaskConfig, TaskQuery};

/// The most instances that a scheduler allows for a job.
const MOST: u16 = 4000;

/// Add instances to a job, as copies of one that is there
///
/// They get the numbers behind the largest one in use. The configuration file does not know of them: say the new number of
/// instances there too, or the next update takes them away.
#[derive(clap::Args, Debug)]
pub struct AddInstancesArgs {
    /// The instance that is copied, CLUSTER/ROLE/ENV/NAME/INSTANCE
    #[arg(value_name = "KEY/INSTANCE")]
    pub instance: String,
    /// How many are added
    #[arg(value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=i64::from(MOST)))]
    pub count: u16,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub browser: BrowserArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub remote: RemoteArgs,
}

/// Adds them.
pub fn run(args: &AddInstancesArgs, context: &Context) -> Result {
    let (key, instance) = split(&args.instance)?;
    let target = Target::parse(key)?;
    let remote = Remote::open(context, &target.cluster, &args.remote)?;
    let response = remote.read(&Call::GetTasksStatus { query: Some(TaskQuery::job(&target.key)) })?;
    let active: Vec<&ScheduledTask> =
        response.tasks().iter().filter(|task| task.status.is_some_and(|status| status.is_active())).collect();
    let Some(config) = active.iter().find(|task| task.instance() == Some(instance)).and_then(|task| task.config())
    else {
        let error = Diagnostic::error("AUR0612", Kind::Command, format!("{key} has no active instance {instance}"));
        return Err(error.help(format!("`aurora status {key}` shows which there are")).into());
    };
    let first = active.iter().filter_map(|task| task.instance()).max().unwrap_or_default() + 1;
    let added: BTreeSet<i32> = (first..first.saturating_add(i32::from(args.count))).collect();
    remote.info(&format!("Adding instances {} to {key}", list(&added)));
    let call = if takes_copies(&remote) {
        let (job_key, instance_id) = (Some(target.key.clone()), Some(instance));
        let copied = InstanceKey { job_key, instance_id, unknown: Vec::new() };
        Call::AddCopies { key: Some(copied), count: Some(i32::from(args.count)) }
    } else {
        let config = AddInstancesConfig {
            key: Some(target.key.clone()),
            task_config: Some(TaskConfig::clone(config)),
            instance_ids: Some(added),
            unknown: Vec::new(),
        };
        Call::AddInstances { config: Some(config), lock: None, session: Some(remote.scheduler().session()) }
    };
    remote.change(&call, &target.key)?;
    remote.show_job(&target.key, args.browser.open_browser);
    Ok(Outcome::Done)
}

/// Reads `CLUSTER/ROLE/ENV/NAME/INSTANCE`.
pub(super) fn split(text: &str) -> std::result::Result<(&str, i32), Diagnostic> {
    let parts = text.rsplit_once('/').filter(|(key, _)| key.matches('/').count() == 3);
    let is_number = |number: &&str| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let found = parts.and_then(|(key, number)| Some((key, Some(number).filter(is_number)?.parse().ok()?)));
    found.ok_or_else(|| {
        Diagnostic::error("AUR0002", Kind::Usage, format!("`{text}` does not name an instance of a job"))
            .help("the form is CLUSTER/ROLE/ENV/NAME/INSTANCE, such as west/www/prod/web/0")
    })
}

/// Schedulers from 0.13 on take the instance that is copied instead of a configuration (`reference/scheduler-api.md §12`); they
/// are told by having no locks.
fn takes_copies(remote: &Remote) -> bool {
    matches!(remote.scheduler().call(&Call::GetLocks {}), Err(TransportError::UnknownMethod(_)))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn an_instance_is_named_by_five_parts() {
        assert_eq!(split("w/r/e/n/12").ok(), Some(("w/r/e/n", 12)));
        for bad in ["w/r/e/n", "w/r/e/n/", "w/r/e/n/x", "w/r/e/n/-1", "w/r/e/n/1/2", "w/r/e/n/99999999999", ""] {
            assert!(split(bad).is_err(), "{bad}");
        }
    }
}
