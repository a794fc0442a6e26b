//! Calls and their arguments.

use pest::iterators::Pair;

use super::{Lowering, Piece};
use crate::source::Span;
use crate::syntax::ast::{Call, ComprehensionKind, Expr, ExprKind, Ident};
use crate::syntax::grammar::Rule;
use crate::syntax::problem::{Lowered, Phase, Problem, code};

/// Most arguments of one call, `*…` and `**…` not counted.
const MAX_ARGUMENTS: usize = 255;

fn refused(python: &str, message: impl Into<String>, span: Span) -> Box<Problem> {
    Box::new(Problem::new(Phase::Tree, code::ARGUMENTS, python, message).at(span, "this argument"))
}

impl<'f> Lowering<'f> {
    /// The rule `call`, made on `callee`.
    pub(super) fn call(&mut self, callee: Expr, pair: Pair<'f, Rule>) -> Lowered<ExprKind> {
        // Each argument but the first brings a comma with it: few calls are long enough to be counted.
        let tokens = pair.as_span().end() - pair.as_span().start();
        let excess = if tokens > 2 * MAX_ARGUMENTS { self.excess(&pair) } else { None };
        match (self.arguments(callee, pair), excess) {
            // CPython counts before it looks at any argument, but only what its grammar could read.
            (Err(problem), Some(_)) if problem.phase == Phase::Parse => Err(problem),
            (_, Some(excess)) => Err(excess),
            (kind, None) => kind,
        }
    }

    /// What is wrong with a call of too many arguments.
    fn excess(&self, pair: &Pair<'f, Rule>) -> Option<Box<Problem>> {
        let mut plain = pair.clone().into_inner().filter(|part| part.as_rule() == Rule::plain_argument);
        let count = plain.clone().count();
        // CPython looks for generators without parentheses before it counts.
        let generates = |part: Pair<'f, Rule>| part.into_inner().any(|inner| inner.as_rule() == Rule::clauses);
        if count <= MAX_ARGUMENTS || plain.clone().any(generates) {
            return None;
        }
        let first = plain.next()?;
        let message = format!("a call has at most {MAX_ARGUMENTS} arguments, and this one has {count}");
        let problem = Problem::new(Phase::Tree, code::ARGUMENTS, "more than 255 arguments", message);
        let problem = problem.at(self.span_of(&first), "the first of them");
        Some(Box::new(problem.help("pass them in a list, `*values`, or in a dict, `**named`")))
    }

    fn arguments(&mut self, callee: Expr, pair: Pair<'f, Rule>) -> Lowered<ExprKind> {
        let mut call = Call { callee, positional: Vec::new(), keywords: Vec::new(), star: None, double_star: None };
        let mut generator = None;
        let mut first = None;
        // How many arguments there are besides `*…` and `**…`.
        let mut count = 0;
        for pair in pair.into_inner() {
            let span = self.span_of(&pair);
            first = first.or(Some(span));
            // What CPython's grammar has no place for.
            if let Some(message) = misplaced(&call, pair.as_rule()) {
                return Err(Box::new(Problem::invalid(code::ARGUMENTS, message).at(span, "")));
            }
            match pair.as_rule() {
                Rule::trailing_comma => {}
                Rule::double_star => call.double_star = Some(self.only_test(pair)?),
                Rule::single_star => call.star = Some(self.only_test(pair)?),
                _ => {
                    count += 1;
                    if self.plain_argument(pair, &mut call)? {
                        generator = generator.or(Some(span));
                    }
                }
            }
        }
        match generator {
            Some(span) if count > 1 => Err(self.lone_generator(first.unwrap_or(span), span)),
            _ => Ok(ExprKind::Call(Box::new(call))),
        }
    }

    /// A generator without parentheses among other arguments, the `first` of which CPython reports.
    fn lone_generator(&self, first: Span, generator: Span) -> Box<Problem> {
        let python = "Generator expression must be parenthesized if not sole argument";
        let message = "a generator among several arguments needs parentheses of its own";
        let local = |at: u32| (at - self.base) as usize;
        if !self.source[local(first.start)..local(generator.start)].contains(['\n', '\r']) {
            return refused(python, message, generator);
        }
        let problem = Problem::new(Phase::Tree, code::ARGUMENTS, python, message);
        Box::new(problem.at(first, "the first argument").at(generator, "this generator"))
    }

