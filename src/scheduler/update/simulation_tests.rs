//! Thousands of random schedules against the scheduler in this process: whatever happens, the promises hold.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use super::{
    Event, Exchange, Interrupt, LockState, Outcome, Report, RestartSettings, Settings, Target, Trouble, restart, update,
};
use crate::scheduler::api::{
    Call, ExecutorConfig, Identity, JobConfiguration, JobKey, ScheduleStatus, SessionKey, TaskConfig, TaskQuery,
};
use crate::scheduler::memory::{Memory, Pace, TaskFate};
use crate::scheduler::transport::{Answer, Clock, Scheduler, TransportError};

const PATH: &str = "ops/prod/web";

/// A small generator of numbers, so that a seed gives the same run everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn once_in(&mut self, bound: u64) -> bool {
        self.below(bound) == 0
    }
}

fn key() -> JobKey {
    JobKey::new("ops", "prod", "web")
}

pub(crate) fn job(count: i32, data: &str) -> JobConfiguration {
    let owner = Identity { role: Some("ops".to_owned()), user: Some("tester".to_owned()), unknown: Vec::new() };
    let executor = ExecutorConfig { name: Some("E".to_owned()), data: Some(data.to_owned()), unknown: Vec::new() };
    let task = TaskConfig {
        job_name: Some("web".to_owned()),
        environment: Some("prod".to_owned()),
        owner: Some(owner.clone()),
        is_service: Some(true),
        num_cpus: Some(1.0),
        ram_mb: Some(1),
        disk_mb: Some(1),
        executor_config: Some(executor),
        // A field of a release that this client does not know.
        unknown: vec![(90, crate::scheduler::wire::Value::I32(7))],
        ..TaskConfig::default()
    };
    JobConfiguration {
        key: Some(key()),
        owner: Some(owner),
        instance_count: Some(count),
        task_config: Some(task),
        ..JobConfiguration::default()
    }
}

/// Instance, task id and executor's text of the active tasks.
fn state(memory: &Memory) -> BTreeMap<i32, (String, TaskConfig)> {
    let query = TaskQuery::job(&key()).statuses(ScheduleStatus::ACTIVE);
    let response = memory.handle(&Call::GetTasksStatus { query: Some(query) });
    let found = response.tasks().iter();
    found.filter_map(|task| Some((task.instance()?, (task.task_id()?.to_owned(), task.config()?.clone())))).collect()
}

/// A scheduler on which things go wrong at chosen calls, and which looks at each of them.
struct Stage {
    memory: Memory,
    interrupt: Interrupt,
    calls: Cell<u64>,
    interrupt_at: Vec<u64>,
    steal_at: Option<u64>,
    trouble: RefCell<(Dice, u64)>,
    watched: Vec<i32>,
    most_down: Cell<usize>,
    /// Instances of which the engine has told that they failed.
    failed: RefCell<BTreeSet<i32>>,
    /// The most instances that did not run at a time, without those.
    most_idle: Cell<usize>,
}

impl Stage {
    fn hear(&self, event: &Event) {
        if let Event::Failed(ids) = event {
            self.failed.borrow_mut().extend(ids);
        }
    }

    fn look(&self) {
        let up = state(&self.memory);
        let down = self.watched.iter().filter(|id| !up.contains_key(id)).count();
        self.most_down.set(self.most_down.get().max(down));
        let query = TaskQuery::job(&key()).statuses([ScheduleStatus::Running]);
        let response = self.memory.handle(&Call::GetTasksStatus { query: Some(query) });
        let run: BTreeSet<i32> = response.tasks().iter().filter_map(|task| task.instance()).collect();
        let failed = self.failed.borrow();
        let idle = self.watched.iter().filter(|id| !run.contains(id) && !failed.contains(id)).count();
        self.most_idle.set(self.most_idle.get().max(idle));
    }
}

