//! From source text to the syntax tree.

pub mod ast;
mod future;
mod layout;
mod literal;
mod lower;
mod parser;
mod problem;
mod suite;
pub mod template;
mod validate;

use crate::diagnostics::Diagnostic;
use crate::source::SourceFile;
use problem::{Problem, Slip};

/// At most this many problems of one file are reported.
const MAX_PROBLEMS: usize = 20;

/// Parses a file. Errors: all its syntax problems, in the order of their places.
pub fn parse(file: &SourceFile) -> Result<ast::Module, Vec<Diagnostic>> {
    check_bytes(file)?;
    let (lines, mut problems) = layout::layout(&file.text);
    let future = future::flags(&file.text, &lines);
    let mut lower = lower::Lower::new(file, future);
    let body = suite::module(&mut lower, &lines);
    problems.append(&mut lower.problems);
    let module = ast::Module { body, future, span: file.span() };
    if problems.is_empty() {
        validate::module(&module, file, &mut problems);
    }
    if problems.is_empty() { Ok(module) } else { Err(report(file, problems)) }
}

/// Parses a text that holds one expression.
pub fn parse_expression(file: &SourceFile) -> Result<ast::Expr, Vec<Diagnostic>> {
    check_bytes(file)?;
    let (lines, mut problems) = layout::layout(&file.text);
    let mut lower = lower::Lower::new(file, ast::Future::default());
    let end = file.text.len();
    let expr = match lines.as_slice() {
        [line] => lower.expression_line(&file.text[line.start..line.end], line.start),
        [_, second, ..] => {
            problems.push(Problem::new(Slip::Invalid, second.start, second.end));
            None
        }
        [] => {
            let problem = Problem { words: "an expression is expected".to_owned(), ..Problem::new(Slip::Invalid, 0, end) };
            problems.push(problem);
            None
        }
    };
    problems.append(&mut lower.problems);
    match expr {
        Some(expr) if problems.is_empty() => {
            validate::expression(&expr, file, &mut problems);
            if problems.is_empty() { Ok(expr) } else { Err(report(file, problems)) }
        }
        _ => Err(report(file, problems)),
    }
}

fn check_bytes(file: &SourceFile) -> Result<(), Vec<Diagnostic>> {
    match file.text.find('\0') {
        Some(at) => {
            let mut diagnostic = Problem {
                words: "the file holds a NUL byte".to_owned(),
                ..Problem::new(Slip::Invalid, at, at + 1)
            }
            .help("save the file as plain text (UTF-8 without NUL bytes)")
            .diagnostic(file);
            diagnostic.exception = Some(crate::diagnostics::Exception {
                type_name: "TypeError".to_owned(),
                message: "compile() expected string without null bytes".to_owned(),
            });
            Err(vec![diagnostic])
        }
        None => Ok(()),
    }
}

fn report(file: &SourceFile, mut problems: Vec<Problem>) -> Vec<Diagnostic> {
    problems.sort_by_key(|p| p.start);
    problems.dedup_by_key(|p| p.start);
    problems.truncate(MAX_PROBLEMS);
    problems.into_iter().map(|p| p.diagnostic(file)).collect()
}
