//! From an argument to the definition that shows its value: a search outwards over the names that it uses.

use std::collections::{HashSet, VecDeque};
use std::rc::Rc;

use super::constant::{Shown, shown, without_factor};
use super::definitions::{Definition, Function, Index, Meaning, Slot};
use super::named::{self, Names, below};
use crate::source::Span;
use crate::syntax::ast::{Call, Expr, ExprKind};

/// Expressions that are looked at for one value.
const MOST: usize = 3_000;

/// Expressions that are looked at behind a piece of the value, for the place that shows it whole.
const MOST_BEYOND: usize = 300;

/// Names under which a value is looked for: in a circle they grow.
const MOST_NAMES: usize = 8;

/// A place on the way and the expression that stands there.
#[derive(Clone)]
struct Node<'a> {
    expr: &'a Expr,
    span: Span,
    /// The names under which the value is looked for in it.
    names: Vec<Rc<str>>,
    /// The value that is looked for.
    value: Rc<str>,
    /// The node that led here.
    from: Option<usize>,
    /// Whether the value was looked for under names on the way here. Then what was set last counts, and all that is behind that is
    /// looked at first; otherwise what is nearest.
    is_named: bool,
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
        arguments(call, fact.slot, function.hidden, &[], &mut given);
        matches!(&given[..], [(argument, names, _)] if is_another(argument, names, &fact.text))
    })
}

/// An expression at which a search begins, and the names under which it holds the value.
pub type Start<'a> = (&'a Expr, Vec<Rc<str>>);

/// Where to look for the attribute or binding `name` that an expression at a place gave, below it for `names`: in the expression
/// itself, or if that is a call that got it among others, in the arguments that may hold it under its name. `is_named` tells that
/// the call takes its arguments by the names of what they set.
pub fn starts<'a>(expr: &'a Expr, place: Span, name: &str, names: &Names, is_named: bool) -> Vec<Start<'a>> {
    let ExprKind::Call(call) = &expr.kind else { return vec![(expr, names.to_vec())] };
    let own = call.keywords.iter().find(|(ident, _)| *ident.name == *name);
    if expr.span != place || !is_named && own.is_none() && call.double_star.is_none() {
        return vec![(expr, names.to_vec())];
    }
    if let Some((_, value)) = own {
        return vec![(value, names.to_vec())];
    }
    let others = call.positional.iter().chain(&call.star).chain(&call.double_star);
    others.map(|value| (value, below(name, names))).collect()
}

/// The definitions from the arguments at `place` to the one that shows `value`; empty if an argument shows it itself. If
/// nothing shows it, the way leads to a piece of it, or as far as names stand for one thing each: to where it is computed.
pub fn search<'a>(index: &Index<'a>, starts: &[Start<'a>], place: Span, value: &str, facts: &[Fact]) -> Trail {
    let best = starts.iter().map(|(start, names)| shown(start, names, value)).max().unwrap_or_default();
    let here = if value.is_empty() { Shown::Value } else { best };
    if here > Shown::Nothing {
        return Trail { shown: here, ..Trail::default() };
    }
    let is_sure = starts.len() == 1;
    let node = |(expr, names): &Start<'a>| Node {
        expr,
        span: place,
        names: names.clone(),
        value: value.into(),
        from: None,
        is_named: !names.is_empty(),
        is_sure,
    };
    let mut nodes: Vec<Node<'a>> = starts.iter().map(node).collect();
    let mut seen: HashSet<(Span, Vec<Rc<str>>)> =
        starts.iter().map(|(start, names)| (start.span, names.clone())).collect();
    let mut queue: VecDeque<usize> = (0..nodes.len()).collect();
    let mut piece = None;
    let mut most = MOST;
    while let Some(at) = queue.pop_front() {
        let Some(Node { expr, names, value: wanted, is_named, .. }) = nodes.get(at).cloned() else { break };
        if is_named {
            match nodes.get(at).filter(|node| node.from.is_some()).map_or(Shown::Nothing, |node| found(node, value)) {
                found if found >= Shown::Template => return to_entry(way(&nodes, at, found), nodes.get(at)),
                Shown::Piece => {
                    piece.get_or_insert(at);
                }
                _ => {}
            }
        }
        let (expr, wanted) = match without_factor(expr, &wanted).filter(|_| names.is_empty()) {
            Some((rest, value)) => (rest, value.into()),
            None => (expr, wanted),
        };
        if names.is_empty() && computes(expr, &wanted) {
            continue;
        }
        let all = neighbours(index, expr, &names, facts);
        let is_plain = names_one_thing(index, expr, facts);
        // What cannot be the value is no other choice, nor what is only called the same.
        let are_members = all.iter().all(|next| next.is_member);
        let is_choice = |next: &&Next| next.is_member == are_members && !is_another(next.expr, &next.names, &wanted);
        let choices = all.iter().filter(is_choice).count();
        let first = nodes.len();
        for Next { expr: next, names, span, are_all, is_member } in all {
            if nodes.len() >= most || names.len() > MOST_NAMES || !seen.insert((next.span, names.clone())) {
                continue;
            }
            let is_sure = is_plain && are_all && choices == 1 && is_member == are_members;
            let is_named = is_named || is_member || !names.is_empty();
            let node = Node { expr: next, span, names, value: Rc::clone(&wanted), from: Some(at), is_named, is_sure };
            let found = if is_named { Shown::Nothing } else { found(&node, value) };
            nodes.push(node);
            if found >= Shown::Template {
                return way(&nodes, nodes.len() - 1, found);
            }
            if found == Shown::Piece && piece.is_none() {
                piece = Some(nodes.len() - 1);
                most = most.min(nodes.len() + MOST_BEYOND);
            }
        }
        let (deep, wide): (Vec<usize>, Vec<usize>) =
            (first..nodes.len()).partition(|at| nodes.get(*at).is_some_and(|node| node.is_named));
        queue.extend(wide);
        deep.into_iter().rev().for_each(|at| queue.push_front(at));
    }
    match piece {
        Some(at) => way(&nodes, at, Shown::Piece),
        None => {
            let places = match starts {
                [(start, names)] if names.is_empty() => computed(index, start, facts),
                _ => Vec::new(),
            };
            Trail { sure: vec![true; places.len()], places, shown: Shown::Nothing }
        }
    }
}

