"""Two windows on one workspace, and a window beside the command line."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from PySide6.QtWidgets import QApplication

from cockpit.bootstrap.window import Opening, Wanted
from cockpit.domain.standings import Status
from cockpit.simulator.simulation import Simulation
from cockpit.ui.walker import Walker
from cockpit.words.language import Language
from tests.features.home import Home
from tests.features.sitting import sitting
from tests.kit.inspection import texts

pytestmark = [pytest.mark.slow, pytest.mark.long]

SOON_S = 2.0
AGAIN = "trouble.again"


@contextmanager
def opened(home: Home, language: Language, person: str) -> Iterator[tuple[Opening, Walker]]:
    """Open the window as the program does, with everything that it does before and after."""
    wanted = Wanted(home.file, language, person, given=home.secrets or {})
    with home.lived_in():
        opening = Opening(wanted)
        opening.shell.show()
        try:
            yield opening, Walker(opening.shell)
        finally:
            opening.shell.may_close = lambda: True
            opening.shell.close()
            opening.close()
            opening.shell.deleteLater()


@pytest.mark.parametrize(
    ("language", "name", "again"),
    [(Language.KO, "김미나", "다시 열기"), (Language.EN, "김미나", "Try again")],
)
def test_a_second_window_says_whose_the_first_is_and_opens_once_that_has_gone(
    home: Home, qapp: QApplication, language: Language, name: str, again: str
) -> None:
    assert qapp is not None
    with ExitStack() as second_stack:
        with opened(home, language, "mina") as (first, walker):
            walker.until(lambda: first.workplace is not None, "the first window")
            second, other = second_stack.enter_context(opened(home, language, "jun"))
            other.until(lambda: other.is_there(AGAIN), "the panel")
            said = " ".join(texts(second.shell))
            assert name in said
            assert again in said
            assert second.workplace is None
            other.click(AGAIN)  # the first is still there
            other.pump(0.2)
            other.until(lambda: other.is_there(AGAIN), "the panel once more")
        other.click(AGAIN)
        other.until(lambda: second.workplace is not None, "the second window")


def within(seconds: float, is_so: Callable[[], bool], walker: Walker) -> float:
    """Return after how many seconds it was so; fail when it took longer."""
    began_s = time.monotonic()
    walker.until(is_so, "what another process did")
    took_s = time.monotonic() - began_s
    assert took_s <= seconds
    return took_s


def test_what_commands_do_stands_in_the_window_within_two_seconds(
    home: Home, lively: Simulation, qapp: QApplication
) -> None:
    assert qapp is not None
    with sitting(home) as here:
        here.until(lambda seen: bool(seen.levers), "the levers")
        launched = home.call("launch", "new", "3.2.0", "--build", "320", "--baseline", "3.1.4")
        assert launched.status == 0, launched.text
        took_s = within(SOON_S, lambda: "3.2.0" in here.text, here.walker)
        print(f"launch shown after {took_s * 1_000:.0f} ms")
        switched = home.call("off", "coupon_v2", "--no-wait")
        assert switched.status == 0, switched.text

        def is_seen() -> bool:
            return any(
                one.target == "coupon_v2" and one.status is Status.CONFIRMED
                for one in here.newest.operations
            )

        took_s = within(SOON_S, is_seen, here.walker)
        print(f"off shown after {took_s * 1_000:.0f} ms")
    assert lively is not None
