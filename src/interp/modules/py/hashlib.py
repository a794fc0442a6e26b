"""Digests."""

import _hashlib

__all__ = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'new', 'algorithms', 'algorithms_guaranteed',
           'algorithms_available', 'pbkdf2_hmac']

algorithms = ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512')
algorithms_guaranteed = set(algorithms)
algorithms_available = set(algorithms)

md5 = _hashlib.md5
sha1 = _hashlib.sha1
sha224 = _hashlib.sha224
sha256 = _hashlib.sha256
sha384 = _hashlib.sha384
sha512 = _hashlib.sha512


def __py_new(name, string=''):
    return _hashlib.new(name, string)


new = __py_new
