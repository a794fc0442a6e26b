//! Attributes that nothing set: their defaults.

use super::chain::{Explainer, shown_name};
use super::constant::{self, Shown};
use super::declaration;
use super::definitions::Meaning;
use super::link::{Link, LinkKind};
use crate::config::problem::Result;
use crate::objects::Object;
use crate::source::Span;

impl Explainer<'_> {
    /// The default of an attribute.
    pub(super) fn default(&self, object: &Object, field: &str) -> Result<Link> {
        if let Some(link) = self.in_default_around(object, field) {
            return Ok(link);
        }
        let name = shown_name(object);
        let words = format!("default of `{field}` in {name}");
        let Some(declared) = declaration::field(object.ty(), field) else {
            return Ok(Link::new(LinkKind::Default, Span::NONE, words, String::new()));
        };
        Ok(match declaration::of(self.index, declared) {
            Some((span, _)) => Link::new(LinkKind::Default, span, words, self.source(span)),
            None => {
                let whose = if declaration::is_of_schema(declared) { " of the schema" } else { "" };
                let source = declaration::text(self.cx, declared)?;
                Link::new(LinkKind::Default, declared.origin.span(), words + whose, source)
            }
        })
    }

    /// An attribute of a Struct that is itself a default, with another value than the Struct's own default: it was set where the
    /// attribute around it was declared.
    fn in_default_around(&self, object: &Object, field: &str) -> Option<Link> {
        let raw_text = crate::config::read::raw_text;
        let own = declaration::field(object.ty(), field)?.default.as_ref()?.scalar_value().map(raw_text)?;
        let text = raw_text(object.slot(field)?.value.scalar_value()?);
        if own == text {
            return None;
        }
        let members = self.index.members.get(field).into_iter().flatten();
        let mut places = members.filter_map(|one| match one.meaning {
            Meaning::Value(value) if constant::shown(value, &[], &text) >= Shown::Template => Some(one.span),
            _ => None,
        });
        Some(match places.next() {
            Some(span) => {
                let words = "perhaps from here, in a default";
                Link { is_perhaps: true, ..Link::new(LinkKind::Default, span, words, self.source(span)) }
            }
            None => Link::new(LinkKind::Unknown, Span::NONE, "no place is known", format!("{field} = {text}")),
        })
    }
}
