"""Nobody closes the window on a launch by accident."""

import pytest
from msgspec.structs import replace

from cockpit.domain.standings import LaunchPhase
from cockpit.ui.closing import has_unresolved, must_ask
from tests.kit.story import doubts, moments


@pytest.mark.parametrize("phase", LaunchPhase)
def test_it_is_asked_while_people_may_have_the_release(phase: LaunchPhase) -> None:
    given = moments.calm()
    assert given.launch is not None
    is_calm = phase in {LaunchPhase.PLANNED, LaunchPhase.CLOSED, LaunchPhase.STOPPED}
    assert must_ask(replace(given, launch=replace(given.launch, phase=phase))) is not is_calm


def test_it_is_asked_while_something_is_unresolved_launch_or_not() -> None:
    given = replace(moments.unknown(), launch=None)
    assert must_ask(given)
    assert has_unresolved(given)
    assert not has_unresolved(moments.healed())


def test_nothing_is_asked_when_nothing_goes_on() -> None:
    assert not must_ask(None)
    assert not must_ask(moments.no_launch())
    assert not must_ask(doubts.empty())
