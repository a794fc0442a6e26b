//! From what each file gave to what is reported: rules over all files, shared evidence, suppression, order.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::check::FileOutcome;
use super::facts::{FileFacts, Repository};
use super::finding::{Edit, Finding, Fix, Location, Mark};
use super::rule::{Check, Rule};
use super::rules::{RULES, find, unused_suppression};
use super::selection::Selection;
use super::sink::Found;
use super::suppress::Suppression;

/// The code of the error that a name is not defined: a file that is made to be included may take names from outside.
const UNDEFINED: &str = "AUR0203";

/// What is left to report.
#[derive(Debug, Default)]
pub struct Judged {
    /// Sorted by file and place.
    pub findings: Vec<Finding>,
    /// Findings that comments suppress.
    pub suppressed: usize,
}

/// Everything that a judgement rests on.
pub struct Judge<'a> {
    /// What each file gave.
    pub outcomes: &'a [FileOutcome],
    /// Which of them are reported on.
    pub is_affected: &'a [bool],
    /// Whether these are all files there are.
    pub is_whole: bool,
    /// The rules of a path.
    pub selection: &'a dyn Fn(&str) -> &'a Selection,
}

impl Judge<'_> {
    /// Puts everything together. `elsewhere` gives the comments of a file outside of the run.
    pub fn judge(&self, elsewhere: &dyn Fn(&str) -> Vec<Suppression>) -> Judged {
        let mut files: Vec<&FileFacts> = self.outcomes.iter().map(|outcome| &outcome.facts).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let repository = Repository::new(files, self.is_whole);
        let mut findings: Vec<Finding> = Vec::new();
        for (outcome, _) in self.outcomes.iter().zip(self.is_affected).filter(|(_, is_affected)| **is_affected) {
            findings.extend(self.counted(outcome, &repository).cloned());
        }
        let shared = from_evidence(&repository).into_iter().chain(self.of_all(&repository));
        let affected = self.affected();
        let is_affected = |finding: &Finding| finding.marks.iter().any(|mark| affected.contains(&*mark.location.path));
        findings.extend(shared.filter(is_affected));
        findings.retain(|one| (self.selection)(one.path()).reports(&one.code, one.cause.as_deref()));
        findings.sort_by(|a, b| a.order().cmp(&b.order()));
        findings.iter_mut().for_each(|finding| doubt(finding, &repository));
        let mut judged = suppress(findings, &repository, self.selection, elsewhere, &affected);
        judged.findings.sort_by(|a, b| a.order().cmp(&b.order()));
        judged
    }

    /// Files that are reported on.
    fn affected(&self) -> BTreeSet<&str> {
        let all = self.outcomes.iter().zip(self.is_affected);
        all.filter(|(_, is_affected)| **is_affected).map(|(outcome, _)| outcome.facts.path.as_str()).collect()
    }

    /// The findings of one file that count.
    fn counted<'b>(&self, outcome: &'b FileOutcome, repository: &Repository) -> impl Iterator<Item = &'b Finding> {
        let is_excused = is_excused(&outcome.facts, repository);
        let may_lack_names = !self.is_whole && !outcome.facts.has_jobs;
        outcome.findings.iter().filter(move |finding| {
            let is_unknown = may_lack_names && finding.cause.as_deref() == Some(UNDEFINED);
            !(is_evaluation_error(finding) && (is_excused || is_unknown))
        })
    }

    /// The findings of rules over all files.
    fn of_all(&self, repository: &Repository) -> Vec<Finding> {
        let mut findings = Vec::new();
        for rule in RULES {
            for check in rule.checks {
                if let Check::Repository(check) = check {
                    let mut found = Found::new(rule);
                    check(repository, &mut found);
                    findings
                        .extend(found.findings.into_iter().filter(|one| (self.selection)(one.path()).has(rule.code)));
                }
            }
        }
        findings
    }
}

/// A fix is safe only as far as it can be seen what it does: not in a file that others may include which are not looked at.
fn doubt(finding: &mut Finding, repository: &Repository) {
    let Some(fix) = finding.fix.as_mut().filter(|fix| fix.is_safe) else { return };
    let is_seen = |edit: &Edit| repository.file(&edit.path).is_some_and(|file| !repository.may_have_unseen_users(file));
    fix.is_safe = fix.edits.iter().all(is_seen);
}

fn is_evaluation_error(finding: &Finding) -> bool {
    finding.code == super::rules::evaluation_error::RULE.code
}

/// Whether errors of a file's own evaluation count for nothing: it is made to be included, and does so without fault
/// elsewhere, or it cannot be known what would be there.
fn is_excused(file: &FileFacts, repository: &Repository) -> bool {
    !file.is_evaluated && !file.has_jobs && repository.included_well.contains(file.path.as_str())
}

/// Findings about things that no evaluation uses.
fn from_evidence(repository: &Repository) -> Vec<Finding> {
    let mut merged: BTreeMap<(&str, &Location, &str), (&Finding, bool, bool)> = BTreeMap::new();
    for file in &repository.files {
        for evidence in &file.evidence {
            let finding = &evidence.finding;
            let Some(location) = finding.location() else { continue };
            let is_own = location.path == file.path && !repository.may_have_unseen_users(file);
            let key = (finding.code.as_str(), location, finding.message.as_str());
            let entry = merged.entry(key).or_insert((finding, false, false));
            entry.1 |= evidence.is_used;
            entry.2 |= is_own || repository.is_whole;
        }
    }
    merged.into_values().filter(|(_, is_used, is_known)| !is_used && *is_known).map(|(f, _, _)| f.clone()).collect()
}

