//! Which of many keys is most like another: by cluster, role and environment first, then by the name. Each key is put beside those
//! that agree with it in some way, so that thousands of keys are not all compared with each other.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::config::JobKey;

/// Pairs of one group that are compared name by name.
const MOST_PAIRS: usize = 10_000;

/// Two keys by their places in the lists.
pub type Pair = (usize, usize);

/// What two keys can agree in besides the name: cluster, role, environment.
type Agreement = [bool; 3];

/// The closest agreement first. An environment says more than a cluster: the same service runs in several of these.
const AGREEMENTS: [Agreement; 8] = [
    [true, true, true],
    [false, true, true],
    [true, false, true],
    [true, true, false],
    [false, false, true],
    [false, true, false],
    [true, false, false],
    [false, false, false],
];

/// What two names of a large group can agree in, the closest agreement first.
const NAMES: [fn(&str) -> String; 4] = [str::to_owned, numbers, last_number, |_| String::new()];

/// Each old key with the new one that is most like it, as far as there are enough of both.
pub fn closest(old: &[&JobKey], new: &[&JobKey]) -> Vec<Pair> {
    let mut open =
        Open { old, new, is_old_open: vec![true; old.len()], is_new_open: vec![true; new.len()], found: Vec::new() };
    for agreement in AGREEMENTS {
        for (olds, news) in open.groups(|key| parts(key, agreement)) {
            if olds.len().saturating_mul(news.len()) <= MOST_PAIRS {
                open.pair(&olds, &news);
                continue;
            }
            for name in NAMES {
                // The other parts agree in all of the group, so the agreement with it is the agreement in the name.
                for (olds, news) in open.groups_of(&olds, &news, |key| name(&key.name)) {
                    open.pair(&olds, &news);
                }
            }
        }
    }
    open.found
}

/// All pairs, those that are most alike first.
pub fn all(old: &[&JobKey], new: &[&JobKey]) -> Vec<Pair> {
    let each = (0..old.len()).flat_map(|was| (0..new.len()).map(move |is| (was, is)));
    let mut pairs: Vec<(usize, Reverse<i64>, Pair)> = each
        .filter_map(|(was, is)| {
            let (before, after) = (old.get(was)?, new.get(is)?);
            let is_alike = |agreement: &Agreement| parts(before, *agreement) == parts(after, *agreement);
            let rank = AGREEMENTS.iter().position(is_alike)?;
            Some((rank, Reverse(likeness(&before.name, &after.name)), (was, is)))
        })
        .collect();
    pairs.sort();
    pairs.into_iter().map(|(_, _, pair)| pair).collect()
}

/// The keys that have no partner yet.
struct Open<'a> {
    old: &'a [&'a JobKey],
    new: &'a [&'a JobKey],
    is_old_open: Vec<bool>,
    is_new_open: Vec<bool>,
    found: Vec<Pair>,
}

