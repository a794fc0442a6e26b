//! The options of every command that talks to a scheduler.

use std::time::Duration;

/// How the scheduler is reached.
#[derive(clap::Args, Clone, Debug)]
#[command(next_help_heading = "Options of commands that talk to a scheduler")]
pub struct RemoteArgs {
    /// Seconds that one call may take
    #[arg(long, value_name = "SECONDS", env = "AURORA_TIMEOUT", hide_env_values = true, default_value = "60", value_parser = seconds)]
    pub timeout: Duration,
    /// Seconds for which a call that changes nothing is repeated while the scheduler cannot be reached
    #[arg(long, value_name = "SECONDS", env = "AURORA_RETRY_FOR", hide_env_values = true, default_value = "60", value_parser = seconds)]
    pub retry_for: Duration,
    /// Certificates (PEM) of authorities to trust besides the usual ones
    #[arg(long, value_name = "FILE", env = "AURORA_CA_FILE", hide_env_values = true)]
    pub ca_file: Option<String>,
}

/// The user's words on a change.
#[derive(clap::Args, Clone, Default, Debug)]
pub struct MessageArgs {
    /// Why this is done; later schedulers keep it (of updates from 0.8 on, of `kill` from 0.18 on)
    #[arg(short, long, value_name = "TEXT")]
    pub message: Option<String>,
}

/// Whether the job's page is shown.
#[derive(clap::Args, Clone, Copy, Default, Debug)]
pub struct BrowserArgs {
    /// Open the job's page in a browser when the change is done
    #[arg(short = 'o', long = "open_browser", visible_alias = "open-browser")]
    pub open_browser: bool,
}

/// A length of time in seconds, fractions allowed. Errors: a sentence.
fn seconds(text: &str) -> Result<Duration, String> {
    let number: f64 = text.trim().parse().map_err(|_| "not a number of seconds".to_owned())?;
    if !(0.0..=1e7).contains(&number) {
        return Err("seconds are between 0 and 10000000".to_owned());
    }
    Duration::try_from_secs_f64(number).map_err(|why| why.to_string())
}
