//! The adapter to real schedulers: one POST per call, over reqwest.
#![allow(clippy::disallowed_methods, reason = "the network, the clock and waiting belong to this adapter")]

use std::io::Read;
use std::time::{Duration, Instant};

use reqwest::blocking::Client;
use reqwest::header::{ACCEPT, CONTENT_TYPE, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Certificate, StatusCode, Url};

use super::api::{Call, ReplyError};
use super::clusters::without_login;
use super::netrc::{Login, Netrc};
use super::transport::{Answer, Scheduler, TransportError};

/// How many redirects to a leader are followed.
const MAX_HOPS: u32 = 5;

/// The largest answer that is read, in bytes.
const MAX_ANSWER: u64 = 512 << 20;

/// How much of an error page is shown, in characters.
const SHOWN: usize = 200;

/// How to talk to a scheduler.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    /// For a connection.
    pub connect_timeout: Duration,
    /// For a whole call.
    pub timeout: Duration,
    /// How long a call that changes nothing is repeated.
    pub retry_for: Duration,
    /// The first pause between such repetitions; it doubles up to 30 seconds.
    pub pause: Duration,
    /// PEM certificates of authorities to trust besides the usual ones.
    pub authorities: Vec<Vec<u8>>,
    /// Names and passwords by host.
    pub logins: Netrc,
}

impl Default for HttpSettings {
    fn default() -> HttpSettings {
        HttpSettings {
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(60),
            retry_for: Duration::from_secs(60),
            pause: Duration::from_secs(1),
            authorities: Vec::new(),
            logins: Netrc::default(),
        }
    }
}

/// A scheduler behind an address. Proxies come from the environment.
#[derive(Debug)]
pub struct Http {
    client: Client,
    endpoint: Url,
    settings: HttpSettings,
}

