//! Functions and types written in Rust: static tables of name, shape and function.

use std::rc::Rc;

use super::class::Class;
use super::error::{Error, Exc, Result, type_error};
use super::value::Value;
use super::vm::Vm;
use crate::syntax::ast::Name;

/// Arguments of a call.
#[derive(Default, Clone)]
pub struct Args {
    /// Positional arguments; a method's receiver is the first.
    pub positional: Vec<Value>,
    /// Keyword arguments in the order given.
    pub keywords: Vec<(Name, Value)>,
}

/// The parameters of a native function, its receiver not counted. The shape decides the words of arity errors,
/// which in CPython depend on how a function takes its arguments.
#[derive(Clone, Copy)]
pub enum Shape {
    /// None: `f() takes no arguments (1 given)`.
    NoArgs,
    /// Exactly one: `f() takes exactly one argument (2 given)`.
    One,
    /// `f() takes at most 2 arguments (3 given)`.
    Parse(usize, usize),
    /// `f expected at most 2 arguments, got 3`.
    Unpack(usize, usize),
    /// Named parameters of which the first `required` must be given:
    /// `Required argument 'x' (pos 1) not found`, `'y' is an invalid keyword argument for this function`.
    Named(&'static [&'static str], usize),
    /// Anything; the function checks for itself.
    Any,
}

/// How a native function is entered.
#[derive(Clone, Copy)]
pub enum Entry {
    /// Positional arguments only (a method's receiver first); the count is already checked.
    Plain(fn(&mut Vm, &[Value]) -> Result<Value>),
    /// One slot for each parameter of `Shape::Named` (a method's receiver first, always `Some`).
    Named(fn(&mut Vm, &[Option<Value>]) -> Result<Value>),
    /// All arguments as given.
    Raw(fn(&mut Vm, Args) -> Result<Value>),
}

/// A native function: one row of a table. Tables are sorted by name.
pub struct NativeDef {
    /// The name shown and looked up.
    pub name: &'static str,
    /// Its parameters.
    pub shape: Shape,
    /// Its code.
    pub entry: Entry,
}

/// A computed attribute of a native type.
pub struct GetterDef {
    /// The attribute's name.
    pub name: &'static str,
    /// Its code: takes the receiver.
    pub get: fn(&mut Vm, &Value) -> Result<Value>,
}

/// A native type: one static description from which the class object is made when first needed.
pub struct TypeDef {
    /// `__name__`.
    pub name: &'static str,
    /// `__module__`; `__builtin__` for built-in ones.
    pub module: &'static str,
    /// The base; `None` only for `object`.
    pub base: Option<&'static TypeDef>,
    /// Methods, special methods too (`__iter__`, `__repr__`, `__getitem__`, …).
    pub methods: &'static [NativeDef],
    /// Methods that another type has too, in a table of their own.
    pub shared: &'static [NativeDef],
    /// Functions reached without a receiver (`staticmethod`s, such as `dict.fromkeys` takes its class first).
    pub class_methods: &'static [NativeDef],
    /// Computed attributes.
    pub getters: &'static [GetterDef],
    /// Makes an instance of `class` (this type or a subclass of it) from the arguments of a call. `None`: cannot be
    /// called (`cannot create 'x' instances`). For a subclass the code returns the plain built-in value; the caller
    /// wraps it in an instance of the subclass.
    pub new: Option<New>,
    /// Whether programs may subclass it.
    pub subclassable: bool,
    /// Attributes of its values that the tables do not list.
    pub getattr: Option<GetAttr>,
    /// Assignment (`Some`) and deletion (`None`) of attributes of its values.
    pub setattr: Option<SetAttr>,
    /// Attributes of the class itself that the tables do not list.
    pub class_getattr: Option<ClassGetAttr>,
    /// Reading one of its values as an attribute of a class (the descriptor protocol's `__get__`).
    pub descriptor_get: Option<DescriptorGet>,
    /// Makes the class of a `class` statement that has this type's class among its bases.
    pub build_class: Option<BuildClass>,
    /// `isinstance(value, class)` where the rule is not descent.
    pub instance_check: Option<InstanceCheck>,
}

/// See [`TypeDef::new`].
pub type New = fn(&mut Vm, &Rc<Class>, Args) -> Result<Value>;
/// See [`TypeDef::getattr`].
pub type GetAttr = fn(&mut Vm, &Value, &str) -> Result<Option<Value>>;
/// See [`TypeDef::setattr`].
pub type SetAttr = fn(&mut Vm, &Value, &str, Option<Value>) -> Result<()>;
/// See [`TypeDef::class_getattr`].
pub type ClassGetAttr = fn(&mut Vm, &Rc<Class>, &str) -> Result<Option<Value>>;
/// See [`TypeDef::descriptor_get`].
pub type DescriptorGet = fn(&mut Vm, &Value, Option<&Value>, &Rc<Class>) -> Result<Value>;
/// See [`TypeDef::build_class`]: name, bases and namespace of the statement.
pub type BuildClass = fn(&mut Vm, &str, &[Rc<Class>], &Rc<super::tables::Dict>) -> Result<Value>;
/// See [`TypeDef::instance_check`].
pub type InstanceCheck = fn(&mut Vm, &Value, &Rc<Class>) -> Result<bool>;

