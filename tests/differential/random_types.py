"""Random struct types, values, templates and bindings, and what the original library makes of them.

Usage: python3 random_types.py COUNT SEED, with the package `pystachio` (0.8.10) installed.

Each case is one line of JSON: `types` (the structs, each field with its type), `object`, `bind`, and the results `json` (what
`json_dumps` writes after one pass, or null for an error) and `ok` (whether the check is content, or null for an error).
Forms of types: a scalar's name, {"enum": words}, {"list": type}, {"map": [key, value]}, {"struct": number}. Forms of values: a
plain scalar, {"list": values}, {"map": pairs}, {"struct": number, "fields": …, "bind": …}.
"""

import json
import random
import re
import signal
import sys

from pystachio import Boolean, Default, Enum, Float, Integer, List, Map, Required, String, Struct

SCALARS = {'String': String, 'Integer': Integer, 'Float': Float, 'Boolean': Boolean}
NAMES = ['a', 'b', 'c', 'd', 'e', 'f']
WORDS = ['x', '', '1', '-7', '1.5', 'true', 'false', 'red', 'blue', ' 3', '{', '}}', '&', 'two words']
TAILS = ['', '', '', '.a', '.b', '.c', '[0]', '[1]', '[k]', '[x]', '.a.b', '[0].a', '.d[0]']


def reference(rng):
    return rng.choice(['', '', '', 'self.', 'super.', 'super.super.']) + rng.choice(NAMES) + rng.choice(TAILS)


def text(rng):
    parts = []
    for _ in range(rng.choice([1, 1, 2, 3])):
        kind = rng.random()
        form = '%s' if kind < 0.45 else '{{%s}}' if kind < 0.95 else '{{&%s}}'
        parts.append(form % (rng.choice(WORDS) if kind < 0.45 else reference(rng)))
    return ''.join(parts)


def a_type(rng, known, depth):
    kind = rng.random()
    if kind < 0.6 or depth == 0:
        return rng.choice(['String', 'String', 'String', 'Integer', 'Float', 'Boolean'])
    if kind < 0.65:
        return {'enum': ['red', 'blue', 'x']}
    if kind < 0.78:
        return {'list': a_type(rng, known, depth - 1)}
    if kind < 0.88 or not known:
        return {'map': ['String', a_type(rng, known, depth - 1)]}
    return {'struct': rng.randrange(known)}


def scalar(rng, kind):
    if rng.random() < 0.5:
        return text(rng)
    return {'String': lambda: rng.choice(WORDS), 'Integer': lambda: rng.randrange(-3, 9), 'Boolean': lambda: rng.random() < 0.5,
            'Float': lambda: rng.choice([0.5, 1.0, 2.25, 7])}.get(kind, lambda: rng.choice(['red', 'blue', 'x', 'green']))()


def a_value(rng, types, kind, depth):
    if rng.random() < 0.02:
        return rng.choice([text(rng), 3, {'list': []}])
    if isinstance(kind, str) or 'enum' in kind:
        return scalar(rng, kind if isinstance(kind, str) else 'Enum')
    if 'list' in kind:
        return {'list': [a_value(rng, types, kind['list'], depth - 1) for _ in range(rng.randrange(3))]}
    if 'map' in kind:
        return {'map': [[key, a_value(rng, types, kind['map'][1], depth - 1)] for key in ['k', 'x'][:rng.randrange(3)]]}
    return struct(rng, types, kind['struct'], depth - 1)


def struct(rng, types, number, depth):
    fields = {}
    for field in types[number]['fields']:
        if rng.random() < (0.1 if field['required'] else 0.4):
            continue
        fields[field['name']] = a_value(rng, types, field['type'], depth)
    bind = {rng.choice(NAMES): text(rng) for _ in range(rng.choice([0, 0, 0, 1, 2]))}
    return {'struct': number, 'fields': fields, 'bind': bind}


def a_case(rng):
    types = []
    for number in range(rng.randrange(1, 4)):
        fields = []
        for name in sorted(rng.sample(NAMES, rng.randrange(1, 5))):
            field = {'name': name, 'type': a_type(rng, number, 2), 'required': rng.random() < 0.2}
            if not field['required'] and isinstance(field['type'], str) and rng.random() < 0.4:
                field['default'] = {'String': text(rng), 'Integer': 7, 'Float': 0.5, 'Boolean': True}[field['type']]
            fields.append(field)
        types.append({'name': 'S%d' % number, 'fields': fields})
    bind = {rng.choice(NAMES): text(rng) for _ in range(rng.choice([0, 1, 2]))}
    return {'types': types, 'object': struct(rng, types, len(types) - 1, 3), 'bind': bind}


def build_type(spec, structs):
    if isinstance(spec, str):
        return SCALARS[spec]
    if 'enum' in spec:
        return Enum(*spec['enum'])
    if 'list' in spec:
        return List(build_type(spec['list'], structs))
    if 'map' in spec:
        return Map(*[build_type(part, structs) for part in spec['map']])
    return structs[spec['struct']]


def build_types(specs):
    structs = []
    for spec in specs:
        fields = {}
        for field in spec['fields']:
            kind = build_type(field['type'], structs)
            if field['required']:
                kind = Required(kind)
            elif 'default' in field:
                kind = Default(kind, field['default'])
            fields[field['name']] = kind
        structs.append(type(Struct)(spec['name'], (Struct,), fields))
    return structs


def build(spec, structs):
    if not isinstance(spec, dict):
        return spec
    if 'list' in spec:
        return [build(one, structs) for one in spec['list']]
    if 'map' in spec:
        return {key: build(one, structs) for key, one in spec['map']}
    made = structs[spec['struct']](**{name: build(one, structs) for name, one in spec['fields'].items()})
    return made.bind(spec['bind']) if spec['bind'] else made


def attempt(run):
    try:
        return run()
    except (TimeoutError, MemoryError, RecursionError):
        raise
    except Exception:
        return None


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    rng = random.Random(seed)

    def alarm(*_):
        raise TimeoutError

    signal.signal(signal.SIGALRM, alarm)
    made = 0
    while made < count:
        case = a_case(rng)
        signal.setitimer(signal.ITIMER_REAL, 1)
        try:
            whole = attempt(lambda: build(case['object'], build_types(case['types'])).bind(case['bind']))
            if whole is None:
                results = {'built': False, 'json': None, 'ok': None}
            else:
                results = {'built': True, 'json': attempt(lambda: json.loads(whole.interpolate()[0].json_dumps())),
                           'ok': attempt(lambda: whole.check().ok())}
        except (TimeoutError, MemoryError, RecursionError):
            continue
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        line = json.dumps(dict(case, **results), sort_keys=True)
        # The text of a Map or Struct shows the order of its parts, which is that of dictionaries and differs between the
        # Pythons; `fixtures/conformance` has it from the right one.
        shows_order = re.search(r' => |S[0-9]\(\w+=', json.dumps(results['json']))
        if len(line) < 4000 and not shows_order:
            print(line)
            made += 1


main()
