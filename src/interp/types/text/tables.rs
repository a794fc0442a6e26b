//! The tables of `str` and `unicode`.

use super::method_codec::{NEW_STR, NEW_UNICODE};
use super::view::{Kind, Text};
use super::{
    format, format_template, method_case, method_codec, method_fill, method_find, method_split, method_strip,
    method_translate, operators,
};
use crate::interp::error::{Result, type_error};
use crate::interp::native::{NativeDef, Shape, TypeDef};
use crate::interp::types::object::OBJECT;
use crate::interp::value::{Slice, Value};
use crate::interp::vm::Vm;
use crate::syntax::ast::{BinOp, CompareOp};

/// `basestring`.
pub static BASESTRING: TypeDef = TypeDef {
    name: "basestring",
    base: Some(&OBJECT),
    new: Some(|_, _, _| Err(type_error("The basestring type cannot be instantiated"))),
    subclassable: true,
    ..TypeDef::EMPTY
};

/// `str`.
pub static STR: TypeDef = TypeDef {
    name: "str",
    base: Some(&BASESTRING),
    methods: STR_METHODS,
    shared: TEXT_METHODS,
    new: Some(|vm, _, args| NEW_STR.invoke(vm, args, 0)),
    subclassable: true,
    ..TypeDef::EMPTY
};

/// `unicode`.
pub static UNICODE: TypeDef = TypeDef {
    name: "unicode",
    base: Some(&BASESTRING),
    methods: UNICODE_METHODS,
    shared: TEXT_METHODS,
    new: Some(|vm, _, args| NEW_UNICODE.invoke(vm, args, 0)),
    subclassable: true,
    ..TypeDef::EMPTY
};

/// `str` names these four together in errors about their number of arguments; `unicode` does not.
static STR_SEARCHES: &[NativeDef] = &[
    NativeDef::plain("find/rfind/index/rindex", Shape::Parse(1, 3), method_find::find),
    NativeDef::plain("find/rfind/index/rindex", Shape::Parse(1, 3), method_find::index),
    NativeDef::plain("find/rfind/index/rindex", Shape::Parse(1, 3), method_find::rfind),
    NativeDef::plain("find/rfind/index/rindex", Shape::Parse(1, 3), method_find::rindex),
];

fn search(vm: &mut Vm, which: usize, name: &str, args: crate::interp::native::Args) -> Result<Value> {
    if !args.keywords.is_empty() {
        return Err(type_error(format!("{name}() takes no keyword arguments")));
    }
    STR_SEARCHES[which].invoke(vm, args, 1)
}

/// What `str` and `unicode` have alike.
static TEXT_METHODS: &[NativeDef] = &[
    NativeDef::plain("__add__", Shape::One, add),
    NativeDef::plain("__contains__", Shape::One, contains),
    NativeDef::plain("__eq__", Shape::One, |vm, a| compare(vm, CompareOp::Eq, a)),
    NativeDef::plain("__format__", Shape::One, format_method),
    NativeDef::plain("__ge__", Shape::One, |vm, a| compare(vm, CompareOp::Ge, a)),
    NativeDef::plain("__getitem__", Shape::One, |vm, a| vm.getitem(a[0].base(), &a[1])),
    NativeDef::plain("__getnewargs__", Shape::NoArgs, |_, a| Ok(Value::tuple(vec![a[0].base().clone()]))),
    NativeDef::plain("__getslice__", Shape::Unpack(2, 2), get_slice),
    NativeDef::plain("__gt__", Shape::One, |vm, a| compare(vm, CompareOp::Gt, a)),
    NativeDef::plain("__hash__", Shape::NoArgs, |vm, a| Ok(Value::Int(vm.hash(a[0].base())?))),
    NativeDef::plain("__le__", Shape::One, |vm, a| compare(vm, CompareOp::Le, a)),
    NativeDef::plain("__len__", Shape::NoArgs, |_, a| Ok(Value::Int(Text::receiver(a)?.len() as i64))),
    NativeDef::plain("__lt__", Shape::One, |vm, a| compare(vm, CompareOp::Lt, a)),
    NativeDef::plain("__mod__", Shape::One, |vm, a| vm.binary(BinOp::Mod, a[0].base(), &a[1])),
    NativeDef::plain("__mul__", Shape::One, multiply),
    NativeDef::plain("__ne__", Shape::One, |vm, a| compare(vm, CompareOp::Ne, a)),
    NativeDef::plain("__repr__", Shape::NoArgs, |vm, a| Ok(Value::bytes(vm.repr(a[0].base())?))),
    NativeDef::plain("__rmod__", Shape::One, reflected_mod),
    NativeDef::plain("__rmul__", Shape::One, multiply),
    NativeDef::plain("__str__", Shape::NoArgs, |vm, a| Ok(Value::bytes(vm.str(a[0].base())?))),
    NativeDef::plain("_formatter_field_name_split", Shape::NoArgs, format_template::field_name_split),
    NativeDef::plain("_formatter_parser", Shape::NoArgs, format_template::parser),
    NativeDef::plain("capitalize", Shape::NoArgs, method_case::capitalize),
    NativeDef::plain("center", Shape::Parse(1, 2), method_fill::center),
    NativeDef::plain("count", Shape::Parse(1, 3), method_find::count),
    NativeDef::named("decode", &["encoding", "errors"], 0, method_codec::decode),
    NativeDef::named("encode", &["encoding", "errors"], 0, method_codec::encode),
    NativeDef::plain("endswith", Shape::Parse(1, 3), method_find::endswith),
    NativeDef::named("expandtabs", &["tabsize"], 0, expandtabs_named),
    NativeDef::raw("format", format::format_method),
    NativeDef::plain("isalnum", Shape::NoArgs, method_case::isalnum),
    NativeDef::plain("isalpha", Shape::NoArgs, method_case::isalpha),
    NativeDef::plain("isdigit", Shape::NoArgs, method_case::isdigit),
    NativeDef::plain("islower", Shape::NoArgs, method_case::islower),
    NativeDef::plain("isspace", Shape::NoArgs, method_case::isspace),
    NativeDef::plain("istitle", Shape::NoArgs, method_case::istitle),
    NativeDef::plain("isupper", Shape::NoArgs, method_case::isupper),
    NativeDef::plain("join", Shape::One, method_split::join),
    NativeDef::plain("ljust", Shape::Parse(1, 2), method_fill::ljust),
    NativeDef::plain("lower", Shape::NoArgs, method_case::lower),
    NativeDef::plain("lstrip", Shape::Parse(0, 1), method_strip::lstrip),
    NativeDef::plain("partition", Shape::One, method_split::partition),
    NativeDef::plain("replace", Shape::Parse(2, 3), method_find::replace),
    NativeDef::plain("rjust", Shape::Parse(1, 2), method_fill::rjust),
    NativeDef::plain("rpartition", Shape::One, method_split::rpartition),
    NativeDef::plain("rsplit", Shape::Parse(0, 2), method_split::rsplit),
    NativeDef::plain("rstrip", Shape::Parse(0, 1), method_strip::rstrip),
    NativeDef::plain("split", Shape::Parse(0, 2), method_split::split),
    NativeDef::named("splitlines", &["keepends"], 0, splitlines_named),
    NativeDef::plain("startswith", Shape::Parse(1, 3), method_find::startswith),
    NativeDef::plain("strip", Shape::Parse(0, 1), method_strip::strip),
    NativeDef::plain("swapcase", Shape::NoArgs, method_case::swapcase),
    NativeDef::plain("title", Shape::NoArgs, method_case::title),
    NativeDef::plain("upper", Shape::NoArgs, method_case::upper),
    NativeDef::plain("zfill", Shape::Parse(1, 1), method_fill::zfill),
];

