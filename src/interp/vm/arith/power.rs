//! `**` and `pow` of whole numbers.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::floats::{float_pow, long_to_float, no_modulus};
use super::integers::overflow_int;
use super::numbers::Number;
use crate::interp::error::{Error, Exc, Result, type_error, value_error};
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// `a ** b`: a float for a negative exponent.
pub(super) fn int_pow(vm: &mut Vm, a: &BigInt, b: &BigInt, long: bool) -> Result<Value> {
    if b.is_negative() {
        return float_pow(long_to_float(a)?, long_to_float(b)?).map(Value::Float);
    }
    let wrap = |number: BigInt| if long { Value::long(number) } else { overflow_int(number) };
    if b.is_zero() || a.is_one() {
        return Ok(wrap(BigInt::one()));
    }
    if a.is_zero() || (-a).is_one() {
        return Ok(wrap(if b.is_odd() { a.clone() } else { a * a }));
    }
    let Some(exponent) = b.to_u32() else {
        vm.check_bits(u64::MAX)?;
        return Err(Error::with_args(Exc::MemoryError, Vec::new()));
    };
    // The result has at least (bits - 1) * exponent bits.
    vm.check_bits((a.bits() - 1).max(1).saturating_mul(u64::from(exponent)))?;
    let words = a.bits().saturating_mul(u64::from(exponent)) / 64;
    vm.charge(words.saturating_mul(words) / 256)?;
    Ok(wrap(a.pow(exponent)))
}

/// `pow(a, b, modulus)` of numbers; `None` when CPython's numbers do not take the third argument.
pub(super) fn pow_mod(vm: &mut Vm, a: &Number, b: &Number, modulus: &Value) -> Result<Option<Value>> {
    let (Some((a, a_long)), Some((b, b_long))) = (a.whole(), b.whole()) else {
        return Err(no_modulus());
    };
    let float_modulus = matches!(modulus.base(), Value::Float(_));
    if float_modulus && (a_long || b_long) {
        return Err(no_modulus());
    }
    if b.is_negative() {
        return Err(type_error("pow() 2nd argument cannot be negative when 3rd argument specified"));
    }
    let Some(number) = Number::of(modulus.base()) else { return Ok(None) };
    let Some((modulus, c_long)) = number.whole() else { return Err(no_modulus()) };
    if modulus.is_zero() {
        return Err(value_error("pow() 3rd argument cannot be 0"));
    }
    let words = modulus.bits() / 64 + 1;
    vm.charge(b.bits().saturating_mul(words).saturating_mul(words) / 256)?;
    let positive = modulus.abs();
    let mut result = a.mod_floor(&positive).modpow(&b, &positive);
    if modulus.is_negative() && !result.is_zero() {
        result += &*modulus;
    }
    Ok(Some(if a_long || b_long || c_long { Value::long(result) } else { overflow_int(result) }))
}
