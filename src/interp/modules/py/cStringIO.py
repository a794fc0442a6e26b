"""Files in memory, of bytes."""

from StringIO import StringIO as _Base

__all__ = ['StringIO']


class _Buffer(_Base):
    def getvalue(self, use_pos=None):
        if self.closed:
            raise ValueError('I/O operation on closed file')
        return _Base.getvalue(self)

    def reset(self):
        self.seek(0)

    def write(self, s):
        if isinstance(s, unicode):
            s = s.encode('ascii')
        elif not isinstance(s, (str, bytearray)):
            raise TypeError('must be string or buffer, not %s' % ('None' if s is None else type(s).__name__))
        _Base.write(self, str(s))


class _Input(_Buffer):
    def write(self, s):
        raise AttributeError("'cStringIO.StringI' object has no attribute 'write'")


def StringIO(*args):
    if len(args) > 1:
        raise TypeError('StringIO() takes at most 1 argument (%d given)' % len(args))
    if not args:
        return _Buffer()
    text = args[0]
    if isinstance(text, unicode):
        text = text.encode('ascii')
    elif not isinstance(text, (str, bytearray)):
        raise TypeError('StringIO() argument 1 must be string or buffer, not %s'
                        % ('None' if text is None else type(text).__name__))
    return _Input(str(text))
