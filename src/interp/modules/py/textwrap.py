"""Wrapping and dedenting of text."""

import re
import string

__all__ = ['TextWrapper', 'wrap', 'fill', 'dedent']

_SPACES = '\t\n\x0b\x0c\r '


class TextWrapper:
    _to_space = string.maketrans(_SPACES, ' ' * len(_SPACES))
    _to_space_unicode = dict((ord(c), u' ') for c in _SPACES)
    _pieces = (r'(\s+|'
               r'[^\s\w]*\w+[^0-9\W]-(?=\w+[^0-9\W])|'
               r'(?<=[\w\!\"\'\&\.\,\?])-{2,}(?=\w))')
    _pieces_re = re.compile(_pieces)
    _pieces_re_unicode = re.compile(_pieces, re.U)
    _words_re = re.compile(r'(\s+)')
    _words_re_unicode = re.compile(r'(\s+)', re.U)
    _sentence_end_re = re.compile(r'[%s][\.\!\?][\"\']?\Z' % string.lowercase)

    def __init__(self, width=70, initial_indent='', subsequent_indent='', expand_tabs=True, replace_whitespace=True,
                 fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens

    def _munge_whitespace(self, text):
        if self.expand_tabs:
            text = text.expandtabs()
        if self.replace_whitespace:
            if isinstance(text, str):
                text = text.translate(self._to_space)
            elif isinstance(text, unicode):
                text = text.translate(self._to_space_unicode)
        return text

    def _split(self, text):
        if isinstance(text, unicode):
            pattern = self._pieces_re_unicode if self.break_on_hyphens else self._words_re_unicode
        else:
            pattern = self._pieces_re if self.break_on_hyphens else self._words_re
        return [piece for piece in pattern.split(text) if piece]

    def _fix_sentence_endings(self, chunks):
        i = 0
        while i < len(chunks) - 1:
            if chunks[i + 1] == ' ' and self._sentence_end_re.search(chunks[i]):
                chunks[i + 1] = '  '
                i += 2
            else:
                i += 1

    def _wrap_chunks(self, chunks):
        lines = []
        if self.width <= 0:
            raise ValueError('invalid width %r (must be > 0)' % self.width)
        chunks.reverse()
        while chunks:
            line = []
            length = 0
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            if self.drop_whitespace and chunks[-1].strip() == '' and lines:
                del chunks[-1]
            while chunks and length + len(chunks[-1]) <= width:
                piece = chunks.pop()
                length += len(piece)
                line.append(piece)
            if chunks and len(chunks[-1]) > width:
                self._break_long(chunks, line, length, width)
            if self.drop_whitespace and line and line[-1].strip() == '':
                del line[-1]
            if line:
                lines.append(indent + ''.join(line))
        return lines

    def _break_long(self, chunks, line, length, width):
        room = 1 if width < 1 else width - length
        if self.break_long_words:
            line.append(chunks[-1][:room])
            chunks[-1] = chunks[-1][room:]
        elif not line:
            line.append(chunks.pop())

    def wrap(self, text):
        chunks = self._split(self._munge_whitespace(text))
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        return '\n'.join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).fill(text)


_blank_line_re = re.compile('^[ \t]+$', re.MULTILINE)
_margin_re = re.compile('(^[ \t]*)(?:[^ \t\n])', re.MULTILINE)


def dedent(text):
    """Removes the whitespace that all lines begin with."""
    text = _blank_line_re.sub('', text)
    margin = None
    for indent in _margin_re.findall(text):
        if margin is None:
            margin = indent
        elif indent.startswith(margin):
            continue
        elif margin.startswith(indent):
            margin = indent
        else:
            common = 0
            for x, y in zip(margin, indent):
                if x != y:
                    break
                common += 1
            margin = margin[:common]
    if margin:
        text = re.sub(r'(?m)^' + margin, '', text)
    return text
