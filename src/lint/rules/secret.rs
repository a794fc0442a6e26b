//! Secrets in the configuration.

use std::borrow::Cow;

use super::credentials::{SHORTEST, is_literal, is_random, is_secret_name, secret};
use super::texts::{pointer, texts};
use crate::diagnostics::Severity;
use crate::lint::{Check, Draft, FileView, Fixes, JobView, Rule, Sink};
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, Literal, Stmt, StmtKind};
use crate::syntax::walk;

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1107",
    name: "hard-coded-secret",
    title: "a secret stands in the configuration",
    severity: Severity::Error,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
Whatever a job says is kept in the repository and its history, in the scheduler's store and on its pages, and on every machine
that runs it. The rule knows how keys of well-known services begin, private keys, web hooks, passwords in URLs and behind
`curl -u` and `mysql -p`, and words such as `password=`, `&token=` or `Bearer` before a value that looks random, in the text of the
file and in what its jobs are sent with. Paths, variables, references and words that only stand for a secret (`changeme`,
`<token>`) are let through. It does not repeat what it has found.",
    example: "
run = Process(name = 'run', cmdline = 'DB_PASSWORD=q7Zr2LkX94vTbw1M ./app')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task)]",
    mend: "\
Replace the secret, as it is known to many by now, and let the process read the new one from a place that only it may read:
`DB_PASSWORD=$(cat /etc/app/db-password) ./app`.",
    checks: &[Check::File(in_file), Check::Job(in_job)],
};

/// The literals of the file itself, whether a job uses them or not.
fn in_file(view: &FileView, sink: &mut Sink) {
    for one in written(view) {
        sink.push(draft(&one.what, one.span));
    }
}

/// What a job's texts come to, unless it was found in the file's own text.
fn in_job(view: &FileView, job: &JobView, sink: &mut Sink) {
    let Some(tree) = job.tree() else { return };
    texts(tree, &mut |way, text| {
        if let Some(what) = secret(text)
            && !written(view).iter().take(MOST).any(|one| text.contains(&*one.text))
        {
            sink.push(draft(&what, job.place(&pointer(way))));
        }
    });
}

fn draft(what: &str, place: Span) -> Draft {
    let draft = Draft::new(format!("{what} stands in the configuration"), place, "in this text");
    draft.help("replace it, and read the new one from a file that only the process may read")
}

/// Secrets of the file that are looked for in a job's: a file with more has worse faults than a finding that comes twice.
const MOST: usize = 200;

/// A secret as it is written in a file.
pub struct Written {
    what: String,
    text: String,
    span: Span,
}

/// The secrets in the literals of a file's own text.
fn written(view: &FileView) -> &[Written] {
    view.secrets.get_or_init(|| {
        let mut found = Vec::new();
        if let Some(program) = view.program() {
            in_suite(&program.tree.body, &mut found);
        }
        found
    })
}

fn in_suite(body: &[Stmt], found: &mut Vec<Written>) {
    walk::statements(body, &mut |stmt| {
        match &stmt.kind {
            StmtKind::Assign { targets, value } => targets.iter().for_each(|target| named(target, value, found)),
            StmtKind::FunctionDef(def) => {
                def.params
                    .positional
                    .iter()
                    .filter_map(|param| param.default.as_ref())
                    .for_each(|one| in_expr(one, found));
                in_suite(&def.body, found);
            }
            StmtKind::ClassDef(def) => in_suite(&def.body, found),
            _ => {}
        }
        walk::expressions(stmt, &mut |expr| in_expr(expr, found));
    });
}

fn in_expr(expr: &Expr, found: &mut Vec<Written>) {
    match &expr.kind {
        ExprKind::Literal(literal) => {
            if let Some(text) = text_of(literal)
                && let Some(what) = secret(&text)
            {
                found.push(Written { what, text: text.into_owned(), span: expr.span });
            }
        }
        ExprKind::Call(call) => call.keywords.iter().for_each(|(name, value)| of_name(&name.name, value, found)),
        ExprKind::Dict(pairs) => pairs.iter().for_each(|(key, value)| named(key, value, found)),
        _ => {}
    }
    walk::children(expr, &mut |child| in_expr(child, found));
}

/// A value that is given to a variable or stands behind a key.
fn named(target: &Expr, value: &Expr, found: &mut Vec<Written>) {
    match &target.kind {
        ExprKind::Name(name) => of_name(name, value, found),
        ExprKind::Attribute { name, .. } => of_name(&name.name, value, found),
        ExprKind::Subscript { index, .. } => named(index, value, found),
        ExprKind::Literal(key) => {
            if let Some(key) = text_of(key) {
                of_name(&key, value, found);
            }
        }
        _ => {}
    }
}

fn of_name(name: &str, value: &Expr, found: &mut Vec<Written>) {
    let ExprKind::Literal(literal) = &value.kind else { return };
    let Some(text) = text_of(literal).filter(|text| text.len() >= SHORTEST) else { return };
    if is_secret_name(name) && is_literal(&text) && is_random(&text) {
        let name = name.to_ascii_lowercase();
        found.push(Written { what: format!("a value for `{name}`"), text: text.into_owned(), span: value.span });
    }
}

fn text_of(literal: &Literal) -> Option<Cow<'_, str>> {
    match literal {
        Literal::Bytes(bytes) => Some(String::from_utf8_lossy(bytes)),
        Literal::Unicode(text) => Some(Cow::Borrowed(text)),
        _ => None,
    }
}
