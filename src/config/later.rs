//! What releases after 0.5.0 add to a task (`reference/schema.md §7`, `reference/scheduler-api.md §6, §12`).

use num_bigint::BigInt;

use crate::diagnostics::{Diagnostic, Kind, shown};
use crate::objects::{Context, Object, Raw};
use crate::schema::Release;

use super::problem::{Problems, Result};
use super::read::{self, Number};

/// The parts of a task that only later releases know. Nothing is set for 0.5.0.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Later {
    /// The release that the job was converted for.
    pub release: Release,
    /// What the task runs in; set from 0.7 on.
    pub container: Option<Container>,
    /// Tier of preemption and revocation.
    pub tier: Option<String>,
    /// Graphics processors; 0 is not sent.
    pub gpus: BigInt,
    /// What happens on a lost machine: whether to reschedule, and after how many seconds.
    pub partition_policy: Option<(bool, BigInt)>,
    /// How many instances must be up.
    pub sla_policy: Option<SlaPolicy>,
}

/// What a task runs in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Container {
    /// The container of Mesos itself.
    Mesos {
        /// Its file system.
        image: Option<Image>,
        /// Directories of the host.
        volumes: Vec<Volume>,
    },
    /// A container of Docker.
    Docker {
        /// The image's name.
        image: String,
        /// Parameters of the engine: name and value.
        parameters: Vec<(String, String)>,
    },
}

/// An image: name, and tag or identifier.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Image {
    /// Of a Docker registry: name and tag.
    Docker(String, String),
    /// Of the App Container format: name and identifier.
    Appc(String, String),
}

/// A directory of the host inside of a container.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Volume {
    /// Path inside.
    pub container_path: String,
    /// Path on the host.
    pub host_path: String,
    /// Its number in the API: RW is 1, RO is 2.
    pub mode: i32,
}

/// How many instances must be up.
#[derive(Clone, PartialEq, Debug)]
pub enum SlaPolicy {
    /// A share in percent, each instance for so many seconds.
    Percentage(f64, BigInt),
    /// A number, each instance for so many seconds.
    Count(BigInt, BigInt),
    /// A service at this address decides, by this key of its answer.
    Coordinator(String, String),
}

/// Release `0.n.0`; the newest there is for a number that none has.
fn minor(number: u8) -> Release {
    Release::parse(&format!("0.{number}.0")).unwrap_or(Release::LAST)
}

/// Whether the release's client sends links of tasks; from 0.9 on the scheduler makes its own.
pub fn sends_task_links(release: Release) -> bool {
    release < minor(9)
}

/// Whether `{{mesos.hostname}}` is left for the executor.
pub fn has_hostname(release: Release) -> bool {
    release >= minor(10)
}

/// What to say about the host's name in a release that does not know it.
pub fn hostname_hint(reference: &str, release: Release) -> Option<String> {
    let is_it = reference == "mesos.hostname" && !has_hostname(release);
    let first = Release::all().find(|release| has_hostname(*release)).filter(|_| is_it)?;
    Some(format!("`{reference}` is known from release {first} on; this evaluation uses {release}"))
}

/// Reads the later parts of a once interpolated job. Errors: all that are found.
pub fn later(cx: &Context, job: &Object, release: Release) -> Result<Later> {
    let mut problems = Problems::default();
    let mut part = |name: &str| match job.ty().as_struct().is_some_and(|fields| fields.slot(name).is_some()) {
        true => problems.keep(read::evaluated(cx, job, name)).flatten(),
        false => None,
    };
    let tier = part("tier").map(|raw| read::raw_text(&raw));
    let policy = part("partition_policy");
    let sla = part("sla_policy");
    let container = part("container");
    let container = match container {
        Some(raw) => problems.keep(container_of(job, &raw)),
        None => (release >= minor(7)).then(|| Container::Mesos { image: None, volumes: Vec::new() }),
    };
    let gpus = problems.keep(gpus(cx, job)).unwrap_or_default();
    let partition_policy = policy.map(|raw| (flag(&raw, "reschedule"), whole(&raw, "delay_secs")));
    let sla_policy = sla.map(|raw| sla_policy(&raw));
    problems.or_value(Some(Later { release, container, tier, gpus, partition_policy, sla_policy }))
}

/// Labels of the job.
pub fn metadata(cx: &Context, job: &Object) -> Result<Vec<(String, String)>> {
    if !job.has("metadata") {
        return Ok(Vec::new());
    }
    let pairs = elements(read::evaluated(cx, job, "metadata")?.as_ref());
    Ok(pairs.iter().map(|pair| (text(pair, "key"), text(pair, "value"))).collect())
}

