//! Headers and simple statements.

use super::atoms::empty;
use super::{Head, Lower, P, Parsed, parts};
use crate::source::Span;
use crate::syntax::ast::{
    BinOp, ClassDef, CompareOp, Expr, ExprKind, FunctionDef, Ident, ImportAlias, ImportNames, Name, Params, Stmt, StmtKind,
    WithItem,
};
use crate::syntax::parser::{PythonParser, Rule};

impl Lower<'_> {
    pub(super) fn head(&mut self, pair: P) -> Option<Parsed> {
        let rule = pair.as_rule();
        let mut exprs: Vec<Expr> = Vec::new();
        let mut items = Vec::new();
        let mut name = None;
        let mut params = Params::default();
        let mut bases = Vec::new();
        let mut inline = None;
        for part in parts(pair) {
            match part.as_rule() {
                Rule::colon => {}
                Rule::simple_line => inline = Some(self.simple_line(part)),
                Rule::with_item => items.push(self.with_item(part)),
                Rule::name => name = Some(self.ident(&part)),
                Rule::parameters => params = self.parameters(part),
                Rule::class_bases => bases = self.class_bases(part),
                _ => exprs.push(self.any(part)),
            }
        }
        let mut exprs = exprs.into_iter();
        let head = match rule {
            Rule::if_head => Head::If(exprs.next()?),
            Rule::elif_head => Head::Elif(exprs.next()?),
            Rule::else_head => Head::Else,
            Rule::while_head => Head::While(exprs.next()?),
            Rule::for_head => Head::For(exprs.next()?, exprs.next()?),
            Rule::try_head => Head::Try,
            Rule::except_head => Head::Except(exprs.next(), exprs.next()),
            Rule::finally_head => Head::Finally,
            Rule::with_head => Head::With(items),
            Rule::def_head => {
                let name = name?;
                Head::Def(Box::new(FunctionDef { name, decorators: Vec::new(), params, body: Vec::new() }))
            }
            _ => {
                let name = name?;
                Head::Class(Box::new(ClassDef { name, decorators: Vec::new(), bases, body: Vec::new() }))
            }
        };
        Some(Parsed::Head(head, inline))
    }

    fn with_item(&mut self, pair: P) -> WithItem {
        let span = self.span_of(&pair);
        let mut inner = parts(pair);
        let context = inner.next().map_or_else(|| empty(span), |p| self.any(p));
        let target = inner.next().map(|p| self.any(p));
        WithItem { context, target }
    }

    fn class_bases(&mut self, pair: P) -> Vec<Expr> {
        let Some(list) = parts(pair).next() else { return Vec::new() };
        parts(list).filter(|p| p.as_rule() != Rule::comma).map(|p| self.any(p)).collect()
    }

    /// `simple_line`.
    pub(super) fn simple_line(&mut self, pair: P) -> Vec<Stmt> {
        let mut statements = Vec::new();
        for part in pair.into_inner() {
            let span = self.span_of(&part);
            if let Some(kind) = self.simple(part, span) {
                statements.push(Stmt { kind, span });
            }
        }
        statements
    }

    fn simple(&mut self, pair: P, span: Span) -> Option<StmtKind> {
        Some(match pair.as_rule() {
            Rule::expr_stmt => self.expr_stmt(pair, span),
            Rule::print_stmt => return self.print_stmt(pair, span),
            Rule::del_stmt => match parts(pair).next().map(|p| self.testlist(p))? {
                Expr { kind: ExprKind::Tuple(items), .. } if !items.is_empty() => StmtKind::Delete(items),
                target => StmtKind::Delete(vec![target]),
            },
            Rule::pass_stmt => StmtKind::Pass,
            Rule::break_stmt => StmtKind::Break,
            Rule::continue_stmt => StmtKind::Continue,
            Rule::return_stmt => StmtKind::Return(parts(pair).next().map(|p| self.testlist(p))),
            Rule::raise_stmt => {
                let mut values = parts(pair).map(|p| self.any(p)).collect::<Vec<_>>().into_iter();
                StmtKind::Raise { kind: values.next(), value: values.next(), traceback: values.next() }
            }
            Rule::global_stmt => StmtKind::Global(parts(pair).map(|p| self.ident(&p)).collect()),
            Rule::exec_stmt => {
                let mut values = parts(pair).map(|p| self.any(p)).collect::<Vec<_>>().into_iter();
                let (code, globals) = split_in(values.next()?);
                StmtKind::Exec { code, globals, locals: values.next() }
            }
            Rule::assert_stmt => {
                let mut values = parts(pair).map(|p| self.any(p)).collect::<Vec<_>>().into_iter();
                StmtKind::Assert { test: values.next()?, message: values.next() }
            }
            Rule::import_stmt => StmtKind::Import(parts(pair).filter_map(|p| self.import_alias(p)).collect()),
            Rule::from_stmt => return self.from_stmt(pair, span),
            _ => return None,
        })
    }

    fn expr_stmt(&mut self, pair: P, span: Span) -> StmtKind {
        let mut values = Vec::new();
        let mut op = None;
        for part in parts(pair) {
            match part.as_rule() {
                Rule::aug_op => op = Some(aug_op(part.as_str())),
                _ => values.push(self.any(part)),
            }
        }
        let value = values.pop().unwrap_or_else(|| empty(span));
        match (op, values.pop()) {
            (Some(op), Some(target)) => StmtKind::AugAssign { target, op, value },
            (None, Some(last)) => {
                values.push(last);
                StmtKind::Assign { targets: values, value }
            }
            (_, None) => StmtKind::Expr(value),
        }
    }

    fn print_stmt(&mut self, pair: P, span: Span) -> Option<StmtKind> {
        if self.future.print_function {
            return self.print_function(&pair, span);
        }
        let mut dest = None;
        let mut values = Vec::new();
        let mut newline = true;
        for part in parts(pair) {
            match part.as_rule() {
                Rule::print_dest => dest = parts(part).next().map(|p| self.any(p)),
                _ => {
                    for value in parts(part) {
                        if value.as_rule() == Rule::comma {
                            newline = false;
                        } else {
                            values.push(self.any(value));
                        }
                    }
                }
            }
        }
        Some(StmtKind::Print { dest, values, newline })
    }

    /// Under `from __future__ import print_function`, `print` is a name: the statement is read again as an expression.
    fn print_function(&mut self, pair: &P, span: Span) -> Option<StmtKind> {
        use pest::Parser;
        let text = pair.as_str().trim_end();
        let shift = pair.as_span().start();
        match PythonParser::parse(Rule::line, &text.replacen("print", "_rint", 1)) {
            Ok(mut pairs) => {
                let line = pairs.next()?.into_inner().next()?;
                let outer = self.offset;
                self.offset += shift;
                let mut statements = self.simple_line(line);
                self.offset = outer;
                let name = self.name("print");
                let kind = statements.pop()?.kind;
                Some(rename(kind, "_rint", &name))
            }
            Err(_) => {
                self.problem_at(span, "invalid syntax");
                None
            }
        }
    }

    fn import_alias(&mut self, pair: P) -> Option<ImportAlias> {
        let mut inner = parts(pair);
        let name = inner.next()?;
        let dotted: String = name.as_str().split_whitespace().collect();
        let ident = Ident { name: self.name(&dotted), span: self.span_of(&name) };
        let alias = inner.next().map(|p| self.ident(&p));
        Some(ImportAlias { name: ident, alias })
    }

    fn from_stmt(&mut self, pair: P, span: Span) -> Option<StmtKind> {
        let mut level = 0;
        let mut module = None;
        let mut names = ImportNames::Names(Vec::new());
        for part in parts(pair) {
            match part.as_rule() {
                Rule::dots => level = part.as_str().len() as u32,
                Rule::dotted_name => {
                    let dotted: String = part.as_str().split_whitespace().collect();
                    module = Some(Ident { name: self.name(&dotted), span: self.span_of(&part) });
                }
                Rule::import_star => names = ImportNames::Star(self.span_of(&part)),
                _ => {
                    let list = parts(part).filter(|p| p.as_rule() != Rule::comma);
                    names = ImportNames::Names(list.filter_map(|p| self.import_alias(p)).collect());
                }
            }
        }
        let _ = span;
        Some(StmtKind::ImportFrom { module, level, names })
    }
}

