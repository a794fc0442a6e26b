//! Updates that the scheduler carries out, of 0.8 and later (`reference/scheduler-api.md §14`).

use super::{JobKey, JobUpdateStatus, Metadata, Range, TaskConfig};
use crate::scheduler::wire::{Set, record};

record! {
    /// An update's key.
    JobUpdateKey {
        1 job: JobKey,
        2 id: String,
    }

    /// What to update, and how.
    JobUpdateRequest {
        1 task_config: TaskConfig,
        2 instance_count: i32,
        3 settings: JobUpdateSettings,
        4 metadata: Set<Metadata>,
    }

    /// How an update goes.
    JobUpdateSettings {
        1 update_group_size: i32,
        2 max_per_instance_failures: i32,
        3 max_failed_instances: i32,
        4 max_wait_to_instance_running_ms: i32,
        5 min_wait_in_instance_running_ms: i32,
        6 rollback_on_failure: bool,
        7 update_only_these_instances: Set<Range>,
        8 wait_for_batch_completion: bool,
        9 block_if_no_pulses_after_ms: i32,
        10 sla_aware: bool,
        11 update_strategy: JobUpdateStrategy,
    }

    /// In which batches (a union), since 0.22.
    JobUpdateStrategy {
        1 queue: QueueStrategy,
        2 batch: BatchStrategy,
        3 batches: VariableBatchStrategy,
    }

    /// So many at a time.
    QueueStrategy {
        1 group_size: i32,
    }

    /// Batches of one size.
    BatchStrategy {
        1 group_size: i32,
        2 autopause_after_batch: bool,
    }

    /// Batches of these sizes.
    VariableBatchStrategy {
        1 group_sizes: Vec<i32>,
        2 autopause_after_batch: bool,
    }

    /// Which updates.
    JobUpdateQuery {
        2 role: String,
        3 job_key: JobKey,
        4 user: String,
        5 update_statuses: Set<JobUpdateStatus>,
        6 offset: i32,
        7 limit: i32,
        8 key: JobUpdateKey,
    }

    /// An update's state.
    JobUpdateState {
        1 status: JobUpdateStatus,
        2 created_timestamp_ms: i64,
        3 last_modified_timestamp_ms: i64,
    }

    /// An update in few words.
    JobUpdateSummary {
        3 user: String,
        4 state: JobUpdateState,
        5 key: JobUpdateKey,
        6 metadata: Set<Metadata>,
    }

    /// Of `startJobUpdate`.
    StartJobUpdateResult {
        1 key: JobUpdateKey,
        2 update_summary: JobUpdateSummary,
    }

    /// Of `getJobUpdateSummaries`.
    GetJobUpdateSummariesResult {
        1 update_summaries: Vec<JobUpdateSummary>,
    }

    /// An update's history; what it does not know stays in `unknown`.
    JobUpdateDetails {
        2 update_events: Vec<JobUpdateEvent>,
        3 instance_events: Vec<JobInstanceUpdateEvent>,
    }

    /// A change of an update's state.
    JobUpdateEvent {
        1 status: JobUpdateStatus,
        2 timestamp_ms: i64,
        3 user: String,
        4 message: String,
    }

    /// What an update did to an instance.
    JobInstanceUpdateEvent {
        1 instance_id: i32,
        2 timestamp_ms: i64,
        3 action: i32,
    }

    /// Of `getJobUpdateDetails`.
    GetJobUpdateDetailsResult {
        1 details: JobUpdateDetails,
    }

    /// Of `pulseJobUpdate`.
    PulseJobUpdateResult {
        1 status: i32,
    }
}
