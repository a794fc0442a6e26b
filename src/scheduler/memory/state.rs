//! The scheduler's state, its clock, and the dispatch of calls.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use super::answers::{bad_argument, invalid, refuse};
use super::store::Store;
use super::updates::Wish;
use crate::scheduler::api::{Call, Identity, Response, ResponseCode, SessionKey, TaskQuery};
use crate::scheduler::transport::{Answer, Clock, Scheduler, TransportError};

/// How a task goes once it is started.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TaskFate {
    /// It runs until it is killed.
    Runs,
    /// It runs and fails after so many milliseconds.
    FailsAfter(i64),
    /// It is never placed.
    StaysPending,
}

/// Which releases the scheduler behaves like.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Personality {
    /// 0.5.0: clients lock a job and update it step by step.
    #[default]
    Locks,
    /// From 0.13 on: no locks; the scheduler carries updates out.
    Updates,
}

/// How long things take, in milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pace {
    /// From PENDING to ASSIGNED.
    pub assign: i64,
    /// From ASSIGNED to RUNNING.
    pub run: i64,
    /// From KILLING to the end.
    pub kill: i64,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace { assign: 100, run: 1000, kill: 0 }
    }
}

/// The scheduler. Cloning it gives another handle to the same state.
#[derive(Clone, Default)]
pub struct Memory {
    pub(super) store: Rc<RefCell<Store>>,
    now: Rc<Cell<i64>>,
    losses: Rc<RefCell<VecDeque<TransportError>>>,
    calls: Rc<RefCell<Vec<Call>>>,
}

impl Memory {
    /// An empty cluster at the given time in milliseconds since 1970.
    pub fn new(now_ms: i64) -> Memory {
        let memory = Memory::default();
        memory.now.set(now_ms);
        memory
    }

    /// Lets time pass and the tasks go on.
    pub fn advance(&self, milliseconds: i64) {
        self.now.set(self.now.get().saturating_add(milliseconds));
        self.store.borrow_mut().run_until(self.now.get());
    }

    /// Which releases it behaves like from now on.
    pub fn set_personality(&self, personality: Personality) {
        self.store.borrow_mut().personality = personality;
    }

    /// Whether it has a call's method.
    pub fn knows(&self, call: &Call) -> bool {
        let only_locks = matches!(
            call,
            Call::GetVersion {} | Call::AcquireLock { .. } | Call::ReleaseLock { .. } | Call::GetLocks {}
        );
        let only_updates = matches!(
            call,
            Call::StartJobUpdate { .. }
                | Call::PauseJobUpdate { .. }
                | Call::ResumeJobUpdate { .. }
                | Call::AbortJobUpdate { .. }
                | Call::RollbackJobUpdate { .. }
                | Call::PulseJobUpdate { .. }
                | Call::GetJobUpdateSummaries { .. }
                | Call::GetJobUpdateDetails { .. }
        );
        match self.store.borrow().personality {
            Personality::Locks => !only_updates,
            Personality::Updates => !only_locks,
        }
    }

    /// How long things take from now on.
    pub fn set_pace(&self, pace: Pace) {
        self.store.borrow_mut().pace = pace;
    }

    /// What becomes of the tasks of an instance that start from now on, whatever their job; the first fates are used up
    /// first, the last one stays.
    pub fn set_fates(&self, fates: BTreeMap<i32, Vec<TaskFate>>) {
        self.store.borrow_mut().fates = fates;
    }

    /// The next calls that change something fail like this, in order. A call that "may have happened" is carried out.
    pub fn lose(&self, failures: impl IntoIterator<Item = TransportError>) {
        self.losses.borrow_mut().extend(failures);
    }

    /// Takes away a job's lock, as `cancel_update` of someone else does.
    pub fn steal_lock(&self, path: &str) {
        self.store.borrow_mut().locks.remove(path);
    }

    /// Whether a job (`role/environment/name`) is locked.
    pub fn is_locked(&self, path: &str) -> bool {
        self.store.borrow().locks.contains_key(path)
    }

    /// All calls so far.
    pub fn calls(&self) -> Vec<Call> {
        self.calls.borrow().clone()
    }

    /// Carries out a call, as if it had come over the wire.
    pub fn handle(&self, call: &Call) -> Response {
        self.calls.borrow_mut().push(call.clone());
        let now = self.now.get();
        let mut store = self.store.borrow_mut();
        store.run_until(now);
        let call = match store.personality {
            Personality::Locks => call.clone(),
            Personality::Updates => as_before(call.clone()),
        };
        let response = match missing(&store, &call) {
            Some(why) => invalid(why),
            None => dispatch(&mut store, &call, now),
        };
        store.run_until(now);
        response
    }
}

/// What releases from 0.18 on miss in a job, or do not take.
fn missing(store: &Store, call: &Call) -> Option<&'static str> {
    if store.personality == Personality::Locks {
        return None;
    }
    let task = match call {
        Call::CreateJob { description: Some(job), .. } if job.cron_schedule.is_some() => {
            return Some("Cron jobs may only be created/updated by calling scheduleCronJob.");
        }
        Call::CreateJob { description: job, .. }
        | Call::ScheduleCronJob { description: job, .. }
        | Call::PopulateJobConfig { description: job }
        | Call::ReplaceCronTemplate { config: job, .. } => job.as_ref()?.task_config.as_ref()?,
        Call::StartJobUpdate { request, .. } => request.as_ref()?.task_config.as_ref()?,
        _ => return None,
    };
    match (task.job.is_some(), task.resources.is_some()) {
        (false, _) => Some("Task job key must be set."),
        (_, false) => Some("Task resources must be set."),
        _ => None,
    }
}

