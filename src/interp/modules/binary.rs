//! `binascii` and `zlib`: bytes as text, checksums.

use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::support::{self, raise};
use crate::interp::error::{Result, type_error};
use crate::interp::native::{NativeDef, Shape};
use crate::interp::value::{Module, Value};
use crate::interp::vm::Vm;

static BINASCII: &[NativeDef] = &[
    NativeDef::plain("a2b_base64", Shape::Parse(1, 1), from_base64),
    NativeDef::plain("a2b_hex", Shape::Parse(1, 1), from_hex),
    NativeDef::plain("b2a_base64", Shape::Parse(1, 1), |vm, args| {
        let bytes = argument(vm, args, "b2a_base64")?;
        let mut text = STANDARD.encode(bytes);
        text.push('\n');
        Ok(Value::str(text))
    }),
    NativeDef::plain("b2a_hex", Shape::Parse(1, 1), |vm, args| to_hex(vm, args, "b2a_hex")),
    NativeDef::plain("crc32", Shape::Parse(1, 2), |vm, args| checksum(vm, args, "crc32", 0, crc32)),
    NativeDef::plain("hexlify", Shape::Parse(1, 1), |vm, args| to_hex(vm, args, "hexlify")),
    NativeDef::plain("unhexlify", Shape::Parse(1, 1), from_hex),
];

static ZLIB: &[NativeDef] = &[
    NativeDef::plain("adler32", Shape::Parse(1, 2), |vm, args| checksum(vm, args, "adler32", 1, adler32)),
    NativeDef::plain("crc32", Shape::Parse(1, 2), |vm, args| checksum(vm, args, "crc32", 0, crc32)),
];

fn argument(vm: &mut Vm, args: &[Value], function: &str) -> Result<Vec<u8>> {
    let bytes = support::bytes_arg(vm, &args[0], function, 1)?;
    vm.check_size(bytes.len() as u64 * 2)?;
    Ok(bytes)
}

fn to_hex(vm: &mut Vm, args: &[Value], function: &str) -> Result<Value> {
    let bytes = argument(vm, args, function)?;
    Ok(Value::str(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()))
}

fn from_hex(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let bytes = match support::bytes_of(vm, &args[0])? {
        Some(bytes) => bytes,
        None => {
            let kind = support::none_or_type(vm, &args[0]);
            return Err(type_error(format!("must be string or buffer, not {kind}")));
        }
    };
    if bytes.len() % 2 == 1 {
        return Err(type_error("Odd-length string"));
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let mut out = Vec::with_capacity(bytes.len() / 2);
    for pair in bytes.chunks(2) {
        let (Some(high), Some(low)) = (pair.first().copied().and_then(digit), pair.get(1).copied().and_then(digit))
        else {
            return Err(type_error("Non-hexadecimal digit found"));
        };
        out.push((high * 16 + low) as u8);
    }
    Ok(Value::bytes(out))
}

/// Characters outside the alphabet are skipped; what follows complete padding is not read.
fn from_base64(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let bytes = argument(vm, args, "a2b_base64")?;
    let mut out = Vec::with_capacity(bytes.len() * 3 / 4);
    let (mut bits, mut held, mut quads) = (0u32, 0u32, 0);
    for (at, &byte) in bytes.iter().enumerate() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                let more = bytes.get(at + 1..).unwrap_or(&[]).contains(&b'=');
                if quads > 1 && (quads == 3 || more) {
                    held = 0;
                    break;
                }
                continue;
            }
            _ => continue,
        };
        quads = (quads + 1) % 4;
        bits = (bits << 6 | u32::from(value)) & 0xffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held & 0xff) as u8);
        }
    }
    if held != 0 {
        return Err(raise(vm, "binascii", "Error", "Incorrect padding"));
    }
    Ok(Value::bytes(out))
}

fn checksum(vm: &mut Vm, args: &[Value], name: &str, start: u32, sum: fn(u32, &[u8]) -> u32) -> Result<Value> {
    let bytes = match support::bytes_of(vm, &args[0])? {
        Some(bytes) => bytes,
        None => {
            let kind = support::none_or_type(vm, &args[0]);
            return Err(type_error(format!("{name}() argument 1 must be string or read-only buffer, not {kind}")));
        }
    };
    vm.charge(bytes.len() as u64 / 8)?;
    let start = match args.get(1) {
        Some(start) => vm.int_arg(start)? as u32,
        None => start,
    };
    // Python 2 shows the sum as a signed number of 32 bits.
    Ok(Value::Int(i64::from(sum(start, &bytes) as i32)))
}

fn crc32(start: u32, bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!start, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    })
}

fn adler32(start: u32, bytes: &[u8]) -> u32 {
    let (a, b) = bytes.iter().fold((start & 0xffff, start >> 16), |(a, b), &byte| {
        let a = (a + u32::from(byte)) % 65521;
        (a, (b + a) % 65521)
    });
    b << 16 | a
}

/// Makes `_binascii`.
pub fn make_binascii(vm: &mut Vm) -> Result<Rc<Module>> {
    Ok(support::module(vm, "_binascii", BINASCII))
}

/// Makes `_zlib`.
pub fn make_zlib(vm: &mut Vm) -> Result<Rc<Module>> {
    Ok(support::module(vm, "_zlib", ZLIB))
}
