"""The interpreter."""

from _sys import *


class _Fields(tuple):
    """A tuple with names for its elements."""
    _names = ()
    _shown = ''

    def __getattr__(self, name):
        if name in self._names:
            return self[self._names.index(name)]
        raise AttributeError("'%s' object has no attribute '%s'" % (self._shown, name))

    def __repr__(self):
        return '%s(%s)' % (self._shown, ', '.join('%s=%r' % pair for pair in zip(self._names, self)))


class _version_info(_Fields):
    _names = ('major', 'minor', 'micro', 'releaselevel', 'serial')
    _shown = 'sys.version_info'


class _float_info(_Fields):
    _names = ('max', 'max_exp', 'max_10_exp', 'min', 'min_exp', 'min_10_exp', 'dig', 'mant_dig', 'epsilon', 'radix',
              'rounds')
    _shown = 'sys.float_info'


class _long_info(_Fields):
    _names = ('bits_per_digit', 'sizeof_digit')
    _shown = 'sys.long_info'


version_info = _version_info((2, 7, 18, 'final', 0))
version = '2.7.18 (default) \n[aurora]'
hexversion = 0x020712f0
api_version = 1013
subversion = ('CPython', '', '')
copyright = ''
platform = 'linux2'
byteorder = 'little'
maxint = 9223372036854775807
maxsize = 9223372036854775807
maxunicode = 1114111
float_info = _float_info((1.7976931348623157e+308, 1024, 308, 2.2250738585072014e-308, -1021, -307, 15, 53,
                          2.220446049250313e-16, 2, 1))
long_info = _long_info((30, 4))
float_repr_style = 'short'
argv = ['']
path = ['']
executable = ''
prefix = exec_prefix = ''
dont_write_bytecode = True
py3kwarning = False
warnoptions = []
builtin_module_names = ('__builtin__', '__main__', 'sys')
__stdin__ = stdin
__stdout__ = stdout
__stderr__ = stderr
