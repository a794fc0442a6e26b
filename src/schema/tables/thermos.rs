//! Processes and tasks (`reference/schema.md §2`).

use super::DefaultRow::{Bool, EmptyList, Int, Required, Text, Unset};
use super::TypeRow::{Boolean, Float, Integer, List, Map, Named, String};
use super::{FieldRow, StructRow};

const LOGGING: [StructRow; 2] = [
    StructRow::new(
        "RotatePolicy",
        "When log files of a process are rotated.",
        &[
            FieldRow::new("log_size", Integer, Int(100 << 20), "Size in bytes at which a file is rotated."),
            FieldRow::new("backups", Integer, Int(5), "Number of old files to keep."),
        ],
    )
    .since(11),
    StructRow::new(
        "Logger",
        "Where the output of a process goes.",
        &[
            FieldRow::new("destination", Named("LoggerDestination"), Text("file"), "Files, the console, both or none.")
                .since(12),
            FieldRow::new("mode", Named("LoggerMode"), Required, "Plain or rotated files.").until(12),
            FieldRow::new("mode", Named("LoggerMode"), Text("standard"), "Plain or rotated files.").since(12),
            FieldRow::new("rotate", Named("RotatePolicy"), Unset, "When to rotate."),
        ],
    )
    .since(11),
];

const RESOURCES: StructRow = StructRow::new(
    "Resources",
    "What a task may use.",
    &[
        FieldRow::new("cpu", Float, Required, "Cores."),
        FieldRow::new("ram", Integer, Required, "Memory in bytes."),
        FieldRow::new("disk", Integer, Required, "Disk space in bytes."),
        FieldRow::new("gpu", Integer, Int(0), "Graphics processors.").since(14),
    ],
);

const PROCESS: StructRow = StructRow::new(
    "Process",
    "One command of a task.",
    &[
        FieldRow::new("cmdline", String, Required, "Text for bash; may span lines."),
        FieldRow::new("name", String, Required, "Name, unique within its task."),
        FieldRow::new("resources", Named("Resources"), Unset, "Reserved and not used."),
        FieldRow::new(
            "max_failures",
            Integer,
            Int(1),
            "Failed runs before the process has failed; 0 retries for ever.",
        ),
        FieldRow::new("daemon", Boolean, Bool(false), "Whether it runs again after success."),
        FieldRow::new("ephemeral", Boolean, Bool(false), "Whether the task can complete without it."),
        FieldRow::new("min_duration", Integer, Int(5), "Seconds between the starts of two runs, at least."),
        FieldRow::new("final", Boolean, Bool(false), "Whether it runs at the end of the task, after the others."),
        FieldRow::new("logger", Named("Logger"), Unset, "Where its output goes.").since(11),
    ],
);

/// All structs of this file.
pub(super) const STRUCTS: [StructRow; 7] = [
    LOGGING[0],
    LOGGING[1],
    RESOURCES,
    PROCESS,
    StructRow::new(
        "Constraint",
        "An order between processes.",
        &[FieldRow::new("order", List(&String), Unset, "Names of processes in the order in which they run.")],
    ),
    StructRow::new(
        "Task",
        "Processes that run together in one place.",
        &[
            FieldRow::new("name", String, Text("{{processes[0].name}}"), "Name; that of the first process by default."),
            FieldRow::new("processes", List(&Named("Process")), Unset, "The processes."),
            FieldRow::new("constraints", List(&Named("Constraint")), EmptyList, "Orders between the processes."),
            FieldRow::new("resources", Named("Resources"), Unset, "What the task may use."),
            FieldRow::new("max_failures", Integer, Int(1), "Failed processes before the task has failed."),
            FieldRow::new("max_concurrency", Integer, Int(0), "Processes that run at once; 0 is no limit."),
            FieldRow::new("finalization_wait", Integer, Int(30), "Seconds for the final processes."),
            FieldRow::new("user", String, Unset, "Passed through; not used."),
        ],
    ),
    StructRow::new(
        "ThermosContext",
        "What `{{thermos.…}}` holds while a task runs.",
        &[
            FieldRow::new("ports", Map(&String, &Integer), Unset, "Port numbers by name."),
            FieldRow::new("task_id", String, Unset, "Identifier of the running task."),
            FieldRow::new("user", String, Unset, "User that the task runs as."),
        ],
    ),
];