/// Name of the executor and its own text; an empty text means that it gets the job.
pub fn executor(cx: &Context, job: &Object) -> Result<Option<(String, String)>> {
    if !job.has("executor_config") {
        return Ok(None);
    }
    Ok(read::evaluated(cx, job, "executor_config")?.map(|raw| (text(&raw, "name"), text(&raw, "data"))))
}

fn gpus(cx: &Context, job: &Object) -> Result<BigInt> {
    let task = read::required(cx, job, "task")?;
    match read::attribute(cx, &task, "resources")? {
        Some(resources) if resources.has("gpu") => match Number::of(&read::value(cx, &resources, "gpu")?) {
            Number::Integer(number) => Ok(number),
            _ => Ok(BigInt::default()),
        },
        _ => Ok(BigInt::default()),
    }
}

/// `Container(docker=…)`, `Docker(…)` or `Mesos(…)`, told apart by their attributes.
fn container_of(job: &Object, raw: &Raw) -> Result<Container> {
    if let Some(docker) = field(raw, "docker") {
        return Ok(docker_of(&docker));
    }
    match field(raw, "image") {
        Some(Raw::Text(_) | Raw::Bytes(_)) => Ok(docker_of(raw)),
        image => {
            let mut problems = Problems::default();
            let volumes = elements(field(raw, "volumes").as_ref());
            let volumes = volumes.iter().filter_map(|one| problems.keep(volume(job, one))).collect();
            let image = image.map(|image| match field(&image, "tag") {
                Some(tag) => Image::Docker(text(&image, "name"), read::raw_text(&tag)),
                None => Image::Appc(text(&image, "name"), text(&image, "image_id")),
            });
            problems.or_value(Some(Container::Mesos { image, volumes }))
        }
    }
}

fn docker_of(raw: &Raw) -> Container {
    let parameters = elements(field(raw, "parameters").as_ref());
    let parameters = parameters.iter().map(|one| (text(one, "name"), text(one, "value"))).collect();
    Container::Docker { image: text(raw, "image"), parameters }
}

fn volume(job: &Object, raw: &Raw) -> Result<Volume> {
    let mode = text(raw, "mode");
    let mode = match mode.as_str() {
        "RW" => 1,
        "RO" => 2,
        _ => {
            return Err(Diagnostic::error(
                "AUR0301",
                Kind::Coercion,
                format!("`{}` is no mode of a volume", shown(&mode)),
            )
            .help("use RO or RW")
            .at(read::place(job, "container"), "set here")
            .into());
        }
    };
    Ok(Volume { container_path: text(raw, "container_path"), host_path: text(raw, "host_path"), mode })
}

fn sla_policy(raw: &Raw) -> SlaPolicy {
    if let Some(share) = field(raw, "percentage") {
        let share = Number::of(&share).to_float().unwrap_or_default();
        return SlaPolicy::Percentage(share, whole(raw, "duration_secs"));
    }
    match field(raw, "coordinator_url") {
        Some(address) => SlaPolicy::Coordinator(read::raw_text(&address), text(raw, "status_key")),
        None => SlaPolicy::Count(whole(raw, "count"), whole(raw, "duration_secs")),
    }
}

/// A field of a struct's raw value that is set.
pub(super) fn field(raw: &Raw, name: &str) -> Option<Raw> {
    let Raw::Frozen(pairs) = raw else { return None };
    let found = pairs.iter().find(|(key, _)| read::raw_text(key) == name)?.1.clone();
    (!matches!(found, Raw::Empty)).then_some(found)
}

fn text(raw: &Raw, name: &str) -> String {
    field(raw, name).map(|value| read::raw_text(&value)).unwrap_or_default()
}

pub(super) fn whole(raw: &Raw, name: &str) -> BigInt {
    match field(raw, name).map(|value| Number::of(&value)) {
        Some(Number::Integer(number)) => number,
        _ => BigInt::default(),
    }
}

pub(super) fn flag(raw: &Raw, name: &str) -> bool {
    field(raw, name).is_some_and(|value| read::truth(&value))
}

pub(super) fn elements(raw: Option<&Raw>) -> Vec<Raw> {
    match raw {
        Some(Raw::Tuple(items)) => items.iter().cloned().collect(),
        _ => Vec::new(),
    }
}
