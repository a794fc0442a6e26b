//! Numbers under a format specification.

use num_bigint::{BigInt, Sign};

use super::format_spec::FormatSpec;
use crate::cpython::float_text::{FloatStyle, format_exp, format_fixed, format_general};
use crate::interp::error::{Result, overflow_error, value_error};
use crate::interp::vm::Vm;
use crate::interp::vm::arith::long_to_float;

/// A number cut into the parts that padding goes between.
struct Parts<'a> {
    negative: bool,
    prefix: &'a str,
    /// Digits of the whole part, which may be grouped.
    digits: &'a str,
    /// Point, fraction, exponent, `inf`, `%`.
    rest: &'a str,
}

fn unknown(code: char, type_name: &str) -> crate::interp::error::Error {
    value_error(format!("Unknown format code '{code}' for object of type '{type_name}'"))
}

/// A whole number under a specification.
pub(super) fn format_whole(vm: &mut Vm, number: &BigInt, spec: &FormatSpec, type_name: &str) -> Result<String> {
    spec.check_thousands(Some('d'))?;
    let code = spec.code.unwrap_or('d');
    if matches!(code, 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') {
        return format_float(vm, long_to_float(number)?, spec, type_name);
    }
    let (base, prefix) = match code {
        'b' => (2, "0b"),
        'o' => (8, "0o"),
        'x' => (16, "0x"),
        'X' => (16, "0X"),
        'c' | 'd' | 'n' => (10, ""),
        _ => return Err(unknown(code, type_name)),
    };
    if spec.precision.is_some() {
        return Err(value_error("Precision not allowed in integer format specifier"));
    }
    if code == 'c' {
        if spec.sign.is_some() {
            return Err(value_error("Sign not allowed with integer format specifier 'c'"));
        }
        if i64::try_from(number).is_err() {
            return Err(overflow_error("Python int too large to convert to C long"));
        }
        let Ok(byte) = u8::try_from(number) else { return Err(overflow_error("%c arg not in range(0x100)")) };
        let text = char::from(byte).to_string();
        return lay_out(vm, spec, &Parts { negative: false, prefix: "", digits: &text, rest: "" });
    }
    if base == 10 {
        vm.charge_decimal(number.bits())?;
    }
    let mut digits = number.magnitude().to_str_radix(base);
    if code == 'X' {
        digits = digits.to_ascii_uppercase();
    }
    let prefix = if spec.alternate { prefix } else { "" };
    lay_out(vm, spec, &Parts { negative: number.sign() == Sign::Minus, prefix, digits: &digits, rest: "" })
}

/// A float under a specification.
pub(super) fn format_float(vm: &mut Vm, value: f64, spec: &FormatSpec, type_name: &str) -> Result<String> {
    spec.check_thousands(None)?;
    if let Some(code) = spec.code.filter(|code| !"eEfFgGn%".contains(*code)) {
        return Err(unknown(code, type_name));
    }
    if spec.alternate {
        return Err(value_error("Alternate form (#) not allowed in float format specifier"));
    }
    vm.check_size(spec.precision.unwrap_or(0) as u64)?;
    let precision = spec.precision.unwrap_or(6);
    let upper = spec.code.is_some_and(|code| code.is_ascii_uppercase());
    let style = FloatStyle { upper, ..FloatStyle::default() };
    let text = match spec.code {
        Some('e' | 'E') => format_exp(value, precision, style),
        Some('f' | 'F') => format_fixed(value, precision, style),
        Some('%') => format_fixed(value * 100.0, precision, style) + "%",
        Some(_) => format_general(value, precision, style),
        None => {
            let precision = spec.precision.unwrap_or(12);
            format_general(value, precision, FloatStyle { dot_zero: true, ..style })
        }
    };
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(unsigned) => (true, unsigned),
        None => (false, text.as_str()),
    };
    let whole = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = unsigned.split_at(whole);
    lay_out(vm, spec, &Parts { negative, prefix: "", digits, rest })
}

fn lay_out(vm: &mut Vm, spec: &FormatSpec, parts: &Parts) -> Result<String> {
    let sign = match (parts.negative, spec.sign) {
        (true, _) => "-",
        (false, Some('+')) => "+",
        (false, Some(' ')) => " ",
        _ => "",
    };
    let width = spec.width.unwrap_or(0);
    vm.check_size((width as u64).saturating_add(parts.digits.len() as u64 * 2))?;
    let fixed = sign.len() + parts.prefix.len() + parts.rest.len();
    let zeros = spec.fill == Some('0') && spec.align == '=';
    let least = if zeros { width.saturating_sub(fixed) } else { 0 };
    // What has no digits (`inf`, a character) is only padded.
    let digits = if parts.digits.is_empty() || spec.code == Some('c') {
        parts.digits.to_owned()
    } else {
        grouped(parts.digits, least, spec.thousands)
    };
    let gap = width.saturating_sub(fixed + digits.chars().count());
    let fill = |count: usize| spec.fill.unwrap_or(' ').to_string().repeat(count);
    let (before, inside, after) = match spec.align {
        '<' => (0, 0, gap),
        '^' => (gap / 2, 0, gap - gap / 2),
        '=' => (0, gap, 0),
        _ => (gap, 0, 0),
    };
    Ok([&fill(before), sign, parts.prefix, &fill(inside), &digits, parts.rest, &fill(after)].concat())
}

/// Digits filled with zeros to a least width and, if asked, with commas between groups of three. A comma never comes
/// first, so the result may be one wider than asked.
fn grouped(digits: &str, least: usize, commas: bool) -> String {
    if !commas {
        return format!("{}{digits}", "0".repeat(least.saturating_sub(digits.len())));
    }
    let mut groups: Vec<String> = Vec::new();
    let mut rest = digits;
    let mut least = least as i64;
    loop {
        let length = 3.min(rest.len().max(usize::try_from(least).unwrap_or(0)).max(1));
        let taken = length.min(rest.len());
        let (before, group) = rest.split_at(rest.len() - taken);
        groups.push(format!("{}{group}", "0".repeat(length - taken)));
        rest = before;
        least -= length as i64;
        if rest.is_empty() && least <= 0 {
            break;
        }
        least -= 1;
    }
    groups.reverse();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups() {
        assert_eq!(grouped("1234567", 0, true), "1,234,567");
        assert_eq!(grouped("123", 6, true), "00,123");
        assert_eq!(grouped("1234", 6, true), "01,234");
        assert_eq!(grouped("123", 4, true), "0,123");
        assert_eq!(grouped("1234567", 14, true), "00,001,234,567");
        assert_eq!(grouped("12", 4, false), "0012");
    }
}
