"""What the classes of `datetime` share: arguments and messages."""


def integer(value):
    if isinstance(value, (int, long)):
        if not -2147483648 <= value <= 2147483647:
            raise OverflowError('signed integer is %s than %s' % (('less', 'minimum') if value < 0 else
                                                                  ('greater', 'maximum')))
        return value
    if isinstance(value, float):
        raise TypeError('integer argument expected, got float')
    if hasattr(value, '__int__') and not isinstance(value, basestring):
        return int(value)
    raise TypeError('an integer is required')


def arguments(names, required, args, kwds, defaults):
    """One value for each name; errors as a built-in function words them."""
    if len(args) + len(kwds) > len(names):
        name = '__new__()' if names[0] == 'days' else 'function'
        raise TypeError('%s takes at most %d arguments (%d given)' % (name, len(names), len(args) + len(kwds)))
    values = list(args) + list(defaults[len(args):])
    given = [True] * len(args) + [False] * (len(names) - len(args))
    for key in kwds:
        if key not in names:
            raise TypeError("'%s' is an invalid keyword argument for this function" % key)
        at = names.index(key)
        if given[at]:
            raise TypeError("Argument given by name ('%s') and position (%d)" % (key, at + 1))
        given[at] = True
        values[at] = kwds[key]
    for at in range(required):
        if not given[at]:
            raise TypeError("Required argument '%s' (pos %d) not found" % (names[at], at + 1))
    return values


def full_name(value):
    cls = type(value)
    if cls.__module__ == 'datetime':
        return 'datetime.' + cls.__name__
    return cls.__name__


def unsupported(op, left, right, other):
    """Refuses an operand that is certain to have no say of its own."""
    if type(other).__module__ in ('__builtin__', 'datetime'):
        raise TypeError('unsupported operand type(s) for %s: %r and %r' % (op, full_name(left), full_name(right)))
    return NotImplemented


def cannot_compare(a, b):
    raise TypeError("can't compare %s to %s" % (full_name(a), full_name(b)))


def field(owner, name, slot):
    """A read-only attribute."""
    def get(self):
        return getattr(self, slot)

    def refuse(self, value=None):
        raise AttributeError("attribute '%s' of '%s' objects is not writable" % (name, owner))
    return property(get, refuse, refuse)


def no_attribute(self, name):
    raise AttributeError("'%s' object has no attribute '%s'" % (full_name(self), name))
