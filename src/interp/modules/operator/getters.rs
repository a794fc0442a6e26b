//! `itemgetter`, `attrgetter`, `methodcaller`.

use std::any::Any;
use std::rc::Rc;

use crate::interp::class::Class;
use crate::interp::error::{Result, type_error};
use crate::interp::host_value::HostValue;
use crate::interp::native::{Args, NativeDef, TypeDef};
use crate::interp::types;
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::syntax::ast::Name;

/// The types.
pub static TYPES: &[&TypeDef] = &[&ATTRGETTER, &ITEMGETTER, &METHODCALLER];

struct ItemGetter(Vec<Value>);

impl HostValue for ItemGetter {
    fn type_def(&self) -> &'static TypeDef {
        &ITEMGETTER
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

static ITEMGETTER: TypeDef = TypeDef {
    name: "itemgetter",
    module: "operator",
    base: Some(&types::object::OBJECT),
    methods: &[NativeDef::raw("__call__", |vm, args| {
        let args = checked(&args, "itemgetter")?;
        let getter: &ItemGetter = of(&args[0])?;
        let mut items = Vec::with_capacity(getter.0.len());
        for key in &getter.0 {
            items.push(vm.getitem(&args[1], key)?);
        }
        Ok(if items.len() == 1 { items.remove(0) } else { Value::tuple(items) })
    })],
    new: Some(|_, _, args| {
        refuse_keywords(&args, "itemgetter")?;
        if args.positional.is_empty() {
            return Err(type_error("itemgetter expected 1 arguments, got 0"));
        }
        Ok(Value::Host(Rc::new(ItemGetter(args.positional))))
    }),
    ..TypeDef::EMPTY
};

struct AttrGetter(Vec<Vec<String>>);

impl HostValue for AttrGetter {
    fn type_def(&self) -> &'static TypeDef {
        &ATTRGETTER
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

static ATTRGETTER: TypeDef = TypeDef {
    name: "attrgetter",
    module: "operator",
    base: Some(&types::object::OBJECT),
    methods: &[NativeDef::raw("__call__", |vm, args| {
        let args = checked(&args, "attrgetter")?;
        let getter: &AttrGetter = of(&args[0])?;
        let mut values = Vec::with_capacity(getter.0.len());
        for path in &getter.0 {
            let mut value = args[1].clone();
            for name in path {
                value = vm.getattr_name(&value, name)?;
            }
            values.push(value);
        }
        Ok(if values.len() == 1 { values.remove(0) } else { Value::tuple(values) })
    })],
    new: Some(new_attrgetter),
    ..TypeDef::EMPTY
};

fn new_attrgetter(vm: &mut Vm, _class: &Rc<Class>, args: Args) -> Result<Value> {
    refuse_keywords(&args, "attrgetter")?;
    if args.positional.is_empty() {
        return Err(type_error("attrgetter expected 1 arguments, got 0"));
    }
    let mut paths = Vec::new();
    for name in &args.positional {
        let text = match name.base() {
            Value::Str(text) => text.lossy().into_owned(),
            Value::Unicode(_) => String::from_utf8_lossy(&vm.str(name)?).into_owned(),
            _ => return Err(type_error("attribute name must be a string")),
        };
        paths.push(text.split('.').map(str::to_owned).collect());
    }
    Ok(Value::Host(Rc::new(AttrGetter(paths))))
}

struct MethodCaller {
    name: Value,
    args: Vec<Value>,
    keywords: Vec<(Name, Value)>,
}

impl HostValue for MethodCaller {
    fn type_def(&self) -> &'static TypeDef {
        &METHODCALLER
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

static METHODCALLER: TypeDef = TypeDef {
    name: "methodcaller",
    module: "operator",
    base: Some(&types::object::OBJECT),
    methods: &[NativeDef::raw("__call__", |vm, args| {
        let args = checked(&args, "methodcaller")?;
        let caller: &MethodCaller = of(&args[0])?;
        let method = vm.getattr(&args[1], &caller.name)?;
        vm.call(&method, Args { positional: caller.args.clone(), keywords: caller.keywords.clone() })
    })],
    new: Some(|_, _, args| {
        let mut positional = args.positional.into_iter();
        let Some(name) = positional.next() else {
            return Err(type_error("methodcaller needs at least one argument, the method name"));
        };
        Ok(Value::Host(Rc::new(MethodCaller { name, args: positional.collect(), keywords: args.keywords })))
    }),
    ..TypeDef::EMPTY
};

/// The getter and the one argument of a call.
fn checked<'a>(args: &'a Args, name: &str) -> Result<&'a [Value]> {
    refuse_keywords(args, name)?;
    let given = args.positional.len().saturating_sub(1);
    if given != 1 {
        return Err(type_error(format!("{name} expected 1 arguments, got {given}")));
    }
    Ok(&args.positional)
}

fn of<T: 'static>(value: &Value) -> Result<&T> {
    if let Value::Host(host) = value
        && let Some(found) = host.as_any().downcast_ref::<T>()
    {
        return Ok(found);
    }
    Err(type_error("a getter of the module operator is required"))
}

fn refuse_keywords(args: &Args, name: &str) -> Result<()> {
    if args.keywords.is_empty() { Ok(()) } else { Err(type_error(format!("{name}() does not take keyword arguments"))) }
}
