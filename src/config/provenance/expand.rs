//! From an argument to the definition that shows its value: a search outwards over the names that it uses.

use std::collections::{HashSet, VecDeque};
use std::rc::Rc;

use super::constant::{Shown, shown, without_factor};
use super::definitions::{Definition, Function, Index, Meaning, Slot};
use crate::source::Span;
use crate::syntax::ast::{Call, Expr, ExprKind};
use crate::syntax::walk;

/// Expressions that are looked at for one value.
const MOST: usize = 3_000;

/// Expressions that are looked at behind a piece of the value, for the place that shows it whole.
const MOST_BEYOND: usize = 300;

/// A place on the way and the expression that stands there.
#[derive(Clone)]
struct Node<'a> {
    expr: &'a Expr,
    span: Span,
    /// What is looked for in it.
    value: Rc<str>,
    /// The node that led here.
    from: Option<usize>,
    /// Whether the way here leaves no choice.
    is_sure: bool,
}

/// The places from an argument to the definition of its value.
#[derive(Default)]
pub struct Trail {
    /// The definitions on the way; empty if the argument itself is all that there is.
    pub places: Vec<Span>,
    /// How much the last of them, or the argument, shows of the value.
    pub shown: Shown,
    /// For each place whether the names leave no other: otherwise a call that passes the same text, or a number that is the
    /// same by chance, may have been taken for the one that gave the value.
    pub sure: Vec<bool>,
}

/// An argument that a function was given when the value came about, as far as the Structs around the value tell: the function's
/// place, which parameter, its text.
pub struct Fact<'a> {
    function: Span,
    slot: Slot<'a>,
    text: String,
}

/// What an attribute tells that was set to `text` with this expression: `name = name` in a function, that it was called with it.
pub fn fact<'a>(index: &Index<'a>, expr: &Expr, text: String) -> Option<Fact<'a>> {
    let ExprKind::Name(name) = &expr.kind else { return None };
    let definitions = index.visible(name, expr.span);
    let (function, slot, span) = definitions.iter().find_map(|one| match one.meaning {
        Meaning::Parameter(function, slot) => Some((function, slot, one.span)),
        _ => None,
    })?;
    // The parameter and its default; no other assignment of the name.
    let is_parameter = |one: &Definition| one.span.start == span.start;
    definitions.iter().all(is_parameter).then_some(Fact { function: function.span, slot, text })
}

/// Whether a call was given something else than what is known.
fn contradicts(call: &Call, function: &Function, facts: &[Fact]) -> bool {
    facts.iter().filter(|fact| fact.function == function.span).any(|fact| {
        let mut given = Vec::new();
        arguments(call, fact.slot, function.hidden, &mut given);
        matches!(given[..], [(argument, _)] if is_another(argument, &fact.text))
    })
}

