"""A terminal whose words are kept, in either language and at any width."""

import io
from pathlib import Path

from rich.console import Console

from cockpit.cli.terminal import Terminal
from cockpit.words.language import Language
from cockpit.words.words import Words, load

I18N = Path(__file__).parents[2] / "resources" / "i18n"


def words(language: Language = Language.EN) -> Words:
    return load(language, I18N)


def console(width: int = 200) -> Console:
    return Console(file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False)


def terminal(language: Language = Language.EN, width: int = 200) -> Terminal:
    return Terminal(words(language), language, console(width), console(width))


def said(spoken: Console) -> str:
    file = spoken.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()
