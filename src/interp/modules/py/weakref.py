"""References; here they keep what they refer to."""

__all__ = ['ref', 'proxy', 'WeakKeyDictionary', 'WeakValueDictionary', 'WeakSet']


class ref(object):
    def __init__(self, object, callback=None):
        self._object = object

    def __call__(self):
        return self._object

    def __eq__(self, other):
        return isinstance(other, ref) and self._object == other._object

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return hash(self._object)


def proxy(object, callback=None):
    return object


WeakKeyDictionary = WeakValueDictionary = dict
WeakSet = set
