//! The old way to name a job: a role and a name, with the cluster as an option (`reference/commands.md §3`).

use crate::commands::Failure;
use crate::config::{self, is_identifier};
use crate::diagnostics::{Diagnostic, Kind, nearest};
use crate::scheduler::api::Call;

use super::Remote;

/// How many keys a message lists.
const LISTED: usize = 10;

/// Whether words name a job the old way: no key, and a cluster apart from them.
///
/// # Errors
/// If the cluster is given twice and differently, or the words are not a role and a name.
pub fn old_form<'w>(
    cluster: Option<&'w str>,
    first: &'w str,
    second: Option<&'w str>,
) -> Result<Option<(&'w str, &'w str, &'w str)>, Failure> {
    let Some(cluster) = cluster else { return Ok(None) };
    if let Some((of_key, _)) = first.split_once('/') {
        if of_key != cluster {
            return Err(usage(format!("`{first}` is not on cluster `{cluster}`"), "leave `--cluster` out").into());
        }
        return Ok(None);
    }
    let Some(name) = second else {
        return Err(usage("name is required", "with `--cluster` a job is named by ROLE and NAME").into());
    };
    match [first, name].into_iter().find(|word| !is_identifier(word)) {
        None => Ok(Some((cluster, first, name))),
        Some(bad) => Err(usage(format!("`{bad}` can be no part of a job's key"), "ROLE and NAME are words").into()),
    }
}

/// Finds the job of a role and a name among those that the scheduler has.
///
/// # Errors
/// If there is none, or several in different environments; or the scheduler cannot be asked.
pub fn find_job(remote: &Remote, role: &str, name: &str) -> Result<config::JobKey, Failure> {
    let cluster = &remote.cluster().name;
    remote.warn(&format!(
        "`{role} {name}` with `--cluster` is the old way to name a job; its key CLUSTER/ROLE/ENV/NAME is the way now"
    ));
    remote.info(&format!("Retrieving jobs for role {role}"));
    let response = remote.read(&Call::GetJobs { role: Some(role.to_owned()) })?;
    let mut keys: Vec<config::JobKey> = response
        .jobs()
        .iter()
        .filter_map(|job| job.key.as_ref())
        .filter(|key| key.role.as_deref() == Some(role))
        .filter_map(|key| config::JobKey::parse(&remote.full_key(key)).ok())
        .collect();
    let names: Vec<String> = keys.iter().map(|key| key.name.clone()).collect();
    keys.retain(|key| key.name == name);
    keys.sort_by_key(ToString::to_string);
    match keys.as_slice() {
        [key] => {
            remote.info(&format!("Found job {key}"));
            Ok(key.clone())
        }
        [] => {
            let error = Diagnostic::error("AUR0615", Kind::Command, format!("{role} has no job `{name}` on {cluster}"));
            let all = format!("`aurora list_jobs {cluster}/{role}` lists the jobs of this role");
            Err(error
                .help(match nearest(name, names.iter().map(String::as_str)) {
                    Some(close) => format!("did you mean `{close}`? {all}"),
                    None => all,
                })
                .into())
        }
        several => {
            let error = Diagnostic::error("AUR0615", Kind::Command, format!("{role} has several jobs `{name}`"));
            let keys: Vec<String> = several.iter().take(LISTED).map(ToString::to_string).collect();
            Err(error.help(format!("give the key of one of them: {}", keys.join(", "))).into())
        }
    }
}

fn usage(message: impl Into<String>, help: &str) -> Diagnostic {
    Diagnostic::error("AUR0002", Kind::Usage, message).help(format!("{help}; a job's key is CLUSTER/ROLE/ENV/NAME"))
}
