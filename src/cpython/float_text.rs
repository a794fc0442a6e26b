//! Floats to text and back as CPython 2.7 does: `repr`, `str`, the conversions `e f g` of `%` and `format`, `float(text)`.
//!
//! Every conversion is correctly rounded, half to even on the exact binary value. Rust's own formatting gives the digits;
//! this module decides between plain and exponent notation and lays the digits out.

use std::fmt;

/// Largest precision handed to Rust's formatter; no `f64` has more digits, so everything after is zeros.
const MAX_DIGITS: usize = 1100;

/// How a formatted float looks beyond its digits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FloatStyle {
    /// The `#` flag: keep the point, and the trailing zeros of `g`.
    pub alternate: bool,
    /// `E`, `F`, `G`: upper-case `E`, `INF`, `NAN`.
    pub upper: bool,
    /// For [`format_general`]: write `.0` after a plain integer, and turn to exponent notation one digit earlier to have room
    /// for it. `str(x)` and a format specification without a type do so.
    pub dot_zero: bool,
}

/// `repr(x)`: the shortest digits that read back as the same number; exponent notation below 1e-4 and from 1e16.
pub fn float_repr(value: f64) -> String {
    if let Some(word) = word_for(value) {
        return word.to_owned();
    }
    if value == 0.0 || (1e-4..1e16).contains(&value.abs()) {
        let mut text = value.to_string();
        // So few digits are the same in Rust (see `shortest`).
        if text.len() < 15 {
            if !text.contains('.') {
                text.push_str(".0");
            }
            return text;
        }
    }
    let (sign, digits, exponent) = scientific(&shortest(value));
    if !(-4..16).contains(&exponent) {
        return with_exponent(sign, &digits, exponent, false);
    }
    plain(sign, &digits, exponent)
}

/// The shortest digits that read back as the number, in exponent notation. When two candidates are equally near, CPython takes the
/// one with an even last digit and Rust the larger; that needs a float whose exact value has one digit more, so at least 16.
fn shortest(value: f64) -> String {
    let text = format!("{value:e}");
    let count = text.bytes().take_while(|&byte| byte != b'e').filter(u8::is_ascii_digit).count();
    if count < 15 {
        return text;
    }
    let even = format!("{value:.places$e}", places = count - 1);
    if even != text && even.parse() == Ok(value) { even } else { text }
}

/// Lays digits such as `1.25` out without an exponent, with at least one digit after the point.
fn plain(sign: &str, digits: &str, exponent: i64) -> String {
    let mut text = sign.to_owned();
    let digits: String = digits.chars().filter(|&point| point != '.').collect();
    let Ok(before_point) = usize::try_from(exponent + 1) else {
        text.push_str("0.");
        text.extend(std::iter::repeat_n('0', usize::try_from(-exponent - 1).unwrap_or(0)));
        text.push_str(&digits);
        return text;
    };
    match digits.split_at_checked(before_point) {
        Some((whole, fraction)) => {
            text.push_str(if whole.is_empty() { "0" } else { whole });
            text.push('.');
            text.push_str(if fraction.is_empty() { "0" } else { fraction });
        }
        None => {
            text.push_str(&digits);
            text.extend(std::iter::repeat_n('0', before_point - digits.len()));
            text.push_str(".0");
        }
    }
    text
}

/// `str(x)`: twelve significant digits.
pub fn float_str(value: f64) -> String {
    format_general(value, 12, FloatStyle { dot_zero: true, ..FloatStyle::default() })
}

/// `'%.{precision}f'`.
pub fn format_fixed(value: f64, precision: usize, style: FloatStyle) -> String {
    let text = match word_for(value) {
        Some(word) => word.to_owned(),
        None => {
            let mut text = format!("{value:.digits$}", digits = precision.min(MAX_DIGITS));
            pad(&mut text, precision);
            if style.alternate && precision == 0 {
                text.push('.');
            }
            text
        }
    };
    cased(text, style)
}

/// `'%.{precision}e'`: one digit, the point, `precision` digits, and an exponent of at least two digits.
pub fn format_exp(value: f64, precision: usize, style: FloatStyle) -> String {
    let text = match word_for(value) {
        Some(word) => word.to_owned(),
        None => {
            let (sign, mut digits, exponent) = scientific(&format!("{value:.n$e}", n = precision.min(MAX_DIGITS)));
            pad(&mut digits, precision);
            with_exponent(sign, &digits, exponent, style.alternate)
        }
    };
    cased(text, style)
}

