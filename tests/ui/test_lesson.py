"""The demo's guide says at each moment what is seen and what to press."""

from dataclasses import replace

import pytest

from cockpit.domain.cause import Cause
from cockpit.domain.message import Message
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
        (Topic.SLOW_BURN, "watching", GuideCode.WATCH_FOR_SLOWNESS),
        (Topic.SLOW_BURN, "gate_open", GuideCode.NEXT_STEP),
    ],
)
def test_what_to_watch_for_is_what_goes_wrong_in_this_demo(
    about: Topic, moment: str, code: GuideCode
) -> None:
    assert _message(lesson(STATES[moment](), about=about)).code == code.value


def test_what_comes_from_outside_is_left_alone() -> None:
    calm = STATES["calm"]()
    assert calm.release is not None
    outside = replace(calm, release=replace(calm.release, cause=Cause.EXTERNAL))
    given = lesson(outside, about=Topic.PAYMENT)
    assert (given.message.code, given.page) == (GuideCode.OUTSIDE.value, "release")
