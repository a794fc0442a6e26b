//! One command per file: arguments, one function, an outcome.
//!
//! A command knows no terminal: it is given a [`Context`], and hands back an [`Outcome`] or a [`Failure`].

mod budget_args;
mod config_args;
mod context;
pub mod eval;
pub mod explain;
pub mod inspect;
mod outcome;
mod paper;
mod streams;
pub mod version;

pub use budget_args::BudgetArgs;
pub use config_args::ConfigArgs;
pub use context::{Context, Prints};
pub use outcome::{Failure, Outcome, Result};
pub use paper::Paper;
pub use streams::Streams;