fn suppress<'a>(
    findings: Vec<Finding>,
    repository: &Repository,
    selection: &dyn Fn(&str) -> &'a Selection,
    elsewhere: &dyn Fn(&str) -> Vec<Suppression>,
    affected: &BTreeSet<&str>,
) -> Judged {
    let mut others: HashMap<String, Vec<Suppression>> = HashMap::new();
    let mut used: BTreeSet<(&str, usize, String)> = BTreeSet::new();
    let mut judged = Judged::default();
    let mut is_suppressed = |finding: &Finding| {
        let name = find(&finding.code).map_or("", |rule| rule.name);
        let cause = finding.cause.as_deref();
        let marked = finding.marks.iter().map(|mark| &mark.location).chain(&finding.made_at);
        let paths: BTreeSet<&str> = marked.map(|location| &*location.path).collect();
        let mut is_suppressed = false;
        for path in paths {
            let file = repository.file(path);
            let comments: &[Suppression] = match file {
                Some(file) => &file.suppressions,
                None => others.entry(path.to_owned()).or_insert_with(|| elsewhere(path)),
            };
            let hits = comments.iter().enumerate().filter(|(_, one)| one.covers(finding));
            for (at, one) in hits.filter(|(_, one)| one.names(&finding.code, name, cause)) {
                is_suppressed = true;
                if let Some(file) = file {
                    for word in one.rules.iter().filter(|word| stands_for(word, &finding.code, name, cause)) {
                        used.insert((file.path.as_str(), at, word.clone()));
                    }
                }
            }
        }
        is_suppressed
    };
    // What several files share, or several jobs of a file, is met once with each of them, and each of them may have a comment.
    let mut findings = findings.into_iter().peekable();
    while let Some(finding) = findings.next() {
        let mut left = (!is_suppressed(&finding)).then(|| finding.clone());
        while let Some(same) = findings.next_if(|next| next.order() == finding.order()) {
            if !is_suppressed(&same) {
                left.get_or_insert(same);
            }
        }
        match left {
            Some(finding) => judged.findings.push(finding),
            None => judged.suppressed += 1,
        }
    }
    for file in repository.files.iter().filter(|file| affected.contains(&*file.path)) {
        let on = selection(&file.path);
        for (at, comment) in file.suppressions.iter().enumerate() {
            let is_used = |word: &str| used.contains(&(file.path.as_str(), at, word.to_owned()));
            let may_judge = file.is_evaluated && !repository.may_have_unseen_users(file);
            judged.findings.extend(about_comment(comment, on, (may_judge, repository.is_whole), &is_used));
        }
    }
    judged
}

/// Whether a rule finds with a part of the files only a part of what it finds with all.
fn looks_at_all(rule: &Rule) -> bool {
    rule.checks.iter().any(|check| matches!(check, Check::Repository(_)))
}

fn stands_for(word: &str, code: &str, name: &str, cause: Option<&str>) -> bool {
    word.eq_ignore_ascii_case(code) || word == name || cause.is_some_and(|cause| word.eq_ignore_ascii_case(cause))
}

/// What is wrong with a suppressing comment itself.
fn about_comment(
    comment: &Suppression,
    on: &Selection,
    (may_judge, is_whole): (bool, bool),
    is_used: &dyn Fn(&str) -> bool,
) -> Vec<Finding> {
    let rule = &unused_suppression::RULE;
    let is_excused = comment.rules.iter().any(|word| stands_for(word, rule.code, rule.name, None));
    if is_excused || !on.has(rule.code) {
        return Vec::new();
    }
    let finding = |message: String, help: &str, fix: Option<Fix>| Finding {
        code: rule.code.to_owned(),
        cause: None,
        message,
        help: Some(help.to_owned()),
        marks: vec![Mark { location: comment.location.clone(), label: String::new() }],
        made_at: Vec::new(),
        fix,
    };
    if comment.rules.is_empty() {
        let help = "name the rules in brackets: # aurora: ignore[AUR1011] reason";
        return vec![finding("the comment does not say which rule it suppresses".to_owned(), help, None)];
    }
    let is_active = |word: &str| match RULES.iter().find(|rule| stands_for(word, rule.code, rule.name, None)) {
        Some(rule) => on.has(rule.code) && (is_whole || !looks_at_all(rule)),
        // The code of an error that a rule passes on.
        None => may_judge && crate::diagnostics::find_code(word).is_some(),
    };
    let mut found = Vec::new();
    let unknown = |word: &&String| {
        find(word).is_none()
            && !RULES.iter().any(|r| r.name == word.as_str())
            && crate::diagnostics::find_code(word).is_none()
    };
    for word in comment.rules.iter().filter(unknown) {
        found.push(finding(format!("`{word}` is no rule"), "`aurora lint --list-rules` shows all rules", None));
    }
    let unused: Vec<&String> =
        comment.rules.iter().filter(|word| !unknown(word) && is_active(word) && !is_used(word)).collect();
    if may_judge && !unused.is_empty() {
        let list = unused.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let fix = (unused.len() == comment.rules.len()).then(|| removal(comment));
        found.push(finding(format!("nothing here needs the suppression of {list}"), "take it out", fix));
    }
    if found.is_empty() && comment.reason.is_empty() {
        let help = "write the reason behind the brackets: # aurora: ignore[AUR1011] made for the canary";
        found.push(finding("the comment does not say why it suppresses a finding".to_owned(), help, None));
    }
    found
}

fn removal(comment: &Suppression) -> Fix {
    let (start, end) = comment.removal;
    let path = comment.location.path.clone();
    let edits = vec![Edit { path, start, end, text: String::new() }];
    Fix { title: "remove the comment".to_owned(), is_safe: true, edits }
}
