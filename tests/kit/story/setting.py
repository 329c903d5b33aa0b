"""Where the story is played: the offscreen application, the look and the language."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cockpit.ports.workspace import Workspace
from cockpit.ui.application import application
from cockpit.ui.look import Look, Theme
from cockpit.ui.say import Say
from cockpit.words.catalogue import sentences
from cockpit.words.language import Language
from cockpit.words.names import names_of
from cockpit.words.words import Words
from tests.kit.story.people import workspace
from tests.kit.story.times import KST

RESOURCES = Path(__file__).parents[3] / "resources"


@cache
def look(theme: Theme = Theme.DARK) -> Look:
    """Return the look of a theme; made once, because reading the font takes a while."""
    application(Language.KO)
    return Look(RESOURCES, theme)


@cache
def _sentences(language: Language) -> Mapping[str, str]:
    return sentences(RESOURCES / "i18n" / f"{language}.po")


def say(language: Language = Language.KO, given: Workspace | None = None) -> Say:
    """Return the words of a language, with the names of the workspace, in Seoul's time."""
    shop = given or workspace()
    words = Words(_sentences(language), zone=KST)
    words.learn(names_of(shop, language))
    return Say(words, language, zone=KST, people={one.id: one.name for one in shop.people})
