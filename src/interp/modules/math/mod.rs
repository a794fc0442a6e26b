//! `math`.

mod special;

use std::rc::Rc;

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

use super::support;
use crate::interp::error::{Error, Exc, Result, attribute_error, overflow_error, type_error, value_error};
use crate::interp::native::{NativeDef, Shape};
use crate::interp::value::{Module, Value};
use crate::interp::vm::Vm;

static FUNCTIONS: &[NativeDef] = &[
    one("acos", |vm, args| unary(vm, args, f64::acos)),
    one("acosh", |vm, args| unary(vm, args, special::acosh)),
    one("asin", |vm, args| unary(vm, args, f64::asin)),
    one("asinh", |vm, args| unary(vm, args, special::asinh)),
    one("atan", |vm, args| unary(vm, args, f64::atan)),
    NativeDef::plain("atan2", Shape::Unpack(2, 2), |vm, args| binary(vm, args, f64::atan2)),
    one("atanh", |vm, args| unary(vm, args, special::atanh)),
    one("ceil", |vm, args| Ok(Value::Float(float(vm, &args[0])?.ceil()))),
    NativeDef::plain("copysign", Shape::Unpack(2, 2), |vm, args| binary(vm, args, f64::copysign)),
    one("cos", |vm, args| unary(vm, args, f64::cos)),
    one("cosh", |vm, args| unary(vm, args, f64::cosh)),
    one("degrees", |vm, args| Ok(Value::Float(float(vm, &args[0])? * (180.0 / std::f64::consts::PI)))),
    one("erf", |vm, args| unary(vm, args, special::erf)),
    one("erfc", |vm, args| unary(vm, args, special::erfc)),
    one("exp", |vm, args| unary(vm, args, f64::exp)),
    one("expm1", |vm, args| unary(vm, args, f64::exp_m1)),
    one("fabs", |vm, args| Ok(Value::Float(float(vm, &args[0])?.abs()))),
    one("factorial", factorial),
    one("floor", |vm, args| Ok(Value::Float(float(vm, &args[0])?.floor()))),
    NativeDef::plain("fmod", Shape::Unpack(2, 2), fmod),
    one("frexp", |vm, args| {
        let (mantissa, exponent) = frexp(float(vm, &args[0])?);
        Ok(Value::tuple(vec![Value::Float(mantissa), Value::Int(exponent)]))
    }),
    one("fsum", fsum),
    one("gamma", |vm, args| {
        let x = float(vm, &args[0])?;
        if x == f64::NEG_INFINITY || (x <= 0.0 && x == x.floor()) {
            return Err(domain());
        }
        checked(special::gamma(x), x.is_finite())
    }),
    NativeDef::plain("hypot", Shape::Unpack(2, 2), |vm, args| binary(vm, args, f64::hypot)),
    one("isinf", |vm, args| Ok(Value::Bool(float(vm, &args[0])?.is_infinite()))),
    one("isnan", |vm, args| Ok(Value::Bool(float(vm, &args[0])?.is_nan()))),
    NativeDef::plain("ldexp", Shape::Parse(2, 2), ldexp),
    one("lgamma", |vm, args| {
        let x = float(vm, &args[0])?;
        if x <= 0.0 && x == x.floor() && x.is_finite() {
            return Err(domain());
        }
        checked(special::lgamma(x), x.is_finite())
    }),
    NativeDef::plain("log", Shape::Unpack(1, 2), log),
    one("log10", |vm, args| logarithm(vm, &args[0], f64::log10, std::f64::consts::LOG10_2).map(Value::Float)),
    one("log1p", |vm, args| {
        let x = float(vm, &args[0])?;
        if x == -1.0 {
            return Err(overflow_error("math range error"));
        }
        if x < -1.0 {
            return Err(domain());
        }
        Ok(Value::Float(x.ln_1p()))
    }),
    one("modf", |vm, args| {
        let x = float(vm, &args[0])?;
        let (fraction, whole) = if x.is_infinite() { (0f64.copysign(x), x) } else { (x.fract(), x.trunc()) };
        Ok(Value::tuple(vec![Value::Float(fraction.copysign(x)), Value::Float(whole)]))
    }),
    NativeDef::plain("pow", Shape::Unpack(2, 2), pow),
    one("radians", |vm, args| Ok(Value::Float(float(vm, &args[0])? * (std::f64::consts::PI / 180.0)))),
    one("sin", |vm, args| unary(vm, args, f64::sin)),
    one("sinh", |vm, args| unary(vm, args, f64::sinh)),
    one("sqrt", |vm, args| unary(vm, args, f64::sqrt)),
    one("tan", |vm, args| unary(vm, args, f64::tan)),
    one("tanh", |vm, args| unary(vm, args, f64::tanh)),
    one("trunc", trunc),
];

