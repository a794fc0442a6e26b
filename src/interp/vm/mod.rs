//! The virtual machine: one evaluation's state, and the operations on values that may run program code.

mod arguments;
pub mod arith;
mod assignment;
mod attributes;
mod call;
mod classes;
mod compare;
mod construct;
mod frame;
mod generators;
mod handled;
mod hashing;
mod identity;
mod import;
mod indices;
mod items;
mod iteration;
mod limits;
mod near;
mod ordering;
mod print;
mod report;
mod run;
mod scopes;
mod source;
mod text;
mod traceback;
mod truth;

use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

use foldhash::{HashMap, HashMapExt as _};

pub use compare::holds;
pub use construct::qualified;
pub use frame::Frame;
pub use handled::Handled;
pub use import::Importer;
pub use indices::Bounds;
pub use source::unicode_source;
pub use traceback::Traceback;

use super::budget::Limits;
use super::builtins::Builtins;
use super::class::Class;
use super::code::Code;
use super::error::{Error, Exc};
use super::host::{Host, HostError};
use super::number;
use super::programs::Programs;
use super::tables::Dict;
use super::value::Value;
use crate::diagnostics::Diagnostic;
use crate::source::{SourceMap, Span};

/// One evaluation.
pub struct Vm {
    host: Box<dyn Host>,
    limits: Limits,
    /// Steps of the slice under way, and of all slices behind it.
    steps_left: u64,
    steps_later: u64,
    bytes_left: u64,
    source_left: u64,
    depth: u32,
    classes: HashMap<usize, Rc<Class>>,
    /// The namespace of built-in names.
    pub builtins: Builtins,
    /// `sys.modules`.
    pub modules: Rc<Dict>,
    importer: Option<Importer>,
    /// All source texts of the evaluation.
    pub sources: Rc<RefCell<SourceMap>>,
    /// Programs shared with other evaluations on the same source map.
    pub programs: Option<Rc<RefCell<Programs>>>,
    /// The exception being handled.
    pub handled: Option<Handled>,
    keep_trace: bool,
    pending_throw: Option<Error>,
    printing: HashSet<usize>,
    softspace: bool,
    /// The place of the call under way, for values that remember where they were made.
    pub call_place: Span,
    /// The call under way, if its keyword arguments' places are to be remembered: the code that makes it and its shape there.
    pub keyword_places: Option<(Rc<Code>, usize)>,
    /// The namespace that files run in, for advice about names; `None` if that is the module `__main__`.
    pub namespace: Option<Rc<Dict>>,
    /// Whether native functions are told the places of calls and arguments. They are by default.
    pub keeps_places: bool,
    /// Diagnostics of the file whose `SyntaxError` was raised last.
    pub syntax_diagnostics: Vec<Diagnostic>,
    /// Refusals behind `ImportError`s, for the report if one is not caught.
    pub refused_imports: Vec<Diagnostic>,
    /// What the floor above keeps for the evaluation.
    pub extension: Option<Rc<dyn std::any::Any>>,
    identities: HashMap<usize, u32>,
    /// How many numbers were given, and of which machine of the thread they are.
    numbered: u32,
    machine: u32,
    nans: u64,
    views: Vec<scopes::View>,
    local_picture: Option<Rc<Dict>>,
}

impl Vm {
    /// A machine.
    pub fn new(host: Box<dyn Host>, limits: Limits, sources: Rc<RefCell<SourceMap>>) -> Vm {
        Vm {
            host,
            limits,
            steps_left: limits.steps.min(limits::SLICE),
            steps_later: limits.steps.saturating_sub(limits::SLICE),
            bytes_left: limits.bytes,
            source_left: limits.source_bytes,
            depth: 0,
            classes: HashMap::new(),
            builtins: Builtins::default(),
            modules: Rc::new(Dict::new()),
            importer: None,
            sources,
            programs: None,
            handled: None,
            keep_trace: false,
            pending_throw: None,
            printing: HashSet::new(),
            softspace: false,
            call_place: Span::NONE,
            keyword_places: None,
            namespace: None,
            keeps_places: true,
            syntax_diagnostics: Vec::new(),
            refused_imports: Vec::new(),
            extension: None,
            identities: HashMap::new(),
            numbered: 0,
            machine: number::next_machine(),
            nans: 0,
            views: Vec::new(),
            local_picture: None,
        }
    }

    /// Cuts the circles that the machine's own namespaces are part of — a function refers to the namespace that holds it —,
    /// without which nothing of an evaluation would ever be freed. Afterwards the machine can only be dropped.
    pub fn dismantle(&mut self) {
        // What goes now hands its number on to nobody.
        self.machine = number::next_machine();
        let modules = std::mem::replace(&mut self.modules, Rc::new(Dict::new()));
        for module in modules.values() {
            if let Value::Module(module) = module {
                module.dict.clear();
            }
        }
        modules.clear();
        std::mem::take(&mut self.builtins).clear();
        for class in std::mem::take(&mut self.classes).into_values() {
            class.dict.clear();
        }
        self.handled = None;
        self.local_picture = None;
        self.views.clear();
        self.importer = None;
        self.extension = None;
    }

    /// Adds a supplier of modules, asked before the built-in ones.
    pub fn set_importer(&mut self, importer: Importer) {
        self.importer = Some(importer);
    }

    /// The world.
    pub fn host(&mut self) -> &mut dyn Host {
        &mut *self.host
    }

    /// A stable number for a shared value: its identity in `id()`, default hashes and ordering. Numbers follow the
    /// order in which values were first asked for, so that runs agree.
    pub fn identity(&mut self, value: &Value) -> i64 {
        let machine = self.machine;
        let numbered = &mut self.numbered;
        let mut next = || {
            *numbered = numbered.wrapping_add(1).max(1);
            *numbered
        };
        let number = match value {
            Value::Instance(instance) => instance.number.get_or(machine, next),
            Value::Method(method) => method.number.get_or(machine, next),
            Value::Function(function) => function.number.get_or(machine, next),
            Value::List(list) => list.number.get_or(machine, next),
            Value::Dict(dict) => dict.number.get_or(machine, next),
            // Of the other kinds, numbers outlive their values.
            other => match other.address() {
                Some(address) => *self.identities.entry(address).or_insert_with(&mut next),
                None => return 0,
            },
        };
        0x7f00_0000_0000 + 64 * i64::from(number)
    }

    /// A value that is not a number and differs in its bits from all others, since each `float('nan')` is an object of
    /// its own to `is` and to containers.
    pub fn fresh_nan(&mut self, model: f64) -> f64 {
        self.nans = (self.nans + 1) & 0xffff_ffff;
        f64::from_bits(model.to_bits() ^ self.nans)
    }

    /// A host's refusal as an error: `Os` becomes the given exception class with number, text and file name.
    pub fn host_error(&mut self, class: Exc, error: HostError, path: Option<&str>) -> Error {
        match error {
            HostError::Os(number, text) => {
                let mut args = vec![Value::Int(i64::from(number)), Value::str(text)];
                args.extend(path.map(Value::str));
                Error::with_args(class, args)
            }
            HostError::Refused(diagnostic) => Error::halt(*diagnostic),
        }
    }
}