/// The definitions from the argument at `place` to the one that shows `value`; empty if the argument shows it itself. If
/// nothing shows it, the way leads to a piece of it, or as far as names stand for one thing each: to where it is computed.
pub fn search(index: &Index<'_>, start: &Expr, place: Span, value: &str, facts: &[Fact]) -> Trail {
    let here = if value.is_empty() { Shown::Value } else { shown(start, value) };
    if here > Shown::Nothing {
        return Trail { shown: here, ..Trail::default() };
    }
    let mut nodes = vec![Node { expr: start, span: place, value: value.into(), from: None, is_sure: true }];
    let mut seen: HashSet<Span> = HashSet::from([start.span]);
    let mut queue = VecDeque::from([0]);
    let mut piece = None;
    let mut most = MOST;
    while let Some(at) = queue.pop_front() {
        let Some(Node { expr, value: wanted, .. }) = nodes.get(at).cloned() else { break };
        let (expr, wanted) = match without_factor(expr, &wanted) {
            Some((rest, value)) => (rest, value.into()),
            None => (expr, wanted),
        };
        if computes(expr, &wanted) {
            continue;
        }
        let all = neighbours(index, expr, facts);
        let is_plain = names_one_thing(expr);
        // What cannot be the value is no other choice.
        let choices = all.iter().filter(|(next, ..)| !is_another(next, &wanted)).count();
        for (next, span, are_all) in all {
            if nodes.len() >= most || !seen.insert(next.span) {
                continue;
            }
            let is_sure = is_plain && are_all && choices == 1;
            nodes.push(Node { expr: next, span, value: Rc::clone(&wanted), from: Some(at), is_sure });
            // A factor of the value is a piece of it.
            let found = shown(next, &wanted).min(if *wanted == *value { Shown::Value } else { Shown::Piece });
            if found >= Shown::Template {
                return way(&nodes, nodes.len() - 1, found);
            }
            if found == Shown::Piece && piece.is_none() {
                piece = Some(nodes.len() - 1);
                most = most.min(nodes.len() + MOST_BEYOND);
            }
            queue.push_back(nodes.len() - 1);
        }
    }
    match piece {
        Some(at) => way(&nodes, at, Shown::Piece),
        None => {
            let places = computed(index, start, facts);
            Trail { sure: vec![true; places.len()], places, shown: Shown::Nothing }
        }
    }
}

/// Whether an expression only refers to a value and does not make one.
fn names_one_thing(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Name(_) => true,
        ExprKind::Attribute { value, .. } => names_one_thing(value),
        ExprKind::Subscript { value, index } => names_one_thing(value) && matches!(index.kind, ExprKind::Literal(_)),
        ExprKind::Call(call) => names_one_thing(&call.callee),
        _ => false,
    }
}

/// Whether an expression is a literal and another value, be it a part of the wanted one.
fn is_another(expr: &Expr, value: &str) -> bool {
    matches!(expr.kind, ExprKind::Literal(_)) && shown(expr, value) < Shown::Template
}

/// Whether a number is computed here: then none of the operands is where it comes from, even if one happens to be the same number.
fn computes(expr: &Expr, value: &str) -> bool {
    let ExprKind::Binary { left, right, .. } = &expr.kind else { return false };
    // `'%d' % port` and `'8' + port` put texts together.
    let is_text = left.literal_text().is_some() || right.literal_text().is_some();
    !is_text && value.parse::<f64>().is_ok()
}

/// The definitions behind a plain name, as long as there is one for each.
fn computed(index: &Index<'_>, start: &Expr, facts: &[Fact]) -> Vec<Span> {
    const MOST_STEPS: usize = 10;
    let mut spans = Vec::new();
    let mut expr = start;
    while let (ExprKind::Name(_), 0..MOST_STEPS) = (&expr.kind, spans.len()) {
        let [(next, span, true)] = neighbours(index, expr, facts)[..] else { break };
        if spans.contains(&span) {
            break;
        }
        spans.push(span);
        expr = next;
    }
    spans
}

