//! Which names are local, global, shared with inner functions or taken from outer ones.
//!
//! The rules are Python 2.7's: a list comprehension's variables belong to the scope around it; generator expressions,
//! set and dictionary comprehensions, lambdas, functions and class bodies are scopes of their own; a class body's names
//! are invisible to the functions inside it.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashMapExt as _};

use super::mangle::mangle;
use crate::source::Span;
use crate::syntax::ast::{
    Clause, ComprehensionKind, Expr, ExprKind, FunctionDef, ImportNames, Name, ParamTarget, Params, Stmt, StmtKind,
};

/// What kind of scope it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScopeKind {
    /// A file.
    Module,
    /// A class body.
    Class,
    /// A function, lambda, generator expression or comprehension of its own.
    Function,
}

/// How a name is reached from inside a scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// A slot of the frame.
    Local,
    /// A variable shared with inner functions, or of an outer one.
    Cell,
    /// The module's namespace, then the builtins.
    Global,
    /// The namespace of a module or class body, then globals, then builtins.
    Name,
}

/// One scope and what is known of its names.
#[derive(Debug)]
pub struct Scope {
    /// Its kind.
    pub kind: ScopeKind,
    parent: Option<usize>,
    class: Option<Name>,
    bound: BTreeSet<Name>,
    globals: BTreeSet<Name>,
    used: BTreeSet<Name>,
    /// Parameters in order, hidden ones for tuple patterns too.
    pub params: Vec<Name>,
    /// Names of slots in the order they were first bound, parameters first.
    pub locals: Vec<Name>,
    /// Own variables that inner scopes use.
    pub cells: BTreeSet<Name>,
    /// Variables of outer scopes used here or further in.
    pub frees: BTreeSet<Name>,
    /// Whether there is a `yield`.
    pub generator: bool,
    /// Whether an `exec` without namespaces may add variables.
    has_exec: bool,
}

/// All scopes of a file, found by the place of the node that opens them.
#[derive(Debug)]
pub struct Scopes {
    scopes: Vec<Scope>,
    by_place: HashMap<Span, usize>,
}

impl Scopes {
    /// The outermost scope.
    pub const ROOT: usize = 0;

    /// Analyses the statements of a file.
    pub fn of_module(body: &[Stmt]) -> Scopes {
        let mut builder = Builder::new();
        builder.body(body);
        builder.finish()
    }

    /// Analyses a lone expression.
    pub fn of_expression(expr: &Expr) -> Scopes {
        let mut builder = Builder::new();
        builder.expr(expr);
        builder.finish()
    }

    /// The scope that the node at this place opens.
    pub fn at(&self, place: Span) -> usize {
        self.by_place.get(&place).copied().unwrap_or(Scopes::ROOT)
    }

    /// A scope by number.
    pub fn get(&self, id: usize) -> &Scope {
        &self.scopes[id]
    }

    /// How a (mangled) name is reached in a scope.
    pub fn access(&self, id: usize, name: &Name) -> Access {
        let scope = &self.scopes[id];
        if scope.globals.contains(name) {
            return Access::Global;
        }
        match scope.kind {
            ScopeKind::Module => Access::Name,
            ScopeKind::Class if scope.frees.contains(name) && !scope.bound.contains(name) => Access::Cell,
            ScopeKind::Class => Access::Name,
            ScopeKind::Function if scope.cells.contains(name) || scope.frees.contains(name) => Access::Cell,
            ScopeKind::Function if scope.bound.contains(name) => Access::Local,
            ScopeKind::Function if scope.has_exec => Access::Name,
            ScopeKind::Function => Access::Global,
        }
    }
}

struct Builder {
    scopes: Vec<Scope>,
    by_place: HashMap<Span, usize>,
    current: usize,
}

impl Builder {
    fn new() -> Builder {
        let root = Scope::new(ScopeKind::Module, None, None);
        Builder { scopes: vec![root], by_place: HashMap::new(), current: 0 }
    }

    fn open(&mut self, kind: ScopeKind, place: Span, class: Option<Name>) -> usize {
        let outer = self.current;
        let class = class.or_else(|| self.scopes[outer].class.clone());
        self.scopes.push(Scope::new(kind, Some(outer), class));
        self.current = self.scopes.len() - 1;
        self.by_place.insert(place, self.current);
        outer
    }

    fn scope(&mut self) -> &mut Scope {
        let current = self.current;
        &mut self.scopes[current]
    }

    fn mangled(&self, name: &Name) -> Name {
        mangle(self.scopes[self.current].class.as_ref(), name)
    }

    fn bind(&mut self, name: &Name) {
        let name = self.mangled(name);
        self.scope().bind(name);
    }

    fn use_name(&mut self, name: &Name) {
        let name = self.mangled(name);
        self.scope().used.insert(name);
    }

