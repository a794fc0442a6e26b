//! What the sources say about names: assignments, parameters and the calls that fill them, functions and what they return.
//!
//! This is read off the text and not recorded while the program runs, so it may name more than one place; whoever asks knows
//! the value and takes the place that shows it.

use std::collections::{HashMap, HashSet};

use crate::source::{SourceMap, Span};
use crate::syntax::ast::{
    Call, ClassDef, Clause, Expr, ExprKind, FunctionDef, Ident, Module, Param, ParamTarget, Params, Stmt, StmtKind,
};
use crate::syntax::{parse, walk};

/// Reads all sources of an evaluation again. What is not Python, such as a JSON file, is left out.
pub fn read(sources: &SourceMap) -> Vec<Module> {
    sources.files().iter().filter(|file| !file.name.starts_with('<')).filter_map(|file| parse(file).ok()).collect()
}

/// One place that says what a name is.
#[derive(Clone, Copy)]
pub struct Definition<'a> {
    /// What to show.
    pub span: Span,
    /// Where the name can be used: the function around it; [`Span::NONE`] is everywhere.
    pub scope: Span,
    /// What it is.
    pub meaning: Meaning<'a>,
}

/// What a definition says.
#[derive(Clone, Copy)]
pub enum Meaning<'a> {
    /// The value of this expression, or something made of it.
    Value(&'a Expr),
    /// An entry that is set by its key: `settings['ram'] = …`.
    Entry(&'a Expr, &'a Expr),
    /// An argument of the calls of a function.
    Parameter(&'a Function<'a>, Slot<'a>),
    /// What a parameter is where a call does not give it.
    Otherwise(&'a Function<'a>, Slot<'a>, &'a Expr),
    /// What a function returns.
    Function(&'a Function<'a>),
    /// An argument by position of the calls of this name: a field of a `namedtuple`.
    Field(&'a str, Slot<'a>),
}

/// Which argument a parameter takes.
#[derive(Clone, Copy)]
pub struct Slot<'a> {
    /// Its position; `None` takes what is left over.
    pub position: Option<usize>,
    /// Its name.
    pub name: &'a str,
}

/// A function or method.
pub struct Function<'a> {
    /// The name that calls use: for `__init__` the class's.
    pub called: &'a str,
    /// Arguments that a call does not write: one for methods.
    pub hidden: usize,
    /// Whether a decorator may call it in ways of its own.
    pub is_decorated: bool,
    /// What it returns or yields.
    pub returns: Vec<&'a Expr>,
    /// The whole definition.
    pub span: Span,
    /// The statements in it, where its own names are known.
    pub body: Span,
    params: &'a Params,
    name: Span,
}

/// Definitions by name.
#[derive(Default)]
pub struct Index<'a> {
    /// Variables, parameters, functions and classes.
    pub names: HashMap<&'a str, Vec<Definition<'a>>>,
    /// Attributes, keyword arguments and keys of dictionaries.
    pub members: HashMap<&'a str, Vec<Definition<'a>>>,
    /// Calls by the last name of what is called.
    pub calls: HashMap<&'a str, Vec<&'a Call>>,
    /// Calls that are given a function to call, such as `map`, by the name of that.
    pub mapped: HashMap<&'a str, Vec<&'a Call>>,
    /// Values of keyword arguments, and calls, by their places.
    pub places: HashMap<Span, &'a Expr>,
    /// Class definitions by the place of their names.
    pub classes: HashMap<Span, &'a ClassDef>,
    /// Names that are read for something else than a call: a function may have another name, too.
    pub passed: HashSet<&'a str>,
    /// The texts.
    files: Vec<Span>,
    /// The bodies of all functions.
    bodies: Vec<Span>,
    /// What runs more than once: statements, and comprehensions, whose names are used in front of where they are set.
    loops: Vec<Span>,
}

/// All functions of some modules; an [`Index`] refers to them.
pub fn functions(modules: &[Module]) -> Vec<Function<'_>> {
    let mut found = Vec::new();
    for module in modules {
        in_suite(&module.body, None, &mut found);
    }
    found
}

fn in_suite<'a>(body: &'a [Stmt], class: Option<&'a str>, found: &mut Vec<Function<'a>>) {
    walk::statements(body, &mut |stmt: &'a Stmt| match &stmt.kind {
        StmtKind::FunctionDef(def) => {
            found.push(function(def, stmt.span, class));
            in_suite(&def.body, None, found);
        }
        StmtKind::ClassDef(def) => in_suite(&def.body, Some(&def.name.name), found),
        _ => {}
    });
}

