//! Values whose behaviour a module supplies.

use std::any::Any;
use std::rc::Rc;

use super::class::Class;
use super::native::TypeDef;

/// A value of a type that the value enum does not know: compiled patterns, files, dates, typed objects. All its
/// behaviour comes from the tables of its [`TypeDef`] (`__repr__`, `__eq__`, `__iter__`, …), where the receiver
/// arrives as `Value::Host` and is downcast with [`HostValue::as_any`].
pub trait HostValue: Any {
    /// The description of its type.
    fn type_def(&self) -> &'static TypeDef;
    /// For downcasting.
    fn as_any(&self) -> &dyn Any;
    /// Its class, if it is not the class of [`HostValue::type_def`] (types made at run time).
    fn class(&self) -> Option<Rc<Class>> {
        None
    }
}
