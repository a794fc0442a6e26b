//! What may be stored in or deleted, and what Python says when it may not.

use super::Lowering;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, Ident, ParamTarget, Params, UnaryOp};
use crate::syntax::problem::{Lowered, Phase, Problem, code};

/// What is done to a target.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Store {
    /// `target = …`, `for target in …` and their like.
    Assign,
    /// `target += …`.
    Augmented,
    /// `del target`.
    Delete,
}

/// Python's word for an expression that is no target; `None` if it can be one.
fn no_target(expr: &Expr) -> Option<&'static str> {
    Some(match &expr.kind {
        ExprKind::Name(_) | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } | ExprKind::List(_) => return None,
        ExprKind::Tuple(items) if items.is_empty() => "()",
        ExprKind::Tuple(_) => return None,
        ExprKind::Lambda { .. } => "lambda",
        ExprKind::Call(_) => "function call",
        ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Binary { .. } | ExprKind::Unary { .. } => "operator",
        ExprKind::Comprehension { kind, .. } => match kind {
            crate::syntax::ast::ComprehensionKind::List => "list comprehension",
            crate::syntax::ast::ComprehensionKind::Set => "set comprehension",
            crate::syntax::ast::ComprehensionKind::Generator => "generator expression",
        },
        ExprKind::DictComprehension { .. } => "dict comprehension",
        ExprKind::Yield(_) => "yield expression",
        ExprKind::Dict(_) | ExprKind::Set(_) | ExprKind::Literal(_) => "literal",
        ExprKind::Compare { .. } => "comparison",
        ExprKind::Repr(_) => "repr",
        ExprKind::Conditional { .. } => "conditional expression",
        ExprKind::Slice { .. } | ExprKind::Ellipsis => "literal",
    })
}

/// Our word for Python's.
fn described(python: &str) -> &str {
    match python {
        "()" => "an empty tuple",
        "lambda" => "a `lambda`",
        "function call" => "what a call returns",
        "operator" => "the result of an operator",
        "list comprehension" => "a list comprehension",
        "set comprehension" => "a set comprehension",
        "dict comprehension" => "a dict comprehension",
        "generator expression" => "a generator",
        "yield expression" => "a `yield`",
        "literal" => "a literal value",
        "comparison" => "a comparison",
        "repr" => "a value in backquotes",
        _ => "a conditional expression",
    }
}

impl Lowering<'_> {
    /// The expression itself if it can be stored in.
    pub(super) fn stored(&mut self, expr: Expr, store: Store) -> Lowered<Expr> {
        self.check_target(&expr, store)?;
        Ok(expr)
    }

    fn check_target(&self, expr: &Expr, store: Store) -> Lowered<()> {
        if let Some(python) = no_target(expr) {
            return Err(self.refused_target(expr, python, store));
        }
        match &expr.kind {
            ExprKind::Tuple(_) | ExprKind::List(_) if store == Store::Augmented => {
                let message = "an operator such as `+=` takes one place to store in";
                let python = "illegal expression for augmented assignment";
                Err(Box::new(Problem::new(Phase::Tree, code::TARGET, python, message).at(expr.span, "several")))
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                items.iter().try_for_each(|item| self.check_target(item, store))
            }
            ExprKind::Name(name) if store != Store::Delete && &**name == "None" => Err(none(expr.span)),
            ExprKind::Attribute { name, .. } if store != Store::Delete && &*name.name == "None" => Err(none(name.span)),
            _ => Ok(()),
        }
    }

    fn refused_target(&self, expr: &Expr, python: &'static str, store: Store) -> Box<Problem> {
        let (verb, words) = if store == Store::Delete { ("delete", "deleted") } else { ("assign to", "assigned to") };
        let message = format!("{} cannot be {words}", described(python));
        let problem = Problem::new(Phase::Tree, code::TARGET, &format!("can't {verb} {python}"), message);
        let problem = problem.at(expr.span, "not a place to store in");
        let help = match &expr.kind {
            ExprKind::Compare { .. } | ExprKind::Literal(_) => Some("to compare, write `==`"),
            ExprKind::Binary { .. } | ExprKind::Unary { op: UnaryOp::Neg, .. } if store == Store::Assign => {
                Some("a name has letters, digits and `_` only; `-` is an operator")
            }
            _ => None,
        };
        Box::new(match help {
            Some(help) => problem.help(help),
            None => problem,
        })
    }

    /// The name itself unless it is `None`.
    pub(super) fn storable(&self, name: Ident) -> Lowered<Ident> {
        if &*name.name == "None" { Err(none(name.span)) } else { Ok(name) }
    }

    /// No parameter is called `None`.
    pub(super) fn check_params(&self, params: &Params) -> Lowered<()> {
        let mut waiting: Vec<&ParamTarget> = params.positional.iter().map(|param| &param.target).collect();
        let mut names: Vec<&Ident> = params.star.iter().chain(&params.double_star).collect();
        while let Some(target) = waiting.pop() {
            match target {
                ParamTarget::Name(name) => names.push(name),
                ParamTarget::Tuple(targets, _) => waiting.extend(targets),
            }
        }
        match names.into_iter().find(|name| &*name.name == "None") {
            Some(name) => Err(none(name.span)),
            None => Ok(()),
        }
    }
}

fn none(span: Span) -> Box<Problem> {
    let problem =
        Problem::new(Phase::Tree, code::TARGET, "cannot assign to None", "`None` cannot be given another value");
    Box::new(problem.at(span, ""))
}
