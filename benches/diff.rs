//! Each of 10,000 running tasks compared with what the configuration wants, field by field: as they are, and with a change.

#![allow(missing_docs)]

use std::collections::BTreeMap;

use aurora::commands::diff::changed_fields;
use aurora::scheduler::api::{ScheduledTask, TaskConfig};
use aurora::scheduler::update::{Action, Plan};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

#[path = "support/allocator.rs"]
mod allocator;
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

/// How many instances are to be replaced, each with the fields that differ.
fn replaced(running: BTreeMap<i32, TaskConfig>, wanted: &TaskConfig) -> usize {
    let plan = Plan::new(running, wanted.clone(), TASKS, None).unwrap_or_else(|_| panic!("all instances are in range"));
    let replaced = plan.actions.iter().filter(|(_, action)| **action == Action::Replace);
    replaced.filter(|(id, _)| !changed_fields(&plan.running[id], wanted).is_empty()).count()
}

fn benches(criterion: &mut Criterion) {
    let of = |task: &ScheduledTask| Some((task.instance()?, task.config()?.clone()));
    let running: BTreeMap<i32, TaskConfig> = tasks::running(TASKS).iter().filter_map(of).collect();
    let same = tasks::config();
    let other = TaskConfig { priority: Some(7), ..same.clone() };
    let mut group = criterion.benchmark_group("diff");
    group.sample_size(10).throughput(Throughput::Elements(TASKS as u64));
    for (name, wanted, count) in [("same", &same, 0), ("changed", &other, running.len())] {
        assert_eq!(replaced(running.clone(), wanted), count);
        group.bench_function(format!("{TASKS} tasks, {name}"), |bencher| {
            bencher.iter_batched(|| running.clone(), |running| replaced(running, wanted), BatchSize::PerIteration);
        });
    }
    group.finish();
}

criterion_group!(diff_benches, benches);
criterion_main!(diff_benches);
