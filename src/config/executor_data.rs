//! The text for the executor, byte for byte the original's (`reference/loading.md §8.4`).

use crate::objects::{Context, Keyword, Object, Raw};
use crate::schema::Release;
use crate::source::Span;

use super::problem::Result;

/// Attributes that the executor of 0.5.0 is not told: those with two names, and those that may change without a restart.
const LEFT_OUT_FIRST: [&str; 6] =
    ["cron_policy", "cron_collision_policy", "update_config", "daemon", "service", "instances"];

/// Attributes that no later executor is told; the ones with two names are gone from the schema.
const LEFT_OUT: [&str; 2] = ["update_config", "instances"];

/// The executor's name.
pub const EXECUTOR: &str = "AuroraExecutor";

/// JSON of a twice interpolated job; writing it is the third interpolation.
pub fn text(cx: &Context, job: &Object, release: Release) -> Result<String> {
    let left_out: &[&str] = if release == Release::FIRST { &LEFT_OUT_FIRST } else { &LEFT_OUT };
    let changes: Vec<Keyword> = left_out
        .iter()
        .filter(|name| job.ty().as_struct().is_some_and(|fields| fields.slot(name).is_some()))
        .map(|name| Keyword::new(*name, Raw::Empty, Span::NONE))
        .collect();
    Ok(job.with(cx, &changes)?.json_dumps(cx)?)
}
