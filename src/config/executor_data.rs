//! The text for the executor, byte for byte the original's (`reference/loading.md §8.4`).

use crate::objects::{Context, Keyword, Object, Raw};
use crate::source::Span;

use super::problem::Result;

/// Attributes that the executor is not told.
const LEFT_OUT: [&str; 6] = ["cron_policy", "cron_collision_policy", "update_config", "daemon", "service", "instances"];

/// The executor's name.
pub const EXECUTOR: &str = "AuroraExecutor";

/// JSON of a twice interpolated job; writing it is the third interpolation.
pub fn text(cx: &Context, job: &Object) -> Result<String> {
    let changes: Vec<Keyword> = LEFT_OUT
        .iter()
        .filter(|name| job.ty().as_struct().is_some_and(|fields| fields.slot(name).is_some()))
        .map(|name| Keyword::new(*name, Raw::Empty, Span::NONE))
        .collect();
    Ok(job.with(cx, &changes)?.json_dumps(cx)?)
}
