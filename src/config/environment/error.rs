//! Errors of the object system as Python exceptions, and back.

use std::any::Any;
use std::rc::Rc;

use crate::config::problem::{classify, limit_help};
use crate::diagnostics::Diagnostic;
use crate::interp::class::{Instance, Payload};
use crate::interp::error::{Error, classes};
use crate::interp::host_value::HostValue;
use crate::interp::native::TypeDef;
use crate::interp::types::exception;
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::objects;
use crate::objects::ErrorClass;

macro_rules! exception_class {
    ($name:ident, $text:literal, $module:literal, $base:expr) => {
        pub(super) static $name: TypeDef = TypeDef {
            name: $text,
            module: $module,
            base: Some($base),
            new: Some(exception::new),
            subclassable: true,
            ..TypeDef::EMPTY
        };
    };
}

exception_class!(COERCION, "CoercionError", "pystachio.base", &classes::ValueError);
exception_class!(INVALID_REF, "InvalidRefError", "pystachio.naming", &classes::Exception);
exception_class!(UNINTERPOLATABLE, "Uninterpolatable", "pystachio.parsing", &classes::Exception);
exception_class!(NAMABLE, "Error", "pystachio.naming", &classes::Exception);
exception_class!(NOT_FOUND, "NotFound", "pystachio.naming", &NAMABLE);
exception_class!(NAMING, "NamingError", "pystachio.naming", &NAMABLE);
exception_class!(UNNAMABLE, "Unnamable", "pystachio.naming", &NAMABLE);

/// The attribute under which an exception keeps the error that it was made of. No program can spell it.
const KEPT: &str = " error";

fn class_of(class: ErrorClass) -> &'static TypeDef {
    match class {
        ErrorClass::Value | ErrorClass::Unbindable => &classes::ValueError,
        ErrorClass::Coercion => &COERCION,
        ErrorClass::UnicodeEncode => &classes::UnicodeError,
        ErrorClass::UnicodeDecode => &classes::UnicodeError,
        ErrorClass::Attribute => &classes::AttributeError,
        ErrorClass::Type => &classes::TypeError,
        ErrorClass::Key => &classes::KeyError,
        ErrorClass::Index => &classes::IndexError,
        ErrorClass::Overflow => &classes::OverflowError,
        ErrorClass::Assertion => &classes::AssertionError,
        ErrorClass::Runtime | ErrorClass::Budget | ErrorClass::TooMuchText => &classes::RuntimeError,
        ErrorClass::InvalidRef => &INVALID_REF,
        ErrorClass::Uninterpolatable => &UNINTERPOLATABLE,
        ErrorClass::NotFound => &NOT_FOUND,
        ErrorClass::Naming => &NAMING,
        ErrorClass::Unnamable => &UNNAMABLE,
    }
}

/// The diagnostic of an error of the object system's own limits.
pub fn halt_of(error: &objects::Error) -> Option<Diagnostic> {
    let class = error.class().filter(|class| class.is_limit())?;
    let span = error.facts().map(|f| f.span).unwrap_or_default();
    let (code, kind) = classify(class);
    let diagnostic = Diagnostic::error(code, kind, error.message()).help(limit_help(class));
    Some(diagnostic.at(span, ""))
}

/// An error of the object system as an exception of the program.
pub(super) fn to_error(vm: &mut Vm, error: objects::Error) -> Error {
    if let Some(diagnostic) = halt_of(&error) {
        return Error::halt(diagnostic);
    }
    let raised = match error {
        objects::Error::Foreign(any) => match any.downcast::<Error>() {
            Ok(error) => return *error,
            Err(_) => objects::Error::new(ErrorClass::Runtime, "an error of the program was lost"),
        },
        raised => raised,
    };
    let class = vm.class_for(class_of(raised.class().unwrap_or(ErrorClass::Runtime)));
    let args = Value::tuple(vec![Value::str(raised.message())]);
    let instance = Instance {
        class: std::cell::RefCell::new(class),
        dict: Default::default(),
        payload: Payload::Exception(std::cell::RefCell::new(args)),
        number: Default::default(),
    };
    if let objects::Error::Raised(raised) = raised {
        let kept = Kept(objects::Error::Raised(raised));
        instance.dict.borrow().set_name(KEPT, Value::Host(Rc::new(kept)));
    }
    Error::object(Value::Instance(Rc::new(instance)))
}

/// The error of the object system that an exception was made of, if it was.
pub fn error_of(exception: &Value) -> Option<objects::Error> {
    let Value::Instance(instance) = exception else { return None };
    let Some(Value::Host(host)) = instance.dict.borrow().get_name(KEPT) else { return None };
    match &host.as_any().downcast_ref::<Kept>()?.0 {
        objects::Error::Raised(raised) => Some(objects::Error::Raised(raised.clone())),
        objects::Error::Foreign(_) => None,
    }
}

struct Kept(objects::Error);

static KEPT_TYPE: TypeDef =
    TypeDef { name: "error", base: Some(&crate::interp::types::object::OBJECT), ..TypeDef::EMPTY };

impl HostValue for Kept {
    fn type_def(&self) -> &'static TypeDef {
        &KEPT_TYPE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
