//! One rule a file. The table is sorted by code.

pub mod deprecated_field;
pub mod duplicate_job_key;
pub mod evaluation_error;
pub mod ordering;
pub mod unbound_reference;
pub mod unused_binding;
pub mod unused_field;
pub mod unused_name;
pub mod unused_process;
pub mod unused_suppression;

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
];

/// The rule with a code, however its letters are written.
pub fn find(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code.eq_ignore_ascii_case(code)).copied()
}
