//! Where a text is Python 2 alone. What a rule looks at, and no rule itself.

use std::collections::BTreeSet;

use super::python_two_names::{ATTRIBUTES, LAZY, METHODS, MODULES, NAMES, help_of};
use crate::interp::programs::Program;
use crate::lint::names::parameter_names;
use crate::lint::suppress::{end_of_line, step};
use crate::source::{SourceFile, Span};
use crate::syntax::ast::{
    BinOp, Call, Clause, CompareOp, Expr, ExprKind, Handler, ImportAlias, ImportNames, Literal, ParamTarget, Params,
    Stmt, StmtKind,
};
use crate::syntax::walk;

/// Something that a later Python reads differently.
pub struct Old {
    /// Where.
    pub span: Span,
    /// What it is.
    pub what: String,
    /// What to write instead.
    pub help: String,
    /// The name of Python's own that it rests on: it is none of these where the program gives the name another meaning.
    pub name: Option<&'static str>,
}

/// What a program's own text has of Python 2 alone, and all names that this text gives a meaning.
pub fn find(program: &Program) -> (Vec<Old>, BTreeSet<String>) {
    let mut finder = Finder {
        file: &program.file,
        divides_truly: program.tree.future.division,
        found: Vec::new(),
        bound: BTreeSet::new(),
        // A configuration has this one without an import.
        modules: BTreeSet::from(["sys".to_owned()]),
        guarded: Vec::new(),
        fractions: fractions(&program.tree.body),
    };
    finder.suite(&program.tree.body);
    (finder.found, finder.bound)
}

struct Finder<'a> {
    file: &'a SourceFile,
    divides_truly: bool,
    found: Vec<Old>,
    bound: BTreeSet<String>,
    /// Modules that are known by their own names.
    modules: BTreeSet<String>,
    /// Statements that are made for a later Python too.
    guarded: Vec<Span>,
    /// Names that only ever stand for numbers that are not whole.
    fractions: BTreeSet<String>,
}

