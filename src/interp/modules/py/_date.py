"""Dates."""

import _calendar_math as _cal
from _datetime_common import arguments, cannot_compare, field, full_name, integer, no_attribute, unsupported
from _strftime import strftime as _format
from _timedelta import timedelta


def check_date(year, month, day):
    if not 1 <= year <= 9999:
        raise ValueError('year is out of range')
    if not 1 <= month <= 12:
        raise ValueError('month must be in 1..12')
    if not 1 <= day <= _cal.days_in_month(year, month):
        raise ValueError('day is out of range for month')


class date(object):
    __module__ = 'datetime'
    __slots__ = ('_year', '_month', '_day')

    def __new__(cls, *args, **kwds):
        year, month, day = map(integer, arguments(('year', 'month', 'day'), 3, args, kwds, (0, 0, 0)))
        check_date(year, month, day)
        self = object.__new__(cls)
        self._year, self._month, self._day = int(year), int(month), int(day)
        return self

    __getattr__ = no_attribute

    @classmethod
    def today(cls):
        import time
        return cls.fromtimestamp(time.time())

    @classmethod
    def fromtimestamp(cls, timestamp):
        import time
        t = time.localtime(timestamp)
        return cls(t[0], t[1], t[2])

    @classmethod
    def fromordinal(cls, ordinal):
        ordinal = integer(ordinal)
        if ordinal < 1:
            raise ValueError('ordinal must be >= 1')
        if ordinal > _cal.MAX_ORDINAL:
            raise ValueError('year is out of range')
        return cls(*_cal.from_ordinal(ordinal))

    def __repr__(self):
        return '%s(%d, %d, %d)' % (full_name(self), self._year, self._month, self._day)

    def isoformat(self):
        return '%04d-%02d-%02d' % (self._year, self._month, self._day)

    __str__ = isoformat

    def ctime(self):
        return '%s %s %2d 00:00:00 %04d' % (_cal.DAY_NAMES[self.weekday()][:3], _cal.MONTH_NAMES[self._month][:3],
                                            self._day, self._year)

    def strftime(self, format):
        if not isinstance(format, basestring):
            raise TypeError('strftime() argument 1 must be string or read-only buffer, not %s' % type(format).__name__)
        if self._year < 1900:
            raise ValueError('year=%d is before 1900; the datetime strftime() methods require year >= 1900'
                             % self._year)
        return _format(_own_fields(self, str(format)), self.timetuple())

    def __format__(self, spec):
        if not isinstance(spec, basestring):
            raise ValueError('__format__ expects str or unicode, not %s' % type(spec).__name__)
        if spec:
            return self.strftime(spec)
        return str(self)

    def timetuple(self):
        import time
        return time.struct_time((self._year, self._month, self._day, 0, 0, 0, self.weekday(), self._yday(), -1))

    def _yday(self):
        return _cal.days_before_month(self._year, self._month) + self._day

    def toordinal(self):
        return _cal.to_ordinal(self._year, self._month, self._day)

    def weekday(self):
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        return _cal.iso_calendar(self._year, self._month, self._day)

    def replace(self, *args, **kwds):
        values = arguments(('year', 'month', 'day'), 0, args, kwds, (self._year, self._month, self._day))
        return type(self)(*values)

    def _add_delta(self, delta, sign):
        ordinal = self.toordinal() + sign * delta.days
        if not 1 <= ordinal <= _cal.MAX_ORDINAL:
            raise OverflowError('date value out of range')
        return date.fromordinal(ordinal)

    def __add__(self, other):
        if isinstance(other, timedelta):
            return self._add_delta(other, 1)
        return unsupported('+', self, other, other)

    def __radd__(self, other):
        if isinstance(other, timedelta):
            return self._add_delta(other, 1)
        return unsupported('+', other, self, other)

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self._add_delta(other, -1)
        if type(self) is type(other) or isinstance(other, date) and not hasattr(other, 'hour'):
            return timedelta(self.toordinal() - other.toordinal())
        return unsupported('-', self, other, other)

    def __rsub__(self, other):
        return unsupported('-', other, self, other)

    def _key(self):
        return (self._year, self._month, self._day)

    def _cmp(self, other):
        if not isinstance(other, date) or hasattr(other, 'hour'):
            if hasattr(other, 'timetuple') and not isinstance(other, date):
                return NotImplemented
            cannot_compare(self, other)
        return cmp(self._key(), other._key())

    def __eq__(self, other):
        return isinstance(other, date) and not hasattr(other, 'hour') and self._key() == other._key()

    def __ne__(self, other):
        return not self == other

    def __lt__(self, other):
        order = self._cmp(other)
        return order if order is NotImplemented else order < 0

    def __le__(self, other):
        order = self._cmp(other)
        return order if order is NotImplemented else order <= 0

    def __gt__(self, other):
        order = self._cmp(other)
        return order if order is NotImplemented else order > 0

    def __ge__(self, other):
        order = self._cmp(other)
        return order if order is NotImplemented else order >= 0

    def __hash__(self):
        return hash(self._key())

    def __reduce__(self):
        return type(self), self._key()

    year = field('datetime.date', 'year', '_year')
    month = field('datetime.date', 'month', '_month')
    day = field('datetime.date', 'day', '_day')


def _own_fields(value, form):
    """Fills in %z, %Z and %f, which the general formatting does not know."""
    if '%' not in form:
        return form
    offset = ''
    zone = ''
    micro = getattr(value, 'microsecond', 0) if hasattr(value, 'hour') else 0
    if getattr(value, 'tzinfo', None) is not None if hasattr(value, 'hour') else False:
        delta = value.utcoffset()
        if delta is not None:
            minutes = (delta.days * 86400 + delta.seconds) // 60
            sign = '-' if minutes < 0 else '+'
            offset = '%s%02d%02d' % ((sign,) + divmod(abs(minutes), 60))
        zone = (value.tzname() or '').replace('%', '%%')
    out = []
    i = 0
    while i < len(form):
        pair = form[i:i + 2]
        if pair == '%f':
            out.append('%06d' % micro)
        elif pair == '%z':
            out.append(offset)
        elif pair == '%Z':
            out.append(zone)
        elif len(pair) == 2 and pair[0] == '%':
            out.append(pair)
        else:
            out.append(pair[:1])
            i += 1
            continue
        i += 2
    return ''.join(out)


own_fields = _own_fields
date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(1)
