//! A cluster's scheduler: found at the first call, kept, and looked for again when it has gone.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use super::api::Call;
use super::clusters::Cluster;
use super::discovery::{Patience, find_leader};
use super::http::{Http, HttpSettings};
use super::transport::{Answer, Scheduler, TransportError};
use crate::config::Release;

/// The way to a cluster's leader. A call is sent once.
pub struct Connection {
    cluster: Cluster,
    http: HttpSettings,
    patience: Patience,
    current: RefCell<Option<(String, Http)>>,
    /// It is known to be a release after 0.6.
    is_later: Cell<bool>,
}

impl Connection {
    /// Does nothing yet.
    pub fn new(cluster: Cluster, http: HttpSettings, patience: Patience) -> Connection {
        // Whoever calls repeats, with a clock and a user who can interrupt; then the leader is looked up again, too.
        let http = HttpSettings { retry_for: Duration::ZERO, ..http };
        let release = cluster.release.as_deref().and_then(Release::parse).unwrap_or_default();
        let is_later = Release::parse("0.7.0").is_some_and(|first| release >= first);
        Connection { cluster, http, patience, current: RefCell::new(None), is_later: Cell::new(is_later) }
    }

    /// The cluster.
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// The leader's base address, looked up if need be.
    ///
    /// # Errors
    /// If the cluster says nothing of its scheduler, or none is found.
    pub fn uri(&self) -> Result<String, TransportError> {
        self.resolve()?;
        Ok(self.current.borrow().as_ref().map(|(uri, _)| uri.clone()).unwrap_or_default())
    }

    fn resolve(&self) -> Result<(), TransportError> {
        if self.current.borrow().is_some() {
            return Ok(());
        }
        let name = &self.cluster.name;
        let uri = match (self.cluster.zk_hosts(), &self.cluster.scheduler_zk_path, &self.cluster.scheduler_uri) {
            (Some(hosts), Some(path), _) => find_leader(&hosts, path, None, self.patience)
                .map_err(|why| TransportError::NotSent(format!("No schedulers detected in {name}! {why}")))?,
            (Some(_), None, _) => {
                return Err(TransportError::Nowhere(format!("cluster {name} has `zk` but no `scheduler_zk_path`")));
            }
            (None, _, Some(uri)) => uri.clone(),
            (None, _, None) => {
                return Err(TransportError::Nowhere(format!("cluster {name} does not specify zk or scheduler_uri")));
            }
        };
        let http = Http::new(&uri, self.http.clone()).map_err(TransportError::NotSent)?;
        *self.current.borrow_mut() = Some((uri, http));
        Ok(())
    }
}

impl Scheduler for Connection {
    fn is_later(&self) -> bool {
        self.is_later.get()
    }

    fn call(&self, call: &Call) -> Answer {
        self.resolve()?;
        let answer = match &*self.current.borrow() {
            Some((_, http)) if self.is_later.get() => http.call(&call.clone().for_later()),
            Some((_, http)) => http.call(call),
            None => Err(TransportError::NotSent("no scheduler".to_owned())),
        };
        // The first call of every command; from 0.7 on there is no such method.
        if matches!((call, &answer), (Call::GetVersion {}, Err(TransportError::UnknownMethod(_)))) {
            self.is_later.set(true);
        }
        if answer.as_ref().is_err_and(TransportError::is_transient) {
            // The leader may be another one now.
            *self.current.borrow_mut() = None;
        }
        answer
    }
}