/// The places from behind the first node to the one at `end`.
fn way(nodes: &[Node<'_>], end: usize, shown: Shown) -> Trail {
    let mut steps: Vec<(Span, bool)> = Vec::new();
    let mut at = Some(end);
    while let Some(node) = at.and_then(|at| nodes.get(at)) {
        if node.from.is_some() && !node.span.is_none() {
            steps.push((node.span, node.is_sure));
        }
        at = node.from;
    }
    steps.reverse();
    // What lies behind a place that is in doubt is in doubt.
    let mut is_sure = true;
    steps.iter_mut().for_each(|step| {
        is_sure &= step.1;
        step.1 = is_sure;
    });
    steps.dedup_by_key(|step| step.0);
    let (places, sure) = steps.into_iter().unzip();
    Trail { places, shown, sure }
}

/// What an expression's names stand for, each with the place to show and whether all others are known, too.
fn neighbours<'a>(index: &Index<'a>, expr: &Expr, facts: &[Fact]) -> Vec<(&'a Expr, Span, bool)> {
    let mut found = Vec::new();
    let mut definitions = Vec::new();
    look(index, expr, &mut definitions);
    for Definition { span, meaning, .. } in definitions {
        let mut given = Vec::new();
        let mut are_all = true;
        match meaning {
            Meaning::Value(value) => given.push((value, span)),
            Meaning::Function(function) => given.extend(function.returns.iter().map(|value| (*value, value.span))),
            Meaning::Parameter(function, slot) => {
                are_all = calls_are_known(index, function);
                let calls = index.calls.get(function.called).into_iter().flatten();
                let calls = calls.filter(|call| !contradicts(call, function, facts));
                calls.for_each(|call| arguments(call, slot, function.hidden, &mut given));
                // `map(function, first, second)`: the function itself stands in front.
                for call in index.mapped.get(function.called).into_iter().flatten() {
                    let argument = |slot: Slot| slot.position.and_then(|at| call.positional.get(at + 1));
                    let is_other =
                        |fact: &&Fact| argument(fact.slot).is_some_and(|given| is_another(given, &fact.text));
                    if !facts.iter().filter(|fact| fact.function == function.span).any(|fact| is_other(&fact)) {
                        given.extend(argument(slot).map(|value| (value, value.span)));
                    }
                }
            }
            Meaning::Otherwise(function, slot, default) => {
                are_all = calls_are_known(index, function);
                let mut calls = index.calls.get(function.called).into_iter().flatten();
                let leaves_out = |call: &Call| {
                    let mut given = Vec::new();
                    arguments(call, slot, function.hidden, &mut given);
                    let is_open = call.star.is_some() || call.double_star.is_some();
                    (given.is_empty() || is_open) && !contradicts(call, function, facts)
                };
                if !are_all || calls.any(|call| leaves_out(call)) {
                    given.push((default, span));
                }
            }
            Meaning::Field(called, slot) => {
                let calls = index.calls.get(called).into_iter().flatten();
                calls.for_each(|call| arguments(call, slot, 0, &mut given));
            }
        }
        found.extend(given.into_iter().map(|(value, span)| (value, span, are_all)));
    }
    found
}

/// Whether all calls of a function are those that use its name.
fn calls_are_known(index: &Index<'_>, function: &Function) -> bool {
    !function.is_decorated && !index.passed.contains(function.called) && index.calls.contains_key(function.called)
}

/// The arguments of a call that go to a parameter.
fn arguments<'a>(call: &'a Call, slot: Slot<'_>, hidden: usize, found: &mut Vec<(&'a Expr, Span)>) {
    let named = call.keywords.iter().find(|(ident, _)| *ident.name == *slot.name);
    if let Some((ident, value)) = named {
        found.push((value, ident.span.to(value.span)));
        return;
    }
    match slot.position {
        Some(at) => {
            let positional = at.checked_sub(hidden).and_then(|at| call.positional.get(at));
            found.extend(positional.or(call.star.as_ref()).map(|value| (value, value.span)));
        }
        None => {
            found.extend(call.positional.iter().map(|value| (value, value.span)));
            found.extend(call.keywords.iter().map(|(ident, value)| (value, ident.span.to(value.span))));
        }
    }
    found.extend(call.double_star.iter().map(|value| (value, value.span)));
}

/// The definitions of the names in an expression.
fn look<'a>(index: &Index<'a>, expr: &Expr, out: &mut Vec<Definition<'a>>) {
    match &expr.kind {
        ExprKind::Name(name) => {
            out.extend(index.visible(name, expr.span));
        }
        ExprKind::Attribute { name, .. } => {
            out.extend(index.members.get(&*name.name).into_iter().flatten());
        }
        ExprKind::Subscript { index: key, .. } => {
            out.extend(key.literal_text().and_then(|key| index.members.get(key)).into_iter().flatten());
        }
        _ => {}
    }
    walk::children(expr, &mut |part| look(index, part, out));
}
