//! Names of Python 2 that later ones lack or give another meaning. What a rule looks at, and no rule itself.

/// Names that are gone, and what to write.
pub const NAMES: &[(&str, &str)] = &[
    ("apply", "call the function: f(*arguments)"),
    ("basestring", GONE),
    ("buffer", GONE),
    ("cmp", GONE),
    ("coerce", GONE),
    ("execfile", GONE),
    ("file", "use open(…)"),
    ("intern", GONE),
    ("long", "write int(…)"),
    ("raw_input", GONE),
    ("reduce", "use `from functools import reduce`"),
    ("reload", GONE),
    ("unichr", GONE),
    ("unicode", GONE),
    ("xrange", "write range(…)"),
];

const GONE: &str = "this name is gone there";

/// Methods of dictionaries that are gone.
pub const METHODS: &[&str] = &["has_key", "iteritems", "iterkeys", "itervalues", "viewitems", "viewkeys", "viewvalues"];

/// Functions that give a list, and something else in a later Python.
pub const LAZY: &[&str] = &["filter", "map", "range", "zip"];

/// Modules that have another name or are gone, sorted, and what to do.
pub const MODULES: &[(&str, &str)] = &[
    ("BaseHTTPServer", "it is http.server there"),
    ("CGIHTTPServer", "it is http.server there"),
    ("ConfigParser", "it is configparser there"),
    ("Cookie", "it is http.cookies there"),
    ("HTMLParser", "it is html.parser there"),
    ("Queue", "it is queue there"),
    ("SimpleHTTPServer", "it is http.server there"),
    ("SocketServer", "it is socketserver there"),
    ("StringIO", "use the module io"),
    ("UserDict", "use the module collections"),
    ("UserList", "use the module collections"),
    ("UserString", "use the module collections"),
    ("__builtin__", "it is builtins there"),
    ("cPickle", "it is pickle there"),
    ("cStringIO", "use the module io"),
    ("commands", "use the module subprocess"),
    ("cookielib", "it is http.cookiejar there"),
    ("copy_reg", "it is copyreg there"),
    ("exceptions", "exceptions need no import"),
    ("future_builtins", "its functions need no import"),
    ("htmlentitydefs", "it is html.entities there"),
    ("httplib", "it is http.client there"),
    ("md5", "use the module hashlib"),
    ("robotparser", "it is urllib.robotparser there"),
    ("sets", "use set(…)"),
    ("sha", "use the module hashlib"),
    ("thread", "use the module threading"),
    ("urllib2", "it is urllib.request there"),
    ("urlparse", "it is urllib.parse there"),
    ("xmlrpclib", "it is xmlrpc.client there"),
];

/// Modules, names of theirs that are gone or elsewhere, and what to do.
pub const ATTRIBUTES: &[(&str, &[&str], &str)] = &[
    (
        "itertools",
        &["ifilter", "ifilterfalse", "imap", "izip", "izip_longest"],
        "use filter(…), map(…) or zip(…), or itertools.zip_longest(…) and filterfalse(…)",
    ),
    ("os", &["getcwdu"], "use os.getcwd()"),
    (
        "string",
        &["join", "letters", "lowercase", "maketrans", "replace", "split", "strip", "uppercase"],
        "use methods of texts, or the names with `ascii_` in front",
    ),
    ("sys", &["maxint"], "use sys.maxsize"),
    ("urllib", &["quote", "quote_plus", "unquote", "unquote_plus", "urlencode"], "it is in urllib.parse there"),
    ("urllib", &["urlopen", "urlretrieve"], "it is in urllib.request there"),
];

/// What a sorted table says of a name.
pub fn help_of(table: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    table.binary_search_by(|(known, _)| (*known).cmp(name)).ok().and_then(|at| table.get(at)).map(|(_, help)| *help)
}

#[cfg(test)]
mod tests {
    use super::MODULES;

    #[test]
    fn modules_are_sorted() {
        assert!(MODULES.is_sorted_by_key(|(name, _)| *name));
    }
}
