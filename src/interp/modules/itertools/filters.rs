//! `ifilter`, `ifilterfalse`, `takewhile`, `dropwhile`, `compress`, `starmap`.

use super::iterator;
use crate::interp::error::Result;
use crate::interp::iter::Iter;
use crate::interp::native::{NativeDef, Shape, TypeDef};
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// `compress`.
pub static COMPRESS: TypeDef = iterator("compress", |vm, _, args| NEW_COMPRESS.invoke(vm, args, 0));
/// `dropwhile`.
pub static DROPWHILE: TypeDef = iterator("dropwhile", |vm, _, args| NEW_DROPWHILE.invoke(vm, args, 0));
/// `ifilter`.
pub static IFILTER: TypeDef = iterator("ifilter", |vm, _, args| NEW_IFILTER.invoke(vm, args, 0));
/// `ifilterfalse`.
pub static IFILTERFALSE: TypeDef = iterator("ifilterfalse", |vm, _, args| NEW_IFILTERFALSE.invoke(vm, args, 0));
/// `starmap`.
pub static STARMAP: TypeDef = iterator("starmap", |vm, _, args| NEW_STARMAP.invoke(vm, args, 0));
/// `takewhile`.
pub static TAKEWHILE: TypeDef = iterator("takewhile", |vm, _, args| NEW_TAKEWHILE.invoke(vm, args, 0));

static NEW_COMPRESS: NativeDef = NativeDef::named("compress", &["data", "selectors"], 2, |vm, args| {
    let data = vm.iter(args[0].as_ref().unwrap_or(&Value::None))?;
    let selectors = vm.iter(args[1].as_ref().unwrap_or(&Value::None))?;
    Ok(Iter::native(&COMPRESS, move |vm| {
        loop {
            let Some(value) = vm.next(&data)? else { return Ok(None) };
            let Some(selector) = vm.next(&selectors)? else { return Ok(None) };
            if vm.truth(&selector)? {
                return Ok(Some(value));
            }
        }
    }))
});

static NEW_DROPWHILE: NativeDef = NativeDef::plain("dropwhile", Shape::Unpack(2, 2), |vm, args| {
    let (test, source) = (args[0].clone(), vm.iter(&args[1])?);
    let mut dropping = true;
    Ok(Iter::native(&DROPWHILE, move |vm| {
        loop {
            let Some(value) = vm.next(&source)? else { return Ok(None) };
            if !dropping {
                return Ok(Some(value));
            }
            let good = vm.call_with(&test, std::slice::from_ref(&value))?;
            if !vm.truth(&good)? {
                dropping = false;
                return Ok(Some(value));
            }
        }
    }))
});

static NEW_TAKEWHILE: NativeDef = NativeDef::plain("takewhile", Shape::Unpack(2, 2), |vm, args| {
    let (test, source) = (args[0].clone(), vm.iter(&args[1])?);
    let mut done = false;
    Ok(Iter::native(&TAKEWHILE, move |vm| {
        if done {
            return Ok(None);
        }
        let Some(value) = vm.next(&source)? else { return Ok(None) };
        let good = vm.call_with(&test, std::slice::from_ref(&value))?;
        if vm.truth(&good)? {
            return Ok(Some(value));
        }
        done = true;
        Ok(None)
    }))
});

static NEW_IFILTER: NativeDef =
    NativeDef::plain("ifilter", Shape::Unpack(2, 2), |vm, args| filtered(vm, args, &IFILTER, true));

static NEW_IFILTERFALSE: NativeDef =
    NativeDef::plain("ifilterfalse", Shape::Unpack(2, 2), |vm, args| filtered(vm, args, &IFILTERFALSE, false));

fn filtered(vm: &mut Vm, args: &[Value], def: &'static TypeDef, wanted: bool) -> Result<Value> {
    let (test, source) = (args[0].clone(), vm.iter(&args[1])?);
    Ok(Iter::native(def, move |vm| {
        loop {
            let Some(value) = vm.next(&source)? else { return Ok(None) };
            let good = match &test {
                Value::None => vm.truth(&value)?,
                test => {
                    let good = vm.call_with(test, std::slice::from_ref(&value))?;
                    vm.truth(&good)?
                }
            };
            if good == wanted {
                return Ok(Some(value));
            }
        }
    }))
}

static NEW_STARMAP: NativeDef = NativeDef::plain("starmap", Shape::Unpack(2, 2), |vm, args| {
    let (function, source) = (args[0].clone(), vm.iter(&args[1])?);
    Ok(Iter::native(&STARMAP, move |vm| {
        let Some(value) = vm.next(&source)? else { return Ok(None) };
        let arguments = vm.collect(&value)?;
        vm.call_with(&function, &arguments).map(Some)
    }))
});
