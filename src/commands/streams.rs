//! The three standard streams as a command sees them.

/// Standard input and output. Failures to write are the owner's matter: it remembers them and ends accordingly, so that
/// a reader who went away cannot stop a command half-way.
pub trait Streams {
    /// Writes results.
    fn out(&self, bytes: &[u8]);
    /// Writes everything that is not a result.
    fn err(&self, bytes: &[u8]);
    /// All of standard input. Errors: the operating system's text.
    fn read_in(&self) -> std::result::Result<Vec<u8>, String>;
}
