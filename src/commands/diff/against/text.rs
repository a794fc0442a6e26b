//! Differences as text for a terminal.

use super::compared::Broken;
use super::shown::{Shown, shown};
use super::{Review, Sum};
use crate::commands::Paper;
use crate::config::changes::{Change, Named, Verdict, What};
use crate::diagnostics::render::text as safe;

const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";
const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";
const YELLOW: &str = "\u{1b}[33m";
const PLAIN: &str = "\u{1b}[0m";

/// A block for each file that was left out and each job that differs, and their sum.
pub fn render(review: &Review, paper: Paper) -> String {
    let mut page = Page { text: String::new(), paper };
    review.broken.iter().for_each(|broken| page.broken(broken));
    for (job, verdict) in &review.jobs {
        page.job(job, verdict);
    }
    let sentence = Sum::of(review).sentence();
    page.line("", &sentence);
    page.text
}

struct Page {
    text: String,
    paper: Paper,
}

impl Page {
    fn job(&mut self, job: &Named, verdict: &Verdict) {
        let key = &job.key;
        match verdict {
            Verdict::Same => return,
            Verdict::Added => {
                self.line(&format!("{BOLD}{GREEN}"), &format!("+ {key}"));
                self.line("", &format!("    {}", summary(job)));
            }
            Verdict::Removed => {
                self.line(&format!("{BOLD}{RED}"), &format!("- {key}"));
                self.line("", &format!("    {}", summary(job)));
            }
            Verdict::Renamed(from, changes) => {
                self.line(&format!("{BOLD}{YELLOW}"), &format!("> {from} -> {key}"));
                changes.iter().for_each(|change| self.change(change));
            }
            Verdict::Changed(changes) => {
                self.line(&format!("{BOLD}{YELLOW}"), &format!("~ {key}"));
                changes.iter().for_each(|change| self.change(change));
            }
        }
        self.text.push('\n');
    }

    fn broken(&mut self, broken: &Broken) {
        self.line(&format!("{BOLD}{RED}"), &format!("! {}", broken.file));
        self.line("", &format!("    {}", broken.sentence(|revision| format!("`{revision}`"))));
        broken.waiting.iter().for_each(|key| self.line("", &format!("    ? {key}")));
        self.text.push('\n');
    }

    fn change(&mut self, change: &Change) {
        let (mark, paint) = match change.what {
            What::Added(_) => ('+', GREEN),
            What::Removed(_) => ('-', RED),
            _ => (' ', ""),
        };
        let head = format!("  {mark} {}:", change.path);
        match shown(change) {
            Shown::Inline(Some(before), Some(after)) => self.line("", &format!("{head} {before} -> {after}")),
            Shown::Inline(before, after) => {
                let value = before.or(after).unwrap_or_default();
                self.line(paint, &format!("{head} {value}"));
            }
            Shown::Note(sentence) => self.line("", &format!("{head} {sentence}")),
            Shown::Lines(lines) => {
                self.line(paint, &head);
                for (mark, line) in lines {
                    match mark {
                        '-' => self.line(RED, &format!("      - {line}")),
                        '+' => self.line(GREEN, &format!("      + {line}")),
                        '@' => self.line(DIM, "      ..."),
                        _ => self.line("", format!("        {line}").trim_end()),
                    }
                }
            }
        }
    }

    /// A line; a terminal gets nothing that could steer it.
    fn line(&mut self, paint: &str, words: &str) {
        let is_painted = self.paper.color && !paint.is_empty();
        if is_painted {
            self.text.push_str(paint);
        }
        if self.paper.is_terminal {
            self.text.push_str(&safe::one_line(words))
        } else {
            self.text.push_str(words)
        }
        if is_painted {
            self.text.push_str(PLAIN);
        }
        self.text.push('\n');
    }
}

/// What a job that came or went is, in a few words.
pub fn summary(job: &Named) -> String {
    let sent = &job.facts.sent;
    let task = |name: &str| sent.pointer(&format!("/taskConfig/{name}")).map(ToString::to_string).unwrap_or_default();
    let instances = sent.get("instanceCount").map(ToString::to_string).unwrap_or_default();
    let kind = match (sent.get("cronSchedule").and_then(|schedule| schedule.as_str()), task("isService").as_str()) {
        (Some(schedule), _) => format!("cron job ({schedule})"),
        (None, "true") => "service".to_owned(),
        (None, _) => "job".to_owned(),
    };
    let noun = if instances == "1" { "instance" } else { "instances" };
    format!(
        "{kind}, {instances} {noun} of {} cpu, {} MB ram, {} MB disk",
        task("numCpus"),
        task("ramMb"),
        task("diskMb")
    )
}
