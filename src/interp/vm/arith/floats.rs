//! Arithmetic of `float`.

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::integers::zero_division;
use super::operator::Operator;
use crate::interp::error::{Error, Exc, Result, overflow_error, type_error, value_error};
use crate::interp::value::Value;

/// A whole number as the nearest float. `OverflowError` beyond the largest float.
pub fn long_to_float(number: &BigInt) -> Result<f64> {
    match number.to_f64() {
        Some(value) if value.is_finite() => Ok(value),
        _ => Err(overflow_error("long int too large to convert to float")),
    }
}

/// An operator on floats; `None` for those that floats do not have.
pub(super) fn binary(op: Operator, a: f64, b: f64) -> Result<Option<Value>> {
    let value = match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mul => a * b,
        Operator::Div | Operator::TrueDivide if b == 0.0 => return Err(zero_division("float division by zero")),
        Operator::Div | Operator::TrueDivide => a / b,
        Operator::FloorDiv => divmod_floats(a, b)?.0,
        Operator::Mod if b == 0.0 => return Err(zero_division("float modulo")),
        Operator::Mod => modulo(a, b),
        Operator::DivMod => {
            let (quotient, remainder) = divmod_floats(a, b)?;
            return Ok(Some(Value::tuple(vec![Value::Float(quotient), Value::Float(remainder)])));
        }
        Operator::Pow => float_pow(a, b)?,
        Operator::LeftShift | Operator::RightShift | Operator::BitAnd | Operator::BitOr | Operator::BitXor => {
            return Ok(None);
        }
    };
    Ok(Some(Value::Float(value)))
}

/// The remainder with the divisor's sign, a zero one included.
fn modulo(a: f64, b: f64) -> f64 {
    let rest = a % b;
    if rest == 0.0 {
        0f64.copysign(b)
    } else if (b < 0.0) != (rest < 0.0) {
        rest + b
    } else {
        rest
    }
}

/// `divmod(a, b)`: the quotient rounded down, as a float, and the remainder.
pub fn divmod_floats(a: f64, b: f64) -> Result<(f64, f64)> {
    if b == 0.0 {
        return Err(zero_division("float divmod()"));
    }
    let rest = a % b;
    let mut quotient = (a - rest) / b;
    let remainder = modulo(a, b);
    if rest != 0.0 && (b < 0.0) != (rest < 0.0) {
        quotient -= 1.0;
    }
    let floor = if quotient == 0.0 {
        0f64.copysign(a / b)
    } else {
        let floor = quotient.floor();
        if quotient - floor > 0.5 { floor + 1.0 } else { floor }
    };
    Ok((floor, remainder))
}

/// `a ** b` of floats.
pub fn float_pow(a: f64, b: f64) -> Result<f64> {
    if a == 0.0 && b < 0.0 {
        return Err(zero_division("0.0 cannot be raised to a negative power"));
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b != b.floor() {
        return Err(value_error("negative number cannot be raised to a fractional power"));
    }
    // IEEE pow agrees with CPython's special cases: x**0 and 1**y are 1 even for not-a-number.
    let value = a.powf(b);
    if value.is_infinite() && a.is_finite() && b.is_finite() {
        let text = Value::str("Numerical result out of range");
        return Err(Error::with_args(Exc::OverflowError, vec![Value::Int(34), text]));
    }
    Ok(value)
}

/// The refusal of `pow(a, b, c)` with a float among them.
pub(super) fn no_modulus() -> Error {
    type_error("pow() 3rd argument not allowed unless all arguments are integers")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_division() {
        assert_eq!(divmod_floats(-7.5, 2.0).ok(), Some((-4.0, 0.5)));
        assert_eq!(divmod_floats(7.0, -2.5).ok(), Some((-3.0, -0.5)));
        assert_eq!(divmod_floats(-5.0, f64::INFINITY).ok(), Some((-1.0, f64::INFINITY)));
        assert!(modulo(-0.0, 3.0).is_sign_positive());
    }

    #[test]
    fn powers() {
        assert_eq!(float_pow(2.0, -1.0).ok(), Some(0.5));
        assert!(float_pow(2.0, 5000.0).is_err());
        assert!(float_pow(-8.0, 0.5).is_err());
        assert!(float_pow(0.0, -1.0).is_err());
        assert_eq!(float_pow(f64::NAN, 0.0).ok(), Some(1.0));
    }
}
