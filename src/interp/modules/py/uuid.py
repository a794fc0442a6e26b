"""Universal identifiers."""

RESERVED_NCS, RFC_4122, RESERVED_MICROSOFT, RESERVED_FUTURE = [
    'reserved for NCS compatibility', 'specified in RFC 4122', 'reserved for Microsoft compatibility',
    'reserved for future definition']


class UUID(object):
    def __init__(self, hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None):
        if [hex, bytes, bytes_le, fields, int].count(None) != 4:
            raise TypeError('need one of hex, bytes, bytes_le, fields, or int')
        if hex is not None:
            hex = hex.replace('urn:', '').replace('uuid:', '')
            hex = hex.strip('{}').replace('-', '')
            if len(hex) != 32:
                raise ValueError('badly formed hexadecimal UUID string')
            int = long(hex, 16)
        if bytes_le is not None:
            if len(bytes_le) != 16:
                raise ValueError('bytes_le is not a 16-char string')
            bytes = bytes_le[3::-1] + bytes_le[5:3:-1] + bytes_le[7:5:-1] + bytes_le[8:]
        if bytes is not None:
            if len(bytes) != 16:
                raise ValueError('bytes is not a 16-char string')
            int = long(('%02x' * 16) % tuple(map(ord, bytes)), 16)
        if fields is not None:
            int = _from_fields(fields)
        if not 0 <= int < 1 << 128L:
            raise ValueError('int is out of range (need a 128-bit value)')
        if version is not None:
            if not 1 <= version <= 5:
                raise ValueError('illegal version number')
            int &= ~(0xc000 << 48L)
            int |= 0x8000 << 48L
            int &= ~(0xf000 << 64L)
            int |= version << 76L
        self.__dict__['int'] = int

    def __cmp__(self, other):
        if isinstance(other, UUID):
            return cmp(self.int, other.int)
        return NotImplemented

    def __hash__(self):
        return hash(self.int)

    def __int__(self):
        return self.int

    def __repr__(self):
        return 'UUID(%r)' % str(self)

    def __setattr__(self, name, value):
        raise TypeError('UUID objects are immutable')

    def __str__(self):
        hex = '%032x' % self.int
        return '%s-%s-%s-%s-%s' % (hex[:8], hex[8:12], hex[12:16], hex[16:20], hex[20:])

    @property
    def bytes(self):
        return ''.join(chr(self.int >> shift & 0xff) for shift in range(120, -1, -8))

    @property
    def bytes_le(self):
        b = self.bytes
        return b[3::-1] + b[5:3:-1] + b[7:5:-1] + b[8:]

    @property
    def fields(self):
        return (self.time_low, self.time_mid, self.time_hi_version, self.clock_seq_hi_variant, self.clock_seq_low,
                self.node)

    time_low = property(lambda self: self.int >> 96L)
    time_mid = property(lambda self: (self.int >> 80L) & 0xffff)
    time_hi_version = property(lambda self: (self.int >> 64L) & 0xffff)
    clock_seq_hi_variant = property(lambda self: (self.int >> 56L) & 0xff)
    clock_seq_low = property(lambda self: (self.int >> 48L) & 0xff)
    time = property(lambda self: (self.time_hi_version & 0x0fffL) << 48L | self.time_mid << 32L | self.time_low)
    clock_seq = property(lambda self: (self.clock_seq_hi_variant & 0x3fL) << 8L | self.clock_seq_low)
    node = property(lambda self: self.int & 0xffffffffffff)
    hex = property(lambda self: '%032x' % self.int)
    urn = property(lambda self: 'urn:uuid:' + str(self))

    @property
    def variant(self):
        if not self.int & (0x8000 << 48L):
            return RESERVED_NCS
        if not self.int & (0x4000 << 48L):
            return RFC_4122
        if not self.int & (0x2000 << 48L):
            return RESERVED_MICROSOFT
        return RESERVED_FUTURE

    @property
    def version(self):
        if self.variant == RFC_4122:
            return int((self.int >> 76L) & 0xf)
        return None


def _from_fields(fields):
    if len(fields) != 6:
        raise ValueError('fields is not a 6-tuple')
    time_low, time_mid, time_hi_version, clock_high, clock_low, node = fields
    for at, value, bits in ((1, time_low, 32), (2, time_mid, 16), (3, time_hi_version, 16), (4, clock_high, 8),
                            (5, clock_low, 8), (6, node, 48)):
        if not 0 <= value < 1 << bits:
            raise ValueError('field %d out of range (need a %d-bit value)' % (at, bits))
    return (time_low << 96L | time_mid << 80L | time_hi_version << 64L | ((clock_high << 8L) | clock_low) << 48L | node)


def uuid3(namespace, name):
    from hashlib import md5
    return UUID(bytes=md5(namespace.bytes + name).digest()[:16], version=3)


def uuid5(namespace, name):
    from hashlib import sha1
    return UUID(bytes=sha1(namespace.bytes + name).digest()[:16], version=5)


def _refused(*args, **kwds):
    import _os
    _os.refuse('a configuration would be different each time with uuid1, uuid4 or getnode',
               'use uuid5 with a name, which gives the same identifier each time')


uuid1 = uuid4 = getnode = _refused

NAMESPACE_DNS = UUID('6ba7b810-9dad-11d1-80b4-00c04fd430c8')
NAMESPACE_URL = UUID('6ba7b811-9dad-11d1-80b4-00c04fd430c8')
NAMESPACE_OID = UUID('6ba7b812-9dad-11d1-80b4-00c04fd430c8')
NAMESPACE_X500 = UUID('6ba7b814-9dad-11d1-80b4-00c04fd430c8')
