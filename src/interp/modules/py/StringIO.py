"""Files in memory."""

__all__ = ['StringIO']


class StringIO:
    def __init__(self, buf=''):
        if not isinstance(buf, basestring):
            buf = str(buf)
        self.buf = buf
        self.len = len(buf)
        self.buflist = []
        self.pos = 0
        self.closed = False
        self.softspace = 0

    def _open(self):
        if self.closed:
            raise ValueError('I/O operation on closed file')

    def _join(self):
        if self.buflist:
            self.buf += ''.join(self.buflist)
            self.buflist = []

    def __iter__(self):
        return self

    def next(self):
        self._open()
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def close(self):
        if not self.closed:
            self.closed = True
            del self.buf, self.pos

    def isatty(self):
        self._open()
        return False

    def flush(self):
        self._open()

    def seek(self, pos, mode=0):
        self._open()
        self._join()
        if mode == 1:
            pos += self.pos
        elif mode == 2:
            pos += self.len
        self.pos = max(0, pos)

    def tell(self):
        self._open()
        return self.pos

    def read(self, n=-1):
        self._open()
        self._join()
        if n is None or n < 0:
            end = self.len
        else:
            end = min(self.pos + n, self.len)
        text = self.buf[self.pos:end]
        self.pos = end
        return text

    def readline(self, length=None):
        self._open()
        self._join()
        i = self.buf.find('\n', self.pos)
        end = self.len if i < 0 else i + 1
        if length is not None and length >= 0 and self.pos + length < end:
            end = self.pos + length
        text = self.buf[self.pos:end]
        self.pos = end
        return text

    def readlines(self, sizehint=0):
        total = 0
        lines = []
        line = self.readline()
        while line:
            lines.append(line)
            total += len(line)
            if 0 < sizehint <= total:
                break
            line = self.readline()
        return lines

    def truncate(self, size=None):
        self._open()
        if size is None:
            size = self.pos
        elif size < 0:
            raise IOError(22, 'Negative size not allowed')
        elif size < self.pos:
            self.pos = size
        self.buf = self.getvalue()[:size]
        self.len = size

    def write(self, s):
        self._open()
        if not s:
            return
        if not isinstance(s, basestring):
            s = str(s)
        if self.pos == self.len:
            self.buflist.append(s)
            self.len = self.pos = self.pos + len(s)
            return
        self._join()
        if self.pos > self.len:
            self.buf += '\0' * (self.pos - self.len)
            self.len = self.pos
        end = self.pos + len(s)
        self.buf = self.buf[:self.pos] + s + self.buf[end:]
        self.len = max(self.len, end)
        self.pos = end

    def writelines(self, iterable):
        for line in iterable:
            self.write(line)

    def getvalue(self):
        self._join()
        return self.buf
