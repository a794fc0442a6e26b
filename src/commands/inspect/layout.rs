//! The layout for people: the original's lines, then what it leaves out.

use super::page::{PORTS, Page, Places};
use crate::commands::Paper;
use crate::config::{InspectView, ProcessView, Row};

/// What stands for a value that is not set.
const ABSENT: &str = "none";

/// One job as text (`reference/loading.md §9.2` for the first blocks), each value with its place if it has one in `places`.
pub fn layout(view: &InspectView, paper: Paper, places: &Places) -> String {
    let mut page = Page::new(paper, places);
    job(&mut page, view);
    task(&mut page, view);
    view.processes.iter().enumerate().for_each(|(at, process)| show_process(&mut page, process, at));
    view.settings.iter().for_each(|(title, rows)| settings(&mut page, title, rows));
    page.finish()
}

fn job(page: &mut Page, view: &InspectView) {
    page.heading("Job level information");
    for (name, value) in &view.job {
        page.line(&format!("  {:12}", format!("{name}:")), value.as_deref().unwrap_or(ABSENT), name);
    }
    if let Some((schedule, policy)) = &view.cron {
        page.label("  cron:", "");
        page.line("     schedule: ", schedule, "cron_schedule");
        page.line("     policy:   ", policy.as_deref().unwrap_or(ABSENT), "cron_collision_policy");
    }
    if let Some(constraints) = &view.constraints {
        page.label("  constraints:", "");
        for (attribute, value) in constraints {
            page.line(&format!("    {attribute}: "), value, &format!("constraints['{attribute}']"));
        }
    }
    page.line("  service:    ", truth(view.service), "service");
    page.line("  production: ", truth(view.production), "production");
    page.blank();
}

fn task(page: &mut Page, view: &InspectView) {
    page.heading("Task level information");
    page.line("  name: ", &view.task, "task.name");
    if !view.orders.is_empty() {
        page.label("  constraints:", "");
        for (at, names) in view.orders.iter().enumerate() {
            page.line("    ", &names.join(" < "), &format!("task.constraints[{at}].order[0]"));
        }
    }
    page.blank();
}

fn show_process(page: &mut Page, process: &ProcessView, at: usize) {
    let path = |name: &str| format!("task.processes[{at}].{name}");
    page.heading_of(&format!("Process {}:", process.name), &path("name"));
    process.flags.iter().for_each(|flag| page.line("  ", flag, &path(flag)));
    page.label("  cmdline:", &path("cmdline"));
    process.cmdline.iter().for_each(|line| page.line("    ", line, ""));
    page.blank();
}

/// A block that the original does not have.
fn settings(page: &mut Page, title: &str, rows: &[Row]) {
    if rows.is_empty() {
        return;
    }
    page.heading(title);
    let width = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0) + 1;
    for row in rows {
        let path = if title == "Ports" { PORTS } else { &row.path };
        page.line(&format!("  {:width$} ", format!("{}:", row.name)), &row.value, path);
    }
    page.blank();
}

fn truth(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

#[cfg(test)]
mod tests {
    use super::{Places, layout};
    use crate::commands::Paper;
    use crate::config::{InspectView, ProcessView, Row};

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
            settings: vec![
                ("Update", vec![Row::new("batch_size", "1", "update_config.batch_size")]),
                ("Ports", Vec::new()),
            ],
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
        assert_eq!(layout(&view(), Paper::PLAIN, &Places::new()), expected);
    }

    #[test]
    fn a_terminal_gets_colour_and_no_escape_sequences_of_the_job() {
        let text = layout(&view(), Paper { color: true, ..Paper::TERMINAL }, &Places::new());
        assert!(text.contains("\u{1b}[1mJob level information\u{1b}[0m\n"), "{text}");
        assert!(text.contains("b\\x07\tc\n"), "{text}");
    }

    #[test]
    fn each_value_can_have_its_place_behind_it() {
        let paths = [
            "name",
            "cron_schedule",
            "constraints['host']",
            "task.name",
            "task.constraints[0].order[0]",
            "task.processes[0].name",
            "task.processes[0].daemon",
            "task.processes[0].cmdline",
            "update_config.batch_size",
        ];
        let places: Places =
            paths.iter().zip(1..).map(|(path, line)| ((*path).to_owned(), format!("a:{line}"))).collect();
        let text = layout(&view(), Paper::PLAIN, &places);
        for line in [
            "  name:       etl  (a:1)",
            "     schedule: */15 * * * *  (a:2)",
            "    host: limit:1  (a:3)",
            "  name: etl  (a:4)",
            "    extract < load  (a:5)",
            "Process extract:  (a:6)",
            "  daemon  (a:7)",
            "  cmdline:  (a:8)",
            "  batch_size: 1  (a:9)",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
    }
}
