//! The commands of the later dialect and what they are here (`reference/commands.md §21`).

/// What the words behind noun and verb look like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// As here.
    Same,
    /// A key that may have instances behind a fifth part.
    Instances,
    /// A key that must have instances.
    SomeInstances,
    /// A key with one instance; here the instance is a word of its own.
    Shell,
    /// A key with one instance, or a place in its sandbox, which stay as they are.
    Instance,
    /// A key that may have instances, then a command's words, which stay as they are.
    Command,
}

/// One command of the later dialect.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The noun.
    pub noun: &'static str,
    /// The verb.
    pub verb: &'static str,
    /// The words that stand for both here.
    pub here: &'static [&'static str],
    /// What follows.
    pub shape: Shape,
    /// What `--write-json` is here; empty if it is nothing.
    pub write_json: &'static [&'static str],
}

const fn row(noun: &'static str, verb: &'static str, here: &'static [&'static str], shape: Shape) -> Row {
    Row { noun, verb, here, shape, write_json: &[] }
}

const fn json(mut row: Row, words: &'static [&'static str]) -> Row {
    row.write_json = words;
    row
}

/// All of them, by noun and verb.
pub const ROWS: &[Row] = &[
    row("config", "list", &["config_list"], Shape::Same),
    row("cron", "deschedule", &["deschedule_cron"], Shape::Same),
    row("cron", "schedule", &["schedule_cron"], Shape::Same),
    row("cron", "show", &["show_cron"], Shape::Same),
    row("cron", "start", &["start_cron"], Shape::Same),
    row("job", "add", &["add_instances"], Shape::Instance),
    row("job", "cancel-update", &["cancel_update"], Shape::Same),
    row("job", "create", &["create"], Shape::Same),
    row("job", "diff", &["diff"], Shape::Instances),
    json(row("job", "inspect", &["inspect"], Shape::Instances), &["--raw"]),
    row("job", "kill", &["kill"], Shape::SomeInstances),
    row("job", "killall", &["killall"], Shape::Same),
    row("job", "list", &["list_jobs", "--start-of-key"], Shape::Same),
    row("job", "open", &["open"], Shape::Same),
    row("job", "restart", &["restart"], Shape::Instances),
    row("job", "run", &["run"], Shape::Command),
    json(row("job", "status", &["status", "--pattern"], Shape::Same), &["--format", "json"]),
    row("job", "update", &["update"], Shape::Instances),
    json(row("quota", "get", &["get_quota"], Shape::Same), &["--format", "json"]),
    row("sla", "get-job-uptime", &["job_uptime"], Shape::Same),
    row("sla", "get-task-up-count", &["task_up_count"], Shape::Same),
    row("task", "run", &["run"], Shape::Command),
    row("task", "scp", &["scp"], Shape::Instance),
    row("task", "ssh", &["ssh"], Shape::Shell),
    row("update", "abort", &["cancel_update"], Shape::Same),
    json(row("update", "info", &["update_info"], Shape::Same), &["--format", "json"]),
    json(row("update", "list", &["list_updates"], Shape::Same), &["--format", "json"]),
    row("update", "pause", &["update", "--pause"], Shape::Same),
    row("update", "resume", &["update", "--resume", "--no-watch"], Shape::Same),
    row("update", "rollback", &["update", "--rollback", "--no-watch"], Shape::Same),
    row("update", "start", &["update", "--no-watch"], Shape::Instances),
    row("update", "wait", &["update", "--watch"], Shape::Same),
];

/// What an option of the later dialect is here.
#[derive(Clone, Copy, Debug)]
pub enum Becomes {
    /// Another option.
    Option(&'static str),
    /// Its value becomes the last word.
    LastWord,
    /// Its value becomes the words behind the key.
    Words,
    /// What the command's row says.
    WriteJson,
    /// `active` as its value becomes `--active`.
    Active,
    /// Nothing: its value has no meaning here.
    Nothing,
}

/// Options with another name; all others are the same.
pub const OPTIONS: &[(&str, Becomes)] = &[
    ("--bind", Becomes::Option("-E")),
    ("--command", Becomes::Words),
    ("--config", Becomes::LastWord),
    ("--healthcheck-interval-seconds", Becomes::Option("--updater_health_check_interval_seconds")),
    ("--logging-level", Becomes::Nothing),
    ("--max-per-instance-failures", Becomes::Option("--max_per_shard_failures")),
    ("--message", Becomes::Option("--message")),
    ("--read-json", Becomes::Option("--json")),
    ("--ssh-user", Becomes::Option("--user")),
    ("--status", Becomes::Active),
    ("--tunnels", Becomes::Option("-L")),
    ("--verbose-logging", Becomes::Option("--verbose")),
    ("--write-json", Becomes::WriteJson),
    ("-c", Becomes::Words),
    ("-l", Becomes::Option("--user")),
    ("-m", Becomes::Option("--message")),
];