/// A way whose last place is the entry of a dictionary that holds the value there, and not the whole of it.
fn to_entry(mut trail: Trail, node: Option<&Node>) -> Trail {
    if let (Some(Node { expr, names, value, .. }), Some(last)) = (node, trail.places.last_mut())
        && let Some(entry) =
            named::entry_place(expr, names, &|part, names| shown(part, names, value) >= Shown::Template)
        && last.start <= entry.start
        && entry.end <= last.end
    {
        *last = entry;
    }
    trail
}

/// How much a node shows of the value that is searched for.
fn found(node: &Node, value: &str) -> Shown {
    // A factor of the value is a piece of it.
    let most = if *node.value == *value { Shown::Value } else { Shown::Piece };
    shown(node.expr, &node.names, &node.value).min(most)
}

/// Whether an expression only refers to a value and does not make one.
fn names_one_thing(index: &Index<'_>, expr: &Expr, facts: &[Fact]) -> bool {
    match &expr.kind {
        ExprKind::Name(_) => true,
        ExprKind::Attribute { value, .. } => names_one_thing(index, value, facts),
        ExprKind::Subscript { value, index: key } => {
            let is_known = matches!(key.kind, ExprKind::Literal(_)) || known_key(index, expr, facts).is_some();
            is_known && names_one_thing(index, value, facts)
        }
        ExprKind::Call(call) => names_one_thing(index, &call.callee, facts),
        _ => false,
    }
}

/// Whether an expression is a literal and another value, be it a part of the wanted one.
fn is_another(expr: &Expr, names: &Names, value: &str) -> bool {
    matches!(expr.kind, ExprKind::Literal(_)) && shown(expr, names, value) < Shown::Template
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
        let [Next { expr: next, span, are_all: true, .. }] = neighbours(index, expr, &[], facts)[..] else { break };
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

/// What a name stands for.
struct Next<'a> {
    expr: &'a Expr,
    /// The names under which that holds the value.
    names: Vec<Rc<str>>,
    /// The place to show.
    span: Span,
    /// Whether all others are known, too.
    are_all: bool,
    /// Whether it is only called the same as what is looked up.
    is_member: bool,
}

/// Expressions that are given for a parameter, each with the names under which it holds the value, and its place.
type Given<'a> = Vec<(&'a Expr, Vec<Rc<str>>, Span)>;

