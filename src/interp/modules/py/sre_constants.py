"""The error of regular expressions."""


class error(Exception):
    pass
