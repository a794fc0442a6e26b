//! Cluster files (`reference/scheduler-api.md §10`): which clusters there are, and how to reach each.

mod cluster;
mod json;
mod paths;

pub use cluster::{Cluster, Clusters, Parsed, parse_clusters, without_login};
pub use paths::{FileName, cluster_files};
