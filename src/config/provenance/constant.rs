//! What the text of an expression shows of a value: the value itself, arithmetic or a template that gives it, or a piece of it.

use std::borrow::Cow;

use super::filling;
use super::named::{self, Names};
use crate::syntax::ast::{BinOp, Expr, ExprKind, Literal, UnaryOp};

/// The shortest piece of a text that counts as a sign.
const SHORTEST: usize = 3;

/// How much of a value the text of an expression shows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Shown {
    /// Nothing of it.
    #[default]
    Nothing,
    /// A literal that it was put together from.
    Piece,
    /// The text with placeholders, or in front of or behind something else, of which the value is one filling.
    Template,
    /// Numbers that give it.
    Arithmetic,
    /// The value itself.
    Value,
}

/// How much of the value an expression shows, at the most, if it is the value or holds it under these names.
pub fn shown(expr: &Expr, names: &Names, value: &str) -> Shown {
    let number = value.parse::<f64>().ok();
    let own = match &expr.kind {
        ExprKind::Literal(literal) => of_literal(literal, names, value, number),
        _ if !names.is_empty() => Shown::Nothing,
        ExprKind::Name(name) if matches!(&**name, "True" | "False") && name.eq_ignore_ascii_case(value) => Shown::Value,
        _ if number.is_some() && fold(expr) == number => Shown::Arithmetic,
        _ if filling::fits(expr, value) => Shown::Template,
        _ => Shown::Nothing,
    };
    let made = if names.is_empty() { Made::of(expr) } else { Made::Otherwise };
    let mut of_parts = Shown::Nothing;
    if made != Made::OfNumbers {
        let mut see = |part: &Expr, names: &Names| of_parts = of_parts.max(shown(part, names, value));
        named::parts(expr, names, &mut see);
    }
    if let (Some(template), Made::OfTexts) = (filling::template(expr), made)
        && filling::is_filled(&template, value)
    {
        return Shown::Template;
    }
    // What is put together is not the one part of it that happens to be the same.
    own.max(match (made, number) {
        (Made::OfTexts, Some(_)) if of_parts > Shown::Piece => Shown::Nothing,
        (Made::OfTexts, _) => of_parts.min(Shown::Piece),
        _ => of_parts,
    })
}

/// How an expression makes its value of its parts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    /// Arithmetic: no part of it is the value.
    OfNumbers,
    /// A text is put together: a part of it is a piece of the value.
    OfTexts,
    /// It refers to the value, or holds it.
    Otherwise,
}

impl Made {
    fn of(expr: &Expr) -> Made {
        if let Some(template) = filling::template(expr) {
            return if filling::stands_fast(&template) { Made::OfTexts } else { Made::Otherwise };
        }
        let ExprKind::Binary { op, left, right } = &expr.kind else { return Made::Otherwise };
        let sides = [left, right].map(|part| (&**part, Made::of(part)));
        let is_any = |test: &dyn Fn(&Expr, Made) -> bool| sides.iter().any(|(part, made)| test(part, *made));
        let holds_more = |part: &Expr, _| {
            matches!(part.kind, ExprKind::List(_) | ExprKind::Tuple(_) | ExprKind::Comprehension { .. })
        };
        if is_any(&holds_more) {
            Made::Otherwise
        } else if is_any(&|part, made| part.literal_text().is_some() || made == Made::OfTexts) {
            Made::OfTexts
        } else if *op != BinOp::Add || is_any(&|part, made| fold(part).is_some() || made == Made::OfNumbers) {
            Made::OfNumbers
        } else {
            Made::Otherwise
        }
    }
}

/// The text of a literal, as it takes the place of a reference.
pub fn literal_value(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Literal(Literal::Int(number)) => Some(number.to_string()),
        ExprKind::Literal(Literal::Long(number)) => Some(number.to_string()),
        _ => expr.literal_text().map(str::to_owned),
    }
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

fn of_literal(literal: &Literal, names: &Names, value: &str, number: Option<f64>) -> Shown {
    let text = match literal {
        Literal::Bytes(bytes) => String::from_utf8_lossy(bytes),
        Literal::Unicode(text) => Cow::Borrowed(&**text),
        _ if !names.is_empty() => return Shown::Nothing,
        other if number.is_some() && of(other) == number => return Shown::Value,
        _ => return Shown::Nothing,
    };
    // A text, such as JSON, that holds something under names has these, too.
    if !names.iter().all(|name| find_word(&text, name).is_some()) {
        return Shown::Nothing;
    }
    if *text == *value || find_word(&text, value).is_some() {
        return Shown::Value;
    }
    if !names.is_empty() {
        return Shown::Nothing;
    }
    if filling::is_filled(&text, value) {
        return Shown::Template;
    }
    let is_piece = pieces(&text).any(|piece| value.contains(piece));
    if is_piece { Shown::Piece } else { Shown::Nothing }
}

