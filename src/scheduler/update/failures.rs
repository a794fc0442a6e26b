//! Failure accounting, per instance and in total (`reference/commands.md §17`).

use std::collections::{BTreeMap, BTreeSet};

/// How often instances failed, and how often they may.
#[derive(Clone, Debug)]
pub struct Failures {
    max_per_instance: u32,
    max_total: u32,
    counts: BTreeMap<i32, u32>,
}

impl Failures {
    /// Nothing failed yet.
    pub fn new(max_per_instance: u32, max_total: u32) -> Failures {
        Failures { max_per_instance, max_total, counts: BTreeMap::new() }
    }

    /// Counts one more failure of each.
    pub fn count(&mut self, failed: &BTreeSet<i32>) {
        for id in failed {
            let count = self.counts.entry(*id).or_default();
            *count = count.saturating_add(1);
        }
    }

    /// Gives an instance up: it counts as over its limit.
    pub fn give_up(&mut self, ids: &BTreeSet<i32>) {
        self.counts.extend(ids.iter().map(|id| (*id, self.max_per_instance.saturating_add(1))));
    }

    /// The instances that failed more often than one may.
    pub fn exceeded(&self) -> BTreeSet<i32> {
        self.counts.iter().filter(|(_, count)| **count > self.max_per_instance).map(|(id, _)| *id).collect()
    }

    /// Whether more instances are over their limit than may be.
    pub fn is_over(&self) -> bool {
        self.exceeded().len() > self.max_total as usize
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Failures;

    #[test]
    fn limits_are_numbers_that_are_still_allowed() {
        let one = BTreeSet::from([1]);
        // Nothing allowed: the first failure is too many.
        let mut failures = Failures::new(0, 0);
        assert!(!failures.is_over());
        failures.count(&one);
        assert!(failures.is_over() && failures.exceeded() == one);
        // Two retries of an instance, and one instance that may be given up.
        let mut failures = Failures::new(2, 1);
        for _ in 0..2 {
            failures.count(&one);
            assert!(failures.exceeded().is_empty());
        }
        failures.count(&one);
        assert!(failures.exceeded() == one && !failures.is_over());
        failures.give_up(&BTreeSet::from([7]));
        assert!(failures.exceeded() == BTreeSet::from([1, 7]) && failures.is_over());
    }
}
