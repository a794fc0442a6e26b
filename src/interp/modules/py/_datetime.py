"""Dates with times."""

import _calendar_math as _cal
from _date import check_date, date, own_fields
from _datetime_common import arguments, cannot_compare, field, full_name, integer, unsupported
from _strftime import strftime as _format
from _timedelta import timedelta
from _timeofday import check_time, check_zone, offset_of, offset_text, time, tzinfo

_NAMES = ('year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'tzinfo')


class datetime(date):
    __module__ = 'datetime'
    __slots__ = ('_hour', '_minute', '_second', '_microsecond', '_tzinfo')

    def __new__(cls, *args, **kwds):
        values = arguments(_NAMES, 3, args, kwds, (0, 0, 0, 0, 0, 0, 0, None))
        parts = map(int, map(integer, values[:7]))
        check_date(*parts[:3])
        check_time(*parts[3:])
        check_zone(values[7])
        self = object.__new__(cls)
        self._year, self._month, self._day = parts[:3]
        self._hour, self._minute, self._second, self._microsecond = parts[3:]
        self._tzinfo = values[7]
        return self

    @classmethod
    def now(cls, tz=None):
        import time
        return cls.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls):
        import time
        return cls.utcfromtimestamp(time.time())

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        import time
        check_zone(tz)
        if tz is not None:
            return tz.fromutc(_at(cls, timestamp, time.gmtime).replace(tzinfo=tz))
        return _at(cls, timestamp, time.localtime)

    @classmethod
    def utcfromtimestamp(cls, timestamp):
        import time
        return _at(cls, timestamp, time.gmtime)

    @classmethod
    def combine(cls, date, time):
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond, time.tzinfo)

    @classmethod
    def strptime(cls, text, format):
        from _strptime import parse
        for value in (text, format):
            if not isinstance(value, basestring):
                raise TypeError('must be string, not %s' % type(value).__name__)
        fields, micro = parse(text, format)
        return cls(*(fields[:6] + (micro,)))

    def date(self):
        return date(self._year, self._month, self._day)

    def time(self):
        return time(self._hour, self._minute, self._second, self._microsecond)

    def timetz(self):
        return time(self._hour, self._minute, self._second, self._microsecond, self._tzinfo)

    def utcoffset(self):
        return offset_of(self._tzinfo, 'utcoffset', self)

    def dst(self):
        return offset_of(self._tzinfo, 'dst', self)

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(self)

    def timetuple(self):
        from time import struct_time
        summer = self.dst()
        flag = -1 if summer is None else int(bool(summer))
        return struct_time((self._year, self._month, self._day, self._hour, self._minute, self._second, self.weekday(),
                            self._yday(), flag))

    def utctimetuple(self):
        from time import struct_time
        moment = self
        offset = self.utcoffset()
        if offset:
            moment = self.replace(tzinfo=None) - offset
        return struct_time(tuple(moment.replace(tzinfo=None).timetuple())[:8] + (0,))

    def astimezone(self, tz):
        if not isinstance(tz, tzinfo):
            raise TypeError('astimezone() argument 1 must be datetime.tzinfo, not %s' % type(tz).__name__)
        if self._tzinfo is tz:
            return self
        offset = self.utcoffset()
        if offset is None:
            raise ValueError('astimezone() cannot be applied to a naive datetime')
        return tz.fromutc((self.replace(tzinfo=None) - offset).replace(tzinfo=tz))

    def replace(self, *args, **kwds):
        return type(self)(*arguments(_NAMES, 0, args, kwds, self._key() + (self._tzinfo,)))

    def __repr__(self):
        parts = list(self._key())
        if parts[-1] == 0:
            parts.pop()
            if parts[-1] == 0:
                parts.pop()
        text = ', '.join(map(str, parts))
        if self._tzinfo is not None:
            text += ', tzinfo=%r' % (self._tzinfo,)
        return '%s(%s)' % (full_name(self), text)

    def isoformat(self, sep='T'):
        if not isinstance(sep, str) or len(sep) != 1:
            raise TypeError('isoformat() argument 1 must be char, not %s' % type(sep).__name__)
        text = '%04d-%02d-%02d%s%02d:%02d:%02d' % (self._key()[:3] + (sep,) + self._key()[3:6])
        if self._microsecond:
            text += '.%06d' % self._microsecond
        return text + offset_text(self.utcoffset())

    def __str__(self):
        return self.isoformat(' ')

    def ctime(self):
        return '%s %s %2d %02d:%02d:%02d %04d' % (_cal.DAY_NAMES[self.weekday()][:3],
                                                  _cal.MONTH_NAMES[self._month][:3], self._day, self._hour,
                                                  self._minute, self._second, self._year)

    def _key(self):
        return (self._year, self._month, self._day, self._hour, self._minute, self._second, self._microsecond)

    def _microseconds(self):
        seconds = (self.toordinal() * 24 + self._hour) * 3600 + self._minute * 60 + self._second
        return seconds * 1000000 + self._microsecond

    def _add_delta(self, delta, sign):
        total = self._microseconds() + sign * ((delta.days * 86400 + delta.seconds) * 1000000 + delta.microseconds)
        ordinal, rest = divmod(total, 86400000000)
        if not 1 <= ordinal <= _cal.MAX_ORDINAL:
            raise OverflowError('date value out of range')
        year, month, day = _cal.from_ordinal(ordinal)
        seconds, micro = divmod(rest, 1000000)
        hour, seconds = divmod(seconds, 3600)
        minute, second = divmod(seconds, 60)
        return datetime(year, month, day, hour, minute, second, micro, self._tzinfo)

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self._add_delta(other, -1)
        if not isinstance(other, datetime):
            return unsupported('-', self, other, other)
        mine, theirs = self.utcoffset(), other.utcoffset()
        if (mine is None) != (theirs is None):
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        difference = timedelta(0, 0, self._microseconds() - other._microseconds())
        if mine is not None:
            difference = difference + theirs - mine
        return difference

    def _cmp(self, other):
        if not isinstance(other, datetime):
            if hasattr(other, 'timetuple') and not isinstance(other, date):
                return NotImplemented
            cannot_compare(self, other)
        mine, theirs = self.utcoffset(), other.utcoffset()
        if mine == theirs:
            return cmp(self._key(), other._key())
        if (mine is None) != (theirs is None):
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return cmp(self - other, timedelta())

    def __eq__(self, other):
        return isinstance(other, datetime) and self._cmp(other) == 0

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        offset = self.utcoffset()
        if offset is None:
            return hash(self._key())
        return hash((self.replace(tzinfo=None) - offset)._key())

    def __reduce__(self):
        args = self._key()
        return type(self), args if self._tzinfo is None else args + (self._tzinfo,)

    hour = field('datetime.datetime', 'hour', '_hour')
    minute = field('datetime.datetime', 'minute', '_minute')
    second = field('datetime.datetime', 'second', '_second')
    microsecond = field('datetime.datetime', 'microsecond', '_microsecond')
    tzinfo = field('datetime.datetime', 'tzinfo', '_tzinfo')


def _at(cls, timestamp, split):
    import math
    if not isinstance(timestamp, (int, long, float)):
        raise TypeError('a float is required')
    whole = math.floor(timestamp)
    micro = int(round((timestamp - whole) * 1e6))
    if micro == 1000000:
        whole += 1
        micro = 0
    t = split(whole)
    return cls(t[0], t[1], t[2], t[3], t[4], min(t[5], 59), micro)


datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(0, 0, 1)
