"""Reading of tables, and what describes their form."""

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE = range(4)
dialects = {}


class Error(Exception):
    pass


class _Dialect(object):
    delimiter = ','
    quotechar = '"'
    escapechar = None
    doublequote = True
    skipinitialspace = False
    lineterminator = '\r\n'
    quoting = QUOTE_MINIMAL
    strict = False


_NAMES = ('delimiter', 'quotechar', 'escapechar', 'doublequote', 'skipinitialspace', 'lineterminator', 'quoting',
          'strict')


def make_dialect(dialect, options):
    made = _Dialect()
    if isinstance(dialect, basestring):
        if dialect not in dialects:
            raise Error('unknown dialect')
        dialect = dialects[dialect]
    if dialect is not None:
        for name in _NAMES:
            value = getattr(dialect, name, None)
            if value is not None or (name in ('quotechar', 'escapechar') and hasattr(dialect, name)):
                setattr(made, name, value)
    for name, value in options.items():
        if name not in _NAMES:
            raise TypeError("'%s' is an invalid keyword argument for this function" % name)
        setattr(made, name, value)
    _check(made, options)
    return made


def _check(made, options):
    for name in ('delimiter', 'quotechar', 'escapechar'):
        value = getattr(made, name)
        if value is None and name != 'delimiter':
            continue
        if not isinstance(value, basestring):
            raise TypeError('"%s" must be string, not %s' % (name, type(value).__name__))
        if len(value) != 1:
            raise TypeError('"%s" must be an 1-character string' % name)
    if not isinstance(made.quoting, int) or not 0 <= made.quoting <= 3:
        raise TypeError('bad "quoting" value')
    if made.quoting != QUOTE_NONE and made.quotechar is None:
        if 'quotechar' in options and 'quoting' not in options:
            made.quoting = QUOTE_NONE
        else:
            raise TypeError('quotechar must be set if quoting enabled')


class reader(object):
    def __init__(self, source, dialect=None, **options):
        self._source = iter(source)
        self.dialect = make_dialect(dialect, options)
        self.line_num = 0

    def __iter__(self):
        return self

    def next(self):
        self._row = []
        self._reset()
        self._state = 'start'
        while True:
            try:
                line = self._source.next()
            except StopIteration:
                if self._field or self._state == 'quoted':
                    if self.dialect.strict:
                        raise Error('unexpected end of data')
                    self._save()
                    return self._row
                raise
            if not isinstance(line, str):
                line = str(line)
            self.line_num += 1
            for c in line:
                if c == '\0':
                    raise Error('line contains NULL byte')
                self._step(c)
            self._step('')
            if self._state == 'start':
                return self._row

    def _reset(self):
        self._field = ''
        self._numeric = False

    def _save(self):
        field = self._field
        if self._numeric:
            field = float(field)
        self._row.append(field)
        self._reset()

    def _step(self, c):
        getattr(self, '_in_' + self._state)(c, self.dialect)

    def _in_start(self, c, d):
        if c == '':
            return
        if c in '\r\n':
            self._state = 'eat'
            return
        self._state = 'field_start'
        self._in_field_start(c, d)

    def _in_field_start(self, c, d):
        if c == '' or c in '\r\n':
            self._save()
            self._state = 'start' if c == '' else 'eat'
        elif c == d.quotechar and d.quoting != QUOTE_NONE:
            self._state = 'quoted'
        elif c == d.escapechar:
            self._state = 'escaped'
        elif c == ' ' and d.skipinitialspace:
            pass
        elif c == d.delimiter:
            self._save()
        else:
            if d.quoting == QUOTE_NONNUMERIC:
                self._numeric = True
            self._field += c
            self._state = 'field'

    def _in_escaped(self, c, d):
        self._field += c or '\n'
        self._state = 'field'

    def _in_field(self, c, d):
        if c == '' or c in '\r\n':
            self._save()
            self._state = 'start' if c == '' else 'eat'
        elif c == d.escapechar:
            self._state = 'escaped'
        elif c == d.delimiter:
            self._save()
            self._state = 'field_start'
        else:
            self._field += c

    def _in_quoted(self, c, d):
        if c == '':
            pass
        elif c == d.escapechar:
            self._state = 'escaped_quoted'
        elif c == d.quotechar and d.quoting != QUOTE_NONE:
            self._state = 'quote_in_quoted' if d.doublequote else 'field'
        else:
            self._field += c

    def _in_escaped_quoted(self, c, d):
        self._field += c or '\n'
        self._state = 'quoted'

    def _in_quote_in_quoted(self, c, d):
        if d.quoting != QUOTE_NONE and c == d.quotechar:
            self._field += c
            self._state = 'quoted'
        elif c == d.delimiter:
            self._save()
            self._state = 'field_start'
        elif c == '' or c in '\r\n':
            self._save()
            self._state = 'start' if c == '' else 'eat'
        elif not d.strict:
            self._field += c
            self._state = 'field'
        else:
            raise Error("'%s' expected after '%s'" % (d.delimiter, d.quotechar))

    def _in_eat(self, c, d):
        if c == '':
            self._state = 'start'
        elif c not in '\r\n':
            raise Error('new-line character seen in unquoted field - do you need to open the file in '
                        'universal-newline mode?')
