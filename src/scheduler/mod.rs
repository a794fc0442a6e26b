//! Talking to a scheduler: the API's types, its wire form, transports, clusters, discovery and updates.

pub mod api;
pub mod wire;

#[cfg(test)]
mod wire_tests;
