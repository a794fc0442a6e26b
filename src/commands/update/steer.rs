//! Updates that the scheduler carries out: watching and steering one that is under way.

use crate::commands::remote::{Remote, Target};
use crate::commands::{Context, Failure, Outcome, Result};
use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::update::{Exchange, Steer, Trouble, active_update, steer, watch_update};

use super::advice::{Advice, error_of_trouble};
use super::args::{EventFormat, UpdateArgs, Wish};
use super::{Teller, Tone, end};

/// Watches or steers the job's update.
pub fn run(args: &UpdateArgs, wish: Wish, context: &Context) -> Result {
    let key = args.key()?;
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
    let found = active_update(&exchange, &target.key).map_err(fail)?;
    let Some(update) = found.and_then(|summary| summary.key) else {
        let message = format!("no update of {key} is under way");
        return Err(Diagnostic::error("AUR0715", Kind::Command, message).help("nothing was changed").into());
    };
    if let Wish::Steer(wish) = wish {
        steer(&exchange, &update, wish).map_err(fail)?;
        if wish == Steer::Pause {
            remote.info(&format!("The update of {key} is paused; `aurora update --resume {key}` lets it go on"));
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
