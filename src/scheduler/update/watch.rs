//! Whether instances came up and stay up (`reference/commands.md §17`), as a machine without IO.

use std::collections::{BTreeMap, BTreeSet};

/// What is known about an instance.
#[derive(Clone, PartialEq, Debug)]
enum Sight {
    NotYet,
    Up { task: String, since: i64 },
    Healthy,
    Failed,
}

/// Watches a set of instances. Times are milliseconds; all comparisons are strict.
#[derive(Clone, Debug)]
pub struct InstanceWatcher {
    sights: BTreeMap<i32, Sight>,
    healthy_by: i64,
    all_by: i64,
    watch: i64,
}

impl InstanceWatcher {
    /// Starts to watch: each instance has `threshold` to be seen running and then must stay for `watch`.
    pub fn new(ids: &BTreeSet<i32>, now: i64, threshold: i64, watch: i64) -> InstanceWatcher {
        InstanceWatcher {
            sights: ids.iter().map(|id| (*id, Sight::NotYet)).collect(),
            healthy_by: now.saturating_add(threshold),
            all_by: now.saturating_add(threshold).saturating_add(watch),
            watch,
        }
    }

    /// Takes in which instances run, with their task's id.
    pub fn observe(&mut self, now: i64, running: &BTreeMap<i32, String>) {
        for (id, sight) in &mut self.sights {
            let next = match (&*sight, running.get(id)) {
                (Sight::Healthy | Sight::Failed, _) => continue,
                (Sight::NotYet, Some(task)) => Sight::Up { task: task.clone(), since: now },
                (Sight::NotYet, None) if now > self.healthy_by => Sight::Failed,
                (Sight::NotYet, None) => continue,
                (Sight::Up { task, since }, Some(seen)) if task == seen => {
                    if now <= since.saturating_add(self.watch) {
                        continue;
                    }
                    Sight::Healthy
                }
                // It ended, or another task took its place meanwhile.
                (Sight::Up { .. }, _) => Sight::Failed,
            };
            *sight = next;
        }
    }

    /// Whether the verdicts are in, or the time is over.
    pub fn is_finished(&self, now: i64) -> bool {
        now > self.all_by || self.sights.values().all(|sight| matches!(sight, Sight::Healthy | Sight::Failed))
    }

    /// The instances without the verdict "healthy".
    pub fn failed(&self) -> BTreeSet<i32> {
        self.sights.iter().filter(|(_, sight)| **sight != Sight::Healthy).map(|(id, _)| *id).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(tasks: &[(i32, &str)]) -> BTreeMap<i32, String> {
        tasks.iter().map(|(id, task)| (*id, (*task).to_owned())).collect()
    }

    #[test]
    fn staying_up_is_healthy_and_a_change_of_task_is_not() {
        let mut watcher = InstanceWatcher::new(&BTreeSet::from([0, 1, 2]), 0, 60, 30);
        watcher.observe(3, &seen(&[(0, "a"), (1, "b")]));
        watcher.observe(33, &seen(&[(0, "a"), (1, "other")]));
        assert!(!watcher.is_finished(33), "exactly 30 is not more than 30");
        watcher.observe(34, &seen(&[(0, "a")]));
        watcher.observe(61, &seen(&[]));
        assert!(watcher.is_finished(61));
        assert_eq!(watcher.failed(), BTreeSet::from([1, 2]));
    }

    #[test]
    fn the_time_ends_the_watch() {
        let mut watcher = InstanceWatcher::new(&BTreeSet::from([0]), 0, 60, 30);
        watcher.observe(60, &seen(&[(0, "a")]));
        assert!(!watcher.is_finished(90));
        assert!(watcher.is_finished(91));
        assert_eq!(watcher.failed(), BTreeSet::from([0]));
    }
}
