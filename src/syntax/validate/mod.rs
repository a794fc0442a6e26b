//! What CPython's compiler refuses in a tree that its grammar accepts: words of the flow of control outside the
//! statements that they belong to, and functions that contradict themselves.

mod functions;

use super::ast::{Expr, Handler, Module, Stmt, StmtKind};
use super::problem::{Phase, Problem, code};
use super::walk;
use crate::source::Span;

/// Most loops, `try`s and `with`s inside each other in one function, as in CPython.
const MAX_BLOCKS: usize = 20;

/// Where a statement stands.
#[derive(Clone, Copy, Default)]
struct Place {
    in_function: bool,
    in_loop: bool,
    /// In a `finally`, and in no loop inside it.
    in_finally: bool,
    blocks: usize,
}

impl Place {
    fn function() -> Place {
        Place { in_function: true, ..Place::default() }
    }

    /// Inside a loop, `try` or `with`.
    fn block(self) -> Place {
        Place { blocks: self.blocks + 1, ..self }
    }
}

struct Validator {
    problems: Vec<Problem>,
}

/// Checks a file.
pub(super) fn module(module: &Module) -> Vec<Problem> {
    let mut validator = Validator { problems: Vec::new() };
    validator.body(&module.body, Place::default());
    validator.problems
}

/// Checks an expression that stands alone.
pub(super) fn expression(expr: &Expr) -> Vec<Problem> {
    let mut validator = Validator { problems: Vec::new() };
    validator.expr(expr, Place::default());
    validator.problems
}

impl Validator {
    fn refuse(&mut self, phase: Phase, code: &'static str, python: &str, message: &str, span: Span) {
        self.problems.push(Problem::new(phase, code, python, message).at(span, ""));
    }

    fn not_here(&mut self, python: &str, message: &str, span: Span) {
        self.refuse(Phase::Code, code::NOT_HERE, python, message, span);
    }

    fn body(&mut self, body: &[Stmt], place: Place) {
        for stmt in body {
            self.stmt(stmt, place);
        }
    }

    fn exprs<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>, place: Place) {
        for expr in exprs {
            self.expr(expr, place);
        }
    }

    fn stmt(&mut self, stmt: &Stmt, place: Place) {
        walk::expressions(stmt, &mut |expr| self.expr(expr, place));
        match &stmt.kind {
            StmtKind::If { body, orelse, .. } => {
                self.body(body, place);
                self.body(orelse, place);
            }
            StmtKind::While { body, orelse, .. } | StmtKind::For { body, orelse, .. } => {
                let inside = self.enter_block(stmt, place);
                self.body(body, Place { in_loop: true, in_finally: false, ..inside });
                self.body(orelse, place);
            }
            StmtKind::Try { body, handlers, orelse, finalbody } => {
                self.try_statement(stmt, (body, handlers, orelse, finalbody), place);
            }
            StmtKind::With { items, body } => {
                let inside = items.iter().fold(place, |inside, _| self.enter_block(stmt, inside));
                self.body(body, inside);
            }
            StmtKind::FunctionDef(def) => self.function(def, place),
            StmtKind::ClassDef(def) => self.body(&def.body, Place::default()),
            StmtKind::Return(_) if !place.in_function => {
                self.not_here("'return' outside function", "`return` stands only in functions", stmt.span);
            }
            StmtKind::Break if !place.in_loop => {
                self.not_here("'break' outside loop", "`break` stands only in loops", stmt.span);
            }
            StmtKind::Continue if place.in_finally => {
                let python = "'continue' not supported inside 'finally' clause";
                self.not_here(python, "`continue` cannot leave a `finally`", stmt.span);
            }
            StmtKind::Continue if !place.in_loop => {
                self.not_here("'continue' not properly in loop", "`continue` stands only in loops", stmt.span);
            }
            _ => {}
        }
    }

    fn try_statement(
        &mut self,
        stmt: &Stmt,
        (body, handlers, orelse, finalbody): (&[Stmt], &[Handler], &[Stmt], &[Stmt]),
        place: Place,
    ) {
        let guarded = if finalbody.is_empty() { place } else { self.enter_block(stmt, place) };
        let inside = if handlers.is_empty() { guarded } else { self.enter_block(stmt, guarded) };
        self.body(body, inside);
        let mut before = body;
        for (index, handler) in handlers.iter().enumerate() {
            if handler.kind.is_none() && index + 1 < handlers.len() {
                let python = "default 'except:' must be last";
                let message = "an `except:` that takes everything is followed by another one";
                // CPython reports the statement before it.
                let line = walk::last_statement(before).unwrap_or(handler.span);
                let problem = Problem::new(Phase::Code, code::CLAUSE, python, message).at(line, "after this");
                let problem = problem.at(handler.span, "takes everything").help("move it to the end");
                self.problems.push(problem);
            }
            self.exprs(handler.kind.iter().chain(&handler.target), guarded);
            self.body(&handler.body, guarded);
            before = &handler.body;
        }
        self.body(orelse, guarded);
        self.body(finalbody, Place { in_finally: true, ..guarded });
    }

    /// One block deeper, if that is allowed.
    fn enter_block(&mut self, stmt: &Stmt, place: Place) -> Place {
        if place.blocks == MAX_BLOCKS {
            let message = format!("more than {MAX_BLOCKS} loops, `try`s and `with`s are inside each other");
            self.refuse(Phase::Code, code::DEEP_BLOCKS, "too many statically nested blocks", &message, stmt.span);
        }
        place.block()
    }
}
