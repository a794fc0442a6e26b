"""The clock, and the conversion of times."""

import _time
from _calendar_math import DAY_NAMES, MONTH_NAMES, from_ordinal, to_ordinal
from _strftime import strftime as _format

_EPOCH = 719163
_NAMES = ('tm_year', 'tm_mon', 'tm_mday', 'tm_hour', 'tm_min', 'tm_sec', 'tm_wday', 'tm_yday', 'tm_isdst')


class struct_time(tuple):
    n_fields = 9
    n_sequence_fields = 9
    n_unnamed_fields = 0

    def __new__(cls, fields):
        fields = tuple(fields)
        if len(fields) < 9:
            raise TypeError('time.struct_time() takes an at least 9-sequence (%d-sequence given)' % len(fields))
        if len(fields) > 9:
            raise TypeError('time.struct_time() takes an at most 9-sequence (%d-sequence given)' % len(fields))
        return tuple.__new__(cls, fields)

    def __repr__(self):
        return 'time.struct_time(%s)' % ', '.join('%s=%r' % pair for pair in zip(_NAMES, self))

    tm_year = property(lambda self: self[0])
    tm_mon = property(lambda self: self[1])
    tm_mday = property(lambda self: self[2])
    tm_hour = property(lambda self: self[3])
    tm_min = property(lambda self: self[4])
    tm_sec = property(lambda self: self[5])
    tm_wday = property(lambda self: self[6])
    tm_yday = property(lambda self: self[7])
    tm_isdst = property(lambda self: self[8])


def time():
    return _time.now()


def clock():
    return _time.now() % 86400


def sleep(seconds):
    _time.refuse_sleep()


def _seconds(value):
    if value is None:
        return _time.now()
    if not isinstance(value, (int, long, float)):
        raise TypeError('a float is required')
    return float(value)


def _split(seconds, dst):
    import math
    seconds = int(math.floor(seconds))
    days, rest = divmod(seconds, 86400)
    ordinal = days + _EPOCH
    if not -10000000 < days < 2932897:
        raise ValueError('(75, \'Value too large for defined data type\')')
    year, month, day = from_ordinal(ordinal)
    hour, rest = divmod(rest, 3600)
    minute, second = divmod(rest, 60)
    return struct_time((year, month, day, hour, minute, second, (ordinal + 6) % 7, ordinal - to_ordinal(year, 1, 1) + 1,
                        dst))


def gmtime(seconds=None):
    return _split(_seconds(seconds), 0)


def localtime(seconds=None):
    seconds = _seconds(seconds)
    offset, name = _time.utc_offset(seconds)
    return _split(seconds + offset, 0)


def mktime(t):
    fields = _fields(t)
    year, month, day, hour, minute, second = fields[:6]
    year += (month - 1) // 12
    month = (month - 1) % 12 + 1
    days = to_ordinal(year, month, 1) + day - 1 - _EPOCH
    seconds = float(days * 86400 + hour * 3600 + minute * 60 + second)
    offset, name = _time.utc_offset(seconds)
    return seconds - _time.utc_offset(seconds - offset)[0]


def _fields(t):
    if not isinstance(t, tuple):
        raise TypeError('Tuple or struct_time argument required')
    if len(t) != 9:
        raise TypeError('argument must be sequence of length 9, not %d' % len(t))
    for value in t:
        if not isinstance(value, (int, long)):
            if isinstance(value, float):
                raise TypeError('integer argument expected, got float')
            raise TypeError('an integer is required')
    year = t[0]
    if year < 1900:
        if 69 <= year <= 99:
            year += 1900
        elif 0 <= year <= 68:
            year += 2000
        else:
            raise ValueError('year out of range')
    return (year,) + tuple(t[1:])


def _checked(t):
    fields = list(_fields(t))
    for at, name, low, high in ((1, 'month', 1, 12), (2, 'day of month', 1, 31), (3, 'hour', 0, 23),
                                (4, 'minute', 0, 59), (5, 'seconds', 0, 61), (7, 'day of year', 1, 366)):
        if fields[at] == 0 and low == 1:
            fields[at] = 1
        if not low <= fields[at] <= high:
            raise ValueError('%s out of range' % name)
    if fields[6] < 0:
        raise ValueError('day of week out of range')
    return tuple(fields)


def strftime(format, t=None):
    if not isinstance(format, basestring):
        raise TypeError('strftime() argument 1 must be string, not %s' % type(format).__name__)
    if t is None:
        t = localtime()
        offset, zone = _time.utc_offset(_time.now())
    else:
        offset, zone = _time.utc_offset(0.0)
    sign = '-' if offset < 0 else '+'
    text = '%s%02d%02d' % (sign, abs(offset) // 3600, abs(offset) // 60 % 60)
    return _format(str(format), _checked(t), zone, text)


def strptime(string, format='%a %b %d %H:%M:%S %Y'):
    from _strptime import parse
    return struct_time(parse(string, format)[0])


def asctime(t=None):
    t = localtime() if t is None else _checked(t)
    return '%s %s %2d %02d:%02d:%02d %d' % (DAY_NAMES[t[6] % 7][:3], MONTH_NAMES[t[1]][:3], t[2], t[3], t[4], t[5], t[0])


def ctime(seconds=None):
    return asctime(localtime(seconds))


def tzset():
    pass


def __getattr_zone():
    offset, name = _time.utc_offset(0.0)
    return -offset, name


timezone, _name = __getattr_zone()
altzone = timezone
daylight = 0
tzname = (_name, _name)
