//! A task as the scheduler has it, as data: the API's names, sets sorted, the executor's text read.

use serde_json::{Map, Value, json};

use crate::scheduler::api::{Constraint, TaskConfig};

/// The task in the shape of `inspect --raw`: the executor's configuration is a text.
pub fn task(config: &TaskConfig) -> Value {
    let identity = config.owner.as_ref().map(|owner| json!({"role": owner.role, "user": owner.user}));
    let executor =
        config.executor_config.as_ref().map(|executor| json!({"name": executor.name, "data": executor.data}));
    let mut fields = json!({
        "numCpus": config.cpus(),
        "ramMb": config.ram(),
        "diskMb": config.disk(),
        "numGpus": config.gpus(),
        "jobName": config.job_name,
        "environment": config.environment,
        "owner": identity,
        "isService": config.is_service,
        "production": config.production,
        "priority": config.priority,
        "maxTaskFailures": config.max_task_failures,
        "constraints": sorted(config.constraints.iter().flat_map(|set| &set.0).map(constraint).collect()),
        "requestedPorts": sorted(config.ports().into_iter().map(Value::from).collect()),
        "taskLinks": config.task_links.clone().unwrap_or_default(),
        "contactEmail": config.contact_email,
        "metadata": sorted(metadata(config)),
        "tier": config.tier,
        "executorConfig": executor,
    });
    if let Value::Object(fields) = &mut fields {
        fields.retain(|_, value| !value.is_null());
        // What a later release adds is compared, known or not.
        fields.extend(super::later::fields(&config.unknown));
    }
    fields
}

/// The same for people: the executor's text as data.
pub fn readable(config: &TaskConfig) -> Value {
    let mut fields = task(config);
    if let Some(data) = fields.pointer_mut("/executorConfig/data")
        && let Some(read) = data.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok())
    {
        *data = sorted_keys(read);
    }
    fields
}

fn metadata(config: &TaskConfig) -> Vec<Value> {
    let pairs = config.metadata.iter().flat_map(|set| &set.0);
    pairs.map(|pair| json!({"key": pair.key, "value": pair.value})).collect()
}

fn constraint(constraint: &Constraint) -> Value {
    let condition = constraint.constraint.clone().unwrap_or_default();
    let value = condition.value.map(|value| {
        let values = sorted(value.values.into_iter().flat_map(|set| set.0).map(Value::from).collect());
        json!({"value": {"negated": value.negated, "values": values}})
    });
    let limit = condition.limit.map(|limit| json!({"limit": {"limit": limit.limit}}));
    json!({"name": constraint.name, "constraint": value.or(limit)})
}

fn sorted(mut values: Vec<Value>) -> Value {
    values.sort_by_key(Value::to_string);
    Value::Array(values)
}

/// Objects with their keys in order. The parser limits the depth.
fn sorted_keys(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(String, Value)> = map.into_iter().collect();
            entries.sort_by(|one, other| one.0.cmp(&other.0));
            Value::Object(entries.into_iter().map(|(name, value)| (name, sorted_keys(value))).collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted_keys).collect()),
        other => other,
    }
}
