//! `aurora version`

use serde_json::json;

use super::remote::{API_VERSION, Remote, RemoteArgs};
use super::{Context, Failure, FormatArgs, Outcome, Result};
use crate::schema::Release;

/// Print the version of this program and of the scheduler's API that it speaks
#[derive(clap::Args, Debug)]
pub struct VersionArgs {
    /// Ask this cluster's scheduler for its version of the API as well
    #[arg(long, value_name = "CLUSTER")]
    pub cluster: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub format: FormatArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub remote: RemoteArgs,
}

/// Prints what this program is, and what it can talk to.
pub fn run(args: &VersionArgs, context: &Context) -> Result {
    let scheduler = args.cluster.as_deref().map(|cluster| ask(args, cluster, context)).transpose()?;
    let version = env!("CARGO_PKG_VERSION");
    let releases = [Release::FIRST, Release::LAST].map(|release| release.to_string());
    // Set by whoever builds a release; else the build script finds the revision.
    let (revision, date) = (option_env!("AURORA_BUILD_REVISION"), option_env!("AURORA_BUILD_DATE"));
    let mut document = json!({
        "version": 1,
        "client": {"version": version, "revision": revision, "date": date},
        "api_version": API_VERSION,
        "releases": {"first": releases[0], "last": releases[1]},
    });
    if let Some(found) = scheduler {
        document["scheduler"] = json!({"cluster": args.cluster, "api_version": found});
    }
    if args.format.write(context, &document)? {
        return Ok(Outcome::Done);
    }
    let mut text = format!("aurora {version}\n");
    for (name, value) in [("revision", revision), ("date", date)] {
        text.push_str(&value.map(|value| format!("  {name}: {value}\n")).unwrap_or_default());
    }
    text.push_str(&format!("Aurora API version: {API_VERSION}\n"));
    text.push_str(&format!("Aurora releases: {} to {}\n", releases[0], releases[1]));
    if let (Some(cluster), Some(found)) = (&args.cluster, scheduler) {
        let found = found.map_or_else(|| "not stated".to_owned(), |version| version.to_string());
        text.push_str(&format!("API version of {cluster}: {found}\n"));
    }
    context.streams.out(text.as_bytes());
    Ok(Outcome::Done)
}

/// The version that a scheduler states; later releases state none.
fn ask(args: &VersionArgs, cluster: &str, context: &Context) -> std::result::Result<Option<i32>, Failure> {
    let remote = Remote::open(context, cluster, &args.remote)?;
    remote.connect()?;
    Ok(remote.stated_version())
}
