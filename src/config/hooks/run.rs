//! Finding the hooks of an event and running them, all of them, in the order of the list.

use std::rc::Rc;

use crate::config::load::Evaluation;
use crate::config::problem::Result;
use crate::config::read;
use crate::diagnostics::{Diagnostic, Severity};
use crate::interp::error;
use crate::interp::native::Args;
use crate::interp::tables::Dict;
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::objects::{Context, Object};

use super::shown::{Given, ending_value};
use super::{Action, Ending, Moment};

/// What the hooks of an event said.
#[derive(Debug, Default)]
pub struct Verdict {
    /// The names of those that said no: `Class.method`.
    pub against: Vec<String>,
    /// What went wrong in them. A hook that fails says no.
    pub warnings: Vec<Diagnostic>,
}

impl Verdict {
    /// Whether every hook agreed.
    pub fn agrees(&self) -> bool {
        self.against.is_empty()
    }
}

impl Evaluation {
    /// Runs the configuration's hooks for an event, if the job, as it was chosen, enables them.
    ///
    /// # Errors
    /// If `hooks` is no list, or the job cannot be read.
    pub fn run_hooks(
        &mut self,
        job: &Object,
        moment: Moment,
        action: &Action,
        ending: Option<&Ending>,
    ) -> Result<Verdict> {
        let mut verdict = Verdict::default();
        let Some(list) = self.name("hooks").filter(|_| read::flag(&self.cx, job, "enable_hooks").unwrap_or(false))
        else {
            return Ok(verdict);
        };
        let cx = Rc::clone(&self.cx);
        let hooks = self.vm.collect(&list);
        let hooks = self.checked(hooks)?;
        let prepared = prepare(&mut self.vm, &cx, job, moment, action, ending, &list);
        let call = self.checked(prepared)?;
        for hook in &hooks {
            let class = class_name(&mut self.vm, hook);
            let (name, answer) = match method_for(&mut self.vm, hook, moment, action) {
                Ok(None) => continue,
                Ok(Some(Found::Named(method))) => {
                    (format!("{class}.{}_{}", moment.name(), action.method), call.named(&mut self.vm, &method))
                }
                Ok(Some(Found::Generic(method))) => {
                    (format!("{class}.generic_hook"), call.generic(&mut self.vm, &method))
                }
                Err(error) => (class, Err(error)),
            };
            let answer = answer.and_then(|value| self.vm.truth(&value));
            let answer = self.checked(answer);
            self.vm.finish_output();
            match answer {
                Ok(true) => {}
                Ok(false) => verdict.against.push(name),
                Err(problems) => {
                    verdict.warnings.extend(problems.0.into_iter().map(|problem| as_warning(problem, &name)));
                    verdict.against.push(name);
                }
            }
        }
        Ok(verdict)
    }
}

/// The name of the hook's class; of old-style objects, too.
fn class_name(vm: &mut Vm, hook: &Value) -> String {
    match hook {
        Value::Instance(instance) => instance.class().name().to_string(),
        other => vm.type_name(other).to_string(),
    }
}

fn as_warning(problem: Diagnostic, name: &str) -> Diagnostic {
    let message = format!("error in {name}: {}", problem.message);
    Diagnostic { severity: Severity::Warning, message, ..problem }
}

enum Found {
    Named(Value),
    Generic(Value),
}

/// The hook's method for the event.
fn method_for(vm: &mut Vm, hook: &Value, moment: Moment, action: &Action) -> error::Result<Option<Found>> {
    let named = vm.getattr_opt(hook, &format!("{}_{}", moment.name(), action.method))?;
    if let Some(method) = named
        && is_callable(vm, &method)?
    {
        return Ok(Some(Found::Named(method)));
    }
    Ok(vm.getattr_opt(hook, "generic_hook")?.map(Found::Generic))
}

fn is_callable(vm: &mut Vm, value: &Value) -> error::Result<bool> {
    Ok(match value {
        Value::Function(_) | Value::Native(_) | Value::Method(_) | Value::Class(_) => true,
        _ => vm.special(value, "__call__")?.is_some(),
    })
}

/// The arguments of an event.
struct Prepared {
    given: Given,
    /// The result or the error, in front of the others.
    extra: Option<Value>,
    positional: Vec<Value>,
    keywords: Vec<(&'static str, Value)>,
    moment: Moment,
    method: &'static str,
}

fn prepare(
    vm: &mut Vm,
    cx: &Context,
    job: &Object,
    moment: Moment,
    action: &Action,
    ending: Option<&Ending>,
    list: &Value,
) -> error::Result<Prepared> {
    let given = Given::new(vm, cx, action, job, list)?;
    let extra = match ending {
        Some(ending) => Some(ending_value(vm, ending, moment == Moment::Err)?),
        None => None,
    };
    let positional = action.positional.iter().map(|argument| given.argument(argument)).collect();
    let keywords = action.keywords.iter().map(|(name, argument)| (*name, given.argument(argument))).collect();
    Ok(Prepared { given, extra, positional, keywords, moment, method: action.method })
}

impl Prepared {
    /// `pre_create_job(config, lock)`. A method whose first parameter is called `api` is given that in front.
    fn named(&self, vm: &mut Vm, method: &Value) -> error::Result<Value> {
        let api = wants_api(method).then(|| self.given.api.clone());
        let positional = api.into_iter().chain(self.extra.clone()).chain(self.positional.iter().cloned()).collect();
        let keywords = self.keywords.iter().map(|(name, value)| (Rc::from(*name), value.clone())).collect();
        vm.call(method, Args { positional, keywords })
    }

    /// `generic_hook(hook_config, event, method, result_or_err, args, kwargs)`.
    fn generic(&self, vm: &mut Vm, method: &Value) -> error::Result<Value> {
        let keywords = Dict::new();
        for (name, value) in &self.keywords {
            keywords.set(vm, Value::str(name), value.clone())?;
        }
        let positional = vec![
            self.given.hook_config(),
            Value::str(self.moment.name()),
            Value::str(self.method),
            self.extra.clone().unwrap_or(Value::None),
            Value::tuple(self.positional.clone()),
            Value::Dict(Rc::new(keywords)),
        ];
        vm.call_positional(method, positional)
    }
}

/// Whether a method's first parameter, its receiver not counted, is called `api`.
fn wants_api(method: &Value) -> bool {
    let (function, skipped) = match method {
        Value::Method(bound) => (&bound.function, usize::from(bound.receiver.is_some())),
        other => (other, 0),
    };
    match function {
        Value::Function(function) => {
            let code = &function.code;
            skipped < code.arg_count && code.locals.get(skipped).is_some_and(|name| &**name == "api")
        }
        _ => false,
    }
}
