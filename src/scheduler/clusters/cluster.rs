//! Clusters and their keys.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::json::{plain, strict};
use crate::config::JsonPlaces;
use crate::diagnostics::{Diagnostic, Kind, nearest};
use crate::source::{Encoding, SourceFile, SourceMap, Span};

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

/// What cluster files say.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The clusters.
    pub clusters: Clusters,
    /// What the user should know.
    pub warnings: Vec<Diagnostic>,
}

/// Reads cluster files, given as (name, text), in order: an entry replaces an earlier one of the same name entirely. The texts
/// are added to the sources.
///
/// # Errors
/// With every fault of every file.
pub fn parse_clusters<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
    sources: &mut SourceMap,
) -> Result<Parsed, Vec<Diagnostic>> {
    let mut parsed = Parsed::default();
    let mut faults = Vec::new();
    for (name, text) in files {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        match sources.add_text(name, text.to_owned(), Encoding::Utf8) {
            Ok(file) => one_file(&file, &mut parsed, &mut faults),
            Err(why) => faults.push(Diagnostic::error(BAD_FILE, Kind::Cluster, format!("{name}: {why}"))),
        }
    }
    if faults.is_empty() { Ok(parsed) } else { Err(faults) }
}

fn one_file(file: &SourceFile, parsed: &mut Parsed, faults: &mut Vec<Diagnostic>) {
    let plain = plain(&file.text);
    let entries = match entries(file, &plain) {
        Ok(entries) => entries,
        Err(fault) => return faults.push(*fault),
    };
    let places = JsonPlaces::of_text(&plain, file);
    let places: Vec<&JsonPlaces> = places.iter().flat_map(JsonPlaces::parts).collect();
    for (at, entry) in entries.into_iter().enumerate() {
        let entry_at = Entry { file, place: places.get(at).copied() };
        match entry_at.cluster(entry, &mut parsed.warnings) {
            Ok(Some(found)) => {
                parsed.clusters.0.insert(found.name.clone(), found);
            }
            Ok(None) => {}
            Err(fault) => faults.push(*fault),
        }
    }
}

fn fault(place: Span, message: String) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(BAD_FILE, Kind::Cluster, message).at(place, "here"))
}

/// The objects of a file: of a list, or the values of an object.
fn entries(file: &SourceFile, plain: &str) -> Result<Vec<Json>, Box<Diagnostic>> {
    let layout =
        "a cluster file is a list of objects, such as [{\"name\": \"west\", \"scheduler_uri\": \"host:8081\"}]";
    let refused = |place, message| Err(Box::new(fault(place, message).help(layout)));
    match strict(plain) {
        Ok(Json::Array(list)) => Ok(list),
        Ok(Json::Object(map)) => Ok(map.into_iter().map(|(_, entry)| entry).collect()),
        Ok(_) => refused(file.span(), "unknown layout: neither a list nor an object".to_owned()),
        Err(problem) => {
            let line: usize = plain.split_inclusive('\n').take(problem.line - 1).map(str::len).sum();
            let offset = u32::try_from(line + problem.column - 1).unwrap_or(u32::MAX);
            let at = file.base.saturating_add(offset).min(file.span().end);
            refused(Span::new(at, at), format!("not JSON: {}", problem.message))
        }
    }
}

/// Keys of a cluster that have a meaning.
const KEYS: &[&str] = &[
    "name",
    "zk",
    "zk_port",
    "scheduler_zk_path",
    "scheduler_uri",
    "proxy_url",
    "auth_mechanism",
    "slave_root",
    "slave_run_directory",
    "docker_registry",
    "release",
];

/// One entry of a file.
struct Entry<'a> {
    file: &'a SourceFile,
    place: Option<&'a JsonPlaces>,
}

