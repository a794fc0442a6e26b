//! `imap`, `izip`, `izip_longest`.

use std::rc::Rc;

use super::{iterator, no_keywords};
use crate::interp::class::Class;
use crate::interp::error::{Exc, Result, type_error};
use crate::interp::iter::Iter;
use crate::interp::native::{Args, TypeDef};
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// `imap`.
pub static IMAP: TypeDef = iterator("imap", new_imap);
/// `izip`.
pub static IZIP: TypeDef = iterator("izip", new_izip);
/// `izip_longest`.
pub static IZIP_LONGEST: TypeDef = iterator("izip_longest", new_longest);

fn new_imap(vm: &mut Vm, _class: &Rc<Class>, args: Args) -> Result<Value> {
    no_keywords(&args, "imap")?;
    let [function, sources @ ..] = args.positional.as_slice() else {
        return Err(type_error("imap() must have at least two arguments."));
    };
    if sources.is_empty() {
        return Err(type_error("imap() must have at least two arguments."));
    }
    let function = function.clone();
    let sources: Result<Vec<Value>> = sources.iter().map(|source| vm.iter(source)).collect();
    let sources = sources?;
    Ok(Iter::native(&IMAP, move |vm| {
        let mut row = Vec::with_capacity(sources.len());
        for source in &sources {
            match vm.next(source)? {
                Some(value) => row.push(value),
                None => return Ok(None),
            }
        }
        if function.is_none() {
            return Ok(Some(Value::tuple(row)));
        }
        vm.call_with(&function, &row).map(Some)
    }))
}

/// Iterators of all arguments; `izip argument #1 must support iteration`.
fn iterators(vm: &mut Vm, args: &[Value], name: &str) -> Result<Vec<Value>> {
    let mut sources = Vec::with_capacity(args.len());
    for (at, source) in args.iter().enumerate() {
        match vm.iter(source) {
            Ok(source) => sources.push(source),
            Err(error) if vm.error_is(&error, Exc::TypeError) => {
                return Err(type_error(format!("{name} argument #{} must support iteration", at + 1)));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(sources)
}

fn new_izip(vm: &mut Vm, _class: &Rc<Class>, args: Args) -> Result<Value> {
    no_keywords(&args, "izip")?;
    let sources = iterators(vm, &args.positional, "izip")?;
    Ok(Iter::native(&IZIP, move |vm| {
        if sources.is_empty() {
            return Ok(None);
        }
        let mut row = Vec::with_capacity(sources.len());
        for source in &sources {
            match vm.next(source)? {
                Some(value) => row.push(value),
                None => return Ok(None),
            }
        }
        Ok(Some(Value::tuple(row)))
    }))
}

fn new_longest(vm: &mut Vm, _class: &Rc<Class>, args: Args) -> Result<Value> {
    let fill = match args.keywords.as_slice() {
        [] => Value::None,
        [(name, value)] if &**name == "fillvalue" => value.clone(),
        _ => return Err(type_error("izip_longest() got an unexpected keyword argument")),
    };
    let mut sources: Vec<Option<Value>> =
        iterators(vm, &args.positional, "izip_longest")?.into_iter().map(Some).collect();
    Ok(Iter::native(&IZIP_LONGEST, move |vm| {
        if sources.iter().all(Option::is_none) {
            return Ok(None);
        }
        let mut row = Vec::with_capacity(sources.len());
        for at in 0..sources.len() {
            let Some(source) = sources.get(at).cloned().flatten() else {
                row.push(fill.clone());
                continue;
            };
            match vm.next(&source)? {
                Some(value) => row.push(value),
                None => {
                    if let Some(place) = sources.get_mut(at) {
                        *place = None;
                    }
                    if sources.iter().all(Option::is_none) {
                        return Ok(None);
                    }
                    row.push(fill.clone());
                }
            }
        }
        Ok(Some(Value::tuple(row)))
    }))
}
