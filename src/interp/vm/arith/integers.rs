//! Arithmetic of `int` and `long`.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{ToPrimitive, Zero};

use super::operator::Operator;
use crate::interp::error::{Error, Exc, Result, overflow_error, value_error};
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::syntax::ast::BinOp;

/// Two ints whose result is an int; `None` leaves the rest (overflow, zero divisors, powers) to the long way.
pub(super) fn fast(op: BinOp, a: i64, b: i64) -> Option<Value> {
    let result = match op {
        BinOp::Add => a.checked_add(b)?,
        BinOp::Sub => a.checked_sub(b)?,
        BinOp::Mul => a.checked_mul(b)?,
        BinOp::Div | BinOp::FloorDiv => floor_divmod(a, b)?.0,
        BinOp::Mod => floor_divmod(a, b)?.1,
        BinOp::BitAnd => a & b,
        BinOp::BitOr => a | b,
        BinOp::BitXor => a ^ b,
        BinOp::LeftShift => {
            let shift = u32::try_from(b).ok().filter(|s| *s < 63)?;
            let shifted = a << shift;
            if shifted >> shift != a {
                return None;
            }
            shifted
        }
        BinOp::RightShift if b < 0 => return None,
        BinOp::RightShift => a >> b.min(63),
        BinOp::Pow => return None,
    };
    Some(Value::Int(result))
}

/// Quotient rounded down and remainder with the divisor's sign; `None` for a zero divisor or an overflow.
pub fn floor_divmod(a: i64, b: i64) -> Option<(i64, i64)> {
    let quotient = a.checked_div(b)?;
    let remainder = a.checked_rem(b)?;
    if remainder != 0 && (remainder < 0) != (b < 0) {
        Some((quotient - 1, remainder + b))
    } else {
        Some((quotient, remainder))
    }
}

/// The result of an operation on ints: an int if it fits, else a long.
pub fn overflow_int(number: BigInt) -> Value {
    Value::int_or_long(number)
}

pub(super) fn zero_division(message: &str) -> Error {
    Error::new(Exc::ZeroDivisionError, message)
}

/// An operator on whole numbers. `long` says that an operand is a `long`, so the result is one.
pub(super) fn binary(vm: &mut Vm, op: Operator, a: &BigInt, b: &BigInt, long: bool) -> Result<Value> {
    let wrap = |number: BigInt| if long { Value::long(number) } else { overflow_int(number) };
    vm.charge((a.bits() + b.bits()) / 4096)?;
    Ok(match op {
        Operator::Add => wrap(a + b),
        Operator::Sub => wrap(a - b),
        Operator::Mul => {
            vm.check_bits(a.bits() + b.bits())?;
            charge_product(vm, a, b)?;
            wrap(a * b)
        }
        Operator::Div | Operator::FloorDiv => wrap(divide(vm, a, b, long)?.0),
        Operator::Mod => wrap(divide(vm, a, b, long)?.1),
        Operator::DivMod => {
            let (quotient, remainder) = divide(vm, a, b, long)?;
            // Only the quotient of ints can overflow, and then CPython computes both as longs.
            let long = long || quotient.to_i64().is_none();
            let wrap = |number: BigInt| if long { Value::long(number) } else { overflow_int(number) };
            Value::tuple(vec![wrap(quotient), wrap(remainder)])
        }
        Operator::TrueDivide => Value::Float(true_divide(a, b)?),
        Operator::BitAnd => wrap(a & b),
        Operator::BitOr => wrap(a | b),
        Operator::BitXor => wrap(a ^ b),
        Operator::LeftShift => wrap(shift_left(vm, a, b)?),
        Operator::RightShift => wrap(a >> shift_count(b)?),
        Operator::Pow => super::power::int_pow(vm, a, b, long)?,
    })
}

/// Counts the work of a multiplication or division of large numbers.
pub(super) fn charge_product(vm: &mut Vm, a: &BigInt, b: &BigInt) -> Result<()> {
    vm.charge((a.bits() / 64).saturating_mul(b.bits() / 64) / 256)
}