/// `'%.{precision}g'`: `precision` significant digits (0 counts as 1), plain or with an exponent, whichever suits the
/// magnitude; trailing zeros are dropped unless `style.alternate`.
pub fn format_general(value: f64, precision: usize, style: FloatStyle) -> String {
    if let Some(word) = word_for(value) {
        return cased(word.to_owned(), style);
    }
    let precision = precision.max(1);
    let shown = (precision - 1).min(MAX_DIGITS);
    let (sign, mut digits, exponent) = scientific(&format!("{value:.shown$e}"));
    let room = i64::try_from(precision).unwrap_or(i64::MAX) - i64::from(style.dot_zero);
    if exponent < -4 || exponent >= room {
        if style.alternate {
            pad(&mut digits, precision - 1);
        } else if !keeps_zeros(value, precision) {
            strip_zeros(&mut digits);
        }
        return cased(with_exponent(sign, &digits, exponent, style.alternate), style);
    }
    let places = usize::try_from(i64::try_from(precision).unwrap_or(i64::MAX) - 1 - exponent).unwrap_or(0);
    let mut text = format!("{value:.n$}", n = places.min(MAX_DIGITS));
    if style.alternate {
        pad(&mut text, places);
        if !text.contains('.') {
            text.push('.');
        }
    } else {
        strip_zeros(&mut text);
    }
    if style.dot_zero && !text.contains('.') {
        text.push_str(".0");
    } else if style.dot_zero && text.ends_with('.') {
        text.push('0');
    }
    cased(text, style)
}

fn word_for(value: f64) -> Option<&'static str> {
    if value.is_nan() {
        Some("nan")
    } else if value == f64::INFINITY {
        Some("inf")
    } else if value == f64::NEG_INFINITY {
        Some("-inf")
    } else {
        None
    }
}

fn cased(text: String, style: FloatStyle) -> String {
    if style.upper { text.to_ascii_uppercase() } else { text }
}

/// Splits Rust's `-1.25e-7` into `-`, `1.25` and -7.
fn scientific(text: &str) -> (&'static str, String, i64) {
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (digits, exponent) = rest.split_once('e').unwrap_or((rest, "0"));
    (sign, digits.to_owned(), exponent.parse().unwrap_or(0))
}

fn with_exponent(sign: &str, digits: &str, exponent: i64, point: bool) -> String {
    let point = if point && !digits.contains('.') { "." } else { "" };
    let direction = if exponent < 0 { '-' } else { '+' };
    format!("{sign}{digits}{point}e{direction}{:02}", exponent.abs())
}

/// Adds the zeros that lie beyond [`MAX_DIGITS`].
fn pad(text: &mut String, precision: usize) {
    let missing = precision.saturating_sub(MAX_DIGITS);
    text.extend(std::iter::repeat_n('0', missing));
}

/// A quirk of CPython's conversion to significant digits, visible in `g` and `str`: an integer below 1e15 that lies exactly
/// between two candidates and is rounded down keeps the zeros at the end, `'%.2g' % 205.0 == '2.0e+02'`.
fn keeps_zeros(value: f64, precision: usize) -> bool {
    let magnitude = value.abs();
    if magnitude.fract() != 0.0 || magnitude >= 1e15 || precision > 14 {
        return false;
    }
    let digits = (magnitude as u64).to_string();
    let (kept, dropped) = digits.split_at_checked(precision).unwrap_or((&digits, ""));
    kept.ends_with('0') && dropped.strip_prefix('5').is_some_and(|rest| rest.bytes().all(|digit| digit == b'0'))
}

fn strip_zeros(text: &mut String) {
    if text.contains('.') {
        let kept = text.trim_end_matches('0').trim_end_matches('.').len();
        text.truncate(kept);
    }
}

/// Why a text is no float. Displays as the message of Python's `ValueError`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FloatParseError {
    /// The text starts with a number and goes on with something else.
    pub has_number: bool,
    /// The text without leading whitespace, up to 200 bytes.
    pub shown: String,
}

impl fmt::Display for FloatParseError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = if self.has_number { "invalid literal for float()" } else { "could not convert string to float" };
        write!(out, "{problem}: {}", self.shown)
    }
}

impl std::error::Error for FloatParseError {}

