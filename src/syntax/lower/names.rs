//! Names.

use pest::iterators::Pair;

use super::Lowering;
use crate::syntax::ast::{Ident, Name};
use crate::syntax::grammar::Rule;

impl<'f> Lowering<'f> {
    /// The shared text of a name.
    pub(super) fn intern(&mut self, word: &'f str) -> Name {
        match self.names.get(word) {
            Some(name) => Name::clone(name),
            None => {
                let name: Name = word.into();
                self.names.insert(word, Name::clone(&name));
                name
            }
        }
    }

    /// The rule `name`.
    pub(super) fn name(&mut self, pair: Pair<'f, Rule>) -> Ident {
        debug_assert_eq!(pair.as_rule(), Rule::name);
        let (start, end) = self.range_of(&pair);
        Ident { name: self.intern(&self.source[start..end]), span: self.span(start, end) }
    }
}
