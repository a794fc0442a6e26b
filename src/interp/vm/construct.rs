//! Making instances and classes.

use std::rc::Rc;

use super::Vm;
use super::classes::{depth_first, linearize};
use crate::interp::class::{Class, ClassKind, Instance, Payload};
use crate::interp::error::{Error, Result, type_error};
use crate::interp::native::{Args, TypeDef};
use crate::interp::tables::Dict;
use crate::interp::types;
use crate::interp::value::{Descriptor, Value};

impl Vm {
    /// Calls a class.
    pub fn call_class(&mut self, class: &Rc<Class>, args: Args) -> Result<Value> {
        if class.kind == ClassKind::Old {
            return self.new_old_instance(class, args);
        }
        if let Some(meta) = class.metaclass.clone()
            && let Some(hook) = self.user_hook(&meta, "__call__")
        {
            let mut args = args;
            args.positional.insert(0, Value::Class(Rc::clone(class)));
            return self.call(&hook, args);
        }
        self.instantiate(class, args)
    }

    /// What `type.__call__` does: `__new__`, then `__init__` if the result is an instance of the class.
    pub fn instantiate(&mut self, class: &Rc<Class>, args: Args) -> Result<Value> {
        if class.is_native(&types::type_::TYPE)
            && let ([value], true) = (args.positional.as_slice(), args.keywords.is_empty())
        {
            return Ok(Value::Class(self.class_of(value)));
        }
        if class.is_made_at_once()
            && let Some(new) = class.native.new
        {
            return new(self, class, args);
        }
        let made = match class.lookup_name("__new__") {
            Some(Value::Descriptor(d)) if matches!(*d, Descriptor::Static(_)) => {
                let Descriptor::Static(function) = &*d else { return Ok(Value::None) };
                let mut all = args.clone();
                all.positional.insert(0, Value::Class(Rc::clone(class)));
                self.call(function, all)?
            }
            Some(function @ Value::Function(_)) => {
                let mut all = args.clone();
                all.positional.insert(0, Value::Class(Rc::clone(class)));
                self.call(&function, all)?
            }
            _ => self.native_new(class, args.clone(), true)?,
        };
        let is_instance = match &made {
            Value::Instance(instance) => instance.class().is_subclass(class),
            other => self.class_of(other).is_subclass(class),
        };
        if !is_instance {
            return Ok(made);
        }
        let actual = match &made {
            Value::Instance(instance) => instance.class(),
            other => self.class_of(other),
        };
        match actual.lookup_name("__init__") {
            Some(Value::Native(native)) => {
                if native.owner.is_some_and(|owner| std::ptr::eq(owner, &types::object::OBJECT)) {
                    return Ok(made);
                }
                let mut all = args;
                all.positional.insert(0, made.clone());
                native.def.invoke(self, all, 1)?;
            }
            Some(init) => {
                let init = self.bind_attribute(init, Some(&made), &actual)?;
                let result = self.call(&init, args)?;
                if !result.is_none() {
                    let name = self.type_name(&result);
                    return Err(type_error(format!("__init__() should return None, not '{name}'")));
                }
            }
            None => {}
        }
        Ok(made)
    }

    /// The built-in part of `__new__`. `called` is true inside a call of the class, false for an explicit
    /// `object.__new__(cls, …)`.
    pub fn native_new(&mut self, class: &Rc<Class>, args: Args, called: bool) -> Result<Value> {
        let native = class.native;
        if std::ptr::eq(native, &types::object::OBJECT) {
            self.check_object_args(class, &args, called)?;
            return Ok(self.plain_instance(class));
        }
        let Some(new) = native.new else {
            return Err(type_error(format!("cannot create '{}' instances", qualified(native))));
        };
        let made = new(self, class, args)?;
        if class.kind == ClassKind::Native {
            return Ok(made);
        }
        if matches!(made, Value::Instance(_) | Value::Class(_)) {
            return Ok(made);
        }
        Ok(Value::Instance(Rc::new(Instance {
            class: std::cell::RefCell::new(Rc::clone(class)),
            dict: Default::default(),
            payload: Payload::Base(made),
            number: Default::default(),
        })))
    }

    /// An instance without a built-in value inside.
    pub fn plain_instance(&mut self, class: &Rc<Class>) -> Value {
        Value::Instance(Rc::new(Instance {
            class: std::cell::RefCell::new(Rc::clone(class)),
            dict: Default::default(),
            payload: if class.lookup_name("__slots__").is_some() {
                Payload::Slots(Dict::new())
            } else {
                Payload::Plain
            },
            number: Default::default(),
        }))
    }