/// A query as 0.5.0 has it: later releases do not look at the owner.
fn query_as_before(query: &mut TaskQuery) {
    query.owner = query.role.take().map(|role| Identity { role: Some(role), ..Identity::default() });
}

/// A call of a later release with the arguments that 0.5.0 wants.
fn as_before(mut call: Call) -> Call {
    match &mut call {
        Call::GetTasksStatus { query } | Call::GetTasksWithoutConfigs { query } => {
            query.iter_mut().for_each(query_as_before);
        }
        Call::CreateJob { session, .. }
        | Call::ScheduleCronJob { session, .. }
        | Call::ReplaceCronTemplate { session, .. }
        | Call::DescheduleCronJob { session, .. }
        | Call::StartCronJob { session, .. }
        | Call::RestartShards { session, .. }
        | Call::SetQuota { session, .. } => *session = Some(SessionKey::unauthenticated()),
        Call::KillTasks { query, session, job, instances, .. } => {
            *session = Some(SessionKey::unauthenticated());
            // A query like this leaves schedules alone, as these releases do.
            *query = job.as_ref().map(|key| TaskQuery {
                job_keys: Some([key.clone()].into_iter().collect()),
                instance_ids: instances.clone(),
                ..TaskQuery::default()
            });
        }
        _ => {}
    }
    call
}

fn dispatch(store: &mut Store, call: &Call, now: i64) -> Response {
    let answer = match call.clone() {
        Call::GetVersion {} => Some(store.version()),
        Call::GetTasksStatus { query } => query.map(|query| store.tasks_status(&query, true)),
        Call::GetTasksWithoutConfigs { query } => query.map(|query| store.tasks_status(&query, false)),
        Call::GetJobs { role } => Some(store.jobs(role.as_deref())),
        Call::GetQuota { role } => role.filter(|role| !role.trim().is_empty()).map(|role| store.quota_of(&role)),
        Call::PopulateJobConfig { description } => description.map(|job| store.populate(&job)),
        Call::GetLocks {} => Some(store.held_locks()),
        Call::CreateJob { description, session: Some(_), lock } => {
            description.and_then(|job| store.create(job, lock, now))
        }
        Call::ScheduleCronJob { description, session: Some(_), lock } => {
            description.and_then(|job| store.schedule_cron(job, lock))
        }
        Call::ReplaceCronTemplate { config, session: Some(_), lock } => {
            config.and_then(|job| store.replace_cron(job, lock))
        }
        Call::DescheduleCronJob { job, session: Some(_), lock } => {
            job.and_then(|key| store.deschedule_cron(&key, lock))
        }
        Call::StartCronJob { job, session: Some(_) } => job.and_then(|key| store.start_cron(&key, now)),
        Call::RestartShards { job, shard_ids, session: Some(_), lock } => {
            job.and_then(|key| store.restart(&key, shard_ids.unwrap_or_default(), lock, now))
        }
        Call::KillTasks { query, session: Some(_), lock, .. } => query.map(|query| store.kill(&query, lock, now)),
        Call::AddInstances { config, session: Some(_), lock } => config.and_then(|config| store.add(config, lock, now)),
        Call::AddCopies { key, count } => key.zip(count).and_then(|(key, count)| store.add_copies(key, count, now)),
        Call::AcquireLock { lock_key, session: Some(_) } => {
            lock_key.and_then(|key| key.job).and_then(|key| store.acquire(&key, now))
        }
        Call::ReleaseLock { lock, validation, session: Some(_) } => {
            lock.and_then(|lock| store.release(&lock, validation))
        }
        Call::SetQuota { role, quota, session: Some(_) } => {
            role.zip(quota).map(|(role, quota)| store.set_quota(role, quota))
        }
        Call::StartJobUpdate { request, .. } => request.and_then(|request| store.start_update(request, now)),
        Call::PauseJobUpdate { key, message, .. } => key.map(|key| store.steer_update(&key, Wish::Pause, message, now)),
        Call::ResumeJobUpdate { key, message, .. } => {
            key.map(|key| store.steer_update(&key, Wish::Resume, message, now))
        }
        Call::AbortJobUpdate { key, message, .. } => key.map(|key| store.steer_update(&key, Wish::Abort, message, now)),
        Call::RollbackJobUpdate { key, message } => {
            key.map(|key| store.steer_update(&key, Wish::RollBack, message, now))
        }
        Call::GetJobUpdateSummaries { query } => query.map(|query| store.update_summaries(&query)),
        Call::GetJobUpdateDetails { key } => key.map(|key| store.update_details(&key)),
        other if other.changes() => None,
        other => Some(refuse(ResponseCode::Error, &format!("{} is not modelled", other.method()))),
    };
    answer.unwrap_or_else(bad_argument)
}

impl Scheduler for Memory {
    fn call(&self, call: &Call) -> Answer {
        if !self.knows(call) {
            return Err(TransportError::UnknownMethod(call.method().to_owned()));
        }
        let call = &match self.store.borrow().personality {
            Personality::Locks => call.clone(),
            Personality::Updates => call.clone().for_later(),
        };
        if call.changes() {
            let failure = self.losses.borrow_mut().pop_front();
            if let Some(failure) = failure {
                if failure.may_have_happened() {
                    self.handle(call);
                }
                return Err(failure);
            }
        }
        Ok(self.handle(call))
    }
}

impl Clock for Memory {
    fn now_ms(&self) -> i64 {
        self.now.get()
    }

    fn sleep_ms(&self, milliseconds: i64) {
        self.advance(milliseconds);
    }
}
