"""What the two hold buttons are aimed at, and what they say at every moment."""

from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from msgspec.structs import replace

from cockpit.app.snapshot import LeverView, RollbackView, Snapshot, TileState
from cockpit.app.underway import ActionProgress, Step
from cockpit.domain.alert_words import AlertGrade
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever, Order, Outcome, Stamps, Target
from cockpit.domain.standings import LaunchPhase
from cockpit.domain.way_out import Advice, WayOut
from cockpit.ui.aim import (
    Aim,
    Aiming,
    AimState,
    Wanted,
    advised,
    aimed_flag,
    aimed_rollback,
    back_aim,
    off_aim,
    short_id,
)
from cockpit.ui.heard import Heard, Press, Refusal, back_key, off_key, pressed, refused, told
from cockpit.ui.sign import Sign
from cockpit.words.language import Language
from tests.kit.story import doubts, moments
from tests.kit.story.levers import ROLLBACKS, healed_off, version_alert
from tests.kit.story.setting import say
from tests.kit.story.states import STATES
from tests.kit.story.times import ASKED_OFF, BACK, CLIENTS_BY, SEEN_OFF

OFF = off_key("coupon_v2")
BACK_KEY = back_key("shop-app")


def aiming(
    snapshot: Snapshot,
    heard: Heard | None = None,
    wanted: Wanted | None = None,
    now: datetime | None = None,
    language: Language = Language.EN,
) -> Aiming:
    given = heard or Heard()
    return Aiming(snapshot, given, wanted or Wanted(), say(language), now or snapshot.at)


def off(snapshot: Snapshot, **given: Any) -> Aim:
    return off_aim(aiming(snapshot, **given))


def back(snapshot: Snapshot, **given: Any) -> Aim:
    return back_aim(aiming(snapshot, **given))


def with_lever(**changed: Any) -> Snapshot:
    """Return the fault with the coupon's lever changed."""
    given = moments.fault()
    levers = tuple(
        replace(one, **changed) if one.flag == "coupon_v2" else one for one in given.levers
    )
    return replace(given, levers=levers)


def without_advice() -> Snapshot:
    given = replace(moments.fault(), alerts=())
    assert given.release is not None
    return replace(given, release=replace(given.release, advice=None))


# ---------------------------------------------------------------- targets


def test_the_label_carries_the_target() -> None:
    assert "coupon_v2" in off(moments.fault()).label
    assert "3.1.4" in back(moments.fault()).label


def test_the_recommended_lever_is_the_target_and_only_it_is_recommended() -> None:
    assert off(moments.fault()).key == OFF
    assert off(moments.fault()).state is AimState.RECOMMENDED
    assert back(moments.fault()).state is AimState.ARMED


def test_a_recommended_rollback_leaves_the_flag_armed() -> None:
    given = moments.fault()
    assert given.release is not None
    advice = Advice(WayOut.ROLLBACK, "shop-app")
    given = replace(given, release=replace(given.release, advice=advice), alerts=())
    assert back(given).state is AimState.RECOMMENDED
    assert off(given).state is AimState.ARMED


def test_without_a_failing_verdict_what_asks_to_act_now_recommends() -> None:
    given = replace(moments.calm(), alerts=(version_alert(),))
    assert advised(given) == Advice(WayOut.FLAG_OFF, "coupon_v2")
    watched = replace(version_alert(), grade=AlertGrade.WATCH)
    assert advised(replace(given, alerts=(watched,))) is None


def test_without_advice_the_first_flag_of_the_launch_that_may_be_pulled_is_the_target() -> None:
    given = without_advice()
    assert given.launch is not None
    first, second = given.launch.targets
    named = replace(given.launch, targets=(first, replace(second, flag="cart_sync_v3")))
    assert aimed_flag(replace(given, launch=named), None) == given.levers[2]


def test_without_any_flag_of_the_launch_the_first_lever_of_the_workspace_is_the_target() -> None:
    given = without_advice()
    assert aimed_flag(given, None) == given.levers[0]


