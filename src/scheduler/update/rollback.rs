//! Taking an update back: what was touched, in descending order, to what ran before.

use std::collections::BTreeSet;

use super::engine::Run;
use super::{Action, Event, Plan, Trouble};
use crate::scheduler::api::TaskConfig;

impl Run<'_> {
    /// Restores the touched instances. Returns those that did not come up again, or `None` if the user stopped it.
    pub(super) fn roll_back(&mut self, plan: &Plan) -> Result<Option<BTreeSet<i32>>, Trouble> {
        (self.exchange.tell)(Event::RollingBack(self.touched.clone()));
        let descending: Vec<i32> = self.touched.iter().rev().copied().collect();
        let mut unreverted = BTreeSet::new();
        for batch in descending.chunks(self.settings.batch_size.max(1)) {
            if self.exchange.interrupt.wants_stop() {
                return Ok(None);
            }
            let with = |wanted: &[Action]| -> BTreeSet<i32> {
                let chosen = batch.iter().filter(|id| plan.actions.get(id).is_some_and(|has| wanted.contains(has)));
                chosen.copied().collect()
            };
            let kill = with(&[Action::Replace, Action::Add]);
            let again = with(&[Action::Replace, Action::Remove]);
            self.kill(&kill, &again)?;
            for (config, ids) in by_config(plan, &again) {
                self.add(&config, &ids)?;
            }
            match self.watch(&again)? {
                Some(failed) => unreverted.extend(failed),
                None => return Ok(None),
            }
        }
        Ok(Some(unreverted))
    }
}

/// The instances grouped by what they ran, every field of it, so that a rollback changes nothing.
fn by_config(plan: &Plan, ids: &BTreeSet<i32>) -> Vec<(TaskConfig, BTreeSet<i32>)> {
    let mut groups: Vec<(TaskConfig, BTreeSet<i32>)> = Vec::new();
    for id in ids {
        let Some(config) = plan.running.get(id) else { continue };
        match groups.iter_mut().find(|(known, _)| known == config) {
            Some((_, members)) => {
                members.insert(*id);
            }
            None => groups.push((config.clone(), BTreeSet::from([*id]))),
        }
    }
    groups
}
