//! `file`: files read whole when they are opened, and the standard streams.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::diagnostics::{Diagnostic, Kind};
use crate::interp::class::Class;
use crate::interp::error::{Error, Exc, Result, attribute_error, type_error, value_error};
use crate::interp::host_value::HostValue;
use crate::interp::native::{Args, GetterDef, NativeDef, Shape, TypeDef};
use crate::interp::types::iterators::itself;
use crate::interp::types::object::OBJECT;
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// Where a file's bytes come from or go to.
enum Place {
    /// Bytes, and the position of the next one.
    Reader(Vec<u8>, Cell<usize>),
    Out,
    Err,
}

/// A file.
pub struct File {
    name: String,
    mode: String,
    place: Place,
    closed: Cell<bool>,
    softspace: RefCell<Value>,
}

impl HostValue for File {
    fn type_def(&self) -> &'static TypeDef {
        &FILE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// The standard streams, as `sys` holds them: `<stdin>` is empty.
pub fn standard_stream(name: &'static str) -> Value {
    let (place, mode) = match name {
        "<stdout>" => (Place::Out, "w"),
        "<stderr>" => (Place::Err, "w"),
        _ => (Place::Reader(Vec::new(), Cell::new(0)), "r"),
    };
    make(name, mode, place)
}

fn make(name: &str, mode: &str, place: Place) -> Value {
    Value::Host(Rc::new(File {
        name: name.to_owned(),
        mode: mode.to_owned(),
        place,
        closed: Cell::new(false),
        softspace: RefCell::new(Value::Int(0)),
    }))
}

/// `file`.
pub static FILE: TypeDef = TypeDef {
    name: "file",
    base: Some(&OBJECT),
    methods: METHODS,
    getters: &[
        GetterDef { name: "closed", get: |_, value| Ok(Value::Bool(of(value)?.closed.get())) },
        GetterDef { name: "encoding", get: |_, _| Ok(Value::None) },
        GetterDef { name: "errors", get: |_, _| Ok(Value::None) },
        GetterDef { name: "mode", get: |_, value| Ok(Value::str(&of(value)?.mode)) },
        GetterDef { name: "name", get: |_, value| Ok(Value::str(&of(value)?.name)) },
        GetterDef { name: "newlines", get: |_, _| Ok(Value::None) },
        GetterDef { name: "softspace", get: |_, value| Ok(of(value)?.softspace.borrow().clone()) },
    ],
    new: Some(new),
    setattr: Some(set_attribute),
    ..TypeDef::EMPTY
};

static METHODS: &[NativeDef] = &[
    NativeDef::plain("__enter__", Shape::NoArgs, |vm, args| {
        open_file(&args[0])?;
        itself(vm, args)
    }),
    NativeDef::plain("__exit__", Shape::Unpack(0, usize::MAX), |_, args| {
        of(&args[0])?.closed.set(true);
        Ok(Value::None)
    }),
    NativeDef::plain("__iter__", Shape::NoArgs, |vm, args| {
        open_file(&args[0])?;
        itself(vm, args)
    }),
    NativeDef::plain("__repr__", Shape::NoArgs, repr),
    NativeDef::plain("close", Shape::NoArgs, |_, args| {
        of(&args[0])?.closed.set(true);
        Ok(Value::None)
    }),
    NativeDef::plain("fileno", Shape::NoArgs, |_, args| {
        open_file(&args[0])?;
        Err(refused("a configuration cannot use file descriptors", "use read() and iterate over the lines"))
    }),
    NativeDef::plain("flush", Shape::NoArgs, |_, args| open_file(&args[0]).map(|_| Value::None)),
    NativeDef::plain("isatty", Shape::NoArgs, |_, args| open_file(&args[0]).map(|_| Value::Bool(false))),
    NativeDef::plain("next", Shape::NoArgs, |vm, args| {
        let line = line(vm, &args[0], None)?;
        if line.is_empty() {
            return Err(Error::with_args(Exc::StopIteration, Vec::new()));
        }
        Ok(Value::bytes(line))
    }),
    NativeDef::plain("read", Shape::Parse(0, 1), read),
    NativeDef::plain("readline", Shape::Parse(0, 1), |vm, args| {
        let limit = match args.get(1) {
            Some(limit) => usize::try_from(vm.int_arg(limit)?).ok(),
            None => None,
        };
        Ok(Value::bytes(line(vm, &args[0], limit)?))
    }),
    NativeDef::plain("readlines", Shape::Parse(0, 1), readlines),
    NativeDef::plain("seek", Shape::Parse(1, 2), seek),
    NativeDef::plain("tell", Shape::NoArgs, |_, args| match &open_file(&args[0])?.place {
        Place::Reader(_, at) => Ok(Value::Int(at.get() as i64)),
        _ => Err(Error::with_args(Exc::IOError, vec![Value::Int(29), Value::str("Illegal seek")])),
    }),
    NativeDef::plain("truncate", Shape::Parse(0, 1), |_, args| {
        open_file(&args[0])?;
        Err(not_open_for("writing"))
    }),
    NativeDef::plain("write", Shape::Parse(1, 1), |vm, args| {
        write(vm, &args[0], &args[1])?;
        Ok(Value::None)
    }),
    NativeDef::plain("writelines", Shape::One, |vm, args| {
        open_file(&args[0])?;
        for text in vm.collect(&args[1])? {
            match text.base() {
                Value::Str(_) | Value::Unicode(_) => write(vm, &args[0], &text)?,
                _ => return Err(type_error("writelines() argument must be a sequence of strings")),
            }
        }
        Ok(Value::None)
    }),
    NativeDef::plain("xreadlines", Shape::NoArgs, |vm, args| {
        open_file(&args[0])?;
        itself(vm, args)
    }),
];

fn of(value: &Value) -> Result<&File> {
    if let Value::Host(host) = value.base()
        && let Some(file) = host.as_any().downcast_ref::<File>()
    {
        return Ok(file);
    }
    Err(type_error("a file is required"))
}

fn open_file(value: &Value) -> Result<&File> {
    let file = of(value)?;
    if file.closed.get() { Err(value_error("I/O operation on closed file")) } else { Ok(file) }
}

fn not_open_for(what: &str) -> Error {
    Error::new(Exc::IOError, format!("File not open for {what}"))
}

fn refused(message: &str, help: &str) -> Error {
    Error::halt(Diagnostic::error("AUR0911", Kind::Refused, message).help(help))
}

fn new(vm: &mut Vm, _class: &Rc<Class>, args: Args) -> Result<Value> {
    OPEN.invoke(vm, args, 0)
}

/// `open(name, mode, buffering)`, also what calling `file` does.
pub static OPEN: NativeDef = NativeDef::named("open", &["name", "mode", "buffering"], 1, |vm, args| {
    let name = match args[0].as_ref().map(Value::base) {
        Some(Value::Str(name)) => name.lossy().into_owned(),
        Some(Value::Unicode(name)) => name.text().to_owned(),
        other => {
            let kind = other.map(|value| vm.type_name(value)).unwrap_or_default();
            let kind = if &*kind == "NoneType" { "NoneType" } else { &*kind };
            return Err(type_error(format!("coercing to Unicode: need string or buffer, {kind} found")));
        }
    };
    let mode = match args[1].as_ref() {
        None => "r".to_owned(),
        Some(mode) => match mode.base() {
            Value::Str(mode) => mode.lossy().into_owned(),
            Value::Unicode(mode) => mode.text().to_owned(),
            other => {
                let kind = vm.type_name(other);
                return Err(type_error(format!("file() argument 2 must be string, not {kind}")));
            }
        },
    };
    open(vm, &name, &mode)
});

fn open(vm: &mut Vm, name: &str, mode: &str) -> Result<Value> {
    match mode.chars().next() {
        None => return Err(value_error("empty mode string")),
        Some('r' | 'U' | 'w' | 'a') => {}
        Some(_) => {
            let shown = vm.repr_text(&Value::str(mode))?;
            return Err(value_error(format!("mode string must begin with one of 'r', 'w', 'a' or 'U', not {shown}")));
        }
    }
    if mode.contains(['w', 'a', '+']) {
        return Err(refused(
            &format!("a configuration may not write files: open(…, '{}')", mode.escape_default()),
            "open the file with mode 'r', or print the text",
        ));
    }
    if name.contains('\0') {
        return Err(type_error("file() argument 1 must be encoded string without null bytes, not str"));
    }
    let bytes = match vm.host().read_file(name) {
        Ok(bytes) => bytes,
        Err(error) => return Err(vm.host_error(Exc::IOError, error, Some(name))),
    };
    vm.check_size(bytes.len() as u64)?;
    let bytes = if mode.contains('U') { universal(&bytes) } else { bytes };
    Ok(make(name, mode, Place::Reader(bytes, Cell::new(0))))
}

/// All line ends as line feeds.
fn universal(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if byte == b'\r' {
            rest.next_if_eq(&b'\n');
            out.push(b'\n');
        } else {
            out.push(byte);
        }
    }
    out
}

