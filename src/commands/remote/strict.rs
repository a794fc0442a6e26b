//! Lists of instances, held against what runs.

use std::collections::BTreeSet;

use crate::commands::Failure;
use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::api::{Call, JobKey, ScheduleStatus, ScheduledTask, TaskQuery};

use super::{Instances, Remote, list};

/// Whether instances that are named must be there.
#[derive(clap::Args, Clone, Copy, Default, Debug)]
pub struct StrictArgs {
    /// Do nothing if an instance that is named is not active
    #[arg(long)]
    pub strict: bool,
}

impl StrictArgs {
    /// Asks for the job's active instances, if it matters.
    ///
    /// # Errors
    /// If one that is named is not among them; or the scheduler is not reached.
    pub fn check(self, remote: &Remote, key: &JobKey, named: Option<&Instances>) -> Result<(), Failure> {
        let Some(named) = named.filter(|_| self.strict) else { return Ok(()) };
        let response = remote.read(&Call::GetTasksWithoutConfigs { query: Some(TaskQuery::job(key)) })?;
        let is_active = |task: &&ScheduledTask| task.status.is_some_and(ScheduleStatus::is_active);
        let active: BTreeSet<i32> =
            response.tasks().iter().filter(is_active).filter_map(ScheduledTask::instance).collect();
        let absent: BTreeSet<i32> = named.0.difference(&active).copied().collect();
        if absent.is_empty() {
            return Ok(());
        }
        let full = remote.full_key(key);
        let (noun, verb) = if absent.len() == 1 { ("instance", "is") } else { ("instances", "are") };
        let message = format!("{noun} {} of {full} {verb} not active", list(&absent));
        let error = Diagnostic::error("AUR0612", Kind::Command, message);
        Err(error.help(format!("nothing was changed; `aurora status {full}` shows those that are")).into())
    }
}
