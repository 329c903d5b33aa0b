"""Tokens that somebody typed into the file: found by their looks, and never repeated."""

import re
from collections.abc import Iterator

from cockpit.domain.message import Message, message
from cockpit.storage.workspace_codes import NotationCode

# Looks that their makers documented, so that leaked tokens can be found.
_KNOWN = re.compile(
    r"""
    (?<![\w/]) (?:
        user: [0-9a-f]{16,}                                # Unleash, personal
      | [\w*\[\]-]+ : [\w*-]+ \. [\w-]{16,}                # Unleash, project:environment.secret
      | gh[opsur]_ \w{16,} | github_pat_ \w{16,}           # GitHub
      | gl[a-z]{2,6}t? - [\w-]{16,}                        # GitLab
      | xox[abeoprs] - [\w-]{8,} | xapp- [\w-]{8,}         # Slack
      | glsa_ \w{16,} | glc_ \w{16,}                       # Grafana
      | (?:AKIA|ASIA) [A-Z0-9]{16}                         # AWS
      | AIza [\w-]{30,}                                    # Google
      | sk[-_] [\w-]{16,}                                  # several
      | eyJ [\w-]{8,} \. [\w-]{8,}                         # JSON web token
      | (?i:bearer|basic) \s+ [\w+/.~-]{16,}               # a whole header
    )
    | -----BEGIN\ [A-Z\ ]*PRIVATE\ KEY
    | hooks\.slack\.com/services/ \w | webhook\.office\.com/ \w
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"[^\s\"'`,;=<>()\[\]{}#]+")
_HEX = re.compile(r"[0-9a-fA-F]{32,}")
_BASE64 = re.compile(r"[A-Za-z0-9+/_\-]{40,}")
_ADDRESS = re.compile(r"https?://|~?/|\.{1,2}/|[A-Za-z]:[\\/]")
_PUBLIC_KEY = re.compile(r"(?<=public_key: )[\"']?[A-Za-z0-9+/]{43}=[\"']?")
"""A key that everybody may know stands under this name, and has just this length."""

_MIXED = (re.compile(r"[0-9]"), re.compile(r"[a-z]"), re.compile(r"[A-Z]"))


def looks_secret(text: str) -> bool:
    """Return whether something in the text looks like a token or a key."""
    if _KNOWN.search(text):
        return True
    for found in _WORD.finditer(text):
        word = found.group()
        if _ADDRESS.match(word):  # long names are common there
            continue
        value = word.rpartition(":")[2]
        if _HEX.fullmatch(value) and not value.isdigit() and not value.isalpha():
            return True
        if _BASE64.fullmatch(value) and all(kind.search(value) for kind in _MIXED):
            return True
    return False


def secret_lines(text: str) -> Iterator[Message]:
    """Yield a message for each line, comments included, that seems to hold a secret."""
    for number, line in enumerate(text.split("\n"), start=1):
        if looks_secret(_PUBLIC_KEY.sub("", line)):
            yield message(NotationCode.SECRET, line=number)