    fn body(&mut self, body: &[Stmt]) {
        for stmt in body {
            self.stmt(stmt);
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match &stmt.kind {
            StmtKind::Expr(e) => self.expr(e),
            StmtKind::Assign { targets, value } => {
                self.expr(value);
                targets.iter().for_each(|t| self.target(t));
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.expr(target);
                self.expr(value);
                self.target(target);
            }
            StmtKind::If { test, body, orelse } | StmtKind::While { test, body, orelse } => {
                self.expr(test);
                self.body(body);
                self.body(orelse);
            }
            StmtKind::For { target, iter, body, orelse } => {
                self.expr(iter);
                self.target(target);
                self.body(body);
                self.body(orelse);
            }
            StmtKind::Try { body, handlers, orelse, finalbody } => {
                self.body(body);
                for handler in handlers {
                    handler.kind.iter().for_each(|e| self.expr(e));
                    handler.target.iter().for_each(|e| self.target(e));
                    self.body(&handler.body);
                }
                self.body(orelse);
                self.body(finalbody);
            }
            StmtKind::With { items, body } => {
                for item in items {
                    self.expr(&item.context);
                    item.target.iter().for_each(|e| self.target(e));
                }
                self.body(body);
            }
            StmtKind::FunctionDef(def) => self.function(def),
            StmtKind::ClassDef(def) => {
                def.decorators.iter().chain(&def.bases).for_each(|e| self.expr(e));
                self.bind(&def.name.name);
                let outer = self.open(ScopeKind::Class, def.name.span, Some(def.name.name.clone()));
                self.body(&def.body);
                self.current = outer;
            }
            StmtKind::Return(value) => value.iter().for_each(|e| self.expr(e)),
            StmtKind::Raise { kind, value, traceback } => {
                [kind, value, traceback].into_iter().flatten().for_each(|e| self.expr(e));
            }
            StmtKind::Print { dest, values, .. } => dest.iter().chain(values).for_each(|e| self.expr(e)),
            StmtKind::Exec { code, globals, locals } => {
                self.scope().has_exec |= globals.is_none();
                std::iter::once(code).chain(globals).chain(locals).for_each(|e| self.expr(e));
            }
            StmtKind::Delete(targets) => targets.iter().for_each(|t| self.target(t)),
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => {}
            StmtKind::Global(names) => {
                for ident in names {
                    let name = self.mangled(&ident.name);
                    self.scope().globals.insert(name);
                }
            }
            StmtKind::Assert { test, message } => {
                self.expr(test);
                message.iter().for_each(|e| self.expr(e));
            }
            StmtKind::Import(aliases) => {
                for alias in aliases {
                    match &alias.alias {
                        Some(ident) => self.bind(&ident.name),
                        None => {
                            let first = alias.name.name.split('.').next().unwrap_or_default();
                            self.bind(&Name::from(first));
                        }
                    }
                }
            }
            StmtKind::ImportFrom { names: ImportNames::Star(_), .. } => {}
            StmtKind::ImportFrom { names: ImportNames::Names(aliases), .. } => {
                for alias in aliases {
                    self.bind(&alias.alias.as_ref().unwrap_or(&alias.name).name);
                }
            }
        }
    }

    fn function(&mut self, def: &FunctionDef) {
        def.decorators.iter().for_each(|e| self.expr(e));
        self.defaults(&def.params);
        self.bind(&def.name.name);
        let outer = self.open(ScopeKind::Function, def.name.span, None);
        self.params(&def.params);
        self.body(&def.body);
        self.current = outer;
    }

    fn defaults(&mut self, params: &Params) {
        params.positional.iter().filter_map(|p| p.default.as_ref()).for_each(|e| self.expr(e));
    }

    fn params(&mut self, params: &Params) {
        let mut patterns = Vec::new();
        for (index, param) in params.positional.iter().enumerate() {
            let name = match &param.target {
                ParamTarget::Name(ident) => self.mangled(&ident.name),
                ParamTarget::Tuple(..) => {
                    patterns.push(&param.target);
                    Name::from(format!(".{index}"))
                }
            };
            self.param(name);
        }
        for ident in params.star.iter().chain(&params.double_star) {
            let name = self.mangled(&ident.name);
            self.param(name);
        }
        for pattern in patterns {
            self.pattern(pattern);
        }
    }

    fn param(&mut self, name: Name) {
        let scope = self.scope();
        scope.params.push(name.clone());
        scope.bind(name);
    }

    fn pattern(&mut self, target: &ParamTarget) {
        match target {
            ParamTarget::Name(ident) => self.bind(&ident.name),
            ParamTarget::Tuple(items, _) => items.iter().for_each(|t| self.pattern(t)),
        }
    }

    /// An assignment or deletion target.
    fn target(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Name(name) => self.bind(name),
            ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().for_each(|e| self.target(e)),
            _ => self.expr(expr),
        }
    }

    fn clauses(&mut self, clauses: &[Clause], skip_first_iter: bool) {
        for (index, clause) in clauses.iter().enumerate() {
            if index > 0 || !skip_first_iter {
                self.expr(&clause.iter);
            }
            self.target(&clause.target);
            clause.conditions.iter().for_each(|e| self.expr(e));
        }
    }

