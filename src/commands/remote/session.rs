//! A cluster's scheduler as a command uses it.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use crate::commands::{Context, Failure, Loudness, Prints};
use crate::diagnostics::render::text;
use crate::diagnostics::{Diagnostic, Kind};
use crate::interp::host::HostError;
use crate::scheduler::api::{Call, JobKey, Response, ResponseCode};
use crate::scheduler::clusters::{Cluster, without_login};
use crate::scheduler::discovery::Patience;
use crate::scheduler::http::{self, HttpSettings};
use crate::scheduler::netrc::Netrc;
use crate::scheduler::{Answer, Connection, Scheduler, TransportError};
use crate::source::SourceMap;

use super::trouble::{About, failed, refused};
use super::{RemoteArgs, interrupted, load_clusters, variable};

/// The API's version that this client speaks.
pub const API_VERSION: i32 = 3;

/// The first pause before a call is repeated, in milliseconds; it doubles up to the longest.
const PAUSE_MS: i64 = 500;

/// The longest pause, in milliseconds.
const LONGEST_PAUSE_MS: i64 = 10_000;

/// The longest wait for ZooKeeper, and for a leader in it.
const DISCOVERY: Duration = Duration::from_secs(10);

/// An open way to a cluster's scheduler, the context of the command, and what they have to do with each other.
pub struct Remote<'a> {
    /// The command's context.
    pub context: &'a Context<'a>,
    connection: Connection,
    retry_for_ms: i64,
    is_probed: Cell<bool>,
    stated: Cell<Option<i32>>,
    is_warned: Cell<bool>,
    refusal: RefCell<Option<Response>>,
}

impl<'a> Remote<'a> {
    /// Finds the cluster. Nothing is sent yet.
    ///
    /// # Errors
    /// If a cluster file is faulty, the cluster is unknown, or the file of certificates cannot be read.
    pub fn open(context: &'a Context<'a>, cluster: &str, args: &RemoteArgs) -> Result<Remote<'a>, Failure> {
        let (clusters, _) = load_clusters(context)?;
        let found = clusters.find(cluster).map_err(|unknown| *unknown)?.clone();
        let authorities = args.ca_file.as_deref().map(|path| certificates(context, path)).transpose()?;
        let wait = args.timeout.min(DISCOVERY);
        let settings = HttpSettings {
            connect_timeout: wait,
            timeout: args.timeout,
            authorities: authorities.into_iter().collect(),
            logins: logins(context),
            ..HttpSettings::default()
        };
        Ok(Remote {
            context,
            connection: Connection::new(found, settings, Patience { connect: wait, leader: wait }),
            retry_for_ms: i64::try_from(args.retry_for.as_millis()).unwrap_or(i64::MAX),
            is_probed: Cell::new(false),
            stated: Cell::new(None),
            is_warned: Cell::new(false),
            refusal: RefCell::new(None),
        })
    }

    /// The cluster.
    pub fn cluster(&self) -> &Cluster {
        self.connection.cluster()
    }

    /// The whole key of a job on this cluster.
    pub fn full_key(&self, key: &JobKey) -> String {
        format!("{}/{}", self.cluster().name, key.path())
    }

    /// The raw scheduler, for engines that repeat calls themselves; [`Remote::connect`] comes first. It sends a call once.
    pub fn scheduler(&self) -> &dyn Scheduler {
        &self.connection
    }

    /// Makes sure that a scheduler answers, once: `getVersion`, repeated like every call that changes nothing. So a changing
    /// call, which is never repeated, is not the first one to meet a dead address.
    ///
    /// # Errors
    /// If none answers, or its answer is not OK.
    pub fn connect(&self) -> Result<(), Failure> {
        if self.is_probed.get() {
            return Ok(());
        }
        self.is_probed.set(true);
        let call = Call::GetVersion {};
        match self.repeat(&call)? {
            // Later releases have no such method.
            Err(TransportError::UnknownMethod(_)) => Ok(()),
            answer => {
                let response = self.judge(&call, None, answer)?;
                self.stated.set(response.api_version());
                Ok(())
            }
        }
    }

    /// The version of the API that the scheduler stated when it was first asked; later releases state none.
    pub fn stated_version(&self) -> Option<i32> {
        self.stated.get()
    }

    /// A call that changes nothing, repeated for a while until there is an answer, which is OK.
    ///
    /// # Errors
    /// If there is none, or another code.
    pub fn read(&self, call: &Call) -> Result<Response, Failure> {
        self.connect()?;
        let answer = self.repeat(call)?;
        self.judge(call, None, answer)
    }

    /// A call that changes a job, sent once; its answer is told and is OK.
    ///
    /// # Errors
    /// If there is none (and then whether it may have happened), or another code.
    pub fn change(&self, call: &Call, key: &JobKey) -> Result<Response, Failure> {
        self.connect()?;
        self.debug(call.method());
        let answer = self.connection.call(call);
        if let Ok(response) = &answer {
            self.info(&response_line(response));
        }
        self.judge(call, Some(key), answer)
    }

    /// The answer of the last call that was refused; then it is forgotten.
    pub fn take_refusal(&self) -> Option<Response> {
        self.refusal.borrow_mut().take()
    }

    /// Whether the user wants only errors and warnings.
    pub fn is_quiet(&self) -> bool {
        self.context.loudness == Loudness::Quiet
    }

    /// A line for the user about what is being done; nothing if they want it quiet.
    pub fn info(&self, line: &str) {
        if self.context.loudness >= Loudness::Usual {
            self.say(" INFO", line);
        }
    }

    /// A line about something that the user should heed.
    pub fn warn(&self, line: &str) {
        self.say(" WARN", line);
    }

    /// A line for those who want to know everything.
    pub fn debug(&self, line: &str) {
        if self.context.loudness == Loudness::Verbose {
            self.say("DEBUG", line);
        }
    }

    fn say(&self, level: &str, line: &str) {
        self.context.streams.err(format!("{level}] {}\n", text::lines(line)).as_bytes());
    }

    /// The base of the web pages: the cluster's `proxy_url` if it has one and is looked up, or the scheduler itself.
    pub fn web_base(&self) -> Option<String> {
        let cluster = self.cluster();
        match (&cluster.zk, &cluster.proxy_url) {
            (Some(_), Some(proxy)) => Some(without_login(proxy)),
            _ => self.connection.uri().ok().as_deref().map(without_login),
        }
    }

    /// Sends a call that changes nothing until it is answered or patience ends. Errors: the user's patience.
    fn repeat(&self, call: &Call) -> Result<Answer, Failure> {
        let wish = self.context.machine.wish();
        let clock = self.context.machine.clock();
        let deadline = clock.now_ms().saturating_add(self.retry_for_ms);
        let mut pause = PAUSE_MS;
        loop {
            self.debug(call.method());
            let answer = self.connection.call(call);
            let reason = match &answer {
                Err(why) if why.is_transient() => why.to_string(),
                Ok(response) if is_not_ready(response) => response_line(response),
                _ => return Ok(answer),
            };
            if clock.now_ms().saturating_add(pause) > deadline {
                return Ok(answer);
            }
            self.info(&format!("{}: {reason}; trying again", call.method()));
            if !wish.wants_stop() {
                clock.sleep_ms(pause);
            }
            if wish.wants_stop() {
                let message = format!("the wait for `{}` was interrupted: {reason}", call.method());
                return Err(interrupted(message, "this call changes nothing").into());
            }
            pause = (pause * 2).min(LONGEST_PAUSE_MS);
        }
    }

    fn judge(&self, call: &Call, key: Option<&JobKey>, answer: Answer) -> Result<Response, Failure> {
        match answer {
            Ok(response) => {
                self.heed_version(&response);
                if response.is_ok() {
                    return Ok(response);
                }
                let key = key.map(|key| self.full_key(key));
                let refusal = refused(about(call, key.as_deref()), &response);
                *self.refusal.borrow_mut() = Some(response);
                Err(refusal.into())
            }
            Err(why) => Err(self.no_answer(call, key, &why)),
        }
    }

    fn no_answer(&self, call: &Call, key: Option<&JobKey>, why: &TransportError) -> Failure {
        let key = key.map(|key| self.full_key(key));
        failed(about(call, key.as_deref()), &self.cluster().name, why).into()
    }

    /// Warns once if the server states another version of the API.
    fn heed_version(&self, response: &Response) {
        let Some(version) = response.api_version().filter(|version| *version != API_VERSION) else { return };
        if !self.is_warned.replace(true) {
            let message = format!("the scheduler speaks version {version} of the API, and this client {API_VERSION}");
            let warning = Diagnostic::warning("AUR0607", Kind::Scheduler, message)
                .help("calls may be refused or misunderstood; look at what they did");
            (self.context.tell)(&warning, &SourceMap::new());
        }
    }
}