impl Scheduler for Stage {
    fn call(&self, call: &Call) -> Answer {
        let number = self.calls.get();
        self.calls.set(number + 1);
        for _ in self.interrupt_at.iter().filter(|at| **at == number) {
            self.interrupt.raise();
        }
        if self.steal_at == Some(number) {
            self.memory.steal_lock(PATH);
        }
        let failure = {
            let (dice, bound) = &mut *self.trouble.borrow_mut();
            match *bound > 0 && dice.once_in(*bound) {
                true => Some(match dice.below(8) {
                    0..=3 => TransportError::NotSent("refused".to_owned()),
                    4 | 5 => TransportError::MaybeHappened("reset".to_owned()),
                    6 => TransportError::TimedOut("slow".to_owned()),
                    _ => TransportError::Rejected { status: 500, message: "broken".to_owned() },
                }),
                false => None,
            }
        };
        let answer = match failure {
            Some(failure) => {
                let carried_out = failure.may_have_happened() && self.trouble.borrow_mut().0.once_in(2);
                if carried_out {
                    self.memory.handle(call);
                }
                Err(failure)
            }
            None => Ok(self.memory.handle(call)),
        };
        self.look();
        answer
    }
}

impl Clock for Stage {
    fn now_ms(&self) -> i64 {
        self.memory.now_ms()
    }

    fn sleep_ms(&self, milliseconds: i64) {
        self.memory.sleep_ms(milliseconds);
    }
}

/// One random schedule: the report and a trace of it all, the promises checked.
fn play(seed: u64) -> (Report, String) {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(1));
    let memory = Memory::new(1_000_000);
    let (before, after) = (1 + dice.below(5) as i32, 1 + dice.below(6) as i32);
    memory.handle(&Call::CreateJob {
        description: Some(job(before, "old")),
        session: Some(SessionKey::unauthenticated()),
        lock: None,
    });
    memory.advance(10_000);
    let same = dice.once_in(4);
    let wanted = job(after, if same { "old" } else { "new" });
    let settings = Settings {
        batch_size: 1 + dice.below(3) as usize,
        max_per_instance_failures: dice.below(3) as u32,
        max_total_failures: dice.below(2) as u32,
        rollback_on_failure: !dice.once_in(4),
        ..Settings::default()
    };
    let kill = if dice.once_in(20) { 300_000 } else { dice.below(3) as i64 * 1_000 };
    memory.set_pace(Pace { kill, ..Pace::default() });
    memory.set_fates((0..6).filter_map(|id| fate(&mut dice).map(|fates| (id, fates))).collect());
    let first = dice.below(60);
    let interrupt_at = match dice.below(4) {
        0 => vec![first],
        1 => vec![first, first + dice.below(3)],
        _ => vec![],
    };
    let steal_at = dice.once_in(6).then(|| 1 + dice.below(40));
    let bound = if dice.once_in(2) { 4 + dice.below(20) } else { 0 };
    let start = state(&memory);
    let stage = Stage {
        memory: memory.clone(),
        interrupt: Interrupt::new(),
        calls: Cell::new(0),
        interrupt_at,
        steal_at,
        trouble: RefCell::new((dice, bound)),
        watched: (0..before.min(after)).collect(),
        most_down: Cell::new(0),
        failed: RefCell::default(),
        most_idle: Cell::new(0),
    };
    let events = RefCell::new(String::new());
    let tell = |event: Event| {
        stage.hear(&event);
        events.borrow_mut().push_str(&format!("{event:?}\n"));
    };
    let exchange = Exchange { scheduler: &stage, clock: &stage, interrupt: &stage.interrupt, tell: &tell };
    let report = update(&exchange, &Target { job: wanted.clone(), only: None }, &settings);
    check(seed, &stage, &settings, &start, &wanted, &report);
    let trace = format!("{report:?}\n{}", events.borrow());
    (report, trace)
}

fn fate(dice: &mut Dice) -> Option<Vec<TaskFate>> {
    match dice.below(6) {
        0 => Some(vec![TaskFate::FailsAfter(5_000), TaskFate::Runs]),
        1 => Some(vec![TaskFate::StaysPending]),
        2 => Some(vec![TaskFate::FailsAfter(20_000)]),
        _ => None,
    }
}

