//! The one way to a scheduler: a call goes in, an answer or an honest failure comes out.

use std::collections::BTreeSet;

use super::api::{
    AddInstancesConfig, Call, JobConfiguration, JobKey, Lock, LockKey, LockValidation, Response, SessionKey, TaskQuery,
};

/// Why a call has no answer. A refusal by response code is an answer, not a failure.
#[derive(Clone, PartialEq, Debug)]
pub enum TransportError {
    /// The request did not reach the scheduler; nothing happened.
    NotSent(String),
    /// The configuration of the cluster does not say where its scheduler is; nothing was sent.
    Nowhere(String),
    /// The server's certificate is not one of an authority that is trusted; nothing was sent.
    Untrusted(String),
    /// The request was sent and no answer came back; it may have happened.
    MaybeHappened(String),
    /// The request was sent and no answer came in time; it may have happened.
    TimedOut(String),
    /// The server answered, but it could not carry out the call (HTTP status, exception).
    Rejected {
        /// The HTTP status.
        status: u16,
        /// What the server said.
        message: String,
    },
    /// The server does not let us in (HTTP 401 or 403).
    NotAuthorised(String),
    /// The server does not know the method: a release without it.
    UnknownMethod(String),
}

impl TransportError {
    /// Whether the call may have changed something although it failed. Servers in between answer 502 and 504 for a request
    /// that they have passed on, and a scheduler answers 500 when something broke on the way.
    pub fn may_have_happened(&self) -> bool {
        match self {
            TransportError::MaybeHappened(_) | TransportError::TimedOut(_) => true,
            TransportError::Rejected { status, .. } => matches!(status, 200 | 500 | 502 | 504),
            TransportError::NotSent(_)
            | TransportError::Nowhere(_)
            | TransportError::Untrusted(_)
            | TransportError::NotAuthorised(_)
            | TransportError::UnknownMethod(_) => false,
        }
    }

    /// Whether trying again later may help.
    pub fn is_transient(&self) -> bool {
        match self {
            TransportError::NotSent(_) | TransportError::MaybeHappened(_) | TransportError::TimedOut(_) => true,
            TransportError::Rejected { status, .. } => matches!(status, 502..=504),
            TransportError::Nowhere(_)
            | TransportError::Untrusted(_)
            | TransportError::NotAuthorised(_)
            | TransportError::UnknownMethod(_) => false,
        }
    }
}

impl std::fmt::Display for TransportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            TransportError::NotSent(why) => write!(f, "the scheduler was not reached: {why}"),
            TransportError::Nowhere(why) => f.write_str(why),
            TransportError::Untrusted(why) => write!(f, "the scheduler is not trusted: {why}"),
            TransportError::MaybeHappened(why) => {
                write!(f, "the request was sent, but its answer was lost: {why}")
            }
            TransportError::TimedOut(why) => write!(f, "the request was sent, but no answer came in time: {why}"),
            TransportError::Rejected { status, message } => {
                write!(f, "the scheduler answered with HTTP status {status}: {message}")
            }
            TransportError::NotAuthorised(why) => write!(f, "the scheduler does not let you in: {why}"),
            TransportError::UnknownMethod(method) => write!(f, "this scheduler has no method `{method}`"),
        }
    }
}

/// What every call returns.
pub type Answer = Result<Response, TransportError>;

/// A scheduler. Only [`Scheduler::call`] differs between the ways to reach one.
pub trait Scheduler {
    /// Sends a call and waits for its answer.
    ///
    /// # Errors
    /// If there is no answer; see [`TransportError`].
    fn call(&self, call: &Call) -> Answer;

    /// Whether it is a release after 0.6. Calls are written the same way for all; only what a release has no call for differs.
    fn is_later(&self) -> bool {
        false
    }

    /// The session that changing calls carry.
    fn session(&self) -> SessionKey {
        SessionKey::unauthenticated()
    }

    /// `getVersion`.
    fn get_version(&self) -> Answer {
        self.call(&Call::GetVersion {})
    }