@pytest.mark.parametrize("phase", [LaunchPhase.CLOSED, LaunchPhase.STOPPED, None])
def test_without_a_launch_and_advice_there_is_no_target_and_the_button_says_why(
    phase: LaunchPhase | None,
) -> None:
    given = without_advice()
    assert given.launch is not None
    over = None if phase is None else replace(given.launch, phase=phase)
    given = replace(given, launch=over)
    aim = off(given)
    assert (aim.key, aim.state, aim.hint) == ("", AimState.IDLE, "no release")
    assert "arrow" in aim.lines[0]


def test_without_levers_there_is_nothing_to_choose_either() -> None:
    aim = off(replace(moments.fault(), levers=()))
    assert (aim.key, aim.state, aim.hint) == ("", AimState.IDLE, "no lever")
    assert aim.lines == ("", "", "")
    aim = back(replace(moments.fault(), rollbacks=()))
    assert (aim.key, aim.state, aim.hint) == ("", AimState.IDLE, "no lever")
    assert aim.lines[0]


def test_a_person_may_aim_at_another_lever_and_it_is_not_recommended() -> None:
    aim = off(moments.fault(), wanted=Wanted(flag="checkout_v2"))
    assert (aim.key, aim.state) == (off_key("checkout_v2"), AimState.ARMED)


def test_a_lever_that_is_gone_is_no_target() -> None:
    assert off(moments.fault(), wanted=Wanted(flag="gone")).key == OFF
    assert aimed_rollback(moments.fault(), "gone") == ROLLBACKS[0]


def test_a_person_may_aim_at_another_rollback() -> None:
    other = replace(ROLLBACKS[0], name="other", to_version="3.0.0")
    given = replace(moments.fault(), rollbacks=(*ROLLBACKS, other))
    assert back(given, wanted=Wanted(rollback="other")).key == back_key("other")
    assert back(given).key == BACK_KEY


# ---------------------------------------------------------------- idle and armed


def test_a_flag_that_is_surely_off_cannot_be_switched_off_again() -> None:
    aim = off(with_lever(is_enabled=False, is_served=False))
    assert aim.lines[0] == "coupon_v2 = off · Coupon"  # whatever share it would have
    assert (aim.state, aim.hint) == (AimState.IDLE, "is off")


@pytest.mark.parametrize(
    ("enabled", "served", "state"),
    [
        one
        for one in product((True, False, None), (True, False, None), TileState)
        if one != (False, False, TileState.OK)
    ],
)
def test_the_safe_direction_stays_open_whenever_it_is_not_surely_off(
    enabled: bool | None, served: bool | None, state: TileState
) -> None:
    aim = off(with_lever(is_enabled=enabled, is_served=served, state=state))
    assert aim.state is AimState.RECOMMENDED
    assert aim.hint is None


@pytest.mark.parametrize("phase", LaunchPhase)
def test_a_rollback_is_open_from_the_deployment_on(phase: LaunchPhase) -> None:
    given = moments.calm()
    assert given.launch is not None
    aim = back(replace(given, launch=replace(given.launch, phase=phase)))
    is_early = phase in {LaunchPhase.PLANNED, LaunchPhase.GO}
    assert aim.state is (AimState.IDLE if is_early else AimState.ARMED)


def test_a_rollback_without_a_version_says_that_only_a_launch_could_tell() -> None:
    given = replace(moments.fault(), rollbacks=(replace(ROLLBACKS[0], to_version=None),))
    aim = back(given)
    assert (aim.state, aim.hint) == (AimState.IDLE, "no version")
    assert "launch" in aim.lines[2]


# ---------------------------------------------------------------- the three lines


def test_three_lines_tell_what_to_whom_and_how_sure() -> None:
    what, whom, sure = off(moments.fault()).lines
    assert what == "5 % → off · Coupon"
    assert whom == "3.2.0 4.6 % · 115/min"
    assert sure == "read 3 s ago · usually 8 s"
    what, whom, sure = back(moments.fault()).lines
    assert what == "Shop app → 3.1.4"
    assert whom == "installed apps stay · about 3 min 5 s"
    assert sure.startswith("rehearsed ")


