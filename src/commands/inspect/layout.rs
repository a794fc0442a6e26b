//! The layout for people: the original's lines, then what it leaves out.

use super::page::Page;
use crate::commands::Paper;
use crate::config::{InspectView, ProcessView};

/// What stands for a value that is not set.
const ABSENT: &str = "none";

/// One job as text (`reference/loading.md §9.2` for the first blocks).
pub fn layout(view: &InspectView, paper: Paper) -> String {
    let mut page = Page::new(paper);
    job(&mut page, view);
    task(&mut page, view);
    view.processes.iter().for_each(|process| show_process(&mut page, process));
    view.settings.iter().for_each(|(title, rows)| settings(&mut page, title, rows));
    page.finish()
}

fn job(page: &mut Page, view: &InspectView) {
    page.heading("Job level information");
    for (name, value) in &view.job {
        page.line(&format!("  {:12}", format!("{name}:")), value.as_deref().unwrap_or(ABSENT));
    }
    if let Some((schedule, policy)) = &view.cron {
        page.label("  cron:");
        page.line("     schedule: ", schedule);
        page.line("     policy:   ", policy.as_deref().unwrap_or(ABSENT));
    }
    if let Some(constraints) = &view.constraints {
        page.label("  constraints:");
        constraints.iter().for_each(|(attribute, value)| page.line(&format!("    {attribute}: "), value));
    }
    page.line("  service:    ", truth(view.service));
    page.line("  production: ", truth(view.production));
    page.blank();
}

fn task(page: &mut Page, view: &InspectView) {
    page.heading("Task level information");
    page.line("  name: ", &view.task);
    if !view.orders.is_empty() {
        page.label("  constraints:");
        view.orders.iter().for_each(|names| page.line("    ", &names.join(" < ")));
    }
    page.blank();
}

fn show_process(page: &mut Page, process: &ProcessView) {
    page.heading(&format!("Process {}:", process.name));
    process.flags.iter().for_each(|flag| page.line("  ", flag));
    page.label("  cmdline:");
    process.cmdline.iter().for_each(|line| page.line("    ", line));
    page.blank();
}

/// A block that the original does not have.
fn settings(page: &mut Page, title: &str, rows: &[(String, String)]) {
    if rows.is_empty() {
        return;
    }
    page.heading(title);
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0) + 1;
    rows.iter().for_each(|(name, value)| page.line(&format!("  {:width$} ", format!("{name}:")), value));
    page.blank();
}

fn truth(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

#[cfg(test)]
mod tests {
    use super::layout;
    use crate::commands::Paper;
    use crate::config::{InspectView, ProcessView};

    fn view() -> InspectView {
        let some = |text: &str| Some(text.to_owned());
        InspectView {
            job: vec![("name", some("etl")), ("contact", None), ("instances", some("12"))],
            cron: Some(("*/15 * * * *".to_owned(), None)),
            constraints: Some(vec![("host".to_owned(), "limit:1".to_owned())]),
            service: false,
            production: true,
            task: "etl".to_owned(),
            orders: vec![vec!["extract".to_owned(), "load".to_owned()]],
            processes: vec![ProcessView {
                name: "extract".to_owned(),
                flags: vec!["daemon", "final"],
                cmdline: vec!["a".to_owned(), "b\u{7}\tc".to_owned()],
            }],
            settings: vec![("Update", vec![("batch_size".to_owned(), "1".to_owned())]), ("Ports", Vec::new())],
        }
    }

    #[test]
    fn the_original_s_lines_come_first() {
        let expected = "\
Job level information
  name:       etl
  contact:    none
  instances:  12
  cron:
     schedule: */15 * * * *
     policy:   none
  constraints:
    host: limit:1
  service:    False
  production: True

Task level information
  name: etl
  constraints:
    extract < load

Process extract:
  daemon
  final
  cmdline:
    a
    b\u{7}\tc

Update
  batch_size: 1

";
        assert_eq!(layout(&view(), Paper::PLAIN), expected);
    }

    #[test]
    fn a_terminal_gets_colour_and_no_escape_sequences_of_the_job() {
        let text = layout(&view(), Paper { color: true, is_terminal: true });
        assert!(text.contains("\u{1b}[1mJob level information\u{1b}[0m\n"), "{text}");
        assert!(text.contains("b\\x07\tc\n"), "{text}");
    }
}