/// The bytes from the position on, which moves behind what `take` wants of them.
fn take(vm: &mut Vm, value: &Value, wanted: impl FnOnce(&[u8]) -> usize) -> Result<Vec<u8>> {
    let Place::Reader(bytes, at) = &open_file(value)?.place else { return Err(not_open_for("reading")) };
    let rest = bytes.get(at.get()..).unwrap_or(&[]);
    let length = wanted(rest).min(rest.len());
    let taken = rest.get(..length).unwrap_or(&[]).to_vec();
    at.set(at.get() + length);
    vm.charge_bytes(taken.len() as u64 + 32)?;
    Ok(taken)
}

fn read(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let limit = match args.get(1) {
        Some(limit) => usize::try_from(vm.int_arg(limit)?).unwrap_or(usize::MAX),
        None => usize::MAX,
    };
    Ok(Value::bytes(take(vm, &args[0], |_| limit)?))
}

/// The next line with its end; empty at the end of the file.
fn line(vm: &mut Vm, value: &Value, limit: Option<usize>) -> Result<Vec<u8>> {
    vm.charge(1)?;
    take(vm, value, |rest| {
        let length = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
        limit.map_or(length, |limit| length.min(limit))
    })
}

fn readlines(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let hint = match args.get(1) {
        Some(hint) => usize::try_from(vm.int_arg(hint)?).unwrap_or(0),
        None => 0,
    };
    let mut lines = Vec::new();
    let mut total = 0;
    loop {
        let line = line(vm, &args[0], None)?;
        if line.is_empty() {
            break;
        }
        total += line.len();
        lines.push(Value::bytes(line));
        if hint > 0 && total >= hint {
            break;
        }
    }
    Ok(Value::list(lines))
}

