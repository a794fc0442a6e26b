"""Times of day, and time zones."""

from _date import own_fields
from _datetime_common import arguments, cannot_compare, field, full_name, integer, no_attribute
from _strftime import strftime as _format
from _timedelta import timedelta

_NAMES = ('hour', 'minute', 'second', 'microsecond', 'tzinfo')


def check_time(hour, minute, second, microsecond):
    if not 0 <= hour <= 23:
        raise ValueError('hour must be in 0..23')
    if not 0 <= minute <= 59:
        raise ValueError('minute must be in 0..59')
    if not 0 <= second <= 59:
        raise ValueError('second must be in 0..59')
    if not 0 <= microsecond <= 999999:
        raise ValueError('microsecond must be in 0..999999')


def check_zone(zone):
    if zone is not None and not isinstance(zone, tzinfo):
        raise TypeError("tzinfo argument must be None or of a tzinfo subclass, not type '%s'" % type(zone).__name__)


def offset_of(zone, name, moment):
    """A zone's answer as a duration, checked."""
    if zone is None:
        return None
    offset = getattr(zone, name)(moment)
    if offset is None:
        return None
    if not isinstance(offset, timedelta):
        raise TypeError("tzinfo.%s() must return None or a timedelta, not '%s'" % (name, type(offset).__name__))
    if offset.microseconds or offset.seconds % 60:
        raise ValueError('tzinfo.%s() must return a whole number of minutes' % name)
    if not timedelta(-1) < offset < timedelta(1):
        raise ValueError('%s() returned %d; must be in -1439 .. 1439'
                         % (name, (offset.days * 86400 + offset.seconds) // 60))
    return offset


def offset_text(offset):
    if offset is None:
        return ''
    minutes = (offset.days * 86400 + offset.seconds) // 60
    return '%s%02d:%02d' % (('-' if minutes < 0 else '+',) + divmod(abs(minutes), 60))


class tzinfo(object):
    __module__ = 'datetime'

    def __new__(cls, *args, **kwds):
        return object.__new__(cls)

    def tzname(self, dt):
        raise NotImplementedError('a tzinfo subclass must implement tzname()')

    def utcoffset(self, dt):
        raise NotImplementedError('a tzinfo subclass must implement utcoffset()')

    def dst(self, dt):
        raise NotImplementedError('a tzinfo subclass must implement dst()')

    def fromutc(self, dt):
        offset = dt.utcoffset()
        if offset is None:
            raise ValueError('fromutc: non-None utcoffset() result required')
        summer = dt.dst()
        if summer is None:
            raise ValueError('fromutc: non-None dst() result required')
        delta = offset - summer
        if delta:
            dt = dt + delta
            summer = dt.dst()
            if summer is None:
                raise ValueError('fromutc: tz.dst() gave inconsistent results; cannot convert')
        return dt + summer


class time(object):
    __module__ = 'datetime'
    __slots__ = ('_hour', '_minute', '_second', '_microsecond', '_tzinfo')

    def __new__(cls, *args, **kwds):
        values = arguments(_NAMES, 0, args, kwds, (0, 0, 0, 0, None))
        parts = map(integer, values[:4])
        check_time(*parts)
        check_zone(values[4])
        self = object.__new__(cls)
        self._hour, self._minute, self._second, self._microsecond = map(int, parts)
        self._tzinfo = values[4]
        return self

    __getattr__ = no_attribute

    def _key(self):
        return (self._hour, self._minute, self._second, self._microsecond)

    def utcoffset(self):
        return offset_of(self._tzinfo, 'utcoffset', None)

    def dst(self):
        return offset_of(self._tzinfo, 'dst', None)

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def __repr__(self):
        text = '%d, %d' % (self._hour, self._minute)
        if self._second or self._microsecond:
            text += ', %d' % self._second
        if self._microsecond:
            text += ', %d' % self._microsecond
        if self._tzinfo is not None:
            text += ', tzinfo=%r' % (self._tzinfo,)
        return '%s(%s)' % (full_name(self), text)

    def isoformat(self):
        text = '%02d:%02d:%02d' % (self._hour, self._minute, self._second)
        if self._microsecond:
            text += '.%06d' % self._microsecond
        return text + offset_text(self.utcoffset())

    __str__ = isoformat

    def strftime(self, format):
        if not isinstance(format, basestring):
            raise TypeError('strftime() argument 1 must be string or read-only buffer, not %s' % type(format).__name__)
        fields = (1900, 1, 1, self._hour, self._minute, self._second, 0, 1, -1)
        return _format(own_fields(self, str(format)), fields)

    def __format__(self, spec):
        if spec:
            return self.strftime(spec)
        return str(self)

    def replace(self, *args, **kwds):
        return type(self)(*arguments(_NAMES, 0, args, kwds, self._key() + (self._tzinfo,)))

    def __nonzero__(self):
        offset = self.utcoffset() or timedelta()
        minutes = self._hour * 60 + self._minute - (offset.days * 1440 + offset.seconds // 60)
        return bool(self._second or self._microsecond or minutes)

    def _moment(self):
        offset = self.utcoffset()
        if offset is None:
            return (None, self._key())
        seconds = self._hour * 3600 + self._minute * 60 + self._second - offset.days * 86400 - offset.seconds
        return (True, (seconds, self._microsecond))

    def _cmp(self, other):
        if not isinstance(other, time):
            cannot_compare(self, other)
        a, b = self._moment(), other._moment()
        if a[0] != b[0]:
            raise TypeError("can't compare offset-naive and offset-aware times")
        return cmp(a[1], b[1])

    def __eq__(self, other):
        return isinstance(other, time) and self._cmp(other) == 0

    def __ne__(self, other):
        return not self == other

    def __lt__(self, other):
        return self._cmp(other) < 0

    def __le__(self, other):
        return self._cmp(other) <= 0

    def __gt__(self, other):
        return self._cmp(other) > 0

    def __ge__(self, other):
        return self._cmp(other) >= 0

    def __hash__(self):
        return hash(self._moment()[1])

    def __reduce__(self):
        return type(self), self._key() + (self._tzinfo,)

    hour = field('datetime.time', 'hour', '_hour')
    minute = field('datetime.time', 'minute', '_minute')
    second = field('datetime.time', 'second', '_second')
    microsecond = field('datetime.time', 'microsecond', '_microsecond')
    tzinfo = field('datetime.time', 'tzinfo', '_tzinfo')


time.min = time(0, 0, 0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(0, 0, 1)
