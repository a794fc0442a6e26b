//! `int(text, base)` and `long(text, base)` of CPython 2.7, and integers to text in any base.

use std::fmt;

use num_bigint::{BigInt, BigUint, Sign};
use num_traits::ToPrimitive;

use super::repr::repr_bytes;

/// Digits of a number that are converted at once; longer numbers are split, so that the cost is that of multiplication.
const CHUNK: usize = 512;
/// Characters of a wrong text that its error shows.
const MESSAGE_LIMIT: usize = 200;
/// Decimal digits that always fit in 64 bits.
const WORD_DIGITS: usize = 19;

/// The value of `int(text)`: an `int` if it fits in 64 bits, else a `long`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Integer {
    /// An `int`.
    Int(i64),
    /// A `long` outside the range of `int`.
    Big(BigInt),
}

impl From<BigInt> for Integer {
    fn from(value: BigInt) -> Self {
        value.to_i64().map_or(Integer::Big(value), Integer::Int)
    }
}

/// Why a text is no integer. Displays as the message of Python's `ValueError`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IntParseError {
    /// The base is not 0 and not between 2 and 36.
    Base {
        /// `long()` was called, not `int()`.
        long: bool,
    },
    /// The text is not a number in this base.
    Literal {
        /// `long()` was called, not `int()`.
        long: bool,
        /// The base asked for.
        base: u32,
        /// The text as Python shows it, quoted.
        shown: String,
    },
    /// The text holds a NUL character.
    Nul {
        /// `long()` was called, not `int()`.
        long: bool,
    },
}

impl fmt::Display for IntParseError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |long: &bool| if *long { "long()" } else { "int()" };
        match self {
            IntParseError::Base { long } => write!(out, "{} base must be >= 2 and <= 36, or 0", name(long)),
            IntParseError::Literal { long, base, shown } => {
                write!(out, "invalid literal for {} with base {base}: {shown}", name(long))
            }
            IntParseError::Nul { long } => write!(out, "null byte in argument for {}", name(long)),
        }
    }
}

impl std::error::Error for IntParseError {}

/// `int(text)` or `int(text, base)`: whitespace around and after the sign, the prefixes `0x 0o 0b` where the base is theirs
/// or 0, in base 0 also `0` for octal. No `L`.
///
/// # Errors
/// The base is impossible or the text is not a number in it.
pub fn parse_int(text: &str, base: Option<u32>) -> Result<Integer, IntParseError> {
    Ok(Integer::from(parse(text, base, false)?))
}

/// `long(text)` or `long(text, base)`: as [`parse_int`], and the number may end with `L` or `l` (where those are not digits
/// of the base).
///
/// # Errors
/// The base is impossible or the text is not a number in it.
pub fn parse_long(text: &str, base: Option<u32>) -> Result<BigInt, IntParseError> {
    parse(text, base, true)
}

fn parse(text: &str, base: Option<u32>, long: bool) -> Result<BigInt, IntParseError> {
    let asked = base.unwrap_or(10);
    if asked == 1 || asked > 36 {
        return Err(IntParseError::Base { long });
    }
    let (before_nul, has_nul) = match text.split_once('\0') {
        Some((before, _)) => (before, true),
        None => (text, false),
    };
    if has_nul && base.is_some() {
        return Err(IntParseError::Literal { long, base: asked, shown: repr_bytes(text.as_bytes()) });
    }
    let trimmed = before_nul.trim_start_matches(is_space);
    if !long && asked == 0 && exceeds_int(trimmed) {
        return parse(trimmed, base, true);
    }
    let (negative, effective, digits) = split(before_nul, asked, long);
    match parse_digits(digits.as_bytes(), effective) {
        Some(_) if has_nul => Err(IntParseError::Nul { long }),
        Some(magnitude) => Ok(BigInt::from_biguint(if negative { Sign::Minus } else { Sign::Plus }, magnitude)),
        None if long => {
            let shown = before_nul.as_bytes();
            let shown = repr_bytes(shown.get(..MESSAGE_LIMIT).unwrap_or(shown));
            Err(IntParseError::Literal { long, base: effective, shown })
        }
        None => {
            // `int` forgets the leading whitespace, and cuts the quoted text where `long` cuts the text and quotes it.
            let mut shown = repr_bytes(trimmed.as_bytes());
            shown.truncate(MESSAGE_LIMIT);
            Err(IntParseError::Literal { long, base: asked, shown })
        }
    }
}

