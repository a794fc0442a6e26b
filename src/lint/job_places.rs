//! Where a file's own text makes each of its jobs.

use std::collections::BTreeMap;

use crate::config::JobsPlace;
use crate::source::Span;
use crate::syntax::ast::{BinOp, Call, Expr, ExprKind, Module, Stmt, StmtKind};
use crate::syntax::walk;

const JOBS: &str = "jobs";

/// Where one job is made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JobPlace {
    /// Its element in the list, or the statement that adds it.
    pub main: Span,
    /// The statement that gives a name to what the element is or is made from.
    pub named: Option<Span>,
    /// The beginning of the statement around, if no element stands in its first line: what is said there is said of all.
    pub head: Option<Span>,
}

impl JobPlace {
    /// Where a comment speaks of the job.
    pub fn all(&self) -> impl Iterator<Item = Span> + use<> {
        self.named.into_iter().chain([self.main]).chain(self.head)
    }
}

/// The places of all jobs of a file.
#[derive(Debug, Default)]
pub struct JobPlaces {
    /// The statement that sets the list of jobs; else the file's start.
    pub list: Span,
    each: Vec<Option<JobPlace>>,
}

impl JobPlaces {
    /// Finds the places of so many jobs. `line` gives the line of a position.
    pub fn of(tree: &Module, start: u32, count: usize, line: &dyn Fn(u32) -> u32) -> JobPlaces {
        let list = JobsPlace::of(tree).map_or(Span::new(start, start), |place| place.whole);
        let mut reader = Reader { names: names(&tree.body), line, parts: vec![Part::Some(Span::NONE)], is_lost: false };
        tree.body.iter().for_each(|stmt| reader.statement(stmt));
        let parts = if reader.is_lost { Vec::new() } else { reader.parts };
        JobPlaces { list, each: each(&parts, count) }
    }

    /// Where a job is made, if that can be told.
    pub fn job(&self, at: usize) -> Option<&JobPlace> {
        self.each.get(at)?.as_ref()
    }
}

/// What adds to the list.
#[derive(Clone)]
enum Part {
    /// Adds one job.
    One(JobPlace),
    /// Adds any number of jobs.
    Some(Span),
}

/// The places of the jobs, as far as the parts tell them: from the front and from the back up to what adds any number.
fn each(parts: &[Part], count: usize) -> Vec<Option<JobPlace>> {
    let one = |part: &Part| match part {
        Part::One(place) => Some(place.clone()),
        Part::Some(_) => None,
    };
    let mut front: Vec<Option<JobPlace>> = parts.iter().map_while(one).map(Some).collect();
    if front.len() == parts.len() {
        return if front.len() == count { front } else { Vec::new() };
    }
    let mut back: Vec<JobPlace> = parts.iter().rev().map_while(one).collect();
    back.reverse();
    let between = parts.get(front.len()..parts.len() - back.len()).unwrap_or_default();
    let Some(unsaid) = count.checked_sub(front.len() + back.len()) else { return Vec::new() };
    let place = match between {
        [Part::Some(span)] if !span.is_none() => Some(JobPlace { main: *span, ..JobPlace::default() }),
        _ => None,
    };
    front.extend(std::iter::repeat_n(place, unsaid));
    front.extend(back.into_iter().map(Some));
    front
}

/// Follows the list of jobs through the statements at the top.
struct Reader<'a> {
    /// The statement that sets a name, of names that are set once.
    names: BTreeMap<&'a str, Option<Span>>,
    line: &'a dyn Fn(u32) -> u32,
    parts: Vec<Part>,
    /// Whether something happens to the list that is not understood.
    is_lost: bool,
}

impl<'a> Reader<'a> {
    fn statement(&mut self, stmt: &'a Stmt) {
        match &stmt.kind {
            StmtKind::Assign { targets, value } if matches!(targets.as_slice(), [one] if is_jobs(one)) => {
                let mut parts = Vec::new();
                self.sum(value, stmt, &mut parts);
                self.parts = parts;
            }
            _ => match added(stmt) {
                Some(Added::One(value)) => {
                    let place = self.place(value, None);
                    self.parts.push(Part::One(JobPlace { main: stmt.span, ..place }));
                    self.is_lost |= speaks(value);
                }
                Some(Added::List(value)) => {
                    let mut parts = std::mem::take(&mut self.parts);
                    self.sum(value, stmt, &mut parts);
                    self.parts = parts;
                }
                None => self.other(stmt),
            },
        }
    }

