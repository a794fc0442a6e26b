//! What CPython's compiler refuses although the grammar allows it, in a sentence.

use super::ast::{
    ComprehensionKind, Expr, ExprKind, FunctionDef, ImportNames, ParamTarget, Params, Stmt, StmtKind,
};
use super::problem::Problem;
use crate::source::{SourceFile, Span};

/// Where a statement stands.
#[derive(Clone, Copy, Default)]
struct Place {
    in_function: bool,
    in_loop: bool,
    in_finally: bool,
}

struct Validator<'a> {
    file: &'a SourceFile,
    problems: &'a mut Vec<Problem>,
    print_function: bool,
}

/// Checks a file.
pub fn module(module: &super::ast::Module, file: &SourceFile, problems: &mut Vec<Problem>) {
    let mut validator = Validator { file, problems, print_function: module.future.print_function };
    validator.future_imports(&module.body);
    validator.body(&module.body, Place::default());
}

/// Checks a lone expression.
pub fn expression(expr: &Expr, file: &SourceFile, problems: &mut Vec<Problem>) {
    let mut validator = Validator { file, problems, print_function: true };
    validator.expr(expr, Place::default());
}

const FEATURES: &[&str] = &[
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
];

impl Validator<'_> {
    fn refuse(&mut self, span: Span, words: impl Into<String>) {
        let start = (span.start - self.file.base) as usize;
        let end = (span.end - self.file.base) as usize;
        self.problems.push(Problem::rule(words, start, end));
    }

    fn future_imports(&mut self, body: &[Stmt]) {
        let mut over = false;
        for (index, stmt) in body.iter().enumerate() {
            match &stmt.kind {
                StmtKind::ImportFrom { module: Some(module), names, .. } if &*module.name == "__future__" => {
                    if over {
                        self.refuse(stmt.span, "from __future__ imports must occur at the beginning of the file");
                    }
                    if let ImportNames::Names(names) = names {
                        for name in names {
                            let text = &*name.name.name;
                            if text == "braces" {
                                self.refuse(name.name.span, "not a chance");
                            } else if !FEATURES.contains(&text) {
                                self.refuse(name.name.span, format!("future feature {text} is not defined"));
                            }
                        }
                    }
                }
                StmtKind::Expr(Expr { kind: ExprKind::Literal(_), .. }) if index == 0 => {}
                _ => over = true,
            }
        }
    }

    fn body(&mut self, body: &[Stmt], place: Place) {
        for stmt in body {
            self.stmt(stmt, place);
        }
    }

    fn stmt(&mut self, stmt: &Stmt, place: Place) {
        let inner_loop = Place { in_loop: true, in_finally: false, ..place };
        match &stmt.kind {
            StmtKind::Expr(e) => self.expr(e, place),
            StmtKind::Assign { targets, value } => {
                targets.iter().for_each(|t| self.target(t, place));
                self.expr(value, place);
            }
            StmtKind::AugAssign { target, value, .. } => {
                match &target.kind {
                    ExprKind::Tuple(_) | ExprKind::List(_) => {
                        self.refuse(target.span, "illegal expression for augmented assignment");
                    }
                    _ => self.target(target, place),
                }
                self.expr(value, place);
            }
            StmtKind::If { test, body, orelse } => {
                self.expr(test, place);
                self.body(body, place);
                self.body(orelse, place);
            }
            StmtKind::While { test, body, orelse } => {
                self.expr(test, place);
                self.body(body, inner_loop);
                self.body(orelse, place);
            }
            StmtKind::For { target, iter, body, orelse } => {
                self.target(target, place);
                self.expr(iter, place);
                self.body(body, inner_loop);
                self.body(orelse, place);
            }
            StmtKind::Try { body, handlers, orelse, finalbody } => {
                self.body(body, place);
                for (index, handler) in handlers.iter().enumerate() {
                    match &handler.kind {
                        Some(kind) => self.expr(kind, place),
                        None if index + 1 < handlers.len() => {
                            self.refuse(handler.span, "default 'except:' must be last");
                        }
                        None => {}
                    }
                    handler.target.iter().for_each(|t| self.target(t, place));
                    self.body(&handler.body, place);
                }
                self.body(orelse, place);
                self.body(finalbody, Place { in_finally: true, ..place });
            }
            StmtKind::With { items, body } => {
                for item in items {
                    self.expr(&item.context, place);
                    item.target.iter().for_each(|t| self.target(t, place));
                }
                self.body(body, place);
            }
            StmtKind::FunctionDef(def) => self.function(def, place),
            StmtKind::ClassDef(def) => {
                def.decorators.iter().chain(&def.bases).for_each(|e| self.expr(e, place));
                self.binding_name(&def.name.name, def.name.span);
                self.body(&def.body, Place::default());
            }
            StmtKind::Return(value) => {
                if !place.in_function {
                    self.refuse(stmt.span, "'return' outside function");
                }
                value.iter().for_each(|e| self.expr(e, place));
            }
            StmtKind::Raise { kind, value, traceback } => {
                [kind, value, traceback].into_iter().flatten().for_each(|e| self.expr(e, place));
            }
            StmtKind::Print { dest, values, .. } => dest.iter().chain(values).for_each(|e| self.expr(e, place)),
            StmtKind::Exec { code, globals, locals } => {
                std::iter::once(code).chain(globals).chain(locals).for_each(|e| self.expr(e, place));
            }
            StmtKind::Delete(targets) => targets.iter().for_each(|t| self.delete(t, place)),
            StmtKind::Break if !place.in_loop => self.refuse(stmt.span, "'break' outside loop"),
            StmtKind::Continue if !place.in_loop => {
                self.refuse(stmt.span, "'continue' not properly in loop");
            }
            StmtKind::Continue if place.in_finally => {
                self.refuse(stmt.span, "'continue' not supported inside 'finally' clause");
            }
            StmtKind::Assert { test, message } => {
                self.expr(test, place);
                message.iter().for_each(|e| self.expr(e, place));
            }
            StmtKind::Import(aliases) => {
                for alias in aliases {
                    if let Some(ident) = &alias.alias {
                        self.binding_name(&ident.name, ident.span);
                    }
                }
            }
            StmtKind::ImportFrom { names: ImportNames::Names(aliases), .. } => {
                for alias in aliases {
                    let ident = alias.alias.as_ref().unwrap_or(&alias.name);
                    self.binding_name(&ident.name, ident.span);
                }
            }
            StmtKind::Break
            | StmtKind::Continue
            | StmtKind::Pass
            | StmtKind::Global(_)
            | StmtKind::ImportFrom { .. } => {}
        }
    }

    fn function(&mut self, def: &FunctionDef, place: Place) {
        def.decorators.iter().for_each(|e| self.expr(e, place));
        self.binding_name(&def.name.name, def.name.span);
        self.params(&def.params, place);
        let inner = Place { in_function: true, ..Place::default() };
        self.body(&def.body, inner);
        let mut found = Found::default();
        def.body.iter().for_each(|s| found.stmt(s));
        if let (true, Some(span)) = (found.yields, found.returns_value) {
            self.refuse(span, "'return' with argument inside generator");
        }
    }

    fn params(&mut self, params: &Params, place: Place) {
        let mut seen: Vec<&str> = Vec::new();
        let mut names: Vec<(&str, Span)> = Vec::new();
        for param in &params.positional {
            collect_names(&param.target, &mut names);
            param.default.iter().for_each(|e| self.expr(e, place));
        }
        for ident in params.star.iter().chain(&params.double_star) {
            names.push((&ident.name, ident.span));
        }
        for (name, span) in names {
            if name == "None" {
                self.refuse(span, "cannot assign to None");
            }
            if seen.contains(&name) {
                self.refuse(span, format!("duplicate argument '{name}' in function definition"));
            }
            seen.push(name);
        }
    }

    fn binding_name(&mut self, name: &str, span: Span) {
        if name == "None" || name == "__debug__" {
            self.refuse(span, format!("cannot assign to {name}"));
        } else if name == "print" && !self.print_function {
            self.refuse(span, "invalid syntax");
        }
    }

    fn target(&mut self, target: &Expr, place: Place) {
        match &target.kind {
            ExprKind::Name(name) => self.binding_name(name, target.span),
            ExprKind::Attribute { value, name } => {
                if &*name.name == "None" {
                    self.refuse(name.span, "cannot assign to None");
                }
                self.expr(value, place);
            }
            ExprKind::Subscript { value, index } => {
                self.expr(value, place);
                self.expr(index, place);
            }
            ExprKind::Tuple(items) if items.is_empty() => self.refuse(target.span, "can't assign to ()"),
            ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().for_each(|t| self.target(t, place)),
            _ => {
                let words = format!("can't assign to {}", what(target));
                self.refuse(target.span, words);
            }
        }
    }

    fn delete(&mut self, target: &Expr, place: Place) {
        match &target.kind {
            ExprKind::Name(name) if &**name == "None" => self.refuse(target.span, "cannot assign to None"),
            ExprKind::Name(_) => {}
            ExprKind::Attribute { value, .. } => self.expr(value, place),
            ExprKind::Subscript { value, index } => {
                self.expr(value, place);
                self.expr(index, place);
            }
            ExprKind::Tuple(items) if items.is_empty() => self.refuse(target.span, "can't delete ()"),
            ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().for_each(|t| self.delete(t, place)),
            _ => {
                let words = format!("can't delete {}", what(target));
                self.refuse(target.span, words);
            }
        }
    }

    fn expr(&mut self, expr: &Expr, place: Place) {
        match &expr.kind {
            ExprKind::Name(name) if &**name == "print" && !self.print_function => {
                self.refuse(expr.span, "invalid syntax");
            }
            ExprKind::Name(_) | ExprKind::Literal(_) | ExprKind::Ellipsis => {}
            ExprKind::Yield(value) => {
                if !place.in_function {
                    self.refuse(expr.span, "'yield' outside function");
                }
                value.iter().for_each(|e| self.expr(e, place));
            }
            ExprKind::Lambda { params, body } => {
                self.params(params, place);
                self.expr(body, Place { in_function: true, ..Place::default() });
            }
            ExprKind::Comprehension { element, clauses, kind } => {
                let inner = Place { in_function: place.in_function || *kind != ComprehensionKind::List, ..place };
                for clause in clauses {
                    self.target(&clause.target, inner);
                    self.expr(&clause.iter, inner);
                    clause.conditions.iter().for_each(|e| self.expr(e, inner));
                }
                self.expr(element, inner);
            }
            ExprKind::DictComprehension { key, value, clauses } => {
                let inner = Place { in_function: true, ..place };
                for clause in clauses {
                    self.target(&clause.target, inner);
                    self.expr(&clause.iter, inner);
                    clause.conditions.iter().for_each(|e| self.expr(e, inner));
                }
                self.expr(key, inner);
                self.expr(value, inner);
            }
            _ => children(expr).into_iter().for_each(|e| self.expr(e, place)),
        }
    }
}

