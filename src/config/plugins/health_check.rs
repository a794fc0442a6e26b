//! Health checks (`reference/loading.md §6.4 a`).

use crate::diagnostics::{Diagnostic, Kind};
use crate::objects::Object;

use super::super::problem::Result;
use super::super::read;

/// Errors: the old interval next to the new settings, which every job has by default.
pub fn check(job: &Object) -> Result<()> {
    if !(job.has("health_check_interval_secs") && job.has("health_check_config")) {
        return Ok(());
    }
    let message = "`health_check_interval_secs` cannot stand beside `health_check_config`, which every job has";
    Err(Diagnostic::error("AUR0430", Kind::HealthCheck, message)
        .help("take it out and write `health_check_config=HealthCheckConfig(interval_secs=…)`")
        .at(read::place(job, "health_check_interval_secs"), "the old setting")
        .at(read::place(job, "health_check_config"), "the new one")
        .into())
}
