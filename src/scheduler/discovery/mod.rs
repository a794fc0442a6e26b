//! Who leads: schedulers publish themselves in ZooKeeper while they lead (`reference/scheduler-api.md §11`).

mod member;
mod zookeeper;

pub use member::{endpoint, members};
pub use zookeeper::{DiscoveryError, Patience, find_leader};
