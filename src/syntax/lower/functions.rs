//! Parameters of functions and lambdas.

use pest::iterators::Pair;

use super::Lowering;
use crate::syntax::ast::{Param, ParamTarget, Params};
use crate::syntax::grammar::Rule;
use crate::syntax::problem::{Lowered, Phase, Problem, code};

impl<'f> Lowering<'f> {
    /// The rule `lambda_head`.
    pub(super) fn lambda_head(&mut self, pair: Pair<'f, Rule>) -> Lowered<Params> {
        match pair.into_inner().find(|part| part.as_rule() == Rule::parameters) {
            Some(parameters) => {
                let params = self.parameters(parameters)?;
                self.check_params(&params)?;
                Ok(params)
            }
            None => Ok(Params::default()),
        }
    }

    /// The rule `parameters`.
    pub(super) fn parameters(&mut self, pair: Pair<'f, Rule>) -> Lowered<Params> {
        let mut params = Params::default();
        for pair in pair.into_inner() {
            let span = self.span_of(&pair);
            let rule = pair.as_rule();
            if params.double_star.is_some() || (params.star.is_some() && rule != Rule::rest_keywords) {
                let mut problem =
                    Problem::invalid(code::PARAMETERS, "only `**name` may follow `*name`, and nothing `**name`");
                if rule == Rule::positional {
                    problem = problem.help("Python 2 has no parameters that take a keyword only");
                }
                return Err(Box::new(problem.at(span, "")));
            }
            match rule {
                Rule::trailing_comma => {}
                Rule::rest_positional | Rule::rest_keywords => {
                    let Some(name) = pair.into_inner().next() else {
                        return self.invalid(span, "a name is expected here");
                    };
                    let name = self.name(name);
                    if rule == Rule::rest_positional {
                        params.star = Some(name)
                    } else {
                        params.double_star = Some(name)
                    }
                }
                _ => {
                    let param = self.positional(pair)?;
                    let after_default = params.positional.last().is_some_and(|last| last.default.is_some());
                    if param.default.is_none() && after_default {
                        let message = "a parameter without default follows one with default";
                        let python = "non-default argument follows default argument";
                        let problem = Problem::new(Phase::Tree, code::PARAMETERS, python, message);
                        return Err(Box::new(
                            problem.at(span, "this one").help("give it a default, or move it forward"),
                        ));
                    }
                    params.positional.push(param);
                }
            }
        }
        Ok(params)
    }

    fn positional(&mut self, pair: Pair<'f, Rule>) -> Lowered<Param> {
        let span = self.span_of(&pair);
        let mut inner = pair.into_inner();
        let Some(target) = inner.next() else { return self.invalid(span, "a parameter is expected here") };
        let target = self.param_target(target)?;
        let default = match inner.next() {
            Some(test) => Some(self.test(test)?),
            None => None,
        };
        Ok(Param { target, default })
    }

    /// A name, or the rule `name_tuple`; `(name)` is the name itself.
    fn param_target(&mut self, pair: Pair<'f, Rule>) -> Lowered<ParamTarget> {
        if pair.as_rule() == Rule::name {
            return Ok(ParamTarget::Name(self.name(pair)));
        }
        let span = self.span_of(&pair);
        let mut is_tuple = false;
        let mut targets = Vec::new();
        for part in pair.into_inner() {
            if part.as_rule() == Rule::trailing_comma {
                is_tuple = true;
            } else {
                targets.push(self.param_target(part)?);
            }
        }
        if targets.len() == 1 && !is_tuple { Ok(targets.remove(0)) } else { Ok(ParamTarget::Tuple(targets, span)) }
    }
}
