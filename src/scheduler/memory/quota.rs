//! Quotas of roles: production tasks consume them.

use super::answers::with;
use super::store::{Store, is_active, key_of};
use crate::scheduler::api::*;

/// Cores, mebibytes of memory, mebibytes of disk.
type Amount = (f64, i64, i64);

fn of(task: &TaskConfig, times: usize) -> Amount {
    let many = i64::try_from(times).unwrap_or(i64::MAX);
    (
        task.num_cpus.unwrap_or(0.0) * times as f64,
        task.ram_mb.unwrap_or(0).saturating_mul(many),
        task.disk_mb.unwrap_or(0).saturating_mul(many),
    )
}

fn aggregate((cpus, ram, disk): Amount) -> ResourceAggregate {
    ResourceAggregate { num_cpus: Some(cpus), ram_mb: Some(ram), disk_mb: Some(disk), ..Default::default() }
}

impl Store {
    fn consumed(&self, role: &str, production: bool) -> Amount {
        let tasks = self.tasks.iter().filter(|task| is_active(task)).filter_map(ScheduledTask::config);
        let counted = tasks.filter(|config| {
            key_of(config).role.as_deref() == Some(role) && config.production.unwrap_or(false) == production
        });
        counted
            .map(|config| of(config, 1))
            .fold((0.0, 0, 0), |sum, task| (sum.0 + task.0, sum.1.saturating_add(task.1), sum.2.saturating_add(task.2)))
    }

    fn allotted(&self, role: &str) -> Amount {
        let quota = self.quotas.get(role).cloned().unwrap_or_default();
        (quota.num_cpus.unwrap_or(0.0), quota.ram_mb.unwrap_or(0), quota.disk_mb.unwrap_or(0))
    }

    /// Whether so many more tasks fit into the quota of their role; the words of the refusal otherwise.
    pub fn check_quota(&self, task: &TaskConfig, more: usize) -> Result<(), String> {
        if task.production != Some(true) {
            return Ok(());
        }
        let role = key_of(task).role.unwrap_or_default();
        let (quota, used, wanted) = (self.allotted(&role), self.consumed(&role, true), of(task, more));
        let over = (
            used.0 + wanted.0 - quota.0,
            used.1.saturating_add(wanted.1) - quota.1,
            used.2.saturating_add(wanted.2) - quota.2,
        );
        let mut words = Vec::new();
        if over.0 > 0.0 {
            words.push(format!("CPU quota exceeded by {:.2} core(s)", over.0));
        }
        if over.1 > 0 {
            words.push(format!("RAM quota exceeded by {:.2} MB", over.1 as f64));
        }
        if over.2 > 0 {
            words.push(format!("DISK quota exceeded by {:.2} MB", over.2 as f64));
        }
        if words.is_empty() { Ok(()) } else { Err(words.join("; ")) }
    }

    /// `getQuota`.
    pub fn quota_of(&self, role: &str) -> Response {
        let result = GetQuotaResult {
            quota: Some(aggregate(self.allotted(role))),
            prod_consumption: Some(aggregate(self.consumed(role, true))),
            non_prod_consumption: Some(aggregate(self.consumed(role, false))),
            ..Default::default()
        };
        with(ApiResult { get_quota: Some(result), ..Default::default() })
    }
}
