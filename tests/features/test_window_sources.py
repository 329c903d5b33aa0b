"""Sources that misbehave, in the window: nothing green, a sentence in place, and never frozen."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QApplication

from cockpit.app.snapshot import Snapshot, TileState
from cockpit.simulator.simulation import Simulation
from cockpit.ui.aim import AimState
from cockpit.ui.aim_codes import AimCode
from cockpit.ui.kit.hold import HoldButton
from cockpit.ui.sign import Sign
from cockpit.words.language import Language
from tests.features.home import RAW_CODE, Home, addresses_of, home_at
from tests.features.sitting import GAP_MS, Sitting, sitting
from tests.features.test_bad_sources import WAYS, Way
from tests.kit.cases import others_long
from tests.kit.faulty import FaultyServer, faulty
from tests.kit.faulty_ways import closing, hanging, relaying

pytestmark = pytest.mark.slow

DEADLINE_S = 0.3
CLOSED_S = 2.0
SOUND = {"ok", "partial"}
USUAL = {"hangs", "half open", "huge", "token unknown", "not a number", "with warnings"}
"""One of each answer that a source can be said to give; `status` is asked about all of them."""


def reconnected(home: Home, simulation: Simulation, **others: str) -> Home:
    """Connect the workspace to other addresses, with a short deadline."""
    addresses = addresses_of(simulation)
    for name, url in others.items():
        home.change((f"url: {addresses[name]}", f"url: {url}\n    timeout_s: {DEADLINE_S}"))
    return home


@dataclass
class Room:
    """A window whose metric server behaves as a test wants."""

    here: Sitting
    server: FaultyServer

    def becomes(self, way: Way) -> Snapshot:
        """Let the server behave so, ask it, and return what is seen then."""
        before = self.here.source("metrics").failures_count
        self.server.behave = way.behave
        since_s = time.monotonic()
        self.here.read_now()

        def is_so(seen: Snapshot) -> bool:
            source = self.here.source("metrics")
            is_new = source.failures_count > before or (
                way.seen in SOUND and time.monotonic() - since_s > 2 * DEADLINE_S
            )
            return is_new and source.state == way.seen

        return self.here.until(is_so, f"{way.name}: {way.seen}")


@pytest.fixture(scope="module")
def room(
    lively: Simulation, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication
) -> Iterator[Room]:
    assert qapp is not None
    home = home_at(tmp_path_factory.mktemp("window"), lively)
    with faulty(closing, is_shared=True) as server:
        reconnected(home, lively, metrics=server.url)
        with sitting(home) as here:
            here.until(lambda _seen: here.source("metrics").state == "unreachable", "failure")
            here.until(lambda seen: {one.state for one in seen.levers} == {"ok"}, "the flags")
            yield Room(here, server)


@pytest.mark.parametrize(
    "way", others_long(WAYS, lambda way: way.name in USUAL), ids=lambda way: way.name
)
def test_nothing_is_green_and_the_sentence_stands_in_its_place(room: Room, way: Way) -> None:
    here, window = room.here, room.here.workplace.window
    here.pulse.begin()
    seen = room.becomes(way)
    gap_ms = here.pulse.longest_ms
    print(f"{way.name}: longest gap {gap_ms:.0f} ms")
    assert gap_ms < GAP_MS
    assert not here.is_green
    for flow in seen.flows:
        assert flow.state is TileState.UNKNOWN
        assert here.says(here.sentence(flow.messages[0]).split(". ")[0], window.stack)
    assert not RAW_CODE.search(here.text)
    # Flags are another source: their part goes on, and off is there.
    assert {one.state for one in seen.levers} == {TileState.OK}
    assert here.says("coupon_v2", window.stack)


def test_every_page_opens_beside_a_source_that_hangs(room: Room) -> None:
    here, window = room.here, room.here.workplace.window
    room.becomes(WAYS[0])
    for page in ("release", "safety", "gonogo", "rollout", "journal", "sources"):
        here.pulse.begin()
        window.go(page)
        here.walker.pump(0.2)
        gap_ms = here.pulse.longest_ms
        print(f"{page}: longest gap {gap_ms:.0f} ms")
        assert gap_ms < GAP_MS
        assert not RAW_CODE.search(here.text)
    assert here.says(here.sentence(here.source("metrics").message).split(". ")[0])
    window.go("flow")


def test_a_source_that_fails_takes_its_green_away_and_one_that_returns_brings_it_back(
    home: Home, lively: Simulation, qapp: QApplication
) -> None:
    assert qapp is not None
    sound = relaying(addresses_of(lively)["metrics"])
    with faulty(sound) as server:
        reconnected(home, lively, metrics=server.url)
        with sitting(home, language=Language.EN) as here:
            here.until(all_fine, "figures")
            assert here.is_green
            server.behave = closing
            here.read_now()
            here.until(lambda seen: not any_fine(seen), "nobody fine")
            assert not here.is_green
            why = here.sentence(here.flow("coupon").messages[0])
            assert here.says(why.split(". ")[0])
            server.behave = sound
            here.read_now()
            here.until(all_fine, "figures again")
            assert here.is_green


@pytest.mark.parametrize(
    "way",
    others_long([one for one in WAYS if one.seen not in SOUND][::6], lambda way: way.name in USUAL),
    ids=lambda way: way.name,
)
def test_flags_that_cannot_be_read_are_unknown_and_can_still_be_switched_off(
    home: Home, lively: Simulation, qapp: QApplication, way: Way
) -> None:
    assert qapp is not None
    with faulty(way.behave) as server:
        reconnected(home, lively, flags=server.url)
        with sitting(home) as here:
            here.pulse.begin()
            here.until(lambda _seen: here.source("flags").state == way.seen, way.seen)
            here.until(all_fine, "figures of the other source")
            gap_ms = here.pulse.longest_ms
            assert {one.state for one in here.newest.levers} == {TileState.UNKNOWN}
            assert here.workplace.room.say(AimCode.UNREAD) in here.text
            holds = small_holds(here)
            assert holds
            for hold in holds:
                assert hold.shown is not None
                assert hold.shown.proof is Sign.UNKNOWN
                assert hold.shown.state is AimState.ARMED
    print(f"{way.name}: longest gap {gap_ms:.0f} ms")
    assert gap_ms < GAP_MS


def test_sources_that_hang_do_not_keep_the_window_from_closing(
    home: Home, lively: Simulation, qapp: QApplication
) -> None:
    assert qapp is not None
    with faulty(hanging) as server:
        for name in ("metrics", "flags"):
            home.change((f"url: {addresses_of(lively)[name]}", f"url: {server.url}"))
        with sitting(home) as here:
            here.walker.until(lambda: len(server.seen) > 1, "both to be asked")
            began_s = time.monotonic()
            here.workplace.close()
            took_s = time.monotonic() - began_s
    print(f"closed after {took_s * 1_000:.0f} ms")
    assert took_s < CLOSED_S


def small_holds(here: Sitting) -> list[HoldButton]:
    """Return the buttons on the page that would switch a flag off."""
    stack = here.workplace.window.stack
    found = [one for one in stack.findChildren(HoldButton) if one.isVisibleTo(stack)]
    return [one for one in found if one.shown is not None and one.shown.key]


def all_fine(seen: Snapshot) -> bool:
    return bool(seen.flows) and all(one.state is TileState.OK for one in seen.flows)


def any_fine(seen: Snapshot) -> bool:
    states = {seen.state, *(one.state for one in seen.flows), *(one.state for one in seen.kpis)}
    return TileState.OK in states
