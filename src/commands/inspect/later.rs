//! What `--raw` shows of a job of a later release: the fields that are sent besides.

use num_bigint::BigInt;
use serde_json::{Map, Value, json};

use super::raw::number;
use crate::config::Release;
use crate::config::job_configuration::TaskConfig;
use crate::config::later::{Container, Image, SlaPolicy, Volume};

/// The additional fields; none for 0.5.0.
pub fn fields(task: &TaskConfig) -> Map<String, Value> {
    let later = &task.later;
    let mut all = Map::new();
    if later.release == Release::FIRST {
        return all;
    }
    let mut add = |name: &str, value: Value| {
        all.insert(name.to_owned(), value);
    };
    add("job", json!({ "role": task.owner.role, "environment": task.environment, "name": task.job_name }));
    if let Some(container) = &later.container {
        add("container", container_json(container));
    }
    if let Some(tier) = &later.tier {
        add("tier", json!(tier));
    }
    if later.release >= Release::parse("0.14.0").unwrap_or_default() {
        add("resources", resources(task));
    }
    if let Some((reschedule, delay)) = &later.partition_policy {
        add("partitionPolicy", json!({ "reschedule": reschedule, "delaySecs": number(delay) }));
    }
    if let Some(policy) = &later.sla_policy {
        add("slaPolicy", sla(policy));
    }
    all
}

fn resources(task: &TaskConfig) -> Value {
    let mut all = vec![
        json!({ "numCpus": task.num_cpus }),
        json!({ "ramMb": number(&task.ram_mb) }),
        json!({ "diskMb": number(&task.disk_mb) }),
    ];
    all.extend(task.requested_ports.iter().map(|port| json!({ "namedPort": port })));
    if task.later.gpus != BigInt::default() {
        all.push(json!({ "numGpus": number(&task.later.gpus) }));
    }
    Value::Array(all)
}

fn container_json(container: &Container) -> Value {
    match container {
        Container::Docker { image, parameters } => {
            let parameters: Vec<Value> =
                parameters.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
            json!({ "docker": { "image": image, "parameters": parameters } })
        }
        Container::Mesos { image, volumes } => {
            let mut mesos = Map::new();
            let image = image.as_ref().map(|image| match image {
                Image::Docker(name, tag) => json!({ "docker": { "name": name, "tag": tag } }),
                Image::Appc(name, id) => json!({ "appc": { "name": name, "imageId": id } }),
            });
            mesos.extend(image.map(|image| ("image".to_owned(), image)));
            if !volumes.is_empty() {
                mesos.insert("volumes".to_owned(), volumes.iter().map(volume).collect());
            }
            json!({ "mesos": mesos })
        }
    }
}

fn volume(volume: &Volume) -> Value {
    json!({ "containerPath": volume.container_path, "hostPath": volume.host_path, "mode": volume.mode })
}

fn sla(policy: &SlaPolicy) -> Value {
    match policy {
        SlaPolicy::Percentage(share, seconds) => {
            json!({ "percentageSlaPolicy": { "percentage": share, "durationSecs": number(seconds) } })
        }
        SlaPolicy::Count(count, seconds) => {
            json!({ "countSlaPolicy": { "count": number(count), "durationSecs": number(seconds) } })
        }
        SlaPolicy::Coordinator(address, key) => {
            json!({ "coordinatorSlaPolicy": { "coordinatorUrl": address, "statusKey": key } })
        }
    }
}
