"""Who runs this."""

import _os

__all__ = ['getpass', 'getuser', 'GetPassWarning']


class GetPassWarning(UserWarning):
    pass


getuser = _os.getuser


def getpass(prompt='Password: ', stream=None):
    _os.refuse('a configuration may not ask for a password', 'keep secrets out of configurations')