fn function<'a>(def: &'a FunctionDef, span: Span, class: Option<&'a str>) -> Function<'a> {
    let mut returns = Vec::new();
    walk::statements(&def.body, &mut |stmt: &'a Stmt| match &stmt.kind {
        StmtKind::Return(Some(value)) => returns.push(value),
        StmtKind::Expr(Expr { kind: ExprKind::Yield(Some(value)), .. }) => returns.push(value),
        _ => {}
    });
    let own: &'a str = &def.name.name;
    let called = class.filter(|_| own == "__init__").unwrap_or(own);
    let is_static = def.decorators.iter().any(|one| one.last_name() == Some("staticmethod"));
    let is_plain = |one: &Expr| matches!(one.last_name(), Some("staticmethod" | "classmethod" | "property"));
    let is_decorated = !def.decorators.iter().all(is_plain);
    let hidden = usize::from(class.is_some() && !is_static);
    Function {
        called,
        hidden,
        is_decorated,
        returns,
        span,
        body: body_of(def),
        params: &def.params,
        name: def.name.span,
    }
}

/// From the first statement of a function to its last.
fn body_of(def: &FunctionDef) -> Span {
    let (first, last) = (def.body.first(), def.body.last());
    first.zip(last).map_or(Span::NONE, |(first, last)| first.span.to(last.span))
}