impl<'a> Open<'a> {
    /// Open keys of both lists that agree in something.
    fn groups<K: Ord>(&self, of: impl Fn(&'a JobKey) -> K) -> Vec<(Vec<usize>, Vec<usize>)> {
        let (olds, news): (Vec<usize>, Vec<usize>) = ((0..self.old.len()).collect(), (0..self.new.len()).collect());
        self.groups_of(&olds, &news, of)
    }

    fn groups_of<K: Ord>(
        &self,
        olds: &[usize],
        news: &[usize],
        of: impl Fn(&'a JobKey) -> K,
    ) -> Vec<(Vec<usize>, Vec<usize>)> {
        let mut groups: BTreeMap<K, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for at in olds.iter().copied().filter(|at| self.is_old_open.get(*at) == Some(&true)) {
            groups.entry(of(self.old[at])).or_default().0.push(at);
        }
        for at in news.iter().copied().filter(|at| self.is_new_open.get(*at) == Some(&true)) {
            groups.entry(of(self.new[at])).or_default().1.push(at);
        }
        groups.into_values().filter(|(olds, news)| !olds.is_empty() && !news.is_empty()).collect()
    }

    /// Pairs a group by the likeness of the names; a group that is too large for that, in the order of its keys.
    fn pair(&mut self, olds: &[usize], news: &[usize]) {
        let (mut olds, mut news) = (olds.to_vec(), news.to_vec());
        olds.sort_by_key(|at| self.old[*at]);
        news.sort_by_key(|at| self.new[*at]);
        if olds.len().saturating_mul(news.len()) > MOST_PAIRS {
            olds.into_iter().zip(news).for_each(|pair| self.take(pair));
            return;
        }
        let mut pairs: Vec<(i64, Pair)> = Vec::new();
        for was in &olds {
            pairs.extend(news.iter().map(|is| (likeness(&self.old[*was].name, &self.new[*is].name), (*was, *is))));
        }
        // Of equally alike ones the order of the keys decides, since the sort keeps it.
        pairs.sort_by_key(|(likeness, _)| Reverse(*likeness));
        pairs.into_iter().for_each(|(_, pair)| self.take(pair));
    }

    fn take(&mut self, (was, is): Pair) {
        if self.is_old_open[was] && self.is_new_open[is] {
            self.is_old_open[was] = false;
            self.is_new_open[is] = false;
            self.found.push((was, is));
        }
    }
}

/// The parts of a key that an agreement is about.
fn parts(key: &JobKey, agreement: Agreement) -> [&str; 3] {
    let all = [key.cluster.as_str(), key.role.as_str(), key.environment.as_str()];
    let mut counts = agreement.into_iter();
    all.map(|part| if counts.next() == Some(true) { part } else { "" })
}

/// How much two names share at their beginnings and ends; less the more they have besides. Equal names have 0, others less.
fn likeness(one: &str, other: &str) -> i64 {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let head = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let tails = one[head..].iter().rev().zip(other[head..].iter().rev());
    let tail = tails.take_while(|(a, b)| a == b).count();
    let shared = i64::try_from(head + tail).unwrap_or(i64::MAX);
    let length = i64::try_from(one.len() + other.len()).unwrap_or(i64::MAX);
    shared.saturating_mul(2) - length
}

/// The numbers of a name, with something between them.
fn numbers(name: &str) -> String {
    name.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The number at a name's end.
fn last_number(name: &str) -> String {
    name.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{all, closest, likeness};
    use crate::config::JobKey;

    fn keys(texts: &[&str]) -> Vec<JobKey> {
        texts.iter().map(|text| JobKey::parse(text).expect("a key")).collect()
    }

    /// The pairs as `old > new`, in the order of the old keys.
    fn paired(old: &[JobKey], new: &[JobKey]) -> Vec<String> {
        let (olds, news): (Vec<&JobKey>, Vec<&JobKey>) = (old.iter().collect(), new.iter().collect());
        let mut pairs = closest(&olds, &news);
        pairs.sort_unstable();
        pairs.into_iter().map(|(was, is)| format!("{} > {}", old[was], new[is])).collect()
    }

    #[test]
    fn the_environment_stays_and_then_the_name_decides() {
        let old = keys(&["w/a/prod/l2-0", "w/a/prod/l2-1", "w/a/test/l2-0", "w/a/test/l2-1"]);
        let new = keys(&["w/a/test/m2-1", "w/a/prod/m2-1", "w/a/test/m2-0", "w/a/prod/m2-0"]);
        let expected = [
            "w/a/prod/l2-0 > w/a/prod/m2-0",
            "w/a/prod/l2-1 > w/a/prod/m2-1",
            "w/a/test/l2-0 > w/a/test/m2-0",
            "w/a/test/l2-1 > w/a/test/m2-1",
        ];
        assert_eq!(paired(&old, &new), expected);
    }

    #[test]
    fn what_has_no_partner_at_home_finds_one_elsewhere() {
        let old = keys(&["w/a/prod/x", "w/a/test/y", "w/b/prod/z"]);
        let new = keys(&["e/b/prod/q", "w/a/prod/x1", "e/a/test/y"]);
        assert_eq!(
            paired(&old, &new),
            ["w/a/prod/x > w/a/prod/x1", "w/a/test/y > e/a/test/y", "w/b/prod/z > e/b/prod/q"]
        );
        assert_eq!(paired(&old, &new[..1]), ["w/b/prod/z > e/b/prod/q"]);
    }

    #[test]
    fn thousands_of_keys_are_paired_by_their_numbers() {
        let many = |name: &str, count: u32| (0..count).map(|at| format!("w/a/prod/{name}-{at}")).collect::<Vec<_>>();
        let (old, new) = (many("old2", 20_000), many("new3", 19_000));
        let key = |text: &String| JobKey::parse(text).expect("a key");
        let (old, new): (Vec<_>, Vec<_>) = (old.iter().map(key).collect(), new.iter().map(key).collect());
        let found = paired(&old, &new);
        assert_eq!(found.len(), 19_000);
        assert!(found.iter().all(|pair| {
            pair.replace("old2", "new3").split(" > ").collect::<Vec<_>>().windows(2).all(|two| two[0] == two[1])
        }));
    }

    #[test]
    fn names_are_alike_by_both_ends() {
        assert_eq!(likeness("web", "web"), 0);
        assert!(likeness("l2-1", "m2-1") > likeness("l2-1", "m2-0"));
        assert!(likeness("web", "web2") > likeness("web", "web-canary"));
        let (old, new) = (keys(&["w/a/prod/x"]), keys(&["w/a/test/x", "w/a/prod/y", "w/a/prod/x2"]));
        let (old, new): (Vec<&JobKey>, Vec<&JobKey>) = (old.iter().collect(), new.iter().collect());
        assert_eq!(all(&old, &new), [(0, 2), (0, 1), (0, 0)]);
    }
}
