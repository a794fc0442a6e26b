//! The one place where the interpreter and the schema meet: typed objects, their types and the schema's names as values
//! of the dialect (`reference/objects.md`, `reference/schema.md §5`).

mod binding;
mod class;
mod container;
mod error;
mod factory;
mod helper;
mod modules;
mod object;
mod raw;
mod reference;
mod state;
mod structure;

use std::rc::Rc;

pub use error::{error_of, halt_of};
pub use modules::import_schema;
pub use object::object_of;
pub use raw::{from_raw, to_raw};
pub use state::State;

use crate::interp::error::Result;
use crate::interp::tables::Dict;
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::objects::{Context, Limits};
use crate::schema::{Release, Schema};

/// Puts the object system and the schema of a release into a machine and its names into a namespace. Errors: limits too
/// small for the schema itself.
pub fn install(vm: &mut Vm, namespace: &Rc<Dict>, release: Release, limits: Limits) -> Result<Rc<State>> {
    let context = Rc::new(Context::new(release.rules(), limits));
    let schema = Schema::shared(release).map_err(|e| error::to_error(vm, e))?;
    let state = Rc::new(State::new(context, schema));
    vm.extension = Some(Rc::clone(&state) as Rc<dyn std::any::Any>);
    for (name, value) in names(vm, &state)? {
        namespace.set_name(name, value);
    }
    Ok(state)
}

/// All names that a configuration finds in scope, except `include`.
pub fn names(vm: &mut Vm, state: &Rc<State>) -> Result<Vec<(&'static str, Value)>> {
    let mut names = factory::names(vm);
    names.extend(modules::accidental(vm));
    names.extend(helper::names(vm, state)?);
    Ok(names)
}
