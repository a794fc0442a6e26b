//! Locks on jobs.

use super::admission::valid_key;
use super::answers::{done, refuse, with};
use super::store::Store;
use crate::scheduler::api::*;

impl Store {
    /// Whether a call with this lock, or without one, may touch the job.
    pub fn check_lock(&self, key: &JobKey, lock: Option<&Lock>) -> Result<(), Box<Response>> {
        let path = key.path();
        if self.updates.active(&path).is_some() {
            let why = format!("Unable to perform operation for: {path}. An update of the job is active.");
            return Err(Box::new(refuse(ResponseCode::LockError, &why)));
        }
        match (self.locks.get(&path), lock) {
            (Some(held), Some(shown)) if held == shown => Ok(()),
            (Some(_), _) => {
                let why = format!("Unable to perform operation for: {path}. Use override/cancel option.");
                Err(Box::new(refuse(ResponseCode::LockError, &why)))
            }
            (None, Some(_)) => {
                let why = format!("Invalid operation context: {path}");
                Err(Box::new(refuse(ResponseCode::LockError, &why)))
            }
            (None, None) => Ok(()),
        }
    }

    /// `acquireLock`; `None` for an illegal key.
    pub fn acquire(&mut self, key: &JobKey, now: i64) -> Option<Response> {
        if !valid_key(key) {
            return None;
        }
        let path = key.path();
        if let Some(held) = self.locks.get(&path) {
            let since = held.timestamp_ms.unwrap_or(0);
            let why = format!(
                "Operation for: {path} is already in progress. Started at: {since}. Current owner: {}.",
                held.user.as_deref().unwrap_or_default()
            );
            return Some(refuse(ResponseCode::LockError, &why));
        }
        self.counter += 1;
        let lock = Lock {
            key: Some(LockKey { job: Some(key.clone()), unknown: Vec::new() }),
            token: Some(format!("00000000-0000-4000-8000-{:012x}", self.counter)),
            user: Some("UNSECURE".to_owned()),
            timestamp_ms: Some(now),
            ..Lock::default()
        };
        self.locks.insert(path, lock.clone());
        let result = AcquireLockResult { lock: Some(lock), unknown: Vec::new() };
        Some(with(ApiResult { acquire_lock: Some(result), ..ApiResult::default() }))
    }

    /// `releaseLock`; `None` for an illegal key.
    pub fn release(&mut self, lock: &Lock, validation: Option<LockValidation>) -> Option<Response> {
        let key = lock.key.as_ref().and_then(|key| key.job.clone()).filter(valid_key)?;
        if validation? == LockValidation::Checked
            && let Err(refused) = self.check_lock(&key, Some(lock))
        {
            return Some(*refused);
        }
        self.locks.remove(&key.path());
        Some(done())
    }

    /// `getLocks`.
    pub fn held_locks(&self) -> Response {
        let result = GetLocksResult { locks: Some(self.locks.values().cloned().collect()), unknown: Vec::new() };
        with(ApiResult { get_locks: Some(result), ..ApiResult::default() })
    }
}
