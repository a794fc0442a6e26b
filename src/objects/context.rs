//! What one evaluation shares: rules of the chosen release, limits and their counters, parsed templates.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use foldhash::HashMap;

use super::error::{Error, ErrorClass, Result};
use super::object::Object;
use super::origin::Origin;
use super::scope::Scopes;
use crate::syntax::template::{self, Fragment, Fragments, IndexStyle, Reference};

/// Differences between releases of the object system (`reference/objects.md §15`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Rules {
    /// 0.8.0: reading JSON also drops unknown keys of directly nested Structs.
    pub json_drops_nested: bool,
    /// 0.8.2: a Choice value is unwrapped when put into text.
    pub choice_unwraps: bool,
    /// 0.8.3: indices of references may contain `.` and `/`.
    pub wide_index: bool,
    /// 0.8.4: the hash of a Struct is that of its raw value; a Choice equals a Choice of the same alternatives.
    pub raw_struct_hash: bool,
}

/// Limits of interpolation. Counts are deterministic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Passes over one text.
    pub rounds: u32,
    /// Bytes that one text may grow to while it is resolved, beyond four times its own length.
    pub text_bytes: usize,
    /// Places looked at and pieces joined in the whole evaluation.
    pub steps: u64,
    /// Nesting of objects, bindings and types.
    pub depth: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { rounds: 100, text_bytes: 1 << 20, steps: 20_000_000, depth: 200 }
    }
}

/// Parsed templates are kept up to this many bytes of text.
const CACHED_BYTES: usize = 32 << 20;

/// Longer texts are not kept: they are hardly met twice.
const CACHED_TEXT: usize = 64 << 10;

/// JSON texts are kept up to this many bytes.
const JSON_BYTES: usize = 4 << 20;

/// Longer JSON texts are not kept: what is kept of parts inside of each other must not add up.
const JSON_TEXT: usize = 4 << 10;

/// The JSON text of an object that no scope can change any more.
struct KeptJson {
    text: Box<str>,
    /// What writing it costs.
    steps: u64,
    /// Keeps the address from being used again.
    _object: Object,
}

/// Shared state of one evaluation.
#[derive(Default)]
pub struct Context {
    rules: Rules,
    limits: Limits,
    steps: Cell<u64>,
    depth: Cell<u32>,
    templates: RefCell<HashMap<Rc<str>, Rc<Fragments>>>,
    cached_bytes: Cell<usize>,
    used_bindings: RefCell<BTreeSet<u32>>,
    /// JSON texts by the address of their object.
    json: RefCell<HashMap<u64, KeptJson>>,
    json_bytes: Cell<usize>,
    forgets_origins: Cell<bool>,
}

impl Context {
    /// A context with the given rules and limits.
    pub fn new(rules: Rules, limits: Limits) -> Context {
        Context { rules, limits, ..Context::default() }
    }

    /// The rules.
    pub fn rules(&self) -> Rules {
        self.rules
    }

    /// The limits.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Steps made so far.
    pub fn steps(&self) -> u64 {
        self.steps.get()
    }

    /// Whether objects remember where their attributes were set and what they were copied from. They do by default.
    pub fn keeps_origins(&self) -> bool {
        !self.forgets_origins.get()
    }

    /// Makes objects forget where they come from: nothing can be explained then.
    pub fn forget_origins(&self) {
        self.forgets_origins.set(true);
    }

    /// How indices of references are written.
    pub fn index_style(&self) -> IndexStyle {
        if self.rules.wide_index { IndexStyle::Wide } else { IndexStyle::Narrow }
    }

    /// Notes that a reference was satisfied by what comes from here.
    pub(super) fn note_use(&self, origin: Origin) {
        if let Origin::CommandLine(number) = origin {
            self.used_bindings.borrow_mut().insert(number);
        }
    }

    /// Looks something up to tell about it: that is no use of a binding.
    pub(super) fn looking<T>(&self, look: impl FnOnce() -> T) -> T {
        let used = self.used_bindings.borrow().clone();
        let found = look();
        *self.used_bindings.borrow_mut() = used;
        found
    }

