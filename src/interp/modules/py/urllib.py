"""Quoting for addresses."""

always_safe = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-'
_HEX = dict((a + b, chr(int(a + b, 16))) for a in '0123456789ABCDEFabcdef' for b in '0123456789ABCDEFabcdef')


def quote(s, safe='/'):
    if not s:
        if s is None:
            raise TypeError('None object cannot be quoted')
        return s
    keep = always_safe + safe
    if not s.rstrip(keep):
        return s
    return ''.join(c if c in keep else '%{0:02X}'.format(_byte(c)) for c in s)


def _byte(c):
    if isinstance(c, unicode) and ord(c) > 127:
        raise KeyError(c)
    return ord(c)


def quote_plus(s, safe=''):
    if ' ' in s:
        return quote(s, safe + ' ').replace(' ', '+')
    return quote(s, safe)


def unquote(s):
    parts = s.split('%')
    if len(parts) == 1:
        return s
    out = [parts[0]]
    for part in parts[1:]:
        code = part[:2]
        if code in _HEX:
            c = _HEX[code]
            if isinstance(s, unicode):
                c = unichr(ord(c))
            out.append(c + part[2:])
        else:
            out.append('%' + part)
    return s[:0].join(out)


def unquote_plus(s):
    return unquote(s.replace('+', ' '))


def urlencode(query, doseq=0):
    if hasattr(query, 'items'):
        query = query.items()
    else:
        try:
            if len(query) and not isinstance(query[0], tuple):
                raise TypeError
        except TypeError:
            raise TypeError('not a valid non-string sequence or mapping object')
    pairs = []
    if not doseq:
        for k, v in query:
            pairs.append(quote_plus(str(k)) + '=' + quote_plus(str(v)))
        return '&'.join(pairs)
    for k, v in query:
        k = quote_plus(str(k))
        if isinstance(v, str):
            pairs.append(k + '=' + quote_plus(v))
        elif isinstance(v, unicode):
            pairs.append(k + '=' + quote_plus(v.encode('ASCII', 'replace')))
        else:
            try:
                len(v)
            except TypeError:
                pairs.append(k + '=' + quote_plus(str(v)))
            else:
                for element in v:
                    pairs.append(k + '=' + quote_plus(str(element)))
    return '&'.join(pairs)


def pathname2url(pathname):
    return quote(pathname)


def url2pathname(pathname):
    return unquote(pathname)


def _refused(*args, **kwds):
    import _os
    _os.refuse('a configuration cannot use the network',
               'fetch the data before and read it from a file with open()')


urlopen = urlretrieve = URLopener = FancyURLopener = _refused
