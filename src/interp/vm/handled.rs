//! The exception being handled: what `except` suites, a bare `raise` and `sys.exc_info()` see.

use super::Vm;
use crate::interp::class::{ClassKind, Instance, Payload};
use crate::interp::error::{Error, Exc, Exception, Fault, Raised, Result, TraceEntry, type_error};
use crate::interp::native::Args;
use crate::interp::types::exception::BASE_EXCEPTION;
use crate::interp::value::Value;

/// An exception that an `except` or `finally` has taken up.
#[derive(Clone)]
pub struct Handled {
    /// The exception object.
    pub value: Value,
    /// Its traceback, innermost first.
    pub trace: Vec<TraceEntry>,
}

impl Vm {
    /// Makes the exception's object, if it is not one yet.
    pub fn materialize(&mut self, exception: &mut Exception) -> Value {
        let (class, args) = match exception {
            Exception::Object(value) => return value.clone(),
            Exception::Message(class, text) if text.is_empty() => (*class, Vec::new()),
            Exception::Message(class, text) => {
                // Messages are UTF-8; Python 2 holds them as byte strings.
                (*class, vec![Value::str(text.as_bytes())])
            }
            Exception::Args(class, args) => (*class, std::mem::take(args)),
        };
        let value = self.new_exception(class, args);
        *exception = Exception::Object(value.clone());
        value
    }

    /// An instance of a built-in exception class.
    pub fn new_exception(&mut self, class: Exc, args: Vec<Value>) -> Value {
        let class = self.class_for(class.def());
        Value::Instance(std::rc::Rc::new(Instance {
            class: std::cell::RefCell::new(class),
            dict: Default::default(),
            payload: Payload::Exception(std::cell::RefCell::new(Value::tuple(args))),
            number: Default::default(),
        }))
    }

    /// Whether an error is a Python exception of the built-in class or one derived from it.
    pub fn error_is(&mut self, error: &Error, class: Exc) -> bool {
        match &*error.0 {
            Fault::Halt(_) => false,
            Fault::Raised(raised) => match &raised.exception {
                Exception::Message(actual, _) | Exception::Args(actual, _) => actual.is_a(class),
                Exception::Object(Value::Instance(instance)) => instance.class().derives_from(class.def()),
                Exception::Object(_) => false,
            },
        }
    }

    /// The exception object of an error that program code may see; `Err` for one that cannot be caught.
    pub fn exception_of(&mut self, error: Error) -> Result<(Value, Vec<TraceEntry>)> {
        match *error.0 {
            Fault::Halt(diagnostic) => Err(Error::halt(diagnostic)),
            Fault::Raised(mut raised) => {
                let value = self.materialize(&mut raised.exception);
                Ok((value, raised.trace))
            }
        }
    }

    /// An error that raises an object with a traceback it already has.
    pub fn reraise(handled: Handled) -> Error {
        Error(Box::new(Fault::Raised(Raised { exception: Exception::Object(handled.value), trace: handled.trace })))
    }

    /// The error of `raise kind, value`.
    pub fn raise_error(&mut self, kind: Value, value: Value) -> Result<Error> {
        let mut kind = kind;
        // `raise (A, B), x` raises the first of the tuple.
        while let Value::Tuple(items) = &kind {
            let Some(first) = items.first().cloned() else { break };
            kind = first;
        }
        match &kind {
            Value::Class(class) => {
                if !self.is_exception_class(&kind) {
                    return Err(not_an_exception(&self.type_name(&kind)));
                }
                if let Value::Instance(instance) = &value
                    && instance.class().is_subclass(class)
                {
                    return Ok(Error::object(value));
                }
                let args = match &value {
                    Value::None => Vec::new(),
                    Value::Tuple(items) => items.to_vec(),
                    other => vec![other.clone()],
                };
                let made = self.call(&kind, Args { positional: args, keywords: Vec::new() })?;
                if !matches!(made, Value::Instance(_)) {
                    let name = self.type_name(&made);
                    return Err(type_error(format!(
                        "calling {} should have returned an instance of BaseException, not {name}",
                        self.repr_text(&kind)?
                    )));
                }
                Ok(Error::object(made))
            }
            Value::Instance(instance) => {
                let class = instance.class();
                if class.kind != ClassKind::Old && !class.derives_from(&BASE_EXCEPTION) {
                    return Err(not_an_exception(&class.name()));
                }
                if !value.is_none() {
                    return Err(type_error("instance exception may not have a separate value"));
                }
                Ok(Error::object(kind))
            }
            _ => Err(not_an_exception(&self.type_name(&kind))),
        }
    }

    /// Whether a value can stand in `raise` or `except` as a class.
    pub fn is_exception_class(&self, value: &Value) -> bool {
        match value {
            Value::Class(class) => class.kind == ClassKind::Old || class.derives_from(&BASE_EXCEPTION),
            _ => false,
        }
    }

    /// Whether the exception matches what stands in `except`.
    pub fn exception_matches(&mut self, exception: &Value, wanted: &Value) -> Result<bool> {
        match wanted {
            Value::Tuple(items) => {
                for item in items.iter() {
                    if self.exception_matches(exception, item)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Value::Class(class) => match exception {
                Value::Instance(instance) => Ok(instance.class().is_subclass(class)),
                _ => Ok(false),
            },
            _ => Ok(false),
        }
    }
}

fn not_an_exception(name: &str) -> Error {
    type_error(format!("exceptions must be old-style classes or derived from BaseException, not {name}"))
}
