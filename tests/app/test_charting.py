"""What charts ask: only what is new, one at a time, and never in the way of judging."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from cockpit.app.backfill import CHUNK, MOST_DAYS
from cockpit.app.chart_plan import charted
from cockpit.app.chart_store import Track
from cockpit.app.chart_view import ChartView
from cockpit.app.charting import OVERLAP, REST_TIMES, WAITS_S, Boards, Charting, Wanted
from cockpit.domain.launch import Launch
from cockpit.domain.message import Message
from cockpit.ports.errors import BadAnswerError, Refusal, RefusedError, UnreachableError
from tests.kit.desks import Table
from tests.kit.fakes_acting import NOON
from tests.kit.metrics import NEW, OLD

pytestmark = pytest.mark.slow

WHY = Message("test.why")
LAUNCH = Launch("l1", "shop-app", NEW, "320", OLD, NOON, "mina")


class Studio:
    """Charts over a shop that has been open for more than an hour and is sampled already."""

    def __init__(self, **shop: Any) -> None:
        self.table = Table(before_s=5_000.0, **shop)
        self.table.ask()
        self.charting = Charting(self.table.plan, self.table.store)
        self.asked: list[Wanted] = []

    def next(self) -> Wanted | None:
        clock = self.table.clock
        return self.charting.wanted(
            "metrics", there_s=clock.now().timestamp(), monotonic_s=clock.monotonic_s()
        )

    def ask(self, *, took_s: float = 0.0) -> Wanted | None:
        """Ask the next question, if one is due."""
        wanted = self.next()
        if wanted is not None:
            self.asked.append(wanted)
            answer = wanted.call(self.table.metrics)
            self.table.clock.move(took_s)
            self.charting.take(wanted, answer, self.table.clock.monotonic_s())
        return wanted

    def fill(self) -> None:
        """Ask until nothing is due."""
        while self.ask():
            pass

    def watch(self, seconds: float) -> None:
        """Ask as a running program does."""
        for _ in range(round(seconds)):
            self.table.clock.move(1.0)
            self.fill()

    def chart(self) -> ChartView:
        found = self.charting.drawing.chart("coupon")
        assert found is not None
        return found


@pytest.fixture
def studio() -> Studio:
    return Studio()


def test_before_anything_was_sampled_nothing_is_asked() -> None:
    table = Table()
    charting = Charting(table.plan, table.store)
    assert charting.wanted("metrics", there_s=NOON.timestamp(), monotonic_s=0.0) is None
    assert charting.drawing.chart("coupon") is None
    assert charting.drawing.kpi_line("completion") is None
    assert charting.drawing.kpi_past("completion", NOON.timestamp()) == ()


def test_at_first_the_whole_range_is_asked_for(studio: Studio) -> None:
    studio.fill()
    view = studio.chart()
    assert (view.range_s, view.step_s, view.is_behind) == (3_600.0, 30.0, False)
    assert view.end_s == NOON.timestamp()
    assert np.isfinite(view.everything.value).all()
    assert view.everything.at_s[0] == view.end_s - 119 * 30.0
    assert view.everything.value[-1] == pytest.approx(0.98, abs=0.005)
    assert view.p95 is not None
    assert np.isfinite(view.p95.value).all()
    assert (view.new, view.baseline, view.p95_new) == (None, None, None)


def test_afterwards_only_new_steps_and_the_last_two_are_asked_for(studio: Studio) -> None:
    studio.fill()
    studio.asked.clear()
    studio.watch(59.0)
    lines = [one for one in studio.asked if one.step_s == 30.0]
    assert len(lines) == len({one.ask for one in lines})
    assert {one.until - one.first + 1 for one in lines} == {1 + OVERLAP}


def test_the_questions_of_a_step_are_spread(studio: Studio) -> None:
    studio.fill()
    studio.asked.clear()
    studio.watch(59.0)
    seconds = {one.asked_s for one in studio.asked if one.step_s == 30.0}
    assert len(seconds) >= 7
    assert max(seconds) - min(seconds) <= 24.0


def test_nothing_changes_between_two_answers(studio: Studio) -> None:
    studio.fill()
    line = studio.charting.drawing.kpi_line("completion")
    assert studio.chart() is studio.chart()
    assert studio.charting.drawing.kpi_line("completion") is line
    before = studio.chart()
    studio.watch(31.0)
    assert studio.chart() is not before
    assert studio.charting.drawing.kpi_line("completion") is not line


def test_a_launch_has_both_versions_told_apart(studio: Studio) -> None:
    studio.fill()
    studio.charting.follow(LAUNCH)
    studio.fill()
    view = studio.chart()
    assert view.new is not None
    assert view.baseline is not None
    assert view.p95_new is not None
    counts = view.everything.count[-1], view.new.count[-1], view.baseline.count[-1]
    assert counts[0] == pytest.approx(counts[1] + counts[2])
    assert counts[1] < 0.1 * counts[2]
    studio.charting.follow(None)
    studio.fill()
    assert studio.chart().new is None


def test_another_range_is_filled_in_its_own_steps(studio: Studio) -> None:
    studio.fill()
    studio.charting.show(900.0)
    assert studio.charting.range_s == 900.0
    assert studio.charting.drawing.chart("coupon") is None
    studio.fill()
    view = studio.chart()
    assert (view.range_s, view.step_s, view.everything.value.size) == (900.0, 15.0, 60)
    assert np.isfinite(view.everything.value).all()
    studio.charting.show(900.0)
    assert studio.charting.drawing.chart("coupon") is view


def test_a_range_that_no_board_offers_is_refused(studio: Studio) -> None:
    with pytest.raises(KeyError):
        studio.charting.show(1.0)


def test_after_a_slow_answer_judging_has_the_source_for_longer(studio: Studio) -> None:
    studio.ask(took_s=2.0)
    assert studio.next() is None
    studio.table.clock.move(2.0 * REST_TIMES - 0.1)
    assert studio.next() is None
    studio.table.clock.move(0.2)
    assert studio.next() is not None


def test_where_judging_never_ends_a_chart_gets_its_turn_now_and_then(studio: Studio) -> None:
    def has_waited() -> bool:
        return studio.charting.has_waited("metrics", studio.table.clock.monotonic_s())

    assert not has_waited()
    studio.table.clock.move(WAITS_S)
    assert has_waited()
    studio.ask()
    assert not has_waited()


def test_what_is_missing_meanwhile_is_a_gap_and_is_asked_for_again(studio: Studio) -> None:
    studio.fill()
    studio.table.clock.move(300.0)
    studio.next()
    view = studio.chart()
    assert view.is_behind
    assert np.isnan(view.everything.value[-10:]).all()
    studio.fill()
    assert np.isfinite(studio.chart().everything.value).all()
    assert not studio.chart().is_behind


def warn(studio: Studio) -> None:
    studio.table.metrics.warnings = (WHY,)


def drop(studio: Studio) -> None:
    studio.table.metrics.spoil = lambda found: tuple(replace(s, dropped_count=1) for s in found)


@pytest.mark.parametrize("spoil", [warn, drop])
def test_a_part_is_not_drawn_as_the_whole(studio: Studio, spoil: Callable[[Studio], None]) -> None:
    studio.fill()
    spoil(studio)
    studio.watch(120.0)
    assert np.isnan(studio.chart().everything.value[-2:]).all()


@pytest.mark.parametrize(
    "error", [UnreachableError(WHY), RefusedError(WHY, Refusal.TOO_MANY), RuntimeError("broken")]
)
def test_a_source_that_does_not_answer_is_asked_ever_more_rarely(
    studio: Studio, error: Exception
) -> None:
    pauses: list[float] = []
    for _ in range(7):
        wanted = studio.next()
        assert wanted is not None
        began_s = studio.table.clock.monotonic_s()
        studio.charting.take(wanted, error, began_s)
        while studio.next() is None:
            studio.table.clock.move(1.0)
        pauses.append(studio.table.clock.monotonic_s() - began_s)
    assert pauses == [30.0, 60.0, 120.0, 240.0, 480.0, 600.0, 600.0]


@pytest.mark.parametrize(
    "error", [BadAnswerError(WHY), RefusedError(WHY, Refusal.BAD_REQUEST)], ids=["bad", "refused"]
)
def test_a_question_that_has_no_answer_keeps_no_other_back(
    studio: Studio, error: Exception
) -> None:
    first = studio.next()
    assert first is not None
    studio.charting.take(first, error, studio.table.clock.monotonic_s())
    other = studio.next()
    assert other is not None
    assert other.ask != first.ask


def test_rare_samples_make_the_steps_longer() -> None:
    studio = Studio(scrape_s=15.0)
    studio.fill()
    assert studio.chart().step_s == 60.0
    assert np.isfinite(studio.chart().everything.value).all()


def test_denser_samples_make_the_steps_shorter_and_the_chart_stays_meanwhile() -> None:
    studio = Studio(scrape_s=15.0)
    studio.fill()
    before = studio.chart()
    line = studio.charting.drawing.kpi_line("completion")
    studio.table.shop.scrape_s = 5.0
    studio.table.clock.move(150.0)
    studio.table.ask()
    studio.ask()
    assert studio.chart() is before
    assert studio.charting.drawing.kpi_line("completion") is line
    studio.fill()
    assert studio.chart().step_s == 30.0
    assert np.isfinite(studio.chart().everything.value[-5:]).all()
    studio.charting.follow(LAUNCH)
    studio.ask()
    assert studio.chart().is_behind  # other versions are another chart
    assert studio.chart().new is not None


def test_the_past_of_a_kpi_is_what_was_before_and_not_after(studio: Studio) -> None:
    studio.fill()
    now_s = NOON.timestamp()
    drawing = studio.charting.drawing
    past = drawing.kpi_past("completion", now_s)
    assert len(past) == 9  # of the first there is a part
    assert all(one.bad_ratio == pytest.approx(0.02, abs=0.005) for one in past)
    assert drawing.kpi_past("completion", now_s) is past
    assert len(drawing.kpi_past("completion", now_s - 1_200.0)) == 7
    assert drawing.kpi_past("completion", now_s - 90_000.0) == ()


def test_what_is_kept_of_each_line_stays_as_long_as_it_is(studio: Studio) -> None:
    studio.fill()
    steps = next(one.steps for one in studio.asked if one.step_s == 30.0)
    studio.watch(1_800.0)
    assert steps.counts((Track.EVERYTHING, "")).size == steps.size == 139
    assert steps.first * 30.0 == studio.chart().end_s - 138 * 30.0


def test_what_a_kpi_is_held_against_is_asked_for_before_all_lines(studio: Studio) -> None:
    asks = {ask for one in charted(studio.table.plan).kpis for ask in one.ratio.asks}
    first = [studio.ask() for _ in asks]
    assert {one.ask for one in first if one is not None and one.step_s == 600.0} == asks
    assert studio.charting.drawing.kpi_past("completion", NOON.timestamp())
    later = studio.ask()
    assert later is not None
    assert later.step_s == 30.0


def test_the_weeks_of_a_kpi_are_asked_for_by_days_after_all_else(studio: Studio) -> None:
    ratio = charted(studio.table.plan).kpis[0].ratio
    assert not studio.charting.is_read(ratio)
    studio.fill()
    is_past = [wanted.chunk is not None for wanted in studio.asked]
    assert is_past == sorted(is_past)
    for ask in ratio.asks:
        mine = [one for one in studio.asked if one.chunk is not None and one.ask == ask]
        days = [one.chunk for one in mine if one.chunk is not None]
        assert days == sorted(days, reverse=True)
        assert sum(one.until - one.first + 1 for one in mine) >= 27 * CHUNK
        assert max(one.until - one.first + 1 for one in mine) == MOST_DAYS * CHUNK
    past = [one for one in studio.asked if one.chunk is not None]
    assert past[0].until - past[0].first < CHUNK
    assert studio.charting.is_read(ratio)


def test_a_server_that_takes_its_time_is_asked_for_one_day_at_a_time(studio: Studio) -> None:
    for _ in range(200):
        wanted = studio.ask(took_s=0.2)
        studio.table.clock.move(1.0)
        assert wanted is None or wanted.chunk is None or wanted.until - wanted.first < CHUNK
    assert sum(one.chunk is not None for one in studio.asked) > 20


def test_after_a_failure_days_are_asked_for_one_by_one(studio: Studio) -> None:
    while (wanted := studio.next()) is None or wanted.until - wanted.first < 2 * CHUNK - 1:
        studio.ask()
    studio.charting.take(wanted, UnreachableError(WHY), studio.table.clock.monotonic_s())
    studio.table.clock.move(600.0)
    studio.asked.clear()
    while (wanted := studio.ask()) is None or wanted.chunk is None:
        pass
    assert wanted.until - wanted.first < CHUNK


def test_a_day_that_comes_in_part_is_not_known_and_the_others_are_asked_for(
    studio: Studio,
) -> None:
    ratio = charted(studio.table.plan).kpis[0].ratio
    asked: list[int] = []
    while (wanted := studio.next()) is not None:
        is_first_day = wanted.chunk is not None and not asked
        studio.table.metrics.warnings = (WHY,) if is_first_day else ()
        if wanted.chunk is not None:
            asked.append(wanted.chunk)
        studio.ask()
    assert not studio.charting.is_read(ratio)  # the other days of that question wait a little
    studio.table.metrics.warnings = ()
    studio.watch(60.0)
    assert studio.charting.is_read(ratio)


def test_boards_are_drawn_up_to_now_before_the_weeks_of_a_kpi(studio: Studio) -> None:
    """Whoever takes a picture asks for all of it at once: nothing is left for later."""
    boards, clock = Boards(studio.charting), studio.table.clock
    studio.charting.follow(LAUNCH)
    studio.fill()
    clock.move(61.0)
    studio.table.ask()
    asked: list[Wanted] = []

    def wanted() -> Wanted | None:
        now_s, there_s = clock.monotonic_s(), clock.now().timestamp()
        return boards.wanted("metrics", there_s=there_s, monotonic_s=now_s)

    while (one := wanted()) is not None:
        asked.append(one)
        boards.take(one, one.call(studio.table.metrics), clock.monotonic_s())
    assert all(one.chunk is None for one in asked)
    lines = [one for one in asked if one.step_s == 30.0]
    assert {one.ask for one in lines} == set(charted(studio.table.plan).asks)
    there = clock.now().timestamp() // 30.0 * 30.0
    for flow in ("coupon", "checkout"):
        chart = studio.charting.drawing.chart(flow)
        assert chart is not None
        assert chart.end_s == there
        assert np.isfinite(chart.everything.value[-1])


def test_across_a_leap_of_the_clock_nothing_has_to_rest(studio: Studio) -> None:
    studio.ask(took_s=300.0)
    assert studio.next() is None
    studio.charting.hurry()
    assert studio.next() is not None
