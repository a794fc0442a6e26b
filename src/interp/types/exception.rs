//! The exception types' shared behaviour.

use std::cell::RefCell;
use std::rc::Rc;

use super::object::OBJECT;
use crate::cpython::surrogate;
use crate::interp::class::{Class, Instance, Payload};
use crate::interp::error::{Exc, Result, attribute_error, type_error};
use crate::interp::native::{Args, GetterDef, NativeDef, Shape, TypeDef};
use crate::interp::value::{Tuple, Value};
use crate::interp::vm::Vm;

/// `BaseException`.
pub static BASE_EXCEPTION: TypeDef = TypeDef {
    name: "BaseException",
    module: "exceptions",
    base: Some(&OBJECT),
    methods: &[
        NativeDef::plain("__getitem__", Shape::One, |vm, args| {
            let all = args_of(&args[0])?;
            vm.getitem(&all, &args[1])
        }),
        NativeDef::raw("__init__", init),
        NativeDef::plain("__repr__", Shape::NoArgs, repr),
        NativeDef::plain("__str__", Shape::NoArgs, str),
        NativeDef::plain("__unicode__", Shape::NoArgs, unicode),
    ],
    getters: &[
        GetterDef { name: "args", get: |_, v| args_of(v) },
        GetterDef { name: "characters_written", get: |vm, v| field(vm, v, "characters_written") },
        GetterDef { name: "code", get: |vm, v| field(vm, v, "code") },
        GetterDef { name: "encoding", get: |vm, v| field(vm, v, "encoding") },
        GetterDef { name: "end", get: |vm, v| field(vm, v, "end") },
        GetterDef { name: "errno", get: |vm, v| field(vm, v, "errno") },
        GetterDef { name: "filename", get: |vm, v| field(vm, v, "filename") },
        GetterDef { name: "lineno", get: |vm, v| field(vm, v, "lineno") },
        GetterDef { name: "message", get: |vm, v| field(vm, v, "message") },
        GetterDef { name: "msg", get: |vm, v| field(vm, v, "msg") },
        GetterDef { name: "object", get: |vm, v| field(vm, v, "object") },
        GetterDef { name: "offset", get: |vm, v| field(vm, v, "offset") },
        GetterDef { name: "reason", get: |vm, v| field(vm, v, "reason") },
        GetterDef { name: "start", get: |vm, v| field(vm, v, "start") },
        GetterDef { name: "strerror", get: |vm, v| field(vm, v, "strerror") },
        GetterDef { name: "text", get: |vm, v| field(vm, v, "text") },
    ],
    new: Some(new),
    subclassable: true,
    ..TypeDef::EMPTY
};

/// Makes an exception.
///
/// Its `args` stay empty until `BaseException.__init__` runs, which a program's own `__init__` need not call.
pub fn new(_vm: &mut Vm, class: &Rc<Class>, _args: Args) -> Result<Value> {
    Ok(Value::Instance(Rc::new(Instance {
        class: RefCell::new(Rc::clone(class)),
        dict: Default::default(),
        payload: Payload::Exception(RefCell::new(Value::tuple(Vec::new()))),
        number: Default::default(),
    })))
}

fn instance(value: &Value) -> Result<&Rc<Instance>> {
    match value {
        Value::Instance(instance) => Ok(instance),
        _ => Err(type_error("an exception is required")),
    }
}

/// `args`, a tuple.
pub fn args_of(value: &Value) -> Result<Value> {
    match &instance(value)?.payload {
        Payload::Exception(args) => Ok(args.borrow().clone()),
        _ => Err(attribute_error("args")),
    }
}

fn items(value: &Value) -> Result<Rc<Tuple>> {
    match args_of(value)? {
        Value::Tuple(items) => Ok(items),
        _ => Ok(Rc::new(Tuple::new(Vec::new()))),
    }
}

