//! `aurora list_updates` and `aurora update_info`: updates that a scheduler carries out, or has carried out
//! (`reference/scheduler-api.md §14`).

use serde_json::{Value, json};

use super::remote::{Remote, RemoteArgs, Target};
use super::table::Table;
use super::{Context, Failure, FormatArgs, Outcome, Prints, Result, time};
use crate::config::is_identifier;
use crate::diagnostics::{Diagnostic, Kind};
use crate::interp::host::Host;
use crate::scheduler::api::{
    Call, JobKey, JobUpdateDetails, JobUpdateKey, JobUpdateQuery, JobUpdateStatus, JobUpdateSummary,
};

/// List the updates that a scheduler carries out, or has carried out
///
/// Only schedulers of the releases from 0.8 on know of updates.
#[derive(clap::Args, Debug)]
pub struct ListUpdatesArgs {
    /// Whose updates: CLUSTER, CLUSTER/ROLE, or a job's key
    #[arg(value_name = "CLUSTER[/ROLE[/ENV/NAME]]")]
    pub scope: String,
    /// Only those of this user
    #[arg(long, value_name = "USER")]
    pub user: Option<String>,
    /// Only those that are under way
    #[arg(long)]
    pub active: bool,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub format: FormatArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub remote: RemoteArgs,
}

/// Show an update that a scheduler carries out, or has carried out, with its history
#[derive(clap::Args, Debug)]
pub struct UpdateInfoArgs {
    /// The job's key, CLUSTER/ROLE/ENV/NAME
    #[arg(value_name = "KEY")]
    pub key: String,
    /// The update; if none is named, the job's latest one
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub format: FormatArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub remote: RemoteArgs,
}

/// Lists updates, the latest first.
pub fn list(args: &ListUpdatesArgs, context: &Context) -> Result {
    let (cluster, role, job) = scope(&args.scope)?;
    let remote = Remote::open(context, &cluster, &args.remote)?;
    let query = JobUpdateQuery { role, job_key: job, user: args.user.clone(), ..JobUpdateQuery::default() };
    let mut found = summaries(&remote, query)?;
    found.retain(|update| !args.active || status_of(update).is_some_and(JobUpdateStatus::is_active));
    let documents: Vec<Value> = found.iter().map(|update| describe(&remote, update)).collect();
    if args.format.write(context, &json!({"version": 1, "updates": documents}))? {
        return Ok(Outcome::Done);
    }
    let mut host = (context.world)(Prints::Err);
    let mut table = Table::new(["JOB", "UPDATE", "STATUS", "USER", "STARTED", "LAST CHANGE"]);
    for update in &found {
        let [started, changed] = moments(update).map(|at| at.map(|at| time::local(&mut *host, at)).unwrap_or_default());
        let (key, id) = key_of(update);
        table.row([
            key.map(|key| remote.full_key(key)).unwrap_or_default(),
            id.to_owned(),
            status_of(update).map(|status| status.name().into_owned()).unwrap_or_default(),
            update.user.clone().unwrap_or_default(),
            started,
            changed,
        ]);
    }
    let page = if found.is_empty() { String::new() } else { table.render(context.paper) };
    context.streams.page(&page);
    Ok(Outcome::Done)
}

/// Shows one update.
pub fn info(args: &UpdateInfoArgs, context: &Context) -> Result {
    let target = Target::parse(&args.key)?;
    let remote = Remote::open(context, &target.cluster, &args.remote)?;
    let query = JobUpdateQuery { job_key: Some(target.key.clone()), ..JobUpdateQuery::default() };
    let found = summaries(&remote, query)?;
    let wanted = |update: &&JobUpdateSummary| args.id.as_ref().is_none_or(|id| key_of(update).1 == id);
    let Some(update) = found.iter().find(wanted) else {
        let what = args.id.as_ref().map_or("no update".to_owned(), |id| format!("no update {id}"));
        let error = Diagnostic::error("AUR0615", Kind::Command, format!("the scheduler knows {what} of {}", args.key));
        return Err(error.help(format!("`aurora list_updates {}` shows what it knows", args.key)).into());
    };
    let key =
        JobUpdateKey { job: Some(target.key.clone()), id: Some(key_of(update).1.to_owned()), unknown: Vec::new() };
    let response = remote.read(&Call::GetJobUpdateDetails { key: Some(key) })?;
    let details = response.result.and_then(|result| result.job_update_details?.details).unwrap_or_default();
    let mut document = describe(&remote, update);
    document["version"] = 1.into();
    document["events"] = update_events(&details);
    document["instance_events"] = instance_events(&details);
    if !args.format.write(context, &document)? {
        let mut host = (context.world)(Prints::Err);
        context.streams.page(&page(&remote, update, &details, &mut *host, context));
    }
    Ok(Outcome::Done)
}

/// Reads `CLUSTER`, `CLUSTER/ROLE` or a job's key: the cluster, and a role or a job.
fn scope(text: &str) -> std::result::Result<(String, Option<String>, Option<JobKey>), Failure> {
    match text.split('/').collect::<Vec<_>>()[..] {
        [cluster] if !cluster.is_empty() => Ok((cluster.to_owned(), None, None)),
        [cluster, role] if is_identifier(role) => Ok((cluster.to_owned(), Some(role.to_owned()), None)),
        [_, _, _, _] => Target::parse(text).map(|target| (target.cluster, None, Some(target.key))),
        _ => {
            let message = format!("`{text}` names neither a cluster, nor a role on one, nor a job");
            let error = Diagnostic::error("AUR0002", Kind::Usage, message);
            Err(error.help("write CLUSTER, CLUSTER/ROLE or CLUSTER/ROLE/ENV/NAME").into())
        }
    }
}

