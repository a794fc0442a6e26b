//! What it means for the user that a call failed or was refused. The kinds decide the exit code.

use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::TransportError;
use crate::scheduler::api::{Response, ResponseCode};

/// A call as the user should read of it.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The API's method.
    pub method: &'a str,
    /// Whether it changes something.
    pub changes: bool,
    /// The job's whole key, where it is about one job.
    pub key: Option<&'a str>,
}

impl About<'_> {
    /// How to find out whether a change has happened.
    fn check(&self) -> String {
        match self.key {
            Some(key) => format!("it may have happened; check with `aurora status {key}` before you try again"),
            None => "it may have happened; check before you try again".to_owned(),
        }
    }
}

/// A refusal by response code.
pub fn refused(about: About, response: &Response) -> Diagnostic {
    let code = response.code();
    let says = response.message().unwrap_or_else(|| "no reason given".to_owned());
    let message = format!("the scheduler refused `{}`: {} ({says})", about.method, code.name());
    let error = |number, kind| Diagnostic::error(number, kind, message.clone());
    match code {
        ResponseCode::LockError => error("AUR0603", Kind::Scheduler).help(match about.key {
            Some(key) => format!(
                "the job is being updated, or an update of it was left unfinished; only when you are sure that nobody is \
                 updating it, `aurora cancel_update {key}` releases the lock"
            ),
            None => "an update is under way, or one was left unfinished".to_owned(),
        }),
        ResponseCode::AuthFailed => error("AUR0602", Kind::Auth).help("ask for the right to do this on that role"),
        ResponseCode::ErrorTransient => {
            error("AUR0601", Kind::Scheduler).help("the scheduler cannot work just now; try again a little later")
        }
        ResponseCode::Warning if about.changes => error("AUR0601", Kind::Scheduler).help(about.check()),
        _ => error("AUR0601", Kind::Scheduler),
    }
}

/// No answer, or none that can be used.
pub fn failed(about: About, cluster: &str, why: &TransportError) -> Diagnostic {
    let message = format!("`{}` on cluster {cluster}: {why}", about.method);
    let in_doubt = about.changes && why.may_have_happened();
    let code = match why {
        TransportError::NotAuthorised(_) => "AUR0602",
        _ if in_doubt => "AUR0605",
        TransportError::TimedOut(_) => "AUR0606",
        TransportError::UnknownMethod(_) | TransportError::Rejected { status: 200 | 500, .. } => "AUR0601",
        _ => "AUR0604",
    };
    let kind = match why {
        TransportError::NotAuthorised(_) => Kind::Auth,
        TransportError::TimedOut(_) => Kind::Timeout,
        TransportError::UnknownMethod(_) | TransportError::Rejected { status: 200 | 500, .. } => Kind::Scheduler,
        _ => Kind::Network,
    };
    let error = Diagnostic::error(code, kind, message);
    match why {
        _ if in_doubt => error.help(about.check()),
        TransportError::NotAuthorised(_) => error.help("the scheduler, or a server before it, wants other credentials"),
        TransportError::Nowhere(_) => error.help(
            "give the cluster `scheduler_uri`, or `zk` with `scheduler_zk_path`, in its file: `aurora clusters` names it",
        ),
        TransportError::Untrusted(_) => error.help("`--ca-file` names an authority to trust; nothing was sent"),
        _ if about.changes => error.help("nothing was changed"),
        TransportError::TimedOut(_) => error.help("`--timeout` lets a call take longer"),
        TransportError::NotSent(_) | TransportError::MaybeHappened(_) => {
            error.help("`aurora clusters` shows the addresses in use")
        }
        _ => error,
    }
}
