"""Messages on standard error."""

import sys

CRITICAL = FATAL = 50
ERROR = 40
WARNING = WARN = 30
INFO = 20
DEBUG = 10
NOTSET = 0
_names = {CRITICAL: 'CRITICAL', ERROR: 'ERROR', WARNING: 'WARNING', INFO: 'INFO', DEBUG: 'DEBUG', NOTSET: 'NOTSET'}
BASIC_FORMAT = '%(levelname)s:%(name)s:%(message)s'
raiseExceptions = 1


def getLevelName(level):
    if level in _names:
        return _names[level]
    for number, name in _names.items():
        if name == level:
            return number
    return 'Level %s' % level


def addLevelName(level, levelName):
    _names[level] = levelName


def _level(level):
    if isinstance(level, (int, long)):
        return level
    for number, name in _names.items():
        if name == level:
            return number
    if isinstance(level, str):
        raise ValueError('Unknown level: %r' % level)
    raise TypeError('Level not an integer or a valid string: %r' % level)


class LogRecord(object):
    def __init__(self, name, level, msg, args, exc_info=None):
        self.name = name
        self.levelno = level
        self.levelname = getLevelName(level)
        self.msg = msg
        if args and len(args) == 1 and isinstance(args[0], dict) and args[0]:
            args = args[0]
        self.args = args
        self.exc_info = exc_info
        self.created = 0.0
        self.process = self.thread = 0
        self.module = self.filename = self.pathname = self.funcName = ''
        self.lineno = 0

    def getMessage(self):
        msg = self.msg if isinstance(self.msg, basestring) else str(self.msg)
        return msg % self.args if self.args else msg


class Formatter(object):
    def __init__(self, fmt=None, datefmt=None):
        self._fmt = fmt or '%(message)s'
        self.datefmt = datefmt

    def formatTime(self, record, datefmt=None):
        import time
        return time.strftime(datefmt or '%Y-%m-%d %H:%M:%S', time.localtime())

    def format(self, record):
        record.message = record.getMessage()
        if '%(asctime)' in self._fmt:
            record.asctime = self.formatTime(record, self.datefmt)
        text = self._fmt % record.__dict__
        if record.exc_info and record.exc_info[0]:
            text += '\n%s: %s' % (record.exc_info[0].__name__, record.exc_info[1])
        return text


class Filter(object):
    def __init__(self, name=''):
        self.name = name

    def filter(self, record):
        return not self.name or record.name == self.name or record.name.startswith(self.name + '.')


class Handler(object):
    def __init__(self, level=NOTSET):
        self.level = _level(level)
        self.formatter = None
        self.filters = []

    def setLevel(self, level):
        self.level = _level(level)

    def setFormatter(self, fmt):
        self.formatter = fmt

    def addFilter(self, filter):
        self.filters.append(filter)

    def format(self, record):
        return (self.formatter or Formatter()).format(record)

    def handle(self, record):
        if all(f.filter(record) for f in self.filters):
            self.emit(record)

    def emit(self, record):
        raise NotImplementedError('emit must be implemented by Handler subclasses')

    def flush(self):
        pass

    def close(self):
        pass


class StreamHandler(Handler):
    def __init__(self, stream=None):
        Handler.__init__(self)
        self.stream = sys.stderr if stream is None else stream

    def emit(self, record):
        self.stream.write('%s\n' % self.format(record))


class NullHandler(Handler):
    def handle(self, record):
        pass

    emit = handle


class Logger(object):
    def __init__(self, name, level=NOTSET):
        self.name = name
        self.level = _level(level)
        self.parent = None
        self.propagate = 1
        self.handlers = []
        self.filters = []
        self.disabled = 0

    def setLevel(self, level):
        self.level = _level(level)

    def getEffectiveLevel(self):
        logger = self
        while logger:
            if logger.level:
                return logger.level
            logger = logger.parent
        return NOTSET

    def isEnabledFor(self, level):
        return level >= self.getEffectiveLevel() and level > _disabled[0]

    def addHandler(self, handler):
        if handler not in self.handlers:
            self.handlers.append(handler)

    def removeHandler(self, handler):
        if handler in self.handlers:
            self.handlers.remove(handler)

    def addFilter(self, filter):
        self.filters.append(filter)

    def getChild(self, suffix):
        return getLogger(suffix if self is root else self.name + '.' + suffix)

    def log(self, level, msg, *args, **kwargs):
        if not isinstance(level, (int, long)):
            raise TypeError('level must be an integer')
        if self.isEnabledFor(level):
            self._log(level, msg, args, **kwargs)

    def _log(self, level, msg, args, exc_info=None, extra=None):
        if exc_info and not isinstance(exc_info, tuple):
            exc_info = sys.exc_info()
        record = LogRecord(self.name, level, msg, args, exc_info)
        record.__dict__.update(extra or {})
        if self.disabled or not all(f.filter(record) for f in self.filters):
            return
        found = 0
        logger = self
        while logger:
            for handler in logger.handlers:
                found += 1
                if level >= handler.level:
                    handler.handle(record)
            logger = logger.parent if logger.propagate else None
        if not found and not _told:
            _told.append(True)
            sys.stderr.write('No handlers could be found for logger "%s"\n' % self.name)

    def debug(self, msg, *args, **kwargs):
        self.log(DEBUG, msg, *args, **kwargs)

    def info(self, msg, *args, **kwargs):
        self.log(INFO, msg, *args, **kwargs)

    def warning(self, msg, *args, **kwargs):
        self.log(WARNING, msg, *args, **kwargs)

    warn = warning

    def error(self, msg, *args, **kwargs):
        self.log(ERROR, msg, *args, **kwargs)

    def exception(self, msg, *args, **kwargs):
        kwargs['exc_info'] = 1
        self.error(msg, *args, **kwargs)

    def critical(self, msg, *args, **kwargs):
        self.log(CRITICAL, msg, *args, **kwargs)

    fatal = critical


_disabled = [0]
_told = []
_loggers = {}
root = Logger('root', WARNING)


def getLogger(name=None):
    if not name:
        return root
    if name not in _loggers:
        logger = Logger(name)
        logger.parent = getLogger(name.rpartition('.')[0])
        _loggers[name] = logger
        for other, known in _loggers.items():
            if other.startswith(name + '.') and len(known.parent.name) < len(name) or known.parent is root and (
                    other.startswith(name + '.')):
                known.parent = logger
    return _loggers[name]


def basicConfig(**kwargs):
    if root.handlers:
        return
    if 'filename' in kwargs:
        import _os
        _os.refuse('a configuration may not write a log file', 'leave `filename` out; messages go to standard error')
    handler = StreamHandler(kwargs.get('stream'))
    handler.setFormatter(Formatter(kwargs.get('format', BASIC_FORMAT), kwargs.get('datefmt')))
    root.addHandler(handler)
    if kwargs.get('level') is not None:
        root.setLevel(kwargs['level'])


def disable(level):
    _disabled[0] = level


def _through_root(name):
    def function(msg, *args, **kwargs):
        if not root.handlers:
            basicConfig()
        getattr(root, name)(msg, *args, **kwargs)
    function.__name__ = name
    return function


for _name in ('debug', 'info', 'warning', 'warn', 'error', 'exception', 'critical', 'fatal'):
    globals()[_name] = _through_root(_name)
del _name


def log(level, msg, *args, **kwargs):
    if not root.handlers:
        basicConfig()
    root.log(level, msg, *args, **kwargs)


def shutdown():
    pass
