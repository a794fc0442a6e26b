//! Updates of a scheduler without locks, in this process.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::{Steer, active_update, ranges, start, steer, watch_update};
use crate::scheduler::api::{Call, JobKey, JobUpdateStatus, ScheduleStatus, TaskQuery};
use crate::scheduler::memory::{Memory, Personality, TaskFate};
use crate::scheduler::transport::{Answer, Clock, Scheduler, TransportError};
use crate::scheduler::update::{
    Event, Exchange, Interrupt, LockState, Outcome, Settings, Target, Trouble, sample_job, update,
};

fn key() -> JobKey {
    JobKey::new("ops", "prod", "web")
}

fn scheduler(count: i32) -> Memory {
    let memory = Memory::new(0);
    memory.set_personality(Personality::Updates);
    let created = memory.create_job(sample_job(count, "old")).expect("memory answers");
    assert!(created.is_ok(), "{created:?}");
    memory.advance(10_000);
    memory
}

/// What each active instance runs.
fn running(memory: &Memory) -> BTreeMap<i32, String> {
    let query = TaskQuery::job(&key()).statuses(ScheduleStatus::ACTIVE);
    let response = memory.handle(&Call::GetTasksStatus { query: Some(query) });
    let data = |config: &crate::scheduler::api::TaskConfig| config.executor_config.clone()?.data;
    response.tasks().iter().filter_map(|task| Some((task.instance()?, data(task.config()?)?))).collect()
}

fn all(count: i32, data: &str) -> BTreeMap<i32, String> {
    (0..count).map(|id| (id, data.to_owned())).collect()
}

/// Plays something against a scheduler and returns what it told.
fn with<T>(memory: &Memory, interrupt: &Interrupt, play: impl FnOnce(&Exchange) -> T) -> (T, Vec<Event>) {
    let events = RefCell::new(Vec::new());
    let tell = |event| events.borrow_mut().push(event);
    let result = play(&Exchange { scheduler: memory, clock: memory, interrupt, tell: &tell });
    (result, events.into_inner())
}

fn target(count: i32) -> Target {
    Target { job: sample_job(count, "new"), only: None }
}

#[test]
fn the_client_notices_that_there_are_no_locks() {
    let memory = scheduler(1);
    let (report, _) = with(&memory, &Interrupt::new(), |exchange| update(exchange, &target(1), &Settings::default()));
    assert_eq!((report.outcome, report.lock), (Outcome::NoLocks, LockState::NotTaken));
}

#[test]
fn an_update_is_started_and_watched_to_its_end() {
    let memory = scheduler(3);
    let (report, events) = with(&memory, &Interrupt::new(), |exchange| {
        let started = start(exchange, &target(4), &Settings::default(), "mine").expect("it starts");
        watch_update(exchange, &started.expect("there are changes"))
    });
    assert_eq!((report.outcome, report.changed), (Outcome::Finished, (0..4).collect()));
    assert_eq!(running(&memory), all(4, "new"));
    assert_eq!(events.iter().filter(|event| matches!(event, Event::Healthy(_))).count(), 4);
    let (again, _) = with(&memory, &Interrupt::new(), |exchange| {
        start(exchange, &target(4), &Settings::default(), "again").expect("it is answered")
    });
    assert_eq!(again, None, "nothing is left to change");
}

#[test]
fn failures_roll_back_or_fail() {
    for (rollback, data) in [(true, "old"), (false, "new")] {
        let memory = scheduler(2);
        memory.set_fates(BTreeMap::from([(
            0,
            vec![TaskFate::FailsAfter(5_000), TaskFate::FailsAfter(5_000), TaskFate::Runs],
        )]));
        let settings = Settings { rollback_on_failure: rollback, ..Settings::default() };
        let (report, _) = with(&memory, &Interrupt::new(), |exchange| {
            let started = start(exchange, &target(2), &settings, "mine").expect("it starts");
            watch_update(exchange, &started.expect("there are changes"))
        });
        let failed = BTreeSet::from([0]);
        match rollback {
            true => assert_eq!(report.outcome, Outcome::RolledBack { failed, unreverted: BTreeSet::new() }),
            false => assert_eq!(report.outcome, Outcome::Failed(failed)),
        }
        assert_eq!(running(&memory).get(&0).map(String::as_str), Some(data));
        assert_eq!(running(&memory).get(&1).map(String::as_str), Some("old"));
    }
}