/// The direct parts of a plain expression.
fn children(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Tuple(items)
        | ExprKind::List(items)
        | ExprKind::Set(items)
        | ExprKind::And(items)
        | ExprKind::Or(items) => items.iter().collect(),
        ExprKind::Dict(pairs) => pairs.iter().flat_map(|(k, v)| [k, v]).collect(),
        ExprKind::Attribute { value, .. } => vec![value],
        ExprKind::Subscript { value, index } => vec![value, index],
        ExprKind::Slice { lower, upper, step, .. } => {
            [lower, upper, step].into_iter().flatten().map(|e| &**e).collect()
        }
        ExprKind::Call(call) => {
            let keywords = call.keywords.iter().map(|(_, e)| e);
            let stars = call.star.iter().chain(&call.double_star);
            std::iter::once(&call.callee).chain(&call.positional).chain(keywords).chain(stars).collect()
        }
        ExprKind::Binary { left, right, .. } => vec![left, right],
        ExprKind::Unary { operand, .. } => vec![operand],
        ExprKind::Compare { first, rest } => std::iter::once(&**first).chain(rest.iter().map(|(_, e)| e)).collect(),
        ExprKind::Conditional { test, body, orelse } => vec![test, body, orelse],
        ExprKind::Repr(value) => vec![value],
        ExprKind::Yield(value) => value.iter().map(|e| &**e).collect(),
        _ => Vec::new(),
    }
}

