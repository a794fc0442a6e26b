//! Jobs that came and jobs that went: which of them are one job under another key. [`changes::following`] says whether two are;
//! here the pairs are chosen that it is asked about, the most alike keys first.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Reviewed;
use super::likeness::{self, Pair};
use crate::config::JobKey;
use crate::config::changes::{self, KEY_FIELDS, Named, Verdict};

/// Pairs that are tried although nothing but the shape of the jobs speaks for them.
const MOST_TRIALS: usize = 10_000;

/// How closely two jobs must resemble each other to be thought of as one.
#[derive(Clone, Copy)]
enum Grain {
    /// All but the key is the same.
    Whole,
    /// All but the key and texts that hold a part of it.
    WithoutKey,
    /// The fields are the same, whatever the texts.
    Shape,
}

/// What became of the jobs that have no partner with the same key.
pub fn renamed(removed: Vec<Named>, added: Vec<Named>) -> Vec<Reviewed> {
    let slots = |jobs: Vec<Named>| jobs.into_iter().map(Some).collect();
    let mut rest = Rest { removed: slots(removed), added: slots(added), found: Vec::new() };
    for grain in [Grain::Whole, Grain::WithoutKey] {
        for (olds, news) in rest.groups(grain) {
            rest.choose(&olds, &news, likeness::closest);
        }
    }
    let mut trials = MOST_TRIALS;
    for (olds, news) in rest.groups(Grain::Shape) {
        match trials.checked_sub(olds.len().saturating_mul(news.len())) {
            Some(left) => {
                trials = left;
                rest.choose(&olds, &news, likeness::all);
            }
            None => rest.choose(&olds, &news, likeness::closest),
        }
    }
    let Rest { removed, added, mut found } = rest;
    found.extend(removed.into_iter().flatten().map(|job| (job, Verdict::Removed)));
    found.extend(added.into_iter().flatten().map(|job| (job, Verdict::Added)));
    found
}

/// The jobs without a partner yet; those that found one are taken out of their places.
struct Rest {
    removed: Vec<Option<Named>>,
    added: Vec<Option<Named>>,
    found: Vec<Reviewed>,
}

impl Rest {
    /// Jobs that resemble each other, by their places.
    fn groups(&self, grain: Grain) -> Vec<(Vec<usize>, Vec<usize>)> {
        let mut groups: BTreeMap<String, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (at, job) in self.removed.iter().enumerate().filter_map(|(at, slot)| Some((at, slot.as_ref()?))) {
            groups.entry(outline(job, grain)).or_default().0.push(at);
        }
        for (at, job) in self.added.iter().enumerate().filter_map(|(at, slot)| Some((at, slot.as_ref()?))) {
            groups.entry(outline(job, grain)).or_default().1.push(at);
        }
        groups.into_values().filter(|(olds, news)| !olds.is_empty() && !news.is_empty()).collect()
    }

    /// Tries the pairs of a group.
    fn choose(&mut self, olds: &[usize], news: &[usize], pairs: fn(&[&JobKey], &[&JobKey]) -> Vec<Pair>) {
        let keys = |slots: &[Option<Named>], places: &[usize]| -> Vec<JobKey> {
            places.iter().filter_map(|at| Some(slots.get(*at)?.as_ref()?.key.clone())).collect()
        };
        let (old_keys, new_keys) = (keys(&self.removed, olds), keys(&self.added, news));
        for (was, is) in pairs(&old_keys.iter().collect::<Vec<_>>(), &new_keys.iter().collect::<Vec<_>>()) {
            self.attempt(olds[was], news[is]);
        }
    }

    /// Asks whether two are one job, if both are still there.
    fn attempt(&mut self, was: usize, is: usize) {
        let (old, new) = (&mut self.removed[was], &mut self.added[is]);
        let pair = old.as_ref().zip(new.as_ref());
        let Some(changes) = pair.and_then(|(old, new)| changes::following(old, new)) else { return };
        if let (Some(old), Some(new)) = (old.take(), new.take()) {
            self.found.push((new, Verdict::Renamed(old.key, changes)));
        }
    }
}