@pytest.mark.parametrize(
    ("changed", "sign", "words"),
    [
        ({}, Sign.OK, "read 3 s ago · usually 8 s"),
        ({"usual_off_s": None}, Sign.OK, "read 3 s ago"),
        ({"state": TileState.WARN}, Sign.WARN, "server and apps differ"),
        ({"state": TileState.UNKNOWN}, Sign.UNKNOWN, "not read for 3 s"),
        ({"age_s": None, "state": TileState.UNKNOWN}, Sign.UNKNOWN, "never read"),
    ],
)
def test_the_third_line_never_says_more_than_was_read(
    changed: dict[str, Any], sign: Sign, words: str
) -> None:
    aim = off(with_lever(**changed))
    assert (aim.proof, aim.lines[2]) == (sign, words)


def test_ages_run_on_while_no_snapshot_comes() -> None:
    given = moments.fault()
    aim = off(given, now=given.at + timedelta(seconds=50))
    assert aim.lines[2].startswith("read 53 s ago")


def test_how_many_is_not_guessed() -> None:
    given = replace(moments.fault(), versions=())
    assert "unknown" in off(given).lines[1]
    assert "unknown" in off(with_lever(served_exposure_pct=None)).lines[0]


def test_before_the_first_step_nobody_is_reached() -> None:
    assert off(moments.planned()).lines[1] == "3.2.0 · nobody has it yet"
    assert back(moments.planned()).lines[1] == "3.2.0 · nobody has it yet"


def test_what_is_deployed_and_served_to_nobody_has_reached_nobody() -> None:
    given = moments.deployed()
    assert off(given).lines[1] == "3.2.0 · nobody has it yet"
    assert given.launch is not None
    unread = replace(given, launch=replace(given.launch, served_exposure_pct=None))
    assert "unknown" in off(unread).lines[1]


@pytest.mark.parametrize(
    ("changed", "sign", "words"),
    [
        ({"last_was_drill": False}, Sign.OK, "done for real"),
        ({"last_done_at": None}, Sign.NONE, "never done before"),
    ],
)
def test_a_rollback_tells_whether_it_was_ever_done(
    changed: dict[str, Any], sign: Sign, words: str
) -> None:
    aim = back(replace(moments.fault(), rollbacks=(replace(ROLLBACKS[0], **changed),)))
    assert aim.proof is sign
    assert aim.lines[2].startswith(words)


def test_a_rollback_of_unknown_length_says_so() -> None:
    aim = back(replace(moments.fault(), rollbacks=(replace(ROLLBACKS[0], usual_s=None),)))
    assert "not known" in aim.lines[1]


def test_a_rollback_that_was_done_names_its_version_after_the_launch_is_over() -> None:
    blind, what = replace(ROLLBACKS[0], to_version=None), ROLLBACKS[0].service
    done = replace(healed_off(), lever=Lever.ROLLBACK, target=what, to_version="3.1.4")
    aim = back(replace(moments.no_launch(), rollbacks=(blind,), operations=(done,)))
    assert (aim.state, aim.label) == (AimState.SEEN, "Rolled back")
    assert aim.lines[0] == "Shop app → 3.1.4"


# ---------------------------------------------------------------- under way


def event(outcome: Outcome | None, lever: Lever = Lever.FLAG_OFF, **stamps: Any) -> ActionProgress:
    name = "coupon_v2" if lever is Lever.FLAG_OFF else ROLLBACKS[0].service
    order = Order("0123456789ab", lever, Target("x", "y", name), ASKED_OFF)
    given = replace(Stamps(ASKED_OFF), **stamps)
    return ActionProgress(order, Step.SENT, given, outcome, Message("why"))


def at(moment: datetime, *events: ActionProgress) -> dict[str, Any]:
    heard = Heard()
    for one in events:
        heard = told(heard, one, moment, {})
    return {"heard": heard, "now": moment}


def fault_at(moment: datetime) -> Snapshot:
    return replace(moments.fault(), at=moment)


def test_a_press_shows_as_sent_at_once_and_keeps_its_key() -> None:
    heard = pressed(Heard(), Press(OFF, ASKED_OFF, "op"))
    aim = off(fault_at(ASKED_OFF), heard=heard)
    assert (aim.key, aim.state, aim.label) == (OFF, AimState.SENT, "Sent")
    assert aim.what == "coupon_v2 off"
    assert aim.lines[2] == "no answer yet"


