"""Recognise canonical rows by their form, which is quicker than parsing them.

The rows of a journal have few forms: the same names in the same order, with other values between.
A form of which two rows were parsed and found canonical becomes a pattern, which takes as long as
parsing tens of rows; whatever matches the pattern is canonical too, because its names are the
same, its texts hold nothing that would be escaped, and its numbers are short enough to have one
spelling only (15 digits, no exponent, no zero at the end).
"""

import re
from collections import deque

FORMS_KEPT = 12
FORMS_MET = 100
"""Of so many forms is remembered that they were met once."""

_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*"):|("(?:[^"\\]|\\.)*"|[^\[\]{},:"]+)|([\[\]{},])')
_NUMBER = r"-?(?:[1-9][0-9]{0,8}(?:\.[0-9]{0,5}[1-9])?|0\.[0-9]{0,5}[1-9])|0"
_VALUE = rf'(?:"[^"\\\x00-\x1f]*+"|null|true|false|{_NUMBER})'
_KIND = '"kind"'


class Forms:
    """The forms of rows seen so far, the newest match first."""

    def __init__(self) -> None:
        self._patterns: list[re.Pattern[str]] = []
        self._met: deque[str] = deque(maxlen=FORMS_MET)

    def know(self, body: bytes) -> bool:
        """Return whether the body has a form that was learnt."""
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return False
        for place, pattern in enumerate(self._patterns):
            if pattern.fullmatch(text):
                if place:
                    self._patterns.insert(0, self._patterns.pop(place))
                return True
        return False

    def learn(self, body: bytes) -> None:
        """Remember the form of a body that is canonical, its kind included, when it comes again."""
        form = form_of(body.decode())
        if form in self._met:
            self._patterns = [re.compile(form), *self._patterns[: FORMS_KEPT - 1]]
        else:
            self._met.append(form)


def form_of(text: str) -> str:
    """Return the pattern of all texts with the names and the kinds of this one."""
    parts: list[str] = []
    name = ""
    for token in _TOKEN.finditer(text):
        key, value, mark = token.groups()
        if key:
            parts.append(re.escape(f"{key}:"))
        elif value:
            parts.append(re.escape(value) if name == _KIND else _VALUE)
        else:
            parts.append(re.escape(mark))
        name = key
    return "".join(parts)
