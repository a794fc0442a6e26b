//! Simple statements.

use pest::iterators::{Pair, Pairs};

use super::assignments::Store;
use super::{Lowering, Piece};
use crate::source::Span;
use crate::syntax::ast::{BinOp, Expr, ExprKind, Literal, Stmt, StmtKind};
use crate::syntax::explain;
use crate::syntax::grammar::Rule;
use crate::syntax::marks;
use crate::syntax::problem::{Lowered, Problem, code};

impl<'f> Lowering<'f> {
    /// One simple statement; its first word chooses the rule.
    pub(in crate::syntax) fn simple_statement(&mut self, piece: Piece, unclosed: Option<usize>) -> Lowered<Stmt> {
        if piece.is_empty() {
            let semicolon = Piece { start: piece.end, end: (piece.end + 1).min(self.tokens.len()) };
            return self.invalid(self.place(semicolon), "a statement is missing before this `;`");
        }
        let (start, end) = self.range(piece);
        let span = self.span(start, end);
        let word = self.word_at(start);
        if let Some(problem) = explain::refused_word(word, &self.source[start..end], span) {
            return Err(Box::new(problem));
        }
        let rule = self.rule_of(piece);
        let pairs = self.parse(rule, piece, unclosed)?;
        let kind = self.statement_kind(rule, pairs, span)?;
        self.note_future(&kind);
        Ok(Stmt { kind, span })
    }

    /// The rule of a statement or header that begins with a piece's first word.
    pub(super) fn rule_of(&self, piece: Piece) -> Rule {
        match self.first_word(piece) {
            "print" if self.marks.as_bytes().get(piece.start) == Some(&marks::PRINT) => Rule::print_statement,
            "exec" => Rule::exec_statement,
            "if" => Rule::if_header,
            "elif" => Rule::elif_header,
            "else" => Rule::else_header,
            "while" => Rule::while_header,
            "for" => Rule::for_header,
            "try" => Rule::try_header,
            "except" => Rule::except_header,
            "finally" => Rule::finally_header,
            "with" => Rule::with_header,
            "def" => Rule::def_header,
            "class" => Rule::class_header,
            "del" => Rule::del_statement,
            "pass" => Rule::pass_statement,
            "break" => Rule::break_statement,
            "continue" => Rule::continue_statement,
            "return" => Rule::return_statement,
            "raise" => Rule::raise_statement,
            "global" => Rule::global_statement,
            "assert" => Rule::assert_statement,
            "import" => Rule::import_statement,
            "from" => Rule::from_statement,
            _ => Rule::expression_statement,
        }
    }

    /// Future imports stand at the beginning: after the documentation text, before anything else.
    fn note_future(&mut self, kind: &StmtKind) {
        let keeps = match kind {
            StmtKind::ImportFrom { module: Some(module), level: 0, .. } => &*module.name == "__future__",
            StmtKind::Expr(Expr { kind: ExprKind::Literal(Literal::Bytes(_) | Literal::Unicode(_)), .. }) => {
                !self.begun
            }
            _ => false,
        };
        self.begun = true;
        self.future_allowed &= keeps;
    }

    fn statement_kind(&mut self, rule: Rule, pairs: Pairs<'f, Rule>, span: Span) -> Lowered<StmtKind> {
        match rule {
            Rule::print_statement => self.print_statement(pairs),
            Rule::exec_statement => self.exec_statement(pairs, span),
            Rule::del_statement => self.del_statement(pairs),
            Rule::pass_statement => Ok(StmtKind::Pass),
            Rule::break_statement => Ok(StmtKind::Break),
            Rule::continue_statement => Ok(StmtKind::Continue),
            Rule::return_statement => self.return_statement(pairs),
            Rule::raise_statement => {
                let mut values = self.all_tests(pairs)?.into_iter();
                Ok(StmtKind::Raise { kind: values.next(), value: values.next(), traceback: values.next() })
            }
            Rule::global_statement => {
                let mut names = Vec::new();
                for pair in pairs.filter(|pair| pair.as_rule() == Rule::name) {
                    names.push(self.name(pair));
                }
                Ok(StmtKind::Global(names))
            }
            Rule::assert_statement => {
                let mut values = self.all_tests(pairs)?.into_iter();
                match values.next() {
                    Some(test) => Ok(StmtKind::Assert { test, message: values.next() }),
                    None => self.invalid(span, "`assert` needs a condition"),
                }
            }
            Rule::import_statement => self.import_statement(pairs),
            Rule::from_statement => self.from_statement(pairs, span),
            _ => self.expression_statement(pairs),
        }
    }

