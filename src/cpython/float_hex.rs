//! `float.hex` and `float.fromhex`.

use super::float_text::parse_float;

/// `x.hex()`: `0x1.8000000000000p+1`; numbers below the normal range start with `0x0.`.
pub fn float_to_hex(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value.is_infinite() {
        return format!("{sign}inf");
    }
    if value == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = value.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    match (bits >> 52) & 0x7ff {
        0 => format!("{sign}0x0.{fraction:013x}p-1022"),
        field => format!("{sign}0x1.{fraction:013x}p{:+}", field as i64 - 1023),
    }
}

/// Why a text is not a hexadecimal float.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HexFloatError {
    /// `ValueError: invalid hexadecimal floating-point string`
    Invalid,
    /// `OverflowError: hexadecimal value too large to represent as a float`
    TooLarge,
}

/// `float.fromhex(text)`, rounded half to even; whitespace around the number is allowed, `0x` and the exponent are optional.
///
/// # Errors
/// The text is not of that form, or its value is beyond the largest float.
pub fn float_from_hex(text: &str) -> Result<f64, HexFloatError> {
    let text = text.trim_matches([' ', '\t', '\n', '\r', '\x0b', '\x0c']);
    let (negative, unsigned) = match text.as_bytes().first() {
        Some(b'-') => (true, text.get(1..).unwrap_or("")),
        Some(b'+') => (false, text.get(1..).unwrap_or("")),
        _ => (false, text),
    };
    let magnitude = if ["inf", "infinity", "nan"].iter().any(|word| unsigned.eq_ignore_ascii_case(word)) {
        parse_float(unsigned).ok_or(HexFloatError::Invalid)?
    } else {
        magnitude(unsigned)?
    };
    Ok(if negative { -magnitude } else { magnitude })
}

fn magnitude(text: &str) -> Result<f64, HexFloatError> {
    let text = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")).unwrap_or(text);
    let (digits, exponent) = match text.split_once(['p', 'P']) {
        Some((digits, exponent)) => (digits, binary_exponent(exponent).ok_or(HexFloatError::Invalid)?),
        None => (text, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return Err(HexFloatError::Invalid);
    }
    // The first 60 significant bits, the rest only as "not zero"; `exponent` is that of the last bit kept.
    let mut mantissa = 0u64;
    let mut exponent = exponent.saturating_sub(4 * fraction.len() as i64);
    for digit in whole.chars().chain(fraction.chars()) {
        let digit = u64::from(digit.to_digit(16).ok_or(HexFloatError::Invalid)?);
        if mantissa >> 56 == 0 {
            mantissa = mantissa << 4 | digit;
        } else {
            mantissa |= u64::from(digit != 0);
            exponent = exponent.saturating_add(4);
        }
    }
    round(mantissa, exponent).ok_or(HexFloatError::TooLarge)
}

fn binary_exponent(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // An exponent beyond any length of digits that fits in memory decides alone.
    let value = digits.parse::<i64>().unwrap_or(i64::MAX).min(1 << 60);
    Some(if negative { -value } else { value })
}

/// `mantissa * 2^exponent` to the nearest float, half to even; `None` beyond the largest.
fn round(mantissa: u64, exponent: i64) -> Option<f64> {
    if mantissa == 0 {
        return Some(0.0);
    }
    let length = 64 - i64::from(mantissa.leading_zeros());
    let top = exponent.saturating_add(length);
    if top > 1024 {
        return None;
    }
    if top < -1075 {
        return Some(0.0);
    }
    // Below the normal range the last bit stays at 2^-1074.
    let last = (top - 53).max(-1074);
    let dropped = last - exponent;
    let kept = if dropped <= 0 {
        mantissa << -dropped
    } else {
        let floor = mantissa.checked_shr(u32::try_from(dropped).ok()?).unwrap_or(0);
        let rest = mantissa - floor.checked_shl(u32::try_from(dropped).ok()?).unwrap_or(0);
        let half = 1u64.checked_shl(u32::try_from(dropped - 1).ok()?).unwrap_or(u64::MAX);
        floor + u64::from(rest > half || rest == half && floor & 1 == 1)
    };
    // Both factors of a scale below the normal range are exact, as is the product.
    let value = if last < -1000 {
        kept as f64 * 2f64.powi(-1000) * 2f64.powi((last + 1000) as i32)
    } else {
        kept as f64 * 2f64.powi(last as i32)
    };
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn to_hex() {
        for (value, text) in [
            (3.0, "0x1.8000000000000p+1"),
            (-0.1, "-0x1.999999999999ap-4"),
            (0.0, "0x0.0p+0"),
            (-0.0, "-0x0.0p+0"),
            (5e-324, "0x0.0000000000001p-1022"),
            (f64::MAX, "0x1.fffffffffffffp+1023"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(float_to_hex(value), text);
            assert_eq!(float_from_hex(text).map(f64::to_bits), Ok(value.to_bits()));
        }
    }

    #[test]
    fn from_hex() {
        assert_eq!(float_from_hex(" 0x.8p0\n"), Ok(0.5));
        assert_eq!(float_from_hex("ff"), Ok(255.0));
        assert_eq!(float_from_hex("1.p+4"), Ok(16.0));
        // Half of the smallest number is a tie with zero; a little more is not.
        assert_eq!(float_from_hex("0x1p-1075"), Ok(0.0));
        assert_eq!(float_from_hex("0x1.00000000000000000001p-1075"), Ok(5e-324));
        assert_eq!(float_from_hex("0x1.00000000000008p0"), Ok(1.0));
        assert_eq!(float_from_hex("0x1.000000000000080000001p0"), Ok(1.0 + f64::EPSILON));
        assert_eq!(float_from_hex("0x1.fffffffffffff8p+1023"), Err(HexFloatError::TooLarge));
        assert_eq!(float_from_hex("0x1p99999999999999999999"), Err(HexFloatError::TooLarge));
        for text in ["", "0x", ".", "0xp1", "0x1p", "1 2", "0x1.2.3", "xyz"] {
            assert_eq!(float_from_hex(text), Err(HexFloatError::Invalid), "{text}");
        }
    }
}
