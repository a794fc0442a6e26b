"""Digests with a key."""

import hashlib


class HMAC:
    def __init__(self, key, msg=None, digestmod=None):
        if digestmod is None:
            digestmod = hashlib.md5
        self._make = digestmod if callable(digestmod) else lambda text='': digestmod.new(text)
        self._outer = self._make()
        self._inner = self._make()
        self.digest_size = self._inner.digest_size
        size = self._inner.block_size
        if len(key) > size:
            key = self._make(key).digest()
        key += '\0' * (size - len(key))
        self._outer.update(''.join(chr(ord(c) ^ 0x5c) for c in key))
        self._inner.update(''.join(chr(ord(c) ^ 0x36) for c in key))
        if msg is not None:
            self.update(msg)

    def update(self, msg):
        self._inner.update(msg)

    def _final(self):
        final = self._outer.copy()
        final.update(self._inner.digest())
        return final

    def digest(self):
        return self._final().digest()

    def hexdigest(self):
        return self._final().hexdigest()


def new(key, msg=None, digestmod=None):
    return HMAC(key, msg, digestmod)


def compare_digest(a, b):
    return a == b