/// Where a longer text, such as JSON or words to be split, holds the value as a whole word.
pub fn find_word(text: &str, value: &str) -> Option<usize> {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let is_whole =
        |at: &usize| !is_part(text[..*at].chars().next_back()) && !is_part(text[at + value.len()..].chars().next());
    text.match_indices(value).map(|(at, _)| at).find(|at| !value.is_empty() && is_whole(at))
}

/// Whether a text is long enough not to be in another one by chance.
pub fn is_sign(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphanumeric()).count() >= SHORTEST || text.matches('*').count() >= SHORTEST
}

/// The pieces of a text between placeholders of `%`, `format` and templates.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let is_conversion = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | '#');
    // What is left of `%02d` is no text.
    let cut = text.split('%').enumerate().map(move |(at, piece)| match at {
        0 => piece,
        _ => piece.trim_start_matches(is_conversion).strip_prefix(['d', 's', 'r', 'f', 'x', 'i']).unwrap_or(piece),
    });
    cut.flat_map(|piece| piece.split(['{', '}', '\n'])).map(str::trim).filter(|piece| is_sign(piece))
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
    use super::{Shown, shown};
    use crate::source::SourceMap;
    use crate::syntax::parse_expression;

    #[test]
    fn expressions_show_what_they_give() {
        for (text, value, expected) in [
            ("'a'", "a", Shown::Value),
            ("-1", "-1", Shown::Arithmetic),
            ("0.5", "0.5", Shown::Value),
            ("6", "6.0", Shown::Value),
            ("'{{profile.x}}'", "{{profile.x}}", Shown::Value),
            ("{'devel': 1, 'prod': 24}.get(env)", "24", Shown::Value),
            ("a == b or True", "true", Shown::Value),
            ("json.loads('{\"n\": 32}')", "32", Shown::Value),
            ("512 * MB", "536870912", Shown::Arithmetic),
            ("40 * 10 ** 6", "40000000", Shown::Arithmetic),
            ("'rollup-%s' % name", "rollup-daily", Shown::Template),
            ("'rollup-' + name", "rollup-daily", Shown::Template),
            ("name + '-shadow'", "cart-shadow", Shown::Template),
            ("'rollup-{0}'.format(name)", "rollup-daily", Shown::Template),
            ("'%d %d * * *' % (a, b)", "15 6 * * *", Shown::Template),
            ("'%(film)s --to assets'", "unpack teaser --to assets", Shown::Template),
            ("' '.join(['serve', port])", "serve 80", Shown::Piece),
            ("'rollup-%s' % name", "the rollup-daily", Shown::Piece),
            ("name", "a", Shown::Nothing),
            ("512 * KB", "536870912", Shown::Nothing),
            ("'%s-%s' % (a, b)", "x-y", Shown::Nothing),
            ("132", "32", Shown::Nothing),
            ("2 * GB", "1073741824", Shown::Nothing),
            ("2 * GB", "2", Shown::Nothing),
            ("2 * n * GB", "1073741824", Shown::Nothing),
            ("GB if small else 2 * GB", "1073741824", Shown::Arithmetic),
            ("[80] + ports", "80", Shown::Value),
            ("'8' + port", "8", Shown::Nothing),
            ("'web-%s' % env", "web", Shown::Piece),
            ("'web' + suffix", "webs", Shown::Template),
            ("'%s' % 'web'", "web", Shown::Value),
            ("24 if n == 1 else 2", "1", Shown::Nothing),
            ("{'cpu': 2, 'ram': 3}['ram']", "3", Shown::Value),
            ("{'cpu': 2, 'ram': 3}['ram']", "2", Shown::Nothing),
            ("dict(cpu=2, ram=3).get('ram', 4)", "4", Shown::Value),
            ("dict(cpu=2, ram=3).get('ram', 4)", "2", Shown::Nothing),
            ("dict([('cpu', 2), ('ram', 3)])['ram']", "2", Shown::Nothing),
            ("dict([('cpu', 2), ('ram', 3)])['ram']", "3", Shown::Value),
            ("{'a': {'ram': 1}, 'b': {'ram': 2}}['b']['ram']", "2", Shown::Value),
            ("{'a': {'ram': 1}, 'b': {'ram': 2}}['b']['ram']", "1", Shown::Nothing),
            ("{'a': {'ram': 1}, 'b': {'ram': 2}}[env]['ram']", "1", Shown::Value),
            ("json.loads('{\"n\": 32}')['n']", "32", Shown::Value),
            ("json.loads('{\"n\": 32}')['m']", "32", Shown::Nothing),
        ] {
            let file = SourceMap::new().add("<test>", text.as_bytes()).expect("a file");
            assert_eq!(shown(&parse_expression(&file).expect("an expression"), &[], value), expected, "{text} {value}");
        }
    }
}
