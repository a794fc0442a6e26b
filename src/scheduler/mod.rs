//! Talking to a scheduler: the API's types, its wire form, transports, clusters, discovery and updates.

pub mod api;
pub mod memory;
mod transport;
pub mod update;
pub mod wire;

pub use transport::{Answer, Clock, Scheduler, TransportError};

#[cfg(test)]
mod wire_tests;
