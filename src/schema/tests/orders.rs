//! Orders of attributes in the original.

use super::*;

/// TYPEMAP orders observed in the original.
const OBSERVED: [(&str, &str); 10] = [
    (
        "MesosJob",
        "health_check_config, cron_collision_policy, enable_hooks, cluster, priority, service, max_task_failures, \
         environment, update_config, production, role, announce, cron_schedule, health_check_interval_secs, daemon, task, \
         name, instances, recipes, task_links, contact, cron_policy, constraints",
    ),
    ("Task", "processes, name, finalization_wait, max_failures, user, max_concurrency, resources, constraints"),
    ("Process", "daemon, name, ephemeral, max_failures, min_duration, cmdline, final, resources"),
    ("Resources", "disk, ram, cpu"),
    (
        "UpdateConfig",
        "restart_threshold, batch_size, watch_secs, rollback_on_failure, max_per_shard_failures, max_total_failures",
    ),
    ("HealthCheckConfig", "initial_interval_secs, interval_secs, timeout_secs, max_consecutive_failures"),
    ("Announcer", "primary_port, portmap"),
    (
        "MesosTaskInstance",
        "health_check_interval_secs, task, environment, instance, health_check_config, role, announce",
    ),
    ("ThermosContext", "ports, task_id, user"),
    ("PackerObject", "copy_command, package_uri, package"),
];

#[test]
fn check_orders() {
    let world = world("0.5.0");
    for (name, expected) in OBSERVED {
        let ty = world.1.ty(name).expect(name);
        let fields = ty.as_struct().expect(name);
        let names: Vec<&str> =
            fields.check_order().iter().filter_map(|at| fields.field(*at)).map(|f| &*f.name).collect();
        assert_eq!(names.join(", "), expected, "{name}");
        let slots: Vec<&str> = fields.fields().iter().map(|f| &*f.name).collect();
        let expected = match name {
            "MesosJob" => {
                expected.replace("priority", "#").replace("environment", "priority").replace('#', "environment")
            }
            _ => expected.to_owned(),
        };
        assert_eq!(slots.join(", "), expected, "{name}");
        let declared: Vec<&str> =
            fields.declared_order().iter().filter_map(|at| fields.field(*at)).map(|f| &*f.name).collect();
        let rows: Vec<&str> = world.1.fields(name).iter().map(|row| row.name).collect();
        assert_eq!(declared, rows, "{name}");
    }
}

#[test]
fn first_failures() {
    let world = world("0.5.0");
    for (name, expected) in [
        ("Job", "MesosJob[cluster] is required."),
        ("Process", "Process[name] is required."),
        ("Resources", "Resources[disk] is required."),
    ] {
        let check = make(&world, name, &[]).check(&world.0).expect("a check");
        assert_eq!(check.message(), expected);
    }
}

#[test]
fn json_of_a_typical_job() {
    let world = world("0.5.0");
    let process = make(&world, "Process", &[keyword("name", "p"), keyword("cmdline", "c")]);
    let resources = make(&world, "Resources", &[keyword("cpu", 1.0), keyword("ram", 1i64), keyword("disk", 2i64)]);
    let task = make(&world, "Task", &[keyword("processes", list(&[process])), keyword("resources", resources)]);
    let job = make(
        &world,
        "Job",
        &[keyword("role", "r"), keyword("cluster", "c"), keyword("environment", "e"), keyword("task", task)],
    );
    let text = job.json_dumps(&world.0).expect("JSON");
    let keys = |text: &str| {
        let value: serde_json::Value = serde_json::from_str(text).expect("JSON");
        let mut keys: Vec<String> = value.as_object().expect("an object").keys().cloned().collect();
        keys.retain(|key| !["instances", "update_config", "constraints"].contains(&key.as_str()));
        (keys.join(", "), value)
    };
    let (top, value) = keys(&text);
    assert_eq!(
        top,
        "priority, health_check_config, name, environment, max_task_failures, task, enable_hooks, cluster, production, role"
    );
    let task = value["task"].to_string();
    assert_eq!(
        keys(&task).1.as_object().expect("an object").keys().cloned().collect::<Vec<_>>().join(", "),
        "processes, name, finalization_wait, max_failures, max_concurrency, resources, constraints"
    );
    assert!(text.contains("{\"disk\": 2, \"ram\": 1, \"cpu\": 1.0}"), "{text}");
    assert!(
        text.contains(
            "{\"daemon\": false, \"name\": \"p\", \"ephemeral\": false, \"max_failures\": 1, \"min_duration\": 5, \
             \"cmdline\": \"c\", \"final\": false}"
        ),
        "{text}"
    );
}
