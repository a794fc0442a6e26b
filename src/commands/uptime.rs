//! `aurora job_uptime` and `aurora task_up_count`: how long a job's instances have been up.

use serde_json::{Value, json};

use super::remote::{Remote, RemoteArgs, Target};
use super::table::Table;
use super::{Context, Failure, FormatArgs, Outcome, Result};
use crate::scheduler::api::{Call, ScheduleStatus, ScheduledTask, TaskQuery};

/// Show for how long a share of a job's instances has been up, at least
///
/// An instance counts as up from the last time that it began to run; one that does not run has been up for 0 seconds.
#[derive(clap::Args, Debug)]
pub struct JobUptimeArgs {
    /// The job's key, CLUSTER/ROLE/ENV/NAME
    #[arg(value_name = "KEY")]
    pub key: String,
    /// Shares of the instances in percent
    #[arg(
        long,
        value_name = "PERCENT,…",
        value_delimiter = ',',
        default_value = "1,5,10,25,50,75,90,95,99",
        value_parser = percent
    )]
    pub percentiles: Vec<f64>,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub format: FormatArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub remote: RemoteArgs,
}

/// Show which share of a job's instances has been up for a time
///
/// An instance counts as up from the last time that it began to run.
#[derive(clap::Args, Debug)]
pub struct TaskUpCountArgs {
    /// The job's key, CLUSTER/ROLE/ENV/NAME
    #[arg(value_name = "KEY")]
    pub key: String,
    /// Times, such as 90s, 10m, 1h or 7d
    #[arg(
        long,
        value_name = "TIME,…",
        value_delimiter = ',',
        default_value = "1m,10m,1h,12h,7d",
        value_parser = duration
    )]
    pub durations: Vec<Duration>,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub format: FormatArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub remote: RemoteArgs,
}

/// A time as it was written, and its seconds.
#[derive(Clone, PartialEq, Debug)]
pub struct Duration {
    text: String,
    seconds: i64,
}

fn percent(text: &str) -> std::result::Result<f64, String> {
    let number = text.trim().parse::<f64>().ok().filter(|number| *number > 0.0 && *number < 100.0);
    number.ok_or_else(|| "a share in percent is a number between 0 and 100".to_owned())
}

fn duration(text: &str) -> std::result::Result<Duration, String> {
    let wrong = || "a time is a number with s, m, h or d, such as 90s or 1h30m".to_owned();
    let (mut seconds, mut number) = (0_i64, String::new());
    for c in text.trim().chars() {
        let unit = match c {
            '0'..='9' => {
                number.push(c);
                continue;
            }
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            _ => return Err(wrong()),
        };
        let part = number.parse::<i64>().ok().and_then(|number| number.checked_mul(unit));
        seconds = part.and_then(|part| seconds.checked_add(part)).ok_or_else(wrong)?;
        number.clear();
    }
    if !number.is_empty() || seconds == 0 {
        return Err(wrong());
    }
    Ok(Duration { text: text.trim().to_owned(), seconds })
}

/// Shows an uptime for each share.
pub fn job_uptime(args: &JobUptimeArgs, context: &Context) -> Result {
    let found = uptimes(&args.key, &args.remote, context)?;
    let rows: Vec<(f64, Option<i64>)> =
        args.percentiles.iter().map(|share| (*share, at_share(&found, *share))).collect();
    let documents: Vec<Value> = rows.iter().map(|(share, up)| json!({"percent": share, "seconds": up})).collect();
    let document = json!({"version": 1, "job": args.key, "instances": found.len(), "uptimes": documents});
    if !args.format.write(context, &document)? {
        let mut table = Table::new(["INSTANCES", "UP FOR AT LEAST"]);
        for (share, up) in rows {
            table.row([format!("{share}%"), up.map_or("-".to_owned(), |seconds| format!("{seconds} s"))]);
        }
        context.streams.page(&table.render(context.paper));
    }
    Ok(Outcome::Done)
}

