//! What looks like a reference and is none, all of it: a check ends at the first one of a text.

use crate::objects::{Context, Error, ErrorClass, Failure, Object, Raw, Reason};
use crate::syntax::template;

/// Most of one text that are told.
const MOST: usize = 20;

/// The failures of the text at which `failure` ended that stand behind it. `job` is the one before interpolation.
pub fn others(cx: &Context, job: &Object, failure: &Failure) -> Vec<Failure> {
    let Reason::Raised(raised) = &failure.reason else { return Vec::new() };
    let (ErrorClass::InvalidRef, Some(first)) = (raised.class, raised.facts.value.as_deref()) else {
        return Vec::new();
    };
    let mut object = job.clone();
    for step in &failure.path {
        let Some(part) = object.part(step) else { return Vec::new() };
        object = part;
    }
    let mut text = match object.scalar_value() {
        Some(Raw::Text(text)) => text.to_string(),
        Some(Raw::Bytes(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
        _ => return Vec::new(),
    };
    let mut found = Vec::new();
    let mut address = first.to_owned();
    while found.len() < MOST {
        let without = text.replace(&format!("{{{{{address}}}}}"), "");
        // One that a binding brought in does not stand in the text itself.
        if without == text {
            break;
        }
        text = without;
        let Err(error) = template::parse(&text, cx.index_style()) else { break };
        address = error.address.clone();
        if let Error::Raised(next) = error.into() {
            found.push(Failure { message: next.message.clone(), reason: Reason::Raised(next), ..failure.clone() });
        }
    }
    found
}
