//! One kind of diagnostic for every floor, and its renderers.

mod codes;
mod diagnostic;
pub mod render;
mod shown;
mod suggest;

pub use codes::{CODES, Code, find as find_code};
pub use diagnostic::{Argument, Diagnostic, Exception, Frame, Kind, Place, Severity, Subject};
pub use shown::shown;
pub use suggest::{nearest, nearest_address};
