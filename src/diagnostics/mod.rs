//! One kind of diagnostic for every floor, and its renderers.

mod diagnostic;

pub use diagnostic::{Diagnostic, Exception, Frame, Kind, Place, Severity};
