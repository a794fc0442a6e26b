//! From source text to the syntax tree.

pub mod ast;
pub mod template;
