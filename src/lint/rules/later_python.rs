//! What a later Python reads differently.

use crate::diagnostics::Severity;
use crate::lint::{Check, Draft, FileView, Fixes, Rule, Sink};
use crate::source::Span;
use crate::syntax::ast::{BinOp, Expr, ExprKind, Literal, Stmt, StmtKind};
use crate::syntax::walk;

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1115",
    name: "later-python",
    title: "a later Python reads this differently",
    severity: Severity::Note,
    is_default: false,
    fixes: Fixes::None,
    rationale: "\
Configurations are Python 2.7. A file that is to be read by a later Python as well, be it only by an editor or another tool, does
without what was taken out (`print x`, `exec x`, backquotes, `raise E, 'text'`, `xrange`, `unicode`, `dict.iteritems`, …) and
without the division of integers by `/`, which silently gives another number there. The rule is off unless it is selected.",
    example: "
half = 7 / 2
print half
run = Process(name = 'run', cmdline = './app')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', instances = half, task = task)]",
    mend: "Write what both read alike: `7 // 2`, and `from __future__ import print_function` before `print(half)`.",
    checks: &[Check::File(check)],
};

/// Names that are gone.
const NAMES: [&str; 12] = [
    "apply",
    "basestring",
    "buffer",
    "cmp",
    "execfile",
    "intern",
    "long",
    "raw_input",
    "reduce",
    "unichr",
    "unicode",
    "xrange",
];

/// Methods of dictionaries that are gone.
const METHODS: [&str; 7] = ["has_key", "iteritems", "iterkeys", "itervalues", "viewitems", "viewkeys", "viewvalues"];

fn check(view: &FileView, sink: &mut Sink) {
    let Some(program) = view.program() else { return };
    let defined = view.names();
    let mut finder = Finder { divides_truly: program.tree.future.division, found: Vec::new() };
    finder.suite(&program.tree.body);
    for (span, what, help) in finder.found {
        let is_own = NAMES.contains(&what.trim_matches('`'))
            && (defined.defined.iter().any(|one| format!("`{}`", one.name) == what) || defined.is_reflective);
        if !is_own {
            let message = format!("{what} is read differently by a later Python");
            sink.push(Draft::new(message, span, "").help(help));
        }
    }
}

struct Finder {
    divides_truly: bool,
    found: Vec<(Span, String, &'static str)>,
}

impl Finder {
    fn add(&mut self, span: Span, what: impl Into<String>, help: &'static str) {
        self.found.push((span, what.into(), help));
    }

    fn suite(&mut self, body: &[Stmt]) {
        walk::statements(body, &mut |stmt| {
            match &stmt.kind {
                StmtKind::Print { .. } => {
                    let help = "use `from __future__ import print_function` and print(…)";
                    self.add(stmt.span, "the statement `print`", help);
                }
                StmtKind::Exec { .. } => self.add(stmt.span, "the statement `exec`", "write exec(…) with parentheses"),
                StmtKind::Raise { value: Some(_), .. } => {
                    self.add(stmt.span, "`raise` with a comma", "write raise Error('text')");
                }
                StmtKind::FunctionDef(def) => self.suite(&def.body),
                StmtKind::ClassDef(def) => self.suite(&def.body),
                _ => {}
            }
            walk::expressions(stmt, &mut |expr| self.expression(expr));
        });
    }

    fn expression(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Repr(_) => self.add(expr.span, "an expression in backquotes", "write repr(…)"),
            ExprKind::Binary { op: BinOp::Div, left, right } if !self.divides_truly && is_whole(left, right) => {
                self.add(expr.span, "the division of whole numbers by `/`", "write `//`");
            }
            ExprKind::Name(name) if NAMES.contains(&&**name) => {
                self.add(expr.span, format!("`{name}`"), "this name is gone there");
            }
            ExprKind::Attribute { name, .. } if METHODS.contains(&&*name.name) => {
                self.add(name.span, format!("the method `{}`", name.name), "use `in`, items(), keys() or values()");
            }
            _ => {}
        }
        walk::children(expr, &mut |part| self.expression(part));
    }
}

/// Whether the numbers are whole as far as the text says: a whole literal on one side, and no other number on the other.
fn is_whole(left: &Expr, right: &Expr) -> bool {
    let is_int = |expr: &Expr| matches!(expr.kind, ExprKind::Literal(Literal::Int(_) | Literal::Long(_)));
    let is_other = |expr: &Expr| matches!(expr.kind, ExprKind::Literal(Literal::Float(_)));
    (is_int(left) && !is_other(right)) || (is_int(right) && !is_other(left))
}
