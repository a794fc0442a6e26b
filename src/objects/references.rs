//! Sets of unresolved references in CPython's order (`reference/objects.md §8, §13`).

use super::error::Error;
use crate::cpython::set_table::SetTable;
use crate::syntax::template::Reference;

/// The references that a container leaves unresolved. Mostly there is none, or one.
#[derive(Default)]
pub(super) enum References {
    #[default]
    None,
    One(Reference),
    Set(SetTable<Reference>),
}

impl References {
    pub(super) fn add(&mut self, references: Vec<Reference>) {
        for reference in references {
            match self {
                References::None => *self = References::One(reference),
                References::One(known) if *known == reference => {}
                References::One(known) => {
                    let mut set = SetTable::new();
                    insert(&mut set, known.clone());
                    insert(&mut set, reference);
                    *self = References::Set(set);
                }
                References::Set(set) => insert(set, reference),
            }
        }
    }

    pub(super) fn into_list(self) -> Vec<Reference> {
        match self {
            References::None => Vec::new(),
            References::One(reference) => vec![reference],
            References::Set(set) => set.iter().map(|(_, reference)| reference.clone()).collect(),
        }
    }
}

fn insert(set: &mut SetTable<Reference>, reference: Reference) {
    // The comparison cannot fail.
    let _: Result<bool, Error> = set.add(reference.python_hash(), reference, |a, b| Ok(a == b));
}
