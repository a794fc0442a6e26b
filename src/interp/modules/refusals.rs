//! Modules of Python 2.7 that a configuration cannot have, and what to do instead.

const PROCESS: &str = "a configuration cannot start processes; compute the value before and pass it in with -E or an \
                       environment variable";
const NETWORK: &str =
    "a configuration cannot use the network; fetch the data before and read it from a file with open()";
const THREADS: &str = "a configuration runs alone and in order; call the function directly";
const WRITES: &str = "a configuration cannot write files; print the text or put it into a process's cmdline";
const SYSTEM: &str =
    "a configuration cannot reach into the system; pass what it needs in with -E or an environment variable";
const INSIDE: &str = "the interpreter's own workings are not available to a configuration";
const THIRD_PARTY: &str = "packages are not available to a configuration; JSON can be read with the module json";
const FORMAT: &str =
    "this format is not available to a configuration; convert the data to JSON and read it with the module json";

/// By name.
static REFUSALS: &[(&str, &str)] = &[
    ("BaseHTTPServer", NETWORK),
    ("ConfigParser", FORMAT),
    ("HTMLParser", FORMAT),
    ("Queue", THREADS),
    ("SocketServer", NETWORK),
    ("argparse", "a configuration has no command line; pass values in with -E"),
    ("ast", INSIDE),
    ("asyncore", NETWORK),
    ("atexit", "a configuration has no end to wait for; write the code at the end of the file"),
    ("cPickle", FORMAT),
    ("codecs", "use the encode and decode methods of texts"),
    ("commands", PROCESS),
    ("ctypes", SYSTEM),
    ("decimal", "use integers, floats or the module fractions"),
    ("dis", INSIDE),
    ("email", FORMAT),
    ("fcntl", SYSTEM),
    ("ftplib", NETWORK),
    ("gc", INSIDE),
    ("getopt", "a configuration has no command line; pass values in with -E"),
    ("glob", "list the directory with os.listdir and choose names with fnmatch"),
    ("grp", SYSTEM),
    ("gzip", FORMAT),
    ("httplib", NETWORK),
    ("imp", INSIDE),
    ("inspect", INSIDE),
    ("io", "use open() and StringIO"),
    ("jinja2", "use {{mustaches}}, str.format or string.Template"),
    ("kazoo", NETWORK),
    ("locale", SYSTEM),
    ("marshal", FORMAT),
    ("mmap", SYSTEM),
    ("multiprocessing", PROCESS),
    ("optparse", "a configuration has no command line; pass values in with -E"),
    ("pdb", "print values instead"),
    ("pexpect", PROCESS),
    ("pickle", FORMAT),
    ("pwd", "use getpass.getuser()"),
    ("requests", NETWORK),
    ("resource", SYSTEM),
    ("select", SYSTEM),
    ("shelve", WRITES),
    ("shutil", WRITES),
    ("signal", SYSTEM),
    ("simplejson", THIRD_PARTY),
    ("site", INSIDE),
    ("smtplib", NETWORK),
    ("sqlite3", FORMAT),
    ("ssl", NETWORK),
    ("stat", "use os.path.isfile and os.path.isdir"),
    ("struct", "use the module binascii or format texts"),
    ("subprocess", PROCESS),
    ("tarfile", FORMAT),
    ("tempfile", WRITES),
    ("thread", THREADS),
    ("threading", THREADS),
    ("toml", FORMAT),
    ("traceback", "print the exception itself"),
    ("unittest", "test a configuration with `aurora inspect`"),
    ("urllib2", NETWORK),
    ("xml", FORMAT),
    ("yaml", "YAML is not available to a configuration; convert the data to JSON and read it with the module json"),
    ("zipfile", FORMAT),
];

/// What to do instead of importing a module of Python 2.7 that there is not; `None` if the name is unknown.
pub fn refusal(name: &str) -> Option<&'static str> {
    let top = name.split('.').next().unwrap_or(name);
    REFUSALS.binary_search_by(|(known, _)| known.cmp(&top)).ok().and_then(|at| REFUSALS.get(at)).map(|(_, help)| *help)
}

#[cfg(test)]
mod tests {
    use super::REFUSALS;

    #[test]
    fn refusals_are_sorted_by_name() {
        assert!(REFUSALS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
