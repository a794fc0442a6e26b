//! Frames.
/// A frame.
pub struct Frame {}
