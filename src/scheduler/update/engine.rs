//! The rolling update: lock, plan, batches, watching, rollback, release.

use std::collections::{BTreeMap, BTreeSet};

use super::monitor::{active_configs, active_ids, restricted, running, wait_until_ended};
use super::plan::quota_shortfall;
use super::{Action, Event, Exchange, Failures, InstanceWatcher, LockState, Outcome, Plan, Report, Trouble};
use crate::config::CarriedSettings;
use crate::scheduler::api::*;

/// How an update goes; the fields of `update_config`. Times are milliseconds.
#[derive(Clone, PartialEq, Debug)]
#[allow(missing_docs)]
pub struct Settings {
    pub batch_size: usize,
    pub restart_threshold_ms: i64,
    pub watch_ms: i64,
    pub poll_ms: i64,
    pub max_per_instance_failures: u32,
    pub max_total_failures: u32,
    pub rollback_on_failure: bool,
    /// For an update that the scheduler carries out.
    pub carried: CarriedSettings,
    /// Such an update is watched to its end.
    pub watches: bool,
    /// The user's words on it, which such a scheduler keeps.
    pub message: Option<String>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            batch_size: 1,
            restart_threshold_ms: 60_000,
            watch_ms: 45_000,
            poll_ms: 3_000,
            max_per_instance_failures: 0,
            max_total_failures: 0,
            rollback_on_failure: true,
            carried: CarriedSettings::default(),
            watches: true,
            message: None,
        }
    }
}

/// What to bring about.
#[derive(Clone, PartialEq, Debug)]
pub struct Target {
    /// The job as wanted, with its key.
    pub job: JobConfiguration,
    /// These instances only; `None` means all.
    pub only: Option<BTreeSet<i32>>,
}

/// Carries out an update. It always ends in a report.
pub fn update(exchange: &Exchange, target: &Target, settings: &Settings) -> Report {
    let key = target.job.key.clone().unwrap_or_default();
    let lock = match acquire(exchange, &key).map(|response| response.lock().cloned()) {
        Ok(Some(lock)) => lock,
        Ok(None) => {
            return Report::nothing(
                Outcome::Aborted(Trouble::Doubt("acquireLock: the answer holds no lock".to_owned())),
                LockState::Unknown,
            );
        }
        Err(why @ Trouble::Doubt(_)) => return Report::nothing(Outcome::Aborted(why), LockState::Unknown),
        Err(Trouble::Interrupted) => return Report::nothing(Outcome::Interrupted, LockState::NotTaken),
        Err(Trouble::NoMethod(_)) => return Report::nothing(Outcome::NoLocks, LockState::NotTaken),
        Err(trouble) => return Report::nothing(Outcome::Refused(trouble), LockState::NotTaken),
    };
    (exchange.tell)(Event::Locked(lock.clone()));
    let mut run = Run {
        exchange,
        key,
        lock,
        settings,
        touched: BTreeSet::new(),
        settled: BTreeSet::new(),
        down: BTreeSet::new(),
        pending: BTreeSet::new(),
    };
    let outcome = if target.job.cron_schedule.is_some() { run.replace_cron(&target.job) } else { run.roll(target) };
    run.finish(outcome)
}

/// Locks the job. If the answer was lost and the job is not locked, nothing has happened and the call is sent again; if it
/// is locked, nothing tells by whom.
fn acquire(exchange: &Exchange, key: &JobKey) -> Step<Response> {
    let send = || exchange.change("acquireLock", |scheduler| scheduler.acquire_lock(key.clone()));
    match send() {
        Err(Trouble::Doubt(why)) => match exchange.read("getLocks", |scheduler| scheduler.get_locks()) {
            Ok(response) if held_lock(&response, key).is_none() => send(),
            _ => Err(Trouble::Doubt(why)),
        },
        other => other,
    }
}

/// The lock of a job among all that are held.
pub fn held_lock<'r>(response: &'r Response, key: &JobKey) -> Option<&'r Lock> {
    let locks = response.result.as_ref()?.get_locks.as_ref()?.locks.as_ref()?;
    let of_job = |lock: &&Lock| {
        let job = lock.key.as_ref().and_then(|key| key.job.as_ref());
        job.is_some_and(|job| job.path() == key.path())
    };
    locks.0.iter().find(of_job)
}

