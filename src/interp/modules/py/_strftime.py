"""Formatting of times, in the C locale."""

from _calendar_math import DAY_NAMES, MONTH_NAMES, iso_calendar


def strftime(form, t, zone='', offset=''):
    """The nine fields of `t` as text. `zone` and `offset` are what %Z and %z give."""
    out = []
    i = 0
    n = len(form)
    while i < n:
        c = form[i]
        i += 1
        if c != '%':
            out.append(c)
            continue
        if i >= n:
            out.append('%')
            break
        code = form[i]
        i += 1
        while code in '-_0^#EO' and i < n:
            flag = code
            code = form[i]
            i += 1
            if flag == '-':
                text = _field(code, t, zone, offset)
                out.append(text.lstrip('0') or '0' if text.isdigit() else text)
                break
            if flag == '^':
                out.append(_field(code, t, zone, offset).upper())
                break
            if flag == '_':
                text = _field(code, t, zone, offset)
                short = text.lstrip('0') or '0' if text.isdigit() else text
                out.append(short.rjust(len(text)))
                break
        else:
            out.append(_field(code, t, zone, offset))
    return ''.join(out)


def _field(code, t, zone, offset):
    year, month, day, hour, minute, second, wday, yday = t[:8]
    if code == 'Y':
        return '%d' % year
    if code == 'm':
        return '%02d' % month
    if code == 'd':
        return '%02d' % day
    if code == 'H':
        return '%02d' % hour
    if code == 'M':
        return '%02d' % minute
    if code == 'S':
        return '%02d' % second
    if code == 'y':
        return '%02d' % (year % 100)
    if code == 'j':
        return '%03d' % yday
    if code in 'aA':
        name = DAY_NAMES[wday % 7]
        return name[:3] if code == 'a' else name
    if code in 'bBh':
        name = MONTH_NAMES[month]
        return name if code == 'B' else name[:3]
    if code == 'I':
        return '%02d' % ((hour + 11) % 12 + 1)
    if code == 'p':
        return 'AM' if hour < 12 else 'PM'
    if code == 'P':
        return 'am' if hour < 12 else 'pm'
    if code == 'w':
        return '%d' % ((wday + 1) % 7)
    if code == 'u':
        return '%d' % (wday + 1)
    if code == 'U':
        return '%02d' % ((yday + 6 - (wday + 1) % 7) // 7)
    if code == 'W':
        return '%02d' % ((yday + 6 - wday) // 7)
    if code in 'GgV':
        iso_year, week, _ = iso_calendar(year, month, day)
        if code == 'V':
            return '%02d' % week
        return '%d' % iso_year if code == 'G' else '%02d' % (iso_year % 100)
    if code == 'e':
        return '%2d' % day
    if code == 'k':
        return '%2d' % hour
    if code == 'l':
        return '%2d' % ((hour + 11) % 12 + 1)
    if code == 'C':
        return '%02d' % (year // 100)
    if code == 'n':
        return '\n'
    if code == 't':
        return '\t'
    if code == '%':
        return '%'
    if code == 'Z':
        return zone
    if code == 'z':
        return offset
    if code == 's':
        from calendar import timegm
        return '%d' % timegm(t[:6] + (0, 0, 0))
    whole = {'c': '%a %b %e %H:%M:%S %Y', 'x': '%m/%d/%y', 'X': '%H:%M:%S', 'D': '%m/%d/%y', 'F': '%Y-%m-%d',
             'R': '%H:%M', 'T': '%H:%M:%S', 'r': '%I:%M:%S %p'}.get(code)
    if whole is not None:
        return strftime(whole, t, zone, offset)
    return '%' + code
