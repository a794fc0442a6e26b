"""Bytes as text."""

from _binascii import *


class Error(Exception):
    pass


class Incomplete(Exception):
    pass
