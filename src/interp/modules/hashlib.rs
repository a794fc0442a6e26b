//! `_hashlib`: digests.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use sha2::Digest;

use super::support;
use crate::interp::error::{Result, type_error, value_error};
use crate::interp::host_value::HostValue;
use crate::interp::native::{GetterDef, NativeDef, Shape, TypeDef};
use crate::interp::types;
use crate::interp::value::{Module, Value};
use crate::interp::vm::Vm;

/// A digest under way.
#[derive(Clone)]
enum State {
    Md5(md5::Md5),
    Sha1(sha1::Sha1),
    Sha224(sha2::Sha224),
    Sha256(sha2::Sha256),
    Sha384(sha2::Sha384),
    Sha512(sha2::Sha512),
}

impl State {
    fn new(name: &str) -> Option<State> {
        Some(match name {
            "md5" | "MD5" => State::Md5(Digest::new()),
            "sha1" | "SHA1" | "SHA" | "sha" => State::Sha1(Digest::new()),
            "sha224" | "SHA224" => State::Sha224(Digest::new()),
            "sha256" | "SHA256" => State::Sha256(Digest::new()),
            "sha384" | "SHA384" => State::Sha384(Digest::new()),
            "sha512" | "SHA512" => State::Sha512(Digest::new()),
            _ => return None,
        })
    }

    fn name(&self) -> &'static str {
        match self {
            State::Md5(_) => "md5",
            State::Sha1(_) => "sha1",
            State::Sha224(_) => "sha224",
            State::Sha256(_) => "sha256",
            State::Sha384(_) => "sha384",
            State::Sha512(_) => "sha512",
        }
    }

    /// Bytes of a digest, and of a block.
    fn sizes(&self) -> (i64, i64) {
        match self {
            State::Md5(_) => (16, 64),
            State::Sha1(_) => (20, 64),
            State::Sha224(_) => (28, 64),
            State::Sha256(_) => (32, 64),
            State::Sha384(_) => (48, 128),
            State::Sha512(_) => (64, 128),
        }
    }

    fn update(&mut self, bytes: &[u8]) {
        match self {
            State::Md5(state) => state.update(bytes),
            State::Sha1(state) => state.update(bytes),
            State::Sha224(state) => state.update(bytes),
            State::Sha256(state) => state.update(bytes),
            State::Sha384(state) => state.update(bytes),
            State::Sha512(state) => state.update(bytes),
        }
    }

    fn digest(self) -> Vec<u8> {
        match self {
            State::Md5(state) => state.finalize().to_vec(),
            State::Sha1(state) => state.finalize().to_vec(),
            State::Sha224(state) => state.finalize().to_vec(),
            State::Sha256(state) => state.finalize().to_vec(),
            State::Sha384(state) => state.finalize().to_vec(),
            State::Sha512(state) => state.finalize().to_vec(),
        }
    }
}

struct Hash(RefCell<State>);

