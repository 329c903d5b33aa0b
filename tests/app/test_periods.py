"""Long pasts are read in small pieces, the newest first, and never in the way of anything."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

import pytest

from cockpit.app.board_codes import SourceNote
from cockpit.app.periods import LATE_S, MOST_STEPS, PIECE_STEPS, Periods, Piece, hourly
from cockpit.app.plan import planned
from cockpit.domain.message import Message
from cockpit.ports.errors import Refusal, RefusedError, UnreachableError
from cockpit.ports.metrics import Answer, Selector, Series
from cockpit.ports.sources import Contact
from cockpit.ports.workspace import Workspace
from tests.kit.fakes_acting import NOON
from tests.kit.monitoring import flow, workspace

HOUR_S, DAY_S = 3_600.0, 86_400.0
NOW_S = NOON.timestamp() + 600.0
WHY = Message("test.why")
TOO_MUCH = RefusedError(WHY, Refusal.BAD_REQUEST)


def weekly(**more: object) -> Workspace:
    """Return a workspace with one flow and a promise of success over seven days."""
    promised = flow("coupon", slo={"target": 0.97, "period_days": 7}, **more)
    for field_name in ("latency_slo", "latency"):
        promised.pop(field_name)
    return workspace(flows=[promised])


def monthly() -> Workspace:
    """Return a workspace with one flow and a promise of success over thirty days."""
    promised = flow("coupon", slo={"target": 0.97, "period_days": 30})
    for field_name in ("latency_slo", "latency"):
        promised.pop(field_name)
    return workspace(flows=[promised])


@dataclass
class Past:
    """A server that knows the last `known_s`, and how it was asked."""

    known_s: float = 30 * DAY_S
    asked: list[tuple[float, float]] = field(default_factory=list)

    def history(
        self,
        selector: Selector,
        by: tuple[str, ...],
        range_s: float,
        *,
        start: datetime,
        end: datetime,
        step_s: float,
    ) -> Answer:
        assert (by, range_s, step_s) == ((), HOUR_S, HOUR_S)
        ends_s = [start.timestamp()]
        while ends_s[-1] < end.timestamp():
            ends_s.append(ends_s[-1] + step_s)
        self.asked.append((ends_s[0], ends_s[-1]))
        known_s = tuple(at_s for at_s in ends_s if at_s > NOW_S - self.known_s)
        count = 1_000.0 if "attempts" in selector.metric else 990.0
        told = Series({}, known_s, (count,) * len(known_s))
        return Answer((told,) if known_s else (), (), Contact(NOON, 0.01, 0.0))


def next_piece(periods: Periods, at_s: float = 0.0, there_s: float = NOW_S) -> Piece | None:
    return periods.wanted("metrics", there_s=there_s, monotonic_s=at_s)


def read(periods: Periods, past: Past, there_s: float = NOW_S, took_s: float = 0.2) -> int:
    """Read pieces until none is left, and return how many it were; each of them `took_s`."""
    at_s = there_s - NOW_S
    for count in range(100):
        piece = next_piece(periods, at_s, there_s)
        if piece is None:
            return count
        periods.take(piece, piece.call(past), at_s + took_s)  # type: ignore[arg-type]
        at_s += 10.0 * took_s + 0.01
    return 100


def test_a_period_is_read_in_pieces_of_two_days_from_now_into_the_past() -> None:
    plan, past = planned(weekly()), Past()
    periods = Periods(plan)
    events = hourly(plan.flows[0].success.events)
    assert read(periods, past) == 2 * 4
    hours = periods.hours(events, 7 * DAY_S)
    assert hours.is_read.all()
    assert hours.count().tolist() == [1_000.0] * 168
    assert hours.end_s == NOON.timestamp()
    assert past.asked == sorted(past.asked, key=lambda span: -span[1])
    assert max(until - since for since, until in past.asked) == (PIECE_STEPS - 1) * HOUR_S


def test_a_server_that_answers_at_once_is_asked_for_more_at_a_time() -> None:
    periods, past = Periods(planned(monthly())), Past()
    assert read(periods, past, took_s=0.0) < 2 * 5
    lengths = [round((until - since) / HOUR_S) + 1 for since, until in past.asked]
    assert lengths[0] == PIECE_STEPS
    assert max(lengths) == MOST_STEPS
    assert all(after <= 2 * before for before, after in pairwise(lengths))


@pytest.mark.parametrize("trouble", ["slow", "refused"])
def test_a_server_that_has_trouble_is_asked_for_less_again(trouble: str) -> None:
    periods, past = Periods(planned(monthly())), Past()
    for _ in range(2):
        piece = next_piece(periods)
        assert piece is not None
        periods.take(piece, piece.call(past), 0.0)  # type: ignore[arg-type]
    long = next_piece(periods)
    assert long is not None
    assert long.until - long.first + 1 > 2 * PIECE_STEPS
    if trouble == "slow":
        periods.take(long, long.call(past), 1.0)  # type: ignore[arg-type]
    else:
        periods.take(long, TOO_MUCH, 0.0)
    short = next_piece(periods, 1_000.0)
    assert short is not None
    assert short.until - short.first + 1 == PIECE_STEPS


def test_an_hour_is_asked_for_once_and_soon_after_its_end() -> None:
    periods, past = Periods(planned(weekly())), Past()
    read(periods, past, took_s=0.0)
    next_end_s = NOON.timestamp() + HOUR_S
    assert read(periods, past, next_end_s + LATE_S - 1.0, took_s=0.0) == 0
    past.asked.clear()
    assert read(periods, past, next_end_s + LATE_S, took_s=0.0) == 2
    assert past.asked == [(next_end_s, next_end_s)] * 2


def test_hours_that_came_one_at_a_time_do_not_make_pieces_longer() -> None:
    periods, past = Periods(planned(weekly())), Past()
    read(periods, past)
    for hours in range(1, 9):
        read(periods, past, NOW_S + hours * HOUR_S, took_s=0.0)
    past.asked.clear()
    read(periods, past, NOW_S + 5 * DAY_S)
    assert max(until - since for since, until in past.asked) == (PIECE_STEPS - 1) * HOUR_S


def test_hours_that_the_server_does_not_know_are_read_and_unknown() -> None:
    plan = planned(weekly())
    periods = Periods(plan)
    read(periods, Past(known_s=3 * DAY_S))
    hours = periods.hours(hourly(plan.flows[0].success.events), 7 * DAY_S)
    assert hours.is_read.all()
    assert (hours.count() > 0).sum() == 72


def test_what_is_refused_waits_longer_and_longer_and_keeps_nothing_else_back() -> None:
    plan = planned(weekly())
    periods, past = Periods(plan), Past()
    first = next_piece(periods)
    assert first is not None
    periods.take(first, TOO_MUCH, 0.0)
    assert periods.hours(first.ask, 7 * DAY_S).trouble == WHY
    other = next_piece(periods)
    assert other is not None
    assert other.ask != first.ask
    assert read(periods, past) == 4
    assert next_piece(periods, 59.0) is None
    again = next_piece(periods, 60.0)
    assert again is not None
    assert again.ask == first.ask
    periods.take(again, TOO_MUCH, 60.0)
    assert next_piece(periods, 179.0) is None
    assert next_piece(periods, 180.0) is not None


@pytest.mark.parametrize(
    ("error", "code"), [(UnreachableError(WHY), WHY.code), (KeyError("x"), SourceNote.BROKEN)]
)
def test_a_server_that_does_not_answer_is_left_in_peace(error: Exception, code: str) -> None:
    periods = Periods(planned(weekly()))
    piece = next_piece(periods, 100.0)
    assert piece is not None
    periods.take(piece, error, 110.0)
    trouble = periods.hours(piece.ask, 7 * DAY_S).trouble
    assert trouble is not None
    assert trouble.code == code
    assert next_piece(periods, 199.0) is None
    assert next_piece(periods, 200.0) is not None


def test_a_part_of_an_answer_is_not_kept() -> None:
    periods = Periods(planned(weekly()))
    piece = next_piece(periods)
    assert piece is not None
    told = Series({}, (NOON.timestamp(),), (5.0,))
    periods.take(piece, Answer((told,), (WHY,), Contact(NOON, 0.01, 0.0)), 0.0)
    hours = periods.hours(piece.ask, 7 * DAY_S)
    assert not hours.is_read.any()
    assert hours.trouble == WHY


def test_after_a_slow_piece_the_source_belongs_to_other_questions() -> None:
    periods, past = Periods(planned(weekly())), Past()
    piece = next_piece(periods, 0.0)
    assert piece is not None
    periods.take(piece, piece.call(past), 2.0)  # type: ignore[arg-type]
    assert next_piece(periods, 19.0) is None
    assert next_piece(periods, 20.0) is not None


def test_the_longest_period_of_a_question_is_kept_and_each_promise_gets_its_own() -> None:
    flows = [
        flow("coupon", slo={"target": 0.97, "period_days": 7}),
        {**flow("coupon", slo={"target": 0.9, "period_days": 28}), "name": "again"},
    ]
    plan = planned(workspace(flows=flows))
    periods = Periods(plan)
    events = hourly(plan.flows[0].success.events)
    assert periods.hours(events, 28 * DAY_S).is_read.size == 28 * 24
    assert periods.hours(events, 7 * DAY_S).is_read.size == 7 * 24


def test_another_source_has_nothing_to_read() -> None:
    periods = Periods(planned(weekly()))
    assert periods.wanted("flags", there_s=NOW_S, monotonic_s=0.0) is None