    /// `object` takes arguments only when exactly one of `__new__` and `__init__` is the program's.
    fn check_object_args(&mut self, class: &Rc<Class>, args: &Args, called: bool) -> Result<()> {
        if args.positional.is_empty() && args.keywords.is_empty() {
            return Ok(());
        }
        let own_init = self.user_hook(class, "__init__").is_some();
        let own_new = self.user_hook(class, "__new__").is_some();
        if called && own_init {
            return Ok(());
        }
        if !called && own_init && !own_new {
            return Ok(());
        }
        if !called && own_new {
            // Python 2.7 only warns here.
            return Ok(());
        }
        Err(type_error("object() takes no parameters"))
    }

    fn new_old_instance(&mut self, class: &Rc<Class>, args: Args) -> Result<Value> {
        let made = self.plain_instance(class);
        match class.lookup_name("__init__") {
            Some(init) => {
                let init = self.bind_attribute(init, Some(&made), class)?;
                if !self.call(&init, args)?.is_none() {
                    return Err(type_error("__init__() should return None"));
                }
            }
            None if !args.positional.is_empty() || !args.keywords.is_empty() => {
                return Err(type_error("this constructor takes no arguments"));
            }
            None => {}
        }
        Ok(made)
    }

    /// The class of a `class` statement.
    pub fn build_class(&mut self, globals: &Rc<Dict>, name: Value, bases: Value, dict: Value) -> Result<Value> {
        let (Value::Tuple(base_values), Value::Dict(namespace)) = (&bases, &dict) else {
            return Err(type_error("a class statement without bases or namespace"));
        };
        let meta = match namespace.get_name("__metaclass__") {
            Some(meta) => Some(meta),
            None => match base_values.first() {
                Some(Value::Class(base)) if base.kind != ClassKind::Old => {
                    let base = Value::Class(Rc::clone(base));
                    Some(Value::Class(self.class_of(&base)))
                }
                Some(Value::Class(_)) => None,
                Some(other) => {
                    let other = other.clone();
                    match self.getattr_opt(&other, "__class__")? {
                        Some(class) => Some(class),
                        None => Some(Value::Class(self.class_of(&other))),
                    }
                }
                None => globals.get_name("__metaclass__"),
            },
        };
        match meta {
            Some(Value::Class(meta)) if meta.is_native(&types::type_::TYPE) => {
                let made = self.make_new_style(None, name.clone(), &bases, namespace)?;
                self.initialize_class(&made, name, &bases, namespace)?;
                Ok(made)
            }
            None => self.make_class(None, name, &bases, namespace),
            Some(Value::Class(meta)) if meta.is_native(&types::old_style::CLASSOBJ) => {
                self.make_class(None, name, &bases, namespace)
            }
            Some(meta) => {
                let args = Args { positional: vec![name, bases.clone(), dict.clone()], keywords: Vec::new() };
                self.call(&meta, args).map_err(|error| self.explain_metaclass(error))
            }
        }
    }

    fn explain_metaclass(&mut self, error: Error) -> Error {
        use crate::interp::error::{Exc, Exception, Fault, Raised};
        match *error.0 {
            Fault::Raised(Raised { exception: Exception::Message(Exc::TypeError, text), trace })
                if trace.is_empty() && !text.starts_with("Error when") =>
            {
                type_error(format!("Error when calling the metaclass bases\n    {text}"))
            }
            other => Error(Box::new(other)),
        }
    }

    /// What `type(name, bases, namespace)` makes: a new-style class, or an old-style one for bases that are all old.
    pub fn make_class(
        &mut self,
        metaclass: Option<Rc<Class>>,
        name: Value,
        bases: &Value,
        namespace: &Rc<Dict>,
    ) -> Result<Value> {
        let text = super::attributes::name_text(&name);
        let Value::Tuple(base_values) = bases else {
            return Err(type_error("type() argument 2 must be tuple"));
        };
        let mut parents = Vec::with_capacity(base_values.len());
        for base in base_values.iter() {
            match base {
                Value::Class(class) => parents.push(Rc::clone(class)),
                _ => {
                    return Err(type_error("Error when calling the metaclass bases\n    bases must be types"));
                }
            }
        }
        if let Some(build) = parents.iter().find_map(|p| p.native.build_class) {
            return build(self, &text, &parents, namespace);
        }
        if metaclass.is_none() && parents.iter().all(|p| p.kind == ClassKind::Old) {
            self.charge_order(&parents)?;
            return Ok(self.finish_class(text, parents, namespace));
        }
        self.new_style_class(metaclass, text, parents, namespace)
    }

    /// As [`Vm::make_class`], but the class is new-style whatever its bases (`type(name, bases, namespace)`).
    pub fn make_new_style(
        &mut self,
        metaclass: Option<Rc<Class>>,
        name: Value,
        bases: &Value,
        namespace: &Rc<Dict>,
    ) -> Result<Value> {
        let meta = match metaclass {
            Some(meta) => meta,
            None => self.class_for(&types::type_::TYPE),
        };
        self.make_class(Some(meta), name, bases, namespace)
    }