impl<'a> Index<'a> {
    /// Everything that the modules say.
    pub fn of(modules: &'a [Module], functions: &'a [Function<'a>]) -> Index<'a> {
        let mut index = Index::default();
        let by_name: HashMap<Span, &'a Function<'a>> = functions.iter().map(|one| (one.name, one)).collect();
        for module in modules {
            index.files.push(module.span);
            index.suite(&module.body, Span::NONE, &by_name);
        }
        index
    }

    fn suite(&mut self, body: &'a [Stmt], scope: Span, functions: &HashMap<Span, &'a Function<'a>>) {
        walk::statements(body, &mut |stmt: &'a Stmt| {
            walk::expressions(stmt, &mut |expr: &'a Expr| self.expression(expr, scope));
            self.statement(stmt, scope);
            match &stmt.kind {
                StmtKind::For { .. } | StmtKind::While { .. } => self.loops.push(stmt.span),
                StmtKind::FunctionDef(def) => {
                    if let Some(function) = functions.get(&def.name.span).copied() {
                        self.parameters(function);
                        let meaning = Meaning::Function(function);
                        self.names.entry(&def.name.name).or_default().push(Definition {
                            span: stmt.span,
                            scope,
                            meaning,
                        });
                        self.members.entry(&def.name.name).or_default().push(Definition {
                            span: stmt.span,
                            scope: Span::NONE,
                            meaning,
                        });
                    }
                    let own = body_of(def);
                    self.bodies.push(own);
                    self.suite(&def.body, own, functions);
                    for name in walk::globals(&def.body) {
                        let all = self.names.get_mut(name).into_iter().flatten();
                        all.filter(|one| one.scope == own).for_each(|one| one.scope = Span::NONE);
                    }
                }
                StmtKind::ClassDef(def) => {
                    self.classes.insert(def.name.span, def);
                    self.class_body(def);
                    self.suite(&def.body, stmt.span, functions);
                }
                _ => {}
            }
        });
    }

    fn statement(&mut self, stmt: &'a Stmt, scope: Span) {
        match &stmt.kind {
            StmtKind::Assign { targets, value } => {
                if let [Expr { kind: ExprKind::Name(name), .. }] = targets.as_slice() {
                    self.named_tuple(name, value, stmt.span);
                }
                targets.iter().for_each(|target| self.target(target, value, stmt.span, scope));
            }
            StmtKind::AugAssign { target, value, .. } => self.target(target, value, stmt.span, scope),
            StmtKind::For { target, iter, .. } => self.loop_target(target, iter, scope),
            StmtKind::With { items, .. } => {
                for item in items {
                    if let Some(target) = &item.target {
                        self.target(target, &item.context, stmt.span, scope);
                    }
                }
            }
            // A method that changes what it is called on: `settings.update(…)`, `jobs.append(…)`.
            StmtKind::Expr(value) => {
                if let ExprKind::Call(call) = &value.kind
                    && let ExprKind::Attribute { value: receiver, .. } = &call.callee.kind
                    && let ExprKind::Name(name) = &receiver.kind
                {
                    let definition = Definition { span: stmt.span, scope, meaning: Meaning::Value(value) };
                    self.names.entry(name).or_default().push(definition);
                }
            }
            _ => {}
        }
    }

    /// A target of an assignment; of a tuple against a tuple each name has its own value.
    fn target(&mut self, target: &'a Expr, value: &'a Expr, span: Span, scope: Span) {
        let definition = Definition { span, scope, meaning: Meaning::Value(value) };
        match (&target.kind, &value.kind) {
            (ExprKind::Name(name), _) => self.names.entry(name).or_default().push(definition),
            (ExprKind::Attribute { name, .. }, _) => {
                self.members.entry(&name.name).or_default().push(Definition { scope: Span::NONE, ..definition });
            }
            (ExprKind::Subscript { value: receiver, index }, _) => {
                if let ExprKind::Name(name) = &receiver.kind {
                    let meaning = Meaning::Entry(index, value);
                    self.names.entry(name).or_default().push(Definition { meaning, ..definition });
                }
                if let Some(key) = index.literal_text() {
                    self.members.entry(key).or_default().push(Definition { scope: Span::NONE, ..definition });
                }
            }
            (ExprKind::Tuple(names) | ExprKind::List(names), ExprKind::Tuple(values) | ExprKind::List(values))
                if names.len() == values.len() =>
            {
                names.iter().zip(values).for_each(|(name, value)| self.target(name, value, span, scope));
            }
            (ExprKind::Tuple(names) | ExprKind::List(names), _) => {
                names.iter().for_each(|name| self.target(name, value, span, scope));
            }
            _ => {}
        }
    }

    /// What a loop sets: something of what it goes over. Of rows that are written out, each name gets those of its column.
    fn loop_target(&mut self, target: &'a Expr, iter: &'a Expr, scope: Span) {
        let span = target.span.to(iter.span);
        if let (ExprKind::Tuple(names) | ExprKind::List(names), ExprKind::Tuple(rows) | ExprKind::List(rows)) =
            (&target.kind, &iter.kind)
        {
            let row = |row: &'a Expr| match &row.kind {
                ExprKind::Tuple(values) | ExprKind::List(values) if values.len() == names.len() => Some(values),
                _ => None,
            };
            match rows.iter().map(row).collect::<Option<Vec<_>>>() {
                Some(rows) => rows
                    .into_iter()
                    .flat_map(|values| names.iter().zip(values))
                    .for_each(|(name, value)| self.target(name, value, span, scope)),
                None => names.iter().for_each(|name| self.target(name, iter, span, scope)),
            }
            return;
        }
        self.target(target, iter, span, scope);
    }

    /// `X = namedtuple('X', fields)`: each field is an argument of the calls of `X`.
    fn named_tuple(&mut self, name: &'a str, value: &'a Expr, span: Span) {
        let ExprKind::Call(call) = &value.kind else { return };
        let (Some("namedtuple"), Some(fields)) = (call.callee.last_name(), call.positional.get(1)) else { return };
        let fields: Vec<&'a str> = match &fields.kind {
            ExprKind::List(items) | ExprKind::Tuple(items) => items.iter().filter_map(Expr::literal_text).collect(),
            _ => fields
                .literal_text()
                .map(|text| text.split([' ', ',']).filter(|one| !one.is_empty()).collect())
                .unwrap_or_default(),
        };
        for (at, field) in fields.into_iter().enumerate() {
            let meaning = Meaning::Field(name, Slot { position: Some(at), name: field });
            self.members.entry(field).or_default().push(Definition { span, scope: Span::NONE, meaning });
        }
    }

    fn class_body(&mut self, class: &'a ClassDef) {
        for stmt in &class.body {
            if let StmtKind::Assign { targets, value } = &stmt.kind {
                for target in targets {
                    if let ExprKind::Name(name) = &target.kind {
                        let meaning = Meaning::Value(value);
                        let definition = Definition { span: stmt.span, scope: Span::NONE, meaning };
                        self.members.entry(name).or_default().push(definition);
                    }
                }
            }
        }
    }