impl Finder<'_> {
    fn add(&mut self, span: Span, what: impl Into<String>, help: impl Into<String>) {
        self.found.push(Old { span, what: what.into(), help: help.into(), name: None });
    }

    /// What rests on a name of Python's own.
    fn add_of(&mut self, name: &'static str, span: Span, what: impl Into<String>, help: impl Into<String>) {
        if !self.is_guarded(span) {
            self.found.push(Old { span, what: what.into(), help: help.into(), name: Some(name) });
        }
    }

    fn is_guarded(&self, span: Span) -> bool {
        self.guarded.iter().any(|guard| guard.start <= span.start && span.end <= guard.end)
    }

    fn between(&self, start: u32, end: u32) -> &str {
        self.file.slice(Span::new(start, end.max(start)))
    }

    fn suite(&mut self, body: &[Stmt]) {
        walk::statements(body, &mut |stmt| {
            self.statement(stmt);
            walk::expressions(stmt, &mut |expr| self.expression(expr));
        });
    }

    fn statement(&mut self, stmt: &Stmt) {
        match &stmt.kind {
            // One value in parentheses is printed alike by the function.
            StmtKind::Print { dest: None, values, newline: true }
                if values.len() == 1
                    && !matches!(values[0].kind, ExprKind::Tuple(_))
                    && is_in_parentheses(self.file.slice(stmt.span)) => {}
            StmtKind::Print { .. } => {
                let help = "use `from __future__ import print_function` and print(…)";
                self.add(stmt.span, "the statement `print`", help);
            }
            StmtKind::Exec { .. } => self.add(stmt.span, "the statement `exec`", "write exec(…) with parentheses"),
            StmtKind::Raise { value: Some(_), .. } => {
                self.add(stmt.span, "`raise` with a comma", "write raise Error('text')");
            }
            StmtKind::Assign { targets, .. } => targets.iter().for_each(|target| self.bind(target)),
            StmtKind::For { target, .. } => self.bind(target),
            StmtKind::With { items, .. } => {
                items.iter().filter_map(|item| item.target.as_ref()).for_each(|target| self.bind(target));
            }
            StmtKind::If { test, .. } if self.file.slice(test.span).contains("version_info") => {
                self.guarded.push(stmt.span);
            }
            StmtKind::Try { handlers, .. } => self.handlers(stmt, handlers),
            StmtKind::FunctionDef(def) => {
                self.bound.insert(def.name.name.to_string());
                self.params(&def.params);
                def.params.positional.iter().filter_map(|one| one.default.as_ref()).for_each(|e| self.expression(e));
                self.suite(&def.body);
            }
            StmtKind::ClassDef(def) => {
                self.bound.insert(def.name.name.to_string());
                self.suite(&def.body);
            }
            StmtKind::Import(aliases) => self.import(aliases, stmt.span),
            StmtKind::ImportFrom { module, level: 0, names } => {
                let Some(module) = module else { return };
                self.module(&module.name, module.span);
                if let ImportNames::Names(aliases) = names {
                    aliases.iter().for_each(|alias| self.member(&module.name, &alias.name.name, alias.name.span));
                    self.imported(aliases);
                }
            }
            _ => {}
        }
    }

    fn handlers(&mut self, stmt: &Stmt, handlers: &[Handler]) {
        let catches_lack = |handler: &Handler| {
            let words = ["ImportError", "NameError", "AttributeError", "Exception"];
            let text = handler.kind.as_ref().map(|kind| self.file.slice(kind.span));
            text.is_none_or(|text| words.iter().any(|word| text.contains(word)))
        };
        if handlers.iter().any(catches_lack) {
            self.guarded.push(stmt.span);
        }
        for handler in handlers {
            handler.kind.iter().for_each(|kind| self.expression(kind));
            let (Some(kind), Some(target)) = (&handler.kind, &handler.target) else { continue };
            let is_layout = |c: char| c.is_whitespace() || matches!(c, '\\' | '(');
            if self.between(kind.span.end, target.span.start).trim_end_matches(is_layout).ends_with(',') {
                self.add(kind.span.to(target.span), "`except` with a comma", "write except Error as name");
            }
            self.bind(target);
        }
    }

    fn import(&mut self, aliases: &[ImportAlias], span: Span) {
        for alias in aliases {
            self.module(&alias.name.name, if aliases.len() == 1 { span } else { alias.name.span });
        }
        let own_names = aliases.iter().filter(|alias| alias.alias.is_none()).map(|alias| alias.name.name.to_string());
        self.modules.extend(own_names);
        self.imported(aliases);
    }

    fn imported(&mut self, aliases: &[ImportAlias]) {
        let names = aliases.iter().map(|alias| alias.alias.as_ref().unwrap_or(&alias.name));
        self.bound.extend(names.map(|ident| ident.name.to_string()));
    }

    /// A module that is imported.
    fn module(&mut self, name: &str, span: Span) {
        let top = name.split('.').next().unwrap_or(name);
        if let Some(help) = help_of(MODULES, top)
            && !self.is_guarded(span)
        {
            self.add(span, format!("the module `{top}`"), help);
        }
    }

    /// A name of a module.
    fn member(&mut self, module: &str, name: &str, span: Span) {
        let known = ATTRIBUTES.iter().find(|(of, names, _)| *of == module && names.contains(&name));
        if let Some((_, _, help)) = known
            && !self.is_guarded(span)
        {
            self.add(span, format!("`{name}` of the module `{module}`"), *help);
        }
    }

    fn bind(&mut self, target: &Expr) {
        match &target.kind {
            ExprKind::Name(name) => {
                self.bound.insert(name.to_string());
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().for_each(|item| self.bind(item)),
            _ => {}
        }
    }

    fn clauses(&mut self, clauses: &[Clause]) {
        clauses.iter().for_each(|clause| self.bind(&clause.target));
    }

    fn params(&mut self, params: &Params) {
        for param in &params.positional {
            self.param(&param.target);
            if let ParamTarget::Tuple(_, span) = &param.target {
                self.add(*span, "a parameter in parentheses", "take one parameter apart in the body");
            }
        }
        let rest = params.star.iter().chain(&params.double_star);
        self.bound.extend(rest.map(|ident| ident.name.to_string()));
    }

    fn param(&mut self, target: &ParamTarget) {
        match target {
            ParamTarget::Name(ident) => {
                self.bound.insert(ident.name.to_string());
            }
            ParamTarget::Tuple(items, _) => items.iter().for_each(|item| self.param(item)),
        }
    }

    fn expression(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Repr(_) => self.add(expr.span, "an expression in backquotes", "write repr(…)"),
            ExprKind::Binary { op, left, right } => self.binary(expr.span, *op, left, right),
            ExprKind::Name(name) => {
                if let Some((name, help)) = NAMES.iter().find(|(known, _)| **known == **name) {
                    self.add_of(name, expr.span, format!("`{name}`"), *help);
                }
            }
            ExprKind::Attribute { value, name } => {
                if METHODS.contains(&&*name.name) {
                    let help = "use `in`, items(), keys() or values()";
                    self.add(name.span, format!("the method `{}`", name.name), help);
                }
                if let ExprKind::Name(module) = &value.kind
                    && self.modules.contains(&**module)
                {
                    self.member(module, &name.name, expr.span);
                }
            }
            ExprKind::Literal(literal) => self.literal(expr.span, literal),
            ExprKind::Compare { first, rest } => self.compare(first, rest),
            ExprKind::Call(call) => self.call(expr.span, call),
            // A range can be indexed there too.
            ExprKind::Subscript { value, .. } if !is_call_of(value, "range") => self.lazy(value),
            ExprKind::Lambda { params, .. } => self.params(params),
            ExprKind::Comprehension { clauses, .. } | ExprKind::DictComprehension { clauses, .. } => {
                self.clauses(clauses);
            }
            _ => {}
        }
        walk::children(expr, &mut |part| self.expression(part));
    }

    fn binary(&mut self, span: Span, op: BinOp, left: &Expr, right: &Expr) {
        match op {
            BinOp::Div if !self.divides_truly => match self.division(left, right) {
                Division::Whole => self.add(span, "the division of whole numbers by `/`", "write `//`"),
                Division::Perhaps => {
                    let what = "the division by `/` of what may be whole numbers";
                    self.add(span, what, "write `//` if they are whole, or float(…) around one of them");
                }
                Division::Other => {}
            },
            BinOp::Add => [left, right].into_iter().for_each(|side| self.lazy(side)),
            _ => {}
        }
    }

    fn division(&self, left: &Expr, right: &Expr) -> Division {
        match (is_int(left), is_int(right)) {
            (true, true) => Division::Whole,
            (false, false) => Division::Other,
            _ if [left, right].into_iter().any(|side| has_fraction(side, &self.fractions)) => Division::Other,
            _ => Division::Perhaps,
        }
    }

    /// What is taken for a list, and is none for a later Python.
    fn lazy(&mut self, expr: &Expr) {
        let ExprKind::Call(call) = &expr.kind else { return };
        match &call.callee.kind {
            ExprKind::Name(name) => {
                if let Some(name) = LAZY.iter().find(|known| **known == &**name) {
                    self.add_of(name, expr.span, format!("the list that `{name}` gives"), "write list(…) around it");
                }
            }
            ExprKind::Attribute { name, .. }
                if matches!(&*name.name, "items" | "keys" | "values") && has_no_arguments(call) =>
            {
                self.add(expr.span, format!("the list that `{}()` gives", name.name), "write list(…) around it");
            }
            _ => {}
        }
    }

    fn literal(&mut self, span: Span, literal: &Literal) {
        let text = self.file.slice(span);
        match literal {
            Literal::Int(_) | Literal::Long(_) => {
                let short = text.trim_end_matches(['l', 'L']);
                let digits = short.trim_start_matches('0');
                let is_octal = short.len() > digits.len() && digits.starts_with(|c: char| c.is_ascii_digit());
                if is_octal {
                    let help = format!("write `0o{digits}`");
                    self.add(span, "an octal number with a bare `0` in front", help);
                } else if short.len() < text.len() {
                    let help = format!("write `{short}`");
                    self.add(span, "a number with `L` behind", help);
                }
            }
            Literal::Bytes(_) | Literal::Unicode(_) if has_raw_unicode(text) => {
                self.add(span, "a text with `ur` in front", "write `u` with doubled backslashes");
            }
            _ => {}
        }
    }

    fn compare(&mut self, first: &Expr, rest: &[(CompareOp, Expr)]) {
        let mut left = first;
        for (op, right) in rest {
            // Comments may stand between the two.
            let code = |line: &str| line.split('#').next().is_some_and(|code| code.contains("<>"));
            if *op == CompareOp::Ne && self.between(left.span.end, right.span.start).lines().any(code) {
                self.add(left.span.to(right.span), "the operator `<>`", "write `!=`");
            }
            left = right;
        }
    }

    fn call(&mut self, span: Span, call: &Call) {
        let has_cmp = call.keywords.iter().any(|(name, _)| &*name.name == "cmp");
        let help = "give a function `key`, or functools.cmp_to_key(…)";
        match &call.callee.kind {
            ExprKind::Name(name) if &**name == "sorted" && (has_cmp || call.positional.len() > 1) => {
                self.add_of("sorted", span, "`sorted` with a comparison", help);
            }
            ExprKind::Attribute { name, .. } if &*name.name == "sort" && (has_cmp || !call.positional.is_empty()) => {
                self.add(span, "`sort` with a comparison", help);
            }
            ExprKind::Name(name) if &**name == "map" && call.positional.first().is_some_and(is_none) => {
                self.add_of("map", span, "`map` with None", "use zip(…), or itertools.zip_longest(…)");
            }
            ExprKind::Name(name) if &**name == "len" => {
                let lists = call.positional.iter().filter(|one| !is_call_of(one, "range"));
                // Views of dictionaries have a length.
                lists.filter(|one| LAZY.iter().any(|lazy| is_call_of(one, lazy))).for_each(|one| self.lazy(one));
            }
            _ => {}
        }
    }
}

