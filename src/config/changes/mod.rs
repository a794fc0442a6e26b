//! What differs between two versions of a job, or of many jobs: pure data in, pure data out.
//!
//! [`JobFacts`] is a job as it is sent, with the executor's text read as data; [`JobFacts::changes_to`] lists the fields
//! that differ, in the configuration's words. [`between`] does the same for any two JSON trees, [`review`] for two sets of
//! jobs.

mod facts;
mod path;
mod review;
mod tree;

pub use facts::JobFacts;
pub use review::{KEY_FIELDS, Named, Verdict, following, review};
pub use tree::{Change, What, between};

#[cfg(test)]
mod tests;
