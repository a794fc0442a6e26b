//! Number literals.

use num_bigint::BigInt;

use super::Lowering;
use crate::source::Span;
use crate::syntax::ast::Literal;
use crate::syntax::marks::{Numeral, of_number};
use crate::syntax::problem::{Lowered, Phase, Problem, code};

/// Most digits of a decimal integer: reading more takes time that grows with the square.
const MAX_DIGITS: usize = 20_000;

impl Lowering<'_> {
    /// The value of a number as written.
    pub(super) fn number_value(&self, text: &str, span: Span) -> Lowered<Literal> {
        let (digits, is_long) = match text.strip_suffix(['l', 'L']) {
            Some(digits) => (digits, true),
            None => (text, false),
        };
        match of_number(text.as_bytes()).0 {
            Numeral::Complex => {
                let message = "complex numbers are not part of this dialect";
                Err(Box::new(Problem::invalid(code::COMPLEX, message).at(span, "complex number")))
            }
            Numeral::Broken => Err(invalid_number(text, span)),
            Numeral::Float if is_long => {
                self.invalid(span, "a number with a fraction or an exponent cannot end in `L`")
            }
            // Rust reads `.5`, `5.` and `1.e3`, and gives infinity for what is too large, as CPython does.
            Numeral::Float => match digits.parse() {
                Ok(value) => Ok(Literal::Float(value)),
                Err(_) => Err(invalid_number(text, span)),
            },
            Numeral::Integer(radix) => {
                // Octal numbers have no letter if a zero leads them.
                let lettered = digits.as_bytes().get(1).is_some_and(u8::is_ascii_alphabetic);
                self.integer(if lettered { &digits[2..] } else { digits }, radix, is_long, span)
            }
        }
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
