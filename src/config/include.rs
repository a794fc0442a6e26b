//! `include(path)` (`reference/loading.md §2.4`).

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use crate::interp::error::{Error, Exc, Result, type_error};
use crate::interp::host_value::HostValue;
use crate::interp::native::{Args, NativeDef, Shape, TypeDef};
use crate::interp::tables::Dict;
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::source::{SourceMap, Span};

use super::include_graph::IncludeGraph;
use super::problem::Problems;

/// Files inside of each other. The original meets Python's limit of recursion at about as many.
const DEEPEST: usize = 200;

/// The function `include` of one evaluation and its memory.
pub struct Include {
    namespace: Rc<Dict>,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    /// Files under way, outermost first. A file that failed stays here when the configuration catches its error.
    stack: Vec<String>,
    /// The last file that could not be read.
    missing: Option<String>,
    /// Files that were under way when they became too many.
    too_deep: Option<Vec<String>>,
    /// Who includes whom.
    graph: IncludeGraph,
}

static INCLUDE: TypeDef = TypeDef {
    name: "function",
    methods: &[
        NativeDef::raw("__call__", call),
        NativeDef::plain("__repr__", Shape::NoArgs, |_, _| Ok(Value::str("<function include at 0x7f0000000000>"))),
    ],
    ..TypeDef::EMPTY
};

impl HostValue for Include {
    fn type_def(&self) -> &'static TypeDef {
        &INCLUDE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Include {
    /// A function that runs files in this namespace.
    pub fn new(namespace: &Rc<Dict>) -> Rc<Include> {
        Rc::new(Include { namespace: Rc::clone(namespace), state: RefCell::default() })
    }

    /// Notes that a file is run, because of the call at `place` if there is one; the paths that it includes are relative to it.
    pub fn begin(&self, path: &str, place: Span) {
        let mut state = self.state.borrow_mut();
        state.stack.push(path.to_owned());
        state.graph.enter(path, place);
    }

    /// Notes that the file at the top has run. `is_done`: to its end, and not into an error.
    pub fn end(&self, is_done: bool) {
        let mut state = self.state.borrow_mut();
        state.graph.leave();
        if is_done {
            state.stack.pop();
        }
    }

    /// Who included whom so far, in the order in which it happened, each pair once.
    pub fn pairs(&self) -> Vec<(String, String)> {
        self.state.borrow().graph.pairs().to_vec()
    }

    /// Adds to problems without a trace the includes that led to their files, outermost first.
    pub fn add_traces(&self, sources: &SourceMap, problems: &mut Problems) {
        let state = self.state.borrow();
        problems.0.iter_mut().for_each(|problem| state.graph.add_trace(sources, problem));
    }

    /// The last file that could not be read.
    pub fn missing(&self) -> Option<String> {
        self.state.borrow().missing.clone()
    }

    /// The files of a chain of includes that became too long.
    pub fn too_deep(&self) -> Option<Vec<String>> {
        self.state.borrow().too_deep.clone()
    }

    fn resolve(&self, argument: &str) -> String {
        let state = self.state.borrow();
        let folder = state
            .stack
            .last()
            .and_then(|path| path.rsplit_once('/'))
            .map_or("", |(folder, _)| folder.trim_end_matches('/'));
        match (argument.starts_with('/'), folder, state.stack.last()) {
            (true, _, _) => argument.to_owned(),
            (false, "", Some(path)) if path.starts_with('/') => format!("/{argument}"),
            (false, "", _) => argument.to_owned(),
            (false, folder, _) => format!("{folder}/{argument}"),
        }
    }

    fn run(&self, vm: &mut Vm, argument: &str) -> Result<()> {
        let path = self.resolve(argument);
        self.begin(&path, vm.call_place);
        let result = self.run_at(vm, path);
        self.end(result.is_ok());
        result
    }

    fn run_at(&self, vm: &mut Vm, path: String) -> Result<()> {
        let depth = self.state.borrow().stack.len();
        if depth > DEEPEST {
            let mut state = self.state.borrow_mut();
            state.too_deep = Some(state.stack.clone());
            return Err(Error::new(Exc::RuntimeError, "maximum recursion depth exceeded"));
        }
        let bytes = match vm.host().read_file(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.state.borrow_mut().missing = Some(path.clone());
                return Err(vm.host_error(Exc::IOError, error, Some(&path)));
            }
        };
        run_file(vm, &path, &bytes, &self.namespace)
    }
}

/// Runs the bytes of a file in a namespace.
pub fn run_file(vm: &mut Vm, path: &str, bytes: &[u8], namespace: &Rc<Dict>) -> Result<()> {
    if bytes.contains(&0) {
        return Err(type_error("compile() expected string without null bytes"));
    }
    vm.run_source(path, bytes, namespace)
}

fn call(vm: &mut Vm, args: Args) -> Result<Value> {
    let [Value::Host(receiver), rest @ ..] = &args.positional[..] else {
        return Err(type_error("include() needs its own function"));
    };
    let argument = match (rest, &args.keywords[..]) {
        ([argument], []) => argument.clone(),
        _ => {
            let given = rest.len() + args.keywords.len();
            return Err(type_error(format!("include() takes exactly 1 argument ({given} given)")));
        }
    };
    let path = match argument.base() {
        Value::Str(text) => text.lossy().into_owned(),
        Value::Unicode(text) => text.text().to_owned(),
        other => {
            let name = vm.type_name(other);
            return Err(Error::new(Exc::AttributeError, format!("'{name}' object has no attribute 'startswith'")));
        }
    };
    let receiver = Rc::clone(receiver);
    match receiver.as_any().downcast_ref::<Include>() {
        Some(include) => include.run(vm, &path).map(|()| Value::None),
        None => Err(type_error("include() needs its own function")),
    }
}
