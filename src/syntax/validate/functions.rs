//! Functions, lambdas and the places of `yield`.

use std::collections::hash_map::{Entry, HashMap};

use super::{Place, Validator};
use crate::source::Span;
use crate::syntax::ast::{
    Clause, ComprehensionKind, Expr, ExprKind, FunctionDef, Ident, Name, ParamTarget, Params, Stmt, StmtKind,
};
use crate::syntax::problem::{Phase, Problem, code};
use crate::syntax::walk::{self, expressions};

impl Validator {
    pub(super) fn function(&mut self, def: &FunctionDef, place: Place) {
        // CPython places a function where its decorators begin.
        let start = def.decorators.first().map_or(def.name.span, |first| first.span);
        self.params(&def.params, start);
        self.defaults(&def.params, place);
        self.globals(def, start);
        self.generator(&def.body);
        self.body(&def.body, Place::function());
    }

    fn defaults(&mut self, params: &Params, place: Place) {
        self.exprs(params.positional.iter().filter_map(|param| param.default.as_ref()), place);
    }

    /// No two parameters have the same name.
    fn params(&mut self, params: &Params, start: Span) {
        if sorted_names_of(params).windows(2).all(|pair| pair[0].name != pair[1].name) {
            return;
        }
        let mut known: HashMap<Name, Span> = HashMap::new();
        for name in names_of(params) {
            match known.entry(name.name) {
                Entry::Vacant(new) => {
                    new.insert(name.span);
                }
                Entry::Occupied(first) => {
                    let python = format!("duplicate argument '{}' in function definition", first.key());
                    let message = format!("two parameters are called `{}`", first.key());
                    let problem = Problem::new(Phase::Scopes, code::PARAMETERS, &python, message);
                    let problem = problem.at(start, "in this function").at(*first.get(), "first here");
                    self.problems.push(problem.at(name.span, "and again here"));
                }
            }
        }
    }

    /// No parameter is declared `global`.
    fn globals(&mut self, def: &FunctionDef, start: Span) {
        let params = sorted_names_of(&def.params);
        let is_param = |name: &Ident| params.binary_search_by(|param| param.name.cmp(&name.name)).is_ok();
        let mut found = Vec::new();
        walk::statements(&def.body, &mut |stmt| {
            if let StmtKind::Global(names) = &stmt.kind {
                found.extend(names.iter().filter(|name| is_param(name)).cloned());
            }
        });
        for name in found {
            let python = format!("name '{}' is local and global", name.name);
            let message = format!("`{}` is a parameter, so it cannot be global", name.name);
            let problem = Problem::new(Phase::Scopes, code::PARAMETERS, &python, message).at(start, "in this function");
            self.problems.push(problem.at(name.span, "declared global"));
        }
    }

    /// A generator returns no value: CPython reports whichever of `yield` and `return value` comes second.
    fn generator(&mut self, body: &[Stmt]) {
        let (mut yielded, mut returned, mut clash) = (None, None, None);
        walk::statements(body, &mut |stmt| {
            if let StmtKind::Return(Some(_)) = &stmt.kind {
                returned = returned.or(Some(stmt.span));
            }
            expressions(stmt, &mut |expr| find_yield(expr, &mut yielded));
            if let (Some(first), Some(second), None) = (yielded, returned, clash) {
                clash = Some(if first < second { (second, first) } else { (first, second) });
            }
        });
        if let Some((second, first)) = clash {
            let message = "a function that yields returns no value";
            let problem =
                Problem::new(Phase::Scopes, code::NOT_HERE, "'return' with argument inside generator", message);
            self.problems.push(problem.at(second, "").at(first, "and here"));
        }
    }

    pub(super) fn expr(&mut self, expr: &Expr, place: Place) {
        match &expr.kind {
            ExprKind::Yield(_) if !place.in_function => {
                self.not_here("'yield' outside function", "`yield` stands only in functions", expr.span);
            }
            ExprKind::Lambda { params, body } => {
                self.params(params, expr.span);
                self.defaults(params, place);
                return self.expr(body, Place::function());
            }
            ExprKind::Comprehension { kind, element, clauses } if *kind != ComprehensionKind::List => {
                self.clauses(clauses, place);
                return self.expr(element, Place::function());
            }
            ExprKind::DictComprehension { key, value, clauses } => {
                self.clauses(clauses, place);
                self.expr(key, Place::function());
                return self.expr(value, Place::function());
            }
            _ => {}
        }
        walk::children(expr, &mut |child| self.expr(child, place));
    }

    /// Only the first iterable is read outside the function that a generator is.
    fn clauses(&mut self, clauses: &[Clause], place: Place) {
        for (index, clause) in clauses.iter().enumerate() {
            self.expr(&clause.target, Place::function());
            self.expr(&clause.iter, if index == 0 { place } else { Place::function() });
            self.exprs(&clause.conditions, Place::function());
        }
    }
}

/// The names that the parameters bind, so that equal ones are neighbours.
fn sorted_names_of(params: &Params) -> Vec<Ident> {
    let mut names = names_of(params);
    names.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    names
}

/// All names that the parameters bind, in CPython's order: plain ones, `*`, `**`, then those in tuples.
fn names_of(params: &Params) -> Vec<Ident> {
    let mut names = Vec::new();
    let mut tuples = Vec::new();
    for param in &params.positional {
        match &param.target {
            ParamTarget::Name(name) => names.push(name.clone()),
            ParamTarget::Tuple(targets, _) => tuples.extend(targets.iter().rev()),
        }
    }
    names.extend(params.star.iter().chain(&params.double_star).cloned());
    while let Some(target) = tuples.pop() {
        match target {
            ParamTarget::Name(name) => names.push(name.clone()),
            ParamTarget::Tuple(targets, _) => tuples.extend(targets.iter().rev()),
        }
    }
    names
}

/// The first `yield` of an expression that belongs to the function around it.
fn find_yield(expr: &Expr, found: &mut Option<Span>) {
    match &expr.kind {
        ExprKind::Yield(_) => *found = found.or(Some(expr.span)),
        ExprKind::Lambda { .. } => return,
        ExprKind::Comprehension { kind, clauses, .. } if *kind != ComprehensionKind::List => {
            return clauses.first().map_or((), |clause| find_yield(&clause.iter, found));
        }
        ExprKind::DictComprehension { clauses, .. } => {
            return clauses.first().map_or((), |clause| find_yield(&clause.iter, found));
        }
        _ => {}
    }
    walk::children(expr, &mut |child| find_yield(child, found));
}
