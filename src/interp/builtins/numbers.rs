//! Built-in functions on numbers and characters.

use num_bigint::BigInt;

use crate::cpython::int_text;
use crate::cpython::surrogate;
use crate::interp::class::ClassKind;
use crate::interp::error::{Error, Result, overflow_error, type_error, value_error};
use crate::interp::native::{NativeDef, Shape};
use crate::interp::types::byte_array;
use crate::interp::types::numeric::{coerce_numbers, to_float_value};
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::interp::vm::arith::as_bigint;
use crate::syntax::ast::BinOp;

/// The functions, sorted by name.
pub static TABLE: &[NativeDef] = &[
    NativeDef::plain("abs", Shape::One, |vm, args| vm.abs(&args[0])),
    NativeDef::plain("bin", Shape::One, bin),
    NativeDef::plain("chr", Shape::Parse(1, 1), chr),
    NativeDef::plain("coerce", Shape::Unpack(2, 2), coerce),
    NativeDef::plain("divmod", Shape::Unpack(2, 2), |vm, args| vm.divmod(&args[0], &args[1])),
    NativeDef::plain("format", Shape::Parse(1, 2), format),
    NativeDef::plain("hex", Shape::One, |vm, args| vm.hex(&args[0])),
    NativeDef::plain("intern", Shape::Parse(1, 1), intern),
    NativeDef::plain("oct", Shape::One, |vm, args| vm.oct(&args[0])),
    NativeDef::plain("ord", Shape::One, ord),
    NativeDef::plain("pow", Shape::Unpack(2, 3), pow),
    NativeDef::named("round", &["number", "ndigits"], 1, round),
    NativeDef::plain("unichr", Shape::Parse(1, 1), unichr),
];

fn not_an_index(vm: &mut Vm, value: &Value) -> Error {
    let name = vm.type_name(value);
    type_error(format!("'{name}' object cannot be interpreted as an index"))
}

fn bin(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let Some(number) = vm.index(&args[0])? else { return Err(not_an_index(vm, &args[0])) };
    let number = as_bigint(&number).unwrap_or_default();
    vm.check_size(number.bits() + 3)?;
    Ok(Value::str(int_text::bin_text(&number)))
}

impl Vm {
    /// `hex(value)`.
    pub fn hex(&mut self, value: &Value) -> Result<Value> {
        self.in_base(value, "__hex__", "hex() argument can't be converted to hex", int_text::hex_text)
    }

    /// `oct(value)`.
    pub fn oct(&mut self, value: &Value) -> Result<Value> {
        self.in_base(value, "__oct__", "oct() argument can't be converted to oct", int_text::oct_text)
    }

    fn in_base(
        &mut self,
        value: &Value,
        method: &str,
        refusal: &str,
        text: fn(&BigInt, bool) -> String,
    ) -> Result<Value> {
        match value {
            Value::Bool(_) | Value::Int(_) | Value::Long(_) => {
                let number = as_bigint(value).unwrap_or_default();
                self.check_size(number.bits() / 3 + 4)?;
                Ok(Value::str(text(&number, matches!(value, Value::Long(_)))))
            }
            Value::Instance(_) | Value::Host(_) => {
                let Some(method_value) = self.special(value, method)? else {
                    if let Value::Instance(instance) = value
                        && instance.class().kind == ClassKind::Old
                    {
                        self.getattr_name(value, method)?;
                    }
                    return Err(type_error(refusal));
                };
                let result = self.call_with(&method_value, &[])?;
                match result.base() {
                    Value::Str(_) => Ok(result),
                    _ => {
                        let name = self.type_name(&result);
                        Err(type_error(format!("{method} returned non-string (type {name})")))
                    }
                }
            }
            _ => Err(type_error(refusal)),
        }
    }
}

fn chr(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    match u8::try_from(vm.int_arg(&args[0])?) {
        Ok(byte) => Ok(Value::bytes(vec![byte])),
        Err(_) => Err(value_error("chr() arg not in range(256)")),
    }
}

fn unichr(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let number = vm.int_arg(&args[0])?;
    match u32::try_from(number).ok().and_then(surrogate::to_inner) {
        Some(point) => Ok(Value::unicode(point.to_string())),
        None => Err(value_error("unichr() arg not in range(0x110000) (wide Python build)")),
    }
}

fn ord(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let (code, length) = match args[0].base() {
        Value::Str(text) => (text.bytes().first().map(|byte| i64::from(*byte)), text.bytes().len()),
        other if byte_array::bytes_of(other).is_some() => {
            let bytes = byte_array::bytes_of(other).unwrap_or_default();
            (bytes.first().map(|byte| i64::from(*byte)), bytes.len())
        }
        Value::Unicode(text) => (text.text().chars().next().map(|point| i64::from(surrogate::code(point))), text.len()),
        _ => {
            let name = vm.type_name(&args[0]);
            return Err(type_error(format!("ord() expected string of length 1, but {name} found")));
        }
    };
    match (code, length) {
        (Some(code), 1) => Ok(Value::Int(code)),
        _ => Err(type_error(format!("ord() expected a character, but string of length {length} found"))),
    }
}

fn intern(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    match &args[0] {
        Value::Str(_) => Ok(args[0].clone()),
        Value::Instance(_) if matches!(args[0].base(), Value::Str(_)) => {
            Err(type_error("can't intern subclass of string"))
        }
        other => {
            let name = vm.type_name(other);
            Err(type_error(format!("intern() argument 1 must be string, not {name}")))
        }
    }
}

