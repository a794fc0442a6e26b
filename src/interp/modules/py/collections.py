"""Container types."""

from _abcoll import *
from _collections import deque
from _counter import Counter
from _defaultdict import defaultdict
from _namedtuple import namedtuple
from _ordereddict import OrderedDict

__all__ = ['Counter', 'deque', 'defaultdict', 'namedtuple', 'OrderedDict', 'Hashable', 'Iterable', 'Iterator', 'Sized',
           'Container', 'Callable', 'Set', 'MutableSet', 'Mapping', 'MutableMapping', 'MappingView', 'KeysView',
           'ItemsView', 'ValuesView', 'Sequence', 'MutableSequence']

MutableMapping.register(OrderedDict)