impl HostValue for Hash {
    fn type_def(&self) -> &'static TypeDef {
        &HASH
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

static HASH: TypeDef = TypeDef {
    name: "HASH",
    module: "_hashlib",
    base: Some(&types::object::OBJECT),
    methods: &[
        NativeDef::plain("__repr__", Shape::NoArgs, |vm, args| {
            let id = vm.id_of(&args[0]);
            Ok(Value::str(format!("<{} HASH object @ {id:#x}>", of(&args[0])?.0.borrow().name())))
        }),
        NativeDef::plain("copy", Shape::NoArgs, |_, args| {
            let state = of(&args[0])?.0.borrow().clone();
            Ok(Value::Host(Rc::new(Hash(RefCell::new(state)))))
        }),
        NativeDef::plain("digest", Shape::NoArgs, |_, args| Ok(Value::bytes(digest(&args[0])?))),
        NativeDef::plain("hexdigest", Shape::NoArgs, |_, args| {
            let hex: String = digest(&args[0])?.iter().map(|byte| format!("{byte:02x}")).collect();
            Ok(Value::str(hex))
        }),
        NativeDef::plain("update", Shape::Parse(1, 1), |vm, args| {
            let bytes = bytes(vm, &args[1], "update")?;
            of(&args[0])?.0.borrow_mut().update(&bytes);
            Ok(Value::None)
        }),
    ],
    getters: &[
        GetterDef { name: "block_size", get: |_, value| Ok(Value::Int(of(value)?.0.borrow().sizes().1)) },
        GetterDef { name: "digest_size", get: |_, value| Ok(Value::Int(of(value)?.0.borrow().sizes().0)) },
        GetterDef { name: "digestsize", get: |_, value| Ok(Value::Int(of(value)?.0.borrow().sizes().0)) },
        GetterDef { name: "name", get: |_, value| Ok(Value::str(of(value)?.0.borrow().name())) },
    ],
    ..TypeDef::EMPTY
};

fn of(value: &Value) -> Result<&Hash> {
    if let Value::Host(host) = value
        && let Some(hash) = host.as_any().downcast_ref::<Hash>()
    {
        return Ok(hash);
    }
    Err(type_error("a hash object is required"))
}

fn digest(value: &Value) -> Result<Vec<u8>> {
    Ok(of(value)?.0.borrow().clone().digest())
}

fn bytes(vm: &mut Vm, value: &Value, function: &str) -> Result<Vec<u8>> {
    let bytes = match support::bytes_of(vm, value)? {
        Some(bytes) => bytes,
        None => {
            let kind = support::none_or_type(vm, value);
            return Err(type_error(format!("{function}() argument 1 must be string or buffer, not {kind}")));
        }
    };
    vm.charge(bytes.len() as u64 / 64)?;
    Ok(bytes)
}

fn make_hash(vm: &mut Vm, name: &str, data: Option<&Value>) -> Result<Value> {
    let Some(mut state) = State::new(name) else {
        return Err(value_error(format!("unsupported hash type {name}")));
    };
    if let Some(data) = data {
        let bytes = bytes(vm, data, "new")?;
        state.update(&bytes);
    }
    Ok(Value::Host(Rc::new(Hash(RefCell::new(state)))))
}

static FUNCTIONS: &[NativeDef] = &[NativeDef::named("new", &["name", "string"], 1, |vm, args| {
    let name = match args[0].as_ref().map(Value::base) {
        Some(Value::Str(name)) => name.lossy().into_owned(),
        Some(Value::Unicode(name)) => name.text().to_owned(),
        _ => return Err(type_error("name must be a string")),
    };
    make_hash(vm, &name, args[1].as_ref())
})];

/// The constructors. In the original they are the functions `new` of a module each.
static CONSTRUCTORS: &[(&str, NativeDef)] = &[
    ("md5", NativeDef::plain("new", Shape::Parse(0, 1), |vm, args| make_hash(vm, "md5", args.first()))),
    ("sha1", NativeDef::plain("new", Shape::Parse(0, 1), |vm, args| make_hash(vm, "sha1", args.first()))),
    ("sha224", NativeDef::plain("new", Shape::Parse(0, 1), |vm, args| make_hash(vm, "sha224", args.first()))),
    ("sha256", NativeDef::plain("new", Shape::Parse(0, 1), |vm, args| make_hash(vm, "sha256", args.first()))),
    ("sha384", NativeDef::plain("new", Shape::Parse(0, 1), |vm, args| make_hash(vm, "sha384", args.first()))),
    ("sha512", NativeDef::plain("new", Shape::Parse(0, 1), |vm, args| make_hash(vm, "sha512", args.first()))),
];

/// Makes the module.
pub fn make(vm: &mut Vm) -> Result<Rc<Module>> {
    let module = support::module(vm, "_hashlib", FUNCTIONS);
    for (name, def) in CONSTRUCTORS {
        module.dict.set_name(name, support::function(def, "_hashlib"));
    }
    Ok(module)
}
