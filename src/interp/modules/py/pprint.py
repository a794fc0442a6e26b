"""Printing of data, wrapped and sorted."""

import sys
from cStringIO import StringIO as _Buffer

__all__ = ['pprint', 'pformat', 'isreadable', 'isrecursive', 'saferepr', 'PrettyPrinter']


def pprint(object, stream=None, indent=1, width=80, depth=None):
    PrettyPrinter(stream=stream, indent=indent, width=width, depth=depth).pprint(object)


def pformat(object, indent=1, width=80, depth=None):
    return PrettyPrinter(indent=indent, width=width, depth=depth).pformat(object)


def saferepr(object):
    return _safe(object, {}, None, 0)[0]


def isreadable(object):
    return _safe(object, {}, None, 0)[1]


def isrecursive(object):
    return _safe(object, {}, None, 0)[2]


def _sorted(items):
    return sorted(items)


class PrettyPrinter:
    def __init__(self, indent=1, width=80, depth=None, stream=None):
        indent = int(indent)
        width = int(width)
        assert indent >= 0, 'indent must be >= 0'
        assert depth is None or depth > 0, 'depth must be > 0'
        assert width, 'width must be != 0'
        self._depth = depth
        self._indent_per_level = indent
        self._width = width
        self._stream = sys.stdout if stream is None else stream

    def pprint(self, object):
        self._format(object, self._stream, 0, 0, {}, 0)
        self._stream.write('\n')

    def pformat(self, object):
        out = _Buffer()
        self._format(object, out, 0, 0, {}, 0)
        return out.getvalue()

    def isrecursive(self, object):
        return self.format(object, {}, 0, 0)[2]

    def isreadable(self, object):
        text, readable, recursive = self.format(object, {}, 0, 0)
        return readable and not recursive

    def format(self, object, context, maxlevels, level):
        return _safe(object, context, maxlevels, level)

    def _repr(self, object, context, level):
        text, readable, recursive = self.format(object, context.copy(), self._depth, level)
        return text

    def _format(self, object, stream, indent, allowance, context, level):
        level += 1
        key = id(object)
        if key in context:
            stream.write(_recursion(object))
            return
        text = self._repr(object, context, level - 1)
        kind = type(object)
        shown = getattr(kind, '__repr__', None)
        write = stream.write
        if self._depth and level > self._depth:
            write(text)
            return
        split = len(text) > self._width - 1 - indent - allowance
        if issubclass(kind, dict) and shown == dict.__repr__:
            self._format_dict(object, stream, indent, allowance, context, level, split)
            return
        for base in (list, tuple, set, frozenset):
            if issubclass(kind, base) and shown == base.__repr__:
                self._format_items(object, base, stream, indent, allowance, context, level, split)
                return
        write(text)

    def _format_dict(self, object, stream, indent, allowance, context, level, split):
        write = stream.write
        write('{')
        if self._indent_per_level > 1:
            write((self._indent_per_level - 1) * ' ')
        count = len(object)
        if count:
            key = id(object)
            context[key] = 1
            indent += self._indent_per_level
            items = _sorted(object.items())
            first = True
            for name, value in items:
                if not first:
                    write(',\n%s' % (' ' * indent) if split else ', ')
                first = False
                text = self._repr(name, context, level)
                write(text)
                write(': ')
                self._format(value, stream, indent + len(text) + 2, allowance + 1, context, level)
            indent -= self._indent_per_level
            del context[key]
        write('}')

    def _format_items(self, object, base, stream, indent, allowance, context, level, split):
        write = stream.write
        count = len(object)
        if base is list:
            write('[')
            end = ']'
        elif base is tuple:
            write('(')
            end = ')'
        else:
            if not count:
                write(base.__name__ + '([])')
                return
            name = base.__name__
            write(name + '([')
            end = '])'
            object = _sorted(object)
            indent += len(name) + 1
        if self._indent_per_level > 1 and split:
            write((self._indent_per_level - 1) * ' ')
        if count:
            key = id(object)
            context[key] = 1
            indent += self._indent_per_level
            first = True
            for item in object:
                if not first:
                    write(',\n' + ' ' * indent if split else ', ')
                first = False
                self._format(item, stream, indent, allowance + 1, context, level)
            indent -= self._indent_per_level
            del context[key]
        if base is tuple and count == 1:
            write(',')
        write(end)


def _safe(object, context, maxlevels, level):
    """The one-line text, whether it can be read back, whether it holds itself."""
    kind = type(object)
    if kind is str:
        return repr(object), True, False
    shown = getattr(kind, '__repr__', None)
    if issubclass(kind, dict) and shown == dict.__repr__:
        return _safe_dict(object, context, maxlevels, level)
    if (issubclass(kind, list) and shown == list.__repr__) or (issubclass(kind, tuple) and shown == tuple.__repr__):
        return _safe_sequence(object, kind, context, maxlevels, level)
    text = repr(object)
    return text, bool(text and not text.startswith('<')), False


def _safe_dict(object, context, maxlevels, level):
    if not object:
        return '{}', True, False
    key = id(object)
    if maxlevels and level >= maxlevels:
        return '{...}', False, key in context
    if key in context:
        return _recursion(object), False, True
    context[key] = 1
    readable = True
    recursive = False
    parts = []
    level += 1
    for name, value in _sorted(object.items()):
        name_text, name_readable, name_recursive = _safe(name, context, maxlevels, level)
        text, value_readable, value_recursive = _safe(value, context, maxlevels, level)
        parts.append('%s: %s' % (name_text, text))
        readable = readable and name_readable and value_readable
        if name_recursive or value_recursive:
            recursive = True
    del context[key]
    return '{%s}' % ', '.join(parts), readable, recursive


def _safe_sequence(object, kind, context, maxlevels, level):
    if issubclass(kind, list):
        if not object:
            return '[]', True, False
        form = '[%s]'
    elif len(object) == 1:
        form = '(%s,)'
    else:
        if not object:
            return '()', True, False
        form = '(%s)'
    key = id(object)
    if maxlevels and level >= maxlevels:
        return form % '...', False, key in context
    if key in context:
        return _recursion(object), False, True
    context[key] = 1
    readable = True
    recursive = False
    parts = []
    level += 1
    for item in object:
        text, item_readable, item_recursive = _safe(item, context, maxlevels, level)
        parts.append(text)
        if not item_readable:
            readable = False
        if item_recursive:
            recursive = True
    del context[key]
    return form % ', '.join(parts), readable, recursive


def _recursion(object):
    return '<Recursion on %s with id=%s>' % (type(object).__name__, id(object))
