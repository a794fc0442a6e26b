//! The answer with 10,000 tasks, read from TJSON.

#![allow(missing_docs)]

use aurora::scheduler::api::{ApiResult, Call, Response, ResponseCode, ScheduleStatusResult, TaskQuery};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

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

/// Tasks in the answer.
const TASKS: i32 = 10_000;

fn benches(criterion: &mut Criterion) {
    let call = Call::GetTasksStatus { query: Some(TaskQuery::default()) };
    let status = ScheduleStatusResult { tasks: Some(tasks::running(TASKS)), ..ScheduleStatusResult::default() };
    let response = Response {
        response_code: Some(ResponseCode::Ok),
        result: Some(ApiResult { schedule_status: Some(status), ..ApiResult::default() }),
        ..Response::default()
    };
    let body = call.reply(response, 1).into_bytes();
    let mut group = criterion.benchmark_group("wire");
    group.sample_size(10).throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function(format!("decode {TASKS} tasks"), |bencher| {
        bencher.iter(|| {
            let response = call.response(&body).expect("an answer");
            assert_eq!(response.tasks().len(), TASKS as usize);
        });
    });
    group.finish();
}

criterion_group!(wire_benches, benches);
criterion_main!(wire_benches);
