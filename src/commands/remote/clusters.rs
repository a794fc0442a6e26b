//! The clusters that this user knows.

use std::cell::RefCell;
use std::rc::Rc;

use crate::commands::{Context, Failure, Prints};
use crate::diagnostics::{Diagnostic, Kind};
use crate::interp::host::{Host, HostError, PathKind};
use crate::scheduler::clusters::{Clusters, FileName, Parsed, cluster_files, parse_clusters};
use crate::source::SourceMap;

/// What is known of a cluster file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClusterFile {
    /// Its path.
    pub path: String,
    /// Whether it is there.
    pub found: bool,
}

/// Reads the cluster files: the system's, or the one that `AURORA_CONFIG_ROOT` names, then the user's.
///
/// # Errors
/// If a file that was named is missing, cannot be read, or is faulty; with every fault.
pub fn load_clusters(context: &Context) -> Result<(Clusters, Vec<ClusterFile>), Failure> {
    let mut host = (context.world)(Prints::Err);
    let root = variable(&mut *host, "AURORA_CONFIG_ROOT");
    let home = variable(&mut *host, "HOME");
    let is_directory = root.as_deref().is_some_and(|root| matches!(host.stat(root), Ok(PathKind::Directory)));
    let mut faults = Vec::new();
    let mut texts = Vec::new();
    let mut files = Vec::new();
    for FileName { path, required } in cluster_files(root.as_deref(), home.as_deref(), |_| is_directory) {
        if !required && matches!(host.stat(&path), Ok(PathKind::Missing)) {
            files.push(ClusterFile { path, found: false });
            continue;
        }
        match host.read_file(&path) {
            Ok(bytes) => texts.push((path.clone(), String::from_utf8_lossy(&bytes).into_owned())),
            Err(why) => faults.push(unreadable(&path, &why)),
        }
        files.push(ClusterFile { path, found: true });
    }
    let mut sources = SourceMap::new();
    match parse_clusters(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())), &mut sources) {
        Ok(Parsed { clusters, warnings }) if faults.is_empty() => {
            warnings.iter().for_each(|warning| (context.tell)(warning, &sources));
            return Ok((clusters, files));
        }
        Ok(_) => {}
        Err(more) => faults.extend(more),
    }
    Err(Failure { diagnostics: faults, sources: Rc::new(RefCell::new(sources)) })
}

/// An environment variable that is set and not empty.
pub(crate) fn variable(host: &mut dyn Host, name: &str) -> Option<String> {
    host.env(name).ok().flatten().filter(|value| !value.is_empty())
}

fn unreadable(path: &str, why: &HostError) -> Diagnostic {
    let why = match why {
        HostError::Os(_, text) => text,
        HostError::Refused(diagnostic) => &diagnostic.message,
    };
    Diagnostic::error("AUR0501", Kind::Cluster, format!("{path}: the cluster file cannot be read: {why}"))
        .help("AURORA_CONFIG_ROOT names the file, or the folder that holds `clusters.json`")
}
