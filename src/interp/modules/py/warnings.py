"""Warnings, on standard error."""

import _os

__all__ = ['warn', 'warn_explicit', 'showwarning', 'formatwarning', 'filterwarnings', 'simplefilter', 'resetwarnings',
           'catch_warnings']

filters = [('ignore', None, DeprecationWarning, None, 0), ('ignore', None, PendingDeprecationWarning, None, 0),
           ('ignore', None, ImportWarning, None, 0), ('ignore', None, BytesWarning, None, 0)]
_seen = {}


def _action(message, category):
    import re
    for action, pattern, wanted, module, lineno in filters:
        if issubclass(category, wanted) and (not pattern or re.match(pattern, message, re.I)):
            return action
    return 'default'


def warn(message, category=None, stacklevel=1):
    if isinstance(message, Warning):
        category = message.__class__
    if category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise AssertionError
    text = str(message)
    action = _action(text, category)
    if action == 'ignore':
        return
    if action == 'error':
        raise message if isinstance(message, Warning) else category(message)
    key = (text, category)
    if action != 'always' and key in _seen:
        return
    _seen[key] = True
    if _caught:
        _caught[-1].append(WarningMessage(message, category))
    else:
        _os.write_err('%s: %s\n' % (category.__name__, text))


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None):
    warn(message, category)


def showwarning(message, category, filename, lineno, file=None, line=None):
    _os.write_err(formatwarning(message, category, filename, lineno, line))


def formatwarning(message, category, filename, lineno, line=None):
    return '%s:%s: %s: %s\n' % (filename, lineno, category.__name__, message)


def filterwarnings(action, message='', category=Warning, module='', lineno=0, append=0):
    assert action in ('error', 'ignore', 'always', 'default', 'module', 'once'), 'invalid action: %r' % (action,)
    item = (action, message, category, module, lineno)
    if append:
        filters.append(item)
    else:
        filters.insert(0, item)


def simplefilter(action, category=Warning, lineno=0, append=0):
    filterwarnings(action, '', category, '', lineno, append)


def resetwarnings():
    filters[:] = []


_caught = []


class WarningMessage(object):
    def __init__(self, message, category, filename='', lineno=0):
        self.message = message if isinstance(message, Warning) else category(message)
        self.category = category
        self.filename = filename
        self.lineno = lineno


class catch_warnings(object):
    def __init__(self, record=False, module=None):
        self._record = record

    def __enter__(self):
        self._filters = filters[:]
        if self._record:
            found = []
            _caught.append(found)
            return found

    def __exit__(self, *exc_info):
        filters[:] = self._filters
        if self._record:
            _caught.pop()
