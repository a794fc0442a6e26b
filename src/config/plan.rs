//! Names and ordering of a task's processes (`reference/loading.md §7.2`).

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Kind, shown};
use crate::objects::{Context, Object, Raw, Step};
use crate::source::Span;

use super::problem::{Problems, Result, shortened};
use super::read;

/// A process as far as ordering is concerned.
struct Process {
    name: String,
    /// `None` while the text of it is not resolved: then it takes part in no plan.
    is_final: Option<bool>,
    is_daemon: bool,
    is_ephemeral: bool,
}

/// An order: names of processes, each of which waits for the one before it.
struct Order {
    names: Vec<String>,
    place: Span,
}

/// Checks names and ordering of a task. Errors: every one of them.
pub fn check(cx: &Context, task: &Object) -> Result<()> {
    let mut problems = Problems::default();
    let elements = match read::required(cx, task, "processes").and_then(|list| Ok(list.iterate(cx)?)) {
        Ok(elements) => elements,
        Err(found) => {
            // Texts that cannot be resolved seldom stand in what a plan goes by.
            problems.add(found);
            let list = task.part(&Step::Field("processes".into()));
            list.map(|list| list.parts().into_iter().map(|(_, process)| process).collect()).unwrap_or_default()
        }
    };
    let read = elements.iter().map(|process| read_process(cx, process)).collect::<Result<Vec<Process>>>();
    // Without them, nothing can be said about orders.
    let Some(processes) = problems.keep(read) else { return Err(problems) };
    for (at, process) in processes.iter().enumerate() {
        if !is_name(&process.name) {
            problems.0.push(bad_name(&process.name, name_place(task, at)));
        }
    }
    let orders = problems.keep(orders(cx, task)).unwrap_or_default();
    for is_final in [false, true] {
        let considered: BTreeMap<&str, &Process> = processes
            .iter()
            .filter(|process| process.is_final == Some(is_final))
            .map(|process| (process.name.as_str(), process))
            .collect();
        problems.add(plan(&considered, &processes, &orders));
    }
    problems.or_value(Some(()))
}

fn read_process(cx: &Context, process: &Object) -> Result<Process> {
    let name = read::raw_text(&read::required(cx, process, "name")?.get(cx)?);
    let is_final = match read::required(cx, process, "final")?.get(cx)? {
        Raw::Bool(value) => Some(value),
        _ => None,
    };
    let is_daemon = read::flag(cx, process, "daemon")?;
    let is_ephemeral = read::flag(cx, process, "ephemeral")?;
    Ok(Process { name, is_final, is_daemon, is_ephemeral })
}

fn orders(cx: &Context, task: &Object) -> Result<Vec<Order>> {
    let mut found = Vec::new();
    let Some(constraints) = read::attribute(cx, task, "constraints")? else { return Ok(found) };
    let list = read::place(task, "constraints");
    for constraint in constraints.iterate(cx)? {
        let place = read::place(&constraint, "order");
        let place = if place.is_none() { list } else { place };
        match read::attribute(cx, &constraint, "order")? {
            None => {
                let problem = Diagnostic::error("AUR0461", Kind::MissingRequired, "a Constraint has no `order`")
                    .help("write Constraint(order=[…]), or use order(first, second)")
                    .at(list, "");
                return Err(problem.into());
            }
            Some(order) => {
                let mut names = Vec::new();
                for name in order.elements().unwrap_or_default() {
                    names.push(read::raw_text(&name.get(cx)?));
                }
                found.push(Order { names, place });
            }
        }
    }
    Ok(found)
}

/// Problems that are looked for.
const MOST: usize = 50;

/// Puts one plan together. `all` are the processes of both plans.
fn plan(considered: &BTreeMap<&str, &Process>, all: &[Process], orders: &[Order]) -> Problems {
    let mut problems = Problems::default();
    let mut edges: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for order in orders {
        if problems.0.len() >= MOST {
            break;
        }
        let known = order.names.iter().filter(|name| considered.contains_key(name.as_str())).count();
        if known != order.names.len() || order.names.is_empty() {
            // An order of which nothing is known here belongs to the other plan, or to none at all.
            if known > 0 || order.names.is_empty() {
                problems.0.push(bad_members(order, considered, all));
            }
            continue;
        }
        for pair in order.names.windows(2) {
            let [before, after] = pair else { continue };
            let (Some(first), Some(second)) = (considered.get(before.as_str()), considered.get(after.as_str())) else {
                continue;
            };
            problems.0.extend(bad_pair(first, second, order.place));
            edges.entry(second.name.as_str()).or_default().insert(first.name.as_str());
        }
    }
    // What is wrong with one order makes the circle of others no less of one.
    if let Some(circle) = cycle(&edges) {
        let place = orders.iter().find(|o| o.names.iter().any(|n| circle.contains(&n.as_str()))).map(|o| o.place);
        let problem = bad_cycle(&circle, place.unwrap_or_default());
        problems.0.push(match twice(orders, &circle) {
            Some(name) => problem.help(format!(
                "an order, such as that of a SequentialTask, names `{}` twice: take one out, or give one of two processes another \
                 name",
                shown(name)
            )),
            None => problem,
        });
    }
    problems
}

