//! What releases after 0.5.0 are sent besides (`reference/scheduler-api.md §6, §13`): servers skip what they do not know, so
//! a later release gets the old fields too.

use num_bigint::BigInt;

use super::from_config::{TooLarge, i64_of};
use super::{JobKey, Resource, TaskConfig};
use crate::config::Release;
use crate::config::job_configuration as source;
use crate::config::later::{Container, Image, SlaPolicy, Volume};
use crate::scheduler::wire::{Struct, Tag, Value};

/// Adds to a task what its release wants.
///
/// # Errors
/// If a number does not fit into its field.
pub(super) fn add(task: &mut TaskConfig, from: &source::TaskConfig) -> Result<(), TooLarge> {
    let later = &from.later;
    if later.release == Release::FIRST {
        return Ok(());
    }
    task.job = Some(JobKey::new(&from.owner.role, &from.environment, &from.job_name));
    task.tier = later.tier.clone();
    if later.release >= release("0.14.0") {
        task.resources = Some(resources(from)?.into_iter().collect());
    }
    let mut more: Struct = Vec::new();
    if let Some(container) = &later.container {
        more.push((29, one(container_fields(container))));
    }
    if let Some((reschedule, delay)) = &later.partition_policy {
        more.push((34, fields(vec![(1, Value::Bool(*reschedule)), (2, whole("delaySecs", delay)?)])));
    }
    if let Some(policy) = &later.sla_policy {
        more.push((35, one(sla_fields(policy)?)));
    }
    task.unknown.extend(more);
    Ok(())
}

fn release(text: &str) -> Release {
    Release::parse(text).unwrap_or_default()
}

/// Cores, memory, disk, graphics processors and ports, each as a union of its own.
fn resources(from: &source::TaskConfig) -> Result<Vec<Resource>, TooLarge> {
    let mut all = vec![
        Resource { num_cpus: Some(from.num_cpus), ..Resource::default() },
        Resource { ram_mb: i64_of("ramMb", &from.ram_mb)?, ..Resource::default() },
        Resource { disk_mb: i64_of("diskMb", &from.disk_mb)?, ..Resource::default() },
    ];
    let ports = from.requested_ports.iter();
    all.extend(ports.map(|port| Resource { named_port: Some(port.clone()), ..Resource::default() }));
    if from.later.gpus != BigInt::default() {
        all.push(Resource { num_gpus: i64_of("numGpus", &from.later.gpus)?, ..Resource::default() });
    }
    Ok(all)
}

fn container_fields(container: &Container) -> (i16, Struct) {
    match container {
        Container::Docker { image, parameters } => {
            let parameters = parameters.iter().map(|(name, value)| texts(&[name, value])).collect();
            (2, vec![(1, Value::Text(image.clone())), (2, Value::List(Tag::Struct, parameters))])
        }
        Container::Mesos { image, volumes } => {
            let mut all: Struct = Vec::new();
            match image {
                Some(Image::Docker(name, tag)) => all.push((1, fields(vec![(1, texts(&[name, tag]))]))),
                Some(Image::Appc(name, id)) => all.push((1, fields(vec![(2, texts(&[name, id]))]))),
                None => {}
            }
            if !volumes.is_empty() {
                all.push((2, Value::List(Tag::Struct, volumes.iter().map(volume).collect())));
            }
            (1, all)
        }
    }
}

fn volume(volume: &Volume) -> Value {
    let paths = [(1, Value::Text(volume.container_path.clone())), (2, Value::Text(volume.host_path.clone()))];
    fields(paths.into_iter().chain([(3, Value::I32(volume.mode))]).collect())
}

fn sla_fields(policy: &SlaPolicy) -> Result<(i16, Struct), TooLarge> {
    Ok(match policy {
        SlaPolicy::Percentage(share, seconds) => {
            (1, vec![(1, Value::Double(*share)), (2, whole("durationSecs", seconds)?)])
        }
        SlaPolicy::Count(count, seconds) => {
            (2, vec![(1, whole("count", count)?), (2, whole("durationSecs", seconds)?)])
        }
        SlaPolicy::Coordinator(address, key) => {
            (3, vec![(1, Value::Text(address.clone())), (2, Value::Text(key.clone()))])
        }
    })
}

fn whole(field: &'static str, value: &BigInt) -> Result<Value, TooLarge> {
    Ok(Value::I64(i64_of(field, value)?.unwrap_or_default()))
}

fn fields(fields: Struct) -> Value {
    Value::Struct(fields)
}

/// A union: a struct with one field.
fn one((id, inner): (i16, Struct)) -> Value {
    fields(vec![(id, fields(inner))])
}

/// A struct of texts with the ids 1, 2, ….
fn texts(all: &[&str]) -> Value {
    fields((1..).zip(all.iter().map(|text| Value::Text((*text).to_owned()))).collect())
}
