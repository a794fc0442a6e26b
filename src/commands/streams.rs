//! The three standard streams as a command sees them.

/// Standard input and output. Failures to write are the owner's matter: it remembers them and ends accordingly, so that
/// a reader who went away cannot stop a command half-way.
pub trait Streams {
    /// Writes results. If they land on a terminal, nothing in them steers it.
    fn out(&self, bytes: &[u8]);
    /// Writes a page of results whose foreign text is safe already; its colours pass.
    fn page(&self, page: &str);
    /// Writes everything that is not a result. If it lands on a terminal, nothing in it steers it.
    fn err(&self, bytes: &[u8]);
    /// As [`Streams::page`], to where everything goes that is not a result.
    fn err_page(&self, page: &str);
    /// All of standard input. Errors: the operating system's text.
    fn read_in(&self) -> std::result::Result<Vec<u8>, String>;
}
