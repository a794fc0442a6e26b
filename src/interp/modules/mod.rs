//! The modules that a program may import.

use std::rc::Rc;

use super::error::Result;
use super::value::Module;
use super::vm::Vm;

/// One importable module.
pub struct ModuleDef {
    /// Its dotted name.
    pub name: &'static str,
    /// Makes it, when it is first imported.
    pub make: fn(&mut Vm) -> Result<Rc<Module>>,
}

static MODULES: &[ModuleDef] = &[];

/// The module of a name.
pub fn find(name: &str) -> Option<&'static ModuleDef> {
    MODULES.iter().find(|module| module.name == name)
}

/// What to do instead of importing a module that Python has and a configuration does not.
pub fn refusal(_name: &str) -> Option<&'static str> {
    None
}
