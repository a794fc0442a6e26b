//! Updates that the scheduler carries out: watching and steering one that is under way.

use crate::commands::remote::{Remote, Target};
use crate::commands::{Context, Failure, Outcome, Result};
use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::api::{JobKey, JobUpdateKey};
use crate::scheduler::update::{Exchange, Steer, Trouble, active_update, find_update, steer, watch_update};

use super::advice::{Advice, error_of_trouble};
use super::args::{EventFormat, UpdateArgs, Wish};
use super::{Teller, Tone, end};

/// Watches or steers the job's update.
pub fn run(args: &UpdateArgs, wish: Wish, context: &Context) -> Result {
    let (key, id) = args.key_and_id()?;
    let target = Target::parse(key)?;
    let remote = Remote::open(context, &target.cluster, &args.remote)?;
    let interrupt = context.machine.interrupt();
    let tone = if args.format == EventFormat::Json { Tone::Json } else { Tone::Text };
    let teller = Teller::new(&remote, &interrupt, tone);
    let tell = |event| teller.hear(&event);
    let exchange =
        Exchange { scheduler: remote.scheduler(), clock: context.machine.clock(), interrupt: &interrupt, tell: &tell };
    let advice = Advice::of_command(key, format!("aurora update --watch {key}"));
    remote.connect()?;
    let fail = |trouble: Trouble| Failure::from(without_updates(&trouble, &advice));
    let Some(update) = find(&exchange, &target.key, id).map_err(fail)? else {
        let message = match id {
            Some(id) => format!("the scheduler knows no update {id} of {key}"),
            None => format!("no update of {key} is under way"),
        };
        return Err(Diagnostic::error("AUR0715", Kind::Command, message).help("nothing was changed").into());
    };
    if let Wish::Steer(wish) = wish {
        steer(&exchange, &update, wish, args.message.message.as_deref()).map_err(fail)?;
        if wish == Steer::Pause {
            remote.info(&format!("The update of {key} is paused; `aurora update --resume {key}` lets it go on"));
            return Ok(Outcome::Done);
        }
        if args.no_watch {
            remote.info(&format!("`aurora update --watch {key}` shows how the update goes on"));
            return Ok(Outcome::Done);
        }
    }
    let report = watch_update(&exchange, &update);
    teller.end(&report);
    let is_wished = wish == Wish::Steer(Steer::RollBack)
        && matches!(report.outcome, crate::scheduler::update::Outcome::RolledBack { .. });
    match end::error(&report, true, &advice) {
        Some(error) if !is_wished => Err(error.into()),
        _ => {
            remote.info(if is_wished { "Update rolled back" } else { end::success(&report) });
            Ok(Outcome::Done)
        }
    }
}

/// The update with this id, whether it has ended or not; or the one under way.
fn find(exchange: &Exchange, job: &JobKey, id: Option<&str>) -> std::result::Result<Option<JobUpdateKey>, Trouble> {
    let found = match id {
        None => active_update(exchange, job)?,
        Some(id) => {
            let key = JobUpdateKey { job: Some(job.clone()), id: Some(id.to_owned()), ..JobUpdateKey::default() };
            find_update(exchange, &key)?
        }
    };
    Ok(found.and_then(|summary| summary.key))
}

/// A trouble of a scheduler that may not have such updates at all.
fn without_updates(trouble: &Trouble, advice: &Advice) -> Diagnostic {
    match trouble {
        Trouble::NoMethod(_) => {
            let message = "this scheduler does not carry updates out itself: it has no such calls";
            Diagnostic::error("AUR0715", Kind::Scheduler, message).help(
                "only releases from 0.13 on do; with earlier ones the `aurora update` that was started does the work",
            )
        }
        other => error_of_trouble(other, "the request about the update", advice),
    }
}
