//! Cron jobs that never run, or never end.

use super::crontab::fault;
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
(0–6 or SUN–SAT; Sunday is 0 and not 7). Each is `*`, a number, a range `a-b`, a step such as `*/15` or `8-18/2`, or several of
these with commas between them. A range ends no earlier than it begins, its step is less than its end, and a step has `*` or a
range in front. Only one of the two days may be less than every day. Whatever else other crons take (`@daily`, `?`, `L`, `5/10`)
the scheduler refuses, but only when the job is sent. An empty schedule is none: the job is started at once.",
    example: "
run = Process(name = 'run', cmdline = './report')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Job(cluster = 'west', role = 'www', environment = 'prod', name = 'report', task = task, cron_schedule = '0 24 * * *')]",
    mend: "Write five fields within their bounds: `cron_schedule = '0 0 * * *'` is midnight.",
    checks: &[Check::Job(schedule)],
};

fn service(_: &FileView, job: &JobView, sink: &mut Sink) {
    let Some(made) = &job.configuration else { return };
    if job.schedule().is_some() && made.thrift.task_config.is_service {
        let message = format!("the cron job `{}` is a service: its runs never end", made.thrift.key.name);
        let draft = Draft::new(message, job.place("/cron_schedule"), "the schedule");
        sink.push(draft.help("write Job(…) in place of Service(…), or leave the schedule out"));
    }
}

fn schedule(_: &FileView, job: &JobView, sink: &mut Sink) {
    let Some(text) = job.schedule() else { return };
    if let Some(fault) = fault(text) {
        let message = format!("the schedule `{text}` {}", fault.what);
        sink.push(Draft::new(message, job.place("/cron_schedule"), "the schedule").help(fault.help));
    }
}
