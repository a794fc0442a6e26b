"""Durations."""

from _datetime_common import arguments, cannot_compare, field, full_name, no_attribute, unsupported

_NAMES = ('days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks')
_UNITS = (86400000000, 1000000, 1, 1000, 60000000, 3600000000, 604800000000)
_MAX_DAYS = 999999999


def _round(x):
    """To the nearest integer, halves away from zero."""
    import math
    return int(math.floor(x + 0.5)) if x >= 0 else -int(math.floor(-x + 0.5))


class timedelta(object):
    __module__ = 'datetime'
    __slots__ = ('_days', '_seconds', '_microseconds')

    def __new__(cls, *args, **kwds):
        values = arguments(_NAMES, 0, args, kwds, (0,) * 7)
        total = 0
        fraction = 0.0
        for name, unit, value in zip(_NAMES, _UNITS, values):
            if isinstance(value, (int, long)):
                total += value * unit
            elif isinstance(value, float):
                whole = int(value)
                total += whole * unit
                part = (value - whole) * unit
                total += int(part)
                fraction += part - int(part)
            else:
                raise TypeError('unsupported type for timedelta %s component: %s' % (name, type(value).__name__))
        return _make(cls, int(total + _round(fraction)))

    __getattr__ = no_attribute

    def total_seconds(self):
        return _total(self) / 1e6

    def __repr__(self):
        name = full_name(self)
        if self._microseconds:
            return '%s(%d, %d, %d)' % (name, self._days, self._seconds, self._microseconds)
        if self._seconds:
            return '%s(%d, %d)' % (name, self._days, self._seconds)
        return '%s(%d)' % (name, self._days)

    def __str__(self):
        minutes, seconds = divmod(self._seconds, 60)
        hours, minutes = divmod(minutes, 60)
        text = '%d:%02d:%02d' % (hours, minutes, seconds)
        if self._days:
            text = '%d day%s, %s' % (self._days, '' if abs(self._days) == 1 else 's', text)
        if self._microseconds:
            text += '.%06d' % self._microseconds
        return text

    def __hash__(self):
        return hash((self._days, self._seconds, self._microseconds))

    def __nonzero__(self):
        return _total(self) != 0

    def __add__(self, other):
        if isinstance(other, timedelta):
            return _make(timedelta, _total(self) + _total(other))
        if hasattr(other, '_add_delta'):
            return other._add_delta(self, 1)
        return unsupported('+', self, other, other)

    def __radd__(self, other):
        return unsupported('+', other, self, other)

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return _make(timedelta, _total(self) - _total(other))
        return unsupported('-', self, other, other)

    def __rsub__(self, other):
        return unsupported('-', other, self, other)

    def __neg__(self):
        return _make(timedelta, -_total(self))

    def __pos__(self):
        return _make(timedelta, _total(self))

    def __abs__(self):
        return _make(timedelta, abs(_total(self)))

    def __mul__(self, other):
        if isinstance(other, (int, long)):
            return _make(timedelta, _total(self) * other)
        return unsupported('*', self, other, other)

    def __rmul__(self, other):
        if isinstance(other, (int, long)):
            return _make(timedelta, _total(self) * other)
        return unsupported('*', other, self, other)

    def __div__(self, other):
        if isinstance(other, (int, long)):
            return _make(timedelta, _total(self) // other)
        return unsupported('/', self, other, other)

    def __floordiv__(self, other):
        if isinstance(other, (int, long)):
            return _make(timedelta, _total(self) // other)
        return unsupported('//', self, other, other)

    def __eq__(self, other):
        return isinstance(other, timedelta) and _total(self) == _total(other)

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

    def _cmp(self, other):
        if not isinstance(other, timedelta):
            cannot_compare(self, other)
        return cmp(_total(self), _total(other))

    def __reduce__(self):
        return type(self), (self._days, self._seconds, self._microseconds)

    days = field('datetime.timedelta', 'days', '_days')
    seconds = field('datetime.timedelta', 'seconds', '_seconds')
    microseconds = field('datetime.timedelta', 'microseconds', '_microseconds')


def _total(delta):
    return (delta._days * 86400 + delta._seconds) * 1000000 + delta._microseconds


def _make(cls, total):
    days, rest = divmod(total, 86400000000)
    if abs(days) > _MAX_DAYS:
        if abs(days) > 2147483647:
            raise OverflowError('Python int too large to convert to C int')
        raise OverflowError('days=%d; must have magnitude <= 999999999' % days)
    self = object.__new__(cls)
    self._days = int(days)
    seconds, micro = divmod(rest, 1000000)
    self._seconds = int(seconds)
    self._microseconds = int(micro)
    return self


timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(999999999, 86399, 999999)
timedelta.resolution = timedelta(0, 0, 1)
