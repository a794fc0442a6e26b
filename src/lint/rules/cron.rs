//! Cron jobs that never run, or never end.

use crate::diagnostics::Severity;
use crate::lint::{Check, Draft, FileView, Fixes, JobView, Rule, Sink};

/// A cron job that is a service.
pub static SERVICE: Rule = Rule {
    code: "AUR1112",
    name: "cron-service",
    title: "a cron job is a service",
    severity: Severity::Warning,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
A cron job is started at its times, does its work and ends. A service is started again whenever it ends, so that the run of a
cron job which is a service never ends: the next time finds it still there, and kills it or gives up.",
    example: "
run = Process(name = 'run', cmdline = './report')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'report', task = task, cron_schedule = '0 3 * * *')]",
    mend: "Write `Job(…)` in place of `Service(…)`, or leave the schedule out.",
    checks: &[Check::Job(service)],
};

/// A schedule that cannot be read.
pub static SCHEDULE: Rule = Rule {
    code: "AUR1113",
    name: "cron-schedule",
    title: "a cron schedule that cannot be read",
    severity: Severity::Error,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
A schedule has five fields: minute (0–59), hour (0–23), day of the month (1–31), month (1–12 or JAN–DEC) and day of the week
(0–7 or SUN–SAT). Each is `*`, a number, a range `a-b`, a step such as `*/15`, or several of these with commas between them.
The scheduler refuses anything else, but only when the job is sent.",
    example: "
run = Process(name = 'run', cmdline = './report')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Job(cluster = 'west', role = 'www', environment = 'prod', name = 'report', task = task, cron_schedule = '0 24 * * *')]",
    mend: "Write five fields within their bounds: `cron_schedule = '0 0 * * *'` is midnight.",
    checks: &[Check::Job(schedule)],
};

fn service(_: &FileView, job: &JobView, sink: &mut Sink) {
    let Some(made) = &job.configuration else { return };
    if made.thrift.cron_schedule.is_some() && made.thrift.task_config.is_service {
        let message = format!("the cron job `{}` is a service: its runs never end", made.thrift.key.name);
        let draft = Draft::new(message, job.place("/cron_schedule"), "the schedule");
        sink.push(draft.help("write Job(…) in place of Service(…), or leave the schedule out"));
    }
}

fn schedule(_: &FileView, job: &JobView, sink: &mut Sink) {
    let Some(text) = job.configuration.as_ref().and_then(|made| made.thrift.cron_schedule.as_ref()) else { return };
    if let Some(fault) = fault(text) {
        let draft = Draft::new(format!("the schedule `{text}` {fault}"), job.place("/cron_schedule"), "the schedule");
        sink.push(draft.help("the five fields are minute, hour, day of the month, month and day of the week"));
    }
}

/// A field's name, bounds, and the names of its values, the first of which is the least value.
struct Field {
    name: &'static str,
    least: u32,
    most: u32,
    names: &'static [&'static str],
}

const FIELDS: [Field; 5] = [
    Field { name: "minute", least: 0, most: 59, names: &[] },
    Field { name: "hour", least: 0, most: 23, names: &[] },
    Field { name: "day of the month", least: 1, most: 31, names: &[] },
    Field {
        name: "month",
        least: 1,
        most: 12,
        names: &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
    },
    Field { name: "day of the week", least: 0, most: 7, names: &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] },
];

/// What is wrong with a schedule.
fn fault(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() != FIELDS.len() {
        return Some(format!("has {} of five fields", words.len()));
    }
    let bad = FIELDS.iter().zip(words).find(|(field, word)| !word.split(',').all(|part| is_part(field, part)));
    bad.map(|(field, word)| format!("has no possible {}: `{word}`", field.name))
}

fn is_part(field: &Field, part: &str) -> bool {
    let (range, step) = match part.split_once('/') {
        Some((range, step)) => (range, Some(step)),
        None => (part, None),
    };
    let is_step = step.is_none_or(|step| step.parse::<u32>().is_ok_and(|step| step > 0));
    // `?` is how some write any day.
    let is_any = range == "*" || (range == "?" && field.name.starts_with("day"));
    let is_range = match range.split_once('-') {
        Some((from, to)) => matches!((value(field, from), value(field, to)), (Some(from), Some(to)) if from <= to),
        None => value(field, range).is_some(),
    };
    is_step && (is_any || is_range)
}

fn value(field: &Field, text: &str) -> Option<u32> {
    if let Some(at) = field.names.iter().position(|name| name.eq_ignore_ascii_case(text)) {
        return Some(field.least + at as u32);
    }
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| is_number)?;
    (field.least..=field.most).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn schedules_have_five_fields_within_bounds() {
        for good in ["* * * * *", "*/15 0-6,22 1 JAN-mar MON", "0 0 ? * 7", "5/10 1 1 1 0"] {
            assert_eq!(fault(good), None, "{good}");
        }
        for bad in ["", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "*/0 * * * *"] {
            assert!(fault(bad).is_some(), "{bad}");
        }
        assert!(fault("5-1 * * * *").is_some() && fault("@daily").is_some() && fault("a * * * *").is_some());
    }
}