/// Names that are assigned numbers that are not whole, and nothing else.
fn fractions(body: &[Stmt]) -> BTreeSet<String> {
    let (mut sure, mut others) = (BTreeSet::new(), BTreeSet::new());
    assigned(body, &mut sure, &mut others);
    sure.difference(&others).cloned().collect()
}

fn assigned(body: &[Stmt], sure: &mut BTreeSet<String>, others: &mut BTreeSet<String>) {
    walk::statements(body, &mut |stmt| match &stmt.kind {
        StmtKind::Assign { targets, value } => {
            let is_sure = has_fraction(value, &BTreeSet::new());
            for target in targets {
                match &target.kind {
                    ExprKind::Name(name) if is_sure => {
                        sure.insert(name.to_string());
                    }
                    _ => target_names(target, others),
                }
            }
        }
        StmtKind::For { target, .. } => target_names(target, others),
        StmtKind::With { items, .. } => {
            items.iter().filter_map(|item| item.target.as_ref()).for_each(|target| target_names(target, others));
        }
        StmtKind::FunctionDef(def) => {
            def.params.positional.iter().for_each(|param| parameter_names(&param.target, others));
            assigned(&def.body, sure, others);
        }
        StmtKind::ClassDef(def) => assigned(&def.body, sure, others),
        _ => {}
    });
}

