//! Parameters.

use super::{Lower, P, parts};
use crate::syntax::ast::{Param, ParamTarget, Params};
use crate::syntax::parser::Rule;

impl Lower<'_> {
    /// `parameters`.
    pub(super) fn parameters(&mut self, pair: P) -> Params {
        let mut params = Params::default();
        for part in parts(pair) {
            self.parameter(&mut params, part);
        }
        params
    }

    fn parameter(&mut self, params: &mut Params, pair: P) {
        let place = self.span_of(&pair);
        let mut inner = parts(pair);
        let Some(first) = inner.next() else { return };
        match first.as_rule() {
            Rule::star | Rule::double_star => {
                let double = first.as_rule() == Rule::double_star;
                let Some(name) = inner.next() else { return };
                let ident = self.ident(&name);
                let taken = if double { params.double_star.is_some() } else { params.star.is_some() };
                if taken || params.double_star.is_some() {
                    self.problem_at(place, "invalid syntax");
                }
                if double {
                    params.double_star = Some(ident);
                } else {
                    params.star = Some(ident);
                }
            }
            _ => {
                let target = self.parameter_target(first);
                let default = inner.next().map(|p| self.any(p));
                if params.star.is_some() || params.double_star.is_some() {
                    self.problem_at(place, "invalid syntax");
                }
                let earlier = params.positional.last().is_some_and(|p| p.default.is_some());
                if default.is_none() && earlier {
                    self.problem_at(place, "non-default argument follows default argument");
                }
                params.positional.push(Param { target, default });
            }
        }
    }

    fn parameter_target(&mut self, pair: P) -> ParamTarget {
        let span = self.span_of(&pair);
        let mut items = Vec::new();
        let mut comma = false;
        for part in parts(pair) {
            match part.as_rule() {
                Rule::comma => comma = true,
                Rule::name => return ParamTarget::Name(self.ident(&part)),
                _ => items.push(self.parameter_target(part)),
            }
        }
        // Parentheses alone do not make a tuple.
        if items.len() == 1 && !comma {
            if let Some(only) = items.pop() {
                return only;
            }
        }
        ParamTarget::Tuple(items, span)
    }
}
