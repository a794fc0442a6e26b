//! `aurora clusters`

use serde_json::{Value, json};

use crate::scheduler::clusters::{Cluster, Clusters, without_login};

use super::remote::{ClusterFile, load_clusters};
use super::table::Table;
use super::{Context, FormatArgs, Outcome, Result};

/// List the clusters that are known, how each is reached, and which file says so
///
/// Reads /etc/aurora/clusters.json, or what AURORA_CONFIG_ROOT names (a file, or a folder with a clusters.json), then
/// ~/.aurora/clusters.json, whose entries replace earlier ones of the same name. Nothing is sent anywhere.
#[derive(clap::Args, Debug)]
pub struct ClustersArgs {
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub format: FormatArgs,
}

/// Lists the clusters.
pub fn run(args: &ClustersArgs, context: &Context) -> Result {
    let (clusters, files) = load_clusters(context)?;
    if args.format.write(context, &document(&clusters, &files))? {
        return Ok(Outcome::Done);
    }
    if clusters.0.is_empty() {
        context.streams.out(b"No clusters are known.\n");
    } else {
        let mut table = Table::new(["CLUSTER", "SCHEDULER", "WEB PAGES", "RELEASE", "FILE"]);
        for cluster in clusters.0.values() {
            let web = shown(&cluster.proxy_url).unwrap_or_default();
            let release = cluster.release.clone().unwrap_or_default();
            table.row([cluster.name.clone(), way(cluster), web, release, cluster.file.clone()]);
        }
        context.streams.page(&table.render(context.paper));
    }
    for file in files.iter().filter(|file| !file.found) {
        context.streams.err(format!("not there: {}\n", file.path).as_bytes());
    }
    Ok(Outcome::Done)
}

/// How the scheduler is reached.
fn way(cluster: &Cluster) -> String {
    match (cluster.zk_hosts(), &cluster.scheduler_uri) {
        (Some(hosts), _) => format!("zk://{hosts}{}", cluster.scheduler_zk_path.as_deref().unwrap_or(" (no path)")),
        (None, Some(uri)) => without_login(uri),
        (None, None) => "(not said)".to_owned(),
    }
}

/// An address without what is secret in it.
fn shown(address: &Option<String>) -> Option<String> {
    address.as_deref().map(without_login)
}

fn document(clusters: &Clusters, files: &[ClusterFile]) -> Value {
    let clusters: Vec<Value> = clusters
        .0
        .values()
        .map(|cluster| {
            json!({
                "name": cluster.name,
                "zk": cluster.zk_hosts(),
                "scheduler_zk_path": cluster.scheduler_zk_path,
                "scheduler_uri": shown(&cluster.scheduler_uri),
                "proxy_url": shown(&cluster.proxy_url),
                "auth_mechanism": cluster.auth_mechanism,
                "slave_root": cluster.slave_root,
                "slave_run_directory": cluster.slave_run_directory,
                "docker_registry": cluster.docker_registry,
                "release": cluster.release,
                "file": cluster.file,
                "other": cluster.extra,
            })
        })
        .collect();
    let files: Vec<Value> = files.iter().map(|file| json!({"path": file.path, "found": file.found})).collect();
    json!({"version": 1, "clusters": clusters, "files": files})
}
