//! One rule a file. The table is sorted by code.

pub mod duplicate_job_key;
pub mod evaluation_error;
pub mod unused_name;
pub mod unused_suppression;

use super::rule::Rule;

/// All rules, sorted by code.
pub static RULES: &[&Rule] =
    &[&evaluation_error::RULE, &unused_name::RULE, &duplicate_job_key::RULE, &unused_suppression::RULE];

/// The rule with a code, however its letters are written.
pub fn find(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code.eq_ignore_ascii_case(code)).copied()
}
