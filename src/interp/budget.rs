//! Limits of one evaluation, counted deterministically.

/// The limits. Each has its own error.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Instructions and units of native work.
    pub steps: u64,
    /// Nested calls, as CPython's recursion limit.
    pub depth: u32,
    /// Bytes of values made over the whole evaluation.
    pub bytes: u64,
    /// Bytes of one text or elements of one sequence.
    pub size: u64,
    /// Bits of one integer.
    pub integer_bits: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { steps: 50_000_000, depth: 1000, bytes: 384 << 20, size: 64 << 20, integer_bits: 4 << 20 }
    }
}
