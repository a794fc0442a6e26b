"""Writing of tables."""

from _csv_reader import Error, QUOTE_ALL, QUOTE_MINIMAL, QUOTE_NONE, QUOTE_NONNUMERIC, make_dialect


class writer(object):
    def __init__(self, target, dialect=None, **options):
        if not callable(getattr(target, 'write', None)):
            raise TypeError('argument 1 must have a "write" method')
        self._write = target.write
        self.dialect = make_dialect(dialect, options)

    def writerow(self, row):
        try:
            fields = list(row)
        except TypeError:
            raise Error('sequence expected')
        d = self.dialect
        text = d.delimiter.join([_field(field, d, len(fields) == 1) for field in fields])
        return self._write(text + d.lineterminator)

    def writerows(self, rows):
        for row in rows:
            self.writerow(row)


def _field(value, d, only):
    quoted = d.quoting == QUOTE_ALL
    if d.quoting == QUOTE_NONNUMERIC and not isinstance(value, (int, long, float)):
        quoted = True
    if value is None:
        text = ''
    elif isinstance(value, str):
        text = value
    elif isinstance(value, float):
        text = repr(value)
    else:
        text = str(value)
    special = d.delimiter + (d.escapechar or '') + (d.quotechar or '') + d.lineterminator
    out = []
    for c in text:
        if c in special:
            escape = False
            if d.quoting == QUOTE_NONE:
                escape = True
            elif c == d.quotechar:
                if d.doublequote:
                    out.append(c)
                else:
                    escape = True
            elif c == d.escapechar:
                escape = True
            if not escape:
                quoted = True
            else:
                if not d.escapechar:
                    raise Error('need to escape, but no escapechar set')
                out.append(d.escapechar)
        out.append(c)
    if only and not text:
        if d.quoting == QUOTE_NONE:
            raise Error('single empty field record must be quoted')
        quoted = True
    text = ''.join(out)
    if quoted and d.quoting != QUOTE_NONE:
        return d.quotechar + text + d.quotechar
    return text
