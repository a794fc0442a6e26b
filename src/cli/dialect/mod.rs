//! The later dialect, `aurora NOUN VERB`: its words are rewritten to the commands of this program, which do the work.

mod complete;
mod page;
mod rewrite;
mod table;

pub use complete::with_later_commands;
pub use page::page;
pub use rewrite::{Rewritten, nouns, rewrite};
