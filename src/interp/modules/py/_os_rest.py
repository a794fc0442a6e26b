# What many programs that import `os` do not ask for, put into its namespace when a name is missed there.

import sys

error = OSError
F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
EX_OK = 0


def getcwdu():
    return _os.getcwd().decode('utf-8')


def listdir(path):
    names = _os.listdir(path)
    if isinstance(path, unicode):
        return [name.decode('utf-8') for name in names]
    return names


def access(path, mode):
    return mode in (F_OK, R_OK) and _os.kind(path) is not None


def walk(top, topdown=True, onerror=None, followlinks=False):
    try:
        names = listdir(top)
    except OSError, err:
        if onerror is not None:
            onerror(err)
        return
    dirs, nondirs = [], []
    for name in names:
        if path.isdir(path.join(top, name)):
            dirs.append(name)
        else:
            nondirs.append(name)
    if topdown:
        yield top, dirs, nondirs
    for name in dirs:
        for found in walk(path.join(top, name), topdown, onerror, followlinks):
            yield found
    if not topdown:
        yield top, dirs, nondirs


class _Environ(object):
    """The environment. What the program sets is seen by the program alone."""

    def __init__(self):
        self._own = {}
        self._gone = set()

    def _find(self, key):
        if key in self._own:
            return self._own[key]
        if key in self._gone:
            return None
        return _os.getenv(key)

    def _all(self):
        found = dict((key, value) for key, value in _os.getenv_all() if key not in self._gone)
        found.update(self._own)
        return found

    def __getitem__(self, key):
        value = self._find(key) if isinstance(key, basestring) else None
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key, value):
        for text in (key, value):
            if not isinstance(text, basestring):
                raise TypeError('putenv() argument %d must be string, not %s'
                                % (1 if text is key else 2, type(text).__name__))
        self._own[key] = value
        self._gone.discard(key)

    def __delitem__(self, key):
        if key not in self:
            raise KeyError(key)
        self._own.pop(key, None)
        self._gone.add(key)

    def __contains__(self, key):
        return isinstance(key, basestring) and self._find(key) is not None

    has_key = __contains__

    def get(self, key, failobj=None):
        value = self._find(key) if isinstance(key, basestring) else None
        return failobj if value is None else value

    def pop(self, key, *args):
        if key in self:
            value = self[key]
            del self[key]
            return value
        return {}.pop(key, *args)

    def setdefault(self, key, failobj=None):
        if key not in self:
            self[key] = failobj
        return self[key]

    def update(self, *args, **kwds):
        for key, value in dict(*args, **kwds).items():
            self[key] = value

    def clear(self):
        for key in self.keys():
            del self[key]

    def copy(self):
        return self._all()

    def keys(self):
        return self._all().keys()

    def values(self):
        return self._all().values()

    def items(self):
        return self._all().items()

    def iterkeys(self):
        return iter(self.keys())

    def itervalues(self):
        return iter(self.values())

    def iteritems(self):
        return iter(self.items())

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self._all())

    def __repr__(self):
        return repr(self._all())

    def __eq__(self, other):
        return self._all() == (other._all() if isinstance(other, _Environ) else other)

    def __ne__(self, other):
        return not self == other

    __hash__ = None


environ = _Environ()


def getenv(key, default=None):
    return environ.get(key, default)


def putenv(key, value):
    pass


def unsetenv(key):
    pass


def getlogin():
    return _os.getuser()


def uname():
    return ('Linux', _os.gethostname(), '', '', 'x86_64')


def strerror(code):
    import errno
    return errno._texts.get(code, 'Unknown error %d' % code)