    /// `getTasksStatus`: tasks with everything.
    fn get_tasks_status(&self, query: TaskQuery) -> Answer {
        self.call(&Call::GetTasksStatus { query: Some(query) })
    }

    /// `getTasksWithoutConfigs`: tasks without the executor's text.
    fn get_tasks_without_configs(&self, query: TaskQuery) -> Answer {
        self.call(&Call::GetTasksWithoutConfigs { query: Some(query) })
    }

    /// `getJobs`: of a role, or of all.
    fn get_jobs(&self, role: Option<String>) -> Answer {
        self.call(&Call::GetJobs { role })
    }

    /// `getQuota`.
    fn get_quota(&self, role: String) -> Answer {
        self.call(&Call::GetQuota { role: Some(role) })
    }

    /// `populateJobConfig`: what the scheduler would make of a job.
    fn populate_job_config(&self, description: JobConfiguration) -> Answer {
        self.call(&Call::PopulateJobConfig { description: Some(description) })
    }

    /// `getLocks`.
    fn get_locks(&self) -> Answer {
        self.call(&Call::GetLocks {})
    }

    /// `createJob`.
    fn create_job(&self, description: JobConfiguration) -> Answer {
        self.call(&Call::CreateJob { description: Some(description), session: Some(self.session()), lock: None })
    }

    /// `scheduleCronJob`: creates or replaces a cron job.
    fn schedule_cron_job(&self, description: JobConfiguration) -> Answer {
        self.call(&Call::ScheduleCronJob { description: Some(description), session: Some(self.session()), lock: None })
    }

    /// `descheduleCronJob`.
    fn deschedule_cron_job(&self, job: JobKey) -> Answer {
        self.call(&Call::DescheduleCronJob { job: Some(job), session: Some(self.session()), lock: None })
    }

    /// `startCronJob`.
    fn start_cron_job(&self, job: JobKey) -> Answer {
        self.call(&Call::StartCronJob { job: Some(job), session: Some(self.session()) })
    }

    /// `restartShards`. The set must not be empty.
    fn restart_shards(&self, job: JobKey, shards: BTreeSet<i32>, lock: Option<Lock>) -> Answer {
        let session = Some(self.session());
        self.call(&Call::RestartShards { job: Some(job), shard_ids: Some(shards), session, lock })
    }

    /// `killTasks`. A query with an empty set of instances would kill all: build it with [`TaskQuery::instances`].
    fn kill_tasks(&self, query: TaskQuery, lock: Option<Lock>) -> Answer {
        let session = Some(self.session());
        self.call(&Call::KillTasks { query: Some(query), session, lock, job: None, instances: None, message: None })
    }

    /// `addInstances`.
    fn add_instances(&self, config: AddInstancesConfig, lock: Option<Lock>) -> Answer {
        self.call(&Call::AddInstances { config: Some(config), lock, session: Some(self.session()) })
    }

    /// `acquireLock` on a job.
    fn acquire_lock(&self, job: JobKey) -> Answer {
        let lock_key = Some(LockKey { job: Some(job), unknown: Vec::new() });
        self.call(&Call::AcquireLock { lock_key, session: Some(self.session()) })
    }

    /// `releaseLock`.
    fn release_lock(&self, lock: Lock, validation: LockValidation) -> Answer {
        self.call(&Call::ReleaseLock { lock: Some(lock), validation: Some(validation), session: Some(self.session()) })
    }

    /// `replaceCronTemplate`.
    fn replace_cron_template(&self, config: JobConfiguration, lock: Option<Lock>) -> Answer {
        self.call(&Call::ReplaceCronTemplate { config: Some(config), lock, session: Some(self.session()) })
    }
}

/// Time as an engine sees it: read, and let pass.
pub trait Clock {
    /// Milliseconds since 1970.
    fn now_ms(&self) -> i64;

    /// Waits; returns early if the user interrupts.
    fn sleep_ms(&self, milliseconds: i64);
}
