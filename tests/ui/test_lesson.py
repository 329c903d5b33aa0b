"""The demo's guide says at each moment what is seen and what to press."""

import pytest
from msgspec.structs import replace

from cockpit.app.snapshot import Snapshot, TileState
from cockpit.domain.message import Message
from cockpit.domain.standings import Cause
from cockpit.domain.verdict import State
from cockpit.ui.guide_codes import GuideCode
from cockpit.ui.lesson import Lesson, Topic, lesson
from tests.kit.story.states import STATES


@pytest.mark.parametrize(
    ("moment", "code", "page"),
    [
        ("no_launch", GuideCode.PLAN, "rollout"),
        ("planned", GuideCode.SIGN, "gonogo"),
        ("pm_asked", GuideCode.SIGN, "gonogo"),
        ("no_go", GuideCode.NO_GO, "gonogo"),
        ("go_given", GuideCode.DEPLOY, "rollout"),
        ("deployed", GuideCode.FIRST_STEP, "rollout"),
        ("calm", GuideCode.BAKING, "release"),
        ("held", GuideCode.HELD, "rollout"),
        ("gate_open", GuideCode.NEXT_STEP, "rollout"),
        ("watching", GuideCode.WATCH_FOR, "flow"),
        ("fault", GuideCode.BROKEN, None),
        ("sent", GuideCode.SENT, None),
        ("mending", GuideCode.OFF, None),
        ("healed", GuideCode.SAFE, "rollout"),
    ],
)
def test_each_moment_has_its_lesson_and_the_page_where_it_is_learnt(
    moment: str, code: GuideCode, page: str | None
) -> None:
    given = lesson(STATES[moment]())
    assert (given.message.code, given.page) == (code.value, page)


def test_what_nobody_knows_comes_before_all_else() -> None:
    told = _message(lesson(STATES["unknown"]()))
    assert told.code in {GuideCode.UNKNOWN.value, GuideCode.SENT.value}


def test_a_launch_that_has_ended_leads_to_the_journal() -> None:
    given = lesson(STATES["no_launch"](), has_closed=True)
    assert (given.message.code, given.page) == (GuideCode.OVER.value, "journal")


def _message(given: Lesson) -> Message:
    return given.message


@pytest.mark.parametrize(
    ("about", "moment", "code"),
    [
        (Topic.PAYMENT, "calm", GuideCode.WATCH_FOR_OUTAGE),
        (Topic.PAYMENT, "gate_open", GuideCode.NEXT_STEP),
        (Topic.SLOW_BURN, "calm", GuideCode.BAKING),
        (Topic.SLOW_BURN, "gate_open", GuideCode.NEXT_STEP),
    ],
)
def test_what_to_watch_for_is_what_goes_wrong_in_this_demo(
    about: Topic, moment: str, code: GuideCode
) -> None:
    assert _message(lesson(STATES[moment](), about=about)).code == code.value


def burning(state: TileState) -> Snapshot:
    """Return everybody on the new version, and a promise that asks to act now."""
    given = STATES["breaking"]()
    return replace(given, kpis=tuple(replace(k, state=state) for k in given.kpis))


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (TileState.OK, GuideCode.BREAKING_FIRST),
        (TileState.WARN, GuideCode.BREAKING_LATE),
        (TileState.UNKNOWN, GuideCode.BREAKING),
    ],
)
def test_a_promise_that_breaks_leads_to_the_flag_and_says_what_is_known_of_sales(
    state: TileState, code: GuideCode
) -> None:
    told = _message(lesson(burning(state), about=Topic.SLOW_BURN))
    assert (told.code, told.value("target")) == (code.value, "coupon_v2")


def test_with_everybody_on_it_the_slowness_is_to_be_watched_until_it_is_told() -> None:
    given = STATES["watching"]()
    assert given.launch is not None
    assert given.release is not None
    full = replace(given, launch=replace(given.launch, exposure_pct=100.0))
    told = lesson(full, about=Topic.SLOW_BURN)
    assert (told.message.code, told.page) == (GuideCode.WATCH_FOR_SLOWNESS.value, "flow")
    worse = replace(given.release, state=State.WAIT, cause=Cause.RELEASE_OR_EXTERNAL)
    told = lesson(replace(full, release=worse), about=Topic.SLOW_BURN)
    assert (told.message.code, told.page) == (GuideCode.NO_CONTROL.value, "flow")


def test_what_comes_from_outside_is_left_alone() -> None:
    calm = STATES["calm"]()
    assert calm.release is not None
    outside = replace(calm, release=replace(calm.release, cause=Cause.EXTERNAL))
    given = lesson(outside, about=Topic.PAYMENT)
    assert (given.message.code, given.page) == (GuideCode.OUTSIDE.value, "release")
