"""Numbers of system errors."""

_names = [('EPERM', 1, 'Operation not permitted'), ('ENOENT', 2, 'No such file or directory'),
          ('EINTR', 4, 'Interrupted system call'), ('EIO', 5, 'Input/output error'), ('EBADF', 9, 'Bad file descriptor'),
          ('EAGAIN', 11, 'Resource temporarily unavailable'), ('ENOMEM', 12, 'Cannot allocate memory'),
          ('EACCES', 13, 'Permission denied'), ('EBUSY', 16, 'Device or resource busy'), ('EEXIST', 17, 'File exists'),
          ('ENOTDIR', 20, 'Not a directory'), ('EISDIR', 21, 'Is a directory'), ('EINVAL', 22, 'Invalid argument'),
          ('EMFILE', 24, 'Too many open files'), ('EFBIG', 27, 'File too large'), ('ENOSPC', 28, 'No space left on device'),
          ('ESPIPE', 29, 'Illegal seek'), ('EROFS', 30, 'Read-only file system'), ('EPIPE', 32, 'Broken pipe'),
          ('ERANGE', 34, 'Numerical result out of range'), ('ENAMETOOLONG', 36, 'File name too long'),
          ('ENOTEMPTY', 39, 'Directory not empty'), ('ELOOP', 40, 'Too many levels of symbolic links'),
          ('ECONNREFUSED', 111, 'Connection refused'), ('ETIMEDOUT', 110, 'Connection timed out')]
errorcode = {}
_texts = {}
for _name, _number, _text in _names:
    globals()[_name] = _number
    errorcode[_number] = _name
    _texts[_number] = _text
del _name, _number, _text, _names
