//! Which rules are on.

use std::collections::BTreeSet;

use super::rule::Rule;
use super::rules::RULES;
use crate::diagnostics::{CODES, nearest};

/// Rules that are on, and causes that are not reported.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Selection {
    on: BTreeSet<&'static str>,
    ignored_causes: BTreeSet<String>,
}

/// Lists of codes, beginnings of codes, names, or `ALL`, as the user gave them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Choice {
    /// Only these, in place of the defaults.
    pub select: Option<Vec<String>>,
    /// These as well.
    pub extend_select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
}

impl Choice {
    /// This choice changed by a later one.
    pub fn then(&self, later: &Choice) -> Choice {
        // What a later list selects by name is on, whatever an earlier list ignored.
        let chosen: Vec<&String> = later.select.iter().flatten().chain(&later.extend_select).collect();
        let earlier = self.ignore.iter().filter(|word| !chosen.contains(word));
        Choice {
            select: later.select.clone().or_else(|| self.select.clone()),
            extend_select: self.extend_select.iter().chain(&later.extend_select).cloned().collect(),
            ignore: earlier.chain(&later.ignore).cloned().collect(),
        }
    }

    /// The rules that this leaves on. Errors: a word that stands for no rule.
    pub fn selection(&self) -> Result<Selection, String> {
        let mut selection = Selection::default();
        match &self.select {
            None => selection.on.extend(RULES.iter().filter(|rule| rule.is_default).map(|rule| rule.code)),
            Some(words) => add(&mut selection.on, words)?,
        }
        add(&mut selection.on, &self.extend_select)?;
        for word in &self.ignore {
            match matching(word) {
                Ok(rules) => rules.iter().for_each(|rule| {
                    selection.on.remove(rule.code);
                }),
                Err(_) if is_cause(word) => {
                    selection.ignored_causes.insert(word.to_ascii_uppercase());
                }
                Err(message) => return Err(message),
            }
        }
        Ok(selection)
    }
}

impl Selection {
    /// Whether a rule is on.
    pub fn has(&self, code: &str) -> bool {
        self.on.contains(code)
    }

    /// Whether findings of a rule with this cause are reported.
    pub fn reports(&self, code: &str, cause: Option<&str>) -> bool {
        self.has(code) && !cause.is_some_and(|cause| self.ignored_causes.contains(cause))
    }

    /// A text that differs between different selections.
    pub fn fingerprint(&self) -> String {
        let words: Vec<&str> = self.on.iter().copied().chain(self.ignored_causes.iter().map(String::as_str)).collect();
        words.join(" ")
    }
}

fn is_cause(word: &str) -> bool {
    CODES.iter().any(|known| known.code.eq_ignore_ascii_case(word))
}

fn add(on: &mut BTreeSet<&'static str>, words: &[String]) -> Result<(), String> {
    for word in words {
        on.extend(matching(word)?.into_iter().map(|rule| rule.code));
    }
    Ok(())
}

/// The rules that a word stands for. Errors: none.
fn matching(word: &str) -> Result<Vec<&'static Rule>, String> {
    let upper = word.trim().to_ascii_uppercase();
    let is_code = upper.starts_with("AUR1");
    let stands =
        |rule: &&&Rule| upper == "ALL" || (is_code && rule.code.starts_with(&upper)) || rule.name == word.trim();
    let found: Vec<&'static Rule> = RULES.iter().filter(stands).copied().collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let known = RULES.iter().flat_map(|rule| [rule.code, rule.name]);
    Err(match nearest(word.trim(), known) {
        Some(near) => format!("`{word}` is no rule; did you mean `{near}`?"),
        None => format!("`{word}` is no rule; `aurora lint --list-rules` shows all"),
    })
}

#[cfg(test)]
mod tests {
    use super::Choice;

    fn words(list: &[&str]) -> Vec<String> {
        list.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn lists_are_combined() {
        let choice = Choice { select: Some(words(&["AUR10"])), ignore: words(&["unused-name"]), ..Choice::default() };
        let selection = choice.selection().unwrap_or_default();
        assert!(selection.has("AUR1001") && !selection.has("AUR1011"));
        let later = choice.then(&Choice { extend_select: words(&["unused-name"]), ..Choice::default() });
        assert!(later.selection().unwrap_or_default().has("AUR1011"));
        let wrong = Choice { select: Some(words(&["unused-nam"])), ..Choice::default() };
        assert!(wrong.selection().is_err_and(|text| text.contains("unused-name")));
    }

    #[test]
    fn a_cause_can_be_ignored() {
        let choice = Choice { ignore: words(&["AUR0203"]), ..Choice::default() };
        let selection = choice.selection().unwrap_or_default();
        assert!(!selection.reports("AUR1001", Some("AUR0203")) && selection.reports("AUR1001", Some("AUR0204")));
    }
}
