//! Each of 10,000 running tasks compared with what the configuration wants, field by field: as they are, and with a change.

#![allow(missing_docs)]

use aurora::commands::diff::changed_fields;
use aurora::scheduler::api::{ScheduledTask, TaskConfig};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

#[path = "support/jobs.rs"]
#[allow(dead_code)]
mod jobs;
#[path = "support/programs.rs"]
#[allow(dead_code)]
mod programs;
#[path = "support/tasks.rs"]
mod tasks;
#[path = "support/world.rs"]
mod world;

/// Tasks that are compared.
const TASKS: i32 = 10_000;

/// How many tasks differ from what is wanted.
fn differing(running: &[ScheduledTask], wanted: &TaskConfig) -> usize {
    let configs = running.iter().filter_map(ScheduledTask::config);
    configs.filter(|config| !changed_fields(config, wanted).is_empty()).count()
}

fn benches(criterion: &mut Criterion) {
    let running = tasks::running(TASKS);
    let same = tasks::config();
    let other = TaskConfig { priority: Some(7), ..same.clone() };
    let mut group = criterion.benchmark_group("diff");
    group.sample_size(10).throughput(Throughput::Elements(TASKS as u64));
    for (name, wanted, count) in [("same", &same, 0), ("changed", &other, running.len())] {
        assert_eq!(differing(&running, wanted), count);
        group.bench_function(format!("{TASKS} tasks, {name}"), |bencher| bencher.iter(|| differing(&running, wanted)));
    }
    group.finish();
}

criterion_group!(diff_benches, benches);
criterion_main!(diff_benches);
