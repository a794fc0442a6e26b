//! What a person is shown of a job (`reference/loading.md §9.2`). Attributes are read one accessor after the other, as
//! the original does, so that references are resolved as many times: four times for a command.

use crate::objects::{Context, Object, Raw};

use super::configuration::Configuration;
use super::problem::Result;
use super::read;

/// A job as `inspect` shows it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct InspectView {
    /// Attributes of the job: name, role, contact, cluster, instances; `None` is unset.
    pub job: Vec<(&'static str, Option<String>)>,
    /// Schedule and collision policy of a cron job.
    pub cron: Option<(String, Option<String>)>,
    /// Constraints in the original's order; `None` if unset.
    pub constraints: Option<Vec<(String, String)>>,
    /// Whether it is a service.
    pub service: bool,
    /// Whether it is for production.
    pub production: bool,
    /// The task's name.
    pub task: String,
    /// Names of processes that wait for each other.
    pub orders: Vec<Vec<String>>,
    /// The processes in order.
    pub processes: Vec<ProcessView>,
    /// Further settings: title and attributes with their texts.
    pub settings: Vec<Block>,
}

/// A title and attributes with their texts.
pub type Block = (&'static str, Vec<Row>);

/// An attribute with its text.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Row {
    /// What it is called here.
    pub name: String,
    /// Its text.
    pub value: String,
    /// Its path in the job, as `explain` takes it; empty if it is put together from several.
    pub path: String,
}

impl Row {
    /// A row.
    pub fn new(name: impl Into<String>, value: impl Into<String>, path: impl Into<String>) -> Row {
        Row { name: name.into(), value: value.into(), path: path.into() }
    }
}

/// A process as `inspect` shows it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ProcessView {
    /// Its name.
    pub name: String,
    /// `daemon`, `ephemeral`, `final`, each if it is.
    pub flags: Vec<&'static str>,
    /// The command's lines.
    pub cmdline: Vec<String>,
}

impl InspectView {
    /// Reads what is shown. Errors: those of interpolation.
    pub fn of(configuration: &Configuration) -> Result<InspectView> {
        let (cx, job) = (&*configuration.cx, &configuration.job);
        let mut attributes = Vec::new();
        for name in ["name", "role", "contact", "cluster", "instances"] {
            attributes.push((name, read::text_of(cx, job, name)?));
        }
        let cron = match read::text_of(cx, job, "cron_schedule")? {
            Some(schedule) => Some((schedule, read::text_of(cx, job, "cron_collision_policy")?)),
            None => None,
        };
        let task = read::required(cx, job, "task")?;
        Ok(InspectView {
            job: attributes,
            cron,
            constraints: pairs(cx, job, "constraints")?,
            service: configuration.thrift.task_config.is_service,
            production: read::flag(cx, job, "production")?,
            task: read::text_of(cx, &task, "name")?.unwrap_or_default(),
            orders: orders(cx, &task)?,
            processes: processes(cx, &task)?,
            settings: settings(configuration)?,
        })
    }
}

/// Pairs of a map in the order of its dictionary.
fn pairs(cx: &Context, owner: &Object, name: &str) -> Result<Option<Vec<(String, String)>>> {
    let Some(map) = read::attribute(cx, owner, name)? else { return Ok(None) };
    match map.get(cx)? {
        Raw::Frozen(pairs) => {
            Ok(Some(pairs.iter().map(|(key, value)| (read::raw_text(key), read::raw_text(value))).collect()))
        }
        _ => Ok(Some(Vec::new())),
    }
}

fn orders(cx: &Context, task: &Object) -> Result<Vec<Vec<String>>> {
    let mut all = Vec::new();
    let Some(constraints) = read::attribute(cx, task, "constraints")? else { return Ok(all) };
    for constraint in constraints.iterate(cx)? {
        let mut names = Vec::new();
        if let Some(order) = read::attribute(cx, &constraint, "order")? {
            for name in order.iterate(cx)? {
                names.push(read::raw_text(&name.get(cx)?));
            }
        }
        all.push(names);
    }
    Ok(all)
}

fn processes(cx: &Context, task: &Object) -> Result<Vec<ProcessView>> {
    let mut all = Vec::new();
    for process in read::required(cx, task, "processes")?.iterate(cx)? {
        let mut flags = Vec::new();
        for flag in ["daemon", "ephemeral", "final"] {
            if read::flag(cx, &process, flag)? {
                flags.push(flag);
            }
        }
        let command = command(cx, &process)?;
        all.push(ProcessView {
            name: read::text_of(cx, &process, "name")?.unwrap_or_default(),
            flags,
            cmdline: lines(&command).into_iter().map(str::to_owned).collect(),
        });
    }
    Ok(all)
}

