//! Values with references that lead to something faulty: how far they can be followed.

use std::rc::Rc;

use crate::config::problem::Result;
use crate::objects::{Candidate, Context, Error, Explanation, Keyword, Object, Raised, Raw, Reference};
use crate::source::Span;

/// Faulty references of one text that are looked at.
const MOST: usize = 8;

/// A text's references as far as they can be followed.
pub struct Followed {
    /// What is known of the references; `None` if nothing is.
    pub explanation: Option<Explanation>,
    /// The references whose values are at fault.
    pub faulty: Vec<Faulty>,
    /// The first fault, as interpolation raises it.
    pub fault: Option<Box<Raised>>,
}

/// A reference whose value is at fault.
pub struct Faulty {
    address: Rc<str>,
    value: Rc<str>,
}

impl Followed {
    /// The candidates for a reference, the one that answers first.
    pub fn candidates(&self, reference: &Reference, all: &[Candidate]) -> Vec<Candidate> {
        match self.faulty.iter().find(|one| *one.address == *reference.address()) {
            None => all.to_vec(),
            Some(Faulty { value, .. }) => {
                // The first one stands in for the fault.
                let mut others = all.iter().skip(1).cloned();
                let faulty = others.next().map(|first| Candidate { text: Rc::clone(value), ..first });
                faulty.into_iter().chain(others).collect()
            }
        }
    }

    /// A text without what stands in for faulty references.
    pub fn restored(&self, text: &str) -> String {
        let restore =
            |text: String, one: &Faulty| text.replace(&stand_in(&one.address), &format!("{{{{{}}}}}", one.address));
        self.faulty.iter().fold(text.to_owned(), restore)
    }
}

/// What stands for a reference while the others are followed: an escape stays as it is.
fn stand_in(address: &str) -> String {
    format!("{{{{&{address}}}}}")
}

/// Follows the references of a text; what one leads to may be at fault. Errors: references that cannot be read, limits.
pub fn followed(cx: &Context, text: &Object) -> Result<Followed> {
    let mut followed = Followed { explanation: None, faulty: Vec::new(), fault: None };
    let mut text = text.clone();
    loop {
        let error = match text.explain(cx) {
            Ok(explanation) => {
                followed.explanation = Some(explanation);
                return Ok(followed);
            }
            Err(error) => error,
        };
        // Interpolation knows the reference.
        let raised = match text.interpolate(cx).err().unwrap_or(error) {
            Error::Raised(raised) if !raised.class.is_limit() => raised,
            error => return Err(error.into()),
        };
        let (address, value) =
            (raised.facts.reference.clone(), raised.facts.value.as_deref().unwrap_or_default().into());
        followed.fault.get_or_insert(raised);
        let Some(address) = address.filter(|address| followed.faulty.iter().all(|one| one.address != *address)) else {
            return Ok(followed);
        };
        let binding = Keyword::new(Rc::clone(&address), Raw::text(&stand_in(&address)), Span::NONE);
        match text.bind(cx, &[], &[binding], Span::NONE) {
            Ok(bound) if followed.faulty.len() < MOST => text = bound,
            _ => return Ok(followed),
        }
        followed.faulty.push(Faulty { address, value });
    }
}
