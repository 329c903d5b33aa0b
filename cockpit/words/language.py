"""Which language to speak."""

import locale
import re
import sys
from collections.abc import Mapping
from enum import StrEnum

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_NAMES = {"ko": "ko", "kor": "ko", "korean": "ko", "en": "en", "eng": "en", "english": "en"}
_SAYS_NOTHING = {"", "c", "posix"}


class Language(StrEnum):
    """The languages of the catalogues."""

    KO = "ko"
    EN = "en"


def chosen(
    asked: str | None, environment: Mapping[str, str], *, system: str | None = None
) -> Language:
    """Return the language asked for, else that of the environment, else that of the system.

    Where none of them says anything it is Korean; where they name a language that we do not
    speak it is English. `asked` that names no language of ours counts as not asked.
    """
    if asked and (language := _NAMES.get(_first_part(asked))):
        return Language(language)
    told = (environment.get(variable, "") for variable in _VARIABLES)
    for name in (*told, system or ""):
        part = _first_part(name)
        if part not in _SAYS_NOTHING:
            return Language(_NAMES.get(part, "en"))
    return Language.KO


def system_locale() -> str | None:
    """Return what the operating system is set to, where the environment does not tell."""
    return locale.getlocale()[0] if sys.platform == "win32" else None


def _first_part(name: str) -> str:
    return re.split(r"[_.@\-]", name.strip(), maxsplit=1)[0].lower()
