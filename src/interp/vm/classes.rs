//! Which class a value has, class objects of built-in types, `isinstance`, resolution order.

use std::rc::Rc;

use super::Vm;
use crate::interp::class::{Class, ClassKind};
use crate::interp::error::{Error, Exc, Result, type_error};
use crate::interp::namespace::Namespace;
use crate::interp::native::TypeDef;
use crate::interp::types;
use crate::interp::value::{Descriptor, Value};

impl Vm {
    /// `type(value)`.
    pub fn class_of(&mut self, value: &Value) -> Rc<Class> {
        match value {
            Value::Instance(instance) => {
                let class = instance.class();
                if class.kind == ClassKind::Old { self.class_for(&types::old_style::INSTANCE) } else { class }
            }
            Value::Class(class) => match (&class.metaclass, class.kind) {
                (Some(meta), _) => Rc::clone(meta),
                (None, ClassKind::Old) => self.class_for(&types::old_style::CLASSOBJ),
                (None, _) => self.class_for(&types::type_::TYPE),
            },
            Value::Host(host) => match host.class() {
                Some(class) => class,
                None => self.class_for(host.type_def()),
            },
            _ => self.class_for(native_def(value)),
        }
    }

    /// The class that an exception object shows as its type (`sys.exc_info()[0]`).
    pub fn class_of_exception(&mut self, value: &Value) -> Rc<Class> {
        match value {
            Value::Instance(instance) => instance.class(),
            other => self.class_of(other),
        }
    }

    /// The class object of a native type, made when first asked for.
    pub fn class_for(&mut self, def: &'static TypeDef) -> Rc<Class> {
        let key = std::ptr::from_ref(def) as usize;
        if let Some(class) = self.classes.get(&key) {
            return Rc::clone(class);
        }
        let bases: Vec<Rc<Class>> = def.base.map(|base| self.class_for(base)).into_iter().collect();
        let mut ancestors = Vec::new();
        if let Some(base) = bases.first() {
            ancestors.extend(base.mro().cloned());
        }
        let class = Rc::new(Class {
            name: std::cell::RefCell::new(Rc::from(def.name)),
            kind: ClassKind::Native,
            bases,
            ancestors,
            dict: Namespace::native(def),
            native: def,
            metaclass: None,
            has_dict: std::iter::successors(Some(def), |def| def.base)
                .any(|def| std::ptr::eq(def, &types::exception::BASE_EXCEPTION)),
            subclasses: Default::default(),
            extra: Default::default(),
            made_at_once: Default::default(),
        });
        for base in &class.bases {
            base.subclasses.borrow_mut().push(Rc::downgrade(&class));
        }
        self.classes.insert(key, Rc::clone(&class));
        class
    }

    /// `type(value).__name__` as messages show it (`instance` for old-style instances).
    pub fn type_name(&mut self, value: &Value) -> Rc<str> {
        let class = self.class_of(value);
        // The types of C modules carry their module in their name.
        let module = class.native.module;
        if class.kind == ClassKind::Native && C_MODULES.contains(&module) {
            return Rc::from(format!("{module}.{}", class.native.name));
        }
        class.name()
    }

    /// Whether a value may be the receiver of a built-in type's methods.
    pub fn is_native_instance(&mut self, value: &Value, owner: &'static TypeDef) -> bool {
        if std::ptr::eq(owner, &types::object::OBJECT) {
            return true;
        }
        match value {
            Value::Instance(instance) => instance.class().derives_from(owner),
            _ => self.class_of(value).derives_from(owner),
        }
    }

    /// isinstance against a class or a tuple of classes.
    pub fn isinstance(&mut self, value: &Value, class: &Value) -> Result<bool> {
        match class {
            Value::Tuple(items) => {
                self.enter(" in __instancecheck__")?;
                let mut found = Ok(false);
                for item in items.iter() {
                    found = self.isinstance(value, item);
                    if !matches!(found, Ok(false)) {
                        break;
                    }
                }
                self.leave();
                found
            }
            Value::Class(class) => {
                if let Some(meta) = &class.metaclass
                    && let Some(hook) = self.user_hook(&Rc::clone(meta), "__instancecheck__")
                {
                    let answer = self.call_with(&hook, &[Value::Class(Rc::clone(class)), value.clone()])?;
                    return self.truth(&answer);
                }
                if let Some(check) = class.native.instance_check {
                    return check(self, value, class);
                }
                if let Value::Instance(instance) = value
                    && instance.class().is_subclass(class)
                {
                    return Ok(true);
                }
                if self.class_of(value).is_subclass(class) {
                    return Ok(true);
                }
                // `__class__` may claim another class.
                if let Value::Instance(instance) = value
                    && instance.class().kind == ClassKind::New
                    && let Some(Value::Class(claimed)) = self.getattr_opt(value, "__class__")?
                {
                    return Ok(claimed.is_subclass(class));
                }
                Ok(false)
            }
            other => match self.special(other, "__instancecheck__")? {
                Some(check) => {
                    let answer = self.call_with(&check, std::slice::from_ref(value))?;
                    self.truth(&answer)
                }
                None => Err(type_error("isinstance() arg 2 must be a class, type, or tuple of classes and types")),
            },
        }
    }

