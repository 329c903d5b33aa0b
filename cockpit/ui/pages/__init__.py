"""The pages of the window, by their key: each is made when the window has time for it."""

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec

from cockpit.ui.page import Page, Room
from cockpit.ui.stage import Placeholder


def _page(name: str, title: str) -> Callable[[Room], Page]:
    """Return what makes a page; its module is read only then."""
    module = f"cockpit.ui.pages.{name}"

    def made(room: Room) -> Page:
        if find_spec(module) is None:
            return Placeholder(room)
        page: Page = getattr(import_module(module), title)(room)
        return page

    return made


PAGES: Mapping[str, Callable[[Room], Page]] = {
    "flow": _page("flow", "FlowPage"),
    "release": _page("release", "ReleasePage"),
    "safety": _page("safety", "SafetyPage"),
    "gonogo": _page("gonogo", "GoNoGoPage"),
    "rollout": _page("rollout", "RolloutPage"),
    "journal": _page("journal", "JournalPage"),
    "sources": _page("sources", "SourcesPage"),
}