/// Shows a share for each time.
pub fn task_up_count(args: &TaskUpCountArgs, context: &Context) -> Result {
    let found = uptimes(&args.key, &args.remote, context)?;
    let rows: Vec<(&Duration, usize, Option<f64>)> = args
        .durations
        .iter()
        .map(|time| {
            let up = found.iter().filter(|seconds| **seconds >= time.seconds).count();
            (time, up, (!found.is_empty()).then(|| up as f64 * 100.0 / found.len() as f64))
        })
        .collect();
    let documents: Vec<Value> = rows
        .iter()
        .map(|(time, up, share)| json!({"duration": time.text, "seconds": time.seconds, "up": up, "percent": share}))
        .collect();
    let document = json!({"version": 1, "job": args.key, "instances": found.len(), "counts": documents});
    if !args.format.write(context, &document)? {
        let mut table = Table::new(["UP FOR AT LEAST", "INSTANCES", "SHARE"]);
        for (time, up, share) in rows {
            let share = share.map_or("-".to_owned(), |share| format!("{share:.2}%"));
            table.row([time.text.clone(), format!("{up} of {}", found.len()), share]);
        }
        context.streams.page(&table.render(context.paper));
    }
    Ok(Outcome::Done)
}

/// Seconds for which each active instance has been up, the longest first.
fn uptimes(key: &str, remote: &RemoteArgs, context: &Context) -> std::result::Result<Vec<i64>, Failure> {
    let target = Target::parse(key)?;
    let remote = Remote::open(context, &target.cluster, remote)?;
    let response = remote.read(&Call::GetTasksWithoutConfigs { query: Some(TaskQuery::job(&target.key)) })?;
    let now = context.machine.clock().now_ms();
    let active = response.tasks().iter().filter(|task| task.status.is_some_and(|status| status.is_active()));
    let mut found: Vec<i64> = active.map(|task| up_for(task, now)).collect();
    found.sort_unstable_by_key(|seconds| std::cmp::Reverse(*seconds));
    if found.is_empty() {
        remote.warn(&format!("no instance of {key} is active"));
    }
    Ok(found)
}

/// Seconds since a task last began to run; 0 if it does not run.
fn up_for(task: &ScheduledTask, now_ms: i64) -> i64 {
    if task.status != Some(ScheduleStatus::Running) {
        return 0;
    }
    let began = task.task_events.iter().flatten().rev().find(|event| event.status == Some(ScheduleStatus::Running));
    let since = began.and_then(|event| event.timestamp).unwrap_or(now_ms);
    (now_ms.saturating_sub(since) / 1000).max(0)
}

/// The uptime that this share of instances has reached. `longest_first` is sorted.
fn at_share(longest_first: &[i64], percent: f64) -> Option<i64> {
    let counted = (longest_first.len() as f64 * percent / 100.0).ceil() as usize;
    longest_first.get(counted.max(1) - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::{at_share, duration, percent};

    #[test]
    fn shares_round_up_to_whole_instances() {
        let found = [400, 300, 200, 100];
        assert_eq!(
            [1.0, 25.0, 26.0, 50.0, 75.0, 99.0].map(|share| at_share(&found, share)),
            [Some(400), Some(400), Some(300), Some(300), Some(200), Some(100)]
        );
        assert_eq!(at_share(&[], 50.0), None);
    }

    #[test]
    fn times_and_shares_are_read() {
        assert_eq!(duration("1h30m").map(|time| time.seconds), Ok(5400));
        assert_eq!(duration("7d").map(|time| time.seconds), Ok(604_800));
        for bad in ["", "5", "0s", "h", "-1h", "1w", "99999999999999999999d"] {
            assert!(duration(bad).is_err(), "{bad}");
        }
        assert!(percent("99.5").is_ok() && percent("0").is_err() && percent("100").is_err() && percent("x").is_err());
    }
}