/// What an expression's names stand for, as far as that may be the value or hold it under its names.
fn neighbours<'a>(index: &Index<'a>, expr: &Expr, names: &Names, facts: &[Fact]) -> Vec<Next<'a>> {
    let mut found = Vec::new();
    let mut definitions = Vec::new();
    look(index, expr, names, facts, &mut definitions);
    for (Definition { span, meaning, .. }, names, is_member) in definitions {
        let mut given: Given = Vec::new();
        let mut are_all = true;
        match meaning {
            Meaning::Value(value) => given.push((value, names, span)),
            Meaning::Entry(key, value) => {
                named::entry(key, value, &names, &mut |part, names| given.push((part, names.to_vec(), span)));
            }
            Meaning::Function(function) => {
                given.extend(function.returns.iter().map(|value| (*value, names.clone(), value.span)));
            }
            Meaning::Parameter(function, slot) => {
                are_all = calls_are_known(index, function);
                let calls = index.calls.get(function.called).into_iter().flatten();
                let calls = calls.filter(|call| !contradicts(call, function, facts));
                calls.for_each(|call| arguments(call, slot, function.hidden, &names, &mut given));
                // `map(function, first, second)`: the function itself stands in front.
                for call in index.mapped.get(function.called).into_iter().flatten() {
                    let argument = |slot: Slot| slot.position.and_then(|at| call.positional.get(at + 1));
                    let is_other =
                        |fact: &&Fact| argument(fact.slot).is_some_and(|given| is_another(given, &[], &fact.text));
                    if !facts.iter().filter(|fact| fact.function == function.span).any(|fact| is_other(&fact)) {
                        given.extend(argument(slot).map(|value| (value, names.clone(), value.span)));
                    }
                }
            }
            Meaning::Otherwise(function, slot, default) => {
                are_all = calls_are_known(index, function);
                let mut calls = index.calls.get(function.called).into_iter().flatten();
                let leaves_out = |call: &Call| {
                    let mut given = Vec::new();
                    arguments(call, slot, function.hidden, &[], &mut given);
                    let is_open = call.star.is_some() || call.double_star.is_some();
                    (given.is_empty() || is_open) && !contradicts(call, function, facts)
                };
                if !are_all || calls.any(|call| leaves_out(call)) {
                    given.push((default, names, span));
                }
            }
            Meaning::Field(called, slot) => {
                let calls = index.calls.get(called).into_iter().flatten();
                calls.for_each(|call| arguments(call, slot, 0, &names, &mut given));
            }
        }
        found.extend(given.into_iter().map(|(expr, names, span)| Next { expr, names, span, are_all, is_member }));
    }
    found
}

/// Whether all calls of a function are those that use its name.
fn calls_are_known(index: &Index<'_>, function: &Function) -> bool {
    !function.is_decorated && !index.passed.contains(function.called) && index.calls.contains_key(function.called)
}

/// The arguments of a call that go to a parameter.
fn arguments<'a>(call: &'a Call, slot: Slot<'_>, hidden: usize, names: &Names, found: &mut Given<'a>) {
    let mut give = |value: &'a Expr, names: Vec<Rc<str>>, span: Span| found.push((value, names, span));
    let named = call.keywords.iter().find(|(ident, _)| *ident.name == *slot.name);
    if let Some((ident, value)) = named {
        give(value, names.to_vec(), ident.span.to(value.span));
        return;
    }
    match slot.position {
        Some(at) => {
            let positional = at.checked_sub(hidden).and_then(|at| call.positional.get(at));
            positional.or(call.star.as_ref()).into_iter().for_each(|value| give(value, names.to_vec(), value.span));
            call.double_star.iter().for_each(|value| give(value, below(slot.name, names), value.span));
        }
        // What is left over goes under its own name.
        None => {
            call.positional.iter().for_each(|value| give(value, names.to_vec(), value.span));
            for (ident, value) in &call.keywords {
                match names.split_first() {
                    None => give(value, Vec::new(), ident.span.to(value.span)),
                    Some((first, rest)) if *first == ident.name => {
                        give(value, rest.to_vec(), ident.span.to(value.span))
                    }
                    Some(_) => {}
                }
            }
            call.double_star.iter().for_each(|value| give(value, names.to_vec(), value.span));
        }
    }
}

/// The definitions of the names in an expression, each with the names under which it would hold the value, and whether it is one
/// of a name that a look-up writes, wherever that is given to something: they come behind those of what is looked into.
fn look<'a>(index: &Index<'a>, expr: &Expr, names: &Names, facts: &[Fact], out: &mut Vec<Looked<'a>>) {
    let member = match &expr.kind {
        ExprKind::Name(name) => {
            out.extend(index.visible(name, expr.span).into_iter().map(|one| (one, names.to_vec(), false)));
            None
        }
        ExprKind::Attribute { name, .. } => Some(&*name.name),
        ExprKind::Subscript { index: key, .. } => key.literal_text(),
        ExprKind::Call(call) => match (named::lookup(call), &call.callee.kind) {
            (Some(lookup), _) => Some(lookup.name),
            (None, ExprKind::Attribute { name, .. }) => Some(&*name.name),
            (None, _) => None,
        },
        _ => None,
    };
    match (&expr.kind, known_key(index, expr, facts)) {
        (ExprKind::Subscript { value, .. }, Some(key)) => look(index, value, &below(key, names), facts, out),
        _ => named::parts(expr, names, &mut |part, names| look(index, part, names, facts, out)),
    }
    let members = member.and_then(|name| index.members.get(name)).into_iter().flatten();
    out.extend(members.map(|one| (*one, names.to_vec(), true)));
}

/// A definition, the names under which it would hold the value, and whether it is that of a member.
type Looked<'a> = (Definition<'a>, Vec<Rc<str>>, bool);

/// What a parameter was by which something is looked up, if that is known.
fn known_key<'f>(index: &Index<'_>, expr: &Expr, facts: &'f [Fact<'_>]) -> Option<&'f str> {
    let ExprKind::Subscript { index: key, .. } = &expr.kind else { return None };
    let Fact { function, slot, .. } = fact(index, key, String::new())?;
    let known = facts.iter().find(|known| known.function == function && known.slot.name == slot.name)?;
    Some(&known.text)
}
