//! Clusters and their keys.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::json::{element_places, relaxed};
use crate::diagnostics::{Diagnostic, Kind, nearest};

/// The code of faults in cluster files.
const BAD_FILE: &str = "AUR0501";

/// The code of a cluster that no file has.
const UNKNOWN: &str = "AUR0502";

/// One cluster, as its file gives it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Cluster {
    /// Its name in job keys.
    pub name: String,
    /// The ZooKeeper hosts as `host:port`, comma separated; wins over `scheduler_uri`.
    pub zk: Option<String>,
    /// The port of hosts without one.
    pub zk_port: u16,
    /// Where the leader publishes itself.
    pub scheduler_zk_path: Option<String>,
    /// A scheduler's base address, with its scheme.
    pub scheduler_uri: Option<String>,
    /// The base of web addresses that are shown; not used for calls.
    pub proxy_url: Option<String>,
    /// How to sign in; `UNAUTHENTICATED` if the file does not say.
    pub auth_mechanism: String,
    /// Where sandboxes are on hosts.
    pub slave_root: Option<String>,
    /// The run's directory, usually `latest`.
    pub slave_run_directory: Option<String>,
    /// The registry of images.
    pub docker_registry: Option<String>,
    /// The scheduler's release, where it is not the default.
    pub release: Option<String>,
    /// The file it comes from.
    pub file: String,
    /// Keys that this client does not know, as they are.
    pub extra: BTreeMap<String, Json>,
}

impl Cluster {
    /// The connect string for ZooKeeper: every host with its port.
    pub fn zk_hosts(&self) -> Option<String> {
        let hosts = self.zk.as_deref()?.split(',').map(str::trim).filter(|host| !host.is_empty());
        let with_port = |host: &str| {
            let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
            if has_port { host.to_owned() } else { format!("{host}:{}", self.zk_port) }
        };
        Some(hosts.map(with_port).collect::<Vec<_>>().join(","))
    }
}

/// All known clusters by name.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Clusters(pub BTreeMap<String, Cluster>);

impl Clusters {
    /// The cluster of this name.
    ///
    /// # Errors
    /// If no file has it; with the names there are.
    pub fn find(&self, name: &str) -> Result<&Cluster, Box<Diagnostic>> {
        self.0.get(name).ok_or_else(|| {
            let message = format!("Unknown cluster: {name}");
            let names: Vec<&str> = self.0.keys().map(String::as_str).collect();
            let help = match (nearest(name, names.iter().copied()), names.is_empty()) {
                (Some(close), _) => format!("did you mean `{close}`? Known clusters: {}", names.join(", ")),
                (None, false) => format!("known clusters: {}", names.join(", ")),
                (None, true) => {
                    "no cluster is known; name a cluster file in AURORA_CONFIG_ROOT or write ~/.aurora/clusters.json"
                        .to_owned()
                }
            };
            Box::new(Diagnostic::error(UNKNOWN, Kind::Cluster, message).help(help))
        })
    }
}

/// Reads cluster files, given as (name, text), in order: an entry replaces an earlier one of the same name entirely.
///
/// # Errors
/// With every fault of every file.
pub fn parse_clusters<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Clusters, Vec<Diagnostic>> {
    let mut clusters = BTreeMap::new();
    let mut faults = Vec::new();
    for (file, text) in files {
        let entries = match entries(file, text) {
            Ok(entries) => entries,
            Err(fault) => {
                faults.push(*fault);
                continue;
            }
        };
        let places = element_places(text);
        for (at, entry) in entries.into_iter().enumerate() {
            let place = places.get(at).map(|(line, column)| format!("{file}:{line}:{column}"));
            match cluster(file, place.as_deref().unwrap_or(file), entry) {
                Ok(Some(found)) => {
                    clusters.insert(found.name.clone(), found);
                }
                Ok(None) => {}
                Err(fault) => faults.push(*fault),
            }
        }
    }
    if faults.is_empty() { Ok(Clusters(clusters)) } else { Err(faults) }
}

fn fault(file: &str, message: String) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(BAD_FILE, Kind::Cluster, format!("{file}: {message}")))
}

/// The objects of a file: of a list, or the values of an object.
fn entries(file: &str, text: &str) -> Result<Vec<Json>, Box<Diagnostic>> {
    let layout =
        "a cluster file is a list of objects, such as [{\"name\": \"west\", \"scheduler_uri\": \"host:8081\"}]";
    match relaxed(text) {
        Ok(Json::Array(list)) => Ok(list),
        Ok(Json::Object(map)) => Ok(map.into_iter().map(|(_, entry)| entry).collect()),
        Ok(_) => Err(Box::new(fault(file, "unknown layout: neither a list nor an object".to_owned()).help(layout))),
        Err(problem) => {
            let place = format!("{file}:{}:{}", problem.line, problem.column);
            Err(Box::new(fault(&place, format!("not JSON: {}", problem.message)).help(layout)))
        }
    }
}

