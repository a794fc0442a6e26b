"""Rational numbers."""

import numbers
import operator
import re

__all__ = ['Fraction', 'gcd']


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


_FORMAT = re.compile(r"""
    \A\s*
    (?P<sign>[-+]?)
    (?=\d|\.\d)
    (?P<num>\d*)
    (?:(?:/(?P<denom>\d+))?|(?:\.(?P<decimal>\d*))?(?:E(?P<exp>[-+]?\d+))?)
    \s*\Z
""", re.VERBOSE | re.IGNORECASE)


class Fraction(numbers.Rational):
    __slots__ = ('_numerator', '_denominator')

    def __new__(cls, numerator=0, denominator=None):
        self = super(Fraction, cls).__new__(cls)
        if denominator is None:
            if isinstance(numerator, numbers.Rational):
                self._numerator = numerator.numerator
                self._denominator = numerator.denominator
                return self
            if isinstance(numerator, float):
                made = Fraction.from_float(numerator)
                self._numerator = made._numerator
                self._denominator = made._denominator
                return self
            if hasattr(numerator, '_as_fraction'):
                self._numerator, self._denominator = numerator._as_fraction()
                return self
            if not isinstance(numerator, basestring):
                raise TypeError('argument should be a string or a Rational instance')
            numerator, denominator = _parsed(numerator)
        elif isinstance(numerator, numbers.Rational) and isinstance(denominator, numbers.Rational):
            numerator, denominator = (numerator.numerator * denominator.denominator,
                                      denominator.numerator * numerator.denominator)
        else:
            raise TypeError('both arguments should be Rational instances')
        if denominator == 0:
            raise ZeroDivisionError('Fraction(%s, 0)' % numerator)
        common = gcd(numerator, denominator)
        self._numerator = numerator // common
        self._denominator = denominator // common
        return self

    @classmethod
    def from_float(cls, f):
        if isinstance(f, numbers.Integral):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError('%s.from_float() only takes floats, not %r (%s)' % (cls.__name__, f, type(f).__name__))
        if f != f or f in (float('inf'), float('-inf')):
            raise TypeError('Cannot convert %r to %s.' % (f, cls.__name__))
        return cls(*f.as_integer_ratio())

    @classmethod
    def from_decimal(cls, dec):
        return cls(*dec._as_fraction())

    def limit_denominator(self, max_denominator=1000000):
        if max_denominator < 1:
            raise ValueError('max_denominator should be at least 1')
        if self._denominator <= max_denominator:
            return Fraction(self)
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            a = n // d
            q2 = q0 + a * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        bound1 = Fraction(p0 + k * p1, q0 + k * q1)
        bound2 = Fraction(p1, q1)
        if abs(bound2 - self) <= abs(bound1 - self):
            return bound2
        return bound1

    numerator = property(lambda a: a._numerator)
    denominator = property(lambda a: a._denominator)

    def __repr__(self):
        return 'Fraction(%s, %s)' % (self._numerator, self._denominator)

    def __str__(self):
        if self._denominator == 1:
            return str(self._numerator)
        return '%s/%s' % (self._numerator, self._denominator)

    def _operate(self, other, exact, inexact, reflected=False):
        if isinstance(other, numbers.Rational):
            a, b = (other, self) if reflected else (self, other)
            return exact(a.numerator, a.denominator, b.numerator, b.denominator)
        if isinstance(other, float):
            return inexact(other, float(self)) if reflected else inexact(float(self), other)
        return NotImplemented

    def __add__(a, b):
        return a._operate(b, _add, operator.add)

    def __radd__(b, a):
        return b._operate(a, _add, operator.add, True)

    def __sub__(a, b):
        return a._operate(b, _sub, operator.sub)

    def __rsub__(b, a):
        return b._operate(a, _sub, operator.sub, True)

    def __mul__(a, b):
        return a._operate(b, _mul, operator.mul)

    def __rmul__(b, a):
        return b._operate(a, _mul, operator.mul, True)

    def __truediv__(a, b):
        return a._operate(b, _div, operator.truediv)

    def __rtruediv__(b, a):
        return b._operate(a, _div, operator.truediv, True)

    def __div__(a, b):
        return a._operate(b, _div, operator.div)

    def __rdiv__(b, a):
        return b._operate(a, _div, operator.div, True)

    def __floordiv__(a, b):
        import math
        div = a / b
        if isinstance(div, numbers.Rational):
            return div.numerator // div.denominator
        return math.floor(div)

    def __rfloordiv__(b, a):
        import math
        div = a / b
        if isinstance(div, numbers.Rational):
            return div.numerator // div.denominator
        return math.floor(div)

    def __mod__(a, b):
        return a - b * (a // b)

    def __rmod__(b, a):
        return a - b * (a // b)

    def __pow__(a, b):
        if isinstance(b, numbers.Rational):
            if b.denominator == 1:
                power = b.numerator
                if power >= 0:
                    return Fraction(a._numerator ** power, a._denominator ** power)
                return Fraction(a._denominator ** -power, a._numerator ** -power)
            return float(a) ** float(b)
        return float(a) ** b

    def __rpow__(b, a):
        if b._denominator == 1 and b._numerator >= 0:
            return a ** b._numerator
        if isinstance(a, numbers.Rational):
            return Fraction(a.numerator, a.denominator) ** b
        return a ** float(b)

    def __pos__(a):
        return Fraction(a._numerator, a._denominator)

    def __neg__(a):
        return Fraction(-a._numerator, a._denominator)

    def __abs__(a):
        return Fraction(abs(a._numerator), a._denominator)

    def __trunc__(a):
        if a._numerator < 0:
            return -(-a._numerator // a._denominator)
        return a._numerator // a._denominator

    def __int__(a):
        return int(a.__trunc__())

    def __float__(a):
        from operator import truediv
        return truediv(a._numerator, a._denominator)

    def __hash__(self):
        if self._denominator == 1:
            return hash(self._numerator)
        if self == float(self):
            return hash(float(self))
        return hash((self._numerator, self._denominator))

    def __eq__(a, b):
        if isinstance(b, numbers.Rational):
            return a._numerator == b.numerator and a._denominator == b.denominator
        if isinstance(b, float):
            if b != b or b in (float('inf'), float('-inf')):
                return 0.0 == b
            return a == Fraction.from_float(b)
        return NotImplemented

    def __ne__(a, b):
        return not a == b

    def _compare(self, other, op):
        if isinstance(other, numbers.Rational):
            return op(self._numerator * other.denominator, self._denominator * other.numerator)
        if isinstance(other, float):
            if other != other or other in (float('inf'), float('-inf')):
                return op(0.0, other)
            return op(self, Fraction.from_float(other))
        return NotImplemented

    def __lt__(a, b):
        return a._compare(b, operator.lt)

    def __gt__(a, b):
        return a._compare(b, operator.gt)

    def __le__(a, b):
        return a._compare(b, operator.le)

    def __ge__(a, b):
        return a._compare(b, operator.ge)

    def __nonzero__(a):
        return a._numerator != 0

    def __reduce__(self):
        return self.__class__, (self._numerator, self._denominator)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


def _parsed(text):
    found = _FORMAT.match(text)
    if found is None:
        raise ValueError('Invalid literal for Fraction: %r' % text)
    numerator = int(found.group('num') or '0')
    denominator = 1
    if found.group('denom'):
        denominator = int(found.group('denom'))
    else:
        decimal = found.group('decimal')
        if decimal:
            scale = 10 ** len(decimal)
            numerator = numerator * scale + int(decimal)
            denominator *= scale
        exp = found.group('exp')
        if exp:
            exp = int(exp)
            if exp >= 0:
                numerator *= 10 ** exp
            else:
                denominator *= 10 ** -exp
    if found.group('sign') == '-':
        numerator = -numerator
    return numerator, denominator


def _add(an, ad, bn, bd):
    return Fraction(an * bd + bn * ad, ad * bd)


def _sub(an, ad, bn, bd):
    return Fraction(an * bd - bn * ad, ad * bd)


def _mul(an, ad, bn, bd):
    return Fraction(an * bn, ad * bd)


def _div(an, ad, bn, bd):
    return Fraction(an * bd, ad * bn)
