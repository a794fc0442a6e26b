//! Assignment and deletion of attributes.

use std::rc::Rc;

use super::Vm;
use super::attributes::{descriptor_of, is_name, name_text};
use crate::interp::class::{Class, ClassKind, Instance, Payload};
use crate::interp::error::{Error, Result, attribute_error, type_error};
use crate::interp::tables::Dict;
use crate::interp::value::{Descriptor, Tuple, Value};

impl Vm {
    /// `receiver.name = value`.
    pub fn setattr(&mut self, receiver: &Value, name: &Value, value: Value) -> Result<()> {
        self.charge_bytes(32)?;
        match receiver {
            Value::Instance(instance) => {
                let class = instance.class();
                let hook = if class.kind == ClassKind::Old {
                    class.lookup_name("__setattr__")
                } else {
                    self.user_hook(&class, "__setattr__")
                };
                if let Some(hook) = hook {
                    return self.call_with(&hook, &[receiver.clone(), name.clone(), value]).map(drop);
                }
                self.set_instance_attribute(receiver, instance, &class, name, value)
            }
            Value::Class(class) => self.set_class_attribute(class, name, value),
            Value::Module(module) => {
                self.names_of(module)?.set_str(name, value);
                Ok(())
            }
            Value::Function(function) => self.set_function_attribute(function, name, value),
            Value::Method(_) => {
                let text = name_text(name);
                Err(attribute_error(format!("'instancemethod' object has no attribute '{text}'")))
            }
            Value::Host(_) => {
                let class = self.class_of(receiver);
                match class.native.setattr {
                    Some(hook) => {
                        let text = name_text(name);
                        hook(self, receiver, &text, Some(value))
                    }
                    None => Err(self.read_only(receiver, name)),
                }
            }
            _ => Err(self.read_only(receiver, name)),
        }
    }

    fn read_only(&mut self, receiver: &Value, name: &Value) -> Error {
        let class = self.class_of(receiver);
        let text = name_text(name);
        match class.lookup(name) {
            Some(Value::Descriptor(_)) if matches!(receiver, Value::Slice(_)) => type_error("readonly attribute"),
            Some(Value::Descriptor(d)) if matches!(*d, Descriptor::Getter(_)) => {
                attribute_error(format!("attribute '{text}' of '{}' objects is not writable", class.name()))
            }
            Some(_) => attribute_error(format!("'{}' object attribute '{text}' is read-only", class.name())),
            None => attribute_error(format!("'{}' object has no attribute '{text}'", class.name())),
        }
    }

    /// The default assignment on an instance.
    pub fn set_instance_attribute(
        &mut self,
        receiver: &Value,
        instance: &Rc<Instance>,
        class: &Rc<Class>,
        name: &Value,
        value: Value,
    ) -> Result<()> {
        if is_name(name, "__class__") {
            return self.set_class_of(instance, class, &value);
        }
        if class.kind != ClassKind::Old
            && let Some(attribute) = class.lookup(name)
        {
            match descriptor_of(&attribute) {
                Value::Descriptor(d) => match &**d {
                    Descriptor::Property { set, .. } => {
                        if set.is_none() {
                            return Err(attribute_error("can't set attribute"));
                        }
                        return self.call_with(set, &[receiver.clone(), value]).map(drop);
                    }
                    Descriptor::Getter(getter) => {
                        if self.set_exception_attribute(instance, getter.name, &value)? {
                            return Ok(());
                        }
                        return Err(attribute_error(format!(
                            "attribute '{}' of '{}' objects is not writable",
                            getter.name, class.native.name
                        )));
                    }
                    Descriptor::Slot { .. } => {
                        match instance.slots() {
                            Some(slots) => slots.set_str(name, value),
                            None => instance.dict.borrow().set_str(name, value),
                        }
                        return Ok(());
                    }
                    _ => {}
                },
                Value::Instance(holder) => {
                    if let Some(set) = self.user_hook(&holder.class(), "__set__") {
                        return self.call_with(&set, &[attribute.clone(), receiver.clone(), value]).map(drop);
                    }
                }
                _ => {}
            }
        }
        if !class.has_dict {
            let text = name_text(name);
            return Err(attribute_error(if class.lookup(name).is_some() {
                format!("'{}' object attribute '{text}' is read-only", class.name())
            } else {
                format!("'{}' object has no attribute '{text}'", class.name())
            }));
        }
        instance.dict.borrow().set_str(name, value);
        Ok(())
    }

    fn set_exception_attribute(&mut self, instance: &Rc<Instance>, name: &str, value: &Value) -> Result<bool> {
        let Payload::Exception(args) = &instance.payload else { return Ok(false) };
        if name == "args" {
            let items = self.collect(value)?;
            *args.borrow_mut() = Value::tuple(items);
        } else {
            instance.dict.borrow().set_name(name, value.clone());
        }
        Ok(true)
    }

    fn set_class_of(&mut self, instance: &Rc<Instance>, class: &Rc<Class>, value: &Value) -> Result<()> {
        let Value::Class(new) = value else {
            let message = if class.kind == ClassKind::Old {
                "__class__ must be set to a class".to_owned()
            } else {
                format!("__class__ must be set to new-style class, not '{}' object", self.type_name(value))
            };
            return Err(type_error(message));
        };
        let fits = new.kind == class.kind && std::ptr::eq(new.native, class.native) && new.has_dict == class.has_dict;
        if !fits {
            return Err(type_error(format!(
                "__class__ assignment: '{}' object layout differs from '{}'",
                new.name(),
                class.name()
            )));
        }
        *instance.class.borrow_mut() = Rc::clone(new);
        Ok(())
    }

