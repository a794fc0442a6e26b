//! The adapter to ZooKeeper. The only place with an asynchronous runtime, which lives for one lookup.
#![allow(clippy::disallowed_methods, reason = "the network and the clock belong to this adapter")]

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};
use zookeeper_client::{Client, Error};

use super::{endpoint, members};

/// The pause between two looks at a directory.
const PAUSE: Duration = Duration::from_millis(200);

/// How long a lookup may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For a connection to any of the hosts.
    pub connect: Duration,
    /// For a leader to appear.
    pub leader: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience { connect: Duration::from_secs(10), leader: Duration::from_secs(10) }
    }
}

/// Why no leader was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DiscoveryError {
    /// No host of ZooKeeper answers.
    Unreachable(String),
    /// Nobody leads, or the leader cannot be read.
    NoLeader(String),
}

impl std::fmt::Display for DiscoveryError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            DiscoveryError::Unreachable(why) | DiscoveryError::NoLeader(why) => f.write_str(why),
        }
    }
}

/// The leader's base address. `hosts` are `host:port`, comma separated; an address in `not` is waited out, as one of a
/// leader that has gone.
///
/// # Errors
/// If ZooKeeper cannot be reached, or no leader shows in time.
pub fn find_leader(hosts: &str, path: &str, not: Option<&str>, patience: Patience) -> Result<String, DiscoveryError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|why| DiscoveryError::Unreachable(format!("no runtime for ZooKeeper: {why}")))?;
    let found = runtime.block_on(look(hosts, &normal(path), not, patience));
    runtime.shutdown_background();
    found
}

/// One leading slash and no empty parts.
fn normal(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    format!("/{}", parts.join("/"))
}

async fn look(hosts: &str, path: &str, not: Option<&str>, patience: Patience) -> Result<String, DiscoveryError> {
    let unreachable =
        |why: String| DiscoveryError::Unreachable(format!("ZooKeeper at {hosts} cannot be reached: {why}"));
    let connector = Client::connector().with_session_timeout(Duration::from_secs(10));
    let client = timeout(patience.connect, connector.connect(hosts))
        .await
        .map_err(|_| unreachable(format!("no answer within {} s", patience.connect.as_secs_f32())))?
        .map_err(|why| unreachable(why.to_string()))?;
    let deadline = Instant::now() + patience.leader;
    let mut seen = "the directory is empty";
    loop {
        let left = deadline.saturating_duration_since(Instant::now()).max(PAUSE);
        match timeout(left, leader_now(&client, path)).await {
            Ok(Ok(Some(uri))) if Some(uri.as_str()) != not => return Ok(uri),
            Ok(Ok(Some(_))) => seen = "only the leader that has gone is there",
            Ok(Ok(None)) => {}
            Ok(Err(why)) => return Err(unreachable(why.to_string())),
            Err(_) => return Err(unreachable("no answer".to_owned())),
        }
        if Instant::now() >= deadline {
            return Err(DiscoveryError::NoLeader(format!(
                "no scheduler leads at {path} in ZooKeeper at {hosts}: {seen}"
            )));
        }
        sleep(PAUSE).await;
    }
}

/// The oldest member with an address.
async fn leader_now(client: &Client, path: &str) -> Result<Option<String>, Error> {
    let children = match client.list_children(path).await {
        Ok(children) => children,
        Err(Error::NoNode) => return Ok(None),
        Err(why) => return Err(why),
    };
    for name in members(&children) {
        match client.get_data(&format!("{}/{name}", path.trim_end_matches('/'))).await {
            Ok((data, _)) => {
                if let Some(uri) = endpoint(&data) {
                    return Ok(Some(uri));
                }
            }
            // It has gone since the list was made.
            Err(Error::NoNode) => {}
            Err(why) => return Err(why),
        }
    }
    Ok(None)
}
