//! The list of all codes. Blocks: `AUR00xx` command line, `AUR01xx` syntax, `AUR02xx` evaluation, `AUR03xx` objects,
//! `AUR04xx` configuration, `AUR05xx` scheduler, `AUR06xx`–`AUR08xx` lint, `AUR09xx` budget.

/// A code and what it stands for. `docs/errors/CODE.md` explains each one at length.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Code {
    /// The stable code.
    pub code: &'static str,
    /// What it stands for, in a few words.
    pub title: &'static str,
}

const fn code(code: &'static str, title: &'static str) -> Code {
    Code { code, title }
}

/// All codes, sorted.
pub static CODES: &[Code] = &[
    code("AUR0001", "internal error"),
    code("AUR0002", "wrong use of the command line"),
    code("AUR0003", "a file cannot be read"),
    code("AUR0004", "output cannot be written"),
];

/// The entry of a code, however its letters are written.
pub fn find(code: &str) -> Option<&'static Code> {
    CODES.iter().find(|entry| entry.code.eq_ignore_ascii_case(code))
}
