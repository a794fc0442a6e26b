//! The HTTP adapter against the in-process scheduler, through real sockets and real faults.

use std::time::Duration;

use super::api::{JobKey, ResponseCode};
use super::http::{Http, HttpSettings};
use super::memory::serve::{Fault, Server};
use super::transport::{Scheduler, TransportError};
use super::update::sample_job;

fn pair() -> (Server, Http) {
    let server = Server::start(1, |_| {}).expect("a port on loopback");
    let settings = HttpSettings {
        timeout: Duration::from_millis(700),
        retry_for: Duration::from_secs(3),
        pause: Duration::from_millis(10),
        ..HttpSettings::default()
    };
    let http = Http::new(&server.uri(), settings).expect("the address is good");
    (server, http)
}

#[test]
fn reads_are_repeated_and_changes_are_not() {
    let (server, http) = pair();
    server.plan([Some(Fault::Drop), Some(Fault::Page(503)), Some(Fault::CutAnswer), None]);
    assert!(http.get_version().is_ok_and(|response| response.is_ok()));
    server.plan([Some(Fault::CutAnswer)]);
    let lost = http.create_job(sample_job(2, "x")).expect_err("the answer was cut");
    assert!(lost.may_have_happened(), "{lost:?}");
    let again = http.create_job(sample_job(2, "x")).expect("an answer");
    assert_eq!(again.code(), ResponseCode::InvalidRequest);
    assert_eq!(again.message().as_deref(), Some("Job already exists: ops/prod/web"));
}

#[test]
fn every_fault_has_its_error() {
    let (server, http) = pair();
    let key = || JobKey::new("ops", "prod", "web");
    let fail = |fault: Fault| {
        server.plan([Some(fault)]);
        http.acquire_lock(key()).expect_err("a fault was planned")
    };
    assert!(fail(Fault::Garbage).may_have_happened());
    assert!(fail(Fault::Slow(Duration::from_secs(1))).may_have_happened());
    assert!(matches!(fail(Fault::Page(401)), TransportError::NotAuthorised(_)));
    match fail(Fault::Page(500)) {
        TransportError::Rejected { status: 500, message } => assert_eq!(message, "Error HTTP ERROR"),
        other => panic!("{other:?}"),
    }
    drop(server);
    let refused = http.acquire_lock(key()).expect_err("nobody listens");
    assert!(matches!(refused, TransportError::NotSent(_)), "{refused:?}");
}

#[test]
fn codes_and_redirects_pass_through() {
    let (server, http) = pair();
    for number in 0..7 {
        let code = ResponseCode::from_number(number);
        server.plan([Some(Fault::Code(code))]);
        assert_eq!(http.get_version().map(|response| response.code()), Ok(code));
    }
    let leader = Server::start(1, |_| {}).expect("a port on loopback");
    server.plan([Some(Fault::Redirect(format!("{}/api", leader.uri())))]);
    assert!(http.create_job(sample_job(1, "x")).is_ok_and(|response| response.is_ok()));
    server.plan([Some(Fault::Version(4))]);
    assert_eq!(http.get_jobs(None).map(|response| response.api_version()), Ok(Some(4)));
}
