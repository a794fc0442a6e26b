//! Inputs by number: the same target and number give the same bytes, on every machine.

use crate::corpus::Corpus;

/// The longest input, in bytes.
const LONGEST: usize = 4_096;

/// Numbers that look random and are the same each time.
pub struct Numbers(u64);

impl Numbers {
    /// A sequence of its own for each seed.
    pub fn new(seed: u64) -> Numbers {
        let mut numbers = Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d);
        numbers.next();
        numbers
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below the limit; 0 if the limit is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        ((self.next() >> 33) as usize) % limit.max(1)
    }
}

/// Numbers that limits and arithmetic stumble over.
const ODD_NUMBERS: &[&str] = &[
    "0",
    "-1",
    "1e999",
    "-0.0",
    "2147483648",
    "-2147483649",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "1000000000000",
    "10**12",
    "0.1e-400",
    "99999999999999999999999999999999999999999",
    "NaN",
];

/// The input of this number.
pub fn input(corpus: &Corpus, target: &str, number: u64) -> Vec<u8> {
    let seed =
        target.bytes().fold(number, |seed, byte| seed.rotate_left(9) ^ u64::from(byte).wrapping_mul(0x1_0000_01b3));
    let mut numbers = Numbers::new(seed);
    if numbers.below(8) == 0 || corpus.seeds.is_empty() {
        return arbitrary(corpus, &mut numbers);
    }
    let mut bytes = window(&corpus.seeds[numbers.below(corpus.seeds.len())], &mut numbers);
    for _ in 0..=numbers.below(5) {
        damage(&mut bytes, corpus, &mut numbers);
    }
    bytes.truncate(LONGEST);
    bytes
}

/// Bytes of any kind, or words of the language in any order.
fn arbitrary(corpus: &Corpus, numbers: &mut Numbers) -> Vec<u8> {
    let count = numbers.below(64);
    let mut bytes = Vec::new();
    let is_words = numbers.below(2) == 0 && !corpus.words.is_empty();
    for _ in 0..count {
        if is_words {
            bytes.extend_from_slice(corpus.words[numbers.below(corpus.words.len())].as_bytes());
        } else {
            bytes.push(numbers.below(256) as u8);
        }
    }
    bytes
}

/// A whole seed, or some lines of a long one.
fn window(seed: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    if seed.len() <= LONGEST / 4 || (seed.len() <= LONGEST && numbers.below(8) == 0) {
        return seed.to_vec();
    }
    let start = numbers.below(seed.len());
    let start = seed[start..].iter().position(|byte| *byte == b'\n').map_or(0, |at| start + at + 1);
    let length = 1 + numbers.below(LONGEST / 4);
    seed[start..(start + length).min(seed.len())].to_vec()
}

fn damage(bytes: &mut Vec<u8>, corpus: &Corpus, numbers: &mut Numbers) {
    let at = numbers.below(bytes.len() + 1);
    let end = (at + 1 + numbers.below(32)).min(bytes.len());
    match numbers.below(12) {
        0 => drop(bytes.drain(at..end)),
        1 => bytes.truncate(at),
        2 => {
            let copy = bytes[at..end].to_vec();
            let to = numbers.below(bytes.len() + 1);
            drop(bytes.splice(to..to, copy));
        }
        3 => {
            // Many copies of a piece: nesting and repetition.
            let copy = bytes[at..(at + 12).min(end)].repeat(1 + numbers.below(200));
            drop(bytes.splice(at..at, copy));
        }
        4 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = numbers.below(256) as u8;
            }
        }
        5 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << numbers.below(8);
            }
        }
        6 => replace_number(bytes, at, ODD_NUMBERS[numbers.below(ODD_NUMBERS.len())]),
        7 | 8 => {
            let other = &corpus.seeds[numbers.below(corpus.seeds.len())];
            let from = numbers.below(other.len());
            let piece = &other[from..(from + numbers.below(200)).min(other.len())];
            drop(bytes.splice(at..end, piece.iter().copied()));
        }
        _ if corpus.words.is_empty() => {}
        _ => drop(bytes.splice(at..at, corpus.words[numbers.below(corpus.words.len())].bytes())),
    }
    bytes.truncate(2 * LONGEST);
}

/// Puts another number in the place of the first one behind `at`.
fn replace_number(bytes: &mut Vec<u8>, at: usize, number: &str) {
    let Some(start) = bytes[at..].iter().position(u8::is_ascii_digit).map(|found| at + found) else { return };
    let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    drop(bytes.splice(start..start + length, number.bytes()));
}
