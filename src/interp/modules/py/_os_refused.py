# The functions of `os` that a configuration may not call, put into its namespace when a name is still missed there.

_PROCESS = 'compute the value before and pass it in with -E or an environment variable'
_WRITE = 'print the text, or let a process of the job do it'
_SYSTEM = 'pass what is needed in with -E or an environment variable'


def _refusal(name, what, help):
    def refused(*args, **kwds):
        _os.refuse('a configuration may not %s: os.%s' % (what, name), help)
    refused.__name__ = name
    return refused


for _name in ('system', 'popen', 'popen2', 'popen3', 'popen4', 'fork', 'forkpty', 'execl', 'execle', 'execlp', 'execv',
              'execve', 'execvp', 'execvpe', 'spawnl', 'spawnle', 'spawnlp', 'spawnv', 'spawnve', 'spawnvp', 'startfile',
              'kill', 'killpg', 'wait', 'waitpid', 'abort', '_exit', 'nice'):
    globals()[_name] = _refusal(_name, 'start or end processes', _PROCESS)
for _name in ('remove', 'unlink', 'rename', 'renames', 'mkdir', 'makedirs', 'rmdir', 'removedirs', 'chmod', 'chown',
              'lchown', 'link', 'symlink', 'mkfifo', 'mknod', 'utime', 'open', 'write', 'fdopen', 'chdir', 'fchdir',
              'chroot', 'umask', 'tmpfile', 'tmpnam', 'tempnam', 'ftruncate', 'pipe', 'dup', 'dup2', 'close', 'read'):
    globals()[_name] = _refusal(_name, 'change the file system', _WRITE)
for _name in ('getpid', 'getppid', 'getuid', 'geteuid', 'getgid', 'getegid', 'getgroups', 'setuid', 'setgid', 'setsid',
              'getpgid', 'getpgrp', 'stat', 'lstat', 'fstat', 'statvfs', 'readlink', 'urandom', 'times', 'getloadavg',
              'sysconf', 'ttyname', 'isatty', 'ctermid'):
    globals()[_name] = _refusal(_name, 'look at the machine', _SYSTEM)
del _name
