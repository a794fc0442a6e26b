"""A dictionary that makes the values it misses."""


class defaultdict(dict):
    __module__ = 'collections'

    def __init__(self, *args, **kwds):
        factory = None
        if args:
            factory = args[0]
            if factory is not None and not callable(factory):
                raise TypeError('first argument must be callable or None')
        self.default_factory = factory
        dict.__init__(self, *args[1:], **kwds)

    def __missing__(self, key):
        factory = self.default_factory
        if factory is None:
            raise KeyError(key)
        self[key] = value = factory()
        return value

    def __repr__(self):
        factory = self.default_factory
        if '__repr_running' in self.__dict__:
            shown = '...'
        else:
            self.__dict__['__repr_running'] = True
            try:
                shown = repr(factory)
            finally:
                del self.__dict__['__repr_running']
        return 'defaultdict(%s, %s)' % (shown, dict.__repr__(self))

    def copy(self):
        return type(self)(self.default_factory, self)

    __copy__ = copy

    def __reduce__(self):
        args = () if self.default_factory is None else (self.default_factory,)
        return type(self), args, None, None, self.iteritems()
