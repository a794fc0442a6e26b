//! The modules that a program may import.

mod clock;
mod deque;
mod functools;
mod hashlib;
mod itertools;
mod json;
mod math;
mod operator;
mod re;
mod refusals;
mod support;

use std::rc::Rc;

pub use refusals::refusal;

use super::error::Result;
use super::value::Module;
use super::vm::Vm;

/// A module that can be imported.
pub struct ModuleDef {
    /// Its dotted name.
    pub name: &'static str,
    /// Makes it when it is first imported.
    pub make: fn(&mut Vm) -> Result<Rc<Module>>,
}

/// A module written in the dialect itself, kept in `py/`.
macro_rules! embedded {
    ($name:literal) => {
        embedded!($name, $name)
    };
    ($name:literal, $file:literal) => {
        ModuleDef { name: $name, make: |vm| vm.run_embedded($name, include_str!(concat!("py/", $file, ".py"))) }
    };
}

const fn native(name: &'static str, make: fn(&mut Vm) -> Result<Rc<Module>>) -> ModuleDef {
    ModuleDef { name, make }
}

/// All modules, by name. Those with an underscore serve the others.
static MODULES: &[ModuleDef] = &[
    embedded!("_abcoll"),
    embedded!("_calendar_math"),
    native("_collections", deque::make),
    embedded!("_counter"),
    embedded!("_date"),
    embedded!("_datetime"),
    embedded!("_datetime_common"),
    embedded!("_defaultdict"),
    native("_functools", functools::make),
    native("_hashlib", hashlib::make),
    native("_json", json::make),
    embedded!("_namedtuple"),
    embedded!("_ordereddict"),
    native("_sre", re::make),
    embedded!("_strftime"),
    embedded!("_string"),
    embedded!("_strptime"),
    native("_time", clock::make),
    embedded!("_timedelta"),
    embedded!("_timeofday"),
    embedded!("abc"),
    embedded!("collections"),
    embedded!("contextlib"),
    embedded!("copy"),
    embedded!("datetime"),
    embedded!("functools"),
    embedded!("hashlib"),
    native("itertools", itertools::make),
    embedded!("json"),
    native("math", math::make),
    native("operator", operator::make),
    embedded!("pprint"),
    embedded!("re"),
    embedded!("sre_constants"),
    embedded!("string"),
    embedded!("textwrap"),
    embedded!("time"),
    embedded!("types"),
];

/// Finds a module by its dotted name.
pub fn find(name: &str) -> Option<&'static ModuleDef> {
    MODULES.binary_search_by(|module| module.name.cmp(name)).ok().and_then(|at| MODULES.get(at))
}

#[cfg(test)]
mod tests {
    use super::{MODULES, refusal};

    #[test]
    fn modules_are_sorted_by_name() {
        assert!(MODULES.windows(2).all(|pair| pair[0].name < pair[1].name));
    }

    #[test]
    fn no_module_is_both_there_and_refused() {
        assert!(MODULES.iter().all(|module| refusal(module.name).is_none()));
    }
}