fn divide(vm: &mut Vm, a: &BigInt, b: &BigInt, long: bool) -> Result<(BigInt, BigInt)> {
    if b.is_zero() {
        let kind = if long { "long" } else { "integer" };
        return Err(zero_division(&format!("{kind} division or modulo by zero")));
    }
    charge_product(vm, a, b)?;
    Ok(a.div_mod_floor(b))
}

/// A shift count: not negative, and within the machine's reach.
fn shift_count(b: &BigInt) -> Result<u64> {
    match b.to_i64() {
        Some(count) => u64::try_from(count).map_err(|_| value_error("negative shift count")),
        None => Err(overflow_error("long int too large to convert to int")),
    }
}

fn shift_left(vm: &mut Vm, a: &BigInt, b: &BigInt) -> Result<BigInt> {
    let count = shift_count(b)?;
    if a.is_zero() {
        return Ok(BigInt::ZERO);
    }
    vm.check_bits(a.bits().saturating_add(count))?;
    Ok(a << count)
}

/// The nearest float to the exact quotient.
fn true_divide(a: &BigInt, b: &BigInt) -> Result<f64> {
    if b.is_zero() {
        return Err(zero_division("division by zero"));
    }
    if a.is_zero() {
        return Ok(if b.sign() == Sign::Minus { -0.0 } else { 0.0 });
    }
    let negative = a.sign() != b.sign();
    // Scale so that the whole quotient has at least 64 significant bits, and remember what was cut off.
    let shift = b.bits() as i64 - a.bits() as i64 + 66;
    let (top, bottom) = if shift > 0 {
        (a.magnitude() << shift as u64, b.magnitude().clone())
    } else {
        (a.magnitude().clone(), b.magnitude() << (-shift) as u64)
    };
    let (quotient, rest) = top.div_rem(&bottom);
    let mut quotient = quotient;
    if !rest.is_zero() {
        quotient |= num_bigint::BigUint::from(1u8);
    }
    let value = scaled(&quotient, -shift);
    if value.is_infinite() {
        return Err(overflow_error("integer division result too large for a float"));
    }
    Ok(if negative { -value } else { value })
}

/// `quotient * 2^exponent` rounded half to even once, also where the result is subnormal. The lowest bit of the
/// quotient (of 64 bits or more) stands for everything below it.
fn scaled(quotient: &num_bigint::BigUint, exponent: i64) -> f64 {
    let bits = quotient.bits() as i64;
    let lowest = (exponent + bits - 53).max(-1074);
    let drop = lowest - exponent;
    if drop <= 0 {
        return quotient.to_f64().unwrap_or(f64::INFINITY) * 2f64.powi(exponent as i32);
    }
    let kept = quotient >> drop as u64;
    let rest = quotient - (&kept << drop as u64);
    let half = num_bigint::BigUint::from(1u8) << (drop - 1) as u64;
    let up = match rest.cmp(&half) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => kept.is_odd(),
        std::cmp::Ordering::Less => false,
    };
    let mantissa = kept.to_u64().unwrap_or(u64::MAX) + u64::from(up);
    if lowest > 1023 {
        return f64::INFINITY;
    }
    // Two exact steps, because 2^-1074 times a mantissa is representable but 2^lowest alone may overflow the exponent.
    mantissa as f64 * 2f64.powi((lowest / 2) as i32) * 2f64.powi((lowest - lowest / 2) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn division_rounds_down() {
        assert_eq!(floor_divmod(7, -2), Some((-4, -1)));
        assert_eq!(floor_divmod(-7, 2), Some((-4, 1)));
        assert_eq!(floor_divmod(i64::MIN, -1), None);
        assert_eq!(floor_divmod(1, 0), None);
    }

    #[test]
    fn true_division_rounds_once() {
        let divide = |a: i64, b: i64| true_divide(&BigInt::from(a), &BigInt::from(b)).ok();
        assert_eq!(divide(1, 3), Some(1.0 / 3.0));
        assert_eq!(divide(-7, 2), Some(-3.5));
        assert_eq!(divide(9007199254740993, 1), Some(9007199254740992.0));
        assert_eq!(divide(i64::MAX, 3), Some(3074457345618258602.3333));
        let tiny = true_divide(&BigInt::from(1), &(BigInt::from(1) << 1074u32)).ok();
        assert_eq!(tiny, Some(5e-324));
    }
}
