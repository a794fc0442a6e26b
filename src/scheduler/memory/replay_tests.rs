//! The in-process scheduler answers as the recorded one did: the same requests, in the same order and pace.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Memory;
use crate::scheduler::api::{Call, Lock, Response};

/// Recordings whose whole state comes from their own calls.
const RUNS: [&str; 9] = [
    "hand-populate",
    "hand-lock",
    "hand-cron",
    "hand-quota",
    "hand-quota-2",
    "hand-kill",
    "hand-session",
    "hand-session-2",
    "hand-queries",
];

/// Methods that are not modelled.
const LEFT_OUT: [&str; 4] = ["getConfigSummary", "getJobSummary", "getRoleSummary", "getPendingReason"];

fn exchanges(run: &str) -> Vec<Json> {
    let text = include_str!("../../../fixtures/wire/recordings.jsonl");
    let mut records = text.lines().map(|line| serde_json::from_str::<Json>(line).expect("fixtures are JSON"));
    let record = records.find(|record| record["name"] == run).expect("the recording is there");
    record["exchanges"].as_array().expect("a list").clone()
}

/// Gives a call our lock in place of the recorded one.
fn with_our_lock(call: &mut Call, ours: &BTreeMap<String, Lock>) {
    let (Call::KillTasks { lock, .. }
    | Call::AddInstances { lock, .. }
    | Call::RestartShards { lock, .. }
    | Call::ReleaseLock { lock, .. }) = call
    else {
        return;
    };
    let token = lock.as_ref().and_then(|lock| lock.token.clone()).unwrap_or_default();
    if let Some(known) = ours.get(&token) {
        *lock = Some(known.clone());
    }
}

/// Code and message, without the times in it and without the dump of a whole job.
fn essence(response: &Response) -> (String, Option<String>) {
    let cut = |text: String| {
        ["Started at", "on a cron schedule: "]
            .iter()
            .fold(text, |text, mark| text.split(mark).next().unwrap_or_default().to_owned())
    };
    let message = response.message().map(cut);
    (response.code().name().into_owned(), message)
}

#[test]
fn recorded_requests_get_the_recorded_answers() {
    let mut findings = Vec::new();
    for run in RUNS {
        let memory = Memory::new(1_400_000_000_000);
        let mut locks = BTreeMap::new();
        let mut last = 0.0;
        for exchange in exchanges(run) {
            let now = exchange["t"].as_f64().unwrap_or(last + 5.0);
            memory.advance(((now - last) * 1000.0) as i64);
            last = now;
            let request = exchange["request"].as_str().unwrap_or_default();
            let Ok((mut call, _)) = Call::decode(request.as_bytes()) else { continue };
            let answer = exchange["answer"].as_str().unwrap_or_default();
            let Ok(recorded) = call.response(answer.as_bytes()) else { continue };
            if LEFT_OUT.contains(&call.method()) {
                continue;
            }
            with_our_lock(&mut call, &locks);
            let ours = memory.handle(&call);
            if let (Some(theirs), Some(lock)) = (recorded.lock(), ours.lock()) {
                locks.insert(theirs.token.clone().unwrap_or_default(), lock.clone());
            }
            if essence(&ours) != essence(&recorded) || ours.populated() != recorded.populated() {
                let note = exchange["note"].as_str().unwrap_or_default();
                findings.push(format!("{run}: {note}: {:?} and not {:?}", essence(&ours), essence(&recorded)));
            }
        }
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}
