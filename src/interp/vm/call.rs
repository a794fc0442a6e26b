//! Calls: argument binding, methods, classes, native functions.

use std::rc::Rc;

use super::Vm;
use super::frame::Frame;
use super::run::Exit;
use crate::interp::budget::ENTRY;
use crate::interp::class::Class;
use crate::interp::code::Code;
use crate::interp::error::{Error, Exc, Result, type_error};
use crate::interp::function::{BoundMethod, Function};
use crate::interp::generator::Generator;
use crate::interp::native::{Args, Entry, NativeFunction};
use crate::interp::tables::Dict;
use crate::interp::value::Value;
use crate::syntax::ast::Name;

impl Vm {
    /// Calls a value.
    pub fn call(&mut self, callee: &Value, args: Args) -> Result<Value> {
        if args.keywords.is_empty() {
            return self.call_positional(callee, args.positional);
        }
        match callee {
            Value::Function(function) => self.call_function(function, args),
            Value::Native(native) => self.call_native(native, args),
            Value::Method(method) => {
                let (function, args) = self.method_args(method, args)?;
                self.call(&function, args)
            }
            Value::Class(class) => self.call_class(class, args),
            _ => self.call_object(callee, args),
        }
    }

    /// Calls a value with positional arguments.
    pub fn call_with(&mut self, callee: &Value, positional: &[Value]) -> Result<Value> {
        self.call_positional(callee, positional.to_vec())
    }

    /// Calls a value with positional arguments.
    pub fn call_positional(&mut self, callee: &Value, positional: Vec<Value>) -> Result<Value> {
        match callee {
            Value::Function(function) => self.call_function(function, Args { positional, keywords: Vec::new() }),
            Value::Native(native) => match native.def.entry {
                Entry::Plain(code) => {
                    let receiver = self.native_receiver(native, &positional)?;
                    native.def.check_count(positional.len().saturating_sub(receiver))?;
                    code(self, &positional)
                }
                _ => self.call_native(native, Args { positional, keywords: Vec::new() }),
            },
            Value::Method(method) => {
                let (function, args) = self.method_args(method, Args { positional, keywords: Vec::new() })?;
                self.call_positional(&function, args.positional)
            }
            Value::Class(class) => self.call_class(class, Args { positional, keywords: Vec::new() }),
            _ => self.call_object(callee, Args { positional, keywords: Vec::new() }),
        }
    }

    /// Calls a method by name (`AttributeError` if it is not there).
    pub fn call_method(&mut self, receiver: &Value, name: &str, positional: &[Value]) -> Result<Value> {
        let method = self.getattr_name(receiver, name)?;
        self.call_with(&method, positional)
    }

    fn call_object(&mut self, callee: &Value, mut args: Args) -> Result<Value> {
        if let Value::Host(_) = callee
            && let Some(Value::Native(native)) = self.class_of(callee).lookup_name("__call__")
            && native.owner.is_some_and(|owner| self.is_native_instance(callee, owner))
        {
            // The method that would be made for this one call is left out.
            self.enter(" while calling a Python object")?;
            args.positional.insert(0, callee.clone());
            let result = native.def.invoke(self, args, 1);
            self.leave();
            return result;
        }
        match self.special(callee, "__call__")? {
            Some(method) => {
                self.enter(" while calling a Python object")?;
                let result = self.call(&method, args);
                self.leave();
                result
            }
            None => {
                if let Value::Instance(instance) = callee {
                    let class = instance.class();
                    if class.kind == crate::interp::class::ClassKind::Old {
                        return Err(Error::new(
                            Exc::AttributeError,
                            format!("{} instance has no __call__ method", class.name()),
                        ));
                    }
                }
                Err(type_error(format!("'{}' object is not callable", self.type_name(callee))))
            }
        }
    }

    fn call_native(&mut self, native: &Rc<NativeFunction>, args: Args) -> Result<Value> {
        if let (true, Some(owner)) = (native.is_new(), native.owner) {
            return crate::interp::types::object::explicit_new(self, owner, args);
        }
        let receiver = self.native_receiver(native, &args.positional)?;
        native.def.invoke(self, args, receiver)
    }

