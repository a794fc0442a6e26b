//! From the later dialect's words to this program's.

use std::ffi::OsString;

use super::page::page;
use super::table::{Becomes, OPTIONS, ROWS, Row, Shape};
use crate::diagnostics::{Diagnostic, Kind, nearest};

/// What the words come to.
#[derive(Debug)]
pub enum Rewritten {
    /// These words.
    Words(Vec<OsString>),
    /// A page of help.
    Page(String),
    /// They are wrong.
    Wrong(Box<Diagnostic>),
}

/// Options of every command whose value is a word of its own, for those that stand before the command.
const WITH_VALUE: [&str; 2] = ["--error-format", "--color"];

/// Rewrites the process's arguments if they are of the later dialect. Other arguments stay as they are, and so does what is
/// no UTF-8: it is in no table.
pub fn rewrite(arguments: &[OsString]) -> Rewritten {
    let unchanged = || Rewritten::Words(arguments.to_vec());
    let words: Option<Vec<&str>> = arguments.iter().map(|word| word.to_str()).collect();
    let Some(words) = words else { return unchanged() };
    let Some(at) = command_at(&words) else { return unchanged() };
    let (before, rest) = words.split_at(at);
    let rewritten = match rest {
        ["help", noun] if is_noun(noun) && *noun != "update" => return Rewritten::Page(page(noun)),
        ["help", noun, verb] => match row_of(noun, verb) {
            Some(row) => {
                let command = row.here.iter().take(1);
                ["help"].iter().chain(command).map(|word| (*word).to_owned()).collect()
            }
            None if is_noun(noun) => return Rewritten::Wrong(unknown_verb(noun, verb)),
            None => return unchanged(),
        },
        [noun, verb, more @ ..] if row_of(noun, verb).is_some() => {
            match row_of(noun, verb).map(|row| words_of(row, more)) {
                Some(Ok(words)) => words,
                Some(Err(wrong)) => return Rewritten::Wrong(wrong),
                None => return unchanged(),
            }
        }
        // `update` is a command of its own.
        ["update", ..] => return unchanged(),
        [noun] | [noun, "-h" | "--help", ..] if is_noun(noun) => return Rewritten::Page(page(noun)),
        [noun, verb, ..] if is_noun(noun) => return Rewritten::Wrong(unknown_verb(noun, verb)),
        _ => return unchanged(),
    };
    let before = before.iter().map(|word| OsString::from(*word));
    Rewritten::Words(before.chain(rewritten.into_iter().map(OsString::from)).collect())
}

/// Where the first word is that is no option.
fn command_at(words: &[&str]) -> Option<usize> {
    let mut at = 1;
    while let Some(word) = words.get(at) {
        if WITH_VALUE.contains(word) {
            at += 2;
        } else if word.starts_with('-') {
            at += 1;
        } else {
            return Some(at);
        }
    }
    None
}

/// The nouns, some more than once.
pub fn nouns() -> impl Iterator<Item = &'static str> {
    ROWS.iter().map(|row| row.noun)
}

fn is_noun(word: &str) -> bool {
    nouns().any(|noun| noun == word)
}

fn row_of(noun: &str, verb: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.noun == noun && row.verb == verb)
}

fn unknown_verb(noun: &str, verb: &str) -> Box<Diagnostic> {
    let verbs: Vec<&str> = ROWS.iter().filter(|row| row.noun == noun).map(|row| row.verb).collect();
    let help = match nearest(verb, verbs.iter().copied()) {
        Some(near) => format!("did you mean `aurora {noun} {near}`?"),
        None => format!("known are {}", verbs.join(", ")),
    };
    wrong(format!("`aurora {noun} {verb}` is no command"), help)
}

fn wrong(message: String, help: String) -> Box<Diagnostic> {
    Box::new(Diagnostic::error("AUR0002", Kind::Usage, message).help(help))
}

