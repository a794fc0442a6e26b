//! Sets of unresolved references in CPython's order (`reference/objects.md §8, §13`).

use super::error::Error;
use crate::cpython::set_table::SetTable;
use crate::syntax::template::Reference;

/// The references that a container leaves unresolved.
#[derive(Default)]
pub(super) struct References(Option<SetTable<Reference>>);

impl References {
    pub(super) fn add(&mut self, references: Vec<Reference>) {
        for reference in references {
            let set = self.0.get_or_insert_with(SetTable::new);
            // The comparison cannot fail.
            let _: Result<bool, Error> = set.add(reference.python_hash(), reference, |a, b| Ok(a == b));
        }
    }

    pub(super) fn into_list(self) -> Vec<Reference> {
        self.0.map(|set| set.iter().map(|(_, reference)| reference.clone()).collect()).unwrap_or_default()
    }
}
