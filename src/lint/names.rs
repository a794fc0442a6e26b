//! What a file's text does with names: which it defines, which it reads.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::patterns::{Pattern, patterns};
use crate::interp::programs::Program;
use crate::source::Span;
use crate::syntax::ast::{
    Call, Expr, ExprKind, FunctionDef, ImportNames, Literal, Module, ParamTarget, Params, Stmt, StmtKind,
};
use crate::syntax::walk;

/// A name that is defined.
#[derive(Clone, Debug)]
pub struct Defined {
    /// The name.
    pub name: String,
    /// Where.
    pub span: Span,
    /// `variable`, `function`, `class` or `import`.
    pub kind: &'static str,
}

/// A function and what is known of its names.
#[derive(Debug, Default)]
pub struct Function {
    /// Variables, functions and imports of its own; no parameters, loop variables or parts of tuples.
    pub defined: Vec<Defined>,
    /// Names read in it or further in.
    pub loads: BTreeSet<String>,
}

/// A class.
#[derive(Debug)]
pub struct Class {
    /// Its name.
    pub name: String,
    /// The last names of its bases: `Struct` also of `pystachio.Struct`.
    pub bases: Vec<String>,
    /// Its variables: of a structure the fields.
    pub fields: Vec<Defined>,
}

/// The names of a file.
#[derive(Debug, Default)]
pub struct Names {
    /// Defined at the top: no loop variables or parts of tuples.
    pub defined: Vec<Defined>,
    /// Every name that is read anywhere.
    pub loads: BTreeSet<String>,
    /// Whether `eval`, `exec`, `locals`, `globals`, `vars` or `dir` may read any name.
    pub is_reflective: bool,
    /// Its functions, inner ones too.
    pub functions: Vec<Function>,
    /// Names of attributes that are read: `x.name`.
    pub attributes: BTreeSet<String>,
    /// How often each word stands in a text literal, those not counted that are a binding's own name.
    words: BTreeMap<String, i32>,
    /// References in text literals that have others inside.
    patterns: BTreeSet<Pattern>,
    /// Names that calls of `bind` and `in_scope` bind.
    pub bound: Vec<Defined>,
    /// What names are bound to or stand for, as far as it is a call: the name of what is called, or none.
    held: Vec<(String, Option<String>)>,
    /// Whether `get()` reads all values of an object at once.
    pub reads_whole: bool,
    /// Whether `__subclasses__()` reads classes that are not named.
    pub lists_classes: bool,
    /// Names that stand in a list, in what is added to a list, or in an argument `processes`.
    pub listed: BTreeSet<String>,
    /// Its classes with what they are made from and their variables.
    pub classes: Vec<Class>,
}

/// Functions that see names which no text shows.
const REFLECTION: [&str; 7] = ["eval", "execfile", "locals", "globals", "vars", "dir", "getattr"];

impl Names {
    /// The names of a tree.
    pub fn of(tree: &Module) -> Names {
        let mut names = Names { defined: definitions(&tree.body), ..Names::default() };
        names.suite(&tree.body, &mut Vec::new());
        let is_reflective = REFLECTION.iter().any(|name| names.loads.contains(*name));
        names.is_reflective |= is_reflective || names.attributes.contains("__dict__");
        names.lists_classes = names.attributes.contains("__subclasses__");
        names
    }

    /// The names of a program, found once.
    pub fn of_program(program: &Program) -> Rc<Names> {
        let notes = program.notes.get_or_init(|| Rc::new(Names::of(&program.tree)));
        Rc::clone(notes).downcast().unwrap_or_default()
    }

    /// Whether a text or an attribute names a word.
    pub fn mentions(&self, word: &str) -> bool {
        self.words.get(word).is_some_and(|count| *count > 0) || self.attributes.contains(word)
    }

    /// Whether a reference with others inside may name a binding.
    pub fn may_bind(&self, name: &str) -> bool {
        self.patterns.iter().any(|pattern| pattern.may_bind(name))
    }

    /// Whether a reference with others inside may name a field. `may_hold` as for `Pattern::may_name_field`.
    pub fn may_name_field(&self, field: &str, may_hold: &dyn Fn(&str) -> bool) -> bool {
        self.patterns.iter().any(|pattern| pattern.may_name_field(field, may_hold))
    }

    /// What a name is bound to, as far as it is told: each time the name of what is called, or none.
    pub fn held_by(&self, name: &str) -> impl Iterator<Item = Option<&str>> {
        self.held.iter().filter(move |(by, _)| by == name).map(|(_, held)| held.as_deref())
    }