fn seek(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let offset = vm.int_arg(&args[1])?;
    let whence = match args.get(2) {
        Some(whence) => vm.int_arg(whence)?,
        None => 0,
    };
    let Place::Reader(bytes, at) = &open_file(&args[0])?.place else {
        return Err(Error::with_args(Exc::IOError, vec![Value::Int(29), Value::str("Illegal seek")]));
    };
    let base = match whence {
        0 => Some(0),
        1 => i64::try_from(at.get()).ok(),
        2 => i64::try_from(bytes.len()).ok(),
        _ => None,
    };
    match base.and_then(|base| base.checked_add(offset)).and_then(|to| usize::try_from(to).ok()) {
        Some(to) => at.set(to),
        None => return Err(Error::with_args(Exc::IOError, vec![Value::Int(22), Value::str("Invalid argument")])),
    }
    Ok(Value::None)
}

fn write(vm: &mut Vm, file: &Value, text: &Value) -> Result<()> {
    let file = open_file(file)?;
    let bytes = match text.base() {
        Value::Str(text) => text.bytes().to_vec(),
        Value::Unicode(_) => vm.str(text.base())?,
        other if &*vm.type_name(other) == "bytearray" => vm.str(other)?,
        _ => return Err(type_error("expected a character buffer object")),
    };
    vm.charge_bytes(bytes.len() as u64)?;
    match file.place {
        Place::Out => vm.host().write_out(&bytes),
        Place::Err => vm.host().write_err(&bytes),
        Place::Reader(..) => return Err(not_open_for("writing")),
    }
    Ok(())
}

fn repr(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let id = vm.id_of(&args[0]);
    let file = of(&args[0])?;
    let state = if file.closed.get() { "closed" } else { "open" };
    let name = if file.name.starts_with('<') { file.name.clone() } else { vm.repr_text(&Value::str(&file.name))? };
    Ok(Value::str(format!("<{state} file {name}, mode '{}' at {id:#x}>", file.mode)))
}

fn set_attribute(_vm: &mut Vm, value: &Value, name: &str, new: Option<Value>) -> Result<()> {
    match (name, new) {
        ("softspace", Some(new)) => {
            of(value)?.softspace.replace(new);
            Ok(())
        }
        ("softspace", None) => Err(type_error("can't delete numeric/char attribute")),
        ("closed" | "encoding" | "errors" | "newlines", _) => {
            Err(attribute_error(format!("attribute '{name}' of 'file' objects is not writable")))
        }
        ("mode" | "name", _) => Err(type_error("readonly attribute")),
        _ => Err(attribute_error(format!("'file' object has no attribute '{name}'"))),
    }
}