/// What CPython calls a kind of expression in "can't assign to …".
fn what(expr: &Expr) -> &'static str {
    match &expr.kind {
        ExprKind::Lambda { .. } => "lambda",
        ExprKind::Call(_) => "function call",
        ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Binary { .. } | ExprKind::Unary { .. } => "operator",
        ExprKind::Comprehension { kind: ComprehensionKind::Generator, .. } => "generator expression",
        ExprKind::Comprehension { kind: ComprehensionKind::List, .. } => "list comprehension",
        ExprKind::Comprehension { kind: ComprehensionKind::Set, .. } => "set comprehension",
        ExprKind::DictComprehension { .. } => "dict comprehension",
        ExprKind::Yield(_) => "yield expression",
        ExprKind::Compare { .. } => "comparison",
        ExprKind::Repr(_) => "repr",
        ExprKind::Conditional { .. } => "conditional expression",
        _ => "literal",
    }
}

fn collect_names<'a>(target: &'a ParamTarget, names: &mut Vec<(&'a str, Span)>) {
    match target {
        ParamTarget::Name(ident) => names.push((&ident.name, ident.span)),
        ParamTarget::Tuple(items, _) => items.iter().for_each(|t| collect_names(t, names)),
    }
}

/// Looks for `yield` and `return value` in a function's own statements.
#[derive(Default)]
struct Found {
    yields: bool,
    returns_value: Option<Span>,
}

