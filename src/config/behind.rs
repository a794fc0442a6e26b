//! Behind an error of a check, such as that of a name or a policy: the bindings that the value came from.

use super::blame;
use super::problem::Problems;
use super::provenance::{Leaf, leaves};
use crate::diagnostics::{Diagnostic, Kind};
use crate::objects::{Context, Object};

/// Errors that were told with what is behind them when they were met.
const TOLD: [Kind; 4] = [Kind::Coercion, Kind::Unbound, Kind::BadRef, Kind::Cycle];

/// Adds to each error about a value of `job`, the one before interpolation, where the references in its text were bound.
pub fn add(cx: &Context, job: &Object, problems: &mut Problems) {
    let place = |one: &Diagnostic| match one.places.as_slice() {
        [place] if !TOLD.contains(&one.kind) => Some(place.span),
        _ => None,
    };
    if problems.0.iter().all(|one| place(one).is_none()) {
        return;
    }
    let all = leaves(job);
    for one in &mut problems.0 {
        let Some(span) = place(one) else { continue };
        let here: Vec<&Leaf> = all.iter().filter(|leaf| leaf.set_at() == Some(span) && refers(leaf)).collect();
        // The elements of a list share its place: those that the error shows are meant.
        let is_shown = |leaf: &Leaf| text(cx, leaf).is_some_and(|text| one.message.contains(&format!("`{text}`")));
        let meant: Vec<&Leaf> = match here[..] {
            [only] => vec![only],
            _ => here.into_iter().filter(|leaf| is_shown(leaf)).collect(),
        };
        for leaf in meant {
            let told = std::mem::replace(one, Diagnostic::error("", Kind::Other, ""));
            *one = blame::with_places(cx, job, &leaf.path, None, told);
        }
    }
}

fn refers(leaf: &Leaf) -> bool {
    leaf.text().contains("{{")
}

fn text(cx: &Context, leaf: &Leaf) -> Option<String> {
    Some(leaf.object.interpolate(cx).ok()?.0.unicode(cx).ok()?.to_string())
}