/// The words for one command.
fn words_of(row: &Row, more: &[&str]) -> Result<Vec<String>, Box<Diagnostic>> {
    let mut front: Vec<String> = row.here.iter().map(|word| (*word).to_owned()).collect();
    let mut last = Vec::new();
    let mut behind_key = Vec::new();
    let mut is_key_seen = false;
    let mut words = more.iter();
    while let Some(word) = words.next() {
        if *word == "--" || (is_key_seen && row.shape == Shape::Command) {
            // A command's own words.
            behind_key.push((*word).to_owned());
            behind_key.extend(words.by_ref().map(|word| (*word).to_owned()));
            break;
        }
        let (name, value) = match word.split_once('=') {
            Some((name, value)) if name.starts_with("--") => (name, Some(value)),
            _ => (*word, None),
        };
        let mut value = || value.or_else(|| words.next().copied()).unwrap_or_default().to_owned();
        match OPTIONS.iter().find(|(option, _)| *option == name).map(|(_, becomes)| becomes) {
            Some(Becomes::Option(here)) => {
                front.push((*here).to_owned());
                if !matches!(*here, "--json" | "--verbose") {
                    front.push(value());
                }
            }
            Some(Becomes::LastWord) => last.push(value()),
            Some(Becomes::Words) => behind_key.push(value()),
            Some(Becomes::Nothing) => drop(value()),
            Some(Becomes::Active) => match value().as_str() {
                "active" => front.push("--active".to_owned()),
                other => {
                    let message = format!("`--status {other}` is not known here");
                    return Err(wrong(message, "use `--status active`, or leave it out for all".to_owned()));
                }
            },
            Some(Becomes::WriteJson) => front.extend(row.write_json.iter().map(|word| (*word).to_owned())),
            None if !is_key_seen && is_key(word) => {
                is_key_seen = true;
                front.extend(key(row, word)?);
            }
            None => front.push((*word).to_owned()),
        }
    }
    if row.shape == Shape::SomeInstances && is_key_seen && !front.iter().any(|word| word == "--shards") {
        let help = "write KEY/INSTANCES, such as west/www/prod/web/0-2; `aurora job killall` kills all instances";
        return Err(wrong("`aurora job kill` needs the instances to kill".to_owned(), help.to_owned()));
    }
    front.extend(last);
    front.extend(behind_key);
    Ok(front)
}

/// A job's key, with or without instances.
fn is_key(word: &str) -> bool {
    !word.starts_with('-') && matches!(word.split('/').count(), 4 | 5) && word.split('/').all(|part| !part.is_empty())
}

