//! Tasks as a scheduler tells of them.

use aurora::scheduler::api::{self, AssignedTask, ScheduleStatus, ScheduledTask, TaskConfig};

use crate::{jobs, programs};

/// What the first job of a matrix runs.
pub fn config() -> TaskConfig {
    let mut evaluation = jobs::evaluation(&[], true);
    jobs::run(&mut evaluation, &programs::matrix(1));
    let converted = jobs::converted(&mut evaluation);
    let job = api::JobConfiguration::from_config(&converted[0].thrift).expect("amounts that fit");
    job.task_config.expect("a task")
}

/// So many instances of it.
pub fn running(count: i32) -> Vec<ScheduledTask> {
    let config = config();
    let task = |instance: i32| ScheduledTask {
        assigned_task: Some(AssignedTask {
            task_id: Some(format!("1400000000000-ops-prod-job-0-{instance}")),
            slave_host: Some(format!("host{}.example.com", instance % 500)),
            task: Some(config.clone()),
            instance_id: Some(instance),
            ..AssignedTask::default()
        }),
        status: Some(ScheduleStatus::Running),
        failure_count: Some(0),
        ..ScheduledTask::default()
    };
    (0..count).map(task).collect()
}
