"""Constants and functions for text."""

whitespace = '\t\n\x0b\x0c\r '
lowercase = 'abcdefghijklmnopqrstuvwxyz'
uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
letters = lowercase + uppercase
ascii_lowercase = lowercase
ascii_uppercase = uppercase
ascii_letters = lowercase + uppercase
digits = '0123456789'
hexdigits = '0123456789abcdefABCDEF'
octdigits = '01234567'
punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
printable = digits + lowercase + uppercase + punctuation + ' \t\n\r\x0b\x0c'

index_error = ValueError
atoi_error = ValueError
atof_error = ValueError
atol_error = ValueError

_float = float
_int = int
_long = long


def maketrans(frm, to):
    if not isinstance(frm, basestring) or not isinstance(to, basestring):
        raise TypeError('must be string or read-only buffer, not %s'
                        % type(to if isinstance(frm, basestring) else frm).__name__)
    if len(frm) != len(to):
        raise ValueError('maketrans arguments must have same length')
    table = [chr(i) for i in range(256)]
    for a, b in zip(frm, to):
        table[ord(a)] = b
    return ''.join(table)


def capwords(s, sep=None):
    return (sep or ' ').join(x.capitalize() for x in s.split(sep))


def lower(s):
    return s.lower()


def upper(s):
    return s.upper()


def swapcase(s):
    return s.swapcase()


def strip(s, chars=None):
    return s.strip(chars)


def lstrip(s, chars=None):
    return s.lstrip(chars)


def rstrip(s, chars=None):
    return s.rstrip(chars)


def split(s, sep=None, maxsplit=-1):
    return s.split(sep, maxsplit)


def rsplit(s, sep=None, maxsplit=-1):
    return s.rsplit(sep, maxsplit)


splitfields = split


def join(words, sep=' '):
    return sep.join(words)


joinfields = join


def index(s, *args):
    return s.index(*args)


def rindex(s, *args):
    return s.rindex(*args)


def count(s, *args):
    return s.count(*args)


def find(s, *args):
    return s.find(*args)


def rfind(s, *args):
    return s.rfind(*args)


def atof(s):
    return _float(s)


def atoi(s, base=10):
    return _int(s, base)


def atol(s, base=10):
    return _long(s, base)


def ljust(s, width, *args):
    return s.ljust(width, *args)


def rjust(s, width, *args):
    return s.rjust(width, *args)


def center(s, width, *args):
    return s.center(width, *args)


def zfill(x, width):
    if not isinstance(x, basestring):
        x = repr(x)
    return x.zfill(width)


def expandtabs(s, tabsize=8):
    return s.expandtabs(tabsize)


def translate(s, table, deletions=''):
    if deletions or table is None:
        return s.translate(table, deletions)
    return s.translate(table + s[:0])


def capitalize(s):
    return s.capitalize()


def replace(s, old, new, maxreplace=-1):
    return s.replace(old, new, maxreplace)


class _Layers(object):
    """Two mappings seen as one; the first wins."""

    def __init__(self, primary, secondary):
        self._primary = primary
        self._secondary = secondary

    def __getitem__(self, key):
        try:
            return self._primary[key]
        except KeyError:
            return self._secondary[key]


class _TemplateMetaclass(type):
    def __init__(cls, name, bases, namespace):
        super(_TemplateMetaclass, cls).__init__(name, bases, namespace)
        import re
        if 'pattern' in namespace:
            pattern = cls.pattern
        else:
            pattern = (r'%(delim)s(?:(?P<escaped>%(delim)s)|(?P<named>%(id)s)|{(?P<braced>%(id)s)}|(?P<invalid>))'
                       % {'delim': re.escape(cls.delimiter), 'id': cls.idpattern})
        cls.pattern = re.compile(pattern, re.IGNORECASE | re.VERBOSE)


class Template:
    """A text with $-substitutions."""
    __metaclass__ = _TemplateMetaclass

    delimiter = '$'
    idpattern = r'[_a-z][_a-z0-9]*'

    def __init__(self, template):
        self.template = template

    def _invalid(self, mo):
        i = mo.start('invalid')
        lines = self.template[:i].splitlines(True)
        if not lines:
            colno = 1
            lineno = 1
        else:
            colno = i - len(''.join(lines[:-1]))
            lineno = len(lines)
        raise ValueError('Invalid placeholder in string: line %d, col %d' % (lineno, colno))

    def substitute(*args, **kws):
        self, mapping = _template_arguments('substitute', args, kws)

        def convert(mo):
            named = mo.group('named') or mo.group('braced')
            if named is not None:
                return '%s' % (mapping[named],)
            if mo.group('escaped') is not None:
                return self.delimiter
            if mo.group('invalid') is not None:
                self._invalid(mo)
            raise ValueError('Unrecognized named group in pattern', self.pattern)
        return self.pattern.sub(convert, self.template)

    def safe_substitute(*args, **kws):
        self, mapping = _template_arguments('safe_substitute', args, kws)

        def convert(mo):
            named = mo.group('named') or mo.group('braced')
            if named is not None:
                try:
                    return '%s' % (mapping[named],)
                except KeyError:
                    return mo.group()
            if mo.group('escaped') is not None:
                return self.delimiter
            if mo.group('invalid') is not None:
                return mo.group()
            raise ValueError('Unrecognized named group in pattern', self.pattern)
        return self.pattern.sub(convert, self.template)


def _template_arguments(name, args, kws):
    if not args:
        raise TypeError("descriptor '%s' of 'Template' object needs an argument" % name)
    if len(args) > 2:
        raise TypeError('Too many positional arguments')
    if len(args) < 2:
        return args[0], kws
    if kws:
        return args[0], _Layers(kws, args[1])
    return args[0], args[1]


class Formatter(object):
    """The rules of str.format, open to subclasses."""

    def format(*args, **kwargs):
        if not args:
            raise TypeError("descriptor 'format' of 'Formatter' object needs an argument")
        self = args[0]
        args = args[1:]
        if args:
            return self.vformat(args[0], args[1:], kwargs)
        if 'format_string' in kwargs:
            return self.vformat(kwargs.pop('format_string'), (), kwargs)
        raise TypeError("format() missing 1 required positional argument: 'format_string'")

    def vformat(self, format_string, args, kwargs):
        used_args = set()
        result = self._vformat(format_string, args, kwargs, used_args, 2)
        self.check_unused_args(used_args, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used_args, recursion_depth):
        if recursion_depth < 0:
            raise ValueError('Max string recursion exceeded')
        result = []
        for literal, field, spec, conversion in self.parse(format_string):
            if literal:
                result.append(literal)
            if field is not None:
                obj, arg_used = self.get_field(field, args, kwargs)
                used_args.add(arg_used)
                obj = self.convert_field(obj, conversion)
                spec = self._vformat(spec, args, kwargs, used_args, recursion_depth - 1)
                result.append(self.format_field(obj, spec))
        return ''.join(result)

    def get_value(self, key, args, kwargs):
        if isinstance(key, (int, long)):
            return args[key]
        return kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion == 's':
            return str(value)
        if conversion == 'r':
            return repr(value)
        raise ValueError('Unknown conversion specifier {0!s}'.format(conversion))

    def parse(self, format_string):
        return format_string._formatter_parser()

    def get_field(self, field_name, args, kwargs):
        first, rest = field_name._formatter_field_name_split()
        obj = self.get_value(first, args, kwargs)
        for is_attr, name in rest:
            if is_attr:
                obj = getattr(obj, name)
            else:
                obj = obj[name]
        return obj, first
