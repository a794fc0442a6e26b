//! Where the ports of a job are asked for, for `--where`: the first text of a process that refers to each, or the entry of the
//! announcer's portmap that names it.

use std::collections::BTreeMap;

use super::places::short;
use crate::config::provenance::{Explained, Link};
use crate::objects::Step;
use crate::source::SourceMap;

/// What the values of a job say of ports.
#[derive(Default)]
pub struct Ports {
    /// For each name in a process the place of the first text with it.
    asked: Vec<(String, String)>,
    /// The portmap: name, what it stands for, and where that was set.
    mapped: Vec<(String, String, String)>,
}

impl Ports {
    /// Notes what a value says; values come in the job's order.
    pub fn note(&mut self, path: &[Step], explained: &Explained, sources: &SourceMap) {
        let is = |at: usize, wanted: &str| matches!(path.get(at), Some(Step::Field(name)) if **name == *wanted);
        if is(0, "task") && is(1, "processes") {
            for reference in &explained.open {
                let named = reference.strip_prefix("{{thermos.ports[").and_then(|rest| rest.split_once(']'));
                let Some((name, _)) = named.filter(|(name, _)| self.asked.iter().all(|(known, _)| known != name))
                else {
                    continue;
                };
                let mut answers = explained.answers.iter().filter(|answer| answer.text.contains(reference.as_str()));
                let carrier: Option<&Link> = match explained.template.contains(reference.as_str()) {
                    true => explained.chain.last(),
                    false => answers.next_back().and_then(|answer| answer.chain.last()),
                };
                self.asked.extend(carrier.map(|link| (name.to_owned(), short(link, sources))));
            }
        } else if let (true, true, Some(Step::Key(name))) = (is(0, "announce"), is(1, "portmap"), path.get(2)) {
            let last = explained.answers.last().map_or(&explained.chain, |answer| &answer.chain).last();
            let entry = last.map(|link| (name.to_string(), explained.value.clone(), short(link, sources)));
            self.mapped.extend(entry);
        }
    }

    /// The places of the ports that are requested, or one for all if it is the same.
    pub fn words<'a>(&self, requested: impl Iterator<Item = &'a str>) -> Option<String> {
        let map: BTreeMap<&str, &str> = self.mapped.iter().map(|(name, port, _)| (&**name, &**port)).collect();
        let stands_for = |name: &str| {
            let next = |at: &&str| map.get(at).copied().filter(|next| next != at);
            // The portmap has no circle, or the job would have an error.
            std::iter::successors(Some(name), next).take(map.len() + 1).last().unwrap_or(name).to_owned()
        };
        let place = |port: &str| {
            let asked = self.asked.iter().find(|(name, _)| stands_for(name) == port).map(|(_, place)| place);
            asked.or_else(|| self.mapped.iter().find(|(_, value, _)| value == port).map(|(_, _, place)| place))
        };
        let all: Vec<(&str, &String)> = requested.filter_map(|port| Some((port, place(port)?))).collect();
        let (_, first) = all.first()?;
        if all.iter().all(|(_, place)| place == first) {
            return Some((*first).clone());
        }
        Some(all.iter().map(|(port, place)| format!("{port} {place}")).collect::<Vec<_>>().join(", "))
    }
}
