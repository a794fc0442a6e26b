//! Announcing (`reference/loading.md §6.4 c`).

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, Kind, shown};
use crate::objects::{Context, Object};

use super::super::problem::Result;
use super::super::{ports, read};

/// Adds a warning if the primary port is no port of the job, and notes the job's ports; `once` as for [`ports::ports`]. Errors:
/// static ports of a job that is not dedicated; a portmap that leads in a circle.
pub fn check(
    cx: &Context,
    job: &Object,
    once: Option<&Object>,
    warnings: &mut Vec<Diagnostic>,
    known_ports: &mut Option<BTreeSet<String>>,
) -> Result<()> {
    let Some(announcer) = read::attribute(cx, job, "announce")? else { return Ok(()) };
    let all = known_ports.insert(ports::ports(cx, job, once)?);
    let primary = read::raw_text(&read::required(cx, &announcer, "primary_port")?.get(cx)?);
    let place = |name| match read::place(&announcer, name) {
        span if span.is_none() => read::place(job, "announce"),
        span => span,
    };
    if !all.contains(&primary) {
        let primary = shown(&primary);
        let message = format!("port `{primary}` is announced, but no process of the task listens on it");
        let warning = Diagnostic::warning("AUR0438", Kind::Announce, message)
            .help(format!("use {{{{thermos.ports[{primary}]}}}} in the command of the process that listens"))
            .at(place("primary_port"), "the primary port");
        warnings.push(warning);
    }
    if super::is_dedicated(cx, job)? {
        return Ok(());
    }
    let portmap = ports::portmap(cx, &announcer)?;
    match portmap.iter().find(|(_, port)| ports::is_number(port)) {
        None => Ok(()),
        Some((name, port)) => {
            let message = format!("port `{name}` is set to the number {port}, but the job is not dedicated");
            Err(Diagnostic::error("AUR0434", Kind::Announce, message)
                .help("let the scheduler choose the port, or give the job a `dedicated` constraint")
                .at(place("portmap"), "the portmap")
                .into())
        }
    }
}
