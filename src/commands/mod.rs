//! One command per file: arguments, one function, an outcome.
//!
//! A command knows no terminal: it is given [`Streams`] to write to, and hands back an [`Outcome`] or a [`Failure`].

pub mod explain;
mod outcome;
mod streams;
pub mod version;

pub use outcome::{Failure, Outcome, Result};
pub use streams::Streams;
