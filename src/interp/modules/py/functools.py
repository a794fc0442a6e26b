"""Functions that work on functions."""

from _functools import partial, reduce

__all__ = ['WRAPPER_ASSIGNMENTS', 'WRAPPER_UPDATES', 'update_wrapper', 'wraps', 'total_ordering', 'cmp_to_key',
           'partial', 'reduce']

WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__doc__')
WRAPPER_UPDATES = ('__dict__',)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    for name in assigned:
        if isinstance(wrapped, partial) and name in ('__module__', '__name__') and name not in wrapped.__dict__:
            raise AttributeError("'functools.partial' object has no attribute '%s'" % name)
        setattr(wrapper, name, getattr(wrapped, name))
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


def _gt_from_lt(self, other):
    return not (self < other or self == other)


def _le_from_lt(self, other):
    return self < other or self == other


def _ge_from_lt(self, other):
    return not self < other


def _ge_from_le(self, other):
    return not self <= other or self == other


def _lt_from_le(self, other):
    return self <= other and not self == other


def _gt_from_le(self, other):
    return not self <= other


def _lt_from_gt(self, other):
    return not (self > other or self == other)


def _ge_from_gt(self, other):
    return self > other or self == other


def _le_from_gt(self, other):
    return not self > other


def _le_from_ge(self, other):
    return not self >= other or self == other


def _gt_from_ge(self, other):
    return self >= other and not self == other


def _lt_from_ge(self, other):
    return not self >= other


_ORDERINGS = {
    '__lt__': [('__gt__', _gt_from_lt), ('__le__', _le_from_lt), ('__ge__', _ge_from_lt)],
    '__le__': [('__ge__', _ge_from_le), ('__lt__', _lt_from_le), ('__gt__', _gt_from_le)],
    '__gt__': [('__lt__', _lt_from_gt), ('__ge__', _ge_from_gt), ('__le__', _le_from_gt)],
    '__ge__': [('__le__', _le_from_ge), ('__gt__', _gt_from_ge), ('__lt__', _lt_from_ge)],
}


def total_ordering(cls):
    roots = set(dir(cls)) & set(_ORDERINGS)
    if not roots:
        raise ValueError('must define at least one ordering operation: < > <= >=')
    for name, function in _ORDERINGS[max(roots)]:
        if name not in roots:
            function.__name__ = name
            setattr(cls, name, function)
    return cls


def cmp_to_key(mycmp):
    """The key function that orders as a comparison function does."""
    class K(object):
        __slots__ = ['obj']

        def __init__(self, obj, *args):
            self.obj = obj

        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

        def __gt__(self, other):
            return mycmp(self.obj, other.obj) > 0

        def __eq__(self, other):
            return mycmp(self.obj, other.obj) == 0

        def __le__(self, other):
            return mycmp(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return mycmp(self.obj, other.obj) >= 0

        def __ne__(self, other):
            return mycmp(self.obj, other.obj) != 0

        def __hash__(self):
            raise TypeError('hash not implemented')
    return K