    fn parameters(&mut self, function: &'a Function<'a>) {
        let scope = function.body;
        let mut add = |ident: &'a Ident, position: Option<usize>| {
            let slot = Slot { position, name: &ident.name };
            let definition = Definition { span: ident.span, scope, meaning: Meaning::Parameter(function, slot) };
            self.names.entry(&ident.name).or_default().push(definition);
        };
        for (at, param) in function.params.positional.iter().enumerate() {
            names_of(&param.target, &mut |ident| add(ident, Some(at)));
        }
        function.params.star.iter().chain(&function.params.double_star).for_each(|ident| add(ident, None));
        for (at, Param { target, default }) in function.params.positional.iter().enumerate() {
            if let (ParamTarget::Name(ident), Some(default)) = (target, default) {
                let span = ident.span.to(default.span);
                let slot = Slot { position: Some(at), name: &ident.name };
                let definition = Definition { span, scope, meaning: Meaning::Otherwise(function, slot, default) };
                self.names.entry(&ident.name).or_default().push(definition);
            }
        }
    }

    /// Calls, keyword arguments, keys and loops of an expression.
    fn expression(&mut self, expr: &'a Expr, scope: Span) {
        match &expr.kind {
            ExprKind::Name(name) => {
                self.passed.insert(name);
            }
            ExprKind::Attribute { name, .. } => {
                self.passed.insert(&name.name);
            }
            ExprKind::Call(call) => {
                self.places.insert(expr.span, expr);
                if let Some(name) = call.callee.last_name() {
                    self.calls.entry(name).or_default().push(call);
                }
                if let Some(name) = call.positional.first().and_then(Expr::last_name) {
                    self.mapped.entry(name).or_default().push(call);
                }
                for (ident, value) in &call.keywords {
                    let span = ident.span.to(value.span);
                    self.places.insert(span, value);
                    let definition = Definition { span, scope: Span::NONE, meaning: Meaning::Value(value) };
                    self.members.entry(&ident.name).or_default().push(definition);
                }
            }
            ExprKind::Dict(pairs) => {
                for (key, value) in pairs {
                    if let Some(name) = key.literal_text() {
                        let span = key.span.to(value.span);
                        let definition = Definition { span, scope: Span::NONE, meaning: Meaning::Value(value) };
                        self.members.entry(name).or_default().push(definition);
                    }
                }
            }
            ExprKind::Comprehension { clauses, .. } | ExprKind::DictComprehension { clauses, .. } => {
                self.loops.push(expr.span);
                for Clause { target, iter, .. } in clauses {
                    self.loop_target(target, iter, scope);
                }
            }
            _ => {}
        }
        walk::children(expr, &mut |part: &'a Expr| match (&expr.kind, &part.kind) {
            // What is called is not handed on.
            (ExprKind::Call(call), ExprKind::Name(_)) if std::ptr::eq(&call.callee, part) => {}
            (ExprKind::Call(call), ExprKind::Attribute { value, .. }) if std::ptr::eq(&call.callee, part) => {
                self.expression(value, scope);
            }
            _ => self.expression(part, scope),
        });
    }

    /// The definitions of a name that are meant at a place: of the innermost scope around it, the nearest above first. What comes
    /// later is meant only in another function or in a loop.
    pub fn visible(&self, name: &str, at: Span) -> Vec<Definition<'a>> {
        let all = self.names.get(name).map_or(&[][..], Vec::as_slice);
        let holds = |scope: Span| scope.is_none() || scope.start <= at.start && at.end <= scope.end;
        let innermost = all.iter().map(|one| one.scope).filter(|scope| holds(*scope)).max_by_key(|scope| scope.start);
        let bodies = self.bodies.iter().copied().filter(|body| body.start <= at.start && at.end <= body.end);
        let own = bodies.max_by_key(|body| body.start).unwrap_or(Span::NONE);
        let is_in_loop = |one: &Definition| {
            let holds = |span: Span, part: Span| span.start <= part.start && part.end <= span.end;
            self.loops.iter().any(|turn| holds(*turn, at) && holds(*turn, one.span))
        };
        let is_in_time = |one: &&Definition| {
            own != innermost.unwrap_or(Span::NONE)
                || one.span.start <= at.start
                || is_in_loop(one)
                || !self.is_of_one_run(one.span, at, own)
        };
        let mut found: Vec<Definition<'a>> =
            all.iter().filter(|one| Some(one.scope) == innermost).filter(is_in_time).copied().collect();
        found.sort_by_key(|one| (one.span.start > at.start, at.start.abs_diff(one.span.start)));
        found
    }

    /// Whether two places are in the same text and in no other function than `own`.
    fn is_of_one_run(&self, one: Span, other: Span, own: Span) -> bool {
        let holds = |span: &&Span| span.start <= one.start && one.end <= span.end;
        let inner = self.bodies.iter().filter(holds).max_by_key(|body| body.start).copied().unwrap_or(Span::NONE);
        let file = |place: Span| self.files.iter().position(|file| file.start <= place.start && place.end <= file.end);
        inner == own && file(one) == file(other)
    }
}

fn names_of<'a>(target: &'a ParamTarget, visit: &mut dyn FnMut(&'a Ident)) {
    match target {
        ParamTarget::Name(ident) => visit(ident),
        ParamTarget::Tuple(parts, _) => parts.iter().for_each(|part| names_of(part, visit)),
    }
}
