//! What one evaluation keeps about typed objects.

use std::cell::RefCell;
use std::rc::Rc;

use foldhash::HashMap;

use crate::interp::class::Class;
use crate::interp::error::{Error, Exc, Result};
use crate::interp::vm::Vm;
use crate::objects::Context;
use crate::schema::Schema;

/// The object system's context, the schema, and the class objects made so far.
pub struct State {
    /// Rules, limits and caches of the object system.
    pub context: Rc<Context>,
    /// The schema of the chosen release.
    pub schema: Rc<Schema>,
    /// Class objects by class number.
    pub(super) classes: RefCell<HashMap<u64, Rc<Class>>>,
}

impl State {
    pub(super) fn new(context: Rc<Context>, schema: Rc<Schema>) -> State {
        State { context, schema, classes: RefCell::default() }
    }

    /// Lets go of the class objects, which refer to each other.
    pub(in crate::config) fn dismantle(&self) {
        for class in self.classes.take().into_values() {
            class.dict.clear();
        }
    }

    /// The state of a machine that [`install`](super::install) was called on.
    pub fn of(vm: &Vm) -> Result<Rc<State>> {
        let state = vm.extension.clone().and_then(|any| any.downcast::<State>().ok());
        state.ok_or_else(|| Error::new(Exc::SystemError, "typed objects are not available here"))
    }
}
