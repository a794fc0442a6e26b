//! Attributes with a newer name (`reference/loading.md §6.3`).

use crate::diagnostics::{Diagnostic, Kind};
use crate::objects::Object;

use super::super::read;

/// Attribute, what is wrong with it, what to write.
const DEPRECATED: [(&str, &str, &str); 3] = [
    ("cron_policy", "`cron_policy` is an old name", "write `cron_collision_policy` with the same value"),
    (
        "daemon",
        "`daemon` of a Job is an old name",
        "give the same value to `service`, or write Service(…) in place of Job(…)",
    ),
    (
        "health_check_interval_secs",
        "`health_check_interval_secs` has been replaced",
        "write `health_check_config=HealthCheckConfig(interval_secs=…)`",
    ),
];

/// A warning for each old attribute that is set.
pub fn warnings(job: &Object) -> Vec<Diagnostic> {
    DEPRECATED
        .iter()
        .filter(|(name, _, _)| job.has(name))
        .map(|(name, message, help)| {
            Diagnostic::warning("AUR0439", Kind::Deprecated, *message)
                .help(*help)
                .at(read::place(job, name), "set here")
        })
        .collect()
}