    /// A base's metaclass that wins over the one asked for makes the class itself, if it has a `__new__` of its own.
    fn new_by_winner(
        &mut self,
        asked: Option<&Rc<Class>>,
        winner: Option<&Rc<Class>>,
        name: &str,
        parents: &[Rc<Class>],
        namespace: &Rc<Dict>,
    ) -> Result<Option<Value>> {
        let Some(winner) = winner else { return Ok(None) };
        if asked.is_some_and(|asked| Rc::ptr_eq(asked, winner)) {
            return Ok(None);
        }
        let new = match self.user_hook(winner, "__new__") {
            Some(Value::Descriptor(descriptor)) => match &*descriptor {
                Descriptor::Static(function) => function.clone(),
                _ => return Ok(None),
            },
            Some(function) => function,
            None => return Ok(None),
        };
        let bases = Value::tuple(parents.iter().map(|parent| Value::Class(Rc::clone(parent))).collect());
        let args = [Value::Class(Rc::clone(winner)), Value::str(name), bases, Value::Dict(Rc::clone(namespace))];
        self.call_with(&new, &args).map(Some)
    }

    /// What `type.__call__` does after `__new__`: the made class's own metaclass initialises it.
    fn initialize_class(&mut self, made: &Value, name: Value, bases: &Value, namespace: &Rc<Dict>) -> Result<()> {
        let Value::Class(class) = made else { return Ok(()) };
        let Some(meta) = class.metaclass.clone() else { return Ok(()) };
        match self.user_hook(&meta, "__init__") {
            Some(init) => {
                let args = [made.clone(), name, bases.clone(), Value::Dict(Rc::clone(namespace))];
                self.call_with(&init, &args).map(drop)
            }
            None => Ok(()),
        }
    }

    fn new_style_class(
        &mut self,
        metaclass: Option<Rc<Class>>,
        text: String,
        mut parents: Vec<Rc<Class>>,
        namespace: &Rc<Dict>,
    ) -> Result<Value> {
        let asked = metaclass.clone();
        let metaclass = self.winning_metaclass(metaclass, &parents)?;
        if let Some(made) = self.new_by_winner(asked.as_ref(), metaclass.as_ref(), &text, &parents, namespace)? {
            return Ok(made);
        }
        if parents.is_empty() {
            parents.push(self.class_for(&types::object::OBJECT));
        }
        for (index, parent) in parents.iter().enumerate() {
            if parents[..index].iter().any(|earlier| Rc::ptr_eq(earlier, parent)) {
                return Err(type_error(format!(
                    "Error when calling the metaclass bases\n    duplicate base class {}",
                    parent.name()
                )));
            }
        }
        let native = best_base(&parents)?;
        let (has_dict, slots) = self.read_slots(&text, namespace, &parents)?;
        let has_dict = has_dict || parents.iter().any(|p| p.has_dict || p.kind == ClassKind::Old);
        let own = Rc::new(namespace.copy(self)?);
        for slot in slots {
            let descriptor = Descriptor::Slot { name: Rc::from(slot.as_str()), class: Rc::from(text.as_str()) };
            own.set_name(&slot, Value::Descriptor(Rc::new(descriptor)));
        }
        if let Some(function @ Value::Function(_)) = own.get_name("__new__") {
            own.set_name("__new__", Value::Descriptor(Rc::new(Descriptor::Static(function))));
        }
        let inherits = parents.iter().any(|p| p.has_dict || p.kind == ClassKind::Old);
        if has_dict && !inherits {
            for getter in [&types::object::INSTANCE_DICT, &types::object::WEAK_REFERENCE] {
                if own.get_name(getter.name).is_none() {
                    own.set_name(getter.name, Value::Descriptor(Rc::new(Descriptor::Getter(getter))));
                }
            }
        }
        if own.get_name("__doc__").is_none() {
            own.set_name("__doc__", Value::None);
        }
        self.charge_order(&parents)?;
        let ancestors = linearize(&parents)?;
        let class = self.class_object(text, ClassKind::New, parents, ancestors, own, native, metaclass, has_dict);
        Ok(Value::Class(class))
    }

    /// Counts what a class's resolution order takes: room for its classes, and the search that several bases need.
    fn charge_order(&mut self, parents: &[Rc<Class>]) -> Result<()> {
        let classes: u64 = parents.iter().map(|parent| parent.ancestors.len() as u64 + 1).sum();
        self.charge_bytes(512 + classes * 8)?;
        self.charge(if parents.len() > 1 { classes.saturating_mul(classes) / 8 } else { classes / 8 })
    }