    /// Checks the receiver of a method of a built-in type: 1 if the function has one, else 0.
    fn native_receiver(&mut self, native: &NativeFunction, positional: &[Value]) -> Result<usize> {
        let Some(owner) = native.owner else { return Ok(0) };
        let Some(receiver) = positional.first() else {
            return Err(type_error(format!(
                "descriptor '{}' of '{}' object needs an argument",
                native.def.name, owner.name
            )));
        };
        if self.is_native_instance(receiver, owner) {
            return Ok(1);
        }
        let name = self.type_name(receiver);
        Err(type_error(format!(
            "descriptor '{}' requires a '{}' object but received a '{name}'",
            native.def.name, owner.name
        )))
    }

    fn method_args(&mut self, method: &BoundMethod, mut args: Args) -> Result<(Value, Args)> {
        match &method.receiver {
            Some(receiver) => args.positional.insert(0, receiver.clone()),
            None => self.check_unbound(method, &args)?,
        }
        Ok((method.function.clone(), args))
    }

    fn check_unbound(&mut self, method: &BoundMethod, args: &Args) -> Result<()> {
        let Some(class) = &method.class else { return Ok(()) };
        let fits = match args.positional.first() {
            Some(receiver) => self.isinstance(receiver, &Value::Class(Rc::clone(class)))?,
            None => false,
        };
        if fits {
            return Ok(());
        }
        let function = self.function_name(&method.function);
        let got = match args.positional.first() {
            None => "nothing".to_owned(),
            Some(receiver) => match receiver {
                Value::Instance(i) => format!("{} instance", i.class().name()),
                Value::Class(_) => format!("{} instance", self.class_of(receiver).name()),
                other => format!("{} instance", self.class_of(other).name()),
            },
        };
        Err(type_error(format!(
            "unbound method {function}() must be called with {} instance as first argument (got {got} instead)",
            class.name()
        )))
    }

    /// `__name__` of a callable for messages.
    pub fn function_name(&mut self, function: &Value) -> String {
        match function {
            Value::Function(f) => match &*f.name.borrow() {
                Value::Str(s) => s.lossy().into_owned(),
                _ => String::new(),
            },
            Value::Native(n) => n.def.name.to_owned(),
            Value::Method(m) => {
                let inner = m.function.clone();
                self.function_name(&inner)
            }
            Value::Class(c) => c.name().to_string(),
            Value::Instance(i) => i.class().name().to_string(),
            other => self.type_name(other).to_string(),
        }
    }

    /// Calls a function of the program.
    pub fn call_function(&mut self, function: &Rc<Function>, args: Args) -> Result<Value> {
        let locals = self.bind_arguments(function, args)?;
        let mut frame = Frame::of_call(function, locals);
        if function.code.generator {
            return Ok(Value::Generator(Rc::new(Generator {
                frame: std::cell::RefCell::new(Some(Box::new(frame))),
                running: std::cell::Cell::new(false),
                name: Rc::clone(&function.code.name),
                started: std::cell::Cell::new(false),
            })));
        }
        match self.run(&mut frame)? {
            Exit::Return(value) | Exit::Yield(value) => Ok(value),
        }
    }

    fn bind_arguments(&mut self, function: &Rc<Function>, args: Args) -> Result<Vec<Option<Value>>> {
        let code = &function.code;
        let Args { mut positional, keywords } = args;
        let given = positional.len();
        let wanted = code.arg_count;
        if given == wanted && keywords.is_empty() && !code.star && !code.double_star {
            return Ok(positional.into_iter().map(Some).collect());
        }
        if wanted == 0 && !code.star && !code.double_star {
            let all = given + keywords.len();
            return Err(type_error(format!("{}() takes no arguments ({all} given)", code.name)));
        }
        let rest = if given > wanted { positional.split_off(wanted) } else { Vec::new() };
        if !rest.is_empty() && !code.star {
            let word = if function.defaults.borrow().is_empty() { "exactly" } else { "at most" };
            return Err(type_error(format!(
                "{}() takes {word} {wanted} argument{} ({} given)",
                code.name,
                plural(wanted),
                given + keywords.len()
            )));
        }
        let mut locals: Vec<Option<Value>> = positional.into_iter().map(Some).collect();
        locals.resize(wanted, None);
        if code.star {
            locals.push(Some(Value::tuple(rest)));
        }
        let extra = if code.double_star { Some(Rc::new(Dict::new())) } else { None };
        for (name, value) in keywords {
            self.bind_keyword(code, &mut locals, extra.as_ref(), &name, value)?;
        }
        fill_defaults(function, &mut locals)?;
        if let Some(dict) = extra {
            locals.push(Some(Value::Dict(dict)));
        }
        Ok(locals)
    }

