//! What standard output is written on.

/// Facts about standard output that a layout heeds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Paper {
    /// Whether colours may be used.
    pub color: bool,
    /// Whether it is a terminal: text that could steer it is escaped. Anything else gets the bytes as they are.
    pub is_terminal: bool,
    /// Columns of the terminal; what is no terminal has any number of them.
    pub width: usize,
}

impl Paper {
    /// A file or a pipe.
    pub const PLAIN: Paper = Paper { color: false, is_terminal: false, width: usize::MAX };

    /// What may be a terminal: text is made safe for it, without colours.
    pub const TERMINAL: Paper = Paper { color: false, is_terminal: true, width: usize::MAX };
}