fn is_a(value: &Value, class: Exc) -> bool {
    matches!(value, Value::Instance(i) if i.class().derives_from(class.def()))
}

fn init(_vm: &mut Vm, args: Args) -> Result<Value> {
    let receiver = &args.positional[0];
    let this = instance(receiver)?;
    if !args.keywords.is_empty() {
        return Err(type_error(format!("{} does not take keyword arguments", this.class().name())));
    }
    let rest = args.positional[1..].to_vec();
    if is_a(receiver, Exc::UnicodeEncodeError) || is_a(receiver, Exc::UnicodeDecodeError) {
        if rest.len() != 5 {
            return Err(type_error(format!("function takes exactly 5 arguments ({} given)", rest.len())));
        }
    } else if is_a(receiver, Exc::EnvironmentError) && rest.len() == 3 {
        // The file name is an attribute of its own; `args` keeps the first two.
        this.dict.borrow().set_name("filename", rest[2].clone());
        if let Payload::Exception(args) = &this.payload {
            let all = Value::tuple(rest[..2].to_vec());
            *args.borrow_mut() = all;
        }
        return Ok(Value::None);
    }
    if let Payload::Exception(args) = &this.payload {
        *args.borrow_mut() = Value::tuple(rest);
    }
    Ok(Value::None)
}

/// The attributes that particular exceptions compute from their arguments.
fn field(_vm: &mut Vm, value: &Value, name: &str) -> Result<Value> {
    let this = instance(value)?;
    if let Some(own) = this.dict.borrow().get_name(name) {
        return Ok(own);
    }
    let args = items(value)?;
    let at = |index: usize| args.get(index).cloned().unwrap_or(Value::None);
    let environment = is_a(value, Exc::EnvironmentError);
    let several = args.len() == 2 || args.len() == 3;
    let syntax = is_a(value, Exc::SyntaxError);
    let codec = is_a(value, Exc::UnicodeEncodeError) || is_a(value, Exc::UnicodeDecodeError);
    let place = |index: usize| match args.get(1) {
        Some(Value::Tuple(place)) => place.get(index).cloned().unwrap_or(Value::None),
        _ => Value::None,
    };
    match name {
        "message" => {
            return Ok(if args.len() == 1 { at(0) } else { Value::str("") });
        }
        "code" if is_a(value, Exc::SystemExit) => {
            return Ok(match args.len() {
                0 => Value::None,
                1 => at(0),
                _ => Value::Tuple(Rc::clone(&args)),
            });
        }
        "errno" if environment => return Ok(if several { at(0) } else { Value::None }),
        "strerror" if environment => return Ok(if several { at(1) } else { Value::None }),
        "filename" if environment => return Ok(at(2)),
        "msg" if syntax => return Ok(at(0)),
        "filename" if syntax => return Ok(place(0)),
        "lineno" if syntax => return Ok(place(1)),
        "offset" if syntax => return Ok(place(2)),
        "text" if syntax => return Ok(place(3)),
        _ => {}
    }
    if codec {
        let index = ["encoding", "object", "start", "end", "reason"].iter().position(|n| *n == name);
        if let Some(index) = index {
            return Ok(at(index));
        }
    }
    Err(attribute_error(format!("'{}' object has no attribute '{name}'", this.class().name())))
}