    fn all_tests(&mut self, pairs: Pairs<'f, Rule>) -> Lowered<Vec<Expr>> {
        let mut values = Vec::new();
        self.tests_into(pairs, &mut values)?;
        Ok(values)
    }

    fn print_statement(&mut self, mut pairs: Pairs<'f, Rule>) -> Lowered<StmtKind> {
        let newline = !pairs.clone().any(|pair| pair.as_rule() == Rule::trailing_comma);
        let dest = match pairs.peek().filter(|pair| pair.as_rule() == Rule::print_target) {
            Some(target) => {
                pairs.next();
                self.all_tests(target.into_inner())?.pop()
            }
            None => None,
        };
        Ok(StmtKind::Print { dest, values: self.all_tests(pairs)?, newline })
    }

    fn exec_statement(&mut self, mut pairs: Pairs<'f, Rule>, span: Span) -> Lowered<StmtKind> {
        let Some(code) = pairs.next() else { return self.invalid(span, "`exec` needs a program") };
        let code = self.target(code)?;
        let mut scopes = self.all_tests(pairs)?.into_iter();
        Ok(StmtKind::Exec { code, globals: scopes.next(), locals: scopes.next() })
    }

    fn del_statement(&mut self, mut pairs: Pairs<'f, Rule>) -> Lowered<StmtKind> {
        let mut targets = Vec::new();
        for pair in pairs.next().into_iter().flat_map(Pair::into_inner) {
            if pair.as_rule() == Rule::target {
                let target = self.target(pair)?;
                targets.push(self.stored(target, Store::Delete)?);
            }
        }
        Ok(StmtKind::Delete(targets))
    }

    fn return_statement(&mut self, mut pairs: Pairs<'f, Rule>) -> Lowered<StmtKind> {
        match pairs.next().filter(|pair| pair.as_rule() == Rule::tests) {
            Some(tests) => Ok(StmtKind::Return(Some(self.tests(tests)?))),
            None => Ok(StmtKind::Return(None)),
        }
    }

    /// An expression, `a = b = value`, or `target += value`.
    fn expression_statement(&mut self, pairs: Pairs<'f, Rule>) -> Lowered<StmtKind> {
        let mut values = Vec::new();
        let mut op = None;
        let mut bare_yields = Vec::new();
        for pair in pairs {
            match pair.as_rule() {
                Rule::augmented => op = binary(self.text_of(&pair)),
                Rule::yield_value => {
                    bare_yields.push(values.len());
                    values.push(self.yield_value(pair)?);
                }
                Rule::tests => values.push(self.tests(pair)?),
                _ => {}
            }
        }
        let Some(value) = values.pop() else {
            return self.invalid(self.here(), "a statement is expected here");
        };
        if let Some(at) = bare_yields.iter().find(|at| **at < values.len()) {
            let python = "assignment to yield expression not possible";
            let problem = Problem::new(
                crate::syntax::problem::Phase::Tree,
                code::TARGET,
                python,
                "a `yield` cannot be assigned to",
            );
            return Err(Box::new(problem.at(values[*at].span, "")));
        }
        if let Some(op) = op {
            return match values.pop() {
                Some(target) => {
                    let target = self.stored(target, Store::Augmented)?;
                    Ok(StmtKind::AugAssign { target, op, value })
                }
                None => Ok(StmtKind::Expr(value)),
            };
        }
        if values.is_empty() {
            return Ok(StmtKind::Expr(value));
        }
        let mut targets = Vec::with_capacity(values.len());
        for target in values {
            targets.push(self.stored(target, Store::Assign)?);
        }
        Ok(StmtKind::Assign { targets, value })
    }
}

/// The operator of `+=` and its like.
fn binary(text: &str) -> Option<BinOp> {
    Some(match text {
        "+=" => BinOp::Add,
        "-=" => BinOp::Sub,
        "*=" => BinOp::Mul,
        "/=" => BinOp::Div,
        "//=" => BinOp::FloorDiv,
        "%=" => BinOp::Mod,
        "**=" => BinOp::Pow,
        ">>=" => BinOp::RightShift,
        "<<=" => BinOp::LeftShift,
        "&=" => BinOp::BitAnd,
        "|=" => BinOp::BitOr,
        "^=" => BinOp::BitXor,
        _ => return None,
    })
}