    fn own_scope(&mut self, place: Span, clauses: &[Clause], elements: &[&Expr]) {
        if let Some(first) = clauses.first() {
            self.expr(&first.iter);
        }
        let outer = self.open(ScopeKind::Function, place, None);
        self.param(Name::from(".0"));
        self.clauses(clauses, true);
        elements.iter().for_each(|e| self.expr(e));
        self.current = outer;
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Name(name) => self.use_name(name),
            ExprKind::Literal(_) | ExprKind::Ellipsis => {}
            ExprKind::Tuple(items)
            | ExprKind::List(items)
            | ExprKind::Set(items)
            | ExprKind::And(items)
            | ExprKind::Or(items) => items.iter().for_each(|e| self.expr(e)),
            ExprKind::Dict(items) => items.iter().for_each(|(k, v)| {
                self.expr(k);
                self.expr(v);
            }),
            ExprKind::Comprehension { kind: ComprehensionKind::List, element, clauses } => {
                self.clauses(clauses, false);
                self.expr(element);
            }
            ExprKind::Comprehension { element, clauses, .. } => self.own_scope(expr.span, clauses, &[element]),
            ExprKind::DictComprehension { key, value, clauses } => self.own_scope(expr.span, clauses, &[key, value]),
            ExprKind::Attribute { value, .. } | ExprKind::Repr(value) => self.expr(value),
            ExprKind::Subscript { value, index } => {
                self.expr(value);
                self.expr(index);
            }
            ExprKind::Slice { lower, upper, step, .. } => {
                [lower, upper, step].into_iter().flatten().for_each(|e| self.expr(e));
            }
            ExprKind::Call(call) => {
                self.expr(&call.callee);
                call.positional.iter().for_each(|e| self.expr(e));
                call.keywords.iter().for_each(|(_, e)| self.expr(e));
                call.star.iter().chain(&call.double_star).for_each(|e| self.expr(e));
            }
            ExprKind::Binary { left, right, .. } => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::Unary { operand, .. } => self.expr(operand),
            ExprKind::Compare { first, rest } => {
                self.expr(first);
                rest.iter().for_each(|(_, e)| self.expr(e));
            }
            ExprKind::Conditional { test, body, orelse } => {
                [test, body, orelse].into_iter().for_each(|e| self.expr(e));
            }
            ExprKind::Lambda { params, body } => {
                self.defaults(params);
                let outer = self.open(ScopeKind::Function, expr.span, None);
                self.params(params);
                self.expr(body);
                self.current = outer;
            }
            ExprKind::Yield(value) => {
                self.scope().generator = true;
                value.iter().for_each(|e| self.expr(e));
            }
        }
    }

    /// Finds, for each use in a function, the function it comes from. A scope stands before the scopes inside it, so
    /// walking backwards meets inner scopes first.
    fn finish(mut self) -> Scopes {
        let mut wanted: BTreeMap<usize, BTreeSet<Name>> = BTreeMap::new();
        for id in (0..self.scopes.len()).rev() {
            let inner = wanted.remove(&id).unwrap_or_default();
            let scope = &mut self.scopes[id];
            let is_function = scope.kind == ScopeKind::Function;
            let mut up: BTreeSet<Name> = BTreeSet::new();
            for name in inner {
                if is_function && scope.bound.contains(&name) && !scope.globals.contains(&name) {
                    scope.cells.insert(name);
                } else if !(is_function && scope.globals.contains(&name)) {
                    scope.frees.insert(name.clone());
                    up.insert(name);
                }
            }
            if scope.kind != ScopeKind::Module {
                for name in &scope.used {
                    if !scope.bound.contains(name) && !scope.globals.contains(name) {
                        up.insert(name.clone());
                        scope.frees.insert(name.clone());
                    }
                }
            }
            if let Some(parent) = scope.parent {
                wanted.entry(parent).or_default().extend(up);
            }
        }
        self.drop_unfound();
        Scopes { scopes: self.scopes, by_place: self.by_place }
    }

    /// Removes from `frees` what no enclosing function binds: those names are global.
    fn drop_unfound(&mut self) {
        for id in 0..self.scopes.len() {
            let available: BTreeSet<Name> = match self.scopes[id].parent {
                None => BTreeSet::new(),
                Some(parent) => {
                    let outer = &self.scopes[parent];
                    outer.cells.union(&outer.frees).cloned().collect()
                }
            };
            self.scopes[id].frees.retain(|name| available.contains(name));
        }
    }
}

impl Scope {
    fn new(kind: ScopeKind, parent: Option<usize>, class: Option<Name>) -> Scope {
        Scope {
            kind,
            parent,
            class,
            bound: BTreeSet::new(),
            globals: BTreeSet::new(),
            used: BTreeSet::new(),
            params: Vec::new(),
            locals: Vec::new(),
            cells: BTreeSet::new(),
            frees: BTreeSet::new(),
            generator: false,
            has_exec: false,
        }
    }

    fn bind(&mut self, name: Name) {
        if self.bound.insert(name.clone()) {
            self.locals.push(name);
        }
    }

    /// The class whose private names are mangled here.
    pub fn class(&self) -> Option<&Name> {
        self.class.as_ref()
    }
}