/// What jobs of a group have in common, as a text.
fn outline(job: &Named, grain: Grain) -> String {
    let Value::Object(mut fields) = job.facts.tree() else { return String::new() };
    KEY_FIELDS.iter().for_each(|name| drop(fields.shift_remove(*name)));
    let parts = [&job.key.cluster, &job.key.role, &job.key.environment, &job.key.name];
    let is_of_key = |text: &str| parts.iter().any(|part| !part.is_empty() && text.contains(part.as_str()));
    let is_kept = |text: &str| match grain {
        Grain::Whole => true,
        Grain::WithoutKey => !is_of_key(text),
        Grain::Shape => false,
    };
    let mut outline = kept(&Value::Object(fields), &is_kept);
    // A map's order says nothing.
    outline.sort_all_objects();
    outline.to_string()
}

/// The value with nothing in the place of texts that do not count. Its depth is bounded by the reader of JSON.
fn kept(value: &Value, is_kept: &impl Fn(&str) -> bool) -> Value {
    match value {
        Value::String(text) if !is_kept(text) => Value::from(""),
        Value::Array(items) => items.iter().map(|item| kept(item, is_kept)).collect(),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| (name.clone(), kept(value, is_kept)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::renamed;
    use crate::config::JobKey;
    use crate::config::changes::{JobFacts, Named, Verdict};

    fn job(key: &str, command: &str) -> Named {
        let key = JobKey::parse(key).expect("a key");
        let data =
            json!({"name": key.name, "environment": key.environment, "task": {"name": key.name, "cmdline": command}});
        let wire = json!({"taskConfig": {"executorConfig": {"name": "x", "data": data.to_string()}}});
        Named { key, facts: JobFacts::of_wire(&wire) }
    }

    fn pairs(removed: Vec<Named>, added: Vec<Named>) -> Vec<String> {
        let mut found: Vec<String> = renamed(removed, added)
            .into_iter()
            .map(|(job, verdict)| match verdict {
                Verdict::Renamed(from, _) => format!("{from} > {}", job.key),
                verdict => format!("{} {verdict:?}", job.key),
            })
            .collect();
        found.sort();
        found
    }

    #[test]
    fn texts_that_hold_the_key_follow_it() {
        let old = vec![job("w/a/prod/l-1", "run l-1"), job("w/a/prod/l-2", "run l-2"), job("w/a/test/l-1", "run l-1")];
        let new = vec![job("w/a/test/m-1", "run m-1"), job("w/a/prod/m-2", "run m-2"), job("w/a/prod/m-3", "other")];
        let expected = [
            "w/a/prod/l-1 Removed",
            "w/a/prod/l-2 > w/a/prod/m-2",
            "w/a/prod/m-3 Added",
            "w/a/test/l-1 > w/a/test/m-1",
        ];
        assert_eq!(pairs(old, new), expected);
        // A text that keeps the old name is one that did not change.
        let (old, new) = (vec![job("w/a/prod/web", "run web")], vec![job("w/a/prod/api", "run web")]);
        assert_eq!(pairs(old, new), ["w/a/prod/web > w/a/prod/api"]);
    }

    #[test]
    fn thousands_of_jobs_find_their_own() {
        let jobs = |name: &str| -> Vec<Named> {
            let one = |at: u32| job(&format!("w/a/e{}/{name}-{at}", at % 7), &format!("run {name}-{at}"));
            (0..3000).map(one).collect()
        };
        let found = pairs(jobs("l"), jobs("m"));
        assert_eq!(found.len(), 3000);
        assert!(found.iter().all(|pair| pair.split(" > ").next().map(|key| key.replace("/l-", "/m-"))
            == pair.split(" > ").nth(1).map(str::to_owned)));
    }
}
