//! One rule a file. The table is sorted by code.

pub mod absurd_resources;
mod alike;
pub mod announced_port;
pub mod backgrounded_command;
mod credentials;
pub mod cron;
mod crontab;
pub mod deprecated_field;
pub mod duplicate_job_key;
pub mod environment_name;
pub mod environments_differ;
pub mod evaluation_error;
pub mod health_check_timing;
pub mod later_python;
pub mod lonely_production;
pub mod missing_health_check;
pub mod never_fails;
pub mod ordering;
mod python_two;
mod python_two_names;
pub mod secret;
pub mod shell_syntax;
mod texts;
pub mod unbound_reference;
pub mod unused_binding;
pub mod unused_field;
pub mod unused_name;
pub mod unused_process;
pub mod unused_suppression;
pub mod update_takes_all;

use super::rule::Rule;

/// All rules, sorted by code.
#[rustfmt::skip]
pub static RULES: &[&Rule] = &[
    &evaluation_error::RULE,
    &unbound_reference::RULE,
    &ordering::RULE,
    &unused_name::RULE,
    &unused_binding::RULE,
    &unused_process::RULE,
    &unused_field::RULE,
    &deprecated_field::RULE,
    &duplicate_job_key::RULE,
    &unused_suppression::RULE,
    &announced_port::UNUSED,
    &announced_port::NO_ANNOUNCER,
    &absurd_resources::RULE,
    &health_check_timing::RULE,
    &lonely_production::RULE,
    &never_fails::RULE,
    &secret::RULE,
    &shell_syntax::RULE,
    &backgrounded_command::RULE,
    &environment_name::RULE,
    &environments_differ::RULE,
    &cron::SERVICE,
    &cron::SCHEDULE,
    &missing_health_check::RULE,
    &later_python::RULE,
    &update_takes_all::RULE,
];

/// The rule with a code, however its letters are written.
pub fn find(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code.eq_ignore_ascii_case(code)).copied()
}
