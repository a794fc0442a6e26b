//! References that were read before: the same few addresses stand in the templates of all jobs.

use std::cell::RefCell;

use foldhash::HashMap;

use super::{IndexStyle, Reference};

/// Addresses that are kept have at most this many bytes together; then all are forgotten.
const MOST_BYTES: usize = 1 << 20;
/// Longer addresses are not kept: they are hardly met twice.
const LONGEST: usize = 1 << 12;

/// References by their spelling, for each style of indices.
#[derive(Default)]
struct Known {
    references: [HashMap<Box<str>, Reference>; 2],
    bytes: usize,
}

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// The reference that this address was read as.
pub(super) fn get(address: &str, style: IndexStyle) -> Option<Reference> {
    KNOWN.with_borrow(|known| known.references[style as usize].get(address).cloned())
}

/// Keeps what an address was read as.
pub(super) fn keep(address: &str, style: IndexStyle, reference: &Reference) {
    if address.len() > LONGEST {
        return;
    }
    KNOWN.with_borrow_mut(|known| {
        if known.bytes + address.len() > MOST_BYTES {
            *known = Known::default();
        }
        known.bytes += address.len();
        known.references[style as usize].insert(address.into(), reference.clone());
    });
}
