//! Examples in the help of commands that bring none of their own.

use clap::Command;

/// Examples by command.
const EXAMPLES: &[(&str, &[&str])] = &[
    ("add_instances", &["add_instances west/www/prod/web/0 3"]),
    ("cancel_update", &["cancel_update west/www/prod/web"]),
    ("clusters", &["clusters", "clusters --format json"]),
    (
        "create",
        &[
            "create west/www/prod/web web.aurora",
            "create -E version=7 --wait_until=RUNNING west/www/prod/web web.aurora",
            "create --json west/www/prod/web web.json",
        ],
    ),
    ("config_list", &["config list web.aurora"]),
    ("deps", &["deps web.aurora", "deps --reverse lib/base.aurora"]),
    ("deschedule_cron", &["deschedule_cron west/www/prod/report"]),
    ("diff", &["diff west/www/prod/web web.aurora", "diff --exit-code -E version=7 west/www/prod/web web.aurora"]),
    ("eval", &["eval web.aurora 'len(jobs)'", "echo 'print 7 / 2' | aurora eval -"]),
    ("explain", &["explain AUR0302"]),
    ("get_quota", &["get_quota --cluster=west www"]),
    ("inspect", &["inspect west/www/prod/web web.aurora", "inspect --raw --all web.aurora"]),
    ("job_uptime", &["job_uptime west/www/prod/web", "job_uptime --percentiles 50,99 west/www/prod/web"]),
    ("kill", &["kill west/www/prod/web", "kill --shards=0,3-5 west/www/prod/web"]),
    ("killall", &["killall west/www/prod/web"]),
    ("lint", &["lint", "lint --fix web.aurora"]),
    ("list_jobs", &["list_jobs west/www", "list_jobs --pretty west/www", "list_jobs 'west/*/prod'"]),
    ("list_updates", &["list_updates --active west/www", "list_updates west/www/prod/web"]),
    ("open", &["open west", "open west/www/prod/web"]),
    ("restart", &["restart west/www/prod/web", "restart --shards=0-2 --batch_size=3 west/www/prod/web"]),
    ("review", &["review main"]),
    (
        "run",
        &[
            "run west/www/prod/web -- uptime",
            "run --shards=0-2 west/www/prod/web -- df -h .",
            "run -t5 west/www/prod/web -- 'curl -s localhost:{{thermos.ports[http]}}/vars'",
        ],
    ),
    ("schedule_cron", &["schedule_cron west/www/prod/report report.aurora"]),
    ("scp", &["scp west/www/prod/web/0:.logs/server/0/stderr .", "scp -r settings west/www/prod/web/0:settings"]),
    ("show_cron", &["show_cron west/www/prod/report"]),
    ("ssh", &["ssh west/www/prod/web 0", "ssh -L 8080:http west/www/prod/web 0"]),
    ("start_cron", &["start_cron west/www/prod/report"]),
    ("status", &["status west/www/prod/web", "status --format json west/www/prod/web"]),
    ("task_up_count", &["task_up_count west/www/prod/web", "task_up_count --durations 10m,1d west/www/prod/web"]),
    ("update", &["update west/www/prod/web web.aurora", "update --shards=0 -E version=7 west/www/prod/web web.aurora"]),
    ("update_info", &["update_info west/www/prod/web"]),
    ("version", &["version", "version --cluster west"]),
];

/// Adds the examples to the commands that have none. The short help shows them, too.
pub fn add(command: Command) -> Command {
    command.mut_subcommands(|sub| in_short_help(with_examples(sub)))
}

/// Where only the long help has examples.
fn in_short_help(sub: Command) -> Command {
    let long = sub.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    let start = long.find("Examples:").filter(|_| sub.get_after_help().is_none());
    let examples = start.and_then(|start| long.get(start..)?.split("\n\n").next().map(str::to_owned));
    match examples {
        Some(examples) => sub.after_help(examples),
        None => sub,
    }
}

fn with_examples(sub: Command) -> Command {
    let has_own = [sub.get_after_help(), sub.get_after_long_help()]
        .into_iter()
        .flatten()
        .any(|text| text.to_string().contains("Examples:"));
    let found = EXAMPLES.iter().find(|(name, _)| *name == sub.get_name());
    match found {
        Some((_, lines)) if !has_own => {
            let own = sub.get_after_long_help().or(sub.get_after_help()).map(|text| format!("{text}\n\n"));
            let text = format!("{}{}", own.clone().unwrap_or_default(), block(lines));
            if sub.get_after_long_help().is_some() { sub.after_long_help(text) } else { sub.after_help(text) }
        }
        _ => sub,
    }
}

fn block(lines: &[&str]) -> String {
    let lines = lines.iter().map(|line| match line.split(' ').next() {
        Some("echo") => format!("  {line}"),
        _ => format!("  aurora {line}"),
    });
    format!("Examples:\n{}", lines.collect::<Vec<_>>().join("\n"))
}