fn check(
    seed: u64,
    stage: &Stage,
    settings: &Settings,
    start: &BTreeMap<i32, (String, TaskConfig)>,
    wanted: &JobConfiguration,
    report: &Report,
) {
    let end = state(&stage.memory);
    let count = wanted.instance_count.unwrap_or(0);
    assert!(stage.most_down.get() <= settings.batch_size, "seed {seed}: {} were down", stage.most_down.get());
    assert!(stage.most_idle.get() <= settings.batch_size, "seed {seed}: {} did not run", stage.most_idle.get());
    for (id, task) in start.iter().filter(|(id, _)| !report.changed.contains(id)) {
        assert_eq!(end.get(id), Some(task), "seed {seed}: instance {id} is said to be untouched");
    }
    let data = |task: &TaskConfig| task.executor_config.clone()?.data;
    let aim = wanted.task_config.as_ref().and_then(data);
    for (id, task) in start.iter().filter(|(id, (_, task))| **id < count && data(task) == aim) {
        assert_eq!(end.get(id), Some(task), "seed {seed}: instance {id} ran as wanted and was not left alone");
    }
    if stage.memory.is_locked(PATH) {
        let honest = matches!(report.lock, LockState::Held | LockState::Unknown);
        assert!(honest, "seed {seed}: the lock is held, and the report says {:?}", report.lock);
    }
    // Only an end in the middle keeps the lock; whatever came to an end of its own tries to give it back.
    if report.lock == LockState::Held && !stage.interrupt.wants_out() {
        let is_abnormal = matches!(report.outcome, Outcome::Aborted(_)) || stage.trouble.borrow().1 > 0;
        assert!(is_abnormal, "seed {seed}: the lock is kept without a reason: {report:?}");
    }
    for id in (0..count).filter(|id| start.contains_key(id) && !end.contains_key(id)) {
        assert!(report.down.contains(&id), "seed {seed}: instance {id} is down, and the report is silent: {report:?}");
    }
    let runs = |id: &i32| end.get(id).and_then(|(_, task)| task.executor_config.clone()?.data);
    match &report.outcome {
        Outcome::Aborted(Trouble::Locked(_)) => assert_eq!(report.lock, LockState::Lost, "seed {seed}: {report:?}"),
        Outcome::Finished => {
            assert_eq!(end.keys().copied().collect::<Vec<_>>(), (0..count).collect::<Vec<_>>(), "seed {seed}");
            let data = wanted.task_config.as_ref().and_then(|task| task.executor_config.clone()?.data);
            assert!(end.keys().all(|id| runs(id) == data), "seed {seed}");
        }
        Outcome::RolledBack { .. } => {
            let configs = |state: &BTreeMap<i32, (String, TaskConfig)>| {
                state.iter().map(|(id, (_, task))| (*id, task.clone())).collect::<Vec<_>>()
            };
            assert!(configs(&end) == configs(start), "seed {seed}: every field is as before");
        }
        _ => {}
    }
}

#[test]
fn the_promises_hold_in_thousands_of_schedules() {
    let mut ends: BTreeMap<&str, u32> = BTreeMap::new();
    for seed in 0..2_000 {
        let (report, _) = play(seed);
        let name = match report.outcome {
            Outcome::Finished | Outcome::CronReplaced | Outcome::Unchanged => "finished",
            Outcome::NoLocks | Outcome::Started | Outcome::Paused | Outcome::Left => "of another release",
            Outcome::Refused(_) => "refused",
            Outcome::RolledBack { .. } => "rolled back",
            Outcome::Failed(_) => "failed",
            Outcome::Interrupted => "interrupted",
            Outcome::Aborted(_) => "aborted",
        };
        *ends.entry(name).or_default() += 1;
    }
    for name in ["finished", "rolled back", "failed", "interrupted", "aborted"] {
        assert!(ends.get(name).copied().unwrap_or(0) > 20, "{name} is rare: {ends:?}");
    }
}

#[test]
fn a_seed_gives_the_same_run() {
    for seed in 0..50 {
        assert_eq!(play(seed).1, play(seed).1);
    }
}

#[test]
fn a_held_lock_refuses_the_update() {
    let memory = Memory::new(0);
    assert!(memory.acquire_lock(key()).is_ok_and(|response| response.is_ok()));
    let interrupt = Interrupt::new();
    let exchange = Exchange { scheduler: &memory, clock: &memory, interrupt: &interrupt, tell: &|_| {} };
    let report = update(&exchange, &Target { job: job(1, "new"), only: None }, &Settings::default());
    assert!(matches!(report.outcome, Outcome::Refused(_)) && report.lock == LockState::NotTaken, "{report:?}");
    assert!(memory.is_locked(PATH));
}

