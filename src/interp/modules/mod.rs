//! The modules that a program may import.

mod binary;
mod clock;
mod deque;
mod functools;
mod hashlib;
mod itertools;
mod json;
mod math;
mod operator;
mod posix;
mod random;
mod re;
mod refusals;
mod support;
mod system;

use std::rc::Rc;

pub use refusals::refusal;

use super::error::Result;
use super::value::Module;
use super::vm::Vm;

/// A module that can be imported.
pub struct ModuleDef {
    /// Its dotted name.
    pub name: &'static str,
    /// Where it comes from.
    pub source: ModuleSource,
    /// The texts of programs that add to its namespace the names that few programs ask for: one after the other, as long as a
    /// name is missed.
    pub rest: &'static [&'static str],
}

/// Most programs that a module's rest is made of.
pub const MOST_PARTS: usize = 2;

/// What a module is made of.
pub enum ModuleSource {
    /// Rust that makes it when it is first imported.
    Native(fn(&mut Vm) -> Result<Rc<Module>>),
    /// The text of a program.
    Embedded(&'static str),
}

macro_rules! embedded_text {
    ($file:literal) => {
        include_str!(concat!("py/", $file, ".py"))
    };
}

/// A module written in the dialect itself, kept in `py/`.
macro_rules! embedded {
    ($name:literal) => {
        embedded!($name, $name)
    };
    ($name:literal, $file:literal) => {
        ModuleDef { name: $name, source: ModuleSource::Embedded(embedded_text!($file)), rest: &[] }
    };
    ($name:literal, rest $($rest:literal)*) => {
        ModuleDef { rest: &[$(embedded_text!($rest)),*], ..embedded!($name) }
    };
}

const fn native(name: &'static str, make: fn(&mut Vm) -> Result<Rc<Module>>) -> ModuleDef {
    ModuleDef { name, source: ModuleSource::Native(make), rest: &[] }
}

/// All modules, by name. Those with an underscore serve the others.
static MODULES: &[ModuleDef] = &[
    embedded!("StringIO"),
    embedded!("UserDict"),
    native("__builtin__", system::make_builtin),
    embedded!("__future__"),
    embedded!("_abcoll"),
    native("_binascii", binary::make_binascii),
    embedded!("_calendar_math"),
    native("_collections", deque::make),
    embedded!("_counter"),
    embedded!("_csv_reader"),
    embedded!("_csv_writer"),
    embedded!("_date"),
    embedded!("_datetime"),
    embedded!("_datetime_common"),
    embedded!("_defaultdict"),
    native("_functools", functools::make),
    native("_hashlib", hashlib::make),
    native("_json", json::make),
    embedded!("_namedtuple"),
    embedded!("_ordereddict"),
    native("_os", posix::make),
    native("_random", random::make),
    native("_sre", re::make),
    embedded!("_strftime"),
    embedded!("_strptime"),
    native("_sys", system::make),
    native("_time", clock::make),
    embedded!("_timedelta"),
    embedded!("_timeofday"),
    native("_types", system::make_types),
    native("_zlib", binary::make_zlib),
    embedded!("abc"),
    embedded!("base64"),
    embedded!("binascii"),
    embedded!("bisect"),
    embedded!("cStringIO"),
    embedded!("calendar"),
    embedded!("collections"),
    embedded!("contextlib"),
    embedded!("copy"),
    embedded!("csv"),
    embedded!("datetime"),
    embedded!("errno"),
    embedded!("fnmatch"),
    embedded!("fractions"),
    embedded!("functools"),
    embedded!("getpass"),
    embedded!("hashlib"),
    embedded!("heapq"),
    embedded!("hmac"),
    native("importlib", system::make_importlib),
    native("itertools", itertools::make),
    embedded!("json"),
    embedded!("json.decoder", "json_decoder"),
    embedded!("json.encoder", "json_encoder"),
    embedded!("keyword"),
    embedded!("logging"),
    native("math", math::make),
    embedded!("numbers"),
    native("operator", operator::make),
    embedded!("os", rest "_os_rest" "_os_refused"),
    native("os.path", posix::make_path),
    embedded!("platform"),
    embedded!("posixpath", rest "_posixpath_rest"),
    embedded!("pprint"),
    embedded!("random"),
    embedded!("re"),
    embedded!("socket"),
    embedded!("sre_constants"),
    embedded!("string"),
    embedded!("sys"),
    embedded!("textwrap"),
    embedded!("time"),
    embedded!("types"),
    embedded!("urllib"),
    embedded!("urlparse"),
    embedded!("uuid"),
    embedded!("warnings"),
    embedded!("weakref"),
    embedded!("zlib"),
];

/// Finds a module by its dotted name.
pub fn find(name: &str) -> Option<&'static ModuleDef> {
    MODULES.binary_search_by(|module| module.name.cmp(name)).ok().and_then(|at| MODULES.get(at))
}

/// The names of the modules that are not there to serve the others.
pub fn names() -> impl Iterator<Item = &'static str> {
    MODULES.iter().map(|module| module.name).filter(|name| !name.starts_with('_'))
}

#[cfg(test)]
mod tests {
    use super::{MODULES, MOST_PARTS, refusal};

    #[test]
    fn modules_are_sorted_by_name() {
        assert!(MODULES.windows(2).all(|pair| pair[0].name < pair[1].name));
    }

    #[test]
    fn no_rest_has_more_parts_than_are_run() {
        assert!(MODULES.iter().all(|module| module.rest.len() <= MOST_PARTS));
    }

    #[test]
    fn no_module_is_both_there_and_refused() {
        assert!(MODULES.iter().all(|module| refusal(module.name).is_none()));
    }
}
