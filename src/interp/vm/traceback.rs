//! Traceback objects.

use std::any::Any;
use std::rc::Rc;

use super::Vm;
use crate::interp::error::{Result, TraceEntry, type_error};
use crate::interp::host_value::HostValue;
use crate::interp::native::{GetterDef, TypeDef};
use crate::interp::value::Value;

/// A traceback, as `sys.exc_info()[2]` shows it.
pub struct Traceback {
    /// Its frames, innermost first.
    pub trace: Vec<TraceEntry>,
    line: i64,
}

/// `traceback`.
pub static TRACEBACK: TypeDef = TypeDef {
    name: "traceback",
    base: Some(&crate::interp::types::object::OBJECT),
    getters: &[
        GetterDef {
            name: "tb_lineno",
            get: |_, value| {
                Ok(Value::Int(match value {
                    Value::Host(host) => host.as_any().downcast_ref::<Traceback>().map_or(0, |t| t.line),
                    _ => 0,
                }))
            },
        },
        GetterDef { name: "tb_next", get: |_, _| Ok(Value::None) },
    ],
    ..TypeDef::EMPTY
};

impl HostValue for Traceback {
    fn type_def(&self) -> &'static TypeDef {
        &TRACEBACK
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Vm {
    /// The traceback of the exception being handled, or `None`.
    pub fn traceback_value(&mut self) -> Value {
        let Some(handled) = &self.handled else { return Value::None };
        let trace = handled.trace.clone();
        let sources = self.sources.borrow();
        let line = trace.last().and_then(|e| sources.locate(e.span)).map_or(0, |(_, at)| i64::from(at.line));
        drop(sources);
        Value::Host(Rc::new(Traceback { trace, line }))
    }

    /// The frames of the third part of a `raise`.
    pub(super) fn trace_of(&mut self, value: &Value) -> Result<Option<Vec<TraceEntry>>> {
        match value {
            Value::None => Ok(None),
            Value::Host(host) => match host.as_any().downcast_ref::<Traceback>() {
                Some(traceback) => Ok(Some(traceback.trace.clone())),
                None => Err(type_error("raise: arg 3 must be a traceback or None")),
            },
            _ => Err(type_error("raise: arg 3 must be a traceback or None")),
        }
    }
}
