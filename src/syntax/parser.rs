//! The grammar's parser, and the words for its rules.

#![allow(missing_docs)]

use pest_derive::Parser;

/// The parser that pest makes of `grammar/python.pest`.
#[derive(Parser)]
#[grammar = "../grammar/python.pest"]
pub struct PythonParser;