/// What the scheduler knows, the latest first.
fn summaries(remote: &Remote, query: JobUpdateQuery) -> std::result::Result<Vec<JobUpdateSummary>, Failure> {
    let response = remote.read(&Call::GetJobUpdateSummaries { query: Some(query) })?;
    let result = response.result.and_then(|result| result.job_update_summaries);
    let mut found = result.and_then(|result| result.update_summaries).unwrap_or_default();
    found.sort_by_key(|update| std::cmp::Reverse(moments(update)[0]));
    Ok(found)
}

fn key_of(update: &JobUpdateSummary) -> (Option<&JobKey>, &str) {
    let key = update.key.as_ref();
    (key.and_then(|key| key.job.as_ref()), key.and_then(|key| key.id.as_deref()).unwrap_or_default())
}

fn status_of(update: &JobUpdateSummary) -> Option<JobUpdateStatus> {
    update.state.as_ref()?.status
}

/// Milliseconds since 1970 of the start and of the last change.
fn moments(update: &JobUpdateSummary) -> [Option<i64>; 2] {
    let state = update.state.as_ref();
    [state.and_then(|state| state.created_timestamp_ms), state.and_then(|state| state.last_modified_timestamp_ms)]
}

/// An update for programs.
fn describe(remote: &Remote, update: &JobUpdateSummary) -> Value {
    let ((key, id), [started, changed]) = (key_of(update), moments(update));
    json!({
        "job": key.map(|key| remote.full_key(key)),
        "id": id,
        "status": status_of(update).map(|status| status.name().into_owned()),
        "user": update.user,
        "started_ms": started,
        "last_modified_ms": changed,
    })
}

fn update_events(details: &JobUpdateDetails) -> Value {
    let events = details.update_events.iter().flatten().map(|event| {
        let status = event.status.map(|status| status.name().into_owned());
        json!({"status": status, "at_ms": event.timestamp_ms, "user": event.user, "message": event.message})
    });
    events.collect()
}

fn instance_events(details: &JobUpdateDetails) -> Value {
    let events = details.instance_events.iter().flatten().map(
        |event| json!({"instance": event.instance_id, "action": event.action.map(action), "at_ms": event.timestamp_ms}),
    );
    events.collect()
}

/// The name of what was done to an instance (`reference/scheduler-api.md §14`).
fn action(number: i32) -> String {
    let known = ["INSTANCE_UPDATED", "INSTANCE_ROLLED_BACK", "INSTANCE_UPDATING", "INSTANCE_ROLLING_BACK"];
    let failed = ["INSTANCE_UPDATE_FAILED", "INSTANCE_ROLLBACK_FAILED"];
    let at = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    let found = at.and_then(|at| known.iter().chain(&failed).nth(at));
    found.map_or_else(|| number.to_string(), |name| (*name).to_owned())
}

fn page(
    remote: &Remote,
    update: &JobUpdateSummary,
    details: &JobUpdateDetails,
    host: &mut dyn Host,
    context: &Context,
) -> String {
    let mut moment = |at: Option<i64>| at.map(|at| time::local(host, at)).unwrap_or_default();
    let ((key, id), [started, changed]) = (key_of(update), moments(update));
    let mut facts = Table::new(["JOB", "UPDATE", "STATUS", "USER", "STARTED", "LAST CHANGE"]);
    facts.row([
        key.map(|key| remote.full_key(key)).unwrap_or_default(),
        id.to_owned(),
        status_of(update).map(|status| status.name().into_owned()).unwrap_or_default(),
        update.user.clone().unwrap_or_default(),
        moment(started),
        moment(changed),
    ]);
    let mut page = facts.render(context.paper);
    let mut table = Table::new(["TIME", "STATUS", "USER", "MESSAGE"]);
    for event in details.update_events.iter().flatten() {
        let status = event.status.map(|status| status.name().into_owned()).unwrap_or_default();
        let (user, message) = (event.user.clone().unwrap_or_default(), event.message.clone().unwrap_or_default());
        table.row([moment(event.timestamp_ms), status, user, message]);
    }
    page.push_str(&format!("\n{}", table.render(context.paper)));
    let mut table = Table::new(["TIME", "INSTANCE", "ACTION"]);
    for event in details.instance_events.iter().flatten() {
        let instance = event.instance_id.map(|id| id.to_string()).unwrap_or_default();
        table.row([moment(event.timestamp_ms), instance, event.action.map(action).unwrap_or_default()]);
    }
    if details.instance_events.as_ref().is_some_and(|events| !events.is_empty()) {
        page.push_str(&format!("\n{}", table.render(context.paper)));
    }
    page
}

#[cfg(test)]
mod tests {
    use super::{action, scope};

    #[test]
    fn a_scope_is_a_cluster_a_role_or_a_job() {
        assert!(scope("west").is_ok_and(|(cluster, role, job)| cluster == "west" && role.is_none() && job.is_none()));
        assert!(scope("west/www").is_ok_and(|(_, role, job)| role.as_deref() == Some("www") && job.is_none()));
        assert!(scope("west/www/prod/web").is_ok_and(|(_, _, job)| job.is_some()));
        for bad in ["", "west/", "west/www/prod", "a/b/c/d/e"] {
            assert!(scope(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn unknown_actions_stay_numbers() {
        assert_eq!(
            [action(1), action(6), action(0), action(7)],
            ["INSTANCE_UPDATED", "INSTANCE_ROLLBACK_FAILED", "0", "7"]
        );
    }
}
