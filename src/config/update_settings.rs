//! A job's `update_config` as an update reads it (`reference/commands.md §11.2`).

use num_traits::ToPrimitive;

use crate::diagnostics::{Diagnostic, Kind};
use crate::objects::Object;

use super::configuration::Configuration;
use super::problem::{Problems, Result};
use super::read::{self, Number};
use super::update_later::{CarriedSettings, carried, has};

/// The default of the releases that have it.
const RESTART_THRESHOLD: i64 = 60;

/// How an update of a job goes. Times are seconds.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub struct UpdateSettings {
    pub batch_size: i64,
    pub restart_threshold: i64,
    pub watch_secs: i64,
    pub max_per_shard_failures: i64,
    pub max_total_failures: i64,
    pub rollback_on_failure: bool,
    pub carried: CarriedSettings,
}

impl UpdateSettings {
    /// Reads a job's settings. Errors: each that is out of its range.
    pub fn of(job: &Configuration) -> Result<UpdateSettings> {
        let cx = &*job.cx;
        let update = read::required(cx, &job.job, "update_config")?;
        // From 0.17 on it can be left to the health checks how long an instance is watched.
        let is_watch_by_health =
            has(&read::required(cx, &job.job, "health_check_config")?, "min_consecutive_successes");
        let mut problems = Problems::default();
        let mut number = |name: &str, least: i64| {
            problems
                .keep(read::number(cx, &update, name).and_then(|value| in_range(&update, name, &value, least)))
                .unwrap_or(least)
        };
        let settings = UpdateSettings {
            batch_size: number("batch_size", 1),
            // From 0.12 on nothing heeds it, and the schema has none.
            restart_threshold: match has(&update, "restart_threshold") {
                true => number("restart_threshold", 1),
                false => RESTART_THRESHOLD,
            },
            watch_secs: number("watch_secs", if is_watch_by_health { 0 } else { 1 }),
            max_per_shard_failures: number("max_per_shard_failures", 0),
            max_total_failures: number("max_total_failures", 0),
            rollback_on_failure: read::flag(cx, &update, "rollback_on_failure")?,
            carried: carried(cx, &update)?,
        };
        problems.or_value(Some(settings))
    }
}

pub(super) fn in_range(update: &Object, name: &str, value: &Number, least: i64) -> Result<i64> {
    let found = match value {
        Number::Integer(number) => number.to_i64(),
        _ => None,
    };
    // The API has 32 bits for milliseconds.
    let most = i64::from(i32::MAX) / 1000;
    found.filter(|number| (least..=most).contains(number)).ok_or_else(|| {
        let message =
            format!("`{name}` of update_config is {value}, and it must be a whole number from {least} to {most}");
        Diagnostic::error("AUR0705", Kind::UpdateConfig, message).at(read::place(update, name), "set here").into()
    })
}