const fn one(name: &'static str, code: fn(&mut Vm, &[Value]) -> Result<Value>) -> NativeDef {
    NativeDef::plain(name, Shape::One, code)
}

fn domain() -> Error {
    value_error("math domain error")
}

/// A number as a float; `a float is required`.
pub fn float(vm: &mut Vm, value: &Value) -> Result<f64> {
    match value.base() {
        Value::Float(x) => Ok(*x),
        Value::Int(n) => Ok(*n as f64),
        Value::Bool(b) => Ok(f64::from(*b)),
        Value::Long(n) => match n.to_f64() {
            Some(x) if x.is_finite() => Ok(x),
            _ => Err(overflow_error("long int too large to convert to float")),
        },
        Value::Instance(_) | Value::Host(_) => match vm.special(value, "__float__")? {
            Some(method) => {
                let number = vm.call_with(&method, &[])?;
                match number.base() {
                    Value::Float(x) => Ok(*x),
                    _ => Err(type_error("nb_float should return float object")),
                }
            }
            None => Err(type_error("a float is required")),
        },
        _ => Err(type_error("a float is required")),
    }
}

/// `NaN` and infinities out of finite arguments are errors.
fn checked(result: f64, finite: bool) -> Result<Value> {
    if finite && result.is_nan() {
        return Err(domain());
    }
    if finite && result.is_infinite() {
        return Err(overflow_error("math range error"));
    }
    Ok(Value::Float(result))
}

fn unary(vm: &mut Vm, args: &[Value], function: fn(f64) -> f64) -> Result<Value> {
    let x = float(vm, &args[0])?;
    let result = function(x);
    if result.is_nan() && !x.is_nan() {
        return Err(domain());
    }
    checked(result, x.is_finite())
}

fn binary(vm: &mut Vm, args: &[Value], function: fn(f64, f64) -> f64) -> Result<Value> {
    let (x, y) = (float(vm, &args[0])?, float(vm, &args[1])?);
    checked(function(x, y), x.is_finite() && y.is_finite())
}

fn fmod(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let (x, y) = (float(vm, &args[0])?, float(vm, &args[1])?);
    if y.is_infinite() && x.is_finite() {
        return Ok(Value::Float(x));
    }
    let result = x % y;
    if result.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain());
    }
    Ok(Value::Float(result))
}

fn pow(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let (x, y) = (float(vm, &args[0])?, float(vm, &args[1])?);
    let result = x.powf(y);
    if x.is_finite() && y.is_finite() && (result.is_nan() || (x == 0.0 && y < 0.0)) {
        return Err(domain());
    }
    checked(result, x.is_finite() && y.is_finite())
}

/// Splits into a mantissa between a half and one, and an exponent of two.
fn frexp(x: f64) -> (f64, i64) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let (scaled, extra) = if x.abs() < f64::MIN_POSITIVE { (x * 2f64.powi(64), -64) } else { (x, 0) };
    let bits = scaled.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i64 - 1022;
    (f64::from_bits(bits & !(0x7ff << 52) | (1022 << 52)), exponent + extra)
}

fn ldexp(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let x = float(vm, &args[0])?;
    let exponent = match args[1].base() {
        Value::Int(n) => *n,
        Value::Bool(b) => i64::from(*b),
        Value::Long(n) => {
            if n.is_negative() {
                i64::MIN
            } else {
                i64::MAX
            }
        }
        _ => return Err(type_error("Expected an int or long as second argument to ldexp.")),
    };
    if x == 0.0 || !x.is_finite() {
        return Ok(Value::Float(x));
    }
    let mut left = exponent.clamp(-3000, 3000) as i32;
    let mut result = x;
    // In steps, so that a subnormal result is rounded once.
    while left > 1000 {
        result *= 2f64.powi(1000);
        left -= 1000;
    }
    while left < -900 && result.abs() > 2f64.powi(-120) {
        result *= 2f64.powi(-900);
        left += 900;
    }
    result *= 2f64.powi(left.max(-1074));
    checked(result, true)
}

