//! The format specification mini-language: `[[fill]align][sign][#][0][width][,][.precision][type]`.

use crate::interp::error::{Result, value_error};

/// A parsed specification.
#[derive(Clone, Debug)]
pub(super) struct FormatSpec {
    pub(super) fill: Option<char>,
    pub(super) align: char,
    pub(super) sign: Option<char>,
    pub(super) alternate: bool,
    pub(super) width: Option<usize>,
    pub(super) thousands: bool,
    pub(super) precision: Option<usize>,
    pub(super) code: Option<char>,
}

/// A decimal number at the start: its value and the rest. `None` when there is no digit.
pub(super) fn integer(text: &[char]) -> Result<Option<(usize, &[char])>> {
    let count = text.iter().take_while(|point| point.is_ascii_digit()).count();
    if count == 0 {
        return Ok(None);
    }
    let mut number = 0i64;
    for point in &text[..count] {
        let digit = i64::from(point.to_digit(10).unwrap_or(0));
        let grown = number.checked_mul(10).and_then(|n| n.checked_add(digit));
        number = grown.ok_or_else(|| value_error("Too many decimal digits in format string"))?;
    }
    Ok(Some((number as usize, &text[count..])))
}

fn is_align(point: Option<&char>) -> bool {
    matches!(point, Some('<' | '>' | '=' | '^'))
}

impl FormatSpec {
    /// Reads a specification for a type with this default alignment. Errors: as CPython words them.
    pub(super) fn parse(text: &str, default_align: char) -> Result<FormatSpec> {
        let points: Vec<char> = text.chars().collect();
        let mut rest = &points[..];
        let mut spec = FormatSpec {
            fill: None,
            align: default_align,
            sign: None,
            alternate: false,
            width: None,
            thousands: false,
            precision: None,
            code: None,
        };
        let mut aligned = true;
        if is_align(rest.get(1)) {
            (spec.fill, spec.align, rest) = (Some(rest[0]), rest[1], &rest[2..]);
        } else if is_align(rest.first()) {
            (spec.align, rest) = (rest[0], &rest[1..]);
        } else {
            aligned = false;
        }
        if let Some(sign @ ('+' | '-' | ' ')) = rest.first() {
            (spec.sign, rest) = (Some(*sign), &rest[1..]);
        }
        if rest.first() == Some(&'#') {
            (spec.alternate, rest) = (true, &rest[1..]);
        }
        if spec.fill.is_none() && rest.first() == Some(&'0') {
            spec.fill = Some('0');
            if !aligned {
                spec.align = '=';
            }
            rest = &rest[1..];
        }
        if let Some((width, after)) = integer(rest)? {
            (spec.width, rest) = (Some(width), after);
        }
        if rest.first() == Some(&',') {
            (spec.thousands, rest) = (true, &rest[1..]);
        }
        if rest.first() == Some(&'.') {
            match integer(&rest[1..])? {
                Some((precision, after)) => (spec.precision, rest) = (Some(precision), after),
                None => return Err(value_error("Format specifier missing precision")),
            }
        }
        match rest {
            [] => {}
            [code] => spec.code = Some(*code),
            _ => return Err(value_error("Invalid conversion specification")),
        }
        Ok(spec)
    }

    /// Refuses a thousands separator with types that have no such thing.
    pub(super) fn check_thousands(&self, default_code: Option<char>) -> Result<()> {
        match self.code.or(default_code) {
            _ if !self.thousands => Ok(()),
            None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => Ok(()),
            Some(code) => Err(value_error(format!("Cannot specify ',' with '{code}'."))),
        }
    }

    /// The numbers of fill characters left and right of a text of `length` characters.
    pub(super) fn padding(&self, length: usize) -> (usize, usize) {
        let gap = self.width.unwrap_or(0).saturating_sub(length);
        match self.align {
            '<' => (0, gap),
            '^' => (gap / 2, gap - gap / 2),
            _ => (gap, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        let spec = FormatSpec::parse("*^+#010,.2f", '>').expect("a specification");
        assert_eq!((spec.fill, spec.align, spec.sign), (Some('*'), '^', Some('+')));
        assert_eq!((spec.width, spec.precision, spec.code), (Some(10), Some(2), Some('f')));
        assert!(spec.alternate && spec.thousands);
        let zero = FormatSpec::parse("010", '>').expect("a specification");
        assert_eq!((zero.fill, zero.align, zero.width), (Some('0'), '=', Some(10)));
        assert!(FormatSpec::parse("dd", '>').is_err());
        assert!(FormatSpec::parse(".", '>').is_err());
    }
}