#[test]
fn only_the_given_instances_are_touched() {
    let memory = scheduler(5);
    let only = Some(BTreeSet::from([0, 1, 3]));
    assert_eq!(ranges(&BTreeSet::from([0, 1, 3])).0.len(), 2);
    let (report, _) = with(&memory, &Interrupt::new(), |exchange| {
        let wanted = Target { only, ..target(5) };
        let started = start(exchange, &wanted, &Settings::default(), "mine").expect("it starts");
        watch_update(exchange, &started.expect("there are changes"))
    });
    assert_eq!(report.changed, BTreeSet::from([0, 1, 3]));
    let new: BTreeSet<i32> = running(&memory).into_iter().filter(|(_, data)| data == "new").map(|(id, _)| id).collect();
    assert_eq!(new, BTreeSet::from([0, 1, 3]));
}

#[test]
fn the_first_wish_to_stop_pauses_and_the_update_can_go_on_back_or_end() {
    for wish in [Steer::Resume, Steer::RollBack, Steer::Abort] {
        let memory = scheduler(2);
        let interrupt = Interrupt::new();
        let (update_key, _) = with(&memory, &interrupt, |exchange| {
            let started = start(exchange, &target(2), &Settings::default(), "mine").expect("it starts");
            memory.advance(3_000);
            interrupt.raise();
            let update_key = started.expect("there are changes");
            assert_eq!(watch_update(exchange, &update_key).outcome, Outcome::Paused);
            update_key
        });
        let (report, _) = with(&memory, &Interrupt::new(), |exchange| {
            let found = active_update(exchange, &key()).expect("it is answered").expect("it is paused");
            let status = found.state.and_then(|state| state.status);
            assert_eq!((found.key, status), (Some(update_key.clone()), Some(JobUpdateStatus::RollForwardPaused)));
            steer(exchange, &update_key, wish, None).expect("it is allowed");
            watch_update(exchange, &update_key)
        });
        match wish {
            Steer::Resume => assert_eq!((report.outcome, running(&memory)), (Outcome::Finished, all(2, "new"))),
            Steer::RollBack => {
                assert!(matches!(report.outcome, Outcome::RolledBack { .. }), "{report:?}");
                assert_eq!(running(&memory), all(2, "old"));
            }
            _ => {
                assert_eq!(report.outcome, Outcome::Aborted(Trouble::Refused("the update ended as ABORTED".to_owned())))
            }
        }
    }
}

#[test]
fn a_second_update_is_refused_and_so_are_other_changes() {
    let memory = scheduler(2);
    with(&memory, &Interrupt::new(), |exchange| {
        start(exchange, &target(2), &Settings::default(), "mine").expect("it starts");
        let second = start(exchange, &target(2), &Settings::default(), "other");
        assert!(matches!(second, Err(Trouble::Refused(_))), "{second:?}");
    });
    let restarted = memory.restart_shards(key(), BTreeSet::from([1]), None).expect("memory answers");
    assert_eq!(restarted.code().name(), "LOCK_ERROR");
}

/// A scheduler that loses the answers to changing calls, once each.
struct Forgetful(Memory, RefCell<BTreeSet<&'static str>>);

impl Scheduler for Forgetful {
    fn call(&self, call: &Call) -> Answer {
        let answer = self.0.call(call);
        if call.changes() && self.1.borrow_mut().insert(call.method()) {
            return Err(TransportError::MaybeHappened("reset".to_owned()));
        }
        answer
    }
}

#[test]
fn lost_answers_start_nothing_twice() {
    let memory = scheduler(2);
    let forgetful = Forgetful(memory.clone(), RefCell::default());
    let interrupt = Interrupt::new();
    let exchange = Exchange { scheduler: &forgetful, clock: &memory, interrupt: &interrupt, tell: &|_| {} };
    let started = start(&exchange, &target(2), &Settings::default(), "mine").expect("it started").expect("a key");
    steer(&exchange, &started, Steer::Pause, None).expect("it paused");
    steer(&exchange, &started, Steer::Resume, None).expect("it goes on");
    assert_eq!(watch_update(&exchange, &started).outcome, Outcome::Finished);
    memory.sleep_ms(1);
    assert_eq!(memory.calls().iter().filter(|call| call.method() == "startJobUpdate").count(), 1);
}
