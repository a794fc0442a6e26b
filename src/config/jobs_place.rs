//! Where a program sets its list of jobs.

use crate::source::{SourceMap, Span};
use crate::syntax::ast::{Expr, ExprKind, Module, Stmt, StmtKind};
use crate::syntax::parse;

/// The last statement at the top of a program that sets the name `jobs`, and the places of the elements if it writes them out.
#[derive(Clone, Debug, Default)]
pub struct JobsPlace {
    /// The statement; [`Span::NONE`] if there is none.
    pub whole: Span,
    elements: Vec<Span>,
    empty_call: Option<Span>,
}

impl JobsPlace {
    /// Finds it in a program.
    pub fn of(tree: &Module) -> Option<JobsPlace> {
        JobsPlace::of_name("jobs", tree)
    }

    fn of_name(wanted: &str, tree: &Module) -> Option<JobsPlace> {
        let is_jobs = |expr: &Expr| matches!(&expr.kind, ExprKind::Name(name) if &**name == wanted);
        let sets = |stmt: &&Stmt| match &stmt.kind {
            StmtKind::Assign { targets, .. } => targets.iter().any(is_jobs),
            StmtKind::AugAssign { target, .. } => is_jobs(target),
            _ => false,
        };
        let stmt = tree.body.iter().rev().find(sets)?;
        let elements: &[Expr] = match &stmt.kind {
            StmtKind::Assign { value: Expr { kind: ExprKind::List(all) | ExprKind::Tuple(all), .. }, .. } => all,
            _ => &[],
        };
        let is_empty_call = |expr: &&Expr| match &expr.kind {
            ExprKind::Call(call) => {
                call.positional.is_empty()
                    && call.keywords.is_empty()
                    && call.star.is_none()
                    && call.double_star.is_none()
            }
            _ => false,
        };
        let empty_call = elements.iter().find(is_empty_call).map(|element| element.span);
        Some(JobsPlace { whole: stmt.span, elements: elements.iter().map(|one| one.span).collect(), empty_call })
    }

    /// Finds it in the file that begins at `main`, or else in one that it includes; the place is `main` itself if none says.
    pub fn find(sources: &SourceMap, main: Span) -> JobsPlace {
        JobsPlace::find_name("jobs", sources, main)
    }

    /// As [`JobsPlace::find`], of another name than `jobs`.
    pub fn find_name(wanted: &str, sources: &SourceMap, main: Span) -> JobsPlace {
        let own = sources.file_at(main.start).filter(|_| !main.is_none());
        let included = sources.files().iter().rev().filter(|file| !file.name.starts_with('<'));
        let found = own.into_iter().chain(included).find_map(|file| JobsPlace::of_name(wanted, &parse(file).ok()?));
        found.unwrap_or(JobsPlace { whole: main, ..JobsPlace::default() })
    }

    /// The first element that is a call without arguments, such as `Job()`.
    pub fn empty_call(&self) -> Option<Span> {
        self.empty_call
    }

    /// The place of one of the list's `count` elements; that of the whole where they are not written out one by one.
    pub fn element(&self, at: usize, count: usize) -> Span {
        self.written(at, count).unwrap_or(self.whole)
    }

    /// The place of one of the list's `count` elements if they are written out one by one.
    pub fn written(&self, at: usize, count: usize) -> Option<Span> {
        self.elements.get(at).filter(|_| self.elements.len() == count).copied()
    }
}