    fn set_class_attribute(&mut self, class: &Rc<Class>, name: &Value, value: Value) -> Result<()> {
        if class.kind == ClassKind::Native {
            return Err(type_error(format!("can't set attributes of built-in/extension type '{}'", class.name())));
        }
        let meta = self.class_of(&Value::Class(Rc::clone(class)));
        if let Some(hook) = self.user_hook(&meta, "__setattr__") {
            return self.call_with(&hook, &[Value::Class(Rc::clone(class)), name.clone(), value]).map(drop);
        }
        if is_name(name, "__name__")
            && let Value::Str(text) = &value
        {
            *class.name.borrow_mut() = Rc::from(text.lossy().as_ref());
            return Ok(());
        }
        class.dict.set_str(name, value);
        Ok(())
    }

    fn set_function_attribute(
        &mut self,
        function: &Rc<crate::interp::function::Function>,
        name: &Value,
        value: Value,
    ) -> Result<()> {
        match name_text(name).as_str() {
            "__name__" | "func_name" => {
                if !matches!(value, Value::Str(_)) {
                    return Err(type_error("__name__ must be set to a string object"));
                }
                *function.name.borrow_mut() = value;
            }
            "__doc__" | "func_doc" => *function.doc.borrow_mut() = value,
            "__module__" => *function.module.borrow_mut() = value,
            "__defaults__" | "func_defaults" => {
                let items = match &value {
                    Value::None => Vec::new(),
                    Value::Tuple(items) => items.to_vec(),
                    _ => return Err(type_error("func_defaults must be set to a tuple object")),
                };
                *function.defaults.borrow_mut() = Rc::new(Tuple::new(items));
            }
            "func_closure" | "func_globals" | "__closure__" | "__globals__" => {
                return Err(type_error("readonly attribute"));
            }
            "__dict__" | "func_dict" => match &value {
                Value::Dict(dict) => *function.dict.borrow_mut() = Some(Rc::clone(dict)),
                _ => return Err(type_error("setting function's dictionary to a non-dict")),
            },
            _ => function.dict.borrow_mut().get_or_insert_with(|| Rc::new(Dict::new())).set_str(name, value),
        }
        Ok(())
    }

    /// `del receiver.name`.
    pub fn delattr(&mut self, receiver: &Value, name: &Value) -> Result<()> {
        match receiver {
            Value::Instance(instance) => {
                let class = instance.class();
                let hook = if class.kind == ClassKind::Old {
                    class.lookup_name("__delattr__")
                } else {
                    self.user_hook(&class, "__delattr__")
                };
                if let Some(hook) = hook {
                    return self.call_with(&hook, &[receiver.clone(), name.clone()]).map(drop);
                }
                self.delete_instance_attribute(receiver, instance, &class, name)
            }
            Value::Class(class) => {
                if class.kind == ClassKind::Native {
                    return Err(type_error(format!(
                        "can't set attributes of built-in/extension type '{}'",
                        class.name()
                    )));
                }
                match class.dict.remove_str(name) {
                    Some(_) => Ok(()),
                    None if class.kind == ClassKind::Old => Err(self.no_attribute(receiver, name)),
                    None => Err(attribute_error(name_text(name))),
                }
            }
            Value::Module(module) => match self.names_of(module)?.remove_str(name) {
                Some(_) => Ok(()),
                None => Err(attribute_error(name_text(name))),
            },
            Value::Function(function) => {
                let removed = function.dict.borrow().as_ref().and_then(|d| d.remove_str(name));
                match removed {
                    Some(_) => Ok(()),
                    None => Err(attribute_error(name_text(name))),
                }
            }
            Value::Host(_) => {
                let class = self.class_of(receiver);
                match class.native.setattr {
                    Some(hook) => {
                        let text = name_text(name);
                        hook(self, receiver, &text, None)
                    }
                    None => Err(self.read_only(receiver, name)),
                }
            }
            _ => Err(self.read_only(receiver, name)),
        }
    }

    /// The default deletion on an instance.
    pub fn delete_instance_attribute(
        &mut self,
        receiver: &Value,
        instance: &Rc<Instance>,
        class: &Rc<Class>,
        name: &Value,
    ) -> Result<()> {
        if class.kind != ClassKind::Old {
            match class.lookup(name).as_ref().map(descriptor_of) {
                Some(Value::Descriptor(d)) => match &**d {
                    Descriptor::Property { delete, .. } => {
                        if delete.is_none() {
                            return Err(attribute_error("can't delete attribute"));
                        }
                        return self.call_with(delete, std::slice::from_ref(receiver)).map(drop);
                    }
                    Descriptor::Slot { name: slot, .. } => {
                        let removed = match instance.slots() {
                            Some(slots) => slots.remove_str(name),
                            None => instance.dict.borrow().remove_str(name),
                        };
                        return match removed {
                            Some(_) => Ok(()),
                            None => Err(attribute_error(slot.to_string())),
                        };
                    }
                    _ => {}
                },
                Some(Value::Instance(holder)) => {
                    if let Some(delete) = self.user_hook(&holder.class(), "__delete__") {
                        return self
                            .call_with(&delete, &[Value::Instance(Rc::clone(holder)), receiver.clone()])
                            .map(drop);
                    }
                }
                _ => {}
            }
        }
        let removed = instance.dict.borrow().remove_str(name);
        match removed {
            Some(_) => Ok(()),
            None if class.kind == ClassKind::Old => Err(self.no_attribute(receiver, name)),
            None => Err(attribute_error(name_text(name))),
        }
    }
}
