//! Which release's schema a configuration is read with.

use super::Context;
use super::remote::load_clusters;
use crate::config::Release;

/// The release of a configuration's schema.
#[derive(clap::Args, Clone, Default, Debug)]
pub struct ReleaseArgs {
    /// Release of Aurora, 0.5.0 to 0.22.0, whose schema and executor text are used (default: that of the cluster, without a key that of all known clusters, or 0.5.0)
    #[arg(
        long,
        value_name = "RELEASE",
        help_heading = "Schema",
        env = "AURORA_RELEASE",
        hide_env_values = true,
        value_parser = release
    )]
    pub release: Option<Release>,
}

impl ReleaseArgs {
    /// The release: the given one, or else that of the cluster, or, without a cluster, the one that all known clusters have, or
    /// else the first.
    ///
    /// A cluster file that cannot be read says nothing here; whoever talks to the cluster will report it.
    pub fn for_cluster(&self, context: &Context, cluster: Option<&str>) -> Release {
        let known = || {
            let (clusters, _) = load_clusters(context).ok()?;
            let release = match cluster {
                Some(name) => clusters.0.get(name)?.release.clone(),
                None => {
                    let mut all = clusters.0.values().map(|cluster| cluster.release.clone());
                    let first = all.next()?;
                    first.filter(|first| all.all(|other| other.as_ref() == Some(first)))
                }
            };
            Release::parse(release.as_deref()?)
        };
        self.release.or_else(known).unwrap_or_default()
    }
}

/// Reads a release. Errors: a sentence that says which there are.
fn release(text: &str) -> Result<Release, String> {
    Release::parse(text).ok_or_else(|| format!("there are the releases {} to {}", Release::FIRST, Release::LAST))
}
