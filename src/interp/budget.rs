//! Limits of one evaluation, counted deterministically.

/// Bytes that an element of a growing sequence is counted with: its own, and those of the room that growing keeps and copies.
pub const SLOT: u64 = 64;

/// Bytes that an entry of a growing dictionary or set is counted with, its share of the table's room included.
pub const ENTRY: u64 = 160;

/// Bytes that a text is counted with besides its own.
pub const HEADER: u64 = 48;

/// The limits. Each has its own error.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Instructions and units of native work.
    pub steps: u64,
    /// Nested calls, as CPython's recursion limit.
    pub depth: u32,
    /// Brackets that may be open at once in source text; the parser's own limits are never exceeded.
    pub nesting: u32,
    /// Bytes of values made over the whole evaluation.
    pub bytes: u64,
    /// Bytes of one text or elements of one sequence.
    pub size: u64,
    /// Bits of one integer.
    pub integer_bits: u64,
    /// Files that are read, with `include` or otherwise.
    pub files: u64,
    /// Bytes of all files that are read.
    pub file_bytes: u64,
    /// Bytes of source text that is parsed: the file itself, included ones, and what the program makes and evaluates.
    pub source_bytes: u64,
    /// Seconds since the evaluation began, by the host's clock. The last resort: the only limit that depends on the
    /// machine.
    pub seconds: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            steps: 30_000_000,
            depth: 1000,
            nesting: 90,
            bytes: 160 << 20,
            size: 64 << 20,
            integer_bits: 4 << 20,
            files: 1_000,
            file_bytes: 64 << 20,
            source_bytes: 4 << 20,
            seconds: 300,
        }
    }
}