    fn bind_keyword(
        &mut self,
        code: &Code,
        locals: &mut [Option<Value>],
        extra: Option<&Rc<Dict>>,
        name: &Name,
        value: Value,
    ) -> Result<()> {
        if let Some(at) = code.locals[..code.arg_count].iter().position(|n| n == name) {
            if locals[at].is_some() {
                return Err(type_error(format!("{}() got multiple values for keyword argument '{name}'", code.name)));
            }
            locals[at] = Some(value);
            return Ok(());
        }
        match extra {
            Some(dict) => {
                dict.set_name(name, value);
                Ok(())
            }
            None => Err(type_error(format!("{}() got an unexpected keyword argument '{name}'", code.name))),
        }
    }

    /// A call with keywords, `*args` or `**kwargs`.
    pub(super) fn call_ex(&mut self, frame: &mut Frame, code: &Code, at: usize) -> Result<()> {
        let shape = &code.calls[at];
        self.call_place = frame.span();
        let double_star = if shape.double_star { Some(frame.pop()) } else { None };
        let star = if shape.star { Some(frame.pop()) } else { None };
        let mut values = frame.pop_many(shape.keywords.len());
        let mut positional = frame.pop_many(shape.positional as usize);
        let callee = frame.pop();
        if let (Value::Class(class), Some(mapping)) = (&callee, &double_star) {
            // `dict(**mapping)` takes keys of any kind.
            let is_dict = class.is_native(&crate::interp::types::dict::DICT);
            if let (true, true, None, Value::Dict(extra)) = (is_dict, values.is_empty(), &star, mapping.base()) {
                let extra = Rc::clone(extra);
                let value = self.call_positional(&callee, positional)?;
                if let Value::Dict(dict) = &value {
                    dict.merge(self, &extra)?;
                }
                frame.push(value);
                return Ok(());
            }
        }
        let is_function = match &callee {
            Value::Function(_) => true,
            Value::Method(m) => matches!(m.function, Value::Function(_)),
            _ => false,
        };
        // Python functions called without `*` and `**` get their keywords in source order; every other call builds a
        // dictionary of them first, whose order the callee then sees.
        let keywords = match double_star {
            Some(mapping) => {
                let names = shape.keywords.iter().map(|(name, _)| name.clone());
                self.keyword_dict(&callee, names.zip(values).collect(), mapping)?
            }
            None if is_function && star.is_none() => {
                shape.keywords.iter().map(|(name, _)| name.clone()).zip(values).collect()
            }
            None => {
                self.charge_bytes(ENTRY * values.len() as u64)?;
                let mut take = |at: &u32| {
                    let at = *at as usize;
                    (shape.keywords[at].0.clone(), std::mem::replace(&mut values[at], Value::None))
                };
                shape.order.iter().map(&mut take).collect()
            }
        };
        if let Some(star) = star {
            let items = self.star_items(&callee, &star)?;
            positional.extend(items);
        }
        self.keyword_places = self.keeps_places.then(|| (Rc::clone(&frame.code), at));
        let value = self.call(&callee, Args { positional, keywords })?;
        frame.push(value);
        Ok(())
    }

    fn star_items(&mut self, callee: &Value, star: &Value) -> Result<Vec<Value>> {
        let before = self.special(star, "__iter__")?.is_some() || self.special(star, "__getitem__")?.is_some();
        if !before {
            let name = self.type_name(star);
            return Err(type_error(format!(
                "{} argument after * must be an iterable, not {name}",
                self.callee_words(callee)
            )));
        }
        self.collect(star)
    }

