//! Names, and the words that are none.

use pest::iterators::Pair;

use super::Lowering;
use crate::syntax::ast::{Ident, Name};
use crate::syntax::grammar::Rule;
use crate::syntax::problem::{Lowered, Problem, code};

/// Whether a word is reserved in Python 2.7 (`print` is not, under `print_function`).
pub(in crate::syntax) fn is_reserved(word: &str, print_function: bool) -> bool {
    match word.len() {
        2 => matches!(word, "as" | "if" | "in" | "is" | "or"),
        3 => matches!(word, "and" | "def" | "del" | "for" | "not" | "try"),
        4 => matches!(word, "elif" | "else" | "exec" | "from" | "pass" | "with"),
        5 => matches!(word, "break" | "class" | "raise" | "while" | "yield") || (word == "print" && !print_function),
        6 => matches!(word, "assert" | "except" | "global" | "import" | "lambda" | "return"),
        7 => word == "finally",
        8 => word == "continue",
        _ => false,
    }
}

impl<'f> Lowering<'f> {
    /// The shared text of a name.
    pub(super) fn intern(&mut self, word: &'f str) -> Name {
        match self.names.get(word) {
            Some(name) => Name::clone(name),
            None => {
                let name: Name = word.into();
                self.names.insert(word, Name::clone(&name));
                name
            }
        }
    }

    /// The rule `name`.
    pub(super) fn name(&mut self, pair: Pair<'f, Rule>) -> Lowered<Ident> {
        debug_assert_eq!(pair.as_rule(), Rule::name);
        let word = pair.as_str();
        let span = self.span_of(&pair);
        if is_reserved(word, self.future.print_function) {
            let message = format!("`{word}` is a word of the language and cannot stand here");
            let mut problem = Problem::invalid(code::UNEXPECTED, message).at(span, "reserved word");
            match word {
                "print" => {
                    problem = problem
                        .help("`print` is a statement; `from __future__ import print_function` makes it a function");
                }
                "yield" => problem = problem.help("put the `yield` in parentheses"),
                "lambda" => problem = problem.help("put the `lambda` in parentheses"),
                "not" => problem = problem.help("put the `not …` in parentheses"),
                _ => {}
            }
            return Err(Box::new(problem));
        }
        Ok(Ident { name: self.intern(word), span })
    }
}