/// Reads an entry of a file at a place; one without a name is passed over.
fn cluster(file: &str, place: &str, entry: Json) -> Result<Option<Cluster>, Box<Diagnostic>> {
    let Json::Object(mut entry) = entry else {
        return Err(fault(place, format!("clusters must be objects of keys and values, not {entry}")));
    };
    let Some(name) = entry.shift_remove("name") else { return Ok(None) };
    let Json::String(name) = name else {
        return Err(fault(place, format!("the name of a cluster is a text, not {name}")));
    };
    let mut text = |key: &str| match entry.shift_remove(key) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(value)) => Ok(Some(value)),
        Some(other) => Err(fault(place, format!("`{key}` of cluster {name} is a text, not {other}"))),
    };
    let mut found = Cluster {
        zk: text("zk")?,
        scheduler_zk_path: text("scheduler_zk_path")?,
        scheduler_uri: text("scheduler_uri")?.map(with_scheme),
        proxy_url: text("proxy_url")?.map(with_scheme),
        auth_mechanism: text("auth_mechanism")?.unwrap_or_else(|| "UNAUTHENTICATED".to_owned()),
        slave_root: text("slave_root")?,
        slave_run_directory: text("slave_run_directory")?,
        docker_registry: text("docker_registry")?,
        release: text("release")?,
        file: file.to_owned(),
        ..Cluster::default()
    };
    found.zk_port = match entry.shift_remove("zk_port") {
        None | Some(Json::Null) => 2181,
        Some(port) => port
            .as_u64()
            .and_then(|port| u16::try_from(port).ok())
            .ok_or_else(|| fault(place, format!("`zk_port` of cluster {name} is a port number, not {port}")))?,
    };
    found.name = name;
    found.extra = entry.into_iter().collect();
    Ok(Some(found))
}

/// An address without a scheme means http.
fn with_scheme(uri: String) -> String {
    if uri.contains("://") { uri } else { format!("http://{uri}") }
}

/// An address as it may be shown: without the name and the password in it, if it has any.
pub fn without_login(uri: &str) -> String {
    let Some((scheme, rest)) = uri.split_once("://") else { return uri.to_owned() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    format!("{scheme}://{host}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_files_replace_whole_entries() {
        let system = r#"[{"name": "example", "scheduler_uri": "localhost:55555", "slave_root": "/x", "zk_port": 1,}, {"no": 1}]"#;
        let user = r#"{"any": {"name": "example", "zk": "a, b:99", "scheduler_zk_path": "/s", "mine": [1]}}"#;
        let one = parse_clusters([("one", system)]).expect("it is well formed");
        let found = one.find("example").expect("it is there");
        assert_eq!(found.scheduler_uri.as_deref(), Some("http://localhost:55555"));
        assert_eq!((found.zk_port, found.auth_mechanism.as_str()), (1, "UNAUTHENTICATED"));
        let both = parse_clusters([("one", system), ("two", user)]).expect("it is well formed");
        let found = both.find("example").expect("it is there");
        assert_eq!((found.slave_root.clone(), found.scheduler_uri.clone(), found.file.as_str()), (None, None, "two"));
        assert_eq!(found.zk_hosts().as_deref(), Some("a:2181,b:99"));
        assert!(found.extra.contains_key("mine"));
    }

    #[test]
    fn secrets_of_an_address_are_not_shown() {
        assert_eq!(without_login("https://ann:se@cret@host:1/x@y"), "https://host:1/x@y");
        assert_eq!(without_login("http://host/"), "http://host/");
        assert_eq!(without_login("host:1"), "host:1");
    }

    #[test]
    fn all_faults_are_told_with_their_places() {
        let faults = parse_clusters([("a", "[{]"), ("b", "3"), ("c", r#"[1, {"name": "x", "zk": 4}]"#)]);
        let messages: Vec<String> = faults.expect_err("all are bad").into_iter().map(|fault| fault.message).collect();
        assert_eq!(messages.len(), 4);
        assert!(messages[0].starts_with("a:1:3: not JSON"), "{messages:?}");
        assert!(messages[3].contains("`zk` of cluster x"), "{messages:?}");
        let none = Clusters::default();
        assert_eq!(none.find("x").expect_err("there is none").message, "Unknown cluster: x");
    }
}