/// Whether a text with an octal, hexadecimal or binary prefix and no sign starts with a number beyond `int`: CPython then
/// reads it by the rules of `long`.
fn exceeds_int(text: &str) -> bool {
    if !text.starts_with('0') {
        return false;
    }
    let (base, digits) = split_prefix(text, 0);
    let mut value = 0u64;
    for digit in digits.chars().map_while(|point| point.to_digit(base)) {
        value = value.saturating_mul(u64::from(base)).saturating_add(u64::from(digit));
    }
    value > i64::MAX as u64
}

/// The whitespace of C's `isspace`.
fn is_space(point: char) -> bool {
    matches!(point, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c')
}

/// Whether there is a minus sign, the base that holds, and the digits without anything around them.
fn split(text: &str, base: u32, long: bool) -> (bool, u32, &str) {
    let text = text.trim_matches(is_space);
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (base, mut digits) = split_prefix(unsigned.trim_start_matches(is_space), base);
    if long && base <= 21 {
        digits = digits.strip_suffix(['l', 'L']).unwrap_or(digits);
    }
    (negative, base, digits)
}

/// Takes the prefix of a base off and answers the base that holds.
fn split_prefix(text: &str, base: u32) -> (u32, &str) {
    for (prefixes, radix) in [(["0x", "0X"], 16), (["0o", "0O"], 8), (["0b", "0B"], 2)] {
        if (base == radix || base == 0)
            && let Some(rest) = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix))
        {
            return (radix, rest);
        }
    }
    match base {
        0 if text.starts_with('0') => (8, text),
        0 => (10, text),
        _ => (base, text),
    }
}

/// The number that these digits of `base` (2 to 36, letters in any case) write; `None` when there is none or another character.
pub fn parse_digits(digits: &[u8], base: u32) -> Option<BigUint> {
    if digits.is_empty() || !(2..=36).contains(&base) {
        return None;
    }
    let mut values = Vec::with_capacity(digits.len());
    for &digit in digits {
        values.push(u8::try_from(char::from(digit).to_digit(base)?).ok()?);
    }
    if base == 10 && values.len() <= WORD_DIGITS {
        return Some(BigUint::from(values.iter().fold(0u64, |sum, &digit| sum * 10 + u64::from(digit))));
    }
    if base.is_power_of_two() {
        return BigUint::from_radix_be(&values, base);
    }
    let mut powers = Vec::new();
    join(&values, base, &mut powers)
}

/// `powers[i]` is the base to the power of `CHUNK << i`.
fn power(powers: &mut Vec<BigUint>, base: u32, level: usize) -> BigUint {
    while powers.len() <= level {
        let next = powers.last().map_or_else(|| BigUint::from(base).pow(CHUNK as u32), |last| last * last);
        powers.push(next);
    }
    powers.get(level).cloned().unwrap_or_default()
}

fn join(digits: &[u8], base: u32, powers: &mut Vec<BigUint>) -> Option<BigUint> {
    if digits.len() <= CHUNK {
        return BigUint::from_radix_be(digits, base);
    }
    let (level, low) = split_level(digits.len());
    let (high_digits, low_digits) = digits.split_at(digits.len() - low);
    let high = join(high_digits, base, powers)?;
    let low = join(low_digits, base, powers)?;
    Some(high * power(powers, base, level) + low)
}

/// The largest `CHUNK << level` below a length, for splitting.
fn split_level(length: usize) -> (usize, usize) {
    let mut level = 0;
    while CHUNK << (level + 1) < length {
        level += 1;
    }
    (level, CHUNK << level)
}

/// The decimal digits of a number, with a sign if it is negative; what `str` of an `int` or `long` gives.
pub fn decimal_text(value: &BigInt) -> String {
    value.to_str_radix(10)
}

/// `bin(n)`: `-0b101`.
pub fn bin_text(value: &BigInt) -> String {
    prefixed(value, "0b", 2, false)
}

/// `oct(n)`: `017`, and `017L` for a `long`; zero is `0`.
pub fn oct_text(value: &BigInt, long: bool) -> String {
    let prefix = if value.sign() == Sign::NoSign { "" } else { "0" };
    prefixed(value, prefix, 8, long)
}

