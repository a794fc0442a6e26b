//! The hashes of CPython 2.7 on a 64-bit machine, with hash randomisation off.
//!
//! A hash is a signed 64-bit number and is never -1, which the C code keeps for "an error was raised"; a computation that
//! arrives at -1 answers -2. Numbers that compare equal hash alike whatever their type (`1 == 1L == 1.0 == True`), and so
//! do a byte string and a unicode string of the same ASCII characters. Iteration order of dicts and sets follows from
//! these values alone, see [`table`](super::table).

use num_bigint::{BigInt, Sign};
use num_traits::FromPrimitive;

use super::surrogate;

/// Multiplier of the string and tuple hashes.
const MULTIPLIER: u64 = 1_000_003;

/// Replaces -1, which no hash may be.
fn settle(raw: u64) -> i64 {
    let hash = raw as i64;
    if hash == -1 { -2 } else { hash }
}

/// Multiply and xor over the units of a string; the first unit is mixed in once more beforehand.
fn hash_units(units: impl Iterator<Item = u64>) -> i64 {
    let mut units = units.peekable();
    let Some(&first) = units.peek() else { return 0 };
    let mut hash = first << 7;
    let mut length = 0u64;
    for unit in units {
        hash = hash.wrapping_mul(MULTIPLIER) ^ unit;
        length += 1;
    }
    settle(hash ^ length)
}

/// Hash of a byte string (`str`).
pub fn hash_bytes(bytes: &[u8]) -> i64 {
    hash_units(bytes.iter().map(|&byte| u64::from(byte)))
}

/// Hash of a unicode string of a wide build: the units are code points. Equal to [`hash_bytes`] when all are ASCII.
pub fn hash_unicode(text: &str) -> i64 {
    hash_units(text.chars().map(|point| u64::from(surrogate::code(point))))
}

/// Hash of an `int`: the number itself, except -1.
pub fn hash_int(value: i64) -> i64 {
    if value == -1 { -2 } else { value }
}

/// Hash of a `bool`, which is that of the `int` it equals.
pub fn hash_bool(value: bool) -> i64 {
    i64::from(value)
}

/// Hash of `None`. CPython's is derived from the address of the object and so differs from build to build; this project
/// fixes the value that follows from the customary load address of a non-relocated x86-64 Linux build, so that results
/// are the same in every run.
pub fn hash_none() -> i64 {
    0x8f_1d9e
}

/// Hash of a `long`: the magnitude modulo 2^64-1, negated for negative numbers. Equal to [`hash_int`] for numbers that fit.
///
/// CPython rotates a 64-bit word by one 30-bit digit at a time and adds the carry back in, which is arithmetic modulo
/// 2^64-1 whatever the size of the digits; a number other than zero that is divisible by the modulus is represented by all ones.
pub fn hash_bigint(value: &BigInt) -> i64 {
    let mut sum = 0u64;
    for digit in value.iter_u64_digits() {
        let (wrapped, carry) = sum.overflowing_add(digit);
        sum = wrapped + u64::from(carry);
    }
    settle(if value.sign() == Sign::Minus { sum.wrapping_neg() } else { sum })
}

/// Hash of a `float`: that of the equal integer if there is one, otherwise mixed from the first 62 bits of the mantissa
/// and the exponent. Infinities and not-a-number have fixed values.
pub fn hash_float(value: f64) -> i64 {
    if value.is_nan() {
        return 0;
    }
    if value.is_infinite() {
        return if value < 0.0 { -271_828 } else { 314_159 };
    }
    if value.fract() == 0.0 {
        // Below 2^62 the conversion is exact; beyond it the long's hash differs from a plain truncation.
        if value.abs() <= (i64::MAX / 2) as f64 {
            return hash_int(value as i64);
        }
        return BigInt::from_f64(value).map_or(0, |long| hash_bigint(&long));
    }
    let (mantissa, exponent) = split(value);
    let scaled = mantissa * 2_147_483_648.0;
    let high = scaled as i64;
    let low = ((scaled - high as f64) * 2_147_483_648.0) as i64;
    settle(high.wrapping_add(low).wrapping_add(exponent << 15) as u64)
}

/// Splits a finite number other than zero into a mantissa in `0.5 <= |m| < 1` and a power of two.
pub(super) fn split(value: f64) -> (f64, i64) {
    const EXPONENT_MASK: u64 = 0x7ff << 52;
    let bits = value.to_bits();
    let field = (bits & EXPONENT_MASK) >> 52;
    if field == 0 {
        if value == 0.0 {
            return (value, 0);
        }
        let (mantissa, exponent) = split(value * (1u64 << 54) as f64);
        return (mantissa, exponent - 54);
    }
    (f64::from_bits((bits & !EXPONENT_MASK) | (1022 << 52)), field as i64 - 1022)
}

/// Hash of a `tuple`, fed with the hashes of its items from first to last.
#[derive(Debug, Clone)]
pub struct TupleHasher {
    hash: u64,
    multiplier: u64,
    remaining: u64,
}

impl TupleHasher {
    /// Starts the hash of a tuple of `length` items.
    pub fn new(length: usize) -> Self {
        TupleHasher { hash: 0x34_5678, multiplier: MULTIPLIER, remaining: length as u64 }
    }

