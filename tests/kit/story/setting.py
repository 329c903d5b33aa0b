"""Where the story is played: the offscreen application, the look and the language."""

from functools import cache
from pathlib import Path

from cockpit.ports.workspace import Workspace
from cockpit.ui.application import application
from cockpit.ui.look import Look, Theme
from cockpit.ui.say import Say
from cockpit.words.language import Language
from cockpit.words.names import names_of
from cockpit.words.words import load
from tests.kit.story.people import workspace
from tests.kit.story.times import KST

RESOURCES = Path(__file__).parents[3] / "resources"


@cache
def look(theme: Theme = Theme.DARK) -> Look:
    """Return the look of a theme; made once, because reading the font takes a while."""
    application(Language.KO)
    return Look(RESOURCES, theme)


def say(language: Language = Language.KO, given: Workspace | None = None) -> Say:
    """Return the words of a language, with the names of the workspace, in Seoul's time."""
    shop = given or workspace()
    words = load(language, RESOURCES / "i18n", zone=KST)
    words.learn(names_of(shop, language))
    return Say(words, language, zone=KST, people={one.id: one.name for one in shop.people})
