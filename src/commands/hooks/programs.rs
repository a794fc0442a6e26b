//! Hooks that are programs: `hooks` of a cluster's entry, and the table `hooks` of the project's `aurora.toml`.

use std::time::Duration;

use serde_json::Value as Json;

use crate::commands::remote::Program;
use crate::commands::{Context, Failure, Prints};
use crate::config::hooks::Moment;
use crate::diagnostics::{Diagnostic, Kind, nearest};
use crate::interp::host::{Host, PathKind};
use crate::scheduler::clusters::Cluster;

/// The project's file.
const PROJECT: &str = "aurora.toml";

/// How long a program may take if its list does not say.
const LIMIT: Duration = Duration::from_secs(60);

/// How many folders above the working directory are looked at for the project's file.
const MOST_FOLDERS: usize = 64;

/// The events: moment and command, and the name that joins them.
const EVENTS: [(&str, Moment, &str); 18] = [
    ("pre_create", Moment::Pre, "create"),
    ("post_create", Moment::Post, "create"),
    ("err_create", Moment::Err, "create"),
    ("pre_kill", Moment::Pre, "kill"),
    ("post_kill", Moment::Post, "kill"),
    ("err_kill", Moment::Err, "kill"),
    ("pre_restart", Moment::Pre, "restart"),
    ("post_restart", Moment::Post, "restart"),
    ("err_restart", Moment::Err, "restart"),
    ("pre_start_cron", Moment::Pre, "start_cron"),
    ("post_start_cron", Moment::Post, "start_cron"),
    ("err_start_cron", Moment::Err, "start_cron"),
    ("pre_update", Moment::Pre, "update"),
    ("post_update", Moment::Post, "update"),
    ("err_update", Moment::Err, "update"),
    ("pre_cancel_update", Moment::Pre, "cancel_update"),
    ("post_cancel_update", Moment::Post, "cancel_update"),
    ("err_cancel_update", Moment::Err, "cancel_update"),
];

/// The key for the time that programs may take.
const TIMEOUT: &str = "timeout_secs";

/// A program that runs at an event.
#[derive(Clone, PartialEq, Debug)]
pub struct HookProgram {
    /// When it runs.
    pub moment: Moment,
    /// Around which command.
    pub command: &'static str,
    /// What runs.
    pub program: Program,
    /// How long it may take.
    pub limit: Duration,
    /// The file that names it.
    pub file: String,
}

/// The programs of a cluster and of the project around the working directory.
///
/// # Errors
/// If one of the lists is not well formed, or the project's file cannot be read.
pub fn programs_of(cluster: &Cluster, context: &Context) -> Result<Vec<HookProgram>, Failure> {
    let mut found = match cluster.extra.get("hooks") {
        Some(hooks) => read(hooks, &cluster.file, &format!("`hooks` of cluster {}", cluster.name))?,
        None => Vec::new(),
    };
    let mut host = (context.world)(Prints::Err);
    if let Some((path, text)) = project_file(&mut *host)? {
        let table: toml::Table = toml::from_str(&text).map_err(|why| {
            let message = format!("{path}: not TOML: {}", why.message());
            Diagnostic::error("AUR0703", Kind::Cluster, message).help("its table `hooks` names the programs to run")
        })?;
        if let Some(hooks) = table.get("hooks") {
            found.extend(read(&as_json(hooks), &path, "`hooks`")?);
        }
    }
    Ok(found)
}

/// The nearest `aurora.toml` upwards, as far as the repository's root.
fn project_file(host: &mut dyn Host) -> Result<Option<(String, String)>, Failure> {
    let Ok(mut folder) = host.working_dir() else { return Ok(None) };
    for _ in 0..MOST_FOLDERS {
        let path = format!("{}/{PROJECT}", folder.trim_end_matches('/'));
        if matches!(host.stat(&path), Ok(PathKind::File)) {
            let bytes = host.read_file(&path).map_err(|why| {
                let why = why.words();
                Diagnostic::error("AUR0703", Kind::Cluster, format!("{path} cannot be read: {why}"))
            })?;
            return Ok(Some((path, String::from_utf8_lossy(&bytes).into_owned())));
        }
        let is_root = |name: &str| format!("{}/{name}", folder.trim_end_matches('/'));
        let ends = [".git", ".hg"].map(is_root);
        if ends.iter().any(|path| !matches!(host.stat(path), Ok(PathKind::Missing) | Err(_))) {
            return Ok(None);
        }
        match folder.rsplit_once('/') {
            Some((above, _)) if !folder.is_empty() => folder = above.to_owned(),
            _ => return Ok(None),
        }
    }
    Ok(None)
}

