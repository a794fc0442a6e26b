//! Differences as Markdown for a comment on a change.

use super::compared::Broken;
use super::shown::{Shown, shown};
use super::text::summary;
use super::{Review, Sum};
use crate::config::changes::{Change, Verdict};

/// A section for each file that was left out and for each job that differs.
pub fn render(review: &Review, against: &str) -> String {
    let mut page = format!("### {} against {}\n", Sum::of(review).sentence(), code(against));
    review.broken.iter().for_each(|broken| left_out(&mut page, broken));
    for (job, verdict) in &review.jobs {
        let key = code(&job.key.to_string());
        match verdict {
            Verdict::Same => {}
            Verdict::Added => page.push_str(&format!("\n#### {key} added\n\n{}\n", escaped(&summary(job)))),
            Verdict::Removed => page.push_str(&format!("\n#### {key} removed\n\n{}\n", escaped(&summary(job)))),
            Verdict::Renamed(from, changes) => {
                page.push_str(&format!("\n#### {} renamed to {key}\n", code(&from.to_string())));
                section(&mut page, changes);
            }
            Verdict::Changed(changes) => {
                page.push_str(&format!("\n#### {key} changed\n"));
                section(&mut page, changes);
            }
        }
    }
    page
}

/// A file that was left out, and the jobs that wait for it.
fn left_out(page: &mut String, broken: &Broken) {
    let file = code(&broken.file);
    page.push_str(&format!("\n#### {file} not compared\n\nIt {}", broken.sentence(code)));
    let keys: Vec<String> = broken.waiting.iter().map(|key| code(&key.to_string())).collect();
    match keys.is_empty() {
        true => page.push_str(".\n"),
        false => page.push_str(&format!(": {}.\n", keys.join(", "))),
    }
}

/// Short differences in a table, long ones below it.
fn section(page: &mut String, changes: &[Change]) {
    let mut rows = String::new();
    let mut blocks = String::new();
    for change in changes {
        let path = code(&change.path);
        match shown(change) {
            Shown::Inline(before, after) => {
                let cell = |value: Option<String>| value.map_or_else(String::new, |value| cell(&value));
                rows.push_str(&format!(
                    "| {} | {} | {} |\n",
                    cell(Some(change.path.clone())),
                    cell(before),
                    cell(after)
                ));
            }
            Shown::Note(sentence) => blocks.push_str(&format!("\n{path}: {}\n", escaped(&sentence))),
            Shown::Lines(lines) => blocks.push_str(&format!("\n{path}:\n\n{}", block(&lines))),
        }
    }
    if !rows.is_empty() {
        page.push_str(&format!("\n| field | before | after |\n|---|---|---|\n{rows}"));
    }
    page.push_str(&blocks);
}

fn block(lines: &[(char, String)]) -> String {
    let longest = lines.iter().map(|(_, line)| longest_run(line)).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let body: String = lines
        .iter()
        .map(|(mark, line)| if *mark == '@' { "@@\n".to_owned() } else { format!("{mark}{}\n", one_line(line)) })
        .collect();
    format!("{fence}diff\n{body}{fence}\n")
}

/// A text in a cell of a table. A bar ends a cell even within code.
fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// A text as code, however many backticks it has.
fn code(text: &str) -> String {
    let ticks = "`".repeat(longest_run(text) + 1);
    let needs_blanks = text.starts_with('`') || text.ends_with('`');
    let blank = if needs_blanks { " " } else { "" };
    format!("{ticks}{blank}{}{blank}{ticks}", one_line(text))
}

/// A text as text: no markup of it is read.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '~' | '&' | '@') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn one_line(text: &str) -> String {
    crate::diagnostics::render::text::one_line(text).into_owned()
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{block, cell, code, escaped};

    #[test]
    fn no_value_can_leave_its_place() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("``x`"), "``` ``x` ```");
        assert_eq!(cell("a|b\nc"), "`a\\|b\\nc`");
        assert_eq!(escaped("<b> @team"), "\\<b\\> \\@team");
        assert_eq!(block(&[('+', "```".to_owned())]), "````diff\n+```\n````\n");
    }
}
