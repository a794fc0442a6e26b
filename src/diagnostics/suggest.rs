//! Did you mean …?

/// The candidate nearest to `word`, if it is near enough to be a slip: one change in short words, up to a third of
/// longer ones; letter case and the choice of `-` or `_` count as nothing.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(word);
    let limit = (folded.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word)
        .map(|candidate| (strsim::osa_distance(&folded, &fold(candidate)), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, candidate)| (*distance, *candidate))
        .map(|(_, candidate)| candidate)
}

fn fold(word: &str) -> String {
    word.chars().take(100).flat_map(char::to_lowercase).map(|c| if c == '-' { '_' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

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
    }
}