impl Http {
    /// For a base address such as `http://host:8081`.
    ///
    /// # Errors
    /// If the address or a certificate cannot be read; in a sentence.
    pub fn new(base: &str, settings: HttpSettings) -> Result<Http, String> {
        let shown = without_login(base);
        let base_url = Url::parse(base).map_err(|why| format!("`{shown}` is not the address of a scheduler: {why}"))?;
        if !matches!(base_url.scheme(), "http" | "https") {
            return Err(format!("`{shown}` is not the address of a scheduler: it must begin with http:// or https://"));
        }
        let endpoint = base_url.join("api").map_err(|why| format!("`{shown}`: {why}"))?;
        let mut builder = Client::builder()
            .connect_timeout(settings.connect_timeout)
            .timeout(settings.timeout)
            .user_agent(concat!("aurora/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            // A connection of its own for each call: one that was kept may be closed at the moment when a call is sent, and
            // nothing tells then whether the call was read.
            .pool_max_idle_per_host(0);
        for pem in &settings.authorities {
            for certificate in certificates(pem)? {
                builder = builder.add_root_certificate(certificate);
            }
        }
        let client =
            builder.build().map_err(|why| format!("the HTTP client cannot be set up: {}", root_cause(&why)))?;
        Ok(Http { client, endpoint, settings })
    }

    /// Sends the call once, following redirects to the leader.
    fn once(&self, call: &Call) -> Answer {
        let body = call.request();
        let mut url = self.endpoint.clone();
        for _ in 0..=MAX_HOPS {
            let mut request = self
                .client
                .post(url.clone())
                .header(CONTENT_TYPE, "application/x-thrift")
                .header(ACCEPT, "*/*")
                .body(body.clone());
            if let Some(login) = self.login(&url) {
                request = request.basic_auth(&login.name, Some(&login.password));
            }
            let response = request.send().map_err(|why| failure(&url, &why))?;
            if !response.status().is_redirection() {
                return read(call, response);
            }
            let target = response.headers().get(LOCATION).and_then(|target| target.to_str().ok());
            let next = target.and_then(|target| url.join(target).ok());
            url = next.filter(|next| matches!(next.scheme(), "http" | "https")).ok_or_else(|| {
                TransportError::Rejected {
                    status: response.status().as_u16(),
                    message: "a redirect that leads nowhere".to_owned(),
                }
            })?;
        }
        let from = without_login(self.endpoint.as_str());
        Err(TransportError::NotSent(format!("more than {MAX_HOPS} redirects from {from}")))
    }

    /// The sign-in for an address, unless the address has one or a redirect leads away from encryption.
    fn login(&self, url: &Url) -> Option<&Login> {
        let is_weaker = self.endpoint.scheme() == "https" && url.scheme() != "https";
        let login = self.settings.logins.login(url.host_str()?)?;
        (!is_weaker && url.username().is_empty()).then_some(login)
    }
}

impl Scheduler for Http {
    fn call(&self, call: &Call) -> Answer {
        let start = Instant::now();
        let mut pause = self.settings.pause;
        loop {
            match self.once(call) {
                // Only what changes nothing is repeated by itself: a job created twice is an outage.
                Err(why) if !call.changes() && why.is_transient() => {
                    if start.elapsed() + pause > self.settings.retry_for {
                        return Err(why);
                    }
                    std::thread::sleep(pause);
                    pause = (pause * 2).min(Duration::from_secs(30));
                }
                other => return other,
            }
        }
    }
}

/// The certificates of a PEM file, at least one.
///
/// # Errors
/// If there is none, or one cannot be read; in a sentence.
pub fn certificates(pem: &[u8]) -> Result<Vec<Certificate>, String> {
    let all = Certificate::from_pem_bundle(pem).map_err(|why| format!("not PEM: {}", root_cause(&why)))?;
    if all.is_empty() { Err("there is no certificate in PEM form in it".to_owned()) } else { Ok(all) }
}

/// What it means that a request failed.
fn failure(url: &Url, why: &reqwest::Error) -> TransportError {
    let cause = root_cause(why);
    let words = format!("{}: {cause}", without_login(url.as_str()));
    // The library that checks certificates is hidden behind the other one; its words begin like this.
    if cause.starts_with("invalid peer certificate") {
        TransportError::Untrusted(words)
    } else if why.is_connect() || why.is_builder() {
        TransportError::NotSent(words)
    } else if why.is_timeout() {
        TransportError::TimedOut(words)
    } else {
        TransportError::MaybeHappened(words)
    }
}

/// Whether the time for the whole call ran out while an answer was read.
fn is_timeout(why: &std::io::Error) -> bool {
    let inner = why.get_ref().and_then(|inner| inner.downcast_ref::<reqwest::Error>());
    why.kind() == std::io::ErrorKind::TimedOut || inner.is_some_and(reqwest::Error::is_timeout)
}

/// The innermost cause of an error; the outer ones only repeat the address.
fn root_cause(why: &dyn std::error::Error) -> String {
    let mut innermost = why;
    while let Some(cause) = innermost.source() {
        innermost = cause;
    }
    let words = innermost.to_string();
    words.split(" (os error").next().unwrap_or(&words).to_owned()
}

fn read(call: &Call, response: reqwest::blocking::Response) -> Answer {
    let status = response.status();
    let mut body = Vec::new();
    let read = response.take(MAX_ANSWER).read_to_end(&mut body);
    if status == StatusCode::UNAUTHORIZED || status == StatusCode::FORBIDDEN {
        return Err(TransportError::NotAuthorised(format!("HTTP status {status}")));
    }
    if status != StatusCode::OK {
        return Err(TransportError::Rejected { status: status.as_u16(), message: excerpt(&body) });
    }
    if let Err(why) = read {
        if is_timeout(&why) {
            return Err(TransportError::TimedOut(format!("the answer stopped half-way: {why}")));
        }
        return Err(TransportError::MaybeHappened(format!("the answer broke off: {why}")));
    }
    call.response(&body).map_err(|why| match why {
        ReplyError::Exception(thrown) if thrown.kind == Some(1) => {
            TransportError::UnknownMethod(call.method().to_owned())
        }
        ReplyError::Exception(_) => TransportError::Rejected { status: 200, message: why.to_string() },
        _ => TransportError::MaybeHappened(format!("{why}; it begins with: {}", excerpt(&body))),
    })
}

/// The beginning of a page as one line of plain text.
fn excerpt(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body.get(..body.len().min(8 * SHOWN)).unwrap_or_default()).into_owned();
    let mut plain = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                plain.push(' ');
            }
            _ if inside => {}
            c if c.is_control() => plain.push(' '),
            c => plain.push(c),
        }
    }
    let words: Vec<&str> = plain.split_whitespace().collect();
    let line: String = words.join(" ").chars().take(SHOWN).collect();
    if line.is_empty() { "an empty page".to_owned() } else { line }
}