/// The outcome, or what stopped the run.
type Step<T> = Result<T, Trouble>;

/// A run that has the lock.
pub(super) struct Run<'a> {
    pub exchange: &'a Exchange<'a>,
    pub key: JobKey,
    lock: Lock,
    pub settings: &'a Settings,
    /// Instances on which something was tried.
    pub touched: BTreeSet<i32>,
    /// Instances that are as wanted, or were given up.
    settled: BTreeSet<i32>,
    /// Instances that were stopped and not surely started again.
    down: BTreeSet<i32>,
    /// Changed instances of the plan.
    pending: BTreeSet<i32>,
}

impl Run<'_> {
    fn replace_cron(&mut self, job: &JobConfiguration) -> Step<Outcome> {
        let lock = Some(self.lock.clone());
        let replaced = self
            .exchange
            .change("replaceCronTemplate", |scheduler| scheduler.replace_cron_template(job.clone(), lock.clone()));
        match replaced {
            Ok(_) => Ok(Outcome::CronReplaced),
            Err(why @ (Trouble::Refused(_) | Trouble::Denied(_))) => Ok(Outcome::Refused(why)),
            Err(trouble) => Err(trouble),
        }
    }

    fn roll(&mut self, target: &Target) -> Step<Outcome> {
        let plan = match plan(self.exchange, target) {
            Ok(plan) => plan,
            Err(Trouble::Refused(why)) => {
                return Ok(Outcome::Refused(Trouble::Refused(format!("Unable to start job update: {why}"))));
            }
            // Nothing was changed, so nothing has to stay locked; whether the lock can be given back is another question.
            Err(trouble @ (Trouble::Denied(_) | Trouble::NoMethod(_))) => return Ok(Outcome::Refused(trouble)),
            Err(trouble) => return Err(trouble),
        };
        (self.exchange.tell)(Event::Planned(Box::new(plan.clone())));
        let batches = plan.batches(self.settings.batch_size);
        self.pending = batches.iter().flatten().copied().collect();
        let mut failures = Failures::new(self.settings.max_per_instance_failures, self.settings.max_total_failures);
        for batch in batches {
            if self.exchange.interrupt.wants_stop() {
                return Ok(Outcome::Interrupted);
            }
            self.touched.extend(&batch);
            let with = |wanted: &[Action]| batch.iter().copied().filter(|id| has(&plan, *id, wanted)).collect();
            let kill: BTreeSet<i32> = with(&[Action::Replace, Action::Remove]);
            let add: BTreeSet<i32> = with(&[Action::Replace, Action::Add]);
            self.kill(&kill, &add)?;
            self.add(&plan.wanted, &add)?;
            if !self.settle(&add, &mut failures)? {
                return Ok(Outcome::Interrupted);
            }
            self.settled.extend(&batch);
            if failures.is_over() {
                return self.give_up(&plan, failures.exceeded());
            }
        }
        Ok(Outcome::Finished)
    }

    fn give_up(&mut self, plan: &Plan, failed: BTreeSet<i32>) -> Step<Outcome> {
        if !self.settings.rollback_on_failure {
            return Ok(Outcome::Failed(failed));
        }
        match self.roll_back(plan)? {
            Some(unreverted) => Ok(Outcome::RolledBack { failed, unreverted }),
            None => Ok(Outcome::Interrupted),
        }
    }

    /// Kills instances and waits for their end. `again` are those that will be started after it.
    pub(super) fn kill(&mut self, ids: &BTreeSet<i32>, again: &BTreeSet<i32>) -> Step<()> {
        if ids.is_empty() {
            return Ok(());
        }
        (self.exchange.tell)(Event::Killing(ids.clone()));
        self.down.extend(ids.intersection(again));
        let query = restricted(TaskQuery::job(&self.key), Some(ids))?.statuses(ScheduleStatus::ACTIVE);
        let lock = Some(self.lock.clone());
        let send = || {
            self.exchange.change("killTasks", |scheduler| scheduler.kill_tasks(query.clone(), lock.clone())).map(drop)
        };
        // To kill again what is being killed changes nothing more, so a lost answer is no reason to stop.
        match send() {
            Err(Trouble::Doubt(_)) => send()?,
            other => other?,
        }
        let alive = wait_until_ended(self.exchange, &self.key, Some(ids))?;
        if !alive.is_empty() {
            return Err(Trouble::Unreachable(format!("instances {alive:?} were not killed in time")));
        }
        (self.exchange.tell)(Event::Killed(ids.clone()));
        Ok(())
    }

    /// Adds instances with one configuration.
    pub(super) fn add(&mut self, config: &TaskConfig, ids: &BTreeSet<i32>) -> Step<()> {
        if ids.is_empty() {
            return Ok(());
        }
        (self.exchange.tell)(Event::Adding(ids.clone()));
        let add = AddInstancesConfig {
            key: Some(self.key.clone()),
            task_config: Some(config.clone()),
            instance_ids: Some(ids.clone()),
            unknown: Vec::new(),
        };
        let lock = Some(self.lock.clone());
        let send = || {
            self.exchange
                .change("addInstances", |scheduler| scheduler.add_instances(add.clone(), lock.clone()))
                .map(drop)
        };
        match send() {
            // All instances of a call are added or none: one look tells. Nobody else adds any while the lock is ours.
            Err(Trouble::Doubt(_)) => {
                if active_ids(self.exchange, &self.key, ids)?.is_empty() {
                    send()?;
                }
            }
            other => other?,
        }
        for id in ids {
            self.down.remove(id);
        }
        (self.exchange.tell)(Event::Added(ids.clone()));
        Ok(())
    }

    /// Watches instances and restarts the ones that fail, as often as they may. False if the user stopped it.
    fn settle(&mut self, ids: &BTreeSet<i32>, failures: &mut Failures) -> Step<bool> {
        let mut ids = ids.clone();
        while !ids.is_empty() {
            let Some(failed) = self.watch(&ids)? else { return Ok(false) };
            failures.count(&failed);
            let exceeded = failures.exceeded();
            ids = failed.difference(&exceeded).copied().collect();
            if failures.is_over() || ids.is_empty() {
                break;
            }
            (self.exchange.tell)(Event::Restarting(ids.clone()));
            let (key, lock) = (self.key.clone(), Some(self.lock.clone()));
            let restarted = self
                .exchange
                .change("restartShards", |scheduler| scheduler.restart_shards(key.clone(), ids.clone(), lock.clone()));
            match restarted {
                // An instance that is not active any more cannot be restarted: it has failed for good.
                Err(Trouble::Refused(_)) => {
                    failures.give_up(&ids);
                    break;
                }
                // Whether it was restarted or not, the next watch finds out.
                Ok(_) | Err(Trouble::Doubt(_)) => {}
                Err(trouble) => return Err(trouble),
            }
        }
        Ok(true)
    }

    /// Watches instances until their verdicts: the failed ones, or `None` if the user stopped it.
    pub(super) fn watch(&self, ids: &BTreeSet<i32>) -> Step<Option<BTreeSet<i32>>> {
        let settings = self.settings;
        watch(self.exchange, &self.key, ids, settings.restart_threshold_ms, settings.watch_ms, settings.poll_ms)
    }

    /// Gives the lock back, if that is right, and reports.
    fn finish(self, outcome: Step<Outcome>) -> Report {
        let (outcome, lock) = match outcome {
            Ok(outcome) => (outcome, self.release()),
            Err(Trouble::Interrupted) => (Outcome::Interrupted, LockState::Held),
            Err(why @ Trouble::Locked(_)) => (Outcome::Aborted(why), LockState::Lost),
            Err(trouble) => (Outcome::Aborted(trouble), LockState::Held),
        };
        if lock == LockState::Released {
            (self.exchange.tell)(Event::Released);
        }
        let left = self.pending.difference(&self.settled).copied().collect();
        Report { outcome, lock, changed: self.touched, left, down: self.down }
    }

    fn release(&self) -> LockState {
        let send = || {
            let lock = self.lock.clone();
            self.exchange
                .change("releaseLock", |scheduler| scheduler.release_lock(lock.clone(), LockValidation::Checked))
        };
        match send() {
            Ok(_) => LockState::Released,
            Err(Trouble::Locked(_)) => LockState::Lost,
            // A second try tells: the lock is ours still, or it is gone because the first one worked.
            Err(Trouble::Doubt(_)) => match send() {
                Ok(_) | Err(Trouble::Locked(_)) => LockState::Released,
                Err(_) => LockState::Unknown,
            },
            Err(_) => LockState::Held,
        }
    }
}

