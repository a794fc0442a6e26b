//! How far an engine has come, as its events tell: what a bar shows.

use std::collections::BTreeSet;

use crate::commands::remote::list;
use crate::scheduler::update::{Action, Event, Plan};

/// Instances that are done, of those that will be worked on.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Progress {
    /// All that will be worked on.
    all: BTreeSet<i32>,
    /// Those among them that only have to end.
    ending: BTreeSet<i32>,
    /// Those that will be started where nothing ran.
    new: BTreeSet<i32>,
    done: BTreeSet<i32>,
    is_back: bool,
    doing: String,
}

impl Progress {
    /// Nothing done yet of a plan.
    pub fn of(plan: &Plan) -> Progress {
        let (ending, new) = (plan.with(Action::Remove), plan.with(Action::Add));
        let all = plan.with(Action::Replace).into_iter().chain(ending.iter().copied()).chain(new.iter().copied());
        Progress { all: all.collect(), ending, new, ..Progress::default() }
    }

    /// Nothing done yet of these instances.
    pub fn of_instances(ids: &BTreeSet<i32>) -> Progress {
        Progress { all: ids.clone(), ..Progress::default() }
    }

    /// How many instances are done.
    pub fn done(&self) -> usize {
        self.done.len()
    }

    /// How many instances there are to do.
    pub fn total(&self) -> usize {
        self.all.len()
    }

    /// What is being done, in a few words.
    pub fn doing(&self) -> &str {
        &self.doing
    }

    /// Takes in a step.
    pub fn hear(&mut self, event: &Event) {
        match event {
            Event::Killing(ids) => self.doing = format!("stopping {}", list(ids)),
            Event::Killed(ids) => self.done.extend(ids & &self.ending),
            Event::Adding(ids) => self.doing = format!("starting {}", list(ids)),
            Event::Restarting(ids) => {
                self.done = &self.done - ids;
                self.doing = format!("restarting {}", list(ids));
            }
            Event::Updating(ids) => self.doing = format!("updating {}", list(ids)),
            Event::Watching(ids) if !ids.is_empty() => self.doing = format!("watching {}", list(ids)),
            Event::Healthy(ids) | Event::Failed(ids) => self.done.extend(ids & &self.all),
            Event::RollingBack(ids) => {
                if !self.is_back {
                    // What was new ends now, and what was to end comes back.
                    *self = Progress { is_back: true, ending: std::mem::take(&mut self.new), ..Progress::default() };
                }
                self.all.extend(ids);
                self.doing = "rolling back".to_owned();
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::Progress;
    use crate::scheduler::api::TaskConfig;
    use crate::scheduler::update::{Event, Plan};

    fn task(name: &str) -> TaskConfig {
        TaskConfig { job_name: Some(name.to_owned()), ..TaskConfig::default() }
    }

    fn ids<const N: usize>(ids: [i32; N]) -> BTreeSet<i32> {
        BTreeSet::from(ids)
    }

    /// 0 is replaced, 1 is kept, 2 is removed.
    fn shrinking() -> Progress {
        let running = BTreeMap::from([(0, task("old")), (1, task("new")), (2, task("old"))]);
        Progress::of(&Plan::new(running, task("new"), 2, None).expect("all are in range"))
    }

    #[test]
    fn every_instance_counts_once() {
        let mut progress = shrinking();
        let mut told = Vec::new();
        for event in [
            Event::Killing(ids([0])),
            Event::Killed(ids([0])),
            Event::Adding(ids([0])),
            Event::Watching(ids([0])),
            Event::Failed(ids([0])),
            Event::Restarting(ids([0])),
            Event::Healthy(ids([0])),
            Event::Killing(ids([2])),
            Event::Killed(ids([2])),
            Event::Healthy(ids([])),
        ] {
            progress.hear(&event);
            told.push(format!("{}/{} {}", progress.done(), progress.total(), progress.doing()));
        }
        let expected = [
            "0/2 stopping 0",
            "0/2 stopping 0",
            "0/2 starting 0",
            "0/2 watching 0",
            "1/2 watching 0",
            "0/2 restarting 0",
            "1/2 restarting 0",
            "1/2 stopping 2",
            "2/2 stopping 2",
            "2/2 stopping 2",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_rollback_begins_anew_with_what_was_touched() {
        let running = BTreeMap::from([(0, task("old"))]);
        let mut progress = Progress::of(&Plan::new(running, task("new"), 3, None).expect("all are in range"));
        progress.hear(&Event::Healthy(ids([0])));
        progress.hear(&Event::Failed(ids([1])));
        assert_eq!((progress.done(), progress.total()), (2, 3));
        progress.hear(&Event::RollingBack(ids([0, 1])));
        assert_eq!((progress.done(), progress.total(), progress.doing()), (0, 2, "rolling back"));
        progress.hear(&Event::Killed(ids([1])));
        assert_eq!(progress.done(), 1, "an added instance is done when it has ended");
        progress.hear(&Event::Killed(ids([0])));
        progress.hear(&Event::Healthy(ids([0])));
        assert_eq!((progress.done(), progress.total()), (2, 2));
    }
}