    /// Whether the n-th `-E` of the command line, from 1, has satisfied a reference so far.
    pub fn is_used(&self, number: u32) -> bool {
        self.used_bindings.borrow().contains(&number)
    }

    /// Addresses of all references in the templates met so far, sorted. Texts that are not kept are left out.
    pub fn met_references(&self) -> BTreeSet<String> {
        let templates = self.templates.borrow();
        let pieces = templates.values().flat_map(|fragments| fragments.pieces.iter());
        pieces
            .filter_map(|piece| match piece {
                Fragment::Reference(reference) => Some(reference.address().to_owned()),
                Fragment::Literal(_) | Fragment::Escape(_) => None,
            })
            .collect()
    }

    /// Counts work. Errors: the evaluation has made too many steps.
    pub(super) fn charge(&self, steps: u64) -> Result<()> {
        let made = self.steps.get().saturating_add(steps);
        self.steps.set(made);
        if made > self.limits.steps {
            return Err(Error::new(
                ErrorClass::Budget,
                format!(
                    "resolving the references of this configuration took more than {} steps; \
                     look for a binding that refers to itself or repeats itself",
                    self.limits.steps
                ),
            ));
        }
        Ok(())
    }

    /// Appends the JSON text of an object if it is known; the cost is that of writing it.
    pub(super) fn push_kept_json(&self, out: &mut String, object: &Object) -> Result<bool> {
        match self.json.borrow().get(&object.address()) {
            None => Ok(false),
            Some(kept) => {
                self.charge(kept.steps)?;
                out.push_str(&kept.text);
                Ok(true)
            }
        }
    }

    /// Keeps the JSON text of an object that no scope can change any more, and what writing it took.
    pub(super) fn keep_json(&self, object: &Object, text: &str, steps: u64) {
        let total = self.json_bytes.get() + text.len();
        if text.len() <= JSON_TEXT && total <= JSON_BYTES {
            self.json_bytes.set(total);
            let kept = KeptJson { text: text.into(), steps, _object: object.with_scopes(Scopes::none()) };
            self.json.borrow_mut().insert(object.address(), kept);
        }
    }

    /// Runs something one level deeper. Errors: too deep.
    pub(super) fn deeper<T>(&self, run: impl FnOnce() -> Result<T>) -> Result<T> {
        if self.depth.get() >= self.limits.depth {
            return Err(too_deep());
        }
        self.depth.set(self.depth.get() + 1);
        let result = run();
        self.depth.set(self.depth.get() - 1);
        result
    }

    /// Checks the depth of something that is being built. Errors: too deep.
    pub(super) fn check_depth(&self, depth: u32) -> Result<()> {
        if depth > self.limits.depth { Err(too_deep()) } else { Ok(()) }
    }

    /// The reference that an address stands for. Errors: it is none.
    pub(super) fn reference(&self, address: &str) -> Result<Reference> {
        Ok(Reference::parse(address, self.index_style())?)
    }

    /// The pieces of a template, parsed once; `None` if it is literal text. Errors: a reference in it cannot be read.
    pub(super) fn fragments(&self, text: &str) -> Result<Option<Rc<Fragments>>> {
        if !template::may_have_references(text) {
            return Ok(None);
        }
        if let Some(fragments) = self.templates.borrow().get(text) {
            return Ok(Some(Rc::clone(fragments)));
        }
        self.charge(1 + text.len() as u64 / 4)?;
        let fragments = Rc::new(template::parse(text, self.index_style())?);
        let total = self.cached_bytes.get() + text.len();
        if text.len() <= CACHED_TEXT && total <= CACHED_BYTES {
            self.cached_bytes.set(total);
            self.templates.borrow_mut().insert(text.into(), Rc::clone(&fragments));
        }
        Ok(Some(fragments))
    }
}

fn too_deep() -> Error {
    Error::new(ErrorClass::Runtime, "maximum recursion depth exceeded")
}
