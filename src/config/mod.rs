//! From a configuration file to one job (`reference/loading.md`).

pub mod environment;