fn str(vm: &mut Vm, receiver: &[Value]) -> Result<Value> {
    let value = &receiver[0];
    if is_a(value, Exc::UnicodeEncodeError) || is_a(value, Exc::UnicodeDecodeError) {
        return codec_text(vm, value).map(Value::str);
    }
    let args = items(value)?;
    if is_a(value, Exc::EnvironmentError) {
        let errno = field(vm, value, "errno")?;
        let strerror = field(vm, value, "strerror")?;
        let filename = field(vm, value, "filename")?;
        if !filename.is_none() {
            let text = format!("[Errno {}] {}: {}", text(vm, &errno)?, text(vm, &strerror)?, vm.repr_text(&filename)?);
            return Ok(Value::str(text));
        }
        if args.len() == 2 {
            let text = format!("[Errno {}] {}", text(vm, &errno)?, text(vm, &strerror)?);
            return Ok(Value::str(text));
        }
    }
    if is_a(value, Exc::SyntaxError) && args.len() == 2 {
        let message = field(vm, value, "msg")?;
        let message = text(vm, &message)?;
        let file = field(vm, value, "filename")?;
        let line = field(vm, value, "lineno")?;
        let text = match (&file, &line) {
            (Value::Str(file), Value::Int(line)) => {
                let file = file.lossy();
                let base = file.rsplit('/').next().unwrap_or_default();
                format!("{message} ({base}, line {line})")
            }
            (_, Value::Int(line)) => format!("{message} (line {line})"),
            _ => message,
        };
        return Ok(Value::str(text));
    }
    match args.len() {
        0 => Ok(Value::str("")),
        1 if is_a(value, Exc::KeyError) => Ok(Value::bytes(vm.repr(&args[0])?)),
        1 => Ok(Value::bytes(vm.str(&args[0])?)),
        _ => Ok(Value::bytes(vm.str(&Value::Tuple(args))?)),
    }
}

fn text(vm: &mut Vm, value: &Value) -> Result<String> {
    Ok(String::from_utf8_lossy(&vm.str(value)?).into_owned())
}

fn codec_text(vm: &mut Vm, value: &Value) -> Result<String> {
    let args = items(value)?;
    let [encoding, object, start, end, reason] = args.as_slice() else { return Ok(String::new()) };
    let (encoding, reason) = (text(vm, encoding)?, text(vm, reason)?);
    let (Value::Int(start), Value::Int(end)) = (start, end) else { return Ok(reason) };
    match object {
        Value::Unicode(text) if end - start == 1 => {
            let character = usize::try_from(*start).ok().and_then(|at| text.text().chars().nth(at)).unwrap_or('\0');
            let code = surrogate::code(character);
            let shown = match code {
                0..=0xff => format!("\\x{code:02x}"),
                0x100..=0xffff => format!("\\u{code:04x}"),
                _ => format!("\\U{code:08x}"),
            };
            Ok(format!("'{encoding}' codec can't encode character u'{shown}' in position {start}: {reason}"))
        }
        Value::Unicode(_) => {
            Ok(format!("'{encoding}' codec can't encode characters in position {start}-{}: {reason}", end - 1))
        }
        Value::Str(bytes) if end - start == 1 => {
            let byte = usize::try_from(*start).ok().and_then(|at| bytes.bytes().get(at).copied()).unwrap_or(0);
            Ok(format!("'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}"))
        }
        _ => Ok(format!("'{encoding}' codec can't decode bytes in position {start}-{}: {reason}", end - 1)),
    }
}

fn unicode(vm: &mut Vm, receiver: &[Value]) -> Result<Value> {
    let args = items(&receiver[0])?;
    match args.len() {
        0 => Ok(Value::unicode("")),
        1 if is_a(&receiver[0], Exc::KeyError) => {
            let text = vm.repr_text(&args[0])?;
            Ok(Value::unicode(text))
        }
        1 => {
            let text = vm.unicode(&args[0])?;
            Ok(Value::unicode(text))
        }
        _ => {
            let bytes = vm.str(&receiver[0])?;
            Ok(Value::unicode(vm.unicode(&Value::bytes(bytes))?))
        }
    }
}

fn repr(vm: &mut Vm, receiver: &[Value]) -> Result<Value> {
    let args = args_of(&receiver[0])?;
    let name = vm.type_name(&receiver[0]);
    let text = vm.repr(&args)?;
    let mut out = name.as_bytes().to_vec();
    // `args` prints as a tuple: one argument keeps its trailing comma.
    out.extend(text);
    Ok(Value::bytes(out))
}
