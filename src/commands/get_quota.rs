//! `aurora get_quota`

use serde_json::{Value, json};

use super::remote::{Remote, RemoteArgs, cluster_and_role};
use super::table::Table;
use super::{Context, FormatArgs, Outcome, Result};
use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::api::{Call, GetQuotaResult, ResourceAggregate};

/// Show what a role may use in production, and what it uses
#[derive(clap::Args, Debug)]
pub struct GetQuotaArgs {
    /// The role; with its cluster as CLUSTER/ROLE if --cluster is not given
    #[arg(value_name = "ROLE")]
    pub role: String,
    /// The cluster
    #[arg(long, value_name = "CLUSTER")]
    pub cluster: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub format: FormatArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub remote: RemoteArgs,
}

/// Asks for the quota and shows it.
pub fn run(args: &GetQuotaArgs, context: &Context) -> Result {
    let (cluster, role) = match &args.cluster {
        Some(cluster) => cluster_and_role(&format!("{cluster}/{}", args.role))?,
        None if args.role.contains('/') => cluster_and_role(&args.role)?,
        None => {
            let error = Diagnostic::error("AUR0002", Kind::Usage, "the cluster is missing");
            return Err(error.help("aurora get_quota --cluster=CLUSTER ROLE").into());
        }
    };
    let remote = Remote::open(context, &cluster, &args.remote)?;
    remote.info(&format!("Getting quota for: {role}"));
    let response = remote.read(&Call::GetQuota { role: Some(role.clone()) })?;
    let quota = response.result.and_then(|result| result.get_quota).unwrap_or_default();
    if args.format.write(context, &document(&cluster, &role, &quota))? {
        return Ok(Outcome::Done);
    }
    let mut table = Table::new(["RESOURCES", "CPUS", "RAM", "DISK"]);
    for (title, _, amounts) in rows(&quota) {
        if let Some(amounts) = amounts {
            let number = |amount: Option<f64>| amount.map(|cpus| format!("{cpus:?}")).unwrap_or_default();
            let gigabytes = |amount: Option<i64>| {
                amount.map(|megabytes| format!("{:.2} GB", megabytes as f64 / 1024.0)).unwrap_or_default()
            };
            table.row([title.to_owned(), number(amounts.cpus()), gigabytes(amounts.ram()), gigabytes(amounts.disk())]);
        }
    }
    context.streams.page(&table.render(context.paper));
    Ok(Outcome::Done)
}

/// Titles, names for programs, and amounts.
fn rows(quota: &GetQuotaResult) -> [(&'static str, &'static str, Option<&ResourceAggregate>); 5] {
    [
        ("allocated", "quota", quota.quota.as_ref()),
        ("used by production", "production", quota.prod_consumption.as_ref()),
        ("used by others", "non_production", quota.non_prod_consumption.as_ref()),
        ("used by dedicated production", "dedicated_production", quota.prod_dedicated_consumption.as_ref()),
        ("used by dedicated others", "dedicated_non_production", quota.non_prod_dedicated_consumption.as_ref()),
    ]
}

fn document(cluster: &str, role: &str, quota: &GetQuotaResult) -> Value {
    let mut document = json!({"version": 1, "cluster": cluster, "role": role});
    for (_, name, amounts) in rows(quota) {
        document[name] = match amounts {
            None => Value::Null,
            Some(amounts) => {
                json!({"cpus": amounts.cpus(), "ram_mb": amounts.ram(), "disk_mb": amounts.disk()})
            }
        };
    }
    document
}
