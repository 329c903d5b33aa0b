"""Korean particles, which follow the last sound of the word before them.

Numbers and Latin letters count as they are read aloud: 3 is 삼, R is 알, but "server" is 서버.
"""

import re

_PAIRS = (
    ("을", "를"),
    ("이", "가"),
    ("은", "는"),
    ("과", "와"),
    ("으로", "로"),
    ("이라", "라"),
    ("이나", "나"),
)
_FORMS = {form: pair for pair in _PAIRS for form in pair}
PARTICLES = frozenset(_FORMS)
"""What may follow a colon in a placeholder."""

_FIRST_SYLLABLE, _LAST_SYLLABLE, _FINALS, _RIEUL = 0xAC00, 0xD7A3, 28, 8
_CLOSING = "\"'`\u2019\u201d)]}>» .…"
_FULL_DIGITS, _RIEUL_DIGITS = "036", "178"  # 영 삼 육; 일 칠 팔
_LETTERS = re.compile(r"[A-Za-z]+$")
_VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)
_RIEUL_WORD = re.compile(r"(?:l|le)$", re.IGNORECASE)
_FULL_WORD = re.compile(r"(?:[mn]e?|ng|ck|pp|[aeiou][bckpt])$", re.IGNORECASE)
_LONG_WORD = re.compile(r"(?:e[ae][kpt]|oo[pt]|[ao]i[dt]|oat)$", re.IGNORECASE)  # 루트, 시트, 위크


def with_particle(word: str, particle: str) -> str:
    """Return the word followed by the form of `particle` (either of its forms) that fits it."""
    full, bare = _FORMS[particle]
    ending = _ending(word.rstrip(_CLOSING))
    if full == "으로":
        return word + (full if ending == "full" else bare)
    return word + (bare if ending == "none" else full)


def _ending(word: str) -> str:
    """Return how the word ends when read aloud: on a vowel, on ㄹ, or on another consonant."""
    last = word[-1:]
    if last and _FIRST_SYLLABLE <= ord(last) <= _LAST_SYLLABLE:
        final = (ord(last) - _FIRST_SYLLABLE) % _FINALS
        return "rieul" if final == _RIEUL else "full" if final else "none"
    if last in _RIEUL_DIGITS and last:
        return "rieul"
    if last in _FULL_DIGITS and last:
        return "full"
    letters = _LETTERS.search(word)
    return _latin_ending(letters.group()) if letters else "none"


def _latin_ending(letters: str) -> str:
    is_spelled = len(letters) == 1 or letters[-2:].isupper() or letters.endswith("iB")
    if is_spelled or not _VOWEL.search(letters):
        last = letters[-1].upper()  # spelled out: 엘, 알; 엠, 엔
        return "rieul" if last in "LR" else "full" if last in "MN" else "none"
    if _RIEUL_WORD.search(letters):
        return "rieul"
    if _LONG_WORD.search(letters):
        return "none"
    return "full" if _FULL_WORD.search(letters) else "none"