/// A value of TOML as the same value of JSON.
fn as_json(value: &toml::Value) -> Json {
    match value {
        toml::Value::String(text) => Json::from(text.as_str()),
        toml::Value::Integer(number) => Json::from(*number),
        toml::Value::Float(number) => Json::from(*number),
        toml::Value::Boolean(truth) => Json::from(*truth),
        toml::Value::Datetime(time) => Json::from(time.to_string()),
        toml::Value::Array(items) => items.iter().map(as_json).collect(),
        toml::Value::Table(table) => table.iter().map(|(key, value)| (key.clone(), as_json(value))).collect(),
    }
}

/// Reads `{"pre_create": ["program", ["program", "argument"]], "timeout_secs": 10}`.
fn read(hooks: &Json, file: &str, what: &str) -> Result<Vec<HookProgram>, Failure> {
    let fault = |message: String| Diagnostic::error("AUR0703", Kind::Cluster, format!("{file}: {what}: {message}"));
    let form = "write it as {\"pre_create\": [\"./check\", [\"notify\", \"--room\", \"ops\"]]}";
    let Json::Object(entries) = hooks else {
        return Err(fault("not an object of events and programs".to_owned()).help(form).into());
    };
    let limit = match entries.get(TIMEOUT) {
        None => LIMIT,
        Some(seconds) => seconds
            .as_f64()
            .filter(|seconds| *seconds > 0.0 && *seconds <= 86_400.0)
            .map(Duration::from_secs_f64)
            .ok_or_else(|| fault(format!("`{TIMEOUT}` is a number of seconds up to a day, not {seconds}")))?,
    };
    let mut found = Vec::new();
    for (name, programs) in entries.iter().filter(|(name, _)| *name != TIMEOUT) {
        let Some((_, moment, command)) = EVENTS.iter().find(|(known, ..)| known == name) else {
            let names = EVENTS.iter().map(|(known, ..)| *known).chain([TIMEOUT]);
            let known: Vec<&str> = names.clone().collect();
            let help = match nearest(name, names) {
                Some(close) => format!("did you mean `{close}`?"),
                None => format!("events are {}", known.join(", ")),
            };
            return Err(fault(format!("there is no event `{name}`")).help(help).into());
        };
        let Json::Array(programs) = programs else {
            return Err(fault(format!("`{name}` is a list of programs, not {programs}")).help(form).into());
        };
        for program in programs {
            let words = words_of(program)
                .ok_or_else(|| fault(format!("`{name}`: {program} is no program and its arguments")).help(form))?;
            let program = Program::new(beside(file, &words.0), words.1);
            found.push(HookProgram { moment: *moment, command, program, limit, file: file.to_owned() });
        }
    }
    Ok(found)
}

/// A program alone, or with its arguments.
fn words_of(value: &Json) -> Option<(String, Vec<String>)> {
    let mut words = match value {
        Json::String(name) => vec![name.clone()],
        Json::Array(words) => words.iter().map(|word| word.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()?,
        _ => return None,
    };
    if words.first().is_none_or(|name| name.trim().is_empty()) {
        return None;
    }
    let name = words.remove(0);
    Some((name, words))
}

/// A path with a slash that does not begin at the root is one beside the file that names it; a bare name is looked up on
/// `PATH`.
fn beside(file: &str, name: &str) -> String {
    match file.rsplit_once('/') {
        Some((folder, _)) if name.contains('/') && !name.starts_with('/') => format!("{folder}/{name}"),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::read;
    use crate::config::hooks::Moment;

    #[test]
    fn programs_are_read_with_their_arguments() {
        let hooks =
            json!({"pre_create": ["./check", ["notify", "-r", "ops"]], "post_update": ["/bin/x"], "timeout_secs": 2});
        let found = read(&hooks, "/etc/aurora/clusters.json", "`hooks`").expect("it is well formed");
        let names: Vec<&str> = found.iter().map(|hook| hook.program.name.as_str()).collect();
        assert_eq!(names, ["/etc/aurora/./check", "notify", "/bin/x"]);
        assert_eq!(
            (found[0].moment, found[0].command, found[0].limit),
            (Moment::Pre, "create", Duration::from_secs(2))
        );
        assert_eq!(found[1].program.arguments, ["-r", "ops"]);
    }

    #[test]
    fn faults_are_told() {
        for (hooks, word) in [
            (json!([]), "not an object"),
            (json!({"pre_creat": []}), "no event"),
            (json!({"pre_kill": "x"}), "list of programs"),
            (json!({"pre_kill": [3]}), "no program"),
            (json!({"pre_kill": [[]]}), "no program"),
            (json!({"timeout_secs": -1}), "number of seconds"),
        ] {
            let failure = read(&hooks, "f", "`hooks`").expect_err("it is not well formed");
            assert!(failure.diagnostics[0].message.contains(word), "{:?}", failure.diagnostics);
        }
    }
}