fn target_names(target: &Expr, names: &mut BTreeSet<String>) {
    match &target.kind {
        ExprKind::Name(name) => {
            names.insert(name.to_string());
        }
        ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().for_each(|item| target_names(item, names)),
        _ => {}
    }
}

fn has_no_arguments(call: &Call) -> bool {
    call.positional.is_empty() && call.keywords.is_empty() && call.star.is_none() && call.double_star.is_none()
}

fn is_none(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Name(name) if &**name == "None")
}

fn is_call_of(expr: &Expr, function: &str) -> bool {
    matches!(&expr.kind, ExprKind::Call(call) if matches!(&call.callee.kind, ExprKind::Name(name) if &**name == function))
}

/// What is known of a division.
enum Division {
    /// Both numbers are whole.
    Whole,
    /// One is, and the other may be.
    Perhaps,
    /// Nothing says so, or one of them is not.
    Other,
}

fn is_int(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Literal(Literal::Int(_) | Literal::Long(_)) => true,
        ExprKind::Unary { operand, .. } => is_int(operand),
        _ => false,
    }
}

/// Whether an expression holds a number that is not whole, `float(…)`, `round(…)`, or one of these names.
fn has_fraction(expr: &Expr, fractions: &BTreeSet<String>) -> bool {
    let mut has = match &expr.kind {
        ExprKind::Literal(Literal::Float(_)) => true,
        ExprKind::Name(name) => fractions.contains(&**name),
        _ => is_call_of(expr, "float") || is_call_of(expr, "round"),
    };
    // Of what is given to a function nothing is known when it comes back, nor of what an index finds.
    match &expr.kind {
        ExprKind::Call(_) | ExprKind::Subscript { .. } | ExprKind::Lambda { .. } => {}
        _ => walk::children(expr, &mut |part| has |= has_fraction(part, fractions)),
    }
    has
}

