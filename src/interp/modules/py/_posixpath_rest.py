# The functions of `posixpath` that few programs call, put into its namespace when a name is missed there.


def normcase(s):
    return s


def splitdrive(p):
    return '', p


def commonprefix(m):
    if not m:
        return ''
    low = min(m)
    high = max(m)
    for i, c in enumerate(low):
        if c != high[i]:
            return low[:i]
    return low


lexists = exists


def islink(path):
    return False


def ismount(path):
    return path == '/'


def samefile(f1, f2):
    return realpath(f1) == realpath(f2)


def getsize(filename):
    with open(filename, 'rb') as f:
        return len(f.read())


def _no_times(filename):
    _os.refuse("a configuration may not look at files' times", 'read what is in the file instead')


getmtime = getatime = getctime = _no_times


def walk(top, func, arg):
    import os
    try:
        names = os.listdir(top)
    except OSError:
        return
    func(arg, top, names)
    for name in names:
        name = join(top, name)
        if isdir(name):
            walk(name, func, arg)


def expanduser(path):
    if not path.startswith('~'):
        return path
    i = path.find('/', 1)
    if i < 0:
        i = len(path)
    if i != 1:
        return path
    import os
    home = os.environ.get('HOME')
    if home is None:
        return path
    return (home.rstrip('/') + path[i:]) or '/'


def expandvars(path):
    if '$' not in path:
        return path
    import os
    import re
    pattern = re.compile(r'\$(\w+|\{[^}]*\})')
    i = 0
    while True:
        found = pattern.search(path, i)
        if not found:
            return path
        i, j = found.span(0)
        name = found.group(1)
        if name.startswith('{') and name.endswith('}'):
            name = name[1:-1]
        if name in os.environ:
            tail = path[j:]
            path = path[:i] + os.environ[name]
            i = len(path)
            path += tail
        else:
            i = j


def normpath(path):
    slash, dot = (u'/', u'.') if isinstance(path, unicode) else ('/', '.')
    if path == '':
        return dot
    initial = path.startswith('/')
    if initial and path.startswith('//') and not path.startswith('///'):
        initial = 2
    parts = []
    for part in path.split('/'):
        if part in ('', '.'):
            continue
        if part != '..' or (not initial and not parts) or (parts and parts[-1] == '..'):
            parts.append(part)
        elif parts:
            parts.pop()
    path = slash.join(parts)
    if initial:
        path = slash * initial + path
    return path or dot


def abspath(path):
    if not isabs(path):
        cwd = _os.getcwd()
        if isinstance(path, unicode):
            cwd = cwd.decode('utf-8')
        path = join(cwd, path)
    return normpath(path)


def realpath(filename):
    return abspath(filename)


def relpath(path, start=curdir):
    if not path:
        raise ValueError('no path specified')
    start_parts = [x for x in abspath(start).split(sep) if x]
    path_parts = [x for x in abspath(path).split(sep) if x]
    common = len(commonprefix([start_parts, path_parts]))
    parts = [pardir] * (len(start_parts) - common) + path_parts[common:]
    if not parts:
        return curdir
    return join(*parts)