/// What an update would do; it changes nothing, and needs no lock.
///
/// # Errors
/// If the scheduler refuses, the quota does not suffice, or given instances neither run nor are wanted.
pub fn plan(exchange: &Exchange, target: &Target) -> Step<Plan> {
    let job = &target.job;
    let key = job.key.clone().unwrap_or_default();
    let running = active_configs(exchange, &key)?;
    let populated = exchange
        .read("populateJobConfig", |scheduler| scheduler.populate_job_config(job.clone()))?
        .populated()
        .cloned()
        .ok_or_else(|| Trouble::Refused("populateJobConfig: the answer holds no task".to_owned()))?;
    let plan = Plan::new(running, populated, job.instance_count.unwrap_or(0), target.only.as_ref())
        .map_err(|outside| Trouble::Refused(format!("Instances {:?} are outside of supported range", outside.0)))?;
    check_quota(exchange, &key, &plan)?;
    Ok(plan)
}

fn check_quota(exchange: &Exchange, key: &JobKey, plan: &Plan) -> Step<()> {
    if plan.wanted.production != Some(true) {
        return Ok(());
    }
    let role = key.role.clone().unwrap_or_default();
    let response = exchange.read("getQuota", |scheduler| scheduler.get_quota(role.clone()))?;
    let result = response.result.and_then(|result| result.get_quota).unwrap_or_default();
    let (quota, used) = (result.quota.unwrap_or_default(), result.prod_consumption.unwrap_or_default());
    match quota_shortfall(plan, &quota, &used) {
        None => Ok(()),
        Some([cpus, ram, disk]) => {
            let over = [(cpus, "cores"), (ram, "MiB of memory"), (disk, "MiB of disk")];
            let words: Vec<String> = over
                .iter()
                .filter(|(amount, _)| *amount > 0.0)
                .map(|(amount, what)| format!("{amount} {what}"))
                .collect();
            Err(Trouble::Refused(format!("the quota of {role} is exceeded by {}", words.join(", "))))
        }
    }
}