    fn only_test(&mut self, pair: Pair<'f, Rule>) -> Lowered<Expr> {
        let span = self.span_of(&pair);
        match pair.into_inner().next() {
            Some(test) => self.test(test),
            None => self.invalid(span, "an expression is expected here"),
        }
    }

    /// A value, `name=value`, or a generator without parentheses (then true).
    fn plain_argument(&mut self, pair: Pair<'f, Rule>, call: &mut Call) -> Lowered<bool> {
        let span = self.span_of(&pair);
        let end = self.offset + pair.as_span().end();
        let mut inner = pair.into_inner();
        let Some(first) = inner.next() else { return self.invalid(span, "an argument is expected here") };
        if first.as_rule() == Rule::name {
            let place = self.span_of(&first);
            let name = Expr { kind: ExprKind::Name(self.name(first).name), span: place };
            let name = self.keyword(name, call, span)?;
            let Some(value) = inner.next() else {
                return self.invalid_at_next(end);
            };
            let value = self.test(value)?;
            call.keywords.push((name, value));
            return Ok(false);
        }
        let first = self.test(first)?;
        let next = inner.next();
        if let Some(pair) = next.as_ref().filter(|next| next.as_rule() == Rule::keyword_value) {
            let name = self.keyword(first, call, span)?;
            let value = self.only_test(pair.clone())?;
            call.keywords.push((name, value));
            return Ok(false);
        }
        if let Some((name, _)) = call.keywords.last() {
            let message = format!("an argument without a name follows `{}=`", name.name);
            return Err(refused("non-keyword arg after keyword arg", message, span));
        }
        if call.star.is_some() {
            let message = "only arguments with a name may follow `*…`";
            return Err(refused("only named arguments may follow *expression", message, span));
        }
        let is_generator = next.is_some();
        call.positional.push(match next {
            Some(clauses) => Expr { kind: self.comprehension(ComprehensionKind::Generator, first, clauses)?, span },
            None => first,
        });
        Ok(is_generator)
    }

    /// What stands behind an argument instead of its value: a comma or the end of the call.
    fn invalid_at_next<T>(&self, token: usize) -> Lowered<T> {
        let (start, end) = self.range(Piece { start: token, end: token + 1 });
        let written = &self.source[start..end];
        self.invalid(self.span(start, end), format!("an expression is expected here, not `{written}`"))
    }

    /// The name of `name=value`.
    fn keyword(&mut self, name: Expr, call: &Call, span: Span) -> Lowered<Ident> {
        let name = match name.kind {
            ExprKind::Name(text) => Ident { name: text, span: name.span },
            ExprKind::Lambda { .. } => {
                return Err(refused(
                    "lambda cannot contain assignment",
                    "a `lambda` holds one expression, no assignment",
                    span,
                ));
            }
            _ => {
                let message = "only a name may stand before `=` in an argument";
                let problem = refused("keyword can't be an expression", message, span);
                return Err(Box::new(problem.help("to compare, write `==`")));
            }
        };
        if &*name.name == "None" {
            return Err(refused("cannot assign to None", "`None` cannot be the name of an argument", span));
        }
        // More of them are refused anyway.
        let mut known = call.keywords.iter().take(MAX_ARGUMENTS);
        if let Some((first, _)) = known.find(|(known, _)| known.name == name.name) {
            let message = format!("the argument `{}` is given twice", name.name);
            let problem = refused("keyword argument repeated", message, name.span);
            return Err(Box::new(problem.at(first.span, "first given here")));
        }
        Ok(name)
    }
}

/// What CPython's grammar refuses after `*` and `**`.
fn misplaced(call: &Call, rule: Rule) -> Option<&'static str> {
    match rule {
        _ if call.double_star.is_some() => Some("nothing may follow `**…` in a call"),
        Rule::single_star if call.star.is_some() => Some("a call has one `*…` only"),
        Rule::trailing_comma if call.star.is_some() => Some("no comma may follow `*…` at the end of a call"),
        _ => None,
    }
}
