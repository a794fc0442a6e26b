"""The taking apart of format texts."""


def maketrans(frm, to):
    if not isinstance(frm, basestring) or not isinstance(to, basestring):
        raise TypeError('must be string or read-only buffer, not %s'
                        % type(to if isinstance(frm, basestring) else frm).__name__)
    if len(frm) != len(to):
        raise ValueError('maketrans arguments must have same length')
    table = [chr(i) for i in range(256)]
    for a, b in zip(frm, to):
        table[ord(a)] = b
    return ''.join(table)


def formatter_parser(text):
    """Literal text, field, format and conversion of each part."""
    i = 0
    n = len(text)
    literal = ''
    while i < n:
        c = text[i]
        if c == '{':
            if text[i + 1:i + 2] == '{':
                yield literal + '{', None, None, None
                literal = ''
                i += 2
                continue
            field, spec, conversion, i = _field(text, i + 1)
            yield literal, field, spec, conversion
            literal = ''
            continue
        if c == '}':
            if text[i + 1:i + 2] == '}':
                yield literal + '}', None, None, None
                literal = ''
                i += 2
                continue
            raise ValueError("Single '}' encountered in format string")
        literal += c
        i += 1
    if literal:
        yield literal, None, None, None


def _field(text, i):
    start = i
    depth = 1
    n = len(text)
    if i >= n:
        raise ValueError("Single '{' encountered in format string")
    while i < n:
        if text[i] == '{':
            depth += 1
        elif text[i] == '}':
            depth -= 1
            if depth == 0:
                break
        i += 1
    if depth:
        raise ValueError("expected '}' before end of string")
    body = text[start:i]
    conversion = None
    spec = ''
    for at, c in enumerate(body):
        if c == ':':
            return body[:at], body[at + 1:], None, i + 1
        if c == '!':
            conversion = body[at + 1:at + 2]
            rest = body[at + 2:]
            if not conversion:
                raise ValueError('end of format while looking for conversion specifier')
            if rest and rest[0] != ':':
                raise ValueError("expected ':' after format specifier")
            return body[:at], rest[1:], conversion, i + 1
    return body, spec, conversion, i + 1


def formatter_field_name_split(name):
    """The first part of a field name, and the attributes and items behind it."""
    end = len(name)
    for at, c in enumerate(name):
        if c in '.[':
            end = at
            break
    first = name[:end]
    if first.isdigit():
        first = int(first)
    return first, _rest(name[end:])


def _rest(text):
    parts = []
    while text:
        if text[0] == '.':
            end = 1
            while end < len(text) and text[end] not in '.[':
                end += 1
            name = text[1:end]
            if not name:
                raise ValueError('Empty attribute in format string')
            parts.append((True, name))
            text = text[end:]
        elif text[0] == '[':
            end = text.find(']')
            if end < 0:
                raise ValueError("Missing ']' in format string")
            name = text[1:end]
            if not name:
                raise ValueError('Empty attribute in format string')
            parts.append((False, int(name) if name.isdigit() else name))
            text = text[end + 1:]
        else:
            raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
    return iter(parts)
