//! Talking to a scheduler: the API's types, its wire form, transports, clusters, discovery and updates.

pub mod api;
pub mod clusters;
mod connection;
pub mod discovery;
pub mod http;
pub mod memory;
pub mod netrc;
mod transport;
pub mod update;
pub mod wire;

pub use connection::Connection;
pub use transport::{Answer, Clock, Scheduler, TransportError};

#[cfg(test)]
mod http_tests;
#[cfg(test)]
mod wire_tests;