    /// A statement that may hold others: what stands in it may happen any number of times.
    fn other(&mut self, stmt: &'a Stmt) {
        walk::statements(std::slice::from_ref(stmt), &mut |inner| match (added(inner), &inner.kind) {
            (Some(Added::One(value) | Added::List(value)), _) => {
                self.is_lost |= speaks(value);
                self.parts.push(Part::Some(inner.span));
            }
            (None, StmtKind::FunctionDef(def)) => self.is_lost |= suite_speaks(&def.body),
            (None, StmtKind::ClassDef(def)) => self.is_lost |= suite_speaks(&def.body),
            _ => walk::expressions(inner, &mut |expr| self.is_lost |= speaks(expr)),
        });
    }

    /// The parts of a list, or of a sum of lists.
    fn sum(&mut self, value: &'a Expr, stmt: &Stmt, parts: &mut Vec<Part>) {
        match &value.kind {
            ExprKind::List(items) | ExprKind::Tuple(items) => {
                let first = (self.line)(stmt.span.start);
                let is_apart = items.iter().all(|item| (self.line)(item.span.start) > first);
                let head = is_apart.then(|| Span::new(stmt.span.start, stmt.span.start));
                for item in items {
                    self.is_lost |= speaks(item);
                    parts.push(Part::One(self.place(item, head)));
                }
            }
            ExprKind::Binary { op: BinOp::Add, left, right } => {
                self.sum(left, stmt, parts);
                self.sum(right, stmt, parts);
            }
            ExprKind::Name(name) if &**name == JOBS => parts.extend(self.parts.iter().cloned()),
            _ => {
                self.is_lost |= speaks(value);
                parts.push(Part::Some(value.span));
            }
        }
    }

    fn place(&self, item: &Expr, head: Option<Span>) -> JobPlace {
        let named = root(item).and_then(|name| self.names.get(name).copied().flatten());
        JobPlace { main: item.span, named, head }
    }
}

