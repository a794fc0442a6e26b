//! What standard output is written on.

/// Facts about standard output that a layout heeds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Paper {
    /// Whether colours may be used.
    pub color: bool,
    /// Whether it is a terminal: text that could steer it is escaped. Anything else gets the bytes as they are.
    pub is_terminal: bool,
}

impl Paper {
    /// A file or a pipe.
    pub const PLAIN: Paper = Paper { color: false, is_terminal: false };

    /// What may be a terminal: text is made safe for it, without colours.
    pub const TERMINAL: Paper = Paper { color: false, is_terminal: true };
}