/// A command after its fourth interpolation. Braces that were escaped for three of them may hold what is no reference:
/// then it is shown as the executor gets it.
fn command(cx: &Context, process: &Object) -> Result<String> {
    match (read::required(cx, process, "cmdline"), process.slot("cmdline")) {
        (Ok(command), _) => Ok(read::raw_text(&command.get(cx)?)),
        (Err(_), Some(slot)) => Ok(read::raw_text(&slot.value.get(cx)?)),
        (Err(problems), None) => Err(problems),
    }
}

/// Python's `splitlines` of a unicode text.
fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut points = text.char_indices().peekable();
    while let Some((at, point)) = points.next() {
        let ends =
            matches!(point, '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}');
        if ends {
            lines.push(&text[start..at]);
            let mut next = at + point.len_utf8();
            if point == '\r' && points.next_if(|(_, point)| *point == '\n').is_some() {
                next += 1;
            }
            start = next;
        }
    }
    if start < text.len() {
        lines.push(&text[start..]);
    }
    lines
}

/// What the original leaves out.
fn settings(configuration: &Configuration) -> Result<Vec<Block>> {
    let (cx, job) = (&*configuration.cx, &configuration.job);
    let sent = &configuration.thrift.task_config;
    let mut all = vec![(
        "Resources",
        vec![
            Row::new("cpu", crate::cpython::float_text::float_repr(sent.num_cpus), "task.resources.cpu"),
            Row::new("ram", format!("{} MB", sent.ram_mb), "task.resources.ram"),
            Row::new("disk", format!("{} MB", sent.disk_mb), "task.resources.disk"),
        ],
    )];
    if !sent.requested_ports.is_empty() {
        let names = sent.requested_ports.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        all.push(("Ports", vec![Row::new("requested", names, "")]));
    }
    if let Some(announcer) = read::attribute(cx, job, "announce")? {
        let mut rows = scalars(cx, &announcer, "announce")?;
        for (name, port) in pairs(cx, &announcer, "portmap")?.unwrap_or_default() {
            rows.push(Row::new(format!("portmap[{name}]"), port, format!("announce.portmap['{name}']")));
        }
        all.push(("Announce", rows));
    }
    for (title, name) in [("Update", "update_config"), ("Health check", "health_check_config")] {
        if let Some(part) = read::attribute(cx, job, name)? {
            all.push((title, scalars(cx, &part, name)?));
        }
    }
    let mut rest = Vec::new();
    for (before, owner, names) in
        [("", Some(job.clone()), &JOB[..]), ("task.", read::attribute(cx, job, "task")?, &TASK[..])]
    {
        let Some(owner) = owner else { continue };
        for (name, shown) in names {
            if let Some(text) = read::text_of(cx, &owner, name)? {
                rest.push(Row::new(*shown, text, format!("{before}{name}")));
            }
        }
    }
    all.push(("Failure and scheduling", rest));
    if !sent.task_links.is_empty() {
        let row = |(name, url): (&String, &String)| Row::new(name, url, format!("task_links['{name}']"));
        let links = sent.task_links.iter().map(row).collect();
        all.push(("Task links", links));
    }
    all.push(("Hooks", vec![Row::new("enabled", python_bool(read::flag(cx, job, "enable_hooks")?), "enable_hooks")]));
    Ok(all)
}

/// Attributes of a job that no block of its own shows.
const JOB: [(&str, &str); 3] =
    [("environment", "environment"), ("priority", "priority"), ("max_task_failures", "task failures allowed")];

/// Attributes of a task that no block of its own shows.
const TASK: [(&str, &str); 3] = [
    ("max_failures", "process failures allowed"),
    ("max_concurrency", "processes at once"),
    ("finalization_wait", "seconds to finish"),
];

/// The scalar attributes of a Struct that are set, as declared. `at`: the Struct's path.
fn scalars(cx: &Context, object: &Object, at: &str) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    let names = object.ty().as_struct().map(|fields| fields.names()).unwrap_or_default();
    for name in names {
        if let Some(value) = read::attribute(cx, object, &name)?.filter(|value| value.scalar_value().is_some()) {
            rows.push(Row::new(&*name, read::text(cx, &value)?, format!("{at}.{name}")));
        }
    }
    Ok(rows)
}

/// As Python prints it.
pub fn python_bool(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn lines_end_as_in_python() {
        assert_eq!(lines("a\r\nb\rc\n\nd"), ["a", "b", "c", "", "d"]);
        assert_eq!(lines("a\n"), ["a"]);
        assert_eq!(lines(""), Vec::<&str>::new());
        assert_eq!(lines("a\u{85}b\u{2028}c\x1cd"), ["a", "b", "c", "d"]);
    }
}