/// The words for a key.
fn key(row: &Row, word: &str) -> Result<Vec<String>, Box<Diagnostic>> {
    let (key, instances) = match word.rsplit_once('/') {
        Some((key, instances)) if key.split('/').count() == 4 => (key, Some(instances)),
        _ => (word, None),
    };
    let Some(instances) = instances else { return Ok(vec![key.to_owned()]) };
    match row.shape {
        Shape::Shell => Ok(vec![key.to_owned(), instances.to_owned()]),
        // Shown or compared is the whole job.
        Shape::Instances if matches!(row.verb, "diff" | "inspect") => Ok(vec![key.to_owned()]),
        Shape::Instance => Ok(vec![word.to_owned()]),
        Shape::Instances | Shape::SomeInstances | Shape::Command => {
            Ok(vec!["--shards".to_owned(), instances.to_owned(), key.to_owned()])
        }
        Shape::Same => {
            let message = format!("`aurora {} {}` takes a job's key without instances", row.noun, row.verb);
            Err(wrong(message, format!("write `{key}`")))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::{Rewritten, rewrite};

    fn here(line: &str) -> String {
        let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        match rewrite(&words) {
            Rewritten::Words(words) => words.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" "),
            Rewritten::Page(page) => page.lines().next().unwrap_or_default().to_owned(),
            Rewritten::Wrong(diagnostic) => diagnostic.message,
        }
    }

    #[test]
    fn commands_reach_the_same_functions() {
        let rows = [
            ("aurora job create w/r/e/n f.aurora --bind a=b", "aurora create w/r/e/n f.aurora -E a=b"),
            ("aurora job create --bind=a=b --read-json w/r/e/n f", "aurora create -E a=b --json w/r/e/n f"),
            ("aurora job kill w/r/e/n/0-2 --no-batching", "aurora kill --shards 0-2 w/r/e/n --no-batching"),
            ("aurora job kill --config f.aurora w/r/e/n/1", "aurora kill --shards 1 w/r/e/n f.aurora"),
            ("aurora job restart w/r/e/n/1 --batch-size 2", "aurora restart --shards 1 w/r/e/n --batch-size 2"),
            ("aurora update start w/r/e/n f -m why", "aurora update --no-watch w/r/e/n f --message why"),
            ("aurora update start w/r/e/n f --wait", "aurora update --no-watch w/r/e/n f --wait"),
            ("aurora update pause w/r/e/n", "aurora update --pause w/r/e/n"),
            ("aurora update w/r/e/n f", "aurora update w/r/e/n f"),
            ("aurora --color never quota get w/r --write-json", "aurora --color never get_quota w/r --format json"),
            ("aurora job inspect w/r/e/n f --write-json", "aurora inspect w/r/e/n f --raw"),
            ("aurora task ssh -l me w/r/e/n/3 -c ls", "aurora ssh --user me w/r/e/n 3 ls"),
            ("aurora task run -t 5 w/r/e/n grep -c x log", "aurora run -t 5 w/r/e/n grep -c x log"),
            ("aurora task run w/r/e/n/0-2 ls -l", "aurora run --shards 0-2 w/r/e/n ls -l"),
            ("aurora task scp a w/r/e/n/3:b", "aurora scp a w/r/e/n/3:b"),
            ("aurora task scp w/r/e/n/3:b/c .", "aurora scp w/r/e/n/3:b/c ."),
            ("aurora job add w/r/e/n/3 2", "aurora add_instances w/r/e/n/3 2"),
            ("aurora cron schedule w/r/e/n f", "aurora schedule_cron w/r/e/n f"),
            ("aurora cron deschedule w/r/e/n", "aurora deschedule_cron w/r/e/n"),
            ("aurora cron show w/r/e/n", "aurora show_cron w/r/e/n"),
            ("aurora update list w/r --write-json", "aurora list_updates w/r --format json"),
            ("aurora update info w/r/e/n id", "aurora update_info w/r/e/n id"),
            ("aurora sla get-job-uptime w/r/e/n", "aurora job_uptime w/r/e/n"),
            ("aurora sla get-task-up-count w/r/e/n --durations=1m", "aurora task_up_count w/r/e/n --durations=1m"),
            ("aurora cron start w/r/e/n", "aurora start_cron w/r/e/n"),
            ("aurora help job kill", "aurora help kill"),
            ("aurora help update", "aurora help update"),
            ("aurora inspect w/r/e/n job", "aurora inspect w/r/e/n job"),
        ];
        for (there, expected) in rows {
            assert_eq!(here(there), expected, "{there}");
        }
    }

    #[test]
    fn what_is_wrong_is_told() {
        assert_eq!(here("aurora job crate x"), "`aurora job crate` is no command");
        assert_eq!(here("aurora help job crate"), "`aurora job crate` is no command");
        assert_eq!(here("aurora job kill w/r/e/n"), "`aurora job kill` needs the instances to kill");
        assert_eq!(here("aurora cron start w/r/e/n/1"), "`aurora cron start` takes a job's key without instances");
        assert_eq!(here("aurora job"), "Commands of `aurora job`, and what they are here:");
        assert_eq!(here("aurora help cron"), "Commands of `aurora cron`, and what they are here:");
    }
}