/// What a statement adds to the list of jobs.
enum Added<'a> {
    One(&'a Expr),
    List(&'a Expr),
}

fn added(stmt: &Stmt) -> Option<Added<'_>> {
    match &stmt.kind {
        StmtKind::AugAssign { target, op: BinOp::Add, value } if is_jobs(target) => Some(Added::List(value)),
        StmtKind::Expr(Expr { kind: ExprKind::Call(call), .. }) => {
            let (ExprKind::Attribute { value, name }, Call { positional, .. }) = (&call.callee.kind, &**call) else {
                return None;
            };
            match (&*name.name, positional.as_slice()) {
                ("append", [one]) if is_jobs(value) => Some(Added::One(one)),
                ("extend", [all]) if is_jobs(value) => Some(Added::List(all)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn is_jobs(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Name(name) if &**name == JOBS)
}

/// Whether the list of jobs is named in an expression.
fn speaks(expr: &Expr) -> bool {
    let mut found = is_jobs(expr);
    walk::children(expr, &mut |part| found |= speaks(part));
    found
}

fn suite_speaks(body: &[Stmt]) -> bool {
    let mut found = false;
    walk::statements(body, &mut |stmt| {
        walk::expressions(stmt, &mut |expr| found |= speaks(expr));
        match &stmt.kind {
            StmtKind::FunctionDef(def) => found |= suite_speaks(&def.body),
            StmtKind::ClassDef(def) => found |= suite_speaks(&def.body),
            StmtKind::Global(idents) => found |= idents.iter().any(|ident| &*ident.name == JOBS),
            _ => {}
        }
    });
    found
}

/// `a` of `a`, `a(…)`, `a.bind(…)`.
fn root(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Name(name) => Some(name),
        ExprKind::Call(call) => root(&call.callee),
        ExprKind::Attribute { value, .. } => root(value),
        _ => None,
    }
}

/// Names at the top with the statement that sets them; none for those that several set, or something else than `name = …`.
fn names(body: &[Stmt]) -> BTreeMap<&str, Option<Span>> {
    let mut found = BTreeMap::new();
    walk::statements(body, &mut |stmt| match &stmt.kind {
        StmtKind::Assign { targets, .. } => {
            targets.iter().for_each(|target| add_target(&mut found, target, Some(stmt.span)));
        }
        StmtKind::For { target, .. } | StmtKind::AugAssign { target, .. } => add_target(&mut found, target, None),
        _ => {}
    });
    found
}

fn add_target<'a>(found: &mut BTreeMap<&'a str, Option<Span>>, target: &'a Expr, span: Option<Span>) {
    match &target.kind {
        ExprKind::Name(name) => {
            found.entry(name).and_modify(|known| *known = None).or_insert(span);
        }
        ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().for_each(|item| add_target(found, item, span)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::JobPlaces;
    use crate::source::SourceMap;
    use crate::syntax::parse;

    /// Of each job the text of its place, and behind a colon that of the statement that names it; `?` where it is not told.
    fn told(text: &str, count: usize) -> Vec<String> {
        let file = SourceMap::new().add("a", text.as_bytes()).unwrap_or_else(|why| panic!("{why}"));
        let tree = parse(&file).unwrap_or_else(|_| panic!("{text}"));
        let places = JobPlaces::of(&tree, file.base, count, &|at| file.line_column(at).line);
        let shown = |at| match places.job(at) {
            None => "?".to_owned(),
            Some(place) => match place.named {
                None => file.slice(place.main).to_owned(),
                Some(named) => format!("{}: {}", file.slice(place.main), file.slice(named)),
            },
        };
        (0..count).map(shown).collect()
    }

    #[test]
    fn elements_and_statements_are_told() {
        assert_eq!(told("jobs = [f(1), f(2)]\n", 2), ["f(1)", "f(2)"]);
        assert_eq!(told("a = f(1)\nb = a\njobs = [a, a.bind(x = 1)]\n", 2), ["a: a = f(1)", "a.bind(x = 1): a = f(1)"]);
        assert_eq!(told("jobs = []\njobs.append(f(1))\njobs += [f(2)]\n", 2), ["jobs.append(f(1))", "f(2)"]);
        assert_eq!(told("jobs = [f(1)]\njobs = jobs + (f(2),)\njobs.extend([f(3)])\n", 3), ["f(1)", "f(2)", "f(3)"]);
        assert_eq!(told("jobs = [f(0)]\nfor x in y:\n  jobs.append(f(x))\n", 3)[1..], ["jobs.append(f(x))"; 2]);
        assert_eq!(told("jobs = [f(0)] + all() + [f(1)]\n", 4), ["f(0)", "all()", "all()", "f(1)"]);
        assert_eq!(told("jobs = [f(x) for x in y]\n", 1), ["[f(x) for x in y]"]);
    }

    #[test]
    fn what_is_not_understood_is_not_told() {
        for text in [
            "jobs = [f(1)]\n",
            "jobs = [f(1), f(2), f(3)]\n",
            "jobs = [f(1), f(2)]\njobs.sort()\n",
            "jobs = [f(1), f(2)]\nother = jobs\n",
            "jobs = [f(1), f(2)]\ndef g():\n  global jobs\n",
            "jobs = [f(1), f(2)]\ndef g():\n  jobs.append(1)\n",
            "jobs = all = [f(1), f(2)]\n",
            "for jobs in x: pass\n",
            "jobs = x() + y()\n",
            "if x:\n  jobs = [f(1), f(2)]\n",
            "x = 1\n",
        ] {
            assert_eq!(told(text, 2), ["?", "?"], "{text}");
        }
        assert_eq!(told("a = f(1)\na = f(2)\nfor b in c: pass\njobs = [a, b]\n", 2), ["a", "b"]);
        assert_eq!(told("jobs += [f(1)]\n", 2), ["?", "f(1)"]);
    }
}
