//! What answers hold (`reference/scheduler-api.md §4`).

use std::collections::BTreeSet;

use super::{
    GetJobUpdateDetailsResult, GetJobUpdateSummariesResult, JobConfiguration, JobKey, Lock, PulseJobUpdateResult,
    Range, ResourceAggregate, ResponseCode, ScheduledTask, StartJobUpdateResult, TaskConfig,
};
use crate::scheduler::wire::{Set, record};

record! {
    /// One message of an answer.
    ResponseDetail {
        1 message: String,
    }

    /// About the server.
    ServerInfo {
        1 cluster_name: String,
        2 thrift_api_version: i32,
        3 stats_url_prefix: String,
    }

    /// The API's version, to 0.10.
    ApiVersion {
        1 major: i32,
    }

    /// An answer.
    Response {
        1 response_code: ResponseCode,
        2 message_deprecated: String,
        3 result: ApiResult,
        4 version_deprecated: ApiVersion,
        5 server_info: ServerInfo,
        6 details: Vec<ResponseDetail>,
    }

    /// The result of a call (a union); results of calls that this client does not make stay in `unknown`.
    ApiResult {
        1 populate_job: PopulateJobResult,
        3 schedule_status: ScheduleStatusResult,
        4 get_jobs: GetJobsResult,
        5 get_quota: GetQuotaResult,
        15 get_version: ApiVersion,
        16 acquire_lock: AcquireLockResult,
        17 role_summary: RoleSummaryResult,
        18 job_summary: JobSummaryResult,
        19 get_locks: GetLocksResult,
        20 config_summary: ConfigSummaryResult,
        21 pending_reason: GetPendingReasonResult,
        22 start_job_update: StartJobUpdateResult,
        23 job_update_summaries: GetJobUpdateSummariesResult,
        24 job_update_details: GetJobUpdateDetailsResult,
        25 pulse_job_update: PulseJobUpdateResult,
    }

    /// Of `populateJobConfig`: one element, or since 0.6 the field.
    PopulateJobResult {
        1 populated: Set<TaskConfig>,
        2 task_config: TaskConfig,
    }

    /// Of the task queries.
    ScheduleStatusResult {
        1 tasks: Vec<ScheduledTask>,
    }

    /// Of `getJobs`.
    GetJobsResult {
        1 configs: Set<JobConfiguration>,
    }

    /// Of `getQuota`.
    GetQuotaResult {
        1 quota: ResourceAggregate,
        2 prod_consumption: ResourceAggregate,
        3 non_prod_consumption: ResourceAggregate,
        4 prod_dedicated_consumption: ResourceAggregate,
        5 non_prod_dedicated_consumption: ResourceAggregate,
    }

    /// Of `acquireLock`.
    AcquireLockResult {
        1 lock: Lock,
    }

    /// Of `getLocks`.
    GetLocksResult {
        1 locks: Set<Lock>,
    }

    /// Instances of one configuration.
    ConfigGroup {
        1 config: TaskConfig,
        2 instance_ids: BTreeSet<i32>,
        3 instances: Set<Range>,
    }

    /// A job's configurations.
    ConfigSummary {
        1 key: JobKey,
        2 groups: Set<ConfigGroup>,
    }

    /// Of `getConfigSummary`.
    ConfigSummaryResult {
        1 summary: ConfigSummary,
    }

    /// A role's jobs.
    RoleSummary {
        1 role: String,
        2 job_count: i32,
        3 cron_job_count: i32,
    }

    /// Of `getRoleSummary`.
    RoleSummaryResult {
        1 summaries: Set<RoleSummary>,
    }

    /// Counts of tasks.
    JobStats {
        1 active_task_count: i32,
        2 finished_task_count: i32,
        3 failed_task_count: i32,
        4 pending_task_count: i32,
    }

    /// A job in few words.
    JobSummary {
        1 job: JobConfiguration,
        2 stats: JobStats,
        /// Milliseconds since 1970.
        3 next_cron_run_ms: i64,
    }

    /// Of `getJobSummary`.
    JobSummaryResult {
        1 summaries: Set<JobSummary>,
    }

    /// Why a task is not placed.
    PendingReason {
        1 task_id: String,
        2 reason: String,
    }

    /// Of `getPendingReason`.
    GetPendingReasonResult {
        1 reasons: Set<PendingReason>,
    }
}

impl Response {
    /// The code; an answer without one counts as an error.
    pub fn code(&self) -> ResponseCode {
        self.response_code.unwrap_or(ResponseCode::Error)
    }

    /// Whether the code is OK.
    pub fn is_ok(&self) -> bool {
        self.code() == ResponseCode::Ok
    }

    /// What the scheduler says, its messages joined with commas; `None` if it says nothing.
    pub fn message(&self) -> Option<String> {
        if let Some(message) = &self.message_deprecated {
            return Some(message.clone());
        }
        let messages: Vec<&str> =
            self.details.iter().flatten().filter_map(|detail| detail.message.as_deref()).collect();
        if messages.is_empty() { None } else { Some(messages.join(", ")) }
    }

    /// The tasks of a task query; none if the answer holds none.
    pub fn tasks(&self) -> &[ScheduledTask] {
        let result = self.result.as_ref().and_then(|result| result.schedule_status.as_ref());
        result.and_then(|result| result.tasks.as_deref()).unwrap_or_default()
    }

    /// The jobs of `getJobs`; none if the answer holds none.
    pub fn jobs(&self) -> &[JobConfiguration] {
        let result = self.result.as_ref().and_then(|result| result.get_jobs.as_ref());
        result.and_then(|result| result.configs.as_ref()).map(|set| set.0.as_slice()).unwrap_or_default()
    }

    /// The task that `populateJobConfig` made of a job.
    pub fn populated(&self) -> Option<&TaskConfig> {
        let result = self.result.as_ref()?.populate_job.as_ref()?;
        result.task_config.as_ref().or_else(|| result.populated.as_ref()?.0.first())
    }

    /// The lock that `acquireLock` gave.
    pub fn lock(&self) -> Option<&Lock> {
        self.result.as_ref()?.acquire_lock.as_ref()?.lock.as_ref()
    }

    /// The API version that the server states, if it states one.
    pub fn api_version(&self) -> Option<i32> {
        let version = self.result.as_ref().and_then(|result| result.get_version.as_ref()?.major);
        version.or_else(|| self.server_info.as_ref()?.thrift_api_version)
    }
}