#[test]
fn restarting_a_bad_instance_ends() {
    let memory = Memory::new(0);
    memory.create_job(job(3, "old")).expect("memory answers");
    memory.advance(10_000);
    memory.set_fates(BTreeMap::from([(1, vec![TaskFate::StaysPending])]));
    let interrupt = Interrupt::new();
    let exchange = Exchange { scheduler: &memory, clock: &memory, interrupt: &interrupt, tell: &|_| {} };
    let settings = RestartSettings { max_total_failures: 1, ..RestartSettings::default() };
    let report = restart(&exchange, &key(), None, &settings);
    assert_eq!(report.outcome, Outcome::Finished);
    assert_eq!((report.changed, report.left), (BTreeSet::from([0, 1, 2]), BTreeSet::from([1])));
    let strict = restart(&exchange, &key(), None, &RestartSettings::default());
    assert_eq!(strict.outcome, Outcome::Failed(BTreeSet::from([1])));
}

/// One fixed update with a wish to stop at a chosen call, raised once or twice.
fn interrupted_at(number: u64, times: usize, settings: &Settings) -> Report {
    let memory = Memory::new(1_000_000);
    memory.handle(&Call::CreateJob {
        description: Some(job(3, "old")),
        session: Some(SessionKey::unauthenticated()),
        lock: None,
    });
    memory.advance(10_000);
    memory.set_fates(BTreeMap::from([(1, vec![TaskFate::FailsAfter(5_000), TaskFate::Runs])]));
    let stage = Stage {
        memory: memory.clone(),
        interrupt: Interrupt::new(),
        calls: Cell::new(0),
        interrupt_at: vec![number; times],
        steal_at: None,
        trouble: RefCell::new((Dice(1), 0)),
        watched: (0..3).collect(),
        most_down: Cell::new(0),
        failed: RefCell::default(),
        most_idle: Cell::new(0),
    };
    let start = state(&memory);
    let tell = |event: Event| stage.hear(&event);
    let exchange = Exchange { scheduler: &stage, clock: &stage, interrupt: &stage.interrupt, tell: &tell };
    let wanted = job(4, "new");
    let report = update(&exchange, &Target { job: wanted.clone(), only: None }, settings);
    check(number, &stage, settings, &start, &wanted, &report);
    if times == 1 {
        assert!(!memory.is_locked(PATH), "call {number}: a single wish gives the lock back: {report:?}");
    }
    report
}

#[test]
fn the_promises_hold_when_interrupted_at_every_step() {
    for (batch_size, retries) in [(1, 1), (2, 0), (2, 1)] {
        let settings = Settings { batch_size, max_per_instance_failures: retries, ..Settings::default() };
        let mut ended = 0;
        for number in 0..200 {
            for times in [1, 2, 3] {
                let report = interrupted_at(number, times, &settings);
                ended += u32::from(report.outcome != Outcome::Interrupted);
            }
        }
        assert!(ended > 0, "the update has fewer steps than that");
    }
}

#[test]
fn a_wish_to_stop_while_the_plan_is_shown_changes_nothing() {
    for times in [1, 2] {
        let memory = Memory::new(1_000_000);
        memory.create_job(job(3, "old")).expect("memory answers");
        memory.advance(10_000);
        let start = state(&memory);
        let interrupt = Interrupt::new();
        let tell =
            |event: Event| (0..times).filter(|_| matches!(event, Event::Planned(_))).for_each(|_| interrupt.raise());
        let exchange = Exchange { scheduler: &memory, clock: &memory, interrupt: &interrupt, tell: &tell };
        let report = update(&exchange, &Target { job: job(3, "new"), only: None }, &Settings::default());
        assert_eq!((&report.outcome, report.changed.len()), (&Outcome::Interrupted, 0));
        assert_eq!(memory.is_locked(PATH), report.lock == LockState::Held, "{report:?}");
        assert!(state(&memory) == start && (times == 2 || report.lock == LockState::Released), "{report:?}");
    }
}

