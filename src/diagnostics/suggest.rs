//! Did you mean …?

/// The candidate nearest to `word`, if it is near enough to be a slip: one change in short words, up to a third of
/// longer ones; letter case and the choice of `-` or `_` count as nothing. Something of the word must be left.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let known = candidates.into_iter().filter(|candidate| *candidate != word);
    known
        .filter_map(|candidate| Some((distance(word, candidate)?, cased(word, candidate), candidate)))
        .min()
        .map(|(.., candidate)| candidate)
}

/// As [`nearest`], for addresses such as `mesos.instance` or `thermos.ports[http]`: each of their names must be near by itself,
/// so that two that only share their beginning are not taken for each other.
pub fn nearest_address<'a>(address: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let names = |address: &'_ str| -> Vec<String> { address.split(['.', '[']).map(str::to_owned).collect() };
    let wanted = names(address);
    let known = candidates.into_iter().filter(|candidate| *candidate != address);
    known
        .filter_map(|candidate| {
            let own = names(candidate);
            let pairs = wanted.iter().zip(&own);
            let distances = pairs.map(|(one, other)| if one == other { Some(0) } else { distance(one, other) });
            let sum: usize = distances.sum::<Option<usize>>().filter(|_| own.len() == wanted.len())?;
            Some((sum, cased(address, candidate), candidate))
        })
        .min()
        .map(|(.., candidate)| candidate)
}

/// How many changes lead from one word to another, if they are so few that it can be a slip.
fn distance(word: &str, candidate: &str) -> Option<usize> {
    let (word, candidate) = (fold(word), fold(candidate));
    let length = word.chars().count();
    let longer = length.max(candidate.chars().count());
    let distance = strsim::osa_distance(&word, &candidate);
    (distance <= (length / 3).max(1) && (distance < longer || distance == 0)).then_some(distance)
}

/// Of two that are equally near, the one whose letters have the same case is meant.
fn cased(word: &str, candidate: &str) -> usize {
    let first = |text: &str| -> String { text.chars().take(100).collect() };
    strsim::osa_distance(&first(word), &first(candidate))
}

fn fold(word: &str) -> String {
    word.chars().take(100).flat_map(char::to_lowercase).map(|c| if c == '-' { '_' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::{nearest, nearest_address};

    #[test]
    fn slips_are_found_and_other_words_are_not() {
        let names = ["name", "role", "cmdline", "max_failures", "cpu"];
        assert_eq!(nearest("nmae", names), Some("name"));
        assert_eq!(nearest("Name", names), Some("name"));
        assert_eq!(nearest("max-failure", names), Some("max_failures"));
        assert_eq!(nearest("cmd_line", names), Some("cmdline"));
        assert_eq!(nearest("ram", names), None);
        assert_eq!(nearest("gpu", names), Some("cpu"));
        assert_eq!(nearest("", []), None);
        assert_eq!(nearest("servce", ["Service", "service"]), Some("service"));
        assert_eq!(nearest("Servce", ["Service", "service"]), Some("Service"));
    }

    #[test]
    fn a_word_of_which_nothing_is_left_is_no_slip() {
        assert_eq!(nearest("D", ["A", "B"]), None);
        assert_eq!(nearest("", ["A"]), None);
        assert_eq!(nearest("a", ["A", "b"]), Some("A"));
    }

    #[test]
    fn each_name_of_an_address_must_be_near() {
        let known = ["mesos.instance", "profile.cpu", "thermos.ports[http]", "role"];
        assert_eq!(nearest_address("mesos.hostnme", known), None);
        assert_eq!(nearest_address("mesos.instnace", known), Some("mesos.instance"));
        assert_eq!(nearest_address("thermos.prots[http]", known), Some("thermos.ports[http]"));
        assert_eq!(nearest_address("thermos.ports[admin]", known), None);
        assert_eq!(nearest_address("prfile.cpu", known), Some("profile.cpu"));
    }
}
