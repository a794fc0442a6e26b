//! From source text to the syntax tree.

pub mod ast;
mod explain;
mod flaws;
mod grammar;
mod layout;
mod lower;
mod marks;
mod problem;
mod slips;
mod suite;
pub mod template;
#[cfg(test)]
mod tests;
mod tokens;
mod validate;
pub mod walk;
mod words;

pub use problem::code;

use crate::diagnostics::{Diagnostic, Exception, Kind};
use crate::source::{SourceFile, Span};

/// Reads a whole file (Python 2.7). Errors: all that was found, the one that CPython reports first.
pub fn parse(file: &SourceFile) -> Result<ast::Module, Vec<Diagnostic>> {
    parse_within(file, u32::MAX)
}

/// As [`parse`], with at most so many brackets open at once; the parser's own limit holds in any case.
pub fn parse_within(file: &SourceFile, nesting: u32) -> Result<ast::Module, Vec<Diagnostic>> {
    refuse_nul(file)?;
    let (module, mut problems) = suite::module(file, nesting);
    if problems.is_empty() {
        problems = validate::module(&module);
    }
    if problems.is_empty() { Ok(module) } else { Err(problem::report(problems)) }
}

/// Reads one expression, as `eval` does. Errors: as for [`parse`].
pub fn parse_expression(file: &SourceFile) -> Result<ast::Expr, Vec<Diagnostic>> {
    parse_expression_within(file, u32::MAX)
}

/// As [`parse_expression`], with at most so many brackets open at once.
pub fn parse_expression_within(file: &SourceFile, nesting: u32) -> Result<ast::Expr, Vec<Diagnostic>> {
    refuse_nul(file)?;
    let expression = suite::expression(file, nesting).map_err(problem::report)?;
    let problems = validate::expression(&expression);
    if problems.is_empty() { Ok(expression) } else { Err(problem::report(problems)) }
}

fn refuse_nul(file: &SourceFile) -> Result<(), Vec<Diagnostic>> {
    let Some(at) = file.text.bytes().position(|byte| byte == 0) else { return Ok(()) };
    let at = file.base + at as u32;
    let mut diagnostic =
        Diagnostic::error(code::NUL, Kind::Syntax, "the text holds a NUL byte, so it is no source text")
            .at(Span::new(at, at + 1), "the first one");
    let message = "compile() expected string without null bytes".to_owned();
    diagnostic.exception = Some(Exception { type_name: "TypeError".to_owned(), message });
    Err(vec![diagnostic])
}
