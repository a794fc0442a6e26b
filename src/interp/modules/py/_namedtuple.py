"""Tuples with named fields."""

from keyword import iskeyword
from operator import itemgetter
from _ordereddict import OrderedDict


def _check_names(names):
    for name in names:
        if type(name) != str:
            raise TypeError('Type names and field names must be strings')
        if not all(c.isalnum() or c == '_' for c in name):
            raise ValueError('Type names and field names can only contain alphanumeric characters and underscores: %r'
                             % name)
        if iskeyword(name):
            raise ValueError('Type names and field names cannot be a keyword: %r' % name)
        if name[0].isdigit():
            raise ValueError('Type names and field names cannot start with a number: %r' % name)


def _renamed(names):
    seen = set()
    for index, name in enumerate(names):
        bad = (not all(c.isalnum() or c == '_' for c in name) or iskeyword(name) or not name or name[0].isdigit()
               or name.startswith('_') or name in seen)
        if bad:
            names[index] = '_%d' % index
        seen.add(name)
    return names


def namedtuple(typename, field_names, verbose=False, rename=False):
    """A new class of tuples whose elements can be read by name."""
    if isinstance(field_names, basestring):
        field_names = field_names.replace(',', ' ').split()
    names = map(str, field_names)
    typename = str(typename)
    if rename:
        names = _renamed(names)
    _check_names([typename] + names)
    seen = set()
    for name in names:
        if name.startswith('_') and not rename:
            raise ValueError('Field names cannot start with an underscore: %r' % name)
        if name in seen:
            raise ValueError('Encountered duplicate field name: %r' % name)
        seen.add(name)
    return _build(typename, tuple(names))


def _build(typename, names):
    count = len(names)
    form = typename + '(' + ', '.join(name + '=%r' for name in names) + ')'
    scope = {'_tuple': tuple}
    # The constructor is made from text so that its messages about arguments name the fields.
    params = ''.join(', ' + name for name in names)
    items = ''.join(name + ', ' for name in names)
    exec 'def __new__(_cls%s):\n    return _tuple.__new__(_cls, (%s))\n' % (params, items) in scope
    new = scope['__new__']
    new.__doc__ = 'Create new instance of %s(%s)' % (typename, ', '.join(names))

    def _make(cls, iterable, new=tuple.__new__, len=len):
        result = new(cls, iterable)
        if len(result) != count:
            raise TypeError('Expected %d arguments, got %d' % (count, len(result)))
        return result

    def __repr__(self):
        return form % tuple(self)

    def _asdict(self):
        return OrderedDict(zip(self._fields, self))

    def _replace(_self, **kwds):
        result = _self._make(map(kwds.pop, names, _self))
        if kwds:
            raise ValueError('Got unexpected field names: %r' % kwds.keys())
        return result

    def __getnewargs__(self):
        return tuple(self)

    def __getstate__(self):
        pass

    namespace = {'__slots__': (), '_fields': names, '__new__': new, '_make': classmethod(_make), '__repr__': __repr__,
                 '_asdict': _asdict, '_replace': _replace, '__getnewargs__': __getnewargs__,
                 '__dict__': property(_asdict), '__getstate__': __getstate__,
                 '__doc__': '%s(%s)' % (typename, ', '.join(names))}
    for index, name in enumerate(names):
        namespace[name] = property(itemgetter(index), doc='Alias for field number %d' % index)
    made = type(typename, (tuple,), namespace)
    made.__module__ = '__main__'
    return made