fn pow(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    match args.get(2) {
        None | Some(Value::None) => vm.binary(BinOp::Pow, &args[0], &args[1]),
        Some(modulus) => vm.pow_mod(&args[0], &args[1], modulus),
    }
}

fn format(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let empty = Value::str("");
    let spec = args.get(1).unwrap_or(&empty);
    if !matches!(spec.base(), Value::Str(_) | Value::Unicode(_)) {
        let name = vm.type_name(spec);
        return Err(type_error(format!("format expects arg 2 to be string or unicode, not {name}")));
    }
    vm.format(&args[0], spec)
}

/// `coerce(a, b)`: both in a common type.
fn coerce(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    if let Some(pair) = coerce_numbers(&args[0], &args[1])? {
        return Ok(pair);
    }
    for (own, other, swapped) in [(&args[0], &args[1], false), (&args[1], &args[0], true)] {
        if !matches!(own, Value::Instance(_) | Value::Host(_)) {
            continue;
        }
        let Some(method) = vm.special(own, "__coerce__")? else { continue };
        match vm.call_with(&method, std::slice::from_ref(other))? {
            Value::None | Value::NotImplemented => {}
            Value::Tuple(pair) if pair.len() == 2 => {
                let pair = if swapped { vec![pair[1].clone(), pair[0].clone()] } else { pair.to_vec() };
                return Ok(Value::tuple(pair));
            }
            _ => return Err(type_error("coercion should return None or 2-tuple")),
        }
    }
    let plain = |value: &Value| matches!(value, Value::List(_) | Value::Tuple(_) | Value::Dict(_) | Value::None);
    let same = std::mem::discriminant(&args[0]) == std::mem::discriminant(&args[1]);
    if same && plain(&args[0]) {
        return Ok(Value::tuple(args.to_vec()));
    }
    Err(type_error("number coercion failed"))
}

fn round(vm: &mut Vm, args: &[Option<Value>]) -> Result<Value> {
    let Some(Some(number)) = args.first() else { return Err(type_error("a float is required")) };
    let value = match number.base() {
        Value::Bool(_) | Value::Int(_) | Value::Long(_) | Value::Float(_) => to_float_value(vm, number)?,
        Value::Instance(_) | Value::Host(_) if vm.special(number, "__float__")?.is_some() => {
            to_float_value(vm, number)?
        }
        _ => return Err(type_error("a float is required")),
    };
    let digits = match args.get(1) {
        Some(Some(digits)) => match vm.slice_digits(digits)? {
            Some(digits) => digits,
            None => return Err(not_an_index(vm, digits)),
        },
        _ => 0,
    };
    round_to(value, digits).map(Value::Float)
}

impl Vm {
    /// An integer argument of any size, clamped to 64 bits; `None` when it is no integer.
    fn slice_digits(&mut self, value: &Value) -> Result<Option<i64>> {
        Ok(self.index(value)?.and_then(|number| as_bigint(&number)).map(|number| {
            i64::try_from(&number).unwrap_or(if number.sign() == num_bigint::Sign::Minus { i64::MIN } else { i64::MAX })
        }))
    }
}

/// `round(value, digits)`: exact halves go away from zero. `OverflowError` beyond the largest float.
pub fn round_to(value: f64, digits: i64) -> Result<f64> {
    const MOST_DIGITS: i64 = 323;
    const FEWEST_DIGITS: i64 = -308;
    if !value.is_finite() || value == 0.0 || digits > MOST_DIGITS {
        return Ok(value);
    }
    if digits < FEWEST_DIGITS {
        return Ok(0.0 * value);
    }
    if digits == 0 {
        return Ok(value.round());
    }
    // All digits of the exact value; no float has more than 1074 behind the point.
    let exact = format!("{:.1074}", value.abs());
    let (whole, fraction) = exact.split_once('.').unwrap_or((&exact, ""));
    let all: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    let kept = whole.len() as i64 + digits;
    let Ok(kept) = usize::try_from(kept) else { return Ok(0f64.copysign(value)) };
    let up = all.get(kept).is_some_and(|digit| *digit >= b'5');
    let digits_text = std::str::from_utf8(all.get(..kept).unwrap_or(&all)).unwrap_or_default();
    let number = BigInt::parse_bytes(digits_text.as_bytes(), 10).unwrap_or_default() + i32::from(up);
    let rounded: f64 = format!("{number}e{}", -digits).parse().unwrap_or(f64::INFINITY);
    if rounded.is_infinite() {
        return Err(overflow_error("rounded value too large to represent"));
    }
    Ok(rounded.copysign(value))
}

#[cfg(test)]
mod tests {
    use super::round_to;

    #[test]
    fn rounding() {
        let round = |value, digits| round_to(value, digits).ok();
        assert_eq!(round(2.5, 0), Some(3.0));
        assert_eq!(round(-2.5, 0), Some(-3.0));
        assert_eq!(round(1.15, 1), Some(1.1));
        assert_eq!(round(2.675, 2), Some(2.67));
        assert_eq!(round(0.125, 2), Some(0.13));
        assert_eq!(round(1234.5, -2), Some(1200.0));
        assert_eq!(round(1.5e300, -300), Some(2e300));
        assert_eq!(round(55.0, -2), Some(100.0));
        assert_eq!(round(5.0, -1), Some(10.0));
        assert_eq!(round(4.0, -1), Some(0.0));
        assert_eq!(round(1.7e308, -308), None);
    }
}
