//! Jobs (`reference/schema.md §3`).

use super::DefaultRow::{Bool, EmptyList, Int, New, Object, Required, Text, Unset};
use super::TypeRow::{Boolean, Choice, Integer, List, Map, Named, String};
use super::{FieldRow, StructRow};

const TASK_INSTANCE: StructRow = StructRow::new(
    "MesosTaskInstance",
    "A task as the executor sees it.",
    &[
        FieldRow::new("task", Named("Task"), Required, "The task."),
        FieldRow::new("instance", Integer, Required, "Number of the instance."),
        FieldRow::new("role", String, Required, "Role of the job."),
        FieldRow::new("announce", Named("Announcer"), Unset, "Service discovery."),
        FieldRow::new("environment", String, Text("devel"), "Environment of the job.").until(6),
        FieldRow::new("environment", String, Required, "Environment of the job.").since(6),
        FieldRow::new("health_check_interval_secs", Integer, Int(10), "Old form of the health check.").until(6),
        FieldRow::new("health_check_config", Named("HealthCheckConfig"), New("HealthCheckConfig"), "Health checks."),
        FieldRow::new("lifecycle", Named("LifecycleConfig"), Unset, "Before it is killed.").since(9),
    ],
);

const JOB: StructRow = StructRow::new(
    "MesosJob",
    "A job: instances of a task in a cluster.",
    &[
        FieldRow::new("name", String, Text("{{task.name}}"), "Name; that of the task by default."),
        FieldRow::new("role", String, Required, "Account that owns the job."),
        FieldRow::new("contact", String, Unset, "Whom to ask."),
        FieldRow::new("cluster", String, Required, "Cluster it runs in."),
        FieldRow::new("environment", String, Required, "Stage: prod, devel, test, staging and a number."),
        FieldRow::new("instances", Integer, Int(1), "Number of instances."),
        FieldRow::new("task", Named("Task"), Required, "What each instance runs."),
        FieldRow::new("recipes", List(&String), Unset, "Not read.").until(6),
        FieldRow::new("announce", Named("Announcer"), Unset, "Service discovery."),
        FieldRow::new("tier", String, Unset, "Tier of preemption and revocation.").since(10),
        FieldRow::new("cron_schedule", String, Unset, "When instances start, in crontab form."),
        FieldRow::new("cron_policy", String, Unset, "Old name of cron_collision_policy.").until(6),
        FieldRow::new("cron_collision_policy", String, Unset, "What happens when the last run still goes on.").until(6),
        FieldRow::new(
            "cron_collision_policy",
            String,
            Text("KILL_EXISTING"),
            "What happens when the last run goes on.",
        )
        .since(6),
        FieldRow::new("update_config", Named("UpdateConfig"), New("UpdateConfig"), "How it is updated."),
        FieldRow::new("constraints", Map(&String, &String), Unset, "Where it may run."),
        FieldRow::new("metadata", List(&Named("Metadata")), EmptyList, "Labels.").since(20),
        FieldRow::new("daemon", Boolean, Unset, "Old name of service.").until(6),
        FieldRow::new("service", Boolean, Unset, "Whether it runs again whenever it ends.").until(6),
        FieldRow::new("service", Boolean, Bool(false), "Whether it runs again whenever it ends.").since(6),
        FieldRow::new("max_task_failures", Integer, Int(1), "Failed tasks that are tolerated; -1 is any number."),
        FieldRow::new("production", Boolean, Bool(false), "Whether it displaces jobs that are not."),
        FieldRow::new("priority", Integer, Int(0), "Precedence among the jobs of the role."),
        FieldRow::new("health_check_interval_secs", Integer, Unset, "Old form of health_check_config.").until(6),
        FieldRow::new("health_check_config", Named("HealthCheckConfig"), New("HealthCheckConfig"), "Health checks."),
        FieldRow::new("lifecycle", Named("LifecycleConfig"), Object("DefaultLifecycleConfig"), "Before it is killed.")
            .since(9),
        FieldRow::new("task_links", Map(&String, &String), Unset, "Links shown with a task."),
        FieldRow::new("executor_config", Named("ExecutorConfig"), New("ExecutorConfig"), "Which executor.").since(20),
        FieldRow::new("enable_hooks", Boolean, Bool(false), "Whether hooks run around commands."),
        FieldRow::new("partition_policy", Named("PartitionPolicy"), Unset, "On a lost machine.").since(20),
        FieldRow::new(
            "sla_policy",
            Choice(&["CoordinatorSlaPolicy", "CountSlaPolicy", "PercentageSlaPolicy"]),
            Unset,
            "How many instances must be up.",
        )
        .since(21),
        FieldRow::new("container", Named("Container"), Unset, "What it runs in.").since(7).until(14),
        FieldRow::new("container", Choice(&["Container", "Docker", "Mesos"]), Unset, "What it runs in.").since(14),
    ],
);

/// All structs of this file.
pub(super) const STRUCTS: [StructRow; 4] = [
    StructRow::new(
        "MesosContext",
        "What `{{mesos.…}}` holds while a task runs.",
        &[
            FieldRow::new("instance", Integer, Required, "Number of the instance."),
            FieldRow::new("hostname", String, Required, "Name of the machine.").since(10),
        ],
    ),
    StructRow::new(
        "PackerObject",
        "A package.",
        &[
            FieldRow::new("package", String, Unset, "Its name."),
            FieldRow::new("package_uri", String, Unset, "Where it is."),
            FieldRow::new("copy_command", String, Unset, "How to fetch it."),
        ],
    )
    .until(6),
    TASK_INSTANCE,
    JOB,
];