    fn suite(&mut self, body: &[Stmt], open: &mut Vec<Function>) {
        walk::statements(body, &mut |stmt| self.statement(stmt, open));
    }

    fn statement(&mut self, stmt: &Stmt, open: &mut Vec<Function>) {
        match &stmt.kind {
            StmtKind::FunctionDef(def) => {
                walk::expressions(stmt, &mut |expr| self.expression(expr, open));
                // A decorator is given the function, and may keep it.
                if !def.decorators.is_empty() {
                    self.load(&def.name.name, open);
                }
                self.function(def, open);
            }
            StmtKind::ClassDef(def) => {
                walk::expressions(stmt, &mut |expr| self.expression(expr, open));
                if !def.decorators.is_empty() {
                    self.load(&def.name.name, open);
                }
                let fields = definitions(&def.body).into_iter().filter(|one| one.kind == "variable").collect();
                let bases = def.bases.iter().filter_map(Expr::last_name).map(str::to_owned).collect();
                self.classes.push(Class { name: def.name.name.to_string(), bases, fields });
                self.suite(&def.body, open);
            }
            StmtKind::Assign { targets, value } => {
                self.expression(value, open);
                targets.iter().for_each(|target| self.target(target, open));
            }
            StmtKind::For { target, iter, .. } => {
                self.expression(iter, open);
                self.target(target, open);
            }
            StmtKind::Try { handlers, .. } => {
                for handler in handlers {
                    handler.kind.iter().for_each(|kind| self.expression(kind, open));
                }
            }
            StmtKind::Exec { .. } => {
                self.is_reflective = true;
                walk::expressions(stmt, &mut |expr| self.expression(expr, open));
            }
            StmtKind::ImportFrom { names: ImportNames::Star(_), .. } => {}
            _ => walk::expressions(stmt, &mut |expr| self.expression(expr, open)),
        }
    }

    fn function(&mut self, def: &FunctionDef, open: &mut Vec<Function>) {
        self.defaults(&def.params, open);
        let globals = walk::globals(&def.body);
        let mut parameters = BTreeSet::new();
        def.params.positional.iter().for_each(|param| parameter_names(&param.target, &mut parameters));
        let defined = definitions(&def.body);
        let defined =
            defined.into_iter().filter(|one| !globals.contains(one.name.as_str()) && !parameters.contains(&one.name));
        open.push(Function { defined: defined.collect(), loads: BTreeSet::new() });
        self.suite(&def.body, open);
        self.functions.extend(open.pop());
    }

    fn defaults(&mut self, params: &Params, open: &mut Vec<Function>) {
        params.positional.iter().filter_map(|param| param.default.as_ref()).for_each(|e| self.expression(e, open));
    }

    fn target(&mut self, expr: &Expr, open: &mut Vec<Function>) {
        match &expr.kind {
            ExprKind::Name(_) => {}
            ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().for_each(|item| self.target(item, open)),
            _ => self.expression(expr, open),
        }
    }

    fn expression(&mut self, expr: &Expr, open: &mut Vec<Function>) {
        match &expr.kind {
            ExprKind::Name(name) => self.load(name, open),
            ExprKind::List(_) | ExprKind::Comprehension { .. } => self.list(expr),
            ExprKind::Attribute { name, .. } => {
                self.attributes.insert(name.name.to_string());
            }
            ExprKind::Call(call) => {
                let is_method = matches!(call.callee.kind, ExprKind::Attribute { .. });
                match call.callee.last_name() {
                    Some("bind" | "in_scope") if is_method => self.bindings(call),
                    Some("Environment") => self.bindings(call),
                    Some("append" | "extend" | "insert") if is_method => {
                        call.positional.iter().for_each(|given| self.list(given));
                    }
                    // A dictionary is asked for a key.
                    Some("get" | "json_dumps") if is_method => self.reads_whole |= call.positional.is_empty(),
                    _ => {}
                }
                let processes = call.keywords.iter().filter(|(name, _)| &*name.name == "processes");
                processes.for_each(|(_, given)| self.list(given));
            }
            ExprKind::Literal(Literal::Bytes(bytes)) => self.text(&String::from_utf8_lossy(bytes)),
            ExprKind::Literal(Literal::Unicode(text)) => self.text(text),
            _ => {}
        }
        walk::children(expr, &mut |part| self.expression(part, open));
    }