fn factorial(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let n = match args[0].base() {
        Value::Float(x) if x.fract() == 0.0 && x.abs() < 9e15 => *x as i64,
        Value::Float(_) => return Err(value_error("factorial() only accepts integral values")),
        _ => vm.int_arg(&args[0])?,
    };
    if n < 0 {
        return Err(value_error("factorial() not defined for negative values"));
    }
    let bits = (n as f64) * (n as f64 + 1.0).log2();
    vm.check_bits(bits.min(1e18) as u64)?;
    let mut product = BigInt::from(1);
    for factor in 2..=n {
        vm.charge(1 + product.bits() / 640)?;
        product *= factor;
    }
    Ok(Value::int_or_long(product))
}

/// The exact sum, rounded once: partial sums that do not overlap.
fn fsum(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let iterator = vm.iter(&args[0])?;
    let mut partials: Vec<f64> = Vec::new();
    let mut special = 0.0;
    while let Some(item) = vm.next(&iterator)? {
        let mut x = float(vm, &item)?;
        if !x.is_finite() {
            special += x;
            continue;
        }
        let mut kept = Vec::with_capacity(partials.len() + 1);
        for &partial in &partials {
            let (big, small) = if x.abs() < partial.abs() { (partial, x) } else { (x, partial) };
            let sum = big + small;
            let error = small - (sum - big);
            if error != 0.0 {
                kept.push(error);
            }
            x = sum;
        }
        if !x.is_finite() {
            return Err(overflow_error("intermediate overflow in fsum"));
        }
        kept.push(x);
        partials = kept;
    }
    if special != 0.0 || special.is_nan() {
        if special.is_nan() {
            return Err(value_error("-inf + inf in fsum"));
        }
        return Ok(Value::Float(special));
    }
    Ok(Value::Float(rounded_sum(partials)))
}

/// The sum of partial sums, largest last, rounded half to even.
fn rounded_sum(mut partials: Vec<f64>) -> f64 {
    let Some(mut high) = partials.pop() else { return 0.0 };
    while let Some(x) = partials.pop() {
        let before = high;
        high = before + x;
        let low = x - (high - before);
        if low != 0.0 {
            let next = partials.last().copied().unwrap_or(0.0);
            if (low < 0.0 && next < 0.0) || (low > 0.0 && next > 0.0) {
                let twice = low * 2.0;
                let sum = high + twice;
                if twice == sum - high {
                    high = sum;
                }
            }
            break;
        }
    }
    high
}

/// A logarithm of a float or of a long of any size; the second factor is the logarithm of two.
fn logarithm(vm: &mut Vm, value: &Value, function: fn(f64) -> f64, of_two: f64) -> Result<f64> {
    if let Value::Long(n) = value.base() {
        if !n.is_positive() {
            return Err(domain());
        }
        if let Some(x) = n.to_f64().filter(|x| x.is_finite()) {
            return Ok(function(x));
        }
        let shift = n.bits().saturating_sub(64);
        let top = (&**n >> shift).to_f64().unwrap_or(f64::INFINITY);
        return Ok(function(top) + of_two * shift as f64);
    }
    let x = float(vm, value)?;
    if x <= 0.0 {
        return Err(domain());
    }
    Ok(function(x))
}

fn log(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let number = logarithm(vm, &args[0], f64::ln, std::f64::consts::LN_2)?;
    let Some(base) = args.get(1) else { return Ok(Value::Float(number)) };
    let base = logarithm(vm, base, f64::ln, std::f64::consts::LN_2)?;
    if base == 0.0 {
        return Err(Error::new(Exc::ZeroDivisionError, "float division by zero"));
    }
    Ok(Value::Float(number / base))
}

fn trunc(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    match vm.getattr_opt(&args[0], "__trunc__")? {
        Some(method) => vm.call_with(&method, &[]),
        None => {
            let kind = vm.type_name(&args[0]);
            Err(attribute_error(format!("'{kind}' object has no attribute '__trunc__'")))
        }
    }
}

/// Makes the module.
pub fn make(vm: &mut Vm) -> Result<Rc<Module>> {
    let module = support::module(vm, "math", FUNCTIONS);
    module.dict.set_name("e", Value::Float(std::f64::consts::E));
    module.dict.set_name("pi", Value::Float(std::f64::consts::PI));
    Ok(module)
}
