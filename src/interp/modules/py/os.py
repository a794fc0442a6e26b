"""Files, environment and user, for reading."""

import _os
import posixpath as path
from posixpath import curdir, pardir, sep, pathsep, defpath, extsep, altsep, devnull

_os.name_path(path)

name = 'posix'
linesep = '\n'
getcwd = _os.getcwd
