//! Whether the text of an expression shows a value: the value itself, arithmetic that gives it, or a piece of it.

use crate::syntax::ast::{BinOp, Expr, ExprKind, Literal, UnaryOp};
use crate::syntax::walk;

/// The shortest piece of a text that counts as a sign.
const SHORTEST: usize = 3;

/// Whether an expression holds the value, or a literal that the value was made of.
pub fn shows(expr: &Expr, value: &str) -> bool {
    let number = value.parse::<f64>().ok();
    if number.is_some() && fold(expr) == number {
        return true;
    }
    let mut found = match &expr.kind {
        ExprKind::Literal(literal) => is_sign(literal, value, number),
        ExprKind::Name(name) => matches!(&**name, "True" | "False") && name.eq_ignore_ascii_case(value),
        _ => false,
    };
    walk::children(expr, &mut |part| found = found || shows(part, value));
    found
}

/// A product with a constant factor: the other factor, and what it must be for the product to be `value`.
pub fn without_factor<'a>(expr: &'a Expr, value: &str) -> Option<(&'a Expr, String)> {
    let ExprKind::Binary { op: BinOp::Mul, left, right } = &expr.kind else { return None };
    let (factor, rest) = match (fold(left), fold(right)) {
        (Some(factor), None) => (factor, right),
        (None, Some(factor)) => (factor, left),
        _ => return None,
    };
    let quotient = value.parse::<f64>().ok()? / factor;
    quotient.is_finite().then(|| (&**rest, quotient.to_string()))
}

fn is_sign(literal: &Literal, value: &str, number: Option<f64>) -> bool {
    let text = match literal {
        Literal::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Literal::Unicode(text) => text.to_string(),
        other => return number.is_some() && of(other) == number,
    };
    text == value || find_word(&text, value).is_some() || pieces(&text).any(|piece| value.contains(piece))
}

/// Where a longer text, such as JSON or words to be split, holds the value as a whole word.
pub fn find_word(text: &str, value: &str) -> Option<usize> {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let is_whole =
        |at: &usize| !is_part(text[..*at].chars().next_back()) && !is_part(text[at + value.len()..].chars().next());
    text.match_indices(value).map(|(at, _)| at).find(|at| !value.is_empty() && is_whole(at))
}

/// The pieces of a text between placeholders of `%`, `format` and templates.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let is_conversion = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | '#');
    let is_long = |piece: &&str| {
        piece.chars().count() >= SHORTEST
            && (piece.chars().filter(|c| c.is_alphanumeric()).count() >= SHORTEST
                || piece.matches('*').count() >= SHORTEST)
    };
    // What is left of `%02d` is no text.
    let cut = text.split('%').enumerate().map(move |(at, piece)| match at {
        0 => piece,
        _ => piece.trim_start_matches(is_conversion).strip_prefix(['d', 's', 'r', 'f', 'x', 'i']).unwrap_or(piece),
    });
    cut.flat_map(|piece| piece.split(['{', '}', '\n'])).map(str::trim).filter(is_long)
}

/// Sizes that the schema names.
fn unit(name: &str) -> Option<f64> {
    let power = match name {
        "KB" => 1,
        "MB" => 2,
        "GB" => 3,
        "TB" => 4,
        _ => return None,
    };
    Some(1024f64.powi(power))
}

fn of(literal: &Literal) -> Option<f64> {
    match literal {
        Literal::Int(number) => Some(*number as f64),
        Literal::Long(number) => number.to_string().parse().ok(),
        Literal::Float(number) => Some(*number),
        Literal::Bytes(_) | Literal::Unicode(_) => None,
    }
}

/// The value of arithmetic with numbers and sizes.
fn fold(expr: &Expr) -> Option<f64> {
    match &expr.kind {
        ExprKind::Literal(literal) => of(literal),
        ExprKind::Name(name) => unit(name),
        ExprKind::Unary { op: UnaryOp::Neg, operand } => Some(-fold(operand)?),
        ExprKind::Binary { op, left, right } => {
            let (left, right) = (fold(left)?, fold(right)?);
            match op {
                BinOp::Add => Some(left + right),
                BinOp::Sub => Some(left - right),
                BinOp::Mul => Some(left * right),
                BinOp::Div if right != 0.0 => {
                    let exact = left / right;
                    Some(if left.fract() == 0.0 && right.fract() == 0.0 { exact.floor() } else { exact })
                }
                BinOp::FloorDiv if right != 0.0 => Some((left / right).floor()),
                BinOp::Pow => Some(left.powf(right)),
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::shows;
    use crate::source::SourceMap;
    use crate::syntax::parse_expression;

    #[test]
    fn expressions_show_what_they_give() {
        let is_shown = |text: &str, value: &str| {
            let file = SourceMap::new().add("<test>", text.as_bytes()).expect("a file");
            shows(&parse_expression(&file).expect("an expression"), value)
        };
        for (text, value) in [
            ("'a'", "a"),
            ("512 * MB", "536870912"),
            ("40 * 10 ** 6", "40000000"),
            ("-1", "-1"),
            ("0.5", "0.5"),
            ("'rollup-%s' % name", "rollup-daily"),
            ("'{{profile.x}}'", "{{profile.x}}"),
            ("{'devel': 1, 'prod': 24}.get(env)", "24"),
            ("'%d %d * * *' % (a, b)", "15 6 * * *"),
            ("a == b or True", "true"),
            ("json.loads('{\"n\": 32}')", "32"),
        ] {
            assert!(is_shown(text, value), "{text} {value}");
        }
        for (text, value) in [("name", "a"), ("512 * KB", "536870912"), ("'%s-%s' % (a, b)", "x-y"), ("132", "32")] {
            assert!(!is_shown(text, value), "{text} {value}");
        }
    }
}
