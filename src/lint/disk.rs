//! What lint asks of the machine. The program's rim implements it; tests do so in memory.

use crate::interp::host::Host;

/// Files, a place for the cache, and worlds for evaluations. Paths are relative to the working directory.
pub trait Disk: Sync {
    /// All `.aurora` files below folders, and files that are named themselves; rules of ignore files are respected for
    /// what is found and not for what is named. Errors: a path that does not exist, in words.
    fn find(&self, roots: &[String]) -> Result<Vec<String>, String>;
    /// The bytes of a file. Errors: the operating system's words.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;
    /// Replaces a file. Errors: the operating system's words.
    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), String>;
    /// What the cache holds under a name; nothing when there is no cache.
    fn cached(&self, name: &str) -> Option<Vec<u8>>;
    /// Puts something into the cache. Without one, or when it cannot be written, nothing happens.
    fn keep(&self, name: &str, bytes: &[u8]);
    /// The world of one evaluation. What the configuration prints goes nowhere.
    fn world(&self) -> Box<dyn Host>;
}
