"""Checksums."""

from _zlib import *


class error(Exception):
    pass


def _refused(*args, **kwds):
    import _os
    _os.refuse('a configuration cannot compress data', 'let a process of the job do it')


compress = decompress = compressobj = decompressobj = _refused