impl Found {
    fn stmt(&mut self, stmt: &Stmt) {
        match &stmt.kind {
            StmtKind::Return(Some(value)) => {
                self.returns_value.get_or_insert(stmt.span);
                self.expr(value);
            }
            StmtKind::Expr(e) => self.expr(e),
            StmtKind::Assign { targets, value } => targets.iter().chain([value]).for_each(|e| self.expr(e)),
            StmtKind::AugAssign { value, .. } => self.expr(value),
            StmtKind::Print { values, .. } => values.iter().for_each(|e| self.expr(e)),
            StmtKind::If { test, body, orelse } | StmtKind::While { test, body, orelse } => {
                self.expr(test);
                body.iter().chain(orelse).for_each(|s| self.stmt(s));
            }
            StmtKind::For { iter, body, orelse, .. } => {
                self.expr(iter);
                body.iter().chain(orelse).for_each(|s| self.stmt(s));
            }
            StmtKind::Try { body, handlers, orelse, finalbody } => {
                let inner = handlers.iter().flat_map(|h| &h.body);
                body.iter().chain(inner).chain(orelse).chain(finalbody).for_each(|s| self.stmt(s));
            }
            StmtKind::With { body, items } => {
                items.iter().for_each(|i| self.expr(&i.context));
                body.iter().for_each(|s| self.stmt(s));
            }
            _ => {}
        }
    }

    fn expr(&mut self, expr: &Expr) {
        if matches!(expr.kind, ExprKind::Yield(_)) {
            self.yields = true;
        }
        children(expr).into_iter().for_each(|e| self.expr(e));
    }
}
