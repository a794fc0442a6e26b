//! Hooks of a configuration: methods of objects in its list `hooks`, run around what is done to a job
//! (`reference/commands.md §18.1`). They run in the machine that evaluated the file, in its sandbox and from its budget.

mod run;
mod shown;

pub use run::Verdict;

use std::collections::BTreeSet;

use super::job_key::JobKey;

/// When a hook runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moment {
    /// Before the action, which it may refuse.
    Pre,
    /// After the action went well.
    Post,
    /// After the action failed.
    Err,
}

impl Moment {
    /// The first part of a hook's name.
    pub fn name(self) -> &'static str {
        match self {
            Moment::Pre => "pre",
            Moment::Post => "post",
            Moment::Err => "err",
        }
    }
}

/// An argument of an action, as hooks are given it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Argument {
    /// `None`.
    None,
    /// A whole number.
    Number(i64),
    /// Numbers of instances; `None` if all are meant.
    Instances(Option<BTreeSet<i32>>),
    /// The job's key.
    JobKey,
    /// The job's configuration.
    Config,
    /// Settings by name, as attributes of one object.
    Settings(Vec<(&'static str, i64)>),
}

/// What is about to be done, or was done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Action {
    /// The method's name in the original's client: `create_job`, `kill_job`, `restart`, `update_job`, `cancel_update`,
    /// `start_cronjob`.
    pub method: &'static str,
    /// The job.
    pub key: JobKey,
    /// Its positional arguments.
    pub positional: Vec<Argument>,
    /// Its keyword arguments.
    pub keywords: Vec<(&'static str, Argument)>,
}

/// How an action ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ending {
    /// The scheduler answered: the code's number and name, and its message.
    Answer {
        /// The code's number.
        code: i32,
        /// The code's name.
        name: String,
        /// What the scheduler said.
        message: Option<String>,
    },
    /// There was no answer; why.
    Failed(String),
}

impl Action {
    /// `create`.
    pub fn create(key: JobKey) -> Action {
        let positional = vec![Argument::Config, Argument::None];
        Action { method: "create_job", key, positional, keywords: Vec::new() }
    }

    /// `kill` and `killall`, of these instances or of all.
    pub fn kill(key: JobKey, instances: Option<BTreeSet<i32>>) -> Action {
        let keywords =
            vec![("instances", Argument::Instances(instances)), ("lock", Argument::None), ("config", Argument::Config)];
        Action { method: "kill_job", key, positional: vec![Argument::JobKey], keywords }
    }

    /// `start_cron`.
    pub fn start_cron(key: JobKey) -> Action {
        let keywords = vec![("config", Argument::Config)];
        Action { method: "start_cronjob", key, positional: vec![Argument::JobKey], keywords }
    }

    /// `restart`, with the settings that its options make.
    pub fn restart(
        key: JobKey,
        instances: Option<BTreeSet<i32>>,
        settings: Vec<(&'static str, i64)>,
        poll_seconds: i64,
    ) -> Action {
        let positional = vec![
            Argument::JobKey,
            Argument::Instances(instances),
            Argument::Settings(settings),
            Argument::Number(poll_seconds),
        ];
        Action { method: "restart", key, positional, keywords: vec![("config", Argument::Config)] }
    }

    /// `update`.
    pub fn update(key: JobKey, instances: Option<BTreeSet<i32>>, poll_seconds: i64) -> Action {
        let keywords = vec![
            ("health_check_interval_seconds", Argument::Number(poll_seconds)),
            ("instances", Argument::Instances(instances)),
        ];
        Action { method: "update_job", key, positional: vec![Argument::Config], keywords }
    }

    /// `cancel_update`.
    pub fn cancel_update(key: JobKey) -> Action {
        let keywords = vec![("config", Argument::Config)];
        Action { method: "cancel_update", key, positional: vec![Argument::JobKey], keywords }
    }

    /// The instances that it is about; `None` means all.
    pub fn instances(&self) -> Option<&BTreeSet<i32>> {
        let arguments = self.positional.iter().chain(self.keywords.iter().map(|(_, argument)| argument));
        arguments.into_iter().find_map(|argument| match argument {
            Argument::Instances(instances) => instances.as_ref(),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests;