    /// Mixes in the hash of the next item.
    pub fn add(&mut self, item: i64) {
        self.remaining = self.remaining.wrapping_sub(1);
        self.hash = (self.hash ^ item as u64).wrapping_mul(self.multiplier);
        self.multiplier = self.multiplier.wrapping_add(82_520).wrapping_add(self.remaining.wrapping_mul(2));
    }

    /// The hash of the tuple.
    pub fn finish(self) -> i64 {
        settle(self.hash.wrapping_add(97_531))
    }
}

/// Hash of a `tuple` whose items have these hashes.
pub fn hash_tuple(items: &[i64]) -> i64 {
    let mut hasher = TupleHasher::new(items.len());
    for &item in items {
        hasher.add(item);
    }
    hasher.finish()
}

/// Hash of a `frozenset` of `length` items whose hashes are given in any order.
pub fn hash_frozenset(items: impl Iterator<Item = i64>, length: usize) -> i64 {
    let mut hash = 1_927_868_237u64.wrapping_mul(length as u64 + 1);
    for item in items {
        let item = item as u64;
        // Items close together would cancel out in a plain xor.
        hash ^= (item ^ (item << 16) ^ 89_869_747).wrapping_mul(3_644_798_167);
    }
    let hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923) as i64;
    if hash == -1 { 590_923_713 } else { hash }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values printed by CPython 2.7.18.
    #[test]
    fn strings() {
        assert_eq!(hash_bytes(b""), 0);
        assert_eq!(hash_bytes(b"a"), 12416037344);
        assert_eq!(hash_bytes(b"ab"), 12416074593111939);
        assert_eq!(hash_bytes(b"name"), -4166578487145698715);
        assert_eq!(hash_bytes(b"\xff\x80"), 32640195839293887);
        assert_eq!(hash_bytes(b"cpu126"), -299421655444649399);
        assert_eq!(hash_bytes(b"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"), 4977189553667810664);
        assert_eq!(hash_unicode(""), 0);
        assert_eq!(hash_unicode("name"), -4166578487145698715);
        assert_eq!(hash_unicode("\u{e9}"), 29824089448);
        assert_eq!(hash_unicode("\u{20ac}10"), 7957915074998843628);
        assert_eq!(hash_unicode("\u{1f600}"), 16449585346049);
    }

    #[test]
    fn longs() {
        let cases = [
            ("9223372036854775808", -9223372036854775808),
            ("18446744073709551615", -2),
            ("18446744073709551616", 1),
            ("-9223372036854775809", 9223372036854775807),
            ("-18446744073709551615", 1),
            ("13835058055282163712", -4611686018427387904),
            ("1000000000000000000000000000000", 5076944324515372240),
            ("-1000000000000000000000000000000", -5076944324515372240),
            ("340282366920938463463374607431768211455", -2),
            ("-5", -5),
            ("-9223372036854775808", -9223372036854775808),
        ];
        for (text, hash) in cases {
            assert_eq!(text.parse::<BigInt>().map(|long| hash_bigint(&long)), Ok(hash), "{text}");
        }
    }

    #[test]
    fn floats() {
        let cases = [
            (0.0, 0),
            (-0.0, 0),
            (1.0, 1),
            (-1.0, -2),
            (0.5, 1073741824),
            (-0.5, -1073741824),
            (0.1, 2576882278),
            (2.7, 2308610662),
            (1e+300, 8474648701417850880),
            (-1e+300, -8474648701417850880),
            (4.611686018427388e+18, 4611686018427387904),
            (9.223372036854776e+18, -9223372036854775808),
            (1.8446744073709552e+19, 1),
            (5e-324, 1038581760),
            (1.5e-310, 2666710181),
            (0.7000000000000001, 2791729049),
            (1e+16, 10000000000000000),
            (-2.5, -1342111744),
            (f64::INFINITY, 314_159),
            (f64::NEG_INFINITY, -271_828),
            (f64::NAN, 0),
        ];
        for (value, hash) in cases {
            assert_eq!(hash_float(value), hash, "{value:e}");
        }
    }

    #[test]
    fn equal_numbers_hash_alike() {
        for value in [0, 1, -1, 7, i64::MIN, i64::MAX, 1 << 62, -(1 << 40)] {
            assert_eq!(hash_int(value), hash_bigint(&BigInt::from(value)));
        }
        for exponent in 60..70 {
            let value = 2f64.powi(exponent);
            assert_eq!(BigInt::from_f64(-value).map(|long| hash_bigint(&long)), Some(hash_float(-value)));
        }
        assert_eq!(hash_bool(true), hash_float(1.0));
    }

    #[test]
    fn tuples() {
        let cases: [(&[i64], i64); 5] = [
            (&[], 3527539),
            (&[1], 3430019387558),
            (&[1, 2, 3], 2528502973977326415),
            (&[-2, 0], -3713082714464628219),
            (&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19], -7685783357148461057),
        ];
        for (items, hash) in cases {
            assert_eq!(hash_tuple(items), hash, "{items:?}");
        }
    }

    #[test]
    fn frozensets() {
        let cases: [(&[i64], i64); 5] = [
            (&[], 133156838395276),
            (&[1], -8166288242918962057),
            (&[1, 2, 3], -7699079583225461316),
            (&[-2, 0], -8346829130246838552),
            (&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19], 6927906427408467004),
        ];
        for (items, hash) in cases {
            assert_eq!(hash_frozenset(items.iter().copied(), items.len()), hash, "{items:?}");
        }
    }
}
