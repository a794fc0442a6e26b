//! How a job is updated, checked, announced and stopped (`reference/schema.md §3, §7`).

use super::DefaultRow::{Bool, Float as FloatDefault, Int, Object, Pair, Required, Text, Unset};
use super::TypeRow::{Boolean, Choice, Float, Integer, List, Map, Named, String};
use super::{FieldRow, StructRow};

/// All structs of this file.
pub(super) const STRUCTS: [StructRow; 17] = [
    StructRow::new(
        "QueueUpdateStrategy",
        "Update one instance after the other, some at a time.",
        &[FieldRow::new("batch_size", Integer, Int(1), "Instances at a time.")],
    )
    .since(22),
    StructRow::new(
        "BatchUpdateStrategy",
        "Update in batches of one size.",
        &[
            FieldRow::new("batch_size", Integer, Int(1), "Instances of a batch."),
            FieldRow::new("autopause_after_batch", Boolean, Bool(false), "Whether to pause after each batch."),
        ],
    )
    .since(22),
    StructRow::new(
        "VariableBatchUpdateStrategy",
        "Update in batches of given sizes.",
        &[
            FieldRow::new("batch_sizes", List(&Integer), Required, "Instances of each batch; the last size repeats."),
            FieldRow::new("autopause_after_batch", Boolean, Bool(false), "Whether to pause after each batch."),
        ],
    )
    .since(22),
    StructRow::new(
        "UpdateConfig",
        "How instances are replaced by an update.",
        &[
            FieldRow::new("batch_size", Integer, Int(1), "Instances updated at a time."),
            FieldRow::new("restart_threshold", Integer, Int(60), "Seconds for an instance to start running.").until(12),
            FieldRow::new("watch_secs", Integer, Int(45), "Seconds for which an instance must keep running."),
            FieldRow::new("max_per_shard_failures", Integer, Int(0), "Restarts of one instance that are tolerated."),
            FieldRow::new("max_total_failures", Integer, Int(0), "Failed instances that are tolerated."),
            FieldRow::new("rollback_on_failure", Boolean, Bool(true), "Whether a failed update is rolled back."),
            FieldRow::new("wait_for_batch_completion", Boolean, Bool(false), "Whether a batch must be done first.")
                .since(6),
            FieldRow::new(
                "pulse_interval_secs",
                Integer,
                Unset,
                "Seconds between heartbeats that keep an update going.",
            )
            .since(8),
            FieldRow::new("sla_aware", Boolean, Bool(false), "Whether the service level agreement is kept.").since(21),
            FieldRow::new(
                "update_strategy",
                Choice(&["QueueUpdateStrategy", "BatchUpdateStrategy", "VariableBatchUpdateStrategy"]),
                Unset,
                "In which batches.",
            )
            .since(22),
        ],
    ),
    StructRow::new(
        "HttpHealthChecker",
        "Health as an HTTP endpoint tells it.",
        &[
            FieldRow::new("endpoint", String, Text("/health"), "Path to ask."),
            FieldRow::new("expected_response", String, Text("ok"), "Body of a healthy answer."),
            FieldRow::new("expected_response_code", Integer, Int(0), "Status of a healthy answer; 0 is any."),
        ],
    )
    .since(11),
    StructRow::new(
        "ShellHealthChecker",
        "Health as a command tells it.",
        &[
            FieldRow::new("shell_command", String, Unset, "Command; healthy is exit status 0.").until(12),
            FieldRow::new("shell_command", String, Required, "Command; healthy is exit status 0.").since(12),
        ],
    )
    .since(11),
    StructRow::new(
        "HealthCheckerConfig",
        "How health is told.",
        &[
            FieldRow::new("http", Named("HttpHealthChecker"), Unset, "By HTTP."),
            FieldRow::new("shell", Named("ShellHealthChecker"), Unset, "By a command."),
        ],
    )
    .since(11),
    StructRow::new(
        "HealthCheckConfig",
        "When an instance counts as unhealthy.",
        &[
            FieldRow::new(
                "health_checker",
                Named("HealthCheckerConfig"),
                Object("DefaultHealthChecker"),
                "How to ask.",
            )
            .since(11),
            FieldRow::new("endpoint", String, Text("/health"), "Path to ask.").since(9).until(12),
            FieldRow::new("expected_response", String, Text("ok"), "Body of a healthy answer.").since(9).until(12),
            FieldRow::new("expected_response_code", Integer, Int(0), "Status of a healthy answer; 0 is any.")
                .since(9)
                .until(12),
            FieldRow::new("initial_interval_secs", Float, FloatDefault(15.0), "Seconds before the first check."),
            FieldRow::new("interval_secs", Float, FloatDefault(10.0), "Seconds between checks."),
            FieldRow::new("timeout_secs", Float, FloatDefault(1.0), "Seconds for an answer.").until(11),
            FieldRow::new("max_consecutive_failures", Integer, Int(0), "Failed checks in a row that are tolerated."),
            FieldRow::new("min_consecutive_successes", Integer, Int(1), "Successes in a row that count as healthy.")
                .since(17),
            FieldRow::new("timeout_secs", Float, FloatDefault(1.0), "Seconds for an answer.").since(11),
        ],
    ),
    StructRow::new(
        "HttpLifecycleConfig",
        "Endpoints that are called before a process is killed.",
        &[
            FieldRow::new("port", String, Text("health"), "Name of the port."),
            FieldRow::new("graceful_shutdown_endpoint", String, Text("/quitquitquit"), "Called first."),
            FieldRow::new("shutdown_endpoint", String, Text("/abortabortabort"), "Called second."),
            FieldRow::new("graceful_shutdown_wait_secs", Integer, Int(5), "Seconds to wait after the first.").since(19),
            FieldRow::new("shutdown_wait_secs", Integer, Int(5), "Seconds to wait after the second.").since(19),
        ],
    )
    .since(9),
    StructRow::new(
        "LifecycleConfig",
        "What happens before a task is killed.",
        &[FieldRow::new("http", Named("HttpLifecycleConfig"), Unset, "By HTTP.")],
    )
    .since(9),
    StructRow::new(
        "Announcer",
        "How an instance appears in service discovery.",
        &[
            FieldRow::new("primary_port", String, Text("http"), "Name of the port that is announced."),
            FieldRow::new("portmap", Map(&String, &String), Pair("aurora", "{{primary_port}}"), "Port names to ports."),
            FieldRow::new("zk_path", String, Unset, "Where to announce.").since(12),
        ],
    ),
    StructRow::new(
        "PartitionPolicy",
        "What happens to instances on a lost machine.",
        &[
            FieldRow::new("reschedule", Boolean, Bool(true), "Whether to start them elsewhere."),
            FieldRow::new("delay_secs", Integer, Int(0), "Seconds before that."),
        ],
    )
    .since(20),
    StructRow::new(
        "Metadata",
        "A label of a job.",
        &[FieldRow::new("key", String, Required, "Name."), FieldRow::new("value", String, Required, "Value.")],
    )
    .since(20),
    StructRow::new(
        "ExecutorConfig",
        "Which executor runs the task.",
        &[
            FieldRow::new("name", String, Text("AuroraExecutor"), "Its name."),
            FieldRow::new("data", String, Text(""), "Its configuration."),
        ],
    )
    .since(20),
    StructRow::new(
        "PercentageSlaPolicy",
        "A share of instances must be up.",
        &[
            FieldRow::new("percentage", Float, Required, "Share in percent."),
            FieldRow::new("duration_secs", Integer, Required, "Seconds for which an instance must be up."),
        ],
    )
    .since(21),
    StructRow::new(
        "CountSlaPolicy",
        "A number of instances must be up.",
        &[
            FieldRow::new("count", Integer, Required, "Number."),
            FieldRow::new("duration_secs", Integer, Required, "Seconds for which an instance must be up."),
        ],
    )
    .since(21),
    StructRow::new(
        "CoordinatorSlaPolicy",
        "A service decides.",
        &[
            FieldRow::new("coordinator_url", String, Required, "Its address."),
            FieldRow::new("status_key", String, Text("drain"), "Key of its answer that holds the decision."),
        ],
    )
    .since(21),
];
