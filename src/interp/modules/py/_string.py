"""Translation tables."""


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