def test_accepted_is_told_as_not_seen_yet() -> None:
    now = ASKED_OFF + timedelta(seconds=2)
    news = event(None, sent_at=ASKED_OFF, accepted_at=ASKED_OFF)
    aim = off(fault_at(now), **at(now, news))
    assert (aim.state, aim.hint) == (AimState.SENT, "checking 2 s")
    assert aim.lines[1] == "sent 10:54:02 · 0123…ab"
    assert aim.lines[2] == "accepted 10:54:02 · not seen yet"


def test_seen_off_counts_down_until_all_apps_have_asked() -> None:
    now = CLIENTS_BY - timedelta(seconds=12)
    seen = event(Outcome.CONFIRMED, seen_at=SEEN_OFF, clients_by_at=CLIENTS_BY)
    aim = off(fault_at(now), **at(now, seen))
    assert (aim.state, aim.label, aim.hint) == (AimState.SEEN, "Seen off", "10:55:48")
    assert aim.lines[1] == "took 1 min 46 s · 10:54:02"
    assert (aim.proof, aim.lines[2]) == (Sign.NONE, "all apps in 12 s")


def test_it_is_safe_only_when_the_metric_is_back() -> None:
    aim = off(moments.mending())
    assert (aim.proof, "awaiting" in aim.lines[2]) == (Sign.NONE, True)
    aim = off(moments.healed())
    assert (aim.proof, aim.lines[2]) == (Sign.OK, f"metric back {say().time_s(BACK)} · safe")


def test_a_refusal_tells_why_and_may_be_pressed_again() -> None:
    now = ASKED_OFF + timedelta(seconds=2)
    heard = refused(Heard(), OFF, Refusal(now, Message("some.reason")))
    aim = off(fault_at(now), heard=heard)
    assert (aim.state, aim.label, aim.key) == (AimState.REFUSED, "Refused", OFF)
    assert (aim.proof, aim.lines[2]) == (Sign.BAD, "some.reason")


def test_an_unknown_outcome_tells_its_age() -> None:
    aim = off(moments.unknown())
    assert (aim.state, aim.label, aim.hint) == (AimState.UNKNOWN, "Off?", "unknown 01:08")
    assert aim.proof is Sign.UNKNOWN


def test_a_rollback_goes_the_same_way() -> None:
    now = ASKED_OFF + timedelta(seconds=2)
    wanted = {
        None: (AimState.SENT, "Sent"),
        Outcome.CONFIRMED: (AimState.SEEN, "Rolled back"),
        Outcome.FAILED: (AimState.REFUSED, "Refused"),
        Outcome.UNKNOWN: (AimState.UNKNOWN, "Rolled back?"),
    }
    for outcome, (state, label) in wanted.items():
        aim = back(fault_at(now), **at(now, event(outcome, Lever.ROLLBACK)))
        assert (aim.state, aim.label, aim.key) == (state, label, BACK_KEY)


def test_one_way_out_under_way_leaves_the_other_as_it_is() -> None:
    now = ASKED_OFF + timedelta(seconds=2)
    given = at(now, event(None))
    assert back(fault_at(now), **given) == back(fault_at(now), now=now)


# ---------------------------------------------------------------- everywhere


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", STATES)
def test_in_every_moment_both_buttons_say_something_true(name: str, language: Language) -> None:
    snapshot = STATES[name]()
    for aim in (off(snapshot, language=language), back(snapshot, language=language)):
        assert aim.label
        assert aim.what
        assert bool(aim.key) or aim.state is AimState.IDLE
        assert aim.hint is not None or aim.state in {AimState.ARMED, AimState.RECOMMENDED}
        assert "ui.aim" not in " ".join((aim.label, aim.hint or "", *aim.lines))


@pytest.mark.parametrize("moment", [doubts.stale, doubts.error, doubts.empty, doubts.loading])
def test_nothing_is_proved_while_nothing_can_be_read(moment: Any) -> None:
    if moment is not doubts.stale:
        assert off(moment()).proof is not Sign.OK


def test_an_id_is_shortened_in_the_middle() -> None:
    assert short_id("0193a7f3-2b11-c2") == "0193…c2"
    assert short_id("short") == "short"
    assert short_id("") == "–"


def test_levers_and_rollbacks_of_the_story_are_of_their_kinds() -> None:
    given = moments.fault()
    assert isinstance(aimed_flag(given, None), LeverView)
    assert isinstance(aimed_rollback(given, None), RollbackView)
