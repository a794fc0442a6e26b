//! All single values of a job.

use std::rc::Rc;

use crate::config::read::raw_text;
use crate::objects::{Object, Origin, Step};
use crate::source::Span;

/// Values that are looked at; a job with more shows its first ones.
pub const MOST_LEAVES: usize = 10_000;

/// A text, number or truth value of a job, or an empty list or map.
pub struct Leaf {
    /// From the job to it.
    pub path: Vec<Step>,
    /// The value in its scopes, not resolved.
    pub object: Object,
    /// The Structs around it, outermost first, each with its attribute on the way.
    pub owners: Vec<(Object, Rc<str>)>,
}

impl Leaf {
    /// The Structs around it, innermost first, each with its attribute on the way and the steps from there to the value.
    pub fn levels(&self) -> impl Iterator<Item = (&(Object, Rc<str>), &[Step])> {
        let fields = self.path.iter().enumerate().filter(|(_, step)| matches!(step, Step::Field(_)));
        let rests: Vec<&[Step]> = fields.map(|(at, _)| self.path.get(at + 1..).unwrap_or_default()).collect();
        self.owners.iter().zip(rests).rev()
    }

    /// Where the attribute that holds the value was set; none if that is no place of a text.
    pub fn set_at(&self) -> Option<Span> {
        match self.origin()? {
            Origin::At(span) => Some(span),
            _ => None,
        }
    }

    /// What set the attribute that holds the value.
    pub fn origin(&self) -> Option<Origin> {
        let (owner, field) = self.owners.last()?;
        Some(owner.slot(field)?.origin())
    }

    /// The value as it was given; empty for what is no single value.
    pub fn text(&self) -> String {
        self.object.scalar_value().map(raw_text).unwrap_or_default()
    }
}

/// The values of a job, attributes as declared. At most [`MOST_LEAVES`].
pub fn leaves(job: &Object) -> Vec<Leaf> {
    let mut found = Vec::new();
    walk(Leaf { path: Vec::new(), object: job.clone(), owners: Vec::new() }, &mut found);
    found
}

fn walk(at: Leaf, found: &mut Vec<Leaf>) {
    if found.len() >= MOST_LEAVES {
        return;
    }
    let parts = at.object.parts();
    if parts.is_empty() {
        // A Struct of which nothing is set has no value to show.
        if at.object.slots().is_none() {
            found.push(at);
        }
        return;
    }
    for (step, object) in parts {
        let mut owners = at.owners.clone();
        if let Step::Field(name) = &step {
            owners.push((at.object.clone(), Rc::clone(name)));
        }
        let path = at.path.iter().cloned().chain([step]).collect();
        walk(Leaf { path, object, owners }, found);
    }
}
