"""What tests of parts share: a look, words, and a clock that a test moves."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from cockpit.ui.look import Look, Role
from cockpit.ui.say import Say
from cockpit.words.language import Language
from cockpit.words.words import load
from tests.architecture.repository import TOP

RESOURCES = TOP / "resources"


@dataclass
class Clock:
    """A monotonic clock that stands still."""

    now_s: float = 100.0

    def __call__(self) -> float:
        return self.now_s


def look() -> Look:
    """Return a look of its own, because tests change it."""
    return Look(RESOURCES)


@cache
def say(language: Language = Language.EN) -> Say:
    """Return the words of the window."""
    return Say(load(language, RESOURCES / "i18n"), language)


def picture(part: QWidget) -> QImage:
    """Return what the part looks like."""
    return part.grab().toImage()


def colors(part: QWidget) -> set[str]:
    """Return every colour in the picture of a part."""
    image = picture(part)
    spots = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(x, y).name() for x, y in spots}


def has(part: QWidget, given: Look, role: Role) -> bool:
    """Return whether a role's colour is seen."""
    return QColor(given.color(role)).name() in colors(part)
