//! A job in a list.

use serde::Serialize;
use serde_json::Number;

use crate::commands::table::Table;
use crate::config::Configuration;

/// What a list says of a job.
#[derive(Serialize)]
pub struct Row {
    key: String,
    cluster: String,
    role: String,
    environment: String,
    name: String,
    kind: &'static str,
    instances: Number,
    cpus: f64,
    ram_mb: Number,
    disk_mb: Number,
    gpus: Number,
    production: bool,
    tier: Option<String>,
    cron_schedule: Option<String>,
    ports: Vec<String>,
    contact: Option<String>,
    file: String,
    place: Option<Place>,
}

/// Where a job was made: in its file, or in one that it includes.
#[derive(Serialize)]
pub struct Place {
    /// The file.
    pub file: String,
    /// From 1.
    pub line: u32,
}

impl Row {
    /// A job of `file`. `place` is where it was made, if that is known.
    pub fn of(job: &Configuration, file: &str, place: Option<Place>) -> Row {
        let key = job.key();
        let task = &job.thrift.task_config;
        let kind = match (&job.thrift.cron_schedule, task.is_service) {
            (Some(_), _) => "cron",
            (None, true) => "service",
            (None, false) => "job",
        };
        let number = |value: &dyn ToString| value.to_string().parse().unwrap_or_else(|_| Number::from(0));
        Row {
            key: key.to_string(),
            kind,
            instances: number(&job.thrift.instance_count),
            cpus: task.num_cpus,
            ram_mb: number(&task.ram_mb),
            disk_mb: number(&task.disk_mb),
            gpus: number(&task.later.gpus),
            production: task.production,
            tier: task.later.tier.clone(),
            cron_schedule: job.thrift.cron_schedule.clone(),
            ports: task.requested_ports.iter().cloned().collect(),
            contact: task.contact_email.clone(),
            file: file.to_owned(),
            place,
            cluster: key.cluster,
            role: key.role,
            environment: key.environment,
            name: key.name,
        }
    }
}

/// The table for people. `with_files`: jobs of several files are listed.
pub fn table(rows: &[Row], with_files: bool) -> Table {
    let mut table = Table::new(["JOB", "KIND", "INSTANCES", "CPUS", "RAM", "DISK", "GPUS", "CRON SCHEDULE", "FILE"]);
    for row in rows {
        let gpus = if row.gpus.to_string() == "0" { String::new() } else { row.gpus.to_string() };
        table.row([
            row.key.clone(),
            row.kind.to_owned(),
            row.instances.to_string(),
            format!("{:?}", row.cpus),
            format!("{} MB", row.ram_mb),
            format!("{} MB", row.disk_mb),
            gpus,
            row.cron_schedule.clone().unwrap_or_default(),
            if with_files { row.file.clone() } else { String::new() },
        ]);
    }
    table
}
