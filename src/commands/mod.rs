//! One command per file: arguments, one function, an outcome.
//!
//! A command knows no terminal: it is given a [`Context`], and hands back an [`Outcome`] or a [`Failure`].

mod context;
pub mod eval;
pub mod explain;
mod outcome;
mod streams;
pub mod version;

pub use context::{Context, Prints};
pub use outcome::{Failure, Outcome, Result};
pub use streams::Streams;