    /// The keyword arguments with those of `**mapping`, in the order of the dictionary that CPython collects them in: a copy
    /// of the mapping, then the named ones from last to first.
    fn keyword_dict(
        &mut self,
        callee: &Value,
        named: Vec<(Name, Value)>,
        mapping: Value,
    ) -> Result<Vec<(Name, Value)>> {
        let dict = Dict::new();
        match mapping.base() {
            Value::Dict(other) => dict.merge(self, other)?,
            _ => {
                let Some(keys) = self.getattr_opt(&mapping, "keys")? else {
                    let name = self.type_name(&mapping);
                    return Err(type_error(format!(
                        "{} argument after ** must be a mapping, not {name}",
                        self.callee_words(callee)
                    )));
                };
                let keys = self.call_with(&keys, &[])?;
                for key in self.collect(&keys)? {
                    let value = self.getitem(&mapping, &key)?;
                    dict.set(self, key, value)?;
                }
            }
        }
        for (name, value) in named.into_iter().rev() {
            let key = Value::str(name.as_bytes());
            if dict.get_str(&key).is_some() {
                return Err(type_error(format!(
                    "{} got multiple values for keyword argument '{name}'",
                    self.callee_words(callee)
                )));
            }
            dict.set(self, key, value)?;
        }
        let mut keywords = Vec::with_capacity(dict.len());
        for (key, value) in dict.items() {
            let name = match &key {
                Value::Str(s) => Name::from(s.lossy().as_ref()),
                Value::Unicode(s) => Name::from(s.text()),
                _ => {
                    return Err(type_error(format!("{} keywords must be strings", self.callee_words(callee))));
                }
            };
            keywords.push((name, value));
        }
        Ok(keywords)
    }

    fn callee_words(&mut self, callee: &Value) -> String {
        let tail = match callee {
            Value::Function(_) | Value::Native(_) | Value::Method(_) => "()",
            Value::Class(c) if c.kind == crate::interp::class::ClassKind::Old => " constructor",
            Value::Instance(i) if i.class().kind == crate::interp::class::ClassKind::Old => " instance",
            _ => " object",
        };
        let name = match callee {
            Value::Class(c) if c.kind != crate::interp::class::ClassKind::Old => "type".to_owned(),
            other => self.function_name(other),
        };
        format!("{name}{tail}")
    }

    /// Pushes what a call of a method needs: the function and its receiver, or a found attribute and a gap.
    pub(super) fn load_method(&mut self, frame: &mut Frame, name: &Value) -> Result<()> {
        let receiver = frame.pop();
        if let Some(function) = self.plain_method(&receiver, name) {
            frame.push(function);
            frame.push(receiver);
            frame.methods.push(true);
            return Ok(());
        }
        let attribute = self.getattr(&receiver, name)?;
        frame.push(attribute);
        frame.push(Value::None);
        frame.methods.push(false);
        Ok(())
    }

    /// A function that a plain attribute look-up would only wrap with its receiver.
    fn plain_method(&mut self, receiver: &Value, name: &Value) -> Option<Value> {
        let class: Rc<Class> = match receiver {
            Value::Instance(instance) => {
                let class = instance.class();
                if self.has_attribute_hook(&class) || instance.own(name).is_some() {
                    return None;
                }
                class
            }
            Value::Str(_)
            | Value::Unicode(_)
            | Value::List(_)
            | Value::Dict(_)
            | Value::Tuple(_)
            | Value::Set(_)
            | Value::Host(_) => self.class_of(receiver),
            _ => return None,
        };
        match class.lookup(name)? {
            function @ (Value::Function(_) | Value::Native(_)) => match &function {
                Value::Native(native) => {
                    let fits = native.owner.is_some_and(|owner| self.is_native_instance(receiver, owner));
                    (fits && !native.is_new()).then_some(function)
                }
                _ => Some(function),
            },
            _ => None,
        }
    }
}

fn fill_defaults(function: &Function, locals: &mut [Option<Value>]) -> Result<()> {
    let code = &function.code;
    let defaults = function.defaults.borrow();
    let required = code.arg_count.saturating_sub(defaults.len());
    if locals[..required].iter().any(Option::is_none) {
        let given = locals[..code.arg_count].iter().filter(|v| v.is_some()).count();
        let word = if code.star || !defaults.is_empty() { "at least" } else { "exactly" };
        return Err(type_error(format!(
            "{}() takes {word} {required} argument{} ({given} given)",
            code.name,
            plural(required)
        )));
    }
    for (slot, value) in locals[required..code.arg_count].iter_mut().zip(defaults.iter()) {
        if slot.is_none() {
            *slot = Some(value.clone());
        }
    }
    Ok(())
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
