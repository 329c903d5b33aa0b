"""The pages of the window, as they are found, and the moments that tell most about each."""

from collections.abc import Callable, Mapping
from importlib import import_module
from inspect import isclass
from pkgutil import iter_modules

import cockpit.ui.pages
from cockpit.app.snapshot import Snapshot
from cockpit.ui.page import Page, Room
from tests.kit.story.hands import FakeHands
from tests.kit.story.states import STATES

EVERYWHERE = ("empty", "loading", "calm", "fault", "stale", "error", "storm", "hostile", "many")

TELLING: Mapping[str, tuple[str, ...]] = {
    "flow": ("no_launch", "unknown", "healed"),
    "release": ("no_launch", "deployed", "gate_open", "healed"),
    "safety": ("no_launch", "healed"),
    "gonogo": ("no_launch", "just_planned", "planned", "pm_asked", "no_go", "go_given"),
    "rollout": (
        "no_launch",
        "planned",
        "go_given",
        "deployed",
        "gate_open",
        "held",
        "unknown",
        "healed",
        "watching",
        "closed",
    ),
}
"""Which moments, besides those for all, a page is looked at in."""


def page_classes() -> Mapping[str, Callable[[Room], Page]]:
    """Return the pages by the name of their module."""
    found: dict[str, Callable[[Room], Page]] = {}
    for module in iter_modules(cockpit.ui.pages.__path__):
        loaded = import_module(f"cockpit.ui.pages.{module.name}")
        for name, one in vars(loaded).items():
            is_own = isclass(one) and one.__module__ == loaded.__name__
            if is_own and name.endswith("Page"):
                found[module.name] = one
    return found


def moments_of(page: str) -> tuple[str, ...]:
    """Return the names of the moments in which a page is looked at, in the order of the story."""
    wanted = {*EVERYWHERE, *TELLING.get(page, ())}
    return tuple(name for name in STATES if name in wanted)


def opened(page: str, room: Room, hands: FakeHands, snapshot: Snapshot) -> Page:
    """Return the page showing the snapshot; what it asks is answered at once."""
    made = page_classes()[page](room)
    hands.tell = made.hear
    made.widget.show()
    made.show(snapshot)
    return made