/// A process of a circle that one order names twice.
fn twice<'a>(orders: &[Order], circle: &[&'a str]) -> Option<&'a str> {
    let count = |order: &Order, name: &str| order.names.iter().filter(|own| *own == name).count();
    circle.iter().copied().find(|name| orders.iter().any(|order| count(order, name) > 1))
}

fn bad_pair(before: &Process, after: &Process, place: Span) -> Option<Diagnostic> {
    let (first, second) = (&before.name, &after.name);
    let (words, help) = if before.is_daemon {
        (
            format!("process `{second}` waits for `{first}`, which is a daemon and never ends"),
            "a daemon may come last only",
        )
    } else if before.is_ephemeral && !after.is_ephemeral {
        let words = format!("process `{second}` waits for `{first}`, which is ephemeral and may never end");
        (words, "make both ephemeral, or take the ephemeral process out of the order")
    } else {
        return None;
    };
    Some(Diagnostic::error("AUR0455", Kind::Ordering, words).help(help).at(place, "ordered here"))
}

fn bad_members(order: &Order, considered: &BTreeMap<&str, &Process>, all: &[Process]) -> Diagnostic {
    let shown = shortened(&order.names.join(" < "));
    if order.names.is_empty() {
        return Diagnostic::error("AUR0455", Kind::Ordering, "an order names no process")
            .help("leave it out; a SequentialTask needs at least one process")
            .at(order.place, "");
    }
    let strange: Vec<&str> =
        order.names.iter().map(String::as_str).filter(|name| !considered.contains_key(name)).collect();
    let unknown: Vec<&str> =
        strange.iter().copied().filter(|name| !all.iter().any(|process| process.name == *name)).collect();
    let (words, help) = match unknown.first() {
        Some(name) => {
            let near = crate::diagnostics::nearest(name, all.iter().map(|process| process.name.as_str()));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "an order may name processes of its own task only".to_owned(),
            };
            (format!("the order `{shown}` names `{name}`, which is no process of the task"), help)
        }
        None => (
            format!("the order `{shown}` mixes ordinary and final processes"),
            "final processes run after all others by themselves: order them among each other only".to_owned(),
        ),
    };
    Diagnostic::error("AUR0455", Kind::Ordering, words).help(help).at(order.place, "ordered here")
}

fn bad_cycle(circle: &[&str], place: Span) -> Diagnostic {
    let shown = shortened(&circle.iter().rev().copied().collect::<Vec<_>>().join(" < "));
    Diagnostic::error("AUR0455", Kind::Ordering, format!("the orders lead in a circle: {shown}"))
        .help("no process of a circle can ever start: take one of the orders out")
        .at(place, "ordered here")
}

/// A circle in the graph of who waits for whom, its first name again at its end.
fn cycle<'a>(edges: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> Option<Vec<&'a str>> {
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in edges.keys() {
        // A path and what is still to be tried at each of its names; no recursion, as orders can be long.
        let mut path: Vec<(&str, Vec<&str>)> = vec![(start, next(edges, start))];
        let mut on_path: BTreeSet<&str> = BTreeSet::from([*start]);
        while let Some((name, rest)) = path.last_mut() {
            let name = *name;
            let Some(to) = rest.pop() else {
                done.insert(name);
                on_path.remove(name);
                path.pop();
                continue;
            };
            if on_path.contains(to) {
                let mut circle: Vec<&str> = path.iter().map(|(name, _)| *name).skip_while(|name| *name != to).collect();
                circle.push(to);
                return Some(circle);
            }
            if !done.contains(to) {
                path.push((to, next(edges, to)));
                on_path.insert(to);
            }
        }
    }
    None
}

fn next<'a>(edges: &BTreeMap<&'a str, BTreeSet<&'a str>>, name: &str) -> Vec<&'a str> {
    edges.get(name).into_iter().flatten().copied().collect()
}

/// Whether a text can name a process: not empty, no `/` in it, no `.` in front.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains('/')
}

fn bad_name(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error("AUR0454", Kind::InvalidIdentifier, format!("`{}` cannot be the name of a process", shown(name)))
        .help("the name becomes a file's name: it must not be empty, hold `/`, or begin with `.`")
        .at(place, "")
}

fn name_place(task: &Object, process: usize) -> Span {
    let processes = task.slot("processes").and_then(|list| list.value.elements()?.get(process));
    processes.map_or(Span::NONE, |process| read::place(process, "name"))
}

#[cfg(test)]
mod tests {
    use super::{cycle, is_name};
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn names_are_file_names() {
        for good in ["a", "a b", "a.b", "{{thermos.ports[x]}}", "a\n", "\n"] {
            assert!(is_name(good), "{good:?}");
        }
        for bad in ["", ".a", "/a", "a/b", "a/"] {
            assert!(!is_name(bad), "{bad:?}");
        }
    }

    #[test]
    fn circles_are_found() {
        let edges = |pairs: &[(&'static str, &'static str)]| {
            let mut edges: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
            for (after, before) in pairs {
                edges.entry(after).or_default().insert(before);
            }
            edges
        };
        assert_eq!(cycle(&edges(&[("b", "a"), ("c", "b"), ("c", "a")])), None);
        assert_eq!(cycle(&edges(&[("a", "a")])), Some(vec!["a", "a"]));
        assert!(cycle(&edges(&[("b", "a"), ("c", "b"), ("a", "c"), ("d", "c")])).is_some());
    }
}
