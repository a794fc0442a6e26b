//! Calls as an engine makes them: repeated where that is safe, and never given up in doubt without saying so.

use super::{Event, Interrupt};
use crate::scheduler::api::{Response, ResponseCode};
use crate::scheduler::transport::{Answer, Clock, Scheduler, TransportError};

/// How long one call is tried again, in milliseconds.
const PATIENCE_MS: i64 = 600_000;

/// The wait between tries, in milliseconds.
const PAUSE_MS: i64 = 5_000;

/// Why a call has no good answer.
#[derive(Clone, PartialEq, Debug)]
pub enum Trouble {
    /// The lock was held by another, or is gone.
    Locked(String),
    /// The scheduler refused; nothing changed.
    Refused(String),
    /// The scheduler does not let this user do it; nothing changed.
    Denied(String),
    /// The answer was lost; it may have happened.
    Doubt(String),
    /// The scheduler was not reached for a long time, or cannot work.
    Unreachable(String),
    /// The scheduler has no such method: another release.
    NoMethod(String),
    /// The user wants out.
    Interrupted,
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Trouble::Locked(why)
            | Trouble::Refused(why)
            | Trouble::Denied(why)
            | Trouble::Doubt(why)
            | Trouble::Unreachable(why)
            | Trouble::NoMethod(why) => f.write_str(why),
            Trouble::Interrupted => f.write_str("interrupted"),
        }
    }
}

/// What every part of an engine needs.
pub struct Exchange<'a> {
    /// The scheduler.
    pub scheduler: &'a dyn Scheduler,
    /// The time.
    pub clock: &'a dyn Clock,
    /// The user's wish to stop.
    pub interrupt: &'a Interrupt,
    /// Who hears of the steps.
    pub tell: &'a dyn Fn(Event),
}

impl Exchange<'_> {
    /// A call that changes nothing: repeated until it is answered, for ten minutes. It never leaves anything in doubt.
    pub fn read(&self, method: &'static str, call: impl Fn(&dyn Scheduler) -> Answer) -> Result<Response, Trouble> {
        match self.repeat(method, call, TransportError::is_transient) {
            Err(Trouble::Doubt(why)) => Err(Trouble::Refused(why)),
            other => other,
        }
    }

    /// A call that changes something: repeated only while nothing has happened, because nobody was reached, or there was no
    /// leader (status 503).
    pub fn change(&self, method: &'static str, call: impl Fn(&dyn Scheduler) -> Answer) -> Result<Response, Trouble> {
        self.repeat(method, call, |failure| failure.is_transient() && !failure.may_have_happened())
    }

    fn repeat(
        &self,
        method: &'static str,
        call: impl Fn(&dyn Scheduler) -> Answer,
        again: impl Fn(&TransportError) -> bool,
    ) -> Result<Response, Trouble> {
        let deadline = self.clock.now_ms().saturating_add(PATIENCE_MS);
        loop {
            if self.interrupt.wants_out() {
                return Err(Trouble::Interrupted);
            }
            let reason = match call(self.scheduler) {
                Ok(response) => match judge(method, response) {
                    Ok(response) => return Ok(response),
                    Err(Judgement::Final(trouble)) => return Err(trouble),
                    Err(Judgement::Later(reason)) => reason,
                },
                Err(TransportError::UnknownMethod(why)) => return Err(Trouble::NoMethod(format!("{method}: {why}"))),
                Err(failure @ TransportError::NotAuthorised(_)) => {
                    return Err(Trouble::Denied(format!("{method}: {failure}")));
                }
                Err(failure) if again(&failure) => failure.to_string(),
                Err(failure) if failure.may_have_happened() => {
                    return Err(Trouble::Doubt(format!("{method}: {failure}")));
                }
                Err(failure) => return Err(Trouble::Unreachable(format!("{method}: {failure}"))),
            };
            if self.clock.now_ms() >= deadline {
                return Err(Trouble::Unreachable(format!("{method}: {reason}; tried for ten minutes")));
            }
            (self.tell)(Event::Retrying { method, reason, wait_ms: PAUSE_MS });
            self.clock.sleep_ms(PAUSE_MS);
        }
    }
}

enum Judgement {
    Final(Trouble),
    Later(String),
}

/// What an answer's code means.
fn judge(method: &str, response: Response) -> Result<Response, Judgement> {
    let message = || format!("{method}: {}", response.message().unwrap_or_else(|| "no message".to_owned()));
    match response.code() {
        ResponseCode::Ok => Ok(response),
        ResponseCode::LockError => Err(Judgement::Final(Trouble::Locked(message()))),
        ResponseCode::AuthFailed => Err(Judgement::Final(Trouble::Denied(format!("{} (AUTH_FAILED)", message())))),
        ResponseCode::ErrorTransient => Err(Judgement::Later(message())),
        ResponseCode::Error if response.message().is_some_and(|text| text.contains("Storage is not READY")) => {
            Err(Judgement::Later(message()))
        }
        code => Err(Judgement::Final(Trouble::Refused(format!("{} ({})", message(), code.name())))),
    }
}
