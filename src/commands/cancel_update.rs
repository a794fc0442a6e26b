//! `aurora cancel_update`

use super::hooks::Hooks;
use super::job_args::{JobArgs, OpenJob};
use super::remote::{MessageArgs, Remote, response_line};
use super::update::{Advice, OwnLock, error_of_trouble, kind_of};
use super::{Context, Failure, Outcome, Result};
use crate::config::hooks::Action;
use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::api::{JobKey, Lock, LockKey, LockValidation, Response, ResponseCode};
use crate::scheduler::update::{Exchange, Interrupt, Steer, Trouble, active_update, steer};

/// Release the lock that an update left on a job
///
/// No instance is changed: the job stays as the update left it. Be sure that nobody is updating the job: an update at work is
/// not stopped, but fails at its next step. With a scheduler that carries updates out itself (0.13 and later) the job's update
/// is aborted.
#[derive(clap::Args, Debug)]
pub struct CancelUpdateArgs {
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub message: MessageArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub job: JobArgs,
}

/// Releases the lock, or aborts the update.
pub fn run(args: &CancelUpdateArgs, context: &Context) -> Result {
    let OpenJob { key, target, mut file, remote } = args.job.open(context)?;
    let full = key.to_string();
    let hooks = Hooks::new(&remote, "cancel_update", &args.job.hooks, None)?;
    let action = Action::cancel_update(key);
    hooks.around(file.as_mut(), &action, || {
        remote.connect()?;
        remote.info(&format!("Canceling update on job {full}"));
        let response = cancel(&remote, &target.key, &full, args.message.message.as_deref())?;
        remote.info(&response_line(&response));
        Ok(response)
    })?;
    OwnLock::of(&remote, &full).forget();
    Ok(Outcome::Done)
}

fn cancel(
    remote: &Remote,
    key: &JobKey,
    full_key: &str,
    message: Option<&str>,
) -> std::result::Result<Response, Failure> {
    let interrupt: Interrupt = remote.context.machine.interrupt();
    let clock = remote.context.machine.clock();
    let exchange = Exchange { scheduler: remote.scheduler(), clock, interrupt: &interrupt, tell: &|_| {} };
    let lock_key = LockKey { job: Some(key.clone()), unknown: Vec::new() };
    let lock = Lock { key: Some(lock_key), ..Lock::default() };
    let send =
        || exchange.change("releaseLock", |scheduler| scheduler.release_lock(lock.clone(), LockValidation::Unchecked));
    let answer = match send() {
        // To release what is released already changes nothing.
        Err(Trouble::Doubt(_)) => send(),
        Err(Trouble::NoMethod(_)) => abort(&exchange, key, message),
        other => other,
    };
    if message.is_some() && !remote.scheduler().is_later() {
        remote.warn("--message is not kept: a lock is released without words");
    }
    answer.map_err(|trouble| error(&trouble, full_key).into())
}

/// Ends the update that the scheduler carries out, if there is one.
fn abort(exchange: &Exchange, key: &JobKey, message: Option<&str>) -> std::result::Result<Response, Trouble> {
    let ok = |message: &str| Response {
        response_code: Some(ResponseCode::Ok),
        message_deprecated: Some(message.to_owned()),
        ..Response::default()
    };
    match active_update(exchange, key)?.and_then(|summary| summary.key) {
        None => Ok(ok("no update of the job is under way")),
        Some(update) => {
            steer(exchange, &update, Steer::Abort, message).map(|()| ok("the scheduler's update is aborted"))
        }
    }
}

fn error(trouble: &Trouble, key: &str) -> Diagnostic {
    let again = format!("aurora cancel_update {key}");
    match trouble {
        Trouble::Interrupted | Trouble::Denied(_) => {
            error_of_trouble(trouble, "cancel_update", &Advice::of_command(key, again))
        }
        other => {
            let message = format!("Error cancelling the update of {key}: {other}");
            let kind: Kind = kind_of(other);
            Diagnostic::error("AUR0718", kind, message).help(format!("`{again}` can be repeated safely"))
        }
    }
}