#[test]
fn a_rollback_goes_back_in_descending_order() {
    let memory = Memory::new(1_000_000);
    memory.create_job(job(4, "old")).expect("memory answers");
    memory.advance(10_000);
    memory.set_fates(BTreeMap::from([(2, vec![TaskFate::StaysPending, TaskFate::Runs])]));
    let (interrupt, told) = (Interrupt::new(), RefCell::new(Vec::new()));
    let tell = |event: Event| match event {
        Event::Killing(ids) => told.borrow_mut().extend(ids),
        Event::RollingBack(_) => told.borrow_mut().push(-1),
        _ => {}
    };
    let exchange = Exchange { scheduler: &memory, clock: &memory, interrupt: &interrupt, tell: &tell };
    let report = update(&exchange, &Target { job: job(4, "new"), only: None }, &Settings::default());
    assert!(matches!(report.outcome, Outcome::RolledBack { .. }), "{report:?}");
    assert_eq!(told.into_inner(), [0, 1, 2, -1, 2, 1, 0], "what was not begun is not touched");
}

/// One random restart: instances that were not asked for stay as they are, and nobody is left out silently.
fn play_restart(seed: u64) -> Report {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(7));
    let memory = Memory::new(1_000_000);
    let count = 1 + dice.below(6) as i32;
    memory.handle(&Call::CreateJob {
        description: Some(job(count, "old")),
        session: Some(SessionKey::unauthenticated()),
        lock: None,
    });
    memory.advance(10_000);
    memory.set_fates((0..6).filter_map(|id| fate(&mut dice).map(|fates| (id, fates))).collect());
    let only: Option<BTreeSet<i32>> = dice
        .once_in(2)
        .then(|| (0..count).filter(|_| dice.once_in(2)).collect())
        .filter(|ids: &BTreeSet<i32>| !ids.is_empty());
    let settings = RestartSettings {
        batch_size: 1 + dice.below(3) as usize,
        max_per_instance_failures: dice.below(3) as u32,
        max_total_failures: dice.below(2) as u32,
        ..RestartSettings::default()
    };
    let first = dice.below(60);
    let interrupt_at = if dice.once_in(3) { vec![first] } else { vec![] };
    let bound = if dice.once_in(2) { 4 + dice.below(20) } else { 0 };
    let start = state(&memory);
    let stage = Stage {
        memory: memory.clone(),
        interrupt: Interrupt::new(),
        calls: Cell::new(0),
        interrupt_at,
        steal_at: None,
        trouble: RefCell::new((dice, bound)),
        watched: (0..count).collect(),
        most_down: Cell::new(0),
        failed: RefCell::default(),
        most_idle: Cell::new(0),
    };
    let tell = |event: Event| stage.hear(&event);
    let exchange = Exchange { scheduler: &stage, clock: &stage, interrupt: &stage.interrupt, tell: &tell };
    let report = restart(&exchange, &key(), only.as_ref(), &settings);
    assert!(stage.most_idle.get() <= settings.batch_size, "seed {seed}: {} did not run", stage.most_idle.get());
    let end = state(&memory);
    let wanted = only.unwrap_or_else(|| (0..count).collect());
    for (id, task) in start.iter().filter(|(id, _)| !report.changed.contains(id)) {
        assert!(end.get(id) == Some(task) || report.left.contains(id), "seed {seed}: instance {id}: {report:?}");
        assert!(wanted.contains(id) || end.get(id) == Some(task), "seed {seed}: instance {id} was not asked for");
    }
    let unnamed = wanted.iter().any(|id| !report.changed.contains(id) && !report.left.contains(id));
    assert!(!unnamed || start.is_empty() || report.changed.is_empty(), "seed {seed}: {report:?}");
    if report.outcome == Outcome::Finished {
        assert!(report.left.len() <= settings.max_total_failures as usize, "seed {seed}: {report:?}");
    }
    report
}

#[test]
fn the_promises_of_restart_hold_in_random_schedules() {
    let mut finished = 0;
    for seed in 0..500 {
        finished += u32::from(play_restart(seed).outcome == Outcome::Finished);
    }
    assert!((50..450).contains(&finished), "{finished} of 500 finished");
}
