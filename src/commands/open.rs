//! `aurora open`

use super::remote::{Remote, RemoteArgs, page};
use super::{Context, Outcome, Result};
use crate::config::is_identifier;
use crate::diagnostics::{Diagnostic, Kind};

/// Open the scheduler's web page of a cluster, a role or a job in a browser
///
/// The address is printed as well. The browser is the one that BROWSER names, or the desktop's.
#[derive(clap::Args, Debug)]
pub struct OpenArgs {
    /// CLUSTER, CLUSTER/ROLE or CLUSTER/ROLE/ENV/NAME
    #[arg(value_name = "CLUSTER[/ROLE[/ENV/NAME]]")]
    pub place: String,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub remote: RemoteArgs,
}

/// Finds the scheduler and shows its page.
pub fn run(args: &OpenArgs, context: &Context) -> Result {
    let mut parts = args.place.split('/');
    let cluster = parts.next().filter(|cluster| !cluster.is_empty()).ok_or_else(|| usage("a cluster is needed"))?;
    let parts: Vec<&str> = parts.collect();
    if parts.len() == 2 {
        return Err(usage("environments have no page; name the job as well").into());
    }
    let parts = parts.get(..3).unwrap_or(&parts);
    if let Some(bad) = parts.iter().find(|part| !is_identifier(part)) {
        return Err(usage(&format!("`{bad}` can be no part of a job's key")).into());
    }
    let remote = Remote::open(context, cluster, &args.remote)?;
    remote.connect()?;
    let Some(base) = remote.web_base() else {
        remote.warn("Unable to find scheduler web UI!");
        return Ok(Outcome::Done);
    };
    let url = page(&base, parts);
    context.streams.out(format!("{url}\n").as_bytes());
    if let Err(why) = context.machine.browse(&url) {
        remote.warn(&format!("no browser could be started: {why}"));
    }
    Ok(Outcome::Done)
}

fn usage(message: &str) -> Diagnostic {
    Diagnostic::error("AUR0002", Kind::Usage, message).help("usage: aurora open CLUSTER[/ROLE[/ENV/NAME]]")
}