    /// An old-style class: its namespace is the class body's own.
    fn finish_class(&mut self, name: String, parents: Vec<Rc<Class>>, namespace: &Rc<Dict>) -> Value {
        if namespace.get_name("__doc__").is_none() {
            namespace.set_name("__doc__", Value::None);
        }
        let ancestors = depth_first(&parents);
        let namespace = Rc::clone(namespace);
        let native = &types::object::OBJECT;
        Value::Class(self.class_object(name, ClassKind::Old, parents, ancestors, namespace, native, None, true))
    }

    #[allow(clippy::too_many_arguments)]
    fn class_object(
        &mut self,
        name: String,
        kind: ClassKind,
        bases: Vec<Rc<Class>>,
        ancestors: Vec<Rc<Class>>,
        dict: Rc<Dict>,
        native: &'static TypeDef,
        metaclass: Option<Rc<Class>>,
        has_dict: bool,
    ) -> Rc<Class> {
        let class = Rc::new(Class {
            name: std::cell::RefCell::new(Rc::from(name)),
            kind,
            bases,
            ancestors,
            dict: dict.into(),
            native,
            metaclass,
            has_dict,
            subclasses: Default::default(),
            extra: Default::default(),
            made_at_once: Default::default(),
        });
        for base in &class.bases {
            base.subclasses.borrow_mut().push(Rc::downgrade(&class));
        }
        class
    }

    fn winning_metaclass(&mut self, given: Option<Rc<Class>>, parents: &[Rc<Class>]) -> Result<Option<Rc<Class>>> {
        let type_class = self.class_for(&types::type_::TYPE);
        let mut winner = given.unwrap_or(Rc::clone(&type_class));
        for parent in parents.iter().filter(|p| p.kind != ClassKind::Old) {
            let meta = parent.metaclass.clone().unwrap_or(Rc::clone(&type_class));
            if winner.is_subclass(&meta) {
                continue;
            }
            if meta.is_subclass(&winner) {
                winner = meta;
                continue;
            }
            return Err(type_error(
                "Error when calling the metaclass bases\n    metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
            ));
        }
        Ok(if Rc::ptr_eq(&winner, &type_class) { None } else { Some(winner) })
    }

    /// `__slots__`: whether instances still have a dictionary, and the slots' names.
    fn read_slots(&mut self, class: &str, namespace: &Dict, _parents: &[Rc<Class>]) -> Result<(bool, Vec<String>)> {
        let Some(slots) = namespace.get_name("__slots__") else { return Ok((true, Vec::new())) };
        let names = match &slots {
            Value::Str(_) | Value::Unicode(_) => vec![slots.clone()],
            other => self.collect(other)?,
        };
        let mut has_dict = false;
        let mut found = Vec::new();
        for name in names {
            let Value::Str(text) = &name else {
                let kind = self.type_name(&name);
                return Err(type_error(format!(
                    "Error when calling the metaclass bases\n    __slots__ items must be strings, not '{kind}'"
                )));
            };
            let text = text.lossy().into_owned();
            match text.as_str() {
                "__dict__" => has_dict = true,
                "__weakref__" => {}
                _ => {
                    let mangled = crate::interp::compile::mangle(Some(&Rc::from(class)), &Rc::from(text.as_str()));
                    // A class variable of the same name wins over the slot.
                    if namespace.get_name(&mangled).is_some() {
                        continue;
                    }
                    found.push(mangled.to_string());
                }
            }
        }
        Ok((has_dict, found))
    }
}

/// The built-in type that instances are laid out like.
fn best_base(parents: &[Rc<Class>]) -> Result<&'static TypeDef> {
    let mut best: &'static TypeDef = &types::object::OBJECT;
    for parent in parents.iter().filter(|p| p.kind != ClassKind::Old) {
        if parent.kind == ClassKind::Native && !parent.native.subclassable {
            return Err(type_error(format!(
                "Error when calling the metaclass bases\n    type '{}' is not an acceptable base type",
                qualified(parent.native)
            )));
        }
        let native = parent.native;
        if descends(native, best) {
            best = native;
        } else if !descends(best, native) {
            let exceptions = &types::exception::BASE_EXCEPTION;
            if descends(native, exceptions) && descends(best, exceptions) {
                continue;
            }
            return Err(type_error(
                "Error when calling the metaclass bases\n    multiple bases have instance lay-out conflict",
            ));
        }
    }
    Ok(best)
}

fn descends(derived: &'static TypeDef, base: &'static TypeDef) -> bool {
    let mut current = Some(derived);
    while let Some(def) = current {
        if std::ptr::eq(def, base) {
            return true;
        }
        current = def.base;
    }
    false
}

/// A built-in type's name with its module unless that is `__builtin__`.
pub fn qualified(def: &TypeDef) -> String {
    if def.module == "__builtin__" { def.name.to_owned() } else { format!("{}.{}", def.module, def.name) }
}
