//! Where each value of a job comes from: the places that set it, the bindings that its references used, and what these beat.
//!
//! Objects and bindings remember places ([`crate::objects::Origin`]). What a place holds may be a name or a call; then the
//! sources are read once more for the definition that the value was written in (see `definitions`).

mod chain;
mod constant;
mod declaration;
mod defaults;
mod definitions;
mod evaluated;
mod expand;
mod faulty;
mod filling;
mod leaves;
mod link;
mod named;
mod pattern;

pub use chain::{Answer, Explained, Explainer, FROM_HERE, Fault, PERHAPS_FROM_HERE, subject};
pub use definitions::{Function, Index, functions, read};
pub use faulty::followed;
pub use leaves::{Leaf, MOST_LEAVES, leaves};
pub use link::{Link, LinkKind};
pub use pattern::{Pattern, is_like};
