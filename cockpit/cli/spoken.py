"""The language that a call asks for, wherever in the call it does."""

from collections.abc import Sequence

OPTION = "--lang"


def asked_first(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return the language asked for, and the call with that option before its command.

    People type it at the end; the library takes it at the beginning alone. Of a call that ends
    before its value nothing else is left, so that this is what the library tells.
    """
    asked: str | None = None
    left, others = list(arguments), []
    while left:
        word = left.pop(0)
        if word == "--":
            others += [word, *left]
            break
        if word.startswith(f"{OPTION}="):
            asked = word.removeprefix(f"{OPTION}=")
        elif word == OPTION:
            if not left:
                return None, [OPTION]
            asked = left.pop(0)
        else:
            others.append(word)
    return asked, others if asked is None else [OPTION, asked, *others]
