"""Names that fit a pattern."""

import re

__all__ = ['filter', 'fnmatch', 'fnmatchcase', 'translate']


def fnmatch(name, pat):
    return fnmatchcase(name, pat)


def fnmatchcase(name, pat):
    return re.match(translate(pat), name) is not None


def filter(names, pat):
    fits = re.compile(translate(pat)).match
    return [name for name in names if fits(name)]


def translate(pat):
    out = ''
    i = 0
    n = len(pat)
    while i < n:
        c = pat[i]
        i += 1
        if c == '*':
            out += '.*'
        elif c == '?':
            out += '.'
        elif c == '[':
            j = i
            if pat[j:j + 1] == '!':
                j += 1
            if pat[j:j + 1] == ']':
                j += 1
            while j < n and pat[j] != ']':
                j += 1
            if j >= n:
                out += '\\['
            else:
                inside = pat[i:j].replace('\\', '\\\\')
                i = j + 1
                if inside[0] == '!':
                    inside = '^' + inside[1:]
                elif inside[0] == '^':
                    inside = '\\' + inside
                out += '[%s]' % inside
        else:
            out += re.escape(c)
    return out + '\\Z(?ms)'