/// `hex(n)`: `0xff`, and `0xffL` for a `long`.
pub fn hex_text(value: &BigInt, long: bool) -> String {
    prefixed(value, "0x", 16, long)
}

fn prefixed(value: &BigInt, prefix: &str, base: u32, long: bool) -> String {
    let sign = if value.sign() == Sign::Minus { "-" } else { "" };
    let suffix = if long { "L" } else { "" };
    format!("{sign}{prefix}{}{suffix}", value.magnitude().to_str_radix(base))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(text: &str, base: u32) -> Result<i64, String> {
        match parse_int(text, Some(base)) {
            Ok(Integer::Int(value)) => Ok(value),
            Ok(Integer::Big(value)) => Err(format!("{value}L")),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn ints() {
        for (text, base, value) in [
            (" 12 ", 10, 12),
            ("\t-12\n", 10, -12),
            ("- 1", 10, -1),
            ("- 0x1f", 16, -31),
            ("0b1", 16, 177),
            ("0o17", 0, 15),
            ("017", 0, 15),
            ("00", 0, 0),
            ("-0b11", 0, -3),
            ("z", 36, 35),
            ("9223372036854775807", 10, i64::MAX),
            ("-9223372036854775808", 10, i64::MIN),
        ] {
            assert_eq!(int(text, base), Ok(value), "{text:?}");
        }
        assert_eq!(int("9223372036854775808", 10), Err("9223372036854775808L".to_owned()));
    }

    #[test]
    fn messages() {
        for (text, base, message) in [
            ("  x ", 10, "invalid literal for int() with base 10: 'x '"),
            ("", 10, "invalid literal for int() with base 10: ''"),
            ("1L", 10, "invalid literal for int() with base 10: '1L'"),
            ("08", 0, "invalid literal for int() with base 0: '08'"),
            ("0x", 16, "invalid literal for int() with base 16: '0x'"),
            ("+-1", 10, "invalid literal for int() with base 10: '+-1'"),
            ("1\0", 10, r"invalid literal for int() with base 10: '1\x00'"),
            ("1", 37, "int() base must be >= 2 and <= 36, or 0"),
        ] {
            assert_eq!(int(text, base), Err(message.to_owned()));
        }
        assert_eq!(
            parse_int("1\0", None).map_err(|error| error.to_string()),
            Err("null byte in argument for int()".to_owned())
        );
        let long = |text, base| parse_long(text, Some(base)).map_err(|error| error.to_string());
        assert_eq!(long("  x ", 10), Err("invalid literal for long() with base 10: '  x '".to_owned()));
        assert_eq!(long("1LL", 10), Err("invalid literal for long() with base 10: '1LL'".to_owned()));
    }

    #[test]
    fn long_in_base_0_names_the_base_it_found() {
        let message = |text| parse_long(text, Some(0)).map_err(|error| error.to_string());
        assert_eq!(message("09"), Err("invalid literal for long() with base 8: '09'".to_owned()));
        assert_eq!(message("0x"), Err("invalid literal for long() with base 16: '0x'".to_owned()));
    }

    #[test]
    fn longs_end_with_l() {
        for (text, base, value) in [("1L", 10, 1), ("0x1l", 0, 1), ("L", 36, 21), ("LL", 36, 777), ("1L ", 10, 1)] {
            assert_eq!(parse_long(text, Some(base)), Ok(BigInt::from(value)), "{text:?}");
        }
    }

    #[test]
    fn long_digits_are_joined_rightly() {
        for length in [19, 20, 511, 512, 513, 1024, 1025, 5000] {
            let digits: String = (0..length).map(|at| char::from(b'0' + (at * 7 % 9 + 1) as u8)).collect();
            assert_eq!(parse_digits(digits.as_bytes(), 10).map(|value| value.to_string()), Some(digits));
        }
    }

    #[test]
    fn other_bases() {
        let number = BigInt::from;
        assert_eq!((oct_text(&number(0), false), oct_text(&number(0), true)), ("0".to_owned(), "0L".to_owned()));
        assert_eq!(
            (oct_text(&number(493), false), hex_text(&number(-255), true)),
            ("0755".to_owned(), "-0xffL".to_owned())
        );
        assert_eq!((bin_text(&number(-5)), bin_text(&number(0))), ("-0b101".to_owned(), "0b0".to_owned()));
    }
}
