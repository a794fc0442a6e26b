//! Times of health checks and updates that do not go together.

use super::missing_health_check::is_checked;
use crate::diagnostics::Severity;
use crate::lint::{Check, Draft, FileView, Fixes, JobView, Rule, Sink};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1104",
    name: "health-check-timing",
    title: "times of health checks do not go together",
    severity: Severity::Warning,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
An update watches a new instance for `watch_secs`. If that is not longer than `initial_interval_secs` and all failures that
health checks may have in a row, an instance that never answers is taken for a healthy one; such a job is refused. A check that
may take as long as the interval between checks (`timeout_secs` at least `interval_secs`) delays the next ones, so that a slow
instance is found out late. Of a job without a port `health`, in a command or in the portmap, nothing is said: without one the
executor checks no health.",
    example: "
run = Process(name = 'run', cmdline = './app --health={{thermos.ports[health]}}')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task,
                health_check_config = HealthCheckConfig(interval_secs = 5, timeout_secs = 10))]",
    mend: "Let `timeout_secs` be less than `interval_secs`, and `watch_secs` more than the longest time to a verdict.",
    checks: &[Check::Job(check)],
};

fn check(_: &FileView, job: &JobView, sink: &mut Sink) {
    if job.configuration.is_none() || !is_checked(job) {
        return;
    }
    let number = |name: &str| job.value(&format!("/health_check_config/{name}")).and_then(|value| value.as_f64());
    let (Some(timeout), Some(interval)) = (number("timeout_secs"), number("interval_secs")) else { return };
    if timeout >= interval {
        let message = format!("a health check may take {timeout} s, and one begins every {interval} s");
        let place = job.place("/health_check_config/timeout_secs");
        sink.push(Draft::new(message, place, "set here").help("let `timeout_secs` be less than `interval_secs`"));
    }
}