    fn load(&mut self, name: &str, open: &mut [Function]) {
        self.loads.insert(name.to_owned());
        open.iter_mut().for_each(|function| {
            function.loads.insert(name.to_owned());
        });
    }

    /// Notes every name in what stands in a list, or is added to one.
    fn list(&mut self, expr: &Expr) {
        if let ExprKind::Name(name) = &expr.kind {
            self.listed.insert(name.to_string());
        }
        walk::children(expr, &mut |part| self.list(part));
    }

    fn text(&mut self, text: &str) {
        self.patterns.extend(patterns(text));
        words(text).for_each(|word| self.count(word, 1));
    }

    fn count(&mut self, word: &str, by: i32) {
        match self.words.get_mut(word) {
            Some(count) => *count += by,
            None => {
                self.words.insert(word.to_owned(), by);
            }
        }
    }

    /// The names that a call binds, as far as its text shows them: as keywords, and as keys of dictionaries that it is given.
    fn bindings(&mut self, call: &Call) {
        let add = |name: &str, span: Span| Defined { name: name.to_owned(), span, kind: "binding" };
        self.bound.extend(call.keywords.iter().map(|(ident, _)| add(&ident.name, ident.span)));
        self.held.extend(call.keywords.iter().map(|(ident, value)| (ident.name.to_string(), called(value))));
        for given in call.positional.iter().chain(&call.double_star) {
            match &given.kind {
                ExprKind::Dict(pairs) => {
                    let held = pairs.iter().filter_map(|(key, value)| Some((key.literal_text()?, called(value))));
                    self.held.extend(held.map(|(key, value)| (key.to_owned(), value)));
                    let keys = pairs.iter().filter_map(|(key, _)| Some(add(key.literal_text()?, key.span)));
                    for one in keys.filter(|one| is_name(&one.name)) {
                        self.count(&one.name, -1);
                        self.bound.push(one);
                    }
                }
                ExprKind::Call(made) if made.callee.last_name() == Some("dict") => {
                    self.bound.extend(made.keywords.iter().map(|(ident, _)| add(&ident.name, ident.span)));
                    self.held
                        .extend(made.keywords.iter().map(|(ident, value)| (ident.name.to_string(), called(value))));
                }
                _ => {}
            }
        }
    }
}

/// The name of what an expression calls: `Profile` of `Profile(heap = 1)`.
fn called(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Call(call) => call.callee.last_name().map(str::to_owned),
        _ => None,
    }
}

/// The words of a text, as a reference may use them.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// Whether a key of a dictionary binds a name, and not a part of one such as `profile.heap`.
fn is_name(key: &str) -> bool {
    words(key).next() == Some(key) && !key.starts_with(|c: char| c.is_ascii_digit())
}

/// The names of a parameter.
pub fn parameter_names(target: &ParamTarget, names: &mut BTreeSet<String>) {
    match target {
        ParamTarget::Name(ident) => {
            names.insert(ident.name.to_string());
        }
        ParamTarget::Tuple(items, _) => items.iter().for_each(|item| parameter_names(item, names)),
    }
}

/// What a suite defines, each name once, in the order of the text.
fn definitions(body: &[Stmt]) -> Vec<Defined> {
    let mut found: Vec<Defined> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut add = |name: &str, span: Span, kind| {
        if seen.insert(name.to_owned()) {
            found.push(Defined { name: name.to_owned(), span, kind });
        }
    };
    walk::statements(body, &mut |stmt| match &stmt.kind {
        StmtKind::Assign { targets, .. } => {
            for target in targets {
                if let ExprKind::Name(name) = &target.kind {
                    add(name, target.span, "variable");
                }
            }
        }
        StmtKind::FunctionDef(def) => add(&def.name.name, def.name.span, "function"),
        StmtKind::ClassDef(def) => add(&def.name.name, def.name.span, "class"),
        StmtKind::Import(aliases) => {
            for alias in aliases {
                let ident = alias.alias.as_ref().unwrap_or(&alias.name);
                add(ident.name.split('.').next().unwrap_or_default(), ident.span, "import");
            }
        }
        StmtKind::ImportFrom { module, names: ImportNames::Names(aliases), .. }
            if module.as_ref().is_none_or(|module| &*module.name != "__future__") =>
        {
            for alias in aliases {
                let ident = alias.alias.as_ref().unwrap_or(&alias.name);
                add(&ident.name, ident.span, "import");
            }
        }
        _ => {}
    });
    found
}
