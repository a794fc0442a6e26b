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
    let Some((name, ident, value)) = keyword(view, place) else { return draft };
    // A template may refer to the field by its old name.
    if view.all_names().iter().any(|names| names.mentions(&name)) {
        return draft;
    }
    if let Some((_, new)) = RENAMED.iter().find(|(old, _)| *old == name) {
        return draft.fix(format!("write `{new}`"), vec![(ident, (*new).to_owned())]);
    }
    if name == INTERVAL
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

/// The keyword argument that was written at a place: its name, and the places of name and value. The place of a value is
/// given only if no parentheses can stand in it or around a part of it.
fn keyword(view: &FileView, place: Span) -> Option<(String, Span, Option<Span>)> {
    let program = view.programs.iter().find(|program| {
        let span = program.file.span();
        span.start <= place.start && place.start <= span.end
    })?;
    let mut found = None;
    suite(&program.tree.body, &mut |ident, value| {
        if ident.span.start == place.start {
            let is_plain = matches!(value.kind, ExprKind::Name(_) | ExprKind::Literal(_));
            found = Some((ident.name.to_string(), ident.span, is_plain.then_some(value.span)));
        }
    });
    found
}

fn suite(body: &[Stmt], visit: &mut dyn FnMut(&Ident, &Expr)) {
    walk::statements(body, &mut |stmt| {
        walk::expressions(stmt, &mut |expr| expression(expr, visit));
        match &stmt.kind {
            StmtKind::FunctionDef(def) => suite(&def.body, visit),
            StmtKind::ClassDef(def) => suite(&def.body, visit),
            _ => {}
        }
    });
}

fn expression(expr: &Expr, visit: &mut dyn FnMut(&Ident, &Expr)) {
    if let ExprKind::Call(call) = &expr.kind {
        call.keywords.iter().for_each(|(ident, value)| visit(ident, value));
    }
    walk::children(expr, &mut |part| expression(part, visit));
}
