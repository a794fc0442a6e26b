"""The machine's name; the network is not there."""

import _os

gethostname = _os.gethostname
AF_INET, AF_INET6, AF_UNIX = 2, 10, 1
SOCK_STREAM, SOCK_DGRAM = 1, 2


class error(IOError):
    pass


class herror(error):
    pass


class gaierror(error):
    pass


class timeout(error):
    pass


def _refused(*args, **kwds):
    _os.refuse('a configuration cannot use the network',
               'pass the address in with -E, or let a process of the job find it out')


socket = create_connection = gethostbyname = gethostbyaddr = getaddrinfo = getfqdn = socketpair = _refused