impl TypeDef {
    /// A description with nothing in it, for `..TypeDef::EMPTY`.
    pub const EMPTY: TypeDef = TypeDef {
        name: "object",
        module: "__builtin__",
        base: None,
        methods: &[],
        shared: &[],
        class_methods: &[],
        getters: &[],
        new: None,
        subclassable: false,
        getattr: None,
        setattr: None,
        class_getattr: None,
        descriptor_get: None,
        build_class: None,
        instance_check: None,
    };
}

/// A native function as a value.
pub struct NativeFunction {
    /// Its row.
    pub def: &'static NativeDef,
    /// The type whose method it is, if it is one.
    pub owner: Option<&'static TypeDef>,
    /// The module shown as `__module__`.
    pub module: &'static str,
}

impl NativeFunction {
    /// Whether it is a built-in type's `__new__`, which takes the class first and never binds.
    pub fn is_new(&self) -> bool {
        std::ptr::eq(self.def, &super::types::object::NEW)
    }

    /// Whether both are the same function.
    pub fn same(&self, other: &NativeFunction) -> bool {
        let same_owner = match (self.owner, other.owner) {
            (Some(a), Some(b)) => std::ptr::eq(a, b),
            (None, None) => true,
            _ => false,
        };
        std::ptr::eq(self.def, other.def) && same_owner
    }
}

impl NativeDef {
    /// A row with positional parameters.
    pub const fn plain(name: &'static str, shape: Shape, code: fn(&mut Vm, &[Value]) -> Result<Value>) -> NativeDef {
        NativeDef { name, shape, entry: Entry::Plain(code) }
    }

    /// A row with named parameters, the first `required` of them mandatory.
    pub const fn named(
        name: &'static str,
        names: &'static [&'static str],
        required: usize,
        code: fn(&mut Vm, &[Option<Value>]) -> Result<Value>,
    ) -> NativeDef {
        NativeDef { name, shape: Shape::Named(names, required), entry: Entry::Named(code) }
    }

    /// A row that takes everything as given.
    pub const fn raw(name: &'static str, code: fn(&mut Vm, Args) -> Result<Value>) -> NativeDef {
        NativeDef { name, shape: Shape::Any, entry: Entry::Raw(code) }
    }

    /// Enters the function; `receiver` is 1 for a method (its receiver is then the first argument), else 0.
    pub fn invoke(&self, vm: &mut Vm, args: Args, receiver: usize) -> Result<Value> {
        match self.entry {
            Entry::Raw(code) => code(vm, args),
            Entry::Plain(code) => {
                if !args.keywords.is_empty() {
                    return Err(type_error(format!("{}() takes no keyword arguments", self.name)));
                }
                self.check_count(args.positional.len().saturating_sub(receiver))?;
                code(vm, &args.positional)
            }
            Entry::Named(code) => {
                let slots = self.fill(args, receiver)?;
                code(vm, &slots)
            }
        }
    }

    /// Checks a number of positional arguments (receiver not counted) against the shape.
    pub fn check_count(&self, given: usize) -> Result<()> {
        let name = self.name;
        match self.shape {
            Shape::NoArgs if given != 0 => Err(type_error(format!("{name}() takes no arguments ({given} given)"))),
            Shape::One if given != 1 => Err(type_error(format!("{name}() takes exactly one argument ({given} given)"))),
            Shape::Parse(min, max) if given < min || given > max => {
                let (bound, count) = bound(min, max, given);
                Err(type_error(format!("{name}() takes {bound} {count} argument{} ({given} given)", plural(count))))
            }
            Shape::Unpack(min, max) if given < min || given > max => {
                let (word, count) = bound(min, max, given);
                let word = if word == "exactly" { String::new() } else { format!("{word} ") };
                Err(type_error(format!("{name} expected {word}{count} arguments, got {given}")))
            }
            _ => Ok(()),
        }
    }

    fn fill(&self, args: Args, receiver: usize) -> Result<Vec<Option<Value>>> {
        let Shape::Named(names, required) = self.shape else {
            return Err(Error::new(Exc::SystemError, "a native function without named parameters"));
        };
        let given = args.positional.len().saturating_sub(receiver) + args.keywords.len();
        if given > names.len() {
            let word = if required == names.len() { "exactly" } else { "at most" };
            let count = names.len();
            return Err(type_error(format!(
                "{}() takes {word} {count} argument{} ({given} given)",
                self.name,
                plural(count)
            )));
        }
        let mut slots: Vec<Option<Value>> = args.positional.into_iter().map(Some).collect();
        slots.resize(names.len() + receiver, None);
        for (name, value) in args.keywords {
            let Some(at) = names.iter().position(|n| **n == *name) else {
                return Err(type_error(format!("'{name}' is an invalid keyword argument for this function")));
            };
            if slots[at + receiver].is_some() {
                return Err(type_error(format!("Argument given by name ('{name}') and position ({})", at + 1)));
            }
            slots[at + receiver] = Some(value);
        }
        for at in 0..required {
            if slots[at + receiver].is_none() {
                return Err(type_error(format!("Required argument '{}' (pos {}) not found", names[at], at + 1)));
            }
        }
        Ok(slots)
    }
}

fn bound(min: usize, max: usize, given: usize) -> (&'static str, usize) {
    if min == max {
        ("exactly", min)
    } else if given < min {
        ("at least", min)
    } else {
        ("at most", max)
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
