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
    let (sign, digits, exponent) = scientific(&format!("{value:e}"));
    if !(-4..16).contains(&exponent) {
        return with_exponent(sign, &digits, exponent, false);
    }
    let plain = format!("{value}");
    if plain.contains('.') { plain } else { plain + ".0" }
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
        } else {
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
