//! Where the values of a job were set, for `--where`.

use std::cell::RefCell;

use super::page::Places;
use crate::commands::explain::place;
use crate::config::provenance::{self, Explainer, Index, Link, LinkKind};
use crate::config::{Bindings, Configuration, Evaluation};
use crate::objects::path_text;
use crate::source::SourceMap;

/// References of one value whose places are shown.
const MOST_REFERENCES: usize = 3;

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
    for leaf in provenance::leaves(&job.job) {
        let Ok(explained) = explainer.leaf(&leaf) else { continue };
        let Some(link) = explained.chain.last() else { continue };
        let mut words = short(link, &known);
        for answer in explained.answers.iter().take(MOST_REFERENCES) {
            if let Some(link) = answer.chain.last() {
                words.push_str(&format!(", {} {}", answer.reference, short(link, &known)));
            }
        }
        places.insert(path_text(&leaf.path), words);
    }
    places
}

/// `file:line`, or in a word what stands for it.
fn short(link: &Link, sources: &SourceMap) -> String {
    match link.kind {
        LinkKind::Default if sources.locate(link.span).is_none() => "default".to_owned(),
        LinkKind::Standard => "standard".to_owned(),
        _ => place(link, sources),
    }
}
