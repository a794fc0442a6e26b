"""Numbers that look random, the same for the same seed: the Mersenne twister."""

import _random
from math import ceil, cos, log, pi, sin, sqrt

__all__ = ['Random', 'seed', 'random', 'uniform', 'randint', 'choice', 'sample', 'randrange', 'shuffle', 'gauss',
           'expovariate', 'triangular', 'getrandbits', 'getstate', 'setstate']


class Random(object):
    def __init__(self, x=None):
        self._twister = _random.Twister()
        self._seeded = False
        self.gauss_next = None
        if x is not None:
            self.seed(x)

    def seed(self, a=None):
        if a is None:
            import _os
            _os.refuse('a configuration would be different each time with a random seed',
                       'give a seed: random.seed(7) or random.Random(7)')
        if not isinstance(a, (int, long)):
            a = hash(a)
            if a < 0:
                a += 1 << 64
        self._twister.seed(abs(a))
        self._seeded = True
        self.gauss_next = None

    def _checked(self):
        if not self._seeded:
            self.seed()
        return self._twister

    def random(self):
        return self._checked().random()

    def getrandbits(self, k):
        if k <= 0:
            raise ValueError('number of bits must be greater than zero')
        return self._checked().getrandbits(k)

    def getstate(self):
        return (3, self._checked().getstate(), self.gauss_next)

    def setstate(self, state):
        self._twister.setstate(state[1])
        self._seeded = True
        self.gauss_next = state[2]

    def randrange(self, start, stop=None, step=1):
        first = int(start)
        if first != start:
            raise ValueError('non-integer arg 1 for randrange()')
        if stop is None:
            if first > 0:
                return int(self._below(first))
            raise ValueError('empty range for randrange()')
        last = int(stop)
        if last != stop:
            raise ValueError('non-integer stop for randrange()')
        width = last - first
        if step == 1 and width > 0:
            return int(first + int(self._below(width)))
        if step == 1:
            raise ValueError('empty range for randrange() (%d,%d, %d)' % (first, last, width))
        stride = int(step)
        if stride != step:
            raise ValueError('non-integer step for randrange()')
        if stride > 0:
            n = (width + stride - 1) // stride
        elif stride < 0:
            n = (width + stride + 1) // stride
        else:
            raise ValueError('zero step for randrange()')
        if n <= 0:
            raise ValueError('empty range for randrange()')
        return first + stride * int(self._below(n))

    def _below(self, n):
        if n >= 1 << 53:
            k = int(1.00001 + log(n - 1, 2.0))
            r = self.getrandbits(k)
            while r >= n:
                r = self.getrandbits(k)
            return r
        return int(self.random() * n)

    def randint(self, a, b):
        return self.randrange(a, b + 1)

    def choice(self, seq):
        return seq[int(self.random() * len(seq))]

    def shuffle(self, x, random=None):
        if random is None:
            random = self.random
        for i in reversed(xrange(1, len(x))):
            j = int(random() * (i + 1))
            x[i], x[j] = x[j], x[i]

    def sample(self, population, k):
        n = len(population)
        if not 0 <= k <= n:
            raise ValueError('sample larger than population')
        result = [None] * k
        size = 21
        if k > 5:
            size += 4 ** ceil(log(k * 3, 4))
        if n <= size or hasattr(population, 'keys'):
            pool = list(population)
            for i in xrange(k):
                j = int(self.random() * (n - i))
                result[i] = pool[j]
                pool[j] = pool[n - i - 1]
            return result
        chosen = set()
        for i in xrange(k):
            j = int(self.random() * n)
            while j in chosen:
                j = int(self.random() * n)
            chosen.add(j)
            result[i] = population[j]
        return result

    def uniform(self, a, b):
        return a + (b - a) * self.random()

    def triangular(self, low=0.0, high=1.0, mode=None):
        u = self.random()
        c = 0.5 if mode is None else (mode - low) / (high - low)
        if u > c:
            u = 1.0 - u
            c = 1.0 - c
            low, high = high, low
        return low + (high - low) * (u * c) ** 0.5

    def gauss(self, mu, sigma):
        z = self.gauss_next
        self.gauss_next = None
        if z is None:
            angle = self.random() * 2.0 * pi
            radius = sqrt(-2.0 * log(1.0 - self.random()))
            z = cos(angle) * radius
            self.gauss_next = sin(angle) * radius
        return mu + z * sigma

    def expovariate(self, lambd):
        return -log(1.0 - self.random()) / lambd


class SystemRandom(Random):
    def __init__(self, *args):
        import _os
        _os.refuse('a configuration would be different each time with SystemRandom', 'use random.Random with a seed')


_inst = Random()
seed = _inst.seed
random = _inst.random
uniform = _inst.uniform
triangular = _inst.triangular
randint = _inst.randint
choice = _inst.choice
randrange = _inst.randrange
sample = _inst.sample
shuffle = _inst.shuffle
gauss = _inst.gauss
expovariate = _inst.expovariate
getstate = _inst.getstate
setstate = _inst.setstate
getrandbits = _inst.getrandbits