/// `float(text)`: [`parse_float`] with whitespace around the number.
///
/// # Errors
/// The text is not a number.
pub fn float_from_text(text: &str) -> Result<f64, FloatParseError> {
    let is_space = |point| matches!(point, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c');
    if let Some(value) = parse_float(text.trim_matches(is_space)) {
        return Ok(value);
    }
    // C ends a text at a NUL.
    let shown = text.split('\0').next().unwrap_or("").trim_start_matches(is_space);
    let unsigned = shown.strip_prefix(['+', '-']).unwrap_or(shown);
    let digits = unsigned.strip_prefix('.').unwrap_or(unsigned);
    let has_word =
        unsigned.get(..3).is_some_and(|word| ["inf", "nan"].iter().any(|one| word.eq_ignore_ascii_case(one)));
    let has_number = has_word || digits.starts_with(|point: char| point.is_ascii_digit());
    let mut end = shown.len().min(200);
    while !shown.is_char_boundary(end) {
        end -= 1;
    }
    Err(FloatParseError { has_number, shown: shown.get(..end).unwrap_or("").to_owned() })
}

/// `float(text)` for text without surrounding whitespace: a decimal number with optional sign, point and exponent, or
/// `inf`, `infinity`, `nan` in any case. A number too large is infinite. `None` if it is not a number.
pub fn parse_float(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_word = ["inf", "infinity", "nan"].iter().any(|word| unsigned.eq_ignore_ascii_case(word));
    if is_word || is_decimal(unsigned) { text.parse().ok() } else { None }
}

fn is_decimal(text: &str) -> bool {
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent_is_right = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !digits.is_empty() && is_digits(digits)
    });
    is_digits(whole) && is_digits(fraction) && whole.len() + fraction.len() > 0 && exponent_is_right
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: FloatStyle = FloatStyle { alternate: false, upper: false, dot_zero: false };
    const ALTERNATE: FloatStyle = FloatStyle { alternate: true, ..PLAIN };
    const DOT_ZERO: FloatStyle = FloatStyle { dot_zero: true, ..PLAIN };

    #[test]
    fn repr_is_the_shortest() {
        for (value, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (0.1, "0.1"),
            (0.7, "0.7"),
            (100.0, "100.0"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (12_345_678_901_234_567.0, "1.2345678901234568e+16"),
            (0.0001, "0.0001"),
            (0.000_012_5, "1.25e-05"),
            (5e-324, "5e-324"),
            (f64::INFINITY, "inf"),
            (f64::NEG_INFINITY, "-inf"),
            (-f64::NAN, "nan"),
        ] {
            assert_eq!(float_repr(value), text);
        }
    }

    /// The exact values end in 5 after the last digit shown.
    #[test]
    fn repr_prefers_the_even_digit() {
        for (value, text) in [
            (2f64.powi(-25), "2.9802322387695312e-08"),
            (4_237_753_143_705_017.0 / 4.0, "1059438285926254.2"),
            (421_823_707_942_549.0 / 16.0, "26363981746409.312"),
        ] {
            assert_eq!(float_repr(value), text);
        }
    }

    #[test]
    fn str_has_twelve_digits() {
        for (value, text) in [
            (0.1 + 0.2, "0.3"),
            (1.0 / 3.0, "0.333333333333"),
            (1e10, "10000000000.0"),
            (1e11, "1e+11"),
            (123_456_789_012.0, "1.23456789012e+11"),
            (3_792_860_924_405.0, "3.79286092440e+12"),
            (3_792_860_924_415.0, "3.79286092442e+12"),
        ] {
            assert_eq!(float_str(value), text);
        }
    }

    #[test]
    fn fixed_and_exponent() {
        assert_eq!(format_fixed(2.5, 0, PLAIN), "2");
        assert_eq!(format_fixed(0.125, 2, PLAIN), "0.12");
        assert_eq!(format_fixed(3.0, 0, ALTERNATE), "3.");
        assert_eq!(format_fixed(-0.0, 1, PLAIN), "-0.0");
        assert_eq!(format_fixed(1e50, 0, PLAIN), "100000000000000007629769841091887003294964970946560");
        assert_eq!(format_fixed(f64::INFINITY, 2, FloatStyle { upper: true, ..PLAIN }), "INF");
        assert_eq!(format_exp(12345.0, 2, PLAIN), "1.23e+04");
        assert_eq!(format_exp(0.0, 0, ALTERNATE), "0.e+00");
        assert_eq!(format_exp(1e-300, 1, FloatStyle { upper: true, ..PLAIN }), "1.0E-300");
        assert_eq!(format_fixed(0.5, 100_000, PLAIN).len(), 100_002);
        assert_eq!(format_exp(0.5, 100_000, PLAIN).len(), 100_006);
    }

    #[test]
    fn general() {
        assert_eq!(format_general(100_000.0, 6, PLAIN), "100000");
        assert_eq!(format_general(1_000_000.0, 6, PLAIN), "1e+06");
        assert_eq!(format_general(0.0001, 6, PLAIN), "0.0001");
        assert_eq!(format_general(1.5, 6, ALTERNATE), "1.50000");
        assert_eq!(format_general(5.0, 1, DOT_ZERO), "5e+00");
        assert_eq!(format_general(5.0, 2, DOT_ZERO), "5.0");
        assert_eq!(format_general(0.0, 0, PLAIN), "0");
        assert_eq!(format_general(205.0, 2, PLAIN), "2.0e+02");
        assert_eq!(format_general(215.0, 2, PLAIN), "2.2e+02");
    }

    #[test]
    fn reading() {
        for (text, value) in [("1", 1.0), (" 1.\n", 1.0), (".5", 0.5), ("-1e3", -1000.0), ("+INFinity", f64::INFINITY)]
        {
            assert_eq!(float_from_text(text), Ok(value));
        }
        assert_eq!(float_from_text("1e400"), Ok(f64::INFINITY));
        assert_eq!(float_from_text("-nan").map(f64::is_nan), Ok(true));
        for (text, message) in [
            ("", "could not convert string to float: "),
            ("  x ", "could not convert string to float: x "),
            (".e1", "could not convert string to float: .e1"),
            ("1_0", "invalid literal for float(): 1_0"),
            ("1e", "invalid literal for float(): 1e"),
            ("0x1", "invalid literal for float(): 0x1"),
            ("infin", "invalid literal for float(): infin"),
            ("1\0", "invalid literal for float(): 1"),
        ] {
            assert_eq!(float_from_text(text).map_err(|error| error.to_string()), Err(message.to_owned()));
        }
    }
}
