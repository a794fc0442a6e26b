//! Whether a value is a template with its placeholders filled: of `%`, of `format`, or an open end of `+`.

use super::constant::is_sign;
use crate::syntax::ast::{BinOp, Expr, ExprKind, Literal};

/// A text that stands fast, or a place that anything fills.
#[derive(PartialEq, Debug)]
enum Part {
    Fixed(String),
    Open,
}

/// Whether a sum of texts gives the value, whatever its other summands are.
pub fn fits(expr: &Expr, value: &str) -> bool {
    let mut parts = Vec::new();
    match &expr.kind {
        ExprKind::Binary { op: BinOp::Add, .. } => summands(expr, &mut parts),
        _ => return false,
    }
    matches(&parts, value)
}

/// Whether a text with placeholders gives the value, whatever fills them.
pub fn is_filled(template: &str, value: &str) -> bool {
    matches(&percent(template), value) || matches(&braces(template), value)
}

/// The text with placeholders that `%` or `format` fills.
pub fn template(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Binary { op: BinOp::Mod, left, .. } => text(left),
        ExprKind::Call(call) => match &call.callee.kind {
            ExprKind::Attribute { value, name } if &*name.name == "format" => text(value),
            _ => None,
        },
        _ => None,
    }
}

/// Whether something of a template stands fast, so that what fills it is not the whole value.
pub fn stands_fast(template: &str) -> bool {
    [percent(template), braces(template)]
        .iter()
        .all(|parts| parts.iter().any(|part| matches!(part, Part::Fixed(text) if !text.is_empty())))
}

fn summands(expr: &Expr, parts: &mut Vec<Part>) {
    match &expr.kind {
        ExprKind::Binary { op: BinOp::Add, left, right } => {
            summands(left, parts);
            summands(right, parts);
        }
        ExprKind::Binary { op: BinOp::Mod, left, .. } if text(left).is_some() => {
            parts.extend(text(left).into_iter().flat_map(|text| percent(&text)));
        }
        _ => parts.push(text(expr).map_or(Part::Open, Part::Fixed)),
    }
}

fn text(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Literal(Literal::Bytes(bytes)) => Some(String::from_utf8_lossy(bytes).into_owned()),
        ExprKind::Literal(Literal::Unicode(text)) => Some(text.to_string()),
        _ => None,
    }
}

/// The parts of a template of `%`.
fn percent(template: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('%') {
        parts.push(Part::Fixed(before.to_owned()));
        let named = behind.strip_prefix('(').and_then(|name| name.split_once(')')).map_or(behind, |(_, rest)| rest);
        let conversion =
            named.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '#' | ' ' | '.'));
        rest = match (behind.strip_prefix('%'), conversion.strip_prefix(|c: char| "diouxXeEfFgGcrs".contains(c))) {
            (Some(rest), _) => {
                parts.push(Part::Fixed("%".to_owned()));
                rest
            }
            (None, Some(rest)) => {
                parts.push(Part::Open);
                rest
            }
            // No template of `%` after all.
            (None, None) => return vec![Part::Fixed(template.to_owned())],
        };
    }
    parts.push(Part::Fixed(rest.to_owned()));
    parts
}

/// The parts of a template of `format`.
fn braces(template: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        parts.push(Part::Fixed(rest[..at].to_owned()));
        let (brace, behind) = rest[at..].split_at(1);
        rest = match (behind.strip_prefix(brace), behind.split_once('}')) {
            (Some(rest), _) => {
                parts.push(Part::Fixed(brace.to_owned()));
                rest
            }
            (None, Some((_, rest))) if brace == "{" => {
                parts.push(Part::Open);
                rest
            }
            _ => return vec![Part::Fixed(template.to_owned())],
        };
    }
    parts.push(Part::Fixed(rest.to_owned()));
    parts
}

/// Whether the parts give the whole value. A template of which too little stands fast says nothing.
fn matches(parts: &[Part], value: &str) -> bool {
    let fixed: String =
        parts.iter().filter_map(|part| if let Part::Fixed(text) = part { Some(text.as_str()) } else { None }).collect();
    if !is_sign(&fixed) || !parts.contains(&Part::Open) {
        return false;
    }
    // The texts between open places, each found as early as can be; the last one closes the value.
    let mut groups = vec![String::new()];
    for part in parts {
        match (part, groups.last_mut()) {
            (Part::Fixed(text), Some(group)) => group.push_str(text),
            _ => groups.push(String::new()),
        }
    }
    let (Some((first, middle)), Some(last)) = (groups.split_first(), groups.last()) else { return false };
    let Some(mut rest) = value.strip_prefix(first.as_str()) else { return false };
    for text in middle.iter().take(middle.len().saturating_sub(1)) {
        let Some((_, behind)) = rest.split_once(text.as_str()) else { return false };
        rest = behind;
    }
    rest.ends_with(last.as_str())
}