fn has(plan: &Plan, id: i32, wanted: &[Action]) -> bool {
    plan.actions.get(&id).is_some_and(|action| wanted.contains(action))
}

/// Watches instances until their verdicts: the failed ones, or `None` if the user stopped it.
pub(super) fn watch(
    exchange: &Exchange,
    key: &JobKey,
    ids: &BTreeSet<i32>,
    threshold_ms: i64,
    watch_ms: i64,
    poll_ms: i64,
) -> Step<Option<BTreeSet<i32>>> {
    if ids.is_empty() {
        return Ok(Some(BTreeSet::new()));
    }
    (exchange.tell)(Event::Watching(ids.clone()));
    let mut watcher = InstanceWatcher::new(ids, exchange.clock.now_ms(), threshold_ms, watch_ms);
    loop {
        if exchange.interrupt.wants_stop() {
            return Ok(None);
        }
        let seen: BTreeMap<i32, String> = running(exchange, key, ids)?;
        let now = exchange.clock.now_ms();
        watcher.observe(now, &seen);
        if watcher.is_finished(now) {
            break;
        }
        exchange.clock.sleep_ms(poll_ms.max(1));
    }
    let failed = watcher.failed();
    (exchange.tell)(Event::Healthy(ids.difference(&failed).copied().collect()));
    if !failed.is_empty() {
        (exchange.tell)(Event::Failed(failed.clone()));
    }
    Ok(Some(failed))
}
