"""When trouble is an alert and when it is over: no flapping, nothing from what is not known."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.alarms import BEGINS_AFTER, ENDS_AFTER, Alarms, Look
from cockpit.domain.alert_events import AlertEnded, AlertRaised
from cockpit.domain.alert_words import AlertGrade, AlertReason, Finding
from cockpit.domain.episodes import Episodes
from tests.kit.alarm_watch import Watch
from tests.kit.alerting import at_s, ended, finding, raised
from tests.kit.monitoring import workspace

BAD = finding()
WORSE = finding("version:success", reason=AlertReason.VERSION)
CALM = finding(grade=AlertGrade.WATCH)


def looked(*findings: Finding, unknown: tuple[str, ...] = ()) -> Mapping[str, Look]:
    return {"flow:coupon": Look("coupon", None, findings, frozenset(unknown))}


FINE, DOUBT = looked(), looked(unknown=("slo", "version:success"))


@pytest.fixture
def watch() -> Watch:
    return Watch(workspace())


def test_trouble_that_changes_its_face_is_trouble_all_the_same(watch: Watch) -> None:
    for _ in range(3):
        watch.look(looked(BAD), 2)
        watch.look(looked(WORSE), 2)
    (alert,) = watch.look(looked(WORSE))
    assert alert.since_at == at_s(1)


def test_what_joins_an_alert_has_to_last_as_well(watch: Watch) -> None:
    watch.look(looked(BAD), 20)
    (alert,) = watch.look(looked(BAD, WORSE), 9)
    assert (alert.reason, alert.others) == (AlertReason.SLO, ())
    watch.look(looked(BAD))
    (alert,) = watch.look(looked(BAD, WORSE), 11)
    assert (alert.reason, alert.others) == (AlertReason.VERSION, (BAD,))


def test_an_alert_is_over_when_the_last_of_its_troubles_is(watch: Watch) -> None:
    watch.look(looked(BAD, WORSE), 20)
    watch.look(looked(BAD), 70)
    (alert,) = watch.alerts
    assert (alert.reason, alert.others) == (AlertReason.SLO, ())
    assert watch.look(FINE, 61) == ()
    assert watch.past[0].ended_at == at_s(91)


def test_trouble_that_has_just_begun_outlives_the_alert_before_it(watch: Watch) -> None:
    watch.look(looked(BAD), 20)
    watch.look(FINE, 57)
    assert len(watch.look(looked(WORSE), 3)) == 1
    assert watch.look(looked(WORSE), 2) == ()
    (alert,) = watch.look(looked(WORSE), 10)
    assert (alert.reason, alert.since_at) == (AlertReason.VERSION, at_s(78))


def test_what_is_not_known_of_one_trouble_says_nothing_of_another(watch: Watch) -> None:
    watch.look(looked(BAD, WORSE), 20)
    (alert,) = watch.look(looked(unknown=("slo",)), 61)
    assert (alert.reason, alert.others) == (AlertReason.SLO, ())


def test_a_restart_finds_an_alert_again_and_raises_it_no_second_time(watch: Watch) -> None:
    watch.look(looked(BAD), 20)
    again = Watch(workspace(), watch.episodes)
    again.second = watch.second + 500
    (alert,) = again.look(DOUBT)
    assert (alert.alert_id, alert.since_at, alert.message) == ("id-0", at_s(1), BAD.told)
    assert len(again.look(looked(BAD), 100)) == 1
    assert again.look(FINE, 61) == ()
    assert [type(row.event) for row in again.rows] == [AlertEnded]


def test_an_alert_whose_end_could_not_be_written_is_not_taken_up_again(watch: Watch) -> None:
    watch.look(looked(BAD), 20)
    watch.is_deaf = True
    assert watch.look(FINE, 300) == ()
    watch.is_deaf = False
    watch.look(FINE)
    assert watch.past[0].ended_at == at_s(21)
    assert watch.alarms.over == () or not watch.episodes.running


def test_an_alert_that_could_not_be_written_is_shown_and_written_once_it_can(
    watch: Watch,
) -> None:
    watch.is_deaf = True
    (alert,) = watch.look(looked(BAD), 20)
    assert alert.alert_id == ""
    watch.is_deaf = False
    (alert,) = watch.look(looked(BAD), 2)
    assert alert.alert_id
    assert [type(row.event) for row in watch.rows] == [AlertRaised]


def test_what_another_process_tells_of_is_shown_here_too(watch: Watch) -> None:
    watch.look(FINE, 20)
    watch.episodes = watch.episodes.after([raised(20, alert_id="theirs")])
    (alert,) = watch.look(DOUBT)
    assert (alert.alert_id, alert.flow) == ("theirs", "coupon")
    watch.look(looked(BAD), 20)
    watch.episodes = watch.episodes.after([ended(100, alert_id="theirs")])
    assert watch.look(FINE) == ()
    assert watch.rows == []


def test_both_raise_at_once_and_speak_of_the_same(watch: Watch) -> None:
    watch.look(looked(BAD), 10)
    watch.episodes = watch.episodes.after([raised(10, alert_id="theirs")])
    (alert,) = watch.look(looked(BAD), 2)
    assert alert.alert_id == "theirs"
    assert watch.rows == []


def test_nothing_changes_without_a_reason() -> None:
    alarms = Alarms().after(FINE, at_s(1), Episodes())
    assert alarms.after(FINE, at_s(2), Episodes()) is alarms


def test_what_has_come_back_for_ten_seconds_keeps_an_alert_from_ending(watch: Watch) -> None:
    watch.look(looked(WORSE), 11)
    watch.look(looked(BAD), 11)
    watch.look(FINE, 50)
    watch.look(looked(WORSE), 30)
    assert not any(isinstance(row.event, AlertEnded) for row in watch.rows)
    assert len(watch.alerts) == 1


LOOKS = st.sampled_from([FINE, DOUBT, looked(BAD), looked(CALM), looked(WORSE), looked(BAD, WORSE)])
PLAYED = st.lists(st.tuples(LOOKS, st.integers(1, 80)), max_size=25)


@pytest.mark.slow
@given(PLAYED)
def test_two_alerts_of_a_flow_are_never_close_together(
    played: list[tuple[Mapping[str, Look], int]],
) -> None:
    watch = Watch(workspace())
    for found, seconds in played:
        watch.look(found, seconds)
    begun = [row.at for row in watch.rows if isinstance(row.event, AlertRaised)]
    ids = [row.event.alert_id for row in watch.rows if isinstance(row.event, AlertRaised)]
    fresh = [at for place, at in enumerate(begun) if ids.index(ids[place]) == place]
    # From well to over, and, when trouble began meanwhile, no sooner than that to the next.
    assert all(later - sooner >= ENDS_AFTER for sooner, later in pairwise(fresh))


@pytest.mark.slow
@given(PLAYED)
def test_an_alert_begins_after_ten_seconds_and_ends_after_a_minute_of_being_well(
    played: list[tuple[Mapping[str, Look], int]],
) -> None:
    watch, shown = Watch(workspace()), dict[int, Mapping[str, Look]]()
    for found, seconds in played:
        for _ in range(seconds):
            watch.look(found)
            shown[watch.second] = found
    begun = set[str]()
    for row in watch.rows:
        second = round(row.monotonic_s)
        # Further rows of an alert say that it needs a hand after all: that is told at once.
        if isinstance(row.event, AlertRaised) and row.event.alert_id not in begun:
            begun.add(row.event.alert_id)
            span = range(second - round(BEGINS_AFTER.total_seconds()), second + 1)
            assert all(shown[one] is not FINE for one in span)
        if isinstance(row.event, AlertEnded):
            assert row.at - row.event.well_at >= ENDS_AFTER
            ended_key = watch.rows.index(row)
            lead = [one.event for one in watch.rows[:ended_key]][-1]
            assert isinstance(lead, AlertRaised)
            last = last_trouble([shown[at]["flow:coupon"] for at in range(1, second + 1)], lead)
            assert last is None or second - last > ENDS_AFTER.total_seconds()


def last_trouble(looks: Sequence[Look], lead: AlertRaised) -> int | None:
    """Return the second of the last look at which it was trouble; None when it never was for long.

    Trouble is what lasts for ten seconds, and whatever is seen of it until a minute without. What
    is in doubt goes on as it was.
    """
    last, run_count = None, 0
    for second, look in enumerate(looks, start=1):
        is_near = last is not None and second - last <= ENDS_AFTER.total_seconds() + 1
        is_there = lead.finding in {one.name for one in look.findings} or (
            lead.finding in look.unknown and (run_count > 0 or is_near)
        )
        run_count = run_count + 1 if is_there else 0
        if is_there and (is_near or run_count > BEGINS_AFTER.total_seconds()):
            last = second
    return last


@pytest.mark.slow
@given(PLAYED, st.integers(0, 24))
def test_a_restart_changes_nothing_that_was_written(
    played: list[tuple[Mapping[str, Look], int]], cut: int
) -> None:
    before = Watch(workspace())
    for found, seconds in played[:cut]:
        before.look(found, seconds)
    running = set(before.episodes.running)
    after = Watch(workspace(), before.episodes)
    after.second = before.second
    after.look(DOUBT)
    assert {one.key for one in after.alerts} == running
    assert after.rows == []


@pytest.mark.slow
@given(PLAYED)
def test_the_journal_and_the_screen_agree(
    played: list[tuple[Mapping[str, Look], int]],
) -> None:
    watch = Watch(workspace())
    for found, seconds in played:
        watch.look(found, seconds)
        assert {one.key for one in watch.alerts} == set(watch.episodes.running)
        for one in watch.alerts:
            written = watch.episodes.running[one.key].finding
            assert written.gravity >= (one.grade is AlertGrade.ACT_NOW)


@given(st.integers(0, 5), st.integers(10, 40))
def test_what_was_loud_stays_loud_for_a_minute(calm_s: int, loud_s: int) -> None:
    watch = Watch(workspace())
    watch.look(looked(BAD), loud_s + 1)
    for _ in range(calm_s):
        watch.look(looked(CALM), 11)
    (alert,) = watch.alerts
    assert alert.grade is AlertGrade.ACT_NOW
    assert watch.alarms.held("flow:coupon") == {"slo"}
    assert watch.alarms.held("flow:cart") == frozenset()
    assert timedelta(seconds=11 * calm_s) < ENDS_AFTER
