//! Files, places and the source map. Nothing here knows what a text means.

mod encoding;
mod map;
mod span;

pub use encoding::{Encoding, decode, misfit};
pub use map::{FileId, LineColumn, SourceFile, SourceMap};
pub use span::Span;
