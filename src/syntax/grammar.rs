//! The parser that pest makes of `grammar/python.pest`.

// The derived enum of rules carries no doc comments; the grammar file has them.
#![allow(missing_docs)]

use pest_derive::Parser;

/// Parses single statements and headers; see [`super::layout`] for the rest.
#[derive(Parser)]
#[grammar = "grammar/python.pest"]
pub(super) struct Grammar;
