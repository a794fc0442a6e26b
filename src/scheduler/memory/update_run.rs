//! One update that the scheduler carries out: instance by instance, forward and back.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::store::Store;
use super::updates::essence;
use crate::scheduler::api::*;
use crate::scheduler::update::same_task;
use crate::scheduler::wire::Set;

/// An instance's part in an update, by the numbers of the API.
#[derive(Clone, Copy)]
enum Part {
    Updated = 1,
    RolledBack = 2,
    Updating = 3,
    RollingBack = 4,
    UpdateFailed = 5,
}

/// An update and how far it is.
pub(super) struct UpdateRun {
    pub key: JobUpdateKey,
    pub path: String,
    pub status: JobUpdateStatus,
    task: TaskConfig,
    metadata: Option<Set<Metadata>>,
    count: i32,
    settings: JobUpdateSettings,
    before: BTreeMap<i32, TaskConfig>,
    created: i64,
    modified: i64,
    waiting: VecDeque<i32>,
    /// The task seen running last and since when, by instance under way.
    at_work: BTreeMap<i32, Option<(String, i64)>>,
    touched: BTreeSet<i32>,
    failures: BTreeMap<i32, i32>,
    events: Vec<JobUpdateEvent>,
    parts: Vec<JobInstanceUpdateEvent>,
}

/// What a look at an instance says.
enum Look {
    Wait,
    Kill(String),
    Start(Box<TaskConfig>),
    Running(String),
    Done,
}

impl UpdateRun {
    /// An update that begins now.
    #[allow(clippy::too_many_arguments, reason = "they are the parts of one request")]
    pub fn new(
        key: JobUpdateKey,
        task: TaskConfig,
        metadata: Option<Set<Metadata>>,
        count: i32,
        settings: JobUpdateSettings,
        before: BTreeMap<i32, TaskConfig>,
        changed: Vec<i32>,
        now: i64,
    ) -> UpdateRun {
        let path = key.job.as_ref().map(JobKey::path).unwrap_or_default();
        let mut run = UpdateRun {
            key,
            path,
            status: JobUpdateStatus::RollingForward,
            task,
            metadata,
            count,
            settings,
            before,
            created: now,
            modified: now,
            waiting: changed.into(),
            at_work: BTreeMap::new(),
            touched: BTreeSet::new(),
            failures: BTreeMap::new(),
            events: Vec::new(),
            parts: Vec::new(),
        };
        run.move_to(JobUpdateStatus::RollingForward, None, now);
        run
    }

    /// Goes into a state.
    pub fn move_to(&mut self, status: JobUpdateStatus, message: Option<String>, now: i64) {
        self.status = status;
        self.modified = now;
        let event = JobUpdateEvent { status: Some(status), timestamp_ms: Some(now), message, ..Default::default() };
        self.events.push(event);
    }

    /// Begins to restore what ran before, the last instance first.
    pub fn turn_back(&mut self, now: i64) {
        self.waiting = self.touched.iter().rev().copied().collect();
        self.at_work.clear();
        self.move_to(JobUpdateStatus::RollingBack, None, now);
    }

    pub fn summary(&self) -> JobUpdateSummary {
        let state = JobUpdateState {
            status: Some(self.status),
            created_timestamp_ms: Some(self.created),
            last_modified_timestamp_ms: Some(self.modified),
            unknown: Vec::new(),
        };
        JobUpdateSummary {
            user: Some("UNSECURE".to_owned()),
            state: Some(state),
            key: Some(self.key.clone()),
            metadata: self.metadata.clone(),
            unknown: Vec::new(),
        }
    }

    pub fn details(&self) -> JobUpdateDetails {
        JobUpdateDetails {
            update_events: Some(self.events.clone()),
            instance_events: Some(self.parts.clone()),
            unknown: Vec::new(),
        }
    }

    fn is_back(&self) -> bool {
        self.status == JobUpdateStatus::RollingBack
    }

    fn wanted(&self, id: i32) -> Option<&TaskConfig> {
        if self.is_back() { self.before.get(&id) } else { Some(&self.task).filter(|_| id < self.count) }
    }

    fn note(&mut self, id: i32, part: Part, now: i64) {
        let event = JobInstanceUpdateEvent {
            instance_id: Some(id),
            timestamp_ms: Some(now),
            action: Some(part as i32),
            unknown: Vec::new(),
        };
        self.parts.push(event);
    }