/// `exec code in namespace` reads like a membership test.
fn split_in(expr: Expr) -> (Expr, Option<Expr>) {
    match expr.kind {
        ExprKind::Compare { first, mut rest } if rest.len() == 1 && rest[0].0 == CompareOp::In => {
            (*first, rest.pop().map(|(_, namespace)| namespace))
        }
        kind => (Expr { kind, span: expr.span }, None),
    }
}

fn aug_op(text: &str) -> BinOp {
    match text {
        "+=" => BinOp::Add,
        "-=" => BinOp::Sub,
        "*=" => BinOp::Mul,
        "/=" => BinOp::Div,
        "//=" => BinOp::FloorDiv,
        "%=" => BinOp::Mod,
        "**=" => BinOp::Pow,
        "<<=" => BinOp::LeftShift,
        ">>=" => BinOp::RightShift,
        "&=" => BinOp::BitAnd,
        "|=" => BinOp::BitOr,
        _ => BinOp::BitXor,
    }
}

/// Gives the stand-in at the start of a statement its real name back.
fn rename(kind: StmtKind, from: &str, to: &Name) -> StmtKind {
    fn leftmost(expr: &mut Expr, from: &str, to: &Name) {
        match &mut expr.kind {
            ExprKind::Name(name) if &**name == from => *name = to.clone(),
            ExprKind::Call(call) => leftmost(&mut call.callee, from, to),
            ExprKind::Attribute { value, .. } | ExprKind::Subscript { value, .. } => leftmost(value, from, to),
            ExprKind::Binary { left, .. } => leftmost(left, from, to),
            ExprKind::Compare { first, .. } => leftmost(first, from, to),
            ExprKind::And(items) | ExprKind::Or(items) | ExprKind::Tuple(items) => {
                if let Some(first) = items.first_mut() {
                    leftmost(first, from, to);
                }
            }
            ExprKind::Conditional { body, .. } => leftmost(body, from, to),
            _ => {}
        }
    }
    match kind {
        StmtKind::Expr(mut expr) => {
            leftmost(&mut expr, from, to);
            StmtKind::Expr(expr)
        }
        other => other,
    }
}
