//! Numbers in `%` conversions.

use num_bigint::{BigInt, Sign};

use super::percent::{Piece, Spec};
use super::view::Kind;
use crate::cpython::float_text::{FloatStyle, format_exp, format_fixed, format_general};
use crate::interp::error::{Exc, Fault, Result, type_error};
use crate::interp::types::numeric::{to_float_value, to_whole};
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::interp::vm::arith::as_bigint;

/// Precision from which no more digits of a float are asked for than the budget allows.
fn check_precision(vm: &mut Vm, precision: usize) -> Result<()> {
    vm.check_size(precision as u64)
}

/// `%d %i %u %o %x %X`.
pub(super) fn integer(vm: &mut Vm, spec: &Spec, code: u8, value: &Value) -> Result<Piece> {
    if let (b'd' | b'i' | b'u', None, Value::Int(number)) = (code, spec.precision, value) {
        vm.charge_decimal(u64::from(u64::BITS - number.unsigned_abs().leading_zeros()))?;
        return Ok(Piece { text: decimal(*number), number: true, marker: 0 });
    }
    let code = if code == b'i' { b'd' } else { code };
    let Some((number, long)) = whole(vm, value)? else {
        let name = vm.type_name(value);
        return Err(type_error(format!("%{} format: a number is required, not {name}", char::from(code))));
    };
    let base = match code {
        b'o' => 8,
        b'x' | b'X' => 16,
        _ => 10,
    };
    if base == 10 {
        vm.charge_decimal(number.bits())?;
    }
    let mut digits = number.magnitude().to_str_radix(base);
    if code == b'X' {
        digits = digits.to_ascii_uppercase();
    }
    if spec.precision == Some(0) && !long && digits == "0" {
        // C writes no digit at all for a zero without precision; `long` does not go through C.
        digits.clear();
    }
    if let Some(precision) = spec.precision.filter(|precision| *precision > digits.len()) {
        check_precision(vm, precision)?;
        digits = format!("{}{digits}", "0".repeat(precision - digits.len()));
    }
    let marker = match code {
        b'x' if spec.alternate => "0x",
        b'X' if spec.alternate => "0X",
        b'o' if spec.alternate && !digits.starts_with('0') => {
            digits.insert(0, '0');
            ""
        }
        _ => "",
    };
    let sign = if number.sign() == Sign::Minus { "-" } else { "" };
    Ok(Piece { text: format!("{sign}{marker}{digits}").into_bytes(), number: true, marker: marker.len() })
}

/// The digits of a number that fits a machine word: most that are ever formatted.
fn decimal(number: i64) -> Vec<u8> {
    let mut digits = Vec::with_capacity(20);
    let mut rest = number.unsigned_abs();
    while rest > 0 || digits.is_empty() {
        digits.push(b'0' + (rest % 10) as u8);
        rest /= 10;
    }
    if number < 0 {
        digits.push(b'-');
    }
    digits.reverse();
    digits
}

/// The whole number that a conversion takes and whether it is a `long`; `None` when the value is no number.
fn whole(vm: &mut Vm, value: &Value) -> Result<Option<(BigInt, bool)>> {
    let kinded = |value: &Value| as_bigint(value).map(|number| (number, matches!(value.base(), Value::Long(_))));
    if let Some(number) = kinded(value) {
        return Ok(Some(number));
    }
    let is_number = match value.base() {
        Value::Float(_) => true,
        Value::Instance(_) | Value::Host(_) => {
            vm.special(value, "__int__")?.is_some() || vm.special(value, "__long__")?.is_some()
        }
        _ => false,
    };
    if !is_number {
        return Ok(None);
    }
    for long in [false, true] {
        match to_whole(vm, value, long) {
            Ok(number) => return Ok(kinded(&number)),
            Err(error) if matches!(*error.0, Fault::Halt(_)) => return Err(error),
            Err(_) => {}
        }
    }
    Ok(None)
}

/// `%e %E %f %F %g %G`.
pub(super) fn float(vm: &mut Vm, kind: Kind, spec: &Spec, code: u8, value: &Value) -> Result<Piece> {
    let is_text = matches!(value.base(), Value::Str(_) | Value::Unicode(_));
    let number = match if is_text { Err(type_error("")) } else { to_float_value(vm, value) } {
        Ok(number) => number,
        Err(error) if matches!(*error.0, Fault::Halt(_)) => return Err(error),
        // `unicode` lets the conversion's own error through.
        Err(error) if kind == Kind::Unicode && !vm.error_is(&error, Exc::TypeError) => return Err(error),
        Err(_) if kind == Kind::Unicode => return Err(type_error("a float is required")),
        Err(_) => {
            let name = vm.type_name(value);
            return Err(type_error(format!("float argument required, not {name}")));
        }
    };
    let precision = spec.precision.unwrap_or(6);
    check_precision(vm, precision)?;
    let style = FloatStyle { upper: code.is_ascii_uppercase(), alternate: spec.alternate, ..FloatStyle::default() };
    let text = match code.to_ascii_lowercase() {
        b'e' => format_exp(number, precision, style),
        b'f' => format_fixed(number, precision, style),
        _ => format_general(number, precision, style),
    };
    Ok(Piece { text: text.into_bytes(), number: true, marker: 0 })
}
