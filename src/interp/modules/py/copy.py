"""Shallow and deep copies."""

import types

__all__ = ['Error', 'copy', 'deepcopy']


class Error(Exception):
    pass


error = Error

_SAME = set([type(None), type(Ellipsis), int, long, float, bool, str, unicode, type, xrange,
             types.ClassType, types.BuiltinFunctionType, types.FunctionType, types.NotImplementedType,
             types.MethodType])
_SHALLOW_SAME = _SAME | set([tuple, frozenset])
_SHALLOW_SAME.discard(types.MethodType)


def copy(x):
    """A shallow copy."""
    cls = type(x)
    if cls in _SHALLOW_SAME:
        return x
    if cls is list:
        return x[:]
    if cls in (dict, set):
        return x.copy()
    if cls is types.InstanceType:
        return _copy_instance(x)
    copier = getattr(cls, '__copy__', None)
    if copier is not None:
        return copier(x)
    if issubclass(cls, type):
        return x
    return _rebuild(x, _reduced(x, cls), False, {})


def deepcopy(x, memo=None, _nil=[]):
    """A copy that shares nothing mutable with the original."""
    if memo is None:
        memo = {}
    known = memo.get(id(x), _nil)
    if known is not _nil:
        return known
    cls = type(x)
    if cls in _SAME:
        y = x
        if cls is types.MethodType:
            y = type(x)(x.im_func, deepcopy(x.im_self, memo), x.im_class)
    elif cls is list:
        y = []
        memo[id(x)] = y
        for item in x:
            y.append(deepcopy(item, memo))
    elif cls is dict:
        y = {}
        memo[id(x)] = y
        for key, value in x.iteritems():
            y[deepcopy(key, memo)] = deepcopy(value, memo)
    elif cls is tuple:
        y = _deepcopy_tuple(x, memo)
    elif cls is types.InstanceType:
        y = _deepcopy_instance(x, memo)
    elif issubclass(cls, type):
        y = x
    else:
        copier = getattr(x, '__deepcopy__', None)
        if copier is not None:
            y = copier(memo)
        else:
            y = _rebuild(x, _reduced(x, cls), True, memo)
    memo[id(x)] = y
    _keep_alive(x, memo)
    return y


def _keep_alive(x, memo):
    try:
        memo[id(memo)].append(x)
    except KeyError:
        memo[id(memo)] = [x]


def _deepcopy_tuple(x, memo):
    y = [deepcopy(item, memo) for item in x]
    known = memo.get(id(x))
    if known is not None:
        return known
    for i in xrange(len(x)):
        if x[i] is not y[i]:
            return tuple(y)
    return x


class _Empty:
    pass


def _blank(x, deep, memo):
    if hasattr(x, '__getinitargs__'):
        args = x.__getinitargs__()
        if deep:
            args = deepcopy(args, memo)
        return x.__class__(*args)
    y = _Empty()
    y.__class__ = x.__class__
    return y


def _copy_instance(x):
    if hasattr(x, '__copy__'):
        return x.__copy__()
    y = _blank(x, False, None)
    state = x.__getstate__() if hasattr(x, '__getstate__') else x.__dict__
    if hasattr(y, '__setstate__'):
        y.__setstate__(state)
    else:
        y.__dict__.update(state)
    return y


def _deepcopy_instance(x, memo):
    if hasattr(x, '__deepcopy__'):
        return x.__deepcopy__(memo)
    y = _blank(x, True, memo)
    memo[id(x)] = y
    state = x.__getstate__() if hasattr(x, '__getstate__') else x.__dict__
    state = deepcopy(state, memo)
    if hasattr(y, '__setstate__'):
        y.__setstate__(state)
    else:
        y.__dict__.update(state)
    return y


_BASES = (list, dict, set, frozenset, tuple, str, unicode, int, long, float, bytearray)
_UNCOPYABLE = (types.GeneratorType, types.ModuleType, types.CodeType)


def _reduced(x, cls):
    """How to make x again: function, arguments, state, list items, dictionary items."""
    for base in cls.__mro__:
        if '__reduce_ex__' in base.__dict__ and base is not object:
            return _padded(x.__reduce_ex__(2))
        if '__reduce__' in base.__dict__ and base is not object:
            return _padded(x.__reduce__())
    if isinstance(x, _UNCOPYABLE):
        raise TypeError("can't pickle %s objects" % cls.__name__)
    if cls in (set, frozenset):
        return cls, (list(x),), None, None, None
    if cls is bytearray:
        return bytearray, (str(x),), None, None, None
    if cls in (file, super, property, staticmethod, classmethod, slice):
        raise TypeError("can't pickle %s objects" % cls.__name__)
    if isinstance(x, BaseException):
        return cls, x.args, getattr(x, '__dict__', None), None, None
    args = ()
    if hasattr(x, '__getnewargs__'):
        args = tuple(x.__getnewargs__())
    elif isinstance(x, (str, unicode, int, long, float)):
        args = (next(base for base in _BASES if isinstance(x, base))(x),)
    elif isinstance(x, tuple):
        args = (tuple(x),)
    elif isinstance(x, (set, frozenset)):
        return cls, (list(x),), getattr(x, '__dict__', None) or None, None, None
    state = _state(x, cls)
    listitems = iter(x) if isinstance(x, list) else None
    dictitems = x.iteritems() if isinstance(x, dict) else None
    return _new, (cls,) + args, state, listitems, dictitems


def _new(cls, *args):
    return cls.__new__(cls, *args)


def _state(x, cls):
    if hasattr(x, '__getstate__'):
        return x.__getstate__()
    state = getattr(x, '__dict__', None) or None
    slots = {}
    for base in cls.__mro__:
        names = base.__dict__.get('__slots__', ())
        if isinstance(names, basestring):
            names = (names,)
        for name in names:
            if name in ('__dict__', '__weakref__'):
                continue
            if name.startswith('__') and not name.endswith('__'):
                name = '_%s%s' % (base.__name__.lstrip('_'), name)
            if hasattr(x, name):
                slots[name] = getattr(x, name)
    if slots:
        return state, slots
    return state


def _padded(parts):
    if isinstance(parts, str):
        return parts
    return tuple(parts) + (None,) * (5 - len(parts))


def _rebuild(x, parts, deep, memo):
    if isinstance(parts, str):
        return x
    function, args, state, listitems, dictitems = parts
    if deep:
        args = deepcopy(args, memo)
    y = function(*args)
    memo[id(x)] = y
    if state is not None:
        _restore(y, deepcopy(state, memo) if deep else state)
    if listitems is not None:
        for item in listitems:
            y.append(deepcopy(item, memo) if deep else item)
    if dictitems is not None:
        for key, value in dictitems:
            if deep:
                key = deepcopy(key, memo)
                value = deepcopy(value, memo)
            y[key] = value
    return y


def _restore(y, state):
    if hasattr(y, '__setstate__'):
        y.__setstate__(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state is not None:
        y.__dict__.update(state)
    if slots is not None:
        for key, value in slots.iteritems():
            setattr(y, key, value)
