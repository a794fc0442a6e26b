//! Attribute access: instances, classes, modules, functions, built-in values, descriptors.

use std::rc::Rc;

use super::Vm;
use crate::interp::class::{Class, ClassKind, Instance};
use crate::interp::error::{Error, Exc, Result, attribute_error, type_error};
use crate::interp::function::BoundMethod;
use crate::interp::value::{Descriptor, Super, Value};

impl Vm {
    /// `receiver.name`.
    pub fn getattr(&mut self, receiver: &Value, name: &Value) -> Result<Value> {
        match self.find_attribute(receiver, name)? {
            Some(value) => Ok(value),
            None => Err(self.no_attribute(receiver, name)),
        }
    }

    /// `receiver.name` with plain text.
    pub fn getattr_name(&mut self, receiver: &Value, name: &str) -> Result<Value> {
        self.getattr(receiver, &Value::str(name))
    }

    /// `None` when there is no such attribute.
    pub fn getattr_opt(&mut self, receiver: &Value, name: &str) -> Result<Option<Value>> {
        match self.getattr_name(receiver, name) {
            Ok(value) => Ok(Some(value)),
            Err(error) if self.error_is(&error, Exc::AttributeError) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn find_attribute(&mut self, receiver: &Value, name: &Value) -> Result<Option<Value>> {
        match receiver {
            Value::Instance(instance) => {
                let class = instance.class();
                if class.kind == ClassKind::Old {
                    return self.old_instance_attribute(receiver, instance, &class, name);
                }
                if let Some(hook) = self.user_hook(&class, "__getattribute__") {
                    let found = self.call_with(&hook, &[receiver.clone(), name.clone()]);
                    return self.or_getattr_hook(receiver, &class, name, found.map(Some));
                }
                let found = self.instance_attribute(receiver, instance, &class, name);
                self.or_getattr_hook(receiver, &class, name, found)
            }
            Value::Class(class) => self.class_attribute(class, name),
            Value::Module(module) => {
                loop {
                    if let Some(value) = module.dict.get_str(name) {
                        return Ok(Some(value));
                    }
                    if !self.fill_further(module)? {
                        break;
                    }
                }
                match is_name(name, "__dict__") {
                    true => Ok(Some(Value::Dict(Rc::clone(&module.dict)))),
                    false => self.plain_attribute(receiver, name),
                }
            }
            Value::Super(bound) => self.super_attribute(bound, name),
            Value::Function(function) => {
                if let Some(value) = function.dict.borrow().as_ref().and_then(|d| d.get_str(name)) {
                    return Ok(Some(value));
                }
                self.plain_attribute(receiver, name)
            }
            Value::Method(method) => match self.plain_attribute(receiver, name)? {
                Some(value) => Ok(Some(value)),
                None => {
                    let function = method.function.clone();
                    self.find_attribute(&function, name)
                }
            },
            Value::Host(_) => self.host_attribute(receiver, name),
            _ => self.plain_attribute(receiver, name),
        }
    }

    fn host_attribute(&mut self, receiver: &Value, name: &Value) -> Result<Option<Value>> {
        if let Some(value) = self.plain_attribute(receiver, name)? {
            return Ok(Some(value));
        }
        let class = self.class_of(receiver);
        let Some(hook) = class.native.getattr else { return Ok(None) };
        let text = name_text(name);
        hook(self, receiver, &text)
    }

    /// An attribute that comes from the value's class alone.
    fn plain_attribute(&mut self, receiver: &Value, name: &Value) -> Result<Option<Value>> {
        let class = self.class_of(receiver);
        match class.lookup(name) {
            Some(attribute) => self.bind_attribute(attribute, Some(receiver), &class).map(Some),
            None if is_name(name, "__class__") => Ok(Some(Value::Class(class))),
            None => Ok(None),
        }
    }

    fn or_getattr_hook(
        &mut self,
        receiver: &Value,
        class: &Rc<Class>,
        name: &Value,
        found: Result<Option<Value>>,
    ) -> Result<Option<Value>> {
        let missing = match &found {
            Ok(Some(_)) => false,
            Ok(None) => true,
            Err(error) => self.error_is(error, Exc::AttributeError),
        };
        if missing && let Some(hook) = self.user_hook(class, "__getattr__") {
            return self.call_with(&hook, &[receiver.clone(), name.clone()]).map(Some);
        }
        found
    }

    /// A special method that the program (not a built-in type) defines on a class.
    pub(super) fn user_hook(&mut self, class: &Rc<Class>, name: &str) -> Option<Value> {
        if class.kind == ClassKind::Native {
            return None;
        }
        match class.lookup_name(name) {
            Some(Value::Native(_)) | None => None,
            found => found,
        }
    }

    /// Whether looking an attribute up on instances of the class may run program code first.
    pub(super) fn has_attribute_hook(&mut self, class: &Rc<Class>) -> bool {
        class.kind == ClassKind::Old || self.user_hook(class, "__getattribute__").is_some()
    }

    /// The default look-up on an instance: data descriptors, its own attributes, then the class's.
    pub fn instance_attribute(
        &mut self,
        receiver: &Value,
        instance: &Rc<Instance>,
        class: &Rc<Class>,
        name: &Value,
    ) -> Result<Option<Value>> {
        let on_class = class.lookup(name);
        if let Some(attribute) = &on_class
            && self.is_data_descriptor(attribute)
        {
            return self.bind_attribute(attribute.clone(), Some(receiver), class).map(Some);
        }
        if let Some(value) = instance.own(name) {
            return Ok(Some(value));
        }
        match on_class {
            Some(attribute) => self.bind_attribute(attribute, Some(receiver), class).map(Some),
            None if is_name(name, "__dict__") && class.has_dict => {
                Ok(Some(Value::Dict(Rc::clone(&instance.dict.borrow()))))
            }
            None if is_name(name, "__class__") => Ok(Some(Value::Class(Rc::clone(class)))),
            None => Ok(None),
        }
    }

    fn old_instance_attribute(
        &mut self,
        receiver: &Value,
        instance: &Rc<Instance>,
        class: &Rc<Class>,
        name: &Value,
    ) -> Result<Option<Value>> {
        if is_name(name, "__dict__") {
            return Ok(Some(Value::Dict(Rc::clone(&instance.dict.borrow()))));
        }
        if is_name(name, "__class__") {
            return Ok(Some(Value::Class(Rc::clone(class))));
        }
        if let Some(value) = instance.own(name) {
            return Ok(Some(value));
        }
        if let Some(attribute) = class.lookup(name) {
            return self.bind_attribute(attribute, Some(receiver), class).map(Some);
        }
        match class.lookup_name("__getattr__") {
            Some(hook) => self.call_with(&hook, &[receiver.clone(), name.clone()]).map(Some),
            None => Ok(None),
        }
    }

    /// An attribute of a class: the metaclass's data descriptors, its own along the resolution order, the metaclass's.
    fn class_attribute(&mut self, class: &Rc<Class>, name: &Value) -> Result<Option<Value>> {
        let receiver = Value::Class(Rc::clone(class));
        if class.kind == ClassKind::Old {
            if let Some(value) = self.old_class_special(class, name) {
                return Ok(Some(value));
            }
            return match class.lookup(name) {
                Some(attribute) => self.bind_attribute(attribute, None, class).map(Some),
                None => Ok(None),
            };
        }
        let meta = self.class_of(&receiver);
        let on_meta = meta.lookup(name);
        if let Some(attribute) = &on_meta
            && self.is_data_descriptor(attribute)
        {
            return self.bind_attribute(attribute.clone(), Some(&receiver), &meta).map(Some);
        }
        if let Some(attribute) = class.lookup(name) {
            return self.bind_attribute(attribute, None, class).map(Some);
        }
        if let Some(attribute) = on_meta {
            return self.bind_attribute(attribute, Some(&receiver), &meta).map(Some);
        }
        if let Some(hook) = class.native.class_getattr {
            let text = name_text(name);
            if let Some(value) = hook(self, class, &text)? {
                return Ok(Some(value));
            }
        }
        if let Some(hook) = self.user_hook(&meta, "__getattr__") {
            return self.call_with(&hook, &[receiver, name.clone()]).map(Some);
        }
        Ok(None)
    }

    fn old_class_special(&mut self, class: &Rc<Class>, name: &Value) -> Option<Value> {
        match name_text(name).as_str() {
            "__name__" => Some(Value::str(class.name().as_bytes())),
            "__dict__" => Some(Value::Dict(Rc::clone(&class.dict))),
            "__bases__" => Some(Value::tuple(class.bases.iter().map(|b| Value::Class(Rc::clone(b))).collect())),
            _ => None,
        }
    }

    fn super_attribute(&mut self, bound: &Rc<Super>, name: &Value) -> Result<Option<Value>> {
        if is_name(name, "__class__") {
            return self.plain_attribute(&Value::Super(Rc::clone(bound)), name);
        }
        let order: Vec<Rc<Class>> = bound.receiver_class.mro().cloned().collect();
        let start = order.iter().position(|c| Rc::ptr_eq(c, &bound.class)).map_or(0, |at| at + 1);
        for class in &order[start.min(order.len())..] {
            if let Some(attribute) = class.dict.get_str(name) {
                let on_class = matches!(&bound.receiver, Value::Class(c) if Rc::ptr_eq(c, &bound.receiver_class));
                let receiver = if on_class { None } else { Some(&bound.receiver) };
                return self.bind_attribute(attribute, receiver, &bound.receiver_class).map(Some);
            }
        }
        self.plain_attribute(&Value::Super(Rc::clone(bound)), name)
    }

    /// What an attribute found on a class becomes when read through an instance (`receiver`) or through the class.
    pub fn bind_attribute(&mut self, attribute: Value, receiver: Option<&Value>, class: &Rc<Class>) -> Result<Value> {
        match &attribute {
            Value::Function(_) => Ok(Value::Method(Rc::new(BoundMethod {
                function: attribute,
                receiver: receiver.cloned(),
                class: Some(Rc::clone(class)),
                number: Default::default(),
            }))),
            Value::Native(native) => match (native.owner, receiver) {
                (Some(owner), Some(receiver)) if !native.is_new() && !self.is_native_instance(receiver, owner) => {
                    let name = self.type_name(receiver);
                    Err(type_error(format!(
                        "descriptor '{}' for '{}' objects doesn't apply to '{name}' object",
                        native.def.name, owner.name
                    )))
                }
                (Some(_), Some(receiver)) if !native.is_new() => Ok(Value::Method(Rc::new(BoundMethod {
                    function: attribute.clone(),
                    receiver: Some(receiver.clone()),
                    class: Some(Rc::clone(class)),
                    number: Default::default(),
                }))),
                _ => Ok(attribute),
            },
            Value::Method(method) if method.receiver.is_none() && receiver.is_some() => {
                Ok(self.bind_unbound(method, receiver, class)?)
            }
            Value::Descriptor(descriptor) => self.bind_descriptor(&attribute, descriptor, receiver, class),
            Value::Instance(instance) if instance.class().kind != ClassKind::Old => {
                match self.user_hook(&instance.class(), "__get__") {
                    Some(get) => {
                        let on = receiver.cloned().unwrap_or(Value::None);
                        self.call_with(&get, &[attribute.clone(), on, Value::Class(Rc::clone(class))])
                    }
                    None => match descriptor_of(&attribute) {
                        inner @ Value::Descriptor(_) if receiver.is_some() => {
                            self.bind_attribute(inner.clone(), receiver, class)
                        }
                        _ => Ok(attribute),
                    },
                }
            }
            Value::Host(host) => match host.type_def().descriptor_get {
                Some(get) => get(self, &attribute, receiver, class),
                None => Ok(attribute),
            },
            _ => Ok(attribute),
        }
    }

    /// An unbound method stored in a class: it binds to instances of its own class only.
    fn bind_unbound(&mut self, method: &Rc<BoundMethod>, receiver: Option<&Value>, class: &Rc<Class>) -> Result<Value> {
        if let (Some(wanted), Some(receiver)) = (&method.class, receiver)
            && !self.isinstance(receiver, &Value::Class(Rc::clone(wanted)))?
        {
            return Ok(Value::Method(Rc::clone(method)));
        }
        Ok(Value::Method(Rc::new(BoundMethod {
            function: method.function.clone(),
            receiver: receiver.cloned(),
            class: Some(Rc::clone(class)),
            number: Default::default(),
        })))
    }

    fn bind_descriptor(
        &mut self,
        attribute: &Value,
        descriptor: &Descriptor,
        receiver: Option<&Value>,
        class: &Rc<Class>,
    ) -> Result<Value> {
        match (descriptor, receiver) {
            (Descriptor::Static(function), _) => Ok(function.clone()),
            (Descriptor::Class(function), _) => Ok(Value::Method(Rc::new(BoundMethod {
                function: function.clone(),
                receiver: Some(Value::Class(Rc::clone(class))),
                class: Some(self.class_of(&Value::Class(Rc::clone(class)))),
                number: Default::default(),
            }))),
            (Descriptor::Property { get, .. }, Some(receiver)) => {
                if get.is_none() {
                    return Err(attribute_error("unreadable attribute"));
                }
                self.call_with(get, std::slice::from_ref(receiver))
            }
            (Descriptor::Slot { name, .. }, Some(Value::Instance(instance))) => {
                let slot = Value::str(name.as_bytes());
                let value = match instance.slots() {
                    Some(slots) => slots.get_str(&slot),
                    None => instance.own(&slot),
                };
                match value {
                    Some(value) => Ok(value),
                    None => Err(attribute_error(name.to_string())),
                }
            }
            (Descriptor::Getter(getter), Some(receiver)) => (getter.get)(self, receiver),
            _ => Ok(attribute.clone()),
        }
    }

    /// Whether an attribute of a class comes before the instance's own.
    fn is_data_descriptor(&mut self, attribute: &Value) -> bool {
        match descriptor_of(attribute) {
            Value::Descriptor(d) => {
                matches!(**d, Descriptor::Property { .. } | Descriptor::Slot { .. } | Descriptor::Getter(_))
            }
            Value::Instance(instance) => {
                let class = instance.class();
                class.kind != ClassKind::Old && self.user_hook(&class, "__set__").is_some()
            }
            _ => false,
        }
    }

    /// Looks a special method up on the class (new-style) or the instance (old-style), bound; `None` if absent.
    pub fn special(&mut self, receiver: &Value, name: &str) -> Result<Option<Value>> {
        let class = match receiver {
            Value::Instance(instance) if instance.class().kind == ClassKind::Old => {
                let class = instance.class();
                let name = Value::str(name);
                return match self.old_instance_attribute(receiver, instance, &class, &name) {
                    Err(error) if self.error_is(&error, Exc::AttributeError) => Ok(None),
                    other => other,
                };
            }
            _ => self.class_of(receiver),
        };
        match class.lookup_name(name) {
            None => Ok(None),
            Some(attribute) => self.bind_attribute(attribute, Some(receiver), &class).map(Some),
        }
    }

    pub(super) fn no_attribute(&mut self, receiver: &Value, name: &Value) -> Error {
        let text = name_text(name);
        let message = match receiver {
            Value::Class(class) if class.kind == ClassKind::Old => {
                format!("class {} has no attribute '{text}'", class.name())
            }
            Value::Class(class) => format!("type object '{}' has no attribute '{text}'", class.name()),
            Value::Instance(instance) if instance.class().kind == ClassKind::Old => {
                format!("{} instance has no attribute '{text}'", instance.class().name())
            }
            Value::Module(_) => format!("'module' object has no attribute '{text}'"),
            Value::Method(method) => match &method.function {
                Value::Native(_) => format!("'builtin_function_or_method' object has no attribute '{text}'"),
                _ => format!("'function' object has no attribute '{text}'"),
            },
            _ => format!("'{}' object has no attribute '{text}'", self.type_name(receiver)),
        };
        attribute_error(message)
    }
}

/// A name value's text.
pub(super) fn name_text(name: &Value) -> String {
    match name {
        Value::Str(s) => s.lossy().into_owned(),
        Value::Unicode(s) => s.text().to_owned(),
        _ => String::new(),
    }
}

pub(super) fn is_name(name: &Value, text: &str) -> bool {
    matches!(name, Value::Str(s) if s.bytes() == text.as_bytes())
}

/// The built-in descriptor inside an instance of a subclass (`class P(property)`), else the value.
pub(super) fn descriptor_of(attribute: &Value) -> &Value {
    match attribute.base() {
        inner @ Value::Descriptor(_) => inner,
        _ => attribute,
    }
}
