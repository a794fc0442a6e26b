//! `aurora update`

mod advice;
mod args;
mod end;
mod events;
mod own_lock;
mod plan_page;
mod progress;
mod settings;
mod steer;
mod teller;

pub use advice::{Advice, error_of_trouble, joined, kind_of};
pub use args::UpdateArgs;
pub use own_lock::OwnLock;
pub use teller::{Teller, Tone};

use super::hooks::Hooks;
use super::inspect::wire_of;
use super::remote::{LoadedJob, Remote, open_job_file};
use super::{Context, Failure, Outcome, Prints, Result};
use crate::config;
use crate::config::hooks::{Action, Ending, Moment};
use crate::scheduler::api::ResponseCode;
use crate::scheduler::update::{self, Exchange, Interrupt, Settings, Target};
use args::EventFormat;

/// Updates the job, or steers an update under way.
pub fn run(args: &UpdateArgs, context: &Context) -> Result {
    if let Some(wish) = args.wish() {
        return steer::run(args, wish, context);
    }
    let (key, file) = args.key_and_file()?;
    let prints = if args.format == EventFormat::Json { Prints::Err } else { Prints::Out };
    let mut loaded = open_job_file(context, key, file, &args.config, &args.budget, prints)?.load(context)?;
    let settings = settings::of(&loaded, args)?;
    let remote = Remote::open(context, &loaded.cluster(), &args.remote)?;
    let interrupt = context.machine.interrupt();
    let target = Target { job: loaded.job.clone(), only: args.shards.as_ref().map(|shards| shards.0.clone()) };
    let advice = Advice::new(&loaded.configuration.key().to_string(), file, args.shards.as_ref().map(|s| &s.0));
    if args.dry_run {
        return show_plan(args, &remote, &interrupt, &target, &settings, &advice);
    }
    let job = wire_of(&loaded.configuration.thrift);
    let hooks = Hooks::new(&remote, "update", &args.hooks, job)?;
    let action = action(args, &loaded);
    hooks.before(Some(&mut loaded.file), &action)?;
    remote.info(&format!(
        "Updating job: {}",
        target.job.key.as_ref().and_then(|k| k.name.as_deref()).unwrap_or_default()
    ));
    let result = carry_out(args, &remote, &interrupt, &target, &settings, &advice);
    if !interrupt.wants_out() {
        let (moment, ending) = ending(&result);
        hooks.after(Some(&mut loaded.file), moment, &action, &ending);
    }
    result
}

/// The plan alone; nothing is locked or changed.
fn show_plan(
    args: &UpdateArgs,
    remote: &Remote,
    interrupt: &Interrupt,
    target: &Target,
    settings: &Settings,
    advice: &Advice,
) -> Result {
    remote.connect()?;
    let clock = remote.context.machine.clock();
    let exchange = Exchange { scheduler: remote.scheduler(), clock, interrupt, tell: &|_| {} };
    let plan = update::plan(&exchange, target).map_err(|trouble| error_of_trouble(&trouble, "the plan", advice))?;
    let text = match args.format {
        EventFormat::Text => plan_page::page(&plan, settings, remote.context.paper),
        EventFormat::Json => format!("{}\n", events::planned(&plan, settings)),
    };
    remote.context.streams.page(&text);
    Ok(Outcome::Done)
}

/// The update itself.
fn carry_out(
    args: &UpdateArgs,
    remote: &Remote,
    interrupt: &Interrupt,
    target: &Target,
    settings: &Settings,
    advice: &Advice,
) -> Result {
    remote.connect()?;
    let own = OwnLock::of(remote, &advice.key);
    let tone = if args.format == EventFormat::Json { Tone::Json } else { Tone::Text };
    let teller = Teller::new(remote, interrupt, tone).with_plans(settings.clone(), !args.force).with_lock(&own);
    let tell = |event| teller.hear(&event);
    let clock = remote.context.machine.clock();
    let exchange = Exchange { scheduler: remote.scheduler(), clock, interrupt, tell: &tell };
    own.begin();
    let mut report = update::update(&exchange, target, settings);
    own.end(&report);
    let is_carried = report.outcome == update::Outcome::NoLocks;
    if !is_carried && settings.message.is_some() {
        remote.warn("--message was not kept: only schedulers that carry updates out themselves keep it");
    }
    if is_carried {
        remote.info("This scheduler has no locks (0.13 and later): it carries the update out itself");
        let id = format!("{}-{}", clock.now_ms(), remote.context.machine.process());
        report = update::carry_out(&exchange, target, settings, &id);
    }
    teller.end(&report);
    let error = match own.explain(&exchange, target, &report, advice) {
        Some(error) => Some(error),
        None => end::error(&report, is_carried, advice),
    };
    match error {
        Some(error) => Err(error.into()),
        None => {
            remote.info(end::success(&report));
            if report.outcome == update::Outcome::Started {
                remote.info(&format!("`aurora update --watch {}` shows how it goes on", advice.key));
            }
            Ok(Outcome::Done)
        }
    }
}

fn action(args: &UpdateArgs, loaded: &LoadedJob) -> Action {
    let key: config::JobKey = loaded.configuration.key();
    Action::update(key, args.shards.as_ref().map(|shards| shards.0.clone()), i64::from(args.poll_seconds))
}

/// How the update ended, as hooks hear it: as an answer of the scheduler, like the original's.
fn ending(result: &std::result::Result<Outcome, Failure>) -> (Moment, Ending) {
    let answer =
        |code: ResponseCode, message| Ending::Answer { code: code.number(), name: code.name().into_owned(), message };
    match result {
        Ok(_) => (Moment::Post, answer(ResponseCode::Ok, None)),
        Err(failure) => {
            let first = failure.diagnostics.first().map(|diagnostic| diagnostic.message.clone());
            (Moment::Err, answer(ResponseCode::Error, first))
        }
    }
}
