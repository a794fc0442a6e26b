//! Amounts of resources wherever a release writes them: in fields of their own, to 0.20, or in a set, from 0.14 on
//! (`reference/scheduler-api.md §6`).

use std::collections::BTreeSet;

use super::{Resource, ResourceAggregate, TaskConfig};
use crate::scheduler::wire::Set;

/// The first amount in a set that is one of this kind.
fn among<T>(resources: Option<&Set<Resource>>, kind: impl Fn(&Resource) -> Option<T>) -> Option<T> {
    resources?.0.iter().find_map(kind)
}

impl TaskConfig {
    /// Cores.
    pub fn cpus(&self) -> Option<f64> {
        self.num_cpus.or_else(|| among(self.resources.as_ref(), |one| one.num_cpus))
    }

    /// Mebibytes of memory.
    pub fn ram(&self) -> Option<i64> {
        self.ram_mb.or_else(|| among(self.resources.as_ref(), |one| one.ram_mb))
    }

    /// Mebibytes of disk.
    pub fn disk(&self) -> Option<i64> {
        self.disk_mb.or_else(|| among(self.resources.as_ref(), |one| one.disk_mb))
    }

    /// Graphics processors.
    pub fn gpus(&self) -> Option<i64> {
        among(self.resources.as_ref(), |one| one.num_gpus)
    }

    /// The names of ports.
    pub fn ports(&self) -> BTreeSet<String> {
        let named = self.resources.iter().flat_map(|set| &set.0).filter_map(|one| one.named_port.clone());
        self.requested_ports.iter().flat_map(|set| &set.0).cloned().chain(named).collect()
    }
}

impl ResourceAggregate {
    /// Cores.
    pub fn cpus(&self) -> Option<f64> {
        self.num_cpus.or_else(|| among(self.resources.as_ref(), |one| one.num_cpus))
    }

    /// Mebibytes of memory.
    pub fn ram(&self) -> Option<i64> {
        self.ram_mb.or_else(|| among(self.resources.as_ref(), |one| one.ram_mb))
    }

    /// Mebibytes of disk.
    pub fn disk(&self) -> Option<i64> {
        self.disk_mb.or_else(|| among(self.resources.as_ref(), |one| one.disk_mb))
    }
}
