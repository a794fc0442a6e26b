"""Helpers for the with statement."""

import sys
from functools import wraps

__all__ = ['contextmanager', 'nested', 'closing']


class GeneratorContextManager(object):
    def __init__(self, gen):
        self.gen = gen

    def __enter__(self):
        try:
            return self.gen.next()
        except StopIteration:
            raise RuntimeError("generator didn't yield")

    def __exit__(self, kind, value, traceback):
        if kind is None:
            try:
                self.gen.next()
            except StopIteration:
                return
            raise RuntimeError("generator didn't stop")
        if value is None:
            value = kind()
        try:
            self.gen.throw(kind, value, traceback)
        except StopIteration, stop:
            return stop is not value
        except:
            if sys.exc_info()[1] is value:
                return False
            raise
        raise RuntimeError("generator didn't stop after throw()")


def contextmanager(func):
    @wraps(func)
    def helper(*args, **kwds):
        return GeneratorContextManager(func(*args, **kwds))
    return helper


@contextmanager
def nested(*managers):
    exits = []
    values = []
    pending = (None, None, None)
    try:
        for manager in managers:
            leave = manager.__exit__
            values.append(manager.__enter__())
            exits.append(leave)
        yield values
    except:
        pending = sys.exc_info()
    finally:
        while exits:
            leave = exits.pop()
            try:
                if leave(*pending):
                    pending = (None, None, None)
            except:
                pending = sys.exc_info()
        if pending != (None, None, None):
            raise pending[0], pending[1], pending[2]


class closing(object):
    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *exc_info):
        self.thing.close()