/// Whether the text of a statement `print` has parentheses around all that it prints.
fn is_in_parentheses(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("print") else { return false };
    let rest = rest.trim_start_matches([' ', '\t', '\x0c']).as_bytes();
    if rest.first() != Some(&b'(') {
        return false;
    }
    let (mut at, mut depth) = (0, 0);
    while let Some(byte) = rest.get(at) {
        at = if *byte == b'#' { end_of_line(rest, at) } else { step(rest, at, &mut depth) };
        if depth == 0 {
            break;
        }
    }
    depth == 0 && rest.get(at..).unwrap_or_default().iter().all(|byte| byte.is_ascii_whitespace() || *byte == b';')
}

/// Whether one of the literals that stand side by side in a text begins with `ur`.
fn has_raw_unicode(text: &str) -> bool {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\\');
        if rest.starts_with('#') {
            let Some((_, next)) = rest.split_once('\n') else { return false };
            rest = next;
            continue;
        }
        let Some((prefix, body)) = rest.find(['\'', '"']).and_then(|at| rest.split_at_checked(at)) else {
            return false;
        };
        if prefix.eq_ignore_ascii_case("ur") {
            return true;
        }
        let Some(next) = behind_literal(body) else { return false };
        rest = next;
    }
}

/// What follows a literal that begins with its quotes.
fn behind_literal(body: &str) -> Option<&str> {
    let quotes = ["'''", "\"\"\"", "'", "\""].into_iter().find(|quotes| body.starts_with(quotes))?;
    let mut rest = body.get(quotes.len()..)?;
    loop {
        if let Some(next) = rest.strip_prefix(quotes) {
            return Some(next);
        }
        let mut chars = rest.chars();
        if chars.next()? == '\\' {
            chars.next()?;
        }
        rest = chars.as_str();
    }
}

#[cfg(test)]
mod tests {
    use super::{has_raw_unicode, is_in_parentheses};

    #[test]
    fn parentheses_stand_around_all_that_is_printed() {
        for all in ["print(1)", "print (a) ", "print ((a) + ')')", "print(a, # )\n b)", "print('(')"] {
            assert!(is_in_parentheses(all), "{all}");
        }
        for part in ["print 1", "print (a) + 1", "print (a)(b)", "print ('a') % b", "print(a", "print"] {
            assert!(!is_in_parentheses(part), "{part}");
        }
    }

    #[test]
    fn each_of_several_literals_counts() {
        for old in ["ur'a'", "UR\"\"\"a\"\"\"", "'a\\'' ur'b'", "u'a' # it's\n  Ur'b'", "'''a'b''' \\\n ur'b'"] {
            assert!(has_raw_unicode(old), "{old}");
        }
        for same in ["'ur'", "u'a' r'ur'", "'a\\\\' 'ur'", "\"ur'\"", "'", ""] {
            assert!(!has_raw_unicode(same), "{same}");
        }
    }
}
