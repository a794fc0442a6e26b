"""Abstract base classes."""

def _is_abstract(value):
    if isinstance(value, property):
        value = value.fget
    return getattr(value, '__isabstractmethod__', False)

class ABCMeta(type):
    """Keeps the abstract names of a class and the classes registered with it."""

    def __new__(mcs, name, bases, namespace):
        cls = type.__new__(mcs, name, bases, namespace)
        abstract = set(key for key, value in namespace.items() if _is_abstract(value))
        for base in bases:
            for key in getattr(base, '__abstractmethods__', ()):
                if _is_abstract(getattr(cls, key, None)):
                    abstract.add(key)
        cls.__abstractmethods__ = frozenset(abstract)
        cls._abc_registry = []
        cls._abc_children = []
        for base in bases:
            if isinstance(base, ABCMeta):
                base._abc_children.append(cls)
        return cls

    def __call__(cls, *args, **kwargs):
        missing = cls.__abstractmethods__
        if missing:
            raise TypeError("Can't instantiate abstract class %s with abstract methods %s"
                            % (cls.__name__, ', '.join(sorted(missing))))
        return type.__call__(cls, *args, **kwargs)

    def register(cls, subclass):
        if not isinstance(subclass, type) and type(subclass).__name__ != 'classobj':
            raise TypeError('Can only register classes')
        if issubclass(subclass, cls):
            return
        if issubclass(cls, subclass):
            raise RuntimeError('Refusing to create an inheritance cycle')
        cls._abc_registry.append(subclass)

    def __instancecheck__(cls, instance):
        own = getattr(instance, '__class__', None)
        kind = type(instance)
        if own is not None and cls.__subclasscheck__(own):
            return True
        return kind is not own and cls.__subclasscheck__(kind)

    def __subclasscheck__(cls, subclass):
        hook = getattr(cls, '__subclasshook__', None)
        if hook is not None:
            answer = hook(subclass)
            if answer is not NotImplemented:
                return answer
        if cls in getattr(subclass, '__mro__', ()):
            return True
        for known in cls._abc_registry:
            if issubclass(subclass, known):
                return True
        for child in cls._abc_children:
            if issubclass(subclass, child):
                return True
        return False

def abstractmethod(function):
    function.__isabstractmethod__ = True
    return function

def abstractproperty(fget=None, fset=None, fdel=None, doc=None):
    for function in (fget, fset, fdel):
        if function is not None:
            function.__isabstractmethod__ = True
    return property(fget, fset, fdel, doc)
