//! Which parts of an expression may hold a value, and under which names.
//!
//! What is looked for is a value, or what holds it under names: the names of a dictionary's keys, of keyword arguments, of attributes,
//! the outermost first. What is written under another name is not it.

use std::rc::Rc;

use crate::source::Span;
use crate::syntax::ast::{BinOp, Call, Expr, ExprKind, Ident};
use crate::syntax::walk;

/// The names under which an expression holds the value; none if it is the value itself, or holds it where no name tells.
pub type Names = [Rc<str>];

/// Names behind another one.
pub fn below(name: &str, names: &Names) -> Vec<Rc<str>> {
    std::iter::once(Rc::from(name)).chain(names.iter().cloned()).collect()
}

/// What a call looks up by a name that it writes: `settings.get('ram', 1)`, `getattr(profile, 'ram')`.
pub struct Lookup<'a> {
    /// What is looked into.
    pub receiver: &'a Expr,
    /// The name.
    pub name: &'a str,
    /// What it is if there is no such name.
    pub otherwise: Option<&'a Expr>,
    /// Whether that is then kept under the name.
    is_kept: bool,
}

/// The look-up that a call is.
pub fn lookup(call: &Call) -> Option<Lookup<'_>> {
    match (&call.callee.kind, call.positional.as_slice()) {
        (ExprKind::Attribute { value, name }, [key, rest @ ..])
            if matches!(&*name.name, "get" | "pop" | "setdefault") =>
        {
            let is_kept = &*name.name == "setdefault";
            Some(Lookup { receiver: value, name: key.literal_text()?, otherwise: rest.first(), is_kept })
        }
        (ExprKind::Name(name), [receiver, key, rest @ ..]) if &**name == "getattr" => {
            Some(Lookup { receiver, name: key.literal_text()?, otherwise: rest.first(), is_kept: false })
        }
        _ => None,
    }
}

/// Visits the parts of an expression that may be or hold the value, each with the names under which it would.
pub fn parts<'a>(expr: &'a Expr, names: &Names, visit: &mut dyn FnMut(&'a Expr, &Names)) {
    match &expr.kind {
        ExprKind::Dict(pairs) => pairs.iter().for_each(|(key, value)| entry(key, value, names, visit)),
        ExprKind::DictComprehension { key, value, clauses } => {
            entry(key, value, names, visit);
            clauses.iter().for_each(|clause| visit(&clause.iter, names));
        }
        ExprKind::Comprehension { element, clauses, .. } => {
            visit(element, names);
            clauses.iter().for_each(|clause| visit(&clause.iter, names));
        }
        // A pair, of which `dict` makes an entry.
        ExprKind::Tuple(items) => match &items[..] {
            [key, value] if key.literal_text().is_some() && !names.is_empty() => entry(key, value, names, visit),
            _ => items.iter().for_each(|item| visit(item, names)),
        },
        ExprKind::Call(call) => in_call(call, names, visit),
        ExprKind::Attribute { value, name } => visit(value, &below(&name.name, names)),
        // What a value is looked up by is not the value.
        ExprKind::Subscript { value, index } => match index.literal_text() {
            Some(name) => visit(value, &below(name, names)),
            None => visit(value, names),
        },
        ExprKind::Conditional { body, orelse, .. } => [body, orelse].into_iter().for_each(|part| visit(part, names)),
        ExprKind::Compare { .. } => {}
        // Of entries that are joined, the later ones count.
        ExprKind::Binary { op: BinOp::Add, left, right } if !names.is_empty() => {
            [right, left].into_iter().for_each(|part| visit(part, names));
        }
        _ => walk::children(expr, &mut |part| visit(part, names)),
    }
}

fn in_call<'a>(call: &'a Call, names: &Names, visit: &mut dyn FnMut(&'a Expr, &Names)) {
    if let Some(Lookup { receiver, name, otherwise, is_kept }) = lookup(call) {
        visit(receiver, &below(name, names));
        match names.split_first() {
            Some((first, rest)) if is_kept && **first == *name => {
                otherwise.into_iter().for_each(|value| visit(value, rest))
            }
            _ => otherwise.into_iter().for_each(|value| visit(value, names)),
        }
        return;
    }
    // What beats the others comes first: an argument of the name itself, then what is given last.
    let is_own = |ident: &Ident| names.first().is_some_and(|first| *first == ident.name);
    let own = call.keywords.iter().filter(|(ident, _)| is_own(ident));
    own.for_each(|(_, value)| visit(value, names.get(1..).unwrap_or_default()));
    call.double_star.iter().chain(&call.star).chain(&call.positional).for_each(|part| visit(part, names));
    let others = call.keywords.iter().filter(|(ident, _)| !is_own(ident));
    others.for_each(|(_, value)| visit(value, names));
    match &call.callee.kind {
        // A method of what holds the value: `settings.copy()`.
        ExprKind::Attribute { value, .. } => visit(value, names),
        _ => visit(&call.callee, names),
    }
}

/// Visits what is written under a key. Behind another name than the one that is looked for there may still be a dictionary that
/// has it.
pub fn entry<'a>(key: &'a Expr, value: &'a Expr, names: &Names, visit: &mut dyn FnMut(&'a Expr, &Names)) {
    let Some((first, rest)) = names.split_first() else {
        visit(key, names);
        visit(value, names);
        return;
    };
    match key.literal_text() {
        Some(name) if *name == **first => visit(value, rest),
        Some(_) => visit(value, names),
        None => {
            visit(value, names);
            // An entry that is copied keeps its key, so that the value is looked for where it is copied from.
            let refers =
                matches!(value.kind, ExprKind::Name(_) | ExprKind::Attribute { .. } | ExprKind::Subscript { .. });
            if rest.is_empty() && !refers {
                visit(value, rest);
            }
        }
    }
}

/// Where an expression gives the value its last name, as a dictionary's entry or a keyword argument. `holds` tells of each part
/// whether it is or holds the value.
pub fn entry_place(expr: &Expr, names: &Names, holds: &dyn Fn(&Expr, &Names) -> bool) -> Option<Span> {
    let (first, rest) = names.split_first()?;
    let pairs: Vec<(Span, &str, &Expr)> = match &expr.kind {
        ExprKind::Dict(pairs) => {
            pairs.iter().filter_map(|(key, value)| Some((key.span, key.literal_text()?, value))).collect()
        }
        ExprKind::Call(call) => call.keywords.iter().map(|(ident, value)| (ident.span, &*ident.name, value)).collect(),
        _ => Vec::new(),
    };
    // Of two entries with one key the later one counts.
    let own = pairs.into_iter().rev().find(|(_, name, value)| **first == **name && holds(value, rest));
    if let Some((key, _, value)) = own {
        return entry_place(value, rest, holds).or(Some(key.to(value.span)));
    }
    let mut found = None;
    parts(expr, names, &mut |part, names| {
        if found.is_none() && holds(part, names) {
            found = entry_place(part, names, holds);
        }
    });
    found
}
