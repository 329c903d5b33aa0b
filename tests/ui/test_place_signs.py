"""The rail is calm until something is abnormal."""

import pytest
from msgspec.structs import replace

from cockpit.app.snapshot import JournalView, SourceState, TileState
from cockpit.ui.place_signs import place_signs
from cockpit.ui.sign import Sign
from tests.kit.story import doubts, moments


@pytest.mark.parametrize(
    "moment", [moments.no_launch, moments.calm, moments.gate_open, moments.watching, moments.closed]
)
def test_a_calm_moment_has_no_marks(moment: object) -> None:
    assert place_signs(moment()) == {}  # type: ignore[operator]


def test_a_fault_marks_the_flow_the_release_and_what_is_adrift() -> None:
    signs = place_signs(moments.fault())
    assert signs == {"flow": Sign.BAD, "release": Sign.BAD, "rollout": Sign.WARN}


def test_a_healed_release_is_no_longer_bad() -> None:
    assert "release" not in place_signs(moments.healed())


def test_an_objection_marks_the_checks_until_the_launch_has_its_go() -> None:
    assert place_signs(moments.planned())["gonogo"] is Sign.WARN
    assert place_signs(moments.no_go())["gonogo"] is Sign.WARN
    assert "gonogo" not in place_signs(moments.go_given())


def test_a_release_without_data_is_unknown_once_it_is_out() -> None:
    assert place_signs(doubts.stale())["release"] is Sign.UNKNOWN
    assert "release" not in place_signs(moments.deployed())


def test_a_journal_that_is_not_there_is_unknown_and_one_that_takes_no_rows_is_bad() -> None:
    given = moments.calm()
    assert place_signs(replace(given, journal=None))["journal"] is Sign.UNKNOWN
    full = JournalView(1, None, is_writable=False)
    assert place_signs(replace(given, journal=full))["journal"] is Sign.BAD


@pytest.mark.parametrize("state", SourceState)
def test_a_source_that_cannot_be_relied_on_is_unknown(state: SourceState) -> None:
    given = moments.calm()
    first, *rest = given.sources
    signs = place_signs(replace(given, sources=(replace(first, state=state), *rest)))
    fine = {SourceState.OK, SourceState.WAITING}
    wanted = None if state in fine else Sign.UNKNOWN
    assert signs.get("sources") is (Sign.WARN if state is SourceState.SLOW else wanted)


def test_one_unknown_flow_marks_all_of_them() -> None:
    given = moments.calm()
    first, *rest = given.flows
    unknown = replace(first, state=TileState.UNKNOWN)
    assert place_signs(replace(given, flows=(unknown, *rest)))["flow"] is Sign.UNKNOWN