    /// issubclass against a class or a tuple of classes.
    pub fn issubclass(&mut self, derived: &Value, class: &Value) -> Result<bool> {
        let Value::Class(derived_class) = derived else {
            return Err(type_error("issubclass() arg 1 must be a class"));
        };
        match class {
            Value::Tuple(items) => {
                for item in items.iter() {
                    if self.issubclass(derived, item)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Value::Class(class) => {
                if let Some(meta) = &class.metaclass
                    && let Some(hook) = self.user_hook(&Rc::clone(meta), "__subclasscheck__")
                {
                    let answer = self.call_with(&hook, &[Value::Class(Rc::clone(class)), derived.clone()])?;
                    return self.truth(&answer);
                }
                Ok(derived_class.is_subclass(class))
            }
            _ => Err(type_error("issubclass() arg 2 must be a class or tuple of classes")),
        }
    }
}

/// Modules whose types are shown with the module's name in messages.
const C_MODULES: &[&str] = &["_hashlib", "_sre", "collections", "functools", "itertools", "operator"];

/// The description of a value's built-in type.
fn native_def(value: &Value) -> &'static TypeDef {
    match value {
        Value::None => &types::none::NONE,
        Value::NotImplemented => &types::none::NOT_IMPLEMENTED,
        Value::Ellipsis => &types::none::ELLIPSIS,
        Value::Bool(_) => &types::bool::BOOL,
        Value::Int(_) => &types::int::INT,
        Value::Long(_) => &types::long::LONG,
        Value::Float(_) => &types::float::FLOAT,
        Value::Str(_) => &types::text::STR,
        Value::Unicode(_) => &types::text::UNICODE,
        Value::Tuple(_) => &types::tuple::TUPLE,
        Value::List(_) => &types::list::LIST,
        Value::Dict(_) => &types::dict::DICT,
        Value::Set(_) => &types::set::SET,
        Value::FrozenSet(_) => &types::set::FROZENSET,
        Value::Function(_) => &types::function::FUNCTION,
        Value::Native(native) if native.owner.is_some() && native.def.name.starts_with("__") => {
            if native.is_new() {
                &types::function::BUILTIN_FUNCTION
            } else {
                &types::function::SLOT_WRAPPER
            }
        }
        Value::Native(native) => match native.owner {
            Some(_) => &types::function::METHOD_DESCRIPTOR,
            None => &types::function::BUILTIN_FUNCTION,
        },
        Value::Method(method) => match (&method.function, &method.receiver) {
            (Value::Native(native), Some(_)) if native.owner.is_some() && native.def.name.starts_with("__") => {
                &types::function::METHOD_WRAPPER
            }
            (Value::Native(_), Some(_)) => &types::function::BUILTIN_FUNCTION,
            _ => &types::function::INSTANCE_METHOD,
        },
        Value::Class(_) => &types::type_::TYPE,
        Value::Instance(_) => &types::object::OBJECT,
        Value::Module(_) => &types::module::MODULE,
        Value::Slice(_) => &types::slice::SLICE,
        Value::XRange(_) => &types::xrange::XRANGE,
        Value::Generator(_) => &types::generator::GENERATOR,
        Value::Iter(iter) => iter.def,
        Value::Descriptor(descriptor) => match **descriptor {
            Descriptor::Property { .. } => &types::descriptors::PROPERTY,
            Descriptor::Static(_) => &types::descriptors::STATICMETHOD,
            Descriptor::Class(_) => &types::descriptors::CLASSMETHOD,
            Descriptor::Slot { .. } => &types::descriptors::MEMBER,
            Descriptor::Getter(_) => &types::descriptors::GETSET,
        },
        Value::Super(_) => &types::super_::SUPER,
        Value::Cell(_) => &types::function::CELL,
        Value::Code(_) => &types::function::CODE,
        Value::Host(host) => host.type_def(),
    }
}

/// The C3 resolution order of new-style bases, without the class itself.
pub fn linearize(bases: &[Rc<Class>]) -> Result<Vec<Rc<Class>>> {
    if let [only] = bases {
        return Ok(order_of(only));
    }
    let mut lists: Vec<Vec<Rc<Class>>> = bases.iter().map(order_of).collect();
    lists.push(bases.to_vec());
    let mut order: Vec<Rc<Class>> = Vec::new();
    loop {
        lists.retain(|list| !list.is_empty());
        if lists.is_empty() {
            return Ok(order);
        }
        let next = lists
            .iter()
            .map(|list| &list[0])
            .find(|candidate| !lists.iter().any(|list| list[1..].iter().any(|other| Rc::ptr_eq(other, candidate))));
        let Some(next) = next.cloned() else { return Err(inconsistent(&lists)) };
        for list in &mut lists {
            if Rc::ptr_eq(&list[0], &next) {
                list.remove(0);
            }
        }
        order.push(next);
    }
}

/// The resolution order of old-style bases: depth first, left to right, first occurrence.
pub fn depth_first(bases: &[Rc<Class>]) -> Vec<Rc<Class>> {
    if let [only] = bases {
        return order_of(only);
    }
    let mut order: Vec<Rc<Class>> = Vec::new();
    for base in bases {
        for class in base.mro() {
            if !order.iter().any(|seen| Rc::ptr_eq(seen, class)) {
                order.push(Rc::clone(class));
            }
        }
    }
    order
}

fn order_of(class: &Rc<Class>) -> Vec<Rc<Class>> {
    class.mro().cloned().collect()
}

fn inconsistent(lists: &[Vec<Rc<Class>>]) -> Error {
    let mut names: Vec<String> = Vec::new();
    for list in lists {
        let name = list[0].name().to_string();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Error::new(
        Exc::TypeError,
        format!(
            "Error when calling the metaclass bases\n    Cannot create a consistent method resolution\norder (MRO) for bases {}",
            names.join(", ")
        ),
    )
}
