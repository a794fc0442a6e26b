"""Names of files."""

import _os

__all__ = ['normcase', 'isabs', 'join', 'splitdrive', 'split', 'splitext', 'basename', 'dirname', 'commonprefix',
           'lexists', 'exists', 'isdir', 'isfile', 'islink', 'ismount', 'expanduser', 'expandvars', 'normpath',
           'abspath', 'realpath', 'relpath', 'samefile', 'walk', 'curdir', 'pardir', 'sep', 'pathsep', 'defpath',
           'altsep', 'extsep', 'devnull', 'supports_unicode_filenames']

curdir = '.'
pardir = '..'
extsep = '.'
sep = '/'
pathsep = ':'
defpath = ':/bin:/usr/bin'
altsep = None
devnull = '/dev/null'
supports_unicode_filenames = False


def isabs(s):
    return s.startswith('/')


def join(a, *p):
    path = a
    for b in p:
        if b.startswith('/'):
            path = b
        elif path == '' or path.endswith('/'):
            path += b
        else:
            path += '/' + b
    return path


def split(p):
    i = p.rfind('/') + 1
    head, tail = p[:i], p[i:]
    if head and head != '/' * len(head):
        head = head.rstrip('/')
    return head, tail


def splitext(p):
    slash = p.rfind('/')
    dot = p.rfind('.')
    if dot > slash:
        name = slash + 1
        while name < dot:
            if p[name] != '.':
                return p[:dot], p[dot:]
            name += 1
    return p, ''


def basename(p):
    return p[p.rfind('/') + 1:]


def dirname(p):
    return split(p)[0]


def exists(path):
    return _os.kind(path) is not None


def isfile(path):
    return _os.kind(path) == 'file'


def isdir(s):
    return _os.kind(s) == 'directory'
