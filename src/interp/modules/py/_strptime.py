"""Parsing of times, in the C locale."""

import re
from _calendar_math import DAY_NAMES, MONTH_NAMES, days_before_month, from_ordinal, to_ordinal

_DAYS = [name.lower() for name in DAY_NAMES]
_MONTHS = [name.lower() for name in MONTH_NAMES]
_ZONES = ['utc', 'gmt']


def _any_of(names, group):
    ordered = sorted((name for name in names if name), key=len, reverse=True)
    return '(?P<%s>%s)' % (group, '|'.join(re.escape(name) for name in ordered))


_PATTERNS = {
    'd': r'(?P<d>3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9])',
    'f': r'(?P<f>[0-9]{1,6})',
    'H': r'(?P<H>2[0-3]|[0-1]\d|\d)',
    'I': r'(?P<I>1[0-2]|0[1-9]|[1-9])',
    'j': r'(?P<j>36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9])',
    'm': r'(?P<m>1[0-2]|0[1-9]|[1-9])',
    'M': r'(?P<M>[0-5]\d|\d)',
    'S': r'(?P<S>6[0-1]|[0-5]\d|\d)',
    'U': r'(?P<U>5[0-3]|[0-4]\d|\d)',
    'W': r'(?P<W>5[0-3]|[0-4]\d|\d)',
    'w': r'(?P<w>[0-6])',
    'y': r'(?P<y>\d\d)',
    'Y': r'(?P<Y>\d\d\d\d)',
    'A': _any_of(_DAYS, 'A'),
    'a': _any_of([name[:3] for name in _DAYS], 'a'),
    'B': _any_of(_MONTHS, 'B'),
    'b': _any_of([name[:3] for name in _MONTHS], 'b'),
    'p': _any_of(['am', 'pm'], 'p'),
    'Z': _any_of(_ZONES, 'Z'),
    '%': '%',
}
_WHOLE = {'c': '%a %b %d %H:%M:%S %Y', 'x': '%m/%d/%y', 'X': '%H:%M:%S'}
_cache = {}


def _pattern(form):
    out = ''
    text = re.sub(r'([\\.^$*+?\(\){}\[\]|])', r'\\\1', form)
    text = re.sub(r'\s+', r'\s+', text)
    while '%' in text:
        at = text.index('%') + 1
        code = text[at]
        if code in _WHOLE:
            part = _pattern(_WHOLE[code])
        else:
            part = _PATTERNS[code]
        out += text[:at - 1] + part
        text = text[at + 1:]
    return out + text


def _compiled(form):
    if form not in _cache:
        try:
            _cache[form] = re.compile(_pattern(form), re.IGNORECASE)
        except KeyError, err:
            bad = err.args[0]
            if bad == '\\':
                bad = '%'
            raise ValueError("'%s' is a bad directive in format '%s'" % (bad, form))
        except IndexError:
            raise ValueError("stray %% in format '%s'" % form)
    return _cache[form]


def parse(text, form='%a %b %d %H:%M:%S %Y'):
    """The fields year, month, day, hour, minute, second, weekday, day of year, dst; and the microsecond."""
    for what, value in (('string', text), ('format', form)):
        if not isinstance(value, basestring):
            raise TypeError('expected string or buffer')
    found = _compiled(form).match(text)
    if not found:
        raise ValueError('time data %r does not match format %r' % (text, form))
    if len(text) != found.end():
        raise ValueError('unconverted data remains: %s' % text[found.end():])
    got = found.groupdict()
    year = None
    month = day = 1
    hour = minute = second = fraction = 0
    weekday = julian = week = None
    zone = -1
    if 'y' in got:
        year = int(got['y'])
        year += 2000 if year <= 68 else 1900
    if 'Y' in got:
        year = int(got['Y'])
    if 'm' in got:
        month = int(got['m'])
    if 'B' in got:
        month = _MONTHS.index(got['B'].lower())
    if 'b' in got:
        month = [name[:3] for name in _MONTHS].index(got['b'].lower())
    if 'd' in got:
        day = int(got['d'])
    if 'H' in got:
        hour = int(got['H'])
    if 'I' in got:
        hour = int(got['I']) % 12
        if (got.get('p') or '').lower() == 'pm':
            hour += 12
    if 'M' in got:
        minute = int(got['M'])
    if 'S' in got:
        second = int(got['S'])
    if 'f' in got:
        fraction = int(got['f'].ljust(6, '0'))
    if 'A' in got:
        weekday = _DAYS.index(got['A'].lower())
    if 'a' in got:
        weekday = [name[:3] for name in _DAYS].index(got['a'].lower())
    if 'w' in got:
        weekday = (int(got['w']) - 1) % 7
    if 'j' in got:
        julian = int(got['j'])
    if 'U' in got:
        week = int(got['U'])
        starts_monday = False
    if 'W' in got:
        week = int(got['W'])
        starts_monday = True
    if 'Z' in got:
        zone = 0
    leap_default = False
    if year is None and month == 2 and day == 29:
        year = 1904
        leap_default = True
    elif year is None:
        year = 1900
    if julian is None and week is not None and weekday is not None:
        julian = _day_of_year(year, week, weekday, starts_monday)
    if julian is None:
        julian = to_ordinal_checked(year, month, day) - to_ordinal(year, 1, 1) + 1
    else:
        year, month, day = from_ordinal(julian - 1 + to_ordinal(year, 1, 1))
    if weekday is None:
        weekday = (to_ordinal_checked(year, month, day) + 6) % 7
    if leap_default:
        year = 1900
    return (year, month, day, hour, minute, second, weekday, julian, zone), fraction


def to_ordinal_checked(year, month, day):
    from _calendar_math import days_in_month
    if not 1 <= year <= 9999:
        raise ValueError('year is out of range')
    if not 1 <= day <= days_in_month(year, month):
        raise ValueError('day is out of range for month')
    return to_ordinal(year, month, day)


def _day_of_year(year, week, weekday, starts_monday):
    first = (to_ordinal(year, 1, 1) + 6) % 7
    if not starts_monday:
        first = (first + 1) % 7
        weekday = (weekday + 1) % 7
    of_week_zero = (7 - first) % 7
    if week == 0:
        return 1 + weekday - first
    return 1 + of_week_zero + 7 * (week - 1) + weekday
