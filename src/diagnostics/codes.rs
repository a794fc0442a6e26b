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
    code("AUR0101", "invalid syntax"),
    code("AUR0102", "unexpected indent"),
    code("AUR0103", "an indented block is missing"),
    code("AUR0104", "the indentation matches no block"),
    code("AUR0105", "blocks are nested too deeply"),
    code("AUR0106", "brackets are nested too deeply"),
    code("AUR0107", "a bracket is not closed"),
    code("AUR0108", "the wrong bracket closes"),
    code("AUR0109", "a bracket closes nothing"),
    code("AUR0110", "something follows a backslash"),
    code("AUR0111", "a text does not end on its line"),
    code("AUR0112", "a text in triple quotes does not end"),
    code("AUR0113", "not a number"),
    code("AUR0114", "an expression nests too deeply"),
    code("AUR0115", "a statement that Python does not allow here"),
    code("AUR0116", "something that cannot be assigned to or deleted"),
    code("AUR0117", "parameters that contradict each other"),
    code("AUR0118", "arguments that contradict each other"),
    code("AUR0119", "a text that cannot be read"),
    code("AUR0120", "a wrong `__future__` import"),
    code("AUR0121", "a form of another Python"),
    code("AUR0122", "a missing colon"),
    code("AUR0123", "a clause without its statement"),
    code("AUR0124", "a NUL byte"),
    code("AUR0125", "a complex number"),
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
    code("AUR0301", "a value does not fit its type"),
    code("AUR0302", "a structure has no such field"),
    code("AUR0303", "not a reference"),
    code("AUR0304", "references go in a circle"),
    code("AUR0305", "a required field is missing"),
    code("AUR0306", "a reference has no value"),
    code("AUR0307", "an operation does not fit a typed object"),
    code("AUR0308", "templates take too much work"),
    code("AUR0309", "typed objects: another error"),
    code("AUR0403", "a binding has no value"),
    code("AUR0404", "a name cannot be bound"),
    code("AUR0410", "not a job key"),
    code("AUR0411", "the configuration defines no job"),
    code("AUR0413", "the job is not in the configuration"),
    code("AUR0414", "several jobs match"),
    code("AUR0435", "the portmap goes in a circle"),
    code("AUR0436", "a port is referred to in the wrong way"),
    code("AUR0461", "a needed field was emptied"),
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
