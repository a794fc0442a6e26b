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
    code("AUR0201", "the bytes of a file are no source text"),
    code("AUR0202", "text evaluated at run time is no Python"),
    code("AUR0203", "a name is not defined"),
    code("AUR0204", "an operation does not fit its values"),
    code("AUR0205", "a value has no such attribute"),
    code("AUR0206", "a module or a name cannot be imported"),
    code("AUR0207", "the program cannot read a file"),
    code("AUR0208", "the program ended itself"),
    code("AUR0209", "an uncaught exception"),
    code("AUR0210", "a module is refused"),
    code("AUR0403", "a binding has no value"),
    code("AUR0404", "a name cannot be bound"),
    code("AUR0410", "not a job key"),
    code("AUR0901", "too many steps"),
    code("AUR0902", "too many bytes in total"),
    code("AUR0903", "one value is too large"),
    code("AUR0904", "one integer is too large"),
    code("AUR0911", "reading is refused"),
    code("AUR0912", "a built-in function is refused"),
];

/// The entry of a code, however its letters are written.
pub fn find(code: &str) -> Option<&'static Code> {
    CODES.iter().find(|entry| entry.code.eq_ignore_ascii_case(code))
}
