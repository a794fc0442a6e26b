//! Number literals.

use num_bigint::BigInt;

use super::Lowering;
use crate::source::Span;
use crate::syntax::ast::Literal;
use crate::syntax::problem::{Lowered, Phase, Problem, code};

/// Most digits of a decimal integer: reading more takes time that grows with the square.
const MAX_DIGITS: usize = 20_000;

impl Lowering<'_> {
    /// The value of a number as written.
    pub(super) fn number_value(&self, text: &str, span: Span) -> Lowered<Literal> {
        if text.ends_with(['j', 'J']) {
            let message = "complex numbers are not part of this dialect";
            return Err(Box::new(Problem::invalid(code::COMPLEX, message).at(span, "complex number")));
        }
        let (digits, is_long) = match text.strip_suffix(['l', 'L']) {
            Some(digits) => (digits, true),
            None => (text, false),
        };
        let bytes = digits.as_bytes();
        let radix = match bytes.get(1) {
            _ if bytes.first() != Some(&b'0') => 10,
            Some(b'x' | b'X') => 16,
            Some(b'o' | b'O') => 8,
            Some(b'b' | b'B') => 2,
            _ => 10,
        };
        if radix != 10 {
            return self.integer(&digits[2..], radix, is_long, span);
        }
        if digits.contains(['.', 'e', 'E']) {
            if is_long {
                return self.invalid(span, "a number with a fraction or an exponent cannot end in `L`");
            }
            // Rust reads `.5`, `5.` and `1.e3`, and gives infinity for what is too large, as CPython does.
            return match digits.parse() {
                Ok(value) => Ok(Literal::Float(value)),
                Err(_) => Err(invalid_number(text, span)),
            };
        }
        if bytes.len() > 1 && bytes[0] == b'0' {
            // A leading zero means octal.
            return match digits.bytes().all(|b| b < b'8') {
                true => self.integer(digits, 8, is_long, span),
                false => Err(invalid_number(text, span)),
            };
        }
        self.integer(digits, 10, is_long, span)
    }

    fn integer(&self, digits: &str, radix: u32, is_long: bool, span: Span) -> Lowered<Literal> {
        if let (false, Ok(value)) = (is_long, i64::from_str_radix(digits, radix)) {
            return Ok(Literal::Int(value));
        }
        if digits.len() > MAX_DIGITS {
            let problem = Problem::invalid(code::NUMBER, format!("a number of more than {MAX_DIGITS} digits"));
            return Err(Box::new(problem.at(span, "too long")));
        }
        match BigInt::parse_bytes(digits.as_bytes(), radix) {
            Some(value) => Ok(Literal::Long(value)),
            None => Err(invalid_number(digits, span)),
        }
    }
}

/// A number that Python's tokenizer refuses.
pub(in crate::syntax) fn invalid_number(text: &str, span: Span) -> Box<Problem> {
    let problem = Problem::new(Phase::Parse, code::NUMBER, "invalid token", format!("`{text}` is no number"));
    let problem = problem.at(span, "cannot be read");
    let octal = text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit());
    Box::new(match octal {
        true => {
            let plain = text.trim_start_matches('0');
            problem.help(format!("a leading zero means octal, which has no 8 and 9: write `{plain}`"))
        }
        false => problem,
    })
}
