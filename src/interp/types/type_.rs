//! `type`.

use std::rc::Rc;

use super::object::OBJECT;
use crate::interp::class::{Class, ClassKind};
use crate::interp::error::{Result, type_error};
use crate::interp::native::{Args, GetterDef, NativeDef, Shape, TypeDef};
use crate::interp::types::dict_proxy;
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// `type`.
pub static TYPE: TypeDef = TypeDef {
    name: "type",
    base: Some(&OBJECT),
    methods: METHODS,
    getters: GETTERS,
    new: Some(new),
    subclassable: true,
    ..TypeDef::EMPTY
};

static METHODS: &[NativeDef] = &[
    NativeDef::raw("__call__", call),
    NativeDef::raw("__init__", init),
    NativeDef::plain("__instancecheck__", Shape::One, |vm, args| match &args[0] {
        Value::Class(class) => {
            let actual = vm.class_of_exception(&args[1]);
            Ok(Value::Bool(actual.is_subclass(class)))
        }
        _ => Ok(Value::Bool(false)),
    }),
    NativeDef::plain("__repr__", Shape::NoArgs, |vm, args| Ok(Value::bytes(vm.default_repr(&args[0])?))),
    NativeDef::plain("__subclasscheck__", Shape::One, |_, args| match (&args[0], &args[1]) {
        (Value::Class(class), Value::Class(derived)) => Ok(Value::Bool(derived.is_subclass(class))),
        _ => Ok(Value::Bool(false)),
    }),
    NativeDef::plain("__subclasses__", Shape::NoArgs, |vm, args| {
        let found = of_class(vm, &args[0], |class| {
            class.subclasses.borrow().iter().filter_map(std::rc::Weak::upgrade).map(Value::Class).collect::<Vec<_>>()
        })?;
        Ok(Value::list(found))
    }),
    NativeDef::plain("mro", Shape::NoArgs, |vm, args| {
        let mro = of_class(vm, &args[0], |class| class.mro().map(|c| Value::Class(Rc::clone(c))).collect::<Vec<_>>())?;
        Ok(Value::list(mro))
    }),
];

static GETTERS: &[GetterDef] = &[
    GetterDef {
        name: "__bases__",
        get: |vm, v| {
            let bases = of_class(vm, v, |c| c.bases.iter().map(|b| Value::Class(Rc::clone(b))).collect::<Vec<_>>())?;
            Ok(Value::tuple(bases))
        },
    },
    GetterDef {
        name: "__base__",
        get: |vm, v| of_class(vm, v, |c| c.bases.first().map_or(Value::None, |b| Value::Class(Rc::clone(b)))),
    },
    GetterDef { name: "__dict__", get: |vm, v| of_class(vm, v, |c| dict_proxy::proxy(&c.dict)) },
    GetterDef { name: "__doc__", get: |vm, v| of_class(vm, v, documentation) },
    GetterDef {
        name: "__module__",
        get: |vm, v| {
            of_class(vm, v, |c| match c.dict.get_name("__module__") {
                // The descriptor that the values of a type have is not the type's own module.
                Some(Value::Descriptor(_)) | None => Value::str(c.native.module),
                Some(module) => module,
            })
        },
    },
    GetterDef {
        name: "__mro__",
        get: |vm, v| {
            let mro = of_class(vm, v, |c| c.mro().map(|c| Value::Class(Rc::clone(c))).collect::<Vec<_>>())?;
            Ok(Value::tuple(mro))
        },
    },
    GetterDef { name: "__name__", get: |vm, v| of_class(vm, v, |c| Value::str(c.name().as_bytes())) },
];

/// The descriptor that the values of a type have is not the type's own documentation.
fn documentation(class: &Rc<Class>) -> Value {
    let found = class.dict.get_name("__doc__");
    found.filter(|doc| class.kind != ClassKind::Native || !matches!(doc, Value::Descriptor(_))).unwrap_or(Value::None)
}

fn of_class<T>(vm: &mut Vm, value: &Value, read: impl Fn(&Rc<Class>) -> T) -> Result<T> {
    match value {
        Value::Class(class) => Ok(read(class)),
        other => {
            let name = vm.type_name(other);
            Err(type_error(format!("descriptor requires a 'type' object but received a '{name}'")))
        }
    }
}

fn new(vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<Value> {
    if class.is_native(&TYPE) && args.positional.len() == 1 && args.keywords.is_empty() {
        return Ok(Value::Class(vm.class_of(&args.positional[0])));
    }
    new_class(vm, class, &args)
}

/// `type.__new__(meta, name, bases, namespace)`.
pub fn new_class(vm: &mut Vm, meta: &Rc<Class>, args: &Args) -> Result<Value> {
    let [name, bases, namespace] = args.positional.as_slice() else {
        return Err(type_error("type() takes 1 or 3 arguments"));
    };
    if !matches!(name, Value::Str(_)) {
        let kind = vm.type_name(name);
        return Err(type_error(format!("type() argument 1 must be string, not {kind}")));
    }
    let Value::Tuple(_) = bases.base() else {
        let kind = vm.type_name(bases);
        return Err(type_error(format!("type() argument 2 must be tuple, not {kind}")));
    };
    let Value::Dict(dict) = namespace.base() else {
        let kind = if namespace.is_none() { "None".into() } else { vm.type_name(namespace) };
        return Err(type_error(format!("type() argument 3 must be dict, not {kind}")));
    };
    let own = Rc::new(dict.copy(vm)?);
    vm.make_new_style(Some(Rc::clone(meta)), name.clone(), bases.base(), &own)
}

fn call(vm: &mut Vm, mut args: Args) -> Result<Value> {
    let receiver = args.positional.remove(0);
    match &receiver {
        Value::Class(class) if class.kind == ClassKind::Old => vm.call_class(class, args),
        Value::Class(class) => vm.instantiate(class, args),
        _ => Err(type_error("descriptor '__call__' requires a 'type' object")),
    }
}

fn init(_vm: &mut Vm, args: Args) -> Result<Value> {
    if args.keywords.is_empty() && matches!(args.positional.len(), 2 | 4) {
        return Ok(Value::None);
    }
    Err(type_error("type.__init__() takes 1 or 3 arguments"))
}