/// What `str` has in its own way.
static STR_METHODS: &[NativeDef] = &[
    NativeDef::raw("find", |vm, args| search(vm, 0, "find", args)),
    NativeDef::raw("index", |vm, args| search(vm, 1, "index", args)),
    NativeDef::raw("rfind", |vm, args| search(vm, 2, "rfind", args)),
    NativeDef::raw("rindex", |vm, args| search(vm, 3, "rindex", args)),
    NativeDef::plain("translate", Shape::Unpack(1, 2), method_translate::translate_bytes),
];

/// What `unicode` has in its own way.
static UNICODE_METHODS: &[NativeDef] = &[
    NativeDef::plain("find", Shape::Parse(1, 3), method_find::find),
    NativeDef::plain("index", Shape::Parse(1, 3), method_find::index),
    NativeDef::plain("isdecimal", Shape::NoArgs, method_case::isdecimal),
    NativeDef::plain("isnumeric", Shape::NoArgs, method_case::isnumeric),
    NativeDef::plain("rfind", Shape::Parse(1, 3), method_find::rfind),
    NativeDef::plain("rindex", Shape::Parse(1, 3), method_find::rindex),
    NativeDef::plain("translate", Shape::One, method_translate::translate_unicode),
];

/// The given arguments of a named shape as positional ones.
fn positional(args: &[Option<Value>]) -> Vec<Value> {
    args.iter().flatten().cloned().collect()
}

fn expandtabs_named(vm: &mut Vm, args: &[Option<Value>]) -> Result<Value> {
    method_fill::expandtabs(vm, &positional(args))
}

fn splitlines_named(vm: &mut Vm, args: &[Option<Value>]) -> Result<Value> {
    method_split::splitlines(vm, &positional(args))
}

/// `a + b` by the sequences' rule alone.
fn add(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    match vm.concat(&args[0], &args[1])? {
        Some(value) => Ok(value),
        None => Ok(Value::NotImplemented),
    }
}

fn multiply(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let count = vm.index_arg(&args[1])?;
    vm.binary(BinOp::Mul, args[0].base(), &count)
}

fn contains(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    operators::contains(vm, &args[0], &args[1]).map(Value::Bool)
}

fn compare(vm: &mut Vm, op: CompareOp, args: &[Value]) -> Result<Value> {
    let text = Text::receiver(args)?;
    match args[1].base() {
        Value::Str(_) => vm.compare(op, args[0].base(), args[1].base()),
        Value::Unicode(_) if text.kind == Kind::Unicode => vm.compare(op, args[0].base(), args[1].base()),
        _ => Ok(Value::NotImplemented),
    }
}

fn get_slice(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let slice = Slice { start: args[1].clone(), stop: args[2].clone(), step: Value::None };
    vm.getitem(args[0].base(), &Value::Slice(std::rc::Rc::new(slice)))
}

fn reflected_mod(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    match args[1].base() {
        Value::Str(_) | Value::Unicode(_) => vm.binary(BinOp::Mod, args[1].base(), args[0].base()),
        _ => Ok(Value::NotImplemented),
    }
}

fn format_method(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    format::format_value(vm, args[0].base(), &args[1])
}
