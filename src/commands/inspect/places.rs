//! Where the values of a job were set, for `--where`.

use std::cell::RefCell;

use super::page::{PORTS, Places};
use super::ports::Ports;
use crate::commands::explain::place;
use crate::config::provenance::{self, Explainer, Index, Link, LinkKind};
use crate::config::{Bindings, Configuration, Evaluation};
use crate::objects::path_text;
use crate::source::SourceMap;

/// References of one value whose places are shown; of more it is said how many there are.
const MOST_REFERENCES: usize = 8;

/// The place of each value of a job. What cannot be explained has none.
pub fn of(
    job: &Configuration,
    evaluation: &mut Evaluation,
    bindings: &Bindings,
    sources: &RefCell<SourceMap>,
) -> Places {
    let data = evaluation.data_files();
    let known = sources.borrow();
    let modules = provenance::read(&known);
    let functions = provenance::functions(&modules);
    let index = Index::of(&modules, &functions);
    let explainer = Explainer { cx: &job.cx, sources: &known, index: &index, bindings, data: &data };
    let mut places = Places::new();
    let mut ports = Ports::default();
    for leaf in provenance::leaves(&job.job) {
        let Ok(explained) = explainer.leaf(&leaf) else { continue };
        let Some(link) = explained.chain.last() else { continue };
        let mut words = short(link, &known);
        let answers = explained.answers.iter().filter_map(|answer| Some((&answer.reference, answer.chain.last()?)));
        let (shown, more): (Vec<_>, Vec<_>) = answers.enumerate().partition(|(at, _)| *at < MOST_REFERENCES);
        for (_, (reference, link)) in shown {
            words.push_str(&format!(", {reference} {}", short(link, &known)));
        }
        if !more.is_empty() {
            words.push_str(&format!(", and {} more", more.len()));
        }
        ports.note(&leaf.path, &explained, &known);
        places.insert(path_text(&leaf.path), words);
    }
    if let Some(words) = ports.words(job.thrift.task_config.requested_ports.iter().map(String::as_str)) {
        places.insert(PORTS.to_owned(), words);
    }
    places
}

/// `file:line`, or in a word what stands for it.
pub fn short(link: &Link, sources: &SourceMap) -> String {
    match link.kind {
        LinkKind::Default if sources.locate(link.span).is_none() => "default".to_owned(),
        LinkKind::Standard => "standard".to_owned(),
        _ => place(link, sources),
    }
}
