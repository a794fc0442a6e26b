"""Bytes as text of 64, 32 or 16 letters."""

import binascii
import re
import string

__all__ = ['encode', 'decode', 'encodestring', 'decodestring', 'b64encode', 'b64decode', 'b32encode', 'b32decode',
           'b16encode', 'b16decode', 'standard_b64encode', 'standard_b64decode', 'urlsafe_b64encode',
           'urlsafe_b64decode']

_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
_VALUES = dict((c, i) for i, c in enumerate(_LETTERS))
_to_urlsafe = string.maketrans('+/', '-_')
_from_urlsafe = string.maketrans('-_', '+/')


def b64encode(s, altchars=None):
    encoded = binascii.b2a_base64(s)[:-1]
    if altchars is not None:
        return encoded.translate(string.maketrans('+/', altchars[:2]))
    return encoded


def b64decode(s, altchars=None):
    if altchars is not None:
        s = s.translate(string.maketrans(altchars[:2], '+/'))
    try:
        return binascii.a2b_base64(s)
    except binascii.Error, msg:
        raise TypeError(msg)


def standard_b64encode(s):
    return b64encode(s)


def standard_b64decode(s):
    return b64decode(s)


def urlsafe_b64encode(s):
    return b64encode(s).translate(_to_urlsafe)


def urlsafe_b64decode(s):
    return b64decode(s.translate(_from_urlsafe))


def b32encode(s):
    whole, rest = divmod(len(s), 5)
    padded = s + '\0' * (5 - rest) if rest else s
    out = []
    for i in range(0, len(padded), 5):
        number = 0
        for c in padded[i:i + 5]:
            number = number << 8 | ord(c)
        out.append(''.join(_LETTERS[number >> shift & 31] for shift in range(35, -1, -5)))
    encoded = ''.join(out)
    missing = {0: 0, 1: 6, 2: 4, 3: 3, 4: 1}[rest]
    if missing:
        return encoded[:-missing] + '=' * missing
    return encoded


def b32decode(s, casefold=False, map01=None):
    if len(s) % 8:
        raise TypeError('Incorrect padding')
    if map01:
        s = s.translate(string.maketrans('01', 'O' + map01))
    if casefold:
        s = s.upper()
    stripped = s.rstrip('=')
    missing = len(s) - len(stripped)
    if missing not in (0, 1, 3, 4, 6):
        raise TypeError('Incorrect padding')
    out = []
    for i in range(0, len(stripped), 8):
        number = 0
        group = stripped[i:i + 8]
        for c in group:
            if c not in _VALUES:
                raise TypeError('Non-base32 digit found')
            number = number << 5 | _VALUES[c]
        number <<= 5 * (8 - len(group))
        out.append(binascii.unhexlify('%010x' % number))
    decoded = ''.join(out)
    cut = {0: 0, 1: 1, 3: 2, 4: 3, 6: 4}[missing]
    return decoded[:-cut] if cut else decoded


def b16encode(s):
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    if casefold:
        s = s.upper()
    if re.search('[^0-9A-F]', s):
        raise TypeError('Non-base16 digit found')
    return binascii.unhexlify(s)


def encodestring(s):
    pieces = []
    for i in range(0, len(s), 57):
        pieces.append(binascii.b2a_base64(s[i:i + 57]))
    return ''.join(pieces)


def decodestring(s):
    return binascii.a2b_base64(s)


def encode(input, output):
    output.write(encodestring(input.read()))


def decode(input, output):
    output.write(decodestring(input.read()))