impl Entry<'_> {
    /// The place of a key, or else of the entry.
    fn at(&self, key: &str) -> Span {
        let part = self.place.and_then(|place| place.member(key)).or(self.place);
        part.map_or(self.file.span(), JsonPlaces::span)
    }

    /// Warns of a key that is not known and looks like one that is.
    fn unknown(&self, key: &str, of: &str, warnings: &mut Vec<Diagnostic>) {
        if let Some(near) = nearest(key, KEYS.iter().copied()) {
            let message = format!("`{key}` of {of} is not known and has no effect");
            let warning = Diagnostic::warning(BAD_FILE, Kind::Cluster, message).at(self.at(key), "unknown");
            warnings.push(warning.help(format!("did you mean `{near}`?")));
        }
    }

    /// Reads the entry; one without a name is passed over, with a warning.
    fn cluster(&self, entry: Json, warnings: &mut Vec<Diagnostic>) -> Result<Option<Cluster>, Box<Diagnostic>> {
        let Json::Object(mut entry) = entry else {
            return Err(fault(self.at(""), format!("clusters must be objects of keys and values, not {entry}")));
        };
        let Some(name) = entry.shift_remove("name") else {
            let warning = Diagnostic::warning(BAD_FILE, Kind::Cluster, "a cluster without a name is passed over");
            warnings
                .push(warning.at(self.at(""), "this entry").help("add \"name\": \"…\", the first part of job keys"));
            entry.keys().for_each(|key| self.unknown(key, "this entry", warnings));
            return Ok(None);
        };
        let Json::String(name) = name else {
            return Err(fault(self.at("name"), format!("the name of a cluster is a text, not {name}")));
        };
        let mut text = |key: &str| match entry.shift_remove(key) {
            None | Some(Json::Null) => Ok(None),
            Some(Json::String(value)) => Ok(Some(value)),
            Some(other) => Err(fault(self.at(key), format!("`{key}` of cluster {name} is a text, not {other}"))),
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
            file: self.file.name.clone(),
            ..Cluster::default()
        };
        found.zk_port = match entry.shift_remove("zk_port") {
            None | Some(Json::Null) => 2181,
            Some(port) => port.as_u64().and_then(|port| u16::try_from(port).ok()).ok_or_else(|| {
                fault(self.at("zk_port"), format!("`zk_port` of cluster {name} is a port number, not {port}"))
            })?,
        };
        entry.keys().for_each(|key| self.unknown(key, &format!("cluster {name}"), warnings));
        found.name = name;
        found.extra = entry.into_iter().collect();
        Ok(Some(found))
    }
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
        let parsed = |files: &[(&str, &str)]| parse_clusters(files.iter().copied(), &mut SourceMap::new());
        let one = parsed(&[("one", system)]).expect("it is well formed");
        assert_eq!(one.warnings.len(), 1, "an entry has no name");
        let one = one.clusters;
        let found = one.find("example").expect("it is there");
        assert_eq!(found.scheduler_uri.as_deref(), Some("http://localhost:55555"));
        assert_eq!((found.zk_port, found.auth_mechanism.as_str()), (1, "UNAUTHENTICATED"));
        let both = parsed(&[("one", system), ("two", user)]).expect("it is well formed").clusters;
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
        let mut sources = SourceMap::new();
        let files = [("a", "[{]"), ("b", "3"), ("c", "[1, // one\n {\"name\": \"x\", \"zk\": 4,}]")];
        let faults = parse_clusters(files, &mut sources).expect_err("all are bad");
        let place = |fault: &Diagnostic| {
            let span = fault.places.first().map(|place| place.span).unwrap_or_default();
            sources
                .locate(span)
                .map(|(file, at)| format!("{}:{}:{}", file.name, at.line, at.column))
                .unwrap_or_default()
        };
        assert_eq!(faults.iter().map(place).collect::<Vec<_>>(), ["a:1:3", "b:1:1", "c:1:2", "c:2:16"]);
        assert!(faults[0].message.starts_with("not JSON"), "{faults:?}");
        assert!(faults[3].message.contains("`zk` of cluster x"), "{faults:?}");
        let none = Clusters::default();
        assert_eq!(none.find("x").expect_err("there is none").message, "Unknown cluster: x");
    }
}
