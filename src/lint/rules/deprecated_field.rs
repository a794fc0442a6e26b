//! Fields with a newer name.

use crate::diagnostics::{Diagnostic, Severity};
use crate::lint::{Check, Draft, FileView, Fixes, JobView, Rule, Sink};
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, Ident, Stmt, StmtKind};
use crate::syntax::walk;

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1021",
    name: "deprecated-field",
    title: "an old name of a field",
    severity: Severity::Warning,
    is_default: true,
    fixes: Fixes::Safe,
    rationale: "\
`daemon` of a job is the old name of `service`, `cron_policy` that of `cron_collision_policy`, and `health_check_interval_secs`
has been replaced by `health_check_config`. Later releases do not know the old names. `--fix` writes the new names of the first
two, which changes nothing about the job. A job that sets `health_check_interval_secs` is refused as it stands; `--unsafe-fixes`
writes `health_check_config = HealthCheckConfig(interval_secs = …)`, which makes it valid.",
    example: "
run = Process(name = 'run', cmdline = './app')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Job(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task, daemon = True)]",
    mend: "Write the new name: `service = True`, or `Service(…)` in place of `Job(…)`.",
    checks: &[Check::Job(check)],
};

/// Old and new names that take the same value.
const RENAMED: [(&str, &str); 2] = [("cron_policy", "cron_collision_policy"), ("daemon", "service")];

const INTERVAL: &str = "health_check_interval_secs";

fn check(view: &FileView, job: &JobView, sink: &mut Sink) {
    for warning in job.warnings.iter().filter(|warning| warning.code == "AUR0439") {
        let draft = Draft::of(warning);
        sink.push(fixed(view, warning, draft));
    }
}

fn fixed(view: &FileView, warning: &Diagnostic, draft: Draft) -> Draft {
    let Some(place) = warning.places.first().map(|place| place.span) else { return draft };
    let Some(Keyword { name, ident, value, others }) = keyword(view, place) else { return draft };
    // A template may refer to the field by its old name.
    if view.all_names().iter().any(|names| names.mentions(&name)) {
        return draft;
    }
    // Where the new name is given as well, which of the two is meant is the author's to say.
    let is_given = |new: &str| others.iter().any(|other| other == new);
    if let Some((_, new)) = RENAMED.iter().find(|(old, _)| *old == name) {
        if is_given(new) {
            return draft;
        }
        return draft.fix(format!("write `{new}`"), vec![(ident, (*new).to_owned())]);
    }
    if name == INTERVAL
        && !is_given("health_check_config")
        && let Some(value) = value
    {
        let edits = vec![
            (ident, "health_check_config".to_owned()),
            (Span::new(value.start, value.start), "HealthCheckConfig(interval_secs=".to_owned()),
            (Span::new(value.end, value.end), ")".to_owned()),
        ];
        return draft.unsafe_fix("write `health_check_config`", edits);
    }
    draft
}

/// The keyword arguments of a call.
type Keywords = [(Ident, Expr)];

/// A keyword argument.
struct Keyword {
    name: String,
    ident: Span,
    /// The place of its value, if no parentheses can stand in it or around a part of it.
    value: Option<Span>,
    /// The names of the call's other keywords.
    others: Vec<String>,
}

/// The keyword argument that was written at a place.
fn keyword(view: &FileView, place: Span) -> Option<Keyword> {
    let program = view.programs.iter().find(|program| {
        let span = program.file.span();
        span.start <= place.start && place.start <= span.end
    })?;
    let mut found = None;
    suite(&program.tree.body, &mut |keywords| {
        let Some(at) = keywords.iter().position(|(ident, _)| ident.span.start == place.start) else { return };
        let (ident, value) = &keywords[at];
        let is_plain = matches!(value.kind, ExprKind::Name(_) | ExprKind::Literal(_));
        let others = keywords.iter().enumerate().filter(|(other, _)| *other != at);
        found = Some(Keyword {
            name: ident.name.to_string(),
            ident: ident.span,
            value: is_plain.then_some(value.span),
            others: others.map(|(_, (ident, _))| ident.name.to_string()).collect(),
        });
    });
    found
}

fn suite(body: &[Stmt], visit: &mut dyn FnMut(&Keywords)) {
    walk::statements(body, &mut |stmt| {
        walk::expressions(stmt, &mut |expr| expression(expr, visit));
        match &stmt.kind {
            StmtKind::FunctionDef(def) => suite(&def.body, visit),
            StmtKind::ClassDef(def) => suite(&def.body, visit),
            _ => {}
        }
    });
}

fn expression(expr: &Expr, visit: &mut dyn FnMut(&Keywords)) {
    if let ExprKind::Call(call) = &expr.kind {
        visit(&call.keywords);
    }
    walk::children(expr, &mut |part| expression(part, visit));
}
