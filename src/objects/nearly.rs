//! How far a reference leads that nothing satisfies: for advice.

use std::rc::Rc;

use super::context::Context;
use super::environment::Bound;
use super::object::Object;
use super::origin::Origin;
use super::scope::{NodeKind, Scopes};
use crate::syntax::template::{IndexStyle, Reference};

/// The longest beginning of a reference that leads somewhere.
#[derive(Clone, Debug)]
pub struct Nearly {
    /// The beginning: `profile` of `profile.heap`.
    pub beginning: String,
    /// What it finds.
    pub object: Object,
    /// Where that was bound or set.
    pub origin: Origin,
    /// The name of which it knows nothing: `heap`.
    pub missing: String,
}

/// Names that are looked at.
const MOST: usize = 1000;

impl Object {
    /// How far a reference leads in the scopes that this object gives to its attributes; `None` if not even its first name finds
    /// an object.
    pub fn nearly(&self, cx: &Context, reference: &Reference) -> Option<Nearly> {
        cx.looking(|| self.led(cx, reference))
    }

    fn led(&self, cx: &Context, reference: &Reference) -> Option<Nearly> {
        let path = reference.path();
        let scopes = Scopes::given_by(self);
        (1..path.len()).rev().find_map(|count| {
            let beginning = path.prefix(count);
            let front = Reference::parse(beginning, IndexStyle::Wide).ok()?;
            let (Bound::Object(object), origin) = scopes.lookup(cx, front.path()).ok()?? else { return None };
            let missing = path.skip(count).first()?.text().to_owned();
            Some(Nearly { beginning: beginning.to_owned(), object, origin, missing })
        })
    }

    /// Addresses that are bound in the scopes of this object, front first.
    pub fn bound_names(&self) -> Vec<Rc<str>> {
        let mut names = Vec::new();
        collect(&self.scopes, &mut names);
        names
    }
}

fn collect(scopes: &Scopes, out: &mut Vec<Rc<str>>) {
    if out.len() >= MOST {
        return;
    }
    match scopes.kind() {
        Some(NodeKind::Both(front, back)) => {
            collect(front, out);
            collect(back, out);
        }
        Some(NodeKind::Many(all)) => all.iter().for_each(|one| collect(one, out)),
        Some(NodeKind::Environment(table)) => {
            out.extend(table.entries().iter().take(MOST).map(|entry| entry.key.address().into()));
        }
        Some(NodeKind::Frame(frame)) => collect(&frame.scopes, out),
        Some(NodeKind::Object(_) | NodeKind::Useless) | None => {}
    }
}