    fn look(&self, id: i32, task: Option<&ScheduledTask>) -> Look {
        match (task, self.wanted(id)) {
            (None, None) => Look::Done,
            (None, Some(config)) => Look::Start(Box::new(config.clone())),
            (Some(task), wanted) => {
                let task_id = task.task_id().unwrap_or_default().to_owned();
                let fits =
                    wanted.zip(task.config()).is_some_and(|(wanted, has)| same_task(&essence(wanted), &essence(has)));
                match task.status {
                    Some(ScheduleStatus::Running) if fits => Look::Running(task_id),
                    Some(ScheduleStatus::Killing) => Look::Wait,
                    _ if fits => Look::Wait,
                    _ => Look::Kill(task_id),
                }
            }
        }
    }

    /// Takes in that an instance runs; true if it did so for long enough.
    fn saw(&mut self, id: i32, task: String, now: i64) -> bool {
        let known = self.at_work.get(&id).cloned().flatten();
        match known {
            Some((seen, since)) if seen == task => {
                now - since >= i64::from(self.settings.min_wait_in_instance_running_ms.unwrap_or(0))
            }
            Some(_) => {
                *self.failures.entry(id).or_default() += 1;
                self.at_work.insert(id, Some((task, now)));
                false
            }
            None => {
                self.at_work.insert(id, Some((task, now)));
                false
            }
        }
    }

    fn exceeded(&self) -> BTreeSet<i32> {
        let most = self.settings.max_per_instance_failures.unwrap_or(0);
        self.failures.iter().filter(|(_, count)| **count > most).map(|(id, _)| *id).collect()
    }

    /// Ends work on instances that failed too often; turns back or ends if they are too many.
    fn judge(&mut self, now: i64) {
        if self.is_back() {
            return;
        }
        let exceeded = self.exceeded();
        for id in &exceeded {
            if self.at_work.remove(id).is_some() {
                self.note(*id, Part::UpdateFailed, now);
            }
        }
        if exceeded.len() > usize::try_from(self.settings.max_failed_instances.unwrap_or(0)).unwrap_or(0) {
            if self.settings.rollback_on_failure == Some(true) {
                self.turn_back(now);
            } else {
                self.move_to(JobUpdateStatus::Failed, None, now);
            }
        }
    }

    fn fill(&mut self, now: i64) {
        let size = usize::try_from(self.settings.update_group_size.unwrap_or(1)).unwrap_or(1);
        if self.settings.wait_for_batch_completion == Some(true) && !self.at_work.is_empty() {
            return;
        }
        while self.at_work.len() < size
            && let Some(id) = self.waiting.pop_front()
        {
            self.at_work.insert(id, None);
            self.touched.insert(id);
            let part = if self.is_back() { Part::RollingBack } else { Part::Updating };
            self.note(id, part, now);
        }
        if self.at_work.is_empty() {
            let end = if self.is_back() { JobUpdateStatus::RolledBack } else { JobUpdateStatus::RolledForward };
            self.move_to(end, None, now);
        }
    }
}

/// How often updates are driven, in milliseconds.
const TICK_MS: i64 = 1000;

impl Store {
    /// Lets time pass for tasks and updates.
    pub fn run_until(&mut self, now: i64) {
        while self.updates.any_active() && self.updates.driven.saturating_add(TICK_MS) <= now {
            let at = self.updates.driven.saturating_add(TICK_MS);
            self.updates.driven = at;
            self.move_tasks(at);
            for number in 0..self.updates.runs.len() {
                self.drive(number, at);
            }
        }
        self.move_tasks(now);
    }

    /// One look at an update's instances, and what follows from it.
    fn drive(&mut self, number: usize, now: i64) {
        let Some(run) = self.updates.runs.get_mut(number) else { return };
        if !matches!(run.status, JobUpdateStatus::RollingForward | JobUpdateStatus::RollingBack) {
            return;
        }
        let key = run.key.job.clone().unwrap_or_default();
        let under_way: Vec<i32> = run.at_work.keys().copied().collect();
        for id in under_way {
            let task = self.active(&key).find(|task| task.instance() == Some(id)).cloned();
            let Some(run) = self.updates.runs.get_mut(number) else { return };
            let part = if run.is_back() { Part::RolledBack } else { Part::Updated };
            let is_done = match run.look(id, task.as_ref()) {
                Look::Wait => false,
                Look::Done => true,
                Look::Running(task) => run.saw(id, task, now),
                Look::Kill(task) => {
                    self.kill_task(&task, now);
                    false
                }
                Look::Start(config) => {
                    self.start(&config, id, None, now);
                    false
                }
            };
            if is_done && let Some(run) = self.updates.runs.get_mut(number) {
                run.at_work.remove(&id);
                run.note(id, part, now);
            }
        }
        if let Some(run) = self.updates.runs.get_mut(number) {
            run.judge(now);
            if matches!(run.status, JobUpdateStatus::RollingForward | JobUpdateStatus::RollingBack) {
                run.fill(now);
            }
        }
    }
}
