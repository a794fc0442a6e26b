//! The engine's settings, from the job's `update_config` and the options.

use std::rc::Rc;

use crate::commands::Failure;
use crate::commands::remote::LoadedJob;
use crate::config::UpdateSettings;
use crate::scheduler::update::Settings;

use super::UpdateArgs;

/// How the update goes.
///
/// # Errors
/// Each setting that is out of its range.
pub fn of(loaded: &LoadedJob, args: &UpdateArgs) -> Result<Settings, Failure> {
    let own = UpdateSettings::of(&loaded.configuration)
        .map_err(|problems| Failure { diagnostics: problems.0, sources: Rc::clone(&loaded.file.sources) })?;
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(Settings {
        batch_size: usize::try_from(own.batch_size).unwrap_or(1),
        restart_threshold_ms: own.restart_threshold.saturating_mul(1000),
        watch_ms: own.watch_secs.saturating_mul(1000),
        poll_ms: i64::from(args.poll_seconds) * 1000,
        max_per_instance_failures: count(own.max_per_shard_failures),
        max_total_failures: count(own.max_total_failures),
        rollback_on_failure: own.rollback_on_failure,
        carried: own.carried,
        watches: !args.no_watch,
        message: args.message.message.clone(),
    })
}
