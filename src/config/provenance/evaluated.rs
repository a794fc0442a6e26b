//! References of a text that were resolved while the program ran, as when a task is put together of others: objects do not
//! remember these. What may have answered is read off the sources.

use super::chain::{Answer, Explainer, PERHAPS_FROM_HERE};
use super::constant::literal_value;
use super::definitions::Meaning;
use super::link::{Link, LinkKind};
use crate::objects::Reference;
use crate::source::Span;
use crate::syntax::ast::Expr;
use crate::syntax::template::{Component, Fragment, parse};

/// Values that are tried for one text.
const MOST: usize = 2_000;

/// Pieces of a text, and values for one of them, that are looked at.
const MOST_PIECES: usize = 200;

/// What may have taken the place of a reference.
struct Choice {
    text: String,
    span: Span,
}

impl Explainer<'_> {
    /// What may have answered the references in the text that an expression holds, if that became `text` while the program ran.
    /// Where not all of it can be told, nothing is.
    pub(super) fn evaluated(&self, expr: &Expr, text: &str) -> Vec<Answer> {
        let Some(written) = expr.literal_text().filter(|written| written.contains("{{")) else { return Vec::new() };
        let Ok(fragments) = parse(written, self.cx.index_style()) else { return Vec::new() };
        let mut chosen = Vec::new();
        let mut left = MOST;
        if fragments.pieces.len() > MOST_PIECES || !self.fill(&fragments.pieces, text, &mut chosen, &mut left) {
            return Vec::new();
        }
        let answer = |(reference, Choice { text, span }): (String, Choice)| {
            let link = Link::new(LinkKind::Definition, span, PERHAPS_FROM_HERE, self.source(span));
            Answer { reference, text, chain: vec![Link { is_perhaps: true, ..link }], beat: Vec::new() }
        };
        chosen.into_iter().map(answer).collect()
    }

    /// Finds a value for each reference so that the pieces give the text.
    fn fill(&self, pieces: &[Fragment], text: &str, chosen: &mut Vec<(String, Choice)>, left: &mut usize) -> bool {
        let Some((first, rest)) = pieces.split_first() else { return text.is_empty() };
        let reference = match first {
            Fragment::Literal(own) => {
                return text.strip_prefix(&**own).is_some_and(|text| self.fill(rest, text, chosen, left));
            }
            Fragment::Escape(_) => return false,
            Fragment::Reference(reference) => reference,
        };
        let name = reference.to_string();
        // What is said twice is the same twice, and what has no value stays.
        let known = chosen.iter().find(|(known, _)| *known == name).map(|(_, choice)| choice.text.clone());
        if let Some(behind) = known.as_ref().and_then(|known| text.strip_prefix(known.as_str())) {
            return self.fill(rest, behind, chosen, left);
        }
        if known.is_some() {
            return false;
        }
        for choice in self.choices(reference) {
            *left = left.saturating_sub(1);
            let Some(behind) = text.strip_prefix(choice.text.as_str()).filter(|_| *left > 0) else { continue };
            chosen.push((name.clone(), choice));
            if self.fill(rest, behind, chosen, left) {
                return true;
            }
            chosen.pop();
        }
        text.strip_prefix(name.as_str()).is_some_and(|behind| self.fill(rest, behind, chosen, left))
    }

    /// What the sources say under the last name of a reference.
    fn choices(&self, reference: &Reference) -> Vec<Choice> {
        let Some(Component::Field(name) | Component::Index(name)) = reference.path().components().last() else {
            return Vec::new();
        };
        let all = self.index.members.get(name).into_iter().flatten();
        let choices = all.filter_map(|one| match one.meaning {
            Meaning::Value(value) => Some(Choice { text: literal_value(value)?, span: one.span }),
            _ => None,
        });
        choices.filter(|choice| !choice.text.is_empty()).take(MOST_PIECES).collect()
    }
}
