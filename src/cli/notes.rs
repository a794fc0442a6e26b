//! Small texts that outlive the process: one file each, in the user's folder for state.

use std::env;
use std::fs;
use std::io;
use std::path::PathBuf;

/// The largest note that is read, in bytes.
const LARGEST: u64 = 64 << 10;

/// The folder: `$XDG_STATE_HOME/aurora`, or `~/.local/state/aurora` of a user who has a home.
fn folder() -> Option<PathBuf> {
    let named = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let state = named("XDG_STATE_HOME").filter(|path| path.is_absolute());
    let home = || named("HOME").filter(|home| home.is_dir()).map(|home| home.join(".local/state"));
    Some(state.or_else(home)?.join("aurora"))
}

/// The file of a note. Bytes that a file's name should not have are written as numbers.
fn file(name: &str) -> Option<PathBuf> {
    let mut safe = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => safe.push(char::from(byte)),
            b'/' => safe.push('.'),
            other => safe.push_str(&format!("%{other:02x}")),
        }
    }
    Some(folder()?.join(format!("{safe}.json")))
}

/// The note, if there is one.
pub fn read(name: &str) -> Option<String> {
    let path = file(name)?;
    if fs::metadata(&path).ok()?.len() > LARGEST {
        return None;
    }
    fs::read_to_string(path).ok()
}

/// Writes a note, all of it or nothing.
pub fn write(name: &str, text: &str) -> io::Result<()> {
    let path = file(name).ok_or_else(|| io::Error::other("neither XDG_STATE_HOME nor HOME names a folder"))?;
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    fs::create_dir_all(folder)?;
    let mut part = tempfile::NamedTempFile::new_in(folder)?;
    io::Write::write_all(&mut part, text.as_bytes())?;
    part.persist(path).map_err(|why| why.error)?;
    Ok(())
}

/// Removes a note; that there is none is fine.
pub fn forget(name: &str) -> io::Result<()> {
    let Some(path) = file(name) else { return Ok(()) };
    match fs::remove_file(path) {
        Err(why) if why.kind() != io::ErrorKind::NotFound => Err(why),
        _ => Ok(()),
    }
}
