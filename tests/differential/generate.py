"""Makes the cases of fixtures/objects/random.jsonl: random object trees and what the original library makes of them.

Usage: python3 generate.py COUNT SEED > random.jsonl, with the package `pystachio` (0.8.10) installed.

A case is one line of JSON: `object` (see `build` for its form), `bind` (bindings of the whole), and `results`: one pass, three
passes, the type check. A result is `[value, references]` or `{"error": class}`. Order is not compared: the library runs on another
Python here than the one whose order counts.
"""

import json
import random
import re
import signal
import sys

from pystachio import Default, Empty, Integer, List, Map, Required, String, Struct
from pystachio.naming import frozendict


class P(Struct):
    name = String
    cmdline = String
    n = Default(Integer, 7)


class T(Struct):
    name = Default(String, '{{p.name}}')
    p = P
    ps = List(P)
    m = Map(String, String)
    n = Integer


class J(Struct):
    name = Required(String)
    a = String
    t = T
    n = Default(Integer, '{{t.n}}')


STRUCTS = {'P': P, 'T': T, 'J': J}
WORDS = ['x', 'y', '1', '2', '', ' 3', 'k', '-1', '1.5', '{', '}', '}}', '{{', '&']
REFS = ['name', 'cmdline', 'n', 'a', 'b', 'c', 'p', 'p.name', 'p.cmdline', 'p.n', 't.name', 't.p.name', 't.ps[0].name', 'ps[0].name',
        'ps[1].cmdline', 'ps[-1].n', 'ps[5].n', 'm[k]', 'm[x]', 't.m[k]', 'm', 'self.name', 'self.n', 'self.p.name', 'super.name',
        'super.super.name', 'super.a', 'super.self.name', 'q.name', 'q.ps[0].name', 'b.c', '.a', 'zz', 'ps[{{c}}].name',
        '{{a}}', 'm[{{a}}]', 'super.p.name', 'self.super.name', 'p[0]', 'ps.name', 'a.b']
BINDS = ['a', 'b', 'c', 'name', 'n', 'p.name', 'b.c', 'q.name', 'self.name', 'super.name', 'm[k]', 'a.b']


def text(rng):
    out = ''
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        kind = rng.random()
        if kind < 0.35:
            out += rng.choice(WORDS)
        elif kind < 0.9:
            out += '{{%s}}' % rng.choice(REFS)
        elif kind < 0.97:
            out += '{{&%s}}' % rng.choice(REFS)
        else:
            out += rng.choice(['{{ a }}', '{{}}', '{{&&a}}', '{{{a}}}', '{{a-b}}'])
    return out


def binds(rng, depth):
    made = {}
    for _ in range(rng.choice([0, 0, 1, 2])):
        key = rng.choice(BINDS)
        kind = rng.random()
        if kind < 0.7 or depth == 0:
            made[key] = rng.choice([text(rng), rng.choice(WORDS), rng.randrange(3)])
        elif kind < 0.85:
            made[key] = scalar(rng, depth - 1)
        else:
            made[rng.choice(['q', 'p'])] = struct(rng, rng.choice('PT'), depth - 1)
    return made


def scalar(rng, depth):
    return {'text': text(rng), 'bind': binds(rng, depth)}


def value(rng, depth):
    kind = rng.random()
    if kind < 0.6:
        return text(rng)
    if kind < 0.75:
        return rng.choice(WORDS)
    if kind < 0.85:
        return rng.randrange(5)
    return scalar(rng, depth)


def struct(rng, name, depth):
    fields = {}
    for field in {'P': ['name', 'cmdline', 'n'], 'T': ['name', 'p', 'ps', 'm', 'n'], 'J': ['name', 'a', 't', 'n']}[name]:
        if rng.random() < 0.35:
            continue
        if field == 'p':
            fields[field] = struct(rng, 'P', depth - 1)
        elif field == 't':
            fields[field] = struct(rng, 'T', depth - 1)
        elif field == 'ps':
            fields[field] = {'list': [struct(rng, 'P', depth - 1) for _ in range(rng.randrange(3))]}
        elif field == 'm':
            fields[field] = {'map': [[rng.choice(['k', 'x', '{{a}}']), text(rng)] for _ in range(rng.randrange(3))]}
        elif field == 'n':
            fields[field] = rng.choice(['{{n}}', '{{c}}', '1', 3, '{{zz}}', 'x', text(rng)])
        else:
            fields[field] = value(rng, max(depth, 0))
    return {'struct': name, 'fields': fields, 'bind': binds(rng, max(depth, 0))}


def environment(spec):
    return {key: build(value, String) if isinstance(value, dict) else value for key, value in spec.items()}


def build(spec, as_type=None):
    if isinstance(spec, dict) and 'struct' in spec:
        made = STRUCTS[spec['struct']](**{name: build(one) for name, one in spec['fields'].items()})
    elif isinstance(spec, dict) and 'text' in spec:
        made = String(spec['text'])
    elif isinstance(spec, dict) and 'list' in spec:
        return [build(one) for one in spec['list']]
    elif isinstance(spec, dict) and 'map' in spec:
        return Map(String, String)(*[tuple(pair) for pair in spec['map']])
    else:
        return spec
    return made.bind(environment(spec['bind'])) if spec['bind'] else made


def plain(raw):
    if isinstance(raw, (dict, frozendict)):
        return {str(key): plain(one) for key, one in raw.items()}
    if isinstance(raw, (list, tuple)):
        return [plain(one) for one in raw]
    return plain(raw.get()) if hasattr(raw, 'get') else raw


def passes(made, count):
    refs = []
    for _ in range(count):
        made, refs = made.interpolate()
    return [plain(made.get()), sorted(set(ref.address() for ref in refs))]


def attempt(run):
    try:
        return run()
    except (TimeoutError, MemoryError, RecursionError):
        raise
    except Exception as error:
        return {'error': type(error).__name__}


def checked(made):
    check = made.check()
    return [check.ok(), check.message()]


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    rng = random.Random(seed)

    def alarm(*_):
        raise TimeoutError

    signal.signal(signal.SIGALRM, alarm)
    made = 0
    while made < count:
        spec = struct(rng, rng.choice('PTJ'), 2)
        bind = binds(rng, 1)
        signal.setitimer(signal.ITIMER_REAL, 0.5)
        try:
            whole = build(spec).bind(environment(bind))
            results = [attempt(lambda: passes(whole, 1)), attempt(lambda: passes(whole, 3)), attempt(lambda: checked(whole))]
        except (TimeoutError, MemoryError, RecursionError, RuntimeError):
            continue
        except Exception as error:
            results = {'error': type(error).__name__}
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        line = json.dumps({'object': spec, 'bind': bind, 'results': results}, sort_keys=True)
        # The text of a Struct shows the order of its attributes, which differs between the Pythons.
        if len(line) > 1200 or re.search(r'[PTJ]\(\w+=', json.dumps(results)):
            continue
        print(line)
        made += 1


main()