fn about<'k>(call: &Call, key: Option<&'k str>) -> About<'k> {
    About { method: call.method(), changes: call.changes(), key }
}

/// `Response from scheduler: OK (message: …)`.
pub fn response_line(response: &Response) -> String {
    let code = response.code();
    match response.message() {
        Some(message) => format!("Response from scheduler: {} (message: {message})", code.name()),
        None => format!("Response from scheduler: {}", code.name()),
    }
}

/// Whether the scheduler says that it cannot answer yet.
fn is_not_ready(response: &Response) -> bool {
    match response.code() {
        ResponseCode::ErrorTransient => true,
        ResponseCode::Error => response.message().is_some_and(|text| text.contains("Storage is not READY")),
        _ => false,
    }
}

/// The sign-ins of the file that NETRC names, or else of `~/.netrc`; none if it cannot be read.
fn logins(context: &Context) -> Netrc {
    let mut host = (context.world)(Prints::Err);
    let named = variable(&mut *host, "NETRC");
    let path = named.or_else(|| Some(format!("{}/.netrc", variable(&mut *host, "HOME")?.trim_end_matches('/'))));
    let bytes = path.and_then(|path| host.read_file(&path).ok()).unwrap_or_default();
    Netrc::parse(&String::from_utf8_lossy(&bytes))
}

fn certificates(context: &Context, path: &str) -> Result<Vec<u8>, Failure> {
    let bytes = (context.world)(Prints::Err).read_file(path).map_err(|why| match why {
        HostError::Os(_, why) => why,
        HostError::Refused(diagnostic) => diagnostic.message,
    });
    bytes.and_then(|bytes| http::certificates(&bytes).map(|_| bytes)).map_err(|why| {
        let message = format!("the certificates in `{path}` cannot be read: {why}");
        Diagnostic::error("AUR0003", Kind::Cluster, message).help("`--ca-file` or AURORA_CA_FILE names them").into()
    })
}
