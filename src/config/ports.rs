//! The ports that the scheduler must allocate (`reference/loading.md §7.3`).

use std::collections::{BTreeMap, BTreeSet};

use crate::cpython::int_text::parse_int;
use crate::diagnostics::{Diagnostic, Kind};
use crate::objects::{Context, Object, Reference};
use crate::source::Span;
use crate::syntax::template::Component;

use super::problem::{Problems, Result};
use super::read;

/// Names of all ports to allocate. `once` is the job after it was interpolated, if it could be.
pub fn ports(cx: &Context, job: &Object, once: Option<&Object>) -> Result<BTreeSet<String>> {
    let mut problems = Problems::default();
    let referenced = problems.keep(referenced(cx, job, once));
    let portmap = problems.keep(resolved_portmap(cx, job));
    let (referenced, portmap) = problems.or_value(referenced.zip(portmap))?;
    let mut ports: BTreeSet<String> = portmap.values().filter(|port| !is_number(port)).cloned().collect();
    for name in referenced {
        let port = portmap.get(&name).cloned().unwrap_or(name);
        if !is_number(&port) {
            ports.insert(port);
        }
    }
    Ok(ports)
}

/// The announcer's portmap with what each name stands for at last; empty without an announcer.
fn resolved_portmap(cx: &Context, job: &Object) -> Result<BTreeMap<String, String>> {
    let Some(announcer) = read::attribute(cx, job, "announce")? else { return Ok(BTreeMap::new()) };
    resolve(&portmap(cx, &announcer)?).map_err(|name| cycle(job, &announcer, &name))
}

/// Whether one of a portmap's values is a static port number.
pub fn is_number(port: &str) -> bool {
    parse_int(port, None).is_ok()
}

/// Names of the ports that the processes refer to. `once` as for [`ports`]: what is left open in it is what is left open in the
/// task by itself, because the namespace `mesos` knows nothing of ports.
pub fn referenced(cx: &Context, job: &Object, once: Option<&Object>) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let known = once.and_then(|once| once.slot("task")?.value.slot("processes")?.value.elements());
    let processes = match known {
        Some(processes) => processes.to_vec(),
        None => {
            let Some(task) = read::attribute(cx, job, "task")? else { return Ok(names) };
            let (task, _) = task.interpolate(cx)?;
            let Some(processes) = read::attribute(cx, &task, "processes")? else { return Ok(names) };
            processes.iterate(cx)?
        }
    };
    let mut problems = Problems::default();
    for (at, process) in processes.iter().enumerate() {
        for reference in process.interpolate(cx)?.1 {
            match port_name(&reference) {
                None => {}
                Some(Ok(name)) => {
                    names.insert(name);
                }
                Some(Err(())) => problems.add(bad_reference(job, at, &reference).into()),
            }
        }
    }
    problems.or_value(Some(names))
}

/// The name of the port in a reference properly below `thermos.ports`; an error if it is not `thermos.ports[name]`.
pub fn port_name(reference: &Reference) -> Option<std::result::Result<String, ()>> {
    let path = reference.path();
    if path.len() <= 2 || path.prefix(2) != "thermos.ports" {
        return None;
    }
    match path.skip(2).first()? {
        Component::Index(name) => Some(Ok(name.to_owned())),
        Component::Field(_) => Some(Err(())),
    }
}

fn bad_reference(job: &Object, process: usize, reference: &Reference) -> Diagnostic {
    let name = reference.path().skip(2).first().map_or("name", Component::text);
    let message = format!("`{reference}` in process {process} is not the way to refer to a port");
    Diagnostic::error("AUR0436", Kind::Announce, message)
        .help(format!("write it with brackets: {{{{thermos.ports[{name}]}}}}"))
        .at(process_place(job, process, reference), "written here")
        .about_reference(reference.address())
}

/// Where the text with the reference was written, if it can still be told.
fn process_place(job: &Object, process: usize, reference: &Reference) -> Span {
    let processes = job.slot("task").and_then(|task| task.value.slot("processes"));
    let Some(process) = processes.and_then(|list| list.value.elements()?.get(process).cloned()) else {
        return Span::NONE;
    };
    super::unbound::place_in(&process, reference)
}

/// The announcer's portmap as pairs of texts.
pub fn portmap(cx: &Context, announcer: &Object) -> Result<Vec<(String, String)>> {
    let portmap = read::required(cx, announcer, "portmap")?;
    let mut pairs = Vec::new();
    for (key, value) in portmap.pairs().unwrap_or_default() {
        let (key, value) = (key.get(cx)?, value.get(cx)?);
        pairs.push((read::raw_text(&key), read::raw_text(&value)));
    }
    Ok(pairs)
}

/// Follows each name to what it stands for at last. Errors: the name from which the following goes in a circle.
fn resolve(pairs: &[(String, String)]) -> std::result::Result<BTreeMap<String, String>, String> {
    let map: BTreeMap<&str, &str> = pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let mut resolved: BTreeMap<&str, &str> = BTreeMap::new();
    for name in map.keys() {
        let mut at = *name;
        let mut path = vec![at];
        let mut seen = BTreeSet::from([at]);
        while let Some(next) = map.get(at) {
            // A number is a port at last, even where a name is spelled like it.
            at = next;
            if is_number(at) {
                break;
            }
            if let Some(known) = resolved.get(at) {
                at = known;
                break;
            }
            if !seen.insert(at) {
                return Err((*name).to_owned());
            }
            path.push(at);
        }
        resolved.extend(path.into_iter().filter(|one| map.contains_key(one)).map(|one| (one, at)));
    }
    Ok(resolved.into_iter().map(|(name, port)| (name.to_owned(), port.to_owned())).collect())
}

fn cycle(job: &Object, announcer: &Object, name: &str) -> Problems {
    let place = read::place(announcer, "portmap");
    let place = if place.is_none() { read::place(job, "announce") } else { place };
    Diagnostic::error("AUR0435", Kind::Announce, format!("the portmap leads in a circle from port `{name}`"))
        .help("let one of the names in the circle stand for itself by leaving out its entry, or for a port number")
        .at(place, "")
        .into()
}

#[cfg(test)]
mod tests {
    use super::{port_name, resolve};
    use crate::objects::Reference;
    use crate::syntax::template::IndexStyle;

    fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
        of.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn chains_end_at_the_last_name_or_a_number() {
        let map = resolve(&pairs(&[("http", "80"), ("https", "aurora"), ("aurora", "http")])).unwrap_or_default();
        assert_eq!(map.get("https").map(String::as_str), Some("80"));
        let map = resolve(&pairs(&[("http", "80"), ("80", "x")])).unwrap_or_default();
        assert_eq!(map.get("http").map(String::as_str), Some("80"));
    }

    #[test]
    fn circles_are_found_from_inside_and_outside() {
        assert!(resolve(&pairs(&[("a", "a")])).is_err());
        assert!(resolve(&pairs(&[("out", "a"), ("a", "b"), ("b", "c"), ("c", "a")])).is_err());
    }

    #[test]
    fn only_an_index_below_thermos_ports_names_a_port() {
        let name = |text| port_name(&Reference::parse(text, IndexStyle::Narrow).expect("a reference"));
        assert_eq!(name("thermos.ports[x].y"), Some(Ok("x".to_owned())));
        assert_eq!(name("thermos.ports.x"), Some(Err(())));
        assert_eq!(name("thermos.ports"), None);
        assert_eq!(name("thermos.task_id"), None);
    }
}
