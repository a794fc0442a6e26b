"""The machine; only its name is told."""

import _os


def node():
    return _os.gethostname()


def system():
    return 'Linux'


def machine():
    return 'x86_64'


def processor():
    return ''


def release():
    return ''


def version():
    return ''


def python_version():
    return '2.7.18'


def python_version_tuple():
    return ('2', '7', '18')


def python_implementation():
    return 'CPython'


def architecture():
    return ('64bit', 'ELF')


def uname():
    return ('Linux', node(), '', '', 'x86_64', '')


def platform(aliased=0, terse=0):
    return 'Linux'
